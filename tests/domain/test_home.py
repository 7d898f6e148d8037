from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.home import Counts, badges, deadline, deadline_words, next_step, progress
from desk_app.domain.rounds import Round
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.rounds import Step, StepYield
from desk_app.domain.scheme.model.scheme import Forms, Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, RectificationRule

SCHEME = Scheme(
    id="T",
    title="试用方案",
    source="",
    levels=(),
    indicators=(Indicator("领导班子", Decimal(15)),),
    evaluators=(Evaluator("自评"), Evaluator("考评", total=True)),
    bands=(),
    forms=Forms("", "", "", "", ""),
    polls=(Poll("民主测评", ("满意", "不满意")),),
    steps=(
        Step("自评", yields=StepYield.SCORES, evaluator="自评", deadline=(3, 31)),
        Step("考评", yields=StepYield.SCORES, evaluator="考评", deadline=(4, 30)),
        Step("公示", yields=StepYield.NOTICE, notice_days=5),
        Step("评定", yields=StepYield.DECISION),
    ),
    rectification=RectificationRule(Fraction(6, 10)),
)
ROUND = Round(1, 2026, "年初定级", "T", "试用方案", "2026-01-05 08:00:00")
LOCKED = replace(ROUND, locked=True, finalised_at="2026-05-01 08:00:00")
CLOSED = replace(ROUND, locked=True, closed=True)
EXPORTED = replace(LOCKED, exported_at="2026-05-02 08:00:00")
SCORED = {"自评": 36, "考评": 36}
DECIDED = Counts(36, sheets=SCORED, polled={"民主测评": 36}, opinions={"评定": 36})
WITH_ITEMS = replace(DECIDED, items_open=4, items_closed=2)


@pytest.mark.parametrize(
    ("current", "counts", "words", "room"),
    [
        (ROUND, Counts(36, sheets={"自评": 29}), "还有 7 个党组织的自评", "scoring"),
        (ROUND, Counts(36, sheets={"自评": 36, "考评": 35}), "1 个党组织的考评", "scoring"),
        (ROUND, Counts(36, sheets=SCORED), "没有封存“民主测评”", "polling"),
        (ROUND, replace(DECIDED, opinions={"评定": 30}), "还有 6 个党组织没有定级", "grading"),
        (ROUND, replace(DECIDED, reviews=2), "2 个党组织的决定待复核", "grading"),
        (CLOSED, replace(DECIDED, items_overdue=3), "已停用，按方案的新版另开了一轮", ""),
        (ROUND, DECIDED, "提取整改事项", "rectification"),
        (ROUND, WITH_ITEMS, "可以定稿", "grading"),
        (LOCKED, WITH_ITEMS, "生成上报材料", "submission"),
        (LOCKED, Counts(36, opinions={"评定": 36}), "生成上报材料", "submission"),
        (EXPORTED, replace(WITH_ITEMS, items_overdue=3), "3 项整改已逾期", "rectification"),
        (EXPORTED, WITH_ITEMS, "还有 4 项整改", "rectification"),
        (EXPORTED, replace(DECIDED, items_closed=6), "全部完成", ""),
    ],
)
def test_next_step_follows_the_work(current: Round, counts: Counts, words: str, room: str) -> None:
    step = next_step(SCHEME, current, counts)
    assert words in step.sentence
    assert step.room == room
    assert bool(step.action) is bool(room)


@pytest.mark.parametrize(
    ("least", "words", "room"),
    [(2, "请逐条登记整改事项，每个党组织至少 2 条", "rectification"), (0, "可以定稿", "grading")],
)
def test_items_that_no_points_lead_to_are_not_to_be_drawn_from_points(
    least: int, words: str, room: str
) -> None:
    by_hand = replace(SCHEME, rectification=RectificationRule(Fraction(0), least=least))
    step = next_step(by_hand, ROUND, DECIDED)
    assert words in step.sentence
    assert step.room == room


def test_progress_counts_every_step_and_what_no_step_names() -> None:
    counts = Counts(36, sheets={"自评": 36, "考评": 29}, begun={"自评": 36, "考评": 31})
    lines = progress(SCHEME, 2026, counts, date(2026, 5, 2))
    assert [one.name for one in lines] == ["自评", "考评", "公示", "评定", "民主测评"]
    own, superior, notice, decision, poll = lines
    assert own.finished
    assert not own.overdue
    assert superior.words == "考评评分表 29/36，2 份没填完"
    assert superior.overdue
    assert deadline_words(superior, date(2026, 5, 2)) == "4月30日前 · 已超期 2 天"
    assert deadline_words(superior, date(2026, 4, 20)) == "4月30日前 · 还有 10 天"
    assert deadline_words(superior, date(2026, 4, 30)) == "4月30日前 · 今天到期"
    assert deadline_words(own, date(2026, 5, 2)) == "3月31日前"
    assert (notice.total, notice.words) == (0, "公示 5 天（今天起算到 5月6日）")
    assert (decision.done, decision.total) == (0, 36)
    assert poll.room == "polling"


def test_a_step_is_not_late_on_its_last_day() -> None:
    lines = progress(SCHEME, 2026, Counts(36), date(2026, 3, 31))
    assert not lines[0].overdue
    assert progress(SCHEME, 2026, Counts(36), date(2026, 4, 1))[0].overdue


def test_leap_day_of_a_common_year() -> None:
    step = Step("总结", deadline=(2, 29))
    assert deadline(step, 2026) == date(2026, 2, 28)
    assert deadline(step, 2028) == date(2028, 2, 29)
    assert deadline(Step("总结"), 2026) is None


def test_badges_count_what_waits() -> None:
    counts = Counts(36, sheets={"自评": 36, "考评": 29}, items_open=5, items_overdue=3)
    assert badges(SCHEME, ROUND, counts) == {
        "scoring": "7",
        "polling": "36",
        "grading": "36",
        "rectification": "3!",
    }
    assert badges(SCHEME, LOCKED, WITH_ITEMS) == {"rectification": "4"}
    assert badges(SCHEME, ROUND, replace(DECIDED, reviews=2)) == {"grading": "2"}
    assert badges(SCHEME, CLOSED, WITH_ITEMS) == {}


def test_an_opinion_on_the_way_is_counted_only_once_it_was_noted() -> None:
    scheme = replace(SCHEME, steps=(Step("评议", yields=StepYield.OPINION, deadline=(3, 1)),))
    today = date(2026, 5, 2)
    silent = progress(scheme, 2026, Counts(36), today)[0]
    assert (silent.total, silent.overdue, silent.words) == (0, False, "线下办理")
    begun = progress(scheme, 2026, Counts(36, opinions={"评议": 5}), today)[0]
    assert (begun.done, begun.total, begun.overdue) == (5, 36, True)
