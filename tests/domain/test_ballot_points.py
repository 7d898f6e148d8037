"""Ballots that score, evaluators that score a part or give a total: sums, words, and checks."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.asked import polls_asked, sheets_asked
from desk_app.domain.ballot_points import balloted
from desk_app.domain.changes import apply
from desk_app.domain.evidence import Evidence, SubjectFacts, Tally
from desk_app.domain.evidence_columns import ColumnKind, columns
from desk_app.domain.grading import grade
from desk_app.domain.points import comparable, round_half_up
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, Missing
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.scoring import summarise, total
from desk_app.domain.wanting import wanting
from tests.domain import random_schemes
from tests.domain.ballot_schemes import BALLOTS, ITEM_BALLOTS, ITEM_POLLS, POLL, SHARED
from tests.domain.random_schemes import WORTH
from tests.domain.scheme_texts import shipped_text, tiny

SCHEME, PARTS, ITEMS = read_usable(BALLOTS), read_usable(SHARED), read_usable(ITEM_BALLOTS)
VOTES = {"民主测评": Tally(40, 40, 39, 1, {"好": 30, "较好": 9, "一般": 0, "差": 0})}
STARRED = {
    "评分票·班子": Tally(3, 3, 3, 0, {"50": 2, "40": 1}),
    "评分票·队伍": Tally(4, 4, 3, 1, {"35": 3}),
}
SHEETS = {
    "考评": {"班子": Decimal(50), "队伍": Decimal(30)},
    "党工委": {"总分": Decimal(45)},
}


def known(
    scheme: Scheme,
    points: Mapping[str, Mapping[str, Decimal]],
    tallies: Mapping[str, Tally] | None = None,
) -> Evidence:
    votes = tallies or {}
    given = balloted(scheme, votes)
    return Evidence(SubjectFacts(1, "甲村"), points, tallies=votes, balloted=given)


def said(scheme: Scheme) -> list[str]:
    return [str(line) for section in sentences(scheme) for line in section.lines]


def sentence(scheme: Scheme, evidence: Evidence) -> str:
    return grade(scheme, evidence).sentences[0]


# --- sums -------------------------------------------------------------------------------


def test_lines_ballots_and_figures_are_weighed() -> None:
    """80 of 100 at 50, 93 of 100 at 30, 45 of 50 at 20: 40 + 27.9 + 18."""
    found = total(SCHEME, known(SCHEME, SHEETS, VOTES))
    assert (found.exact, found.points, found.missing) == (Decimal("85.9"), Decimal("85.9"), ())
    assert found.judged == SHEETS["考评"]


def test_the_reason_says_who_gave_what_and_from_which_votes() -> None:
    assert sentence(SCHEME, known(SCHEME, SHEETS, VOTES)) == (
        "考评 80 分，群众测评 93 分（（好 30×100＋较好 9×80）÷收回票 40＝93 分），"
        "党工委 45 分（满分 50 分），按 50:30:20 加权合计 85.9 分。"
    )


def test_a_line_is_the_mean_of_those_who_score_it() -> None:
    """班子 (3 × 50 + 54) / 4 = 51, 队伍 33."""
    sheets = {
        "考评": {"班子": Decimal(50)},
        "群众代表": {"班子": Decimal(54), "队伍": Decimal(33)},
    }
    found = grade(PARTS, known(PARTS, sheets))
    assert found.total.exact == Decimal(84)
    assert found.sentences[0] == (
        "考评评“班子” 50 分，群众代表 87 分，都评的按 3:1 加权合计 84 分。"
    )


def test_ballots_with_points_give_the_mean_of_each_line() -> None:
    found = grade(ITEMS, known(ITEMS, {}, STARRED))
    assert found.total.judged == {"班子": Fraction(140, 3), "队伍": Fraction(35)}
    assert "班子：（50 分 2 票、40 分 1 票）÷有效票 3≈46.667 分；队伍" in found.sentences[0]
    assert found.level == "乙"


@pytest.mark.parametrize(
    ("missing", "expected", "said"),
    [
        ("open", None, "群众测评还没有测评结果，暂不能拟定等级。"),
        ("others", "82.857", "群众测评还没有测评结果，按其他人的权重计算，按 50:30:20 加权"),
        ("zero", "58", "群众测评还没有测评结果，按 0 分计算，按 50:30:20 加权"),
    ],
)
def test_what_holds_without_a_poll(missing: str, expected: str | None, said: str) -> None:
    scheme = read_usable(BALLOTS.replace('missing = "open"', f'missing = "{missing}"'))
    found = grade(scheme, known(scheme, SHEETS))
    assert said in "".join(found.sentences)
    assert (found.level is None) is (expected is None)
    if expected is not None:
        assert found.total.base == Decimal(expected)


def test_a_poll_without_a_valid_ballot_is_told_apart() -> None:
    empty = {"民主测评": Tally(40, 0, 0, 0, {})}
    found = grade(SCHEME, known(SCHEME, SHEETS, empty))
    assert found.sentences[-1] == "群众测评没有有效票，算不出，暂不能拟定等级。"
    half = {"评分票·队伍": STARRED["评分票·队伍"]}
    found = grade(ITEMS, known(ITEMS, {}, half))
    assert found.sentences[-1] == "民主评议（班子）还没有测评结果，暂不能拟定等级。"


def test_who_has_not_scored_is_named_with_the_lines() -> None:
    found = grade(SCHEME, known(SCHEME, {"考评": {"班子": Decimal(50)}}, VOTES))
    assert found.total.missing == ("队伍", "党工委")
    assert found.sentences[-1] == (
        "考评还有 1 项没有评分（队伍），党工委还没有给总分，暂不能拟定等级。"
    )


def test_sums_are_everybodys_own_lines() -> None:
    summary = summarise(SCHEME, known(SCHEME, SHEETS, VOTES), {})
    assert {name: (one.points, one.lines, one.voted) for name, one in summary.sums.items()} == {
        "考评": (Decimal(80), 2, False),
        "群众测评": (Decimal(93), 1, True),
        "党工委": (Decimal(45), 1, False),
    }
    assert summary.unreasoned == ("班子", "队伍")
    waiting = summarise(SCHEME, known(SCHEME, SHEETS), {})
    assert waiting.place_words == "群众测评还没有分数"


def test_a_scheme_may_have_no_indicators_at_all() -> None:
    figures = """\
