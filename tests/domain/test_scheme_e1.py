"""E1: three levels by opinion, 3:6:1 as a reference, and what two years at the bottom mean."""

from fractions import Fraction

import pytest

from desk_app.domain.grading import opinion_steps
from desk_app.domain.polling.meetings import Attendance, judge
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.scheme.model.rounds import Bound, StepYield
from desk_app.domain.scheme.model.scoring import IndicatorMode
from tests.domain.procedures import by_opinions, names, round_of, shipped, years

E1 = shipped("E1")
STEPS = ("党员大会评议", "党支部自评", "党员群众会议审议", "学院党委评定")


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("- - - -", None),
        ("先进 - - -", "先进"),
        ("先进 一般 - -", "一般"),
        ("先进 一般 先进 -", "先进"),
        ("先进 一般 先进 后进", "后进"),
        # Both sets of names are in use.
        ("- - - 一类", "先进"),
        ("- - - 二类", "一般"),
        ("- - - 三类", "后进"),
    ],
)
def test_the_latest_step_decides(said: str, level: str | None) -> None:
    words = dict(zip(STEPS, said.split(), strict=True))
    proposal = by_opinions(E1, {step: one for step, one in words.items() if one != "-"})
    assert proposal.level == level


@pytest.mark.parametrize(
    ("base", "shared"),
    [
        (10, (3, 6, 1)),
        (20, (6, 12, 2)),
        (1, (0, 1, 0)),  # 0.3, 0.6, 0.1
        (2, (1, 1, 0)),  # 0.6, 1.2, 0.2
        (3, (1, 2, 0)),  # 0.9, 1.8, 0.3
        (4, (1, 3, 0)),  # 1.2, 2.4, 0.4: equal remainders, the higher level first
        (5, (2, 3, 0)),  # 1.5, 3, 0.5: likewise
        (6, (2, 4, 0)),  # 1.8, 3.6, 0.6
        (7, (2, 4, 1)),  # 2.1, 4.2, 0.7
        (8, (2, 5, 1)),  # 2.4, 4.8, 0.8
        (9, (3, 5, 1)),  # 2.7, 5.4, 0.9
        (11, (3, 7, 1)),  # 3.3, 6.6, 1.1
        (12, (4, 7, 1)),  # 3.6, 7.2, 1.2
        (15, (5, 9, 1)),  # 4.5, 9, 1.5
        (36, (11, 22, 3)),  # 10.8, 21.6, 3.6
    ],
)
def test_case_14_3_to_6_to_1_of_any_number(base: int, shared: tuple[int, int, int]) -> None:
    levels = ["先进"] * shared[0] + ["一般"] * shared[1] + ["后进"] * shared[2]
    assert len(levels) == base
    states = round_of(E1, "学院党委评定", levels).quotas
    assert tuple((one.low, one.high) for one in states) == tuple((one, one) for one in shared)
    assert {one.verdict for one in states} == {QuotaVerdict.WITHIN}


def test_case_14_one_too_many_is_said_and_moves_nobody() -> None:
    levels = ["先进"] * 5 + ["一般"] * 6 + ["后进"]  # 4, 7, 1 would be in proportion
    found = round_of(E1, "学院党委评定", levels)
    assert [one.verdict for one in found.quotas] == [
        QuotaVerdict.OVER,
        QuotaVerdict.UNDER,
        QuotaVerdict.WITHIN,
    ]
    assert [one.verdict_words for one in found.quotas] == ["超出 1 个", "还差 1 个", "符合"]
    assert [one.level for one in found.proposals.values()] == levels


def test_nobody_is_singled_out_by_points_where_there_are_none() -> None:
    levels = ["先进"] * 5 + ["一般"] * 6 + ["后进"]
    assert round_of(E1, "学院党委评定", levels).hints == {}


DEALT_WITH = "书记按规定处理"
ROSE = {"上年度验收实现晋位升级": True}


@pytest.mark.parametrize(
    ("now", "earlier", "facts", "follows"),
    [
        ("后进", ("后进", "后进"), {}, True),
        ("后进", ("后进", "一般"), {}, True),
        ("后进", ("后进", "先进"), {}, True),
        ("后进", ("后进",), {}, True),  # what was before is not known: it did not rise
        ("后进", ("一般", "后进"), {}, False),  # rose last year, fell again
        ("后进", ("先进",), {}, False),
        ("后进", (), {}, False),  # the first year
        ("一般", ("后进", "后进"), {}, False),  # has risen this year
        ("先进", ("后进", "后进"), {}, False),
        ("后进", ("后进", "一般"), ROSE, False),  # the acceptance of last year says it rose
    ],
)
def test_two_years_at_the_bottom_without_having_risen(
    now: str, earlier: tuple[str, ...], facts: dict[str, bool], follows: bool
) -> None:
    proposal = by_opinions(E1, {"学院党委评定": now}, facts=facts, earlier=years(E1, *earlier))
    assert (DEALT_WITH in names(proposal)) is follows


@pytest.mark.parametrize(
    ("effect", "follows"),
    [
        ("取得成效", "巩固提升，防止反复"),
        ("变化不大", "加强帮扶，督促转化"),
        ("转化不明显", "强化措施，重点整改"),
        (None, None),
    ],
)
def test_three_degrees_of_change(effect: str | None, follows: str | None) -> None:
    facts = {"转化成效": effect} if effect else {}
    proposal = by_opinions(E1, {"学院党委评定": "后进"}, facts=facts)
    always = {
        "作为书记评先选优、选拔任用的重要依据",
        "纳入目标绩效考核和“三级联述联评联考”",
        "整顿后进：撤换调整书记、选派第一书记、结对共建",
        "争创目标和整改措施报学院党委审定",
    }
    assert names(proposal) == always | ({follows} if follows else set())


@pytest.mark.parametrize("said", [{}, {"工作成绩突出": False}, {"工作成绩突出": True}])
def test_who_did_well_is_rewarded_whatever_the_level(said: dict[str, bool]) -> None:
    for level in ("先进", "一般", "后进"):
        proposal = by_opinions(E1, {"学院党委评定": level}, facts=dict(said))
        assert ("给予奖励" in names(proposal)) is said.get("工作成绩突出", False)


@pytest.mark.parametrize(("members", "others", "met"), [(9, 1, True), (9, 0, False), (0, 9, False)])
def test_a_meeting_of_members_and_others_has_both(members: int, others: int, met: bool) -> None:
    kind = next(one for one in E1.meetings if one.name == "党员群众会议")
    assert kind.categories == ("党员", "群众")
    came = {"党员": Attendance(present=members), "群众": Attendance(present=others)}
    found = judge(kind.rules, came)
    assert all(one.met for one in found) is met
    assert all(one.soft for one in found)


def test_e1_as_its_source_has_it() -> None:
    assert [(one.name, one.aliases) for one in E1.levels] == [
        ("先进", ("一类",)),
        ("一般", ("二类",)),
        ("后进", ("三类",)),
    ]
    assert E1.indicator_names() == (
        *("党组织凝聚力", "班子战斗力", "活动阵地", "保障机制", "工作业绩", "群众评价"),
    )
    assert {one.mode for one in E1.indicators} == {IndicatorMode.INFORMATION}
    assert [(one.levels, one.bound, one.share, one.soft) for one in E1.quotas] == [
        (("先进",), Bound.ABOUT, Fraction(3, 10), True),
        (("一般",), Bound.ABOUT, Fraction(6, 10), True),
        (("后进",), Bound.ABOUT, Fraction(1, 10), True),
    ]
    assert opinion_steps(E1) == STEPS
    decides = [one.actor for one in E1.steps if one.yields is StepYield.DECISION]
    assert decides == ["学院党委"]
    assert "五个步骤还是六个" in {one.name for one in E1.readings}