[[evaluators]]
name = "党工委"
total = true
only_total = true
"""
    text = (
        BALLOTS.split("[[indicators]]")[0] + figures + "[[bands]]" + SHARED.split("[[bands]]", 1)[1]
    )
    scheme = read_usable(text)
    assert check(scheme) == ()
    found = grade(scheme, known(scheme, {"党工委": {"总分": Decimal(91)}}))
    assert (found.level, found.points) == ("甲", Decimal(91))
    assert found.sentences[0] == "党工委 91 分，合计 91 分。"


STARS = ("爱岗敬业星", "技术创新星", "安全生产星", "奉献爱心星", "诚实守信星")


def test_the_ballot_of_stars_that_members_give_points_on_is_data() -> None:
    """Every member gives each star 0 to 10 points: the mean is the star's, 8 and more win it."""
    scheme = read_usable(shipped_text("C15"))
    high, low = {"8": 3, "9": 3}, {"7": 4, "8": 2}
    votes = {
        f"评分票·{star}": Tally(6, 6, 6, 0, low if star == "诚实守信星" else high) for star in STARS
    }
    evidence = known(scheme, {}, votes)
    found = grade(scheme, evidence)
    assert (found.star_count, found.total.exact) == (4, comparable(34 + Fraction(22, 3)))
    assert found.total.judged["爱岗敬业星"] == Fraction(17, 2)
    assert "诚实守信星：（7 分 4 票、8 分 2 票）÷有效票减弃权 6≈7.333 分" in found.sentences[0]
    assert found.stars[-1].fact.startswith("诚实守信星得分 约 7.333 分")


# --- 还差什么 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "evidence"),
    [
        (SCHEME, known(SCHEME, SHEETS, VOTES)),
        (ITEMS, known(ITEMS, {}, STARRED)),
        (PARTS, known(PARTS, {"考评": {"班子": Decimal(50)}, "群众代表": SHEETS["考评"]})),
    ],
)
def test_what_lacks_is_said_of_the_whole_total(scheme: Scheme, evidence: Evidence) -> None:
    now = grade(scheme, evidence)
    found = wanting(scheme, evidence, now)
    assert found is not None
    assert found.level == scheme.levels[scheme.rank(now.level or "") - 1].name
    for changed in found.changes:
        after = changed.apply(scheme, evidence)
        assert after is not None
        assert grade(scheme, after).level == found.level


def test_figures_are_raised_where_lines_have_no_room() -> None:
    full = {"考评": {"班子": Decimal(60), "队伍": Decimal(40)}, "党工委": {"总分": Decimal(10)}}
    found = wanting(SCHEME, one := known(SCHEME, full, VOTES), grade(SCHEME, one))
    assert found is not None
    assert found.words == "总分再高 8.1 分（达到 90 分），即为甲。"


# --- at random --------------------------------------------------------------------------------

cases = random_schemes.shared_schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), random_schemes.evidence(scheme))
)


def mean(line: Indicator, judges: list[Evaluator], evidence: Evidence) -> Fraction:
    """What a line counts for: the weighted mean of those who score it."""
    weights = earned = Fraction(0)
    for one in judges:
        if line.name in (one.indicators or [line.name]):
            weights += one.weight
            earned += one.weight * Fraction(line.earned(evidence.points[one.name][line.name]))
    return earned / weights


def by_hand(scheme: Scheme, evidence: Evidence) -> Fraction | None:
    """The total before bonuses as the description says it; ``None`` while something is open."""
    rule = scheme.weighting.missing if scheme.weighting else Missing.OPEN
    weighed = [one for one in scheme.evaluators if one.weight]
    lines = [line for line in scheme.indicators if line.mode.counts]
    judges = [
        one
        for one in weighed
        if not (one.only_total or one.ballots)
        and any(line.name in (one.indicators or [line.name]) for line in lines)
    ]
    heard, weight = bool(judges), sum((one.weight for one in judges), Fraction(0))
    parts = [(weight, sum((mean(line, judges, evidence) for line in lines), Fraction(0)))]
    for one in weighed:
        if one.only_total:
            heard, full = True, Fraction(one.full or scheme.full_points)
            parts.append((one.weight, 100 * Fraction(evidence.points[one.name]["总分"]) / full))
        elif one.ballots:
            tally = evidence.tallies.get("民主测评")
            if tally is not None and tally.valid:
                heard = True
                worth = sum(tally.counts[option] * int(each) for option, each in WORTH)
                parts.append((one.weight, Fraction(worth, tally.valid)))
            elif rule is Missing.OPEN:
                return None
            elif rule is Missing.ZERO:
                parts.append((one.weight, Fraction(0)))
    if not heard:
        return None if any(one.ballots for one in weighed) else Fraction(0)
    whole = sum((weight for weight, _ in parts), Fraction(0))
    return sum((weight * given for weight, given in parts), Fraction(0)) / whole


@settings(max_examples=60, deadline=None)
@given(cases)
def test_any_total_is_what_the_description_says(case: tuple[Scheme, Evidence]) -> None:
    scheme, evidence = case
    expected, found = by_hand(scheme, evidence), total(scheme, evidence)
    assert found.complete is (expected is not None)
    if expected is not None:
        assert found.base == round_half_up(expected, 3)
        extra = sum((one.points for one in found.adjustments), Decimal(0))
        whole = max(expected + Fraction(extra), Fraction(scheme.floor))
        assert found.exact == comparable(whole)
    assert all(grade(scheme, evidence).sentences)
    assert any(said(scheme))


@settings(max_examples=40, deadline=None)
@given(cases)
def test_no_sentence_of_what_lacks_is_false(case: tuple[Scheme, Evidence]) -> None:
    scheme, evidence = case
    now = grade(scheme, evidence)
    found = wanting(scheme, evidence, now)
    for after in () if found is None else apply(scheme, evidence, found.changes):
        assert after is not None
        assert found is not None
        assert grade(scheme, after).level == found.level


# --- columns, rows, what is asked --------------------------------------------------------------


def scored(scheme: Scheme) -> list[str]:
    return [one.title for one in columns(scheme) if one.kind is ColumnKind.POINTS]


def test_nobody_fills_in_what_ballots_give() -> None:
    assert scored(SCHEME) == [
        "考评·班子",
        "考评·队伍",
        "党工委·总分",
    ]
    assert [one.name for one in sheets_asked(SCHEME)] == ["考评", "党工委"]
    assert scored(PARTS) == [
        "考评·班子",
        "群众代表·班子",
        "群众代表·队伍",
    ]


def test_a_poll_of_a_line_is_asked_of_those_who_have_the_line() -> None:
    places = '\n[[domains]]\nname = "村"\n\n[[domains]]\nname = "社区"\n'
    text = ITEM_BALLOTS.replace("points = 40\n", 'points = 40\ndomains = ["村"]\n') + places
    scheme = read(text.replace("points = 60\n", 'points = 60\ndomains = ["村", "社区"]\n'))
    assert [one.name for one in polls_asked(scheme, "村")] == ["评分票·班子", "评分票·队伍"]
    assert [one.name for one in polls_asked(scheme, "社区")] == ["评分票·班子"]


def test_what_is_written_reads_back_the_same() -> None:
    for scheme in (SCHEME, PARTS, ITEMS):
        again = read(write(scheme))
        plain = [replace(one, origin=scheme.evaluators[0].origin) for one in again.evaluators]
        before = [replace(one, origin=scheme.evaluators[0].origin) for one in scheme.evaluators]
        assert plain == before


# --- refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (BALLOTS, "format = 2", "format = 1", "poll 要写在 format = 2 的方案里"),
        (BALLOTS, '"差" = 0', '"查" = 0', "没有写测评选项“差”计几分"),
        (BALLOTS, '"差" = 0', '"查" = 0', "提到的测评选项“查”没有定义"),
        (BALLOTS, '"好" = 100', '"好" = 120', "一票最多计 120 分，超过满分 100 分"),
        (BALLOTS, 'poll = "民主测评"', 'poll = "测评"', "提到的测评“测评”没有定义"),
        (BALLOTS, "only_total = true", "", "的 full 只有和 only_total 或 poll 一起才能写"),
        (BALLOTS, 'poll = "民主测评"\n', "", "的 points 只有和 poll 一起才能写"),
        (BALLOTS, "full = 50", "full = 0", "“党工委”的满分 full 应大于 0"),
        (BALLOTS, 'name = "队伍"', 'name = "总分"', "指标就不能叫“总分”"),
        (SHARED, '["班子", "队伍"]', '["班子"]', "指标“队伍”没有计入总分的评价主体评分"),
        (SHARED, '["班子", "队伍"]', '["班子", "队"]', "提到的指标“队”没有定义"),
        (ITEM_BALLOTS, 'each = ["队伍"]', 'each = ["队"]', "没有同名的指标“队”"),
        (ITEM_BALLOTS, 'each = ["队伍"]', 'each = ["队"]', "指标“队伍”没有计入总分的评价主体"),
        (ITEM_BALLOTS, "most = 40", "most = 50", "一票最多计 50 分，超过满分 40 分"),
        (ITEM_BALLOTS, "points = 40", 'points = 40\nmode = "deducted"', "这个指标应直接打分"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, old: str, new: str, said: str) -> None:
    assert old in text
    with pytest.raises(SchemeFault) as caught:
        read_usable(text.replace(old, new))
    assert any(said in str(one) for one in caught.value.problems), caught.value.problems


def test_points_out_of_reach_are_pointed_out() -> None:
    found = check(read_usable(BALLOTS.replace('"好" = 100', '"好" = 90')))
    assert ["一票最多计 90 分，得不到满分 100 分" in str(one) for one in found] == [True]


def test_a_step_asks_for_no_sheet_that_nobody_fills_in() -> None:
    step = '[[steps]]\nname = "测评"\nyields = "scores"\nevaluator = "群众测评"\n\n[[steps]]'
    with pytest.raises(SchemeFault) as caught:
        read_usable(BALLOTS.replace("[[steps]]", step, 1))
    assert any('请写 yields = "poll"' in str(one) for one in caught.value.problems)


def test_a_plain_scheme_needs_no_word_of_it() -> None:
    assert not read(tiny(more=POLL)).sheets.shared
    assert not read(tiny(more=ITEM_POLLS)).sheets.balloted
