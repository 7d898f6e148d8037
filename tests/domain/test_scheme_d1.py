"""D1: whole-number bands, a fifth in spring, and what each of four levels brings."""

from datetime import date

import pytest

from desk_app.domain.quotas import QuotaVerdict
from tests.domain.procedures import names, shipped, years
from tests.domain.star_schemes import NO_FACTS, Facts, graded, round_of_totals, sheet

D1 = shipped("D1")


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("90", "好"),
        ("89.95", "较好"),  # no rounding lifts over a line
        ("89.94", "较好"),
        ("89.5", "较好"),
        ("89", "较好"),
        ("80", "较好"),
        ("79.5", "一般"),
        ("79", "一般"),
        ("60", "一般"),
        ("59.5", "较差"),
        ("59.9", "较差"),
        ("0", "较差"),
    ],
)
def test_case_2_between_whole_numbers(total: str, level: str) -> None:
    assert graded(D1, sheet(D1, "农村", total)).level == level


@pytest.mark.parametrize(
    ("good", "of", "verdict"),
    [
        (6, 30, QuotaVerdict.WITHIN),
        (7, 30, QuotaVerdict.OVER),
        (2, 10, QuotaVerdict.WITHIN),
        (3, 14, QuotaVerdict.OVER),
    ],
)
def test_case_16_a_fifth_is_a_hint_in_spring_and_not_asked_for_in_december(
    good: int, of: int, verdict: QuotaVerdict
) -> None:
    found = round_of_totals(D1, [str(100 - n) for n in range(good)] + ["85"] * (of - good))
    (state,) = found.quotas
    assert state.verdict == verdict
    assert state.quota.soft
    assert [one.level for one in found.proposals.values()] == ["好"] * good + ["较好"] * (of - good)
    beyond = {number for number, text in found.hints.items() if "名额线外" in text}
    assert beyond == (set() if verdict is QuotaVerdict.WITHIN else {good})
    (reading,) = (one for one in D1.readings if "年底" in one.name)
    assert "由会议决定" in reading.chosen
    december = D1.on(date(2026, 12, 15))
    (state,) = round_of_totals(december, ["95"] * good + ["85"] * (of - good)).quotas
    assert state.verdict is QuotaVerdict.WITHIN
    assert "12 月可以适当扩大" in state.words()


def test_the_last_of_every_level_but_the_lowest() -> None:
    totals = [*("98", "96", "94", "92"), *("88", "86", "84"), *("70", "65"), *("50", "40")]
    found = round_of_totals(D1, totals)
    marked = {number for number, text in found.hints.items() if "排序靠后" in text}
    assert marked == {2, 3, 4, 5, 6, 7, 8, 9}


PRIZE = ("推荐评选区级以上先进基层党组织", "推荐评选为区级以上先进基层党组织")


@pytest.mark.parametrize(
    ("total", "level", "own"),
    [
        ("95", "好", {PRIZE[0], "特别优秀的确定为全区党建示范点", "帮助总结经验、建立长效机制"}),
        ("85", "较好", {PRIZE[1], "指定专人负责，加强具体指导帮扶"}),
        (
            "70",
            "一般",
            {PRIZE[1], "一名党员领导干部和一名机关干部挂点联系包干", "与“红旗支部”结对共建"},
        ),
        (
            "50",
            "较差",
            {
                PRIZE[1],
                "认定为软弱涣散基层党组织，派驻工作组整顿至验收通过",
                "选不出合适书记的，从上级部门选派",
                "书记难以完成整顿转化任务又不宜调整的，选派第一书记",
                "整顿转化督查",
                "班子成员年度绩效考核评为优秀等级",
                "书记下年度内提拔使用",
            },
        ),
    ],
)
def test_what_follows_from_each_level(total: str, level: str, own: set[str]) -> None:
    proposal = graded(D1, sheet(D1, "农村", total))
    assert proposal.level == level
    assert names(proposal) == own | {"评定结果逐级上报", "听取纪检部门意见"}


BANNED = "书记本年度内提拔使用（上年度为“较差”）"


@pytest.mark.parametrize(
    ("before", "banned"),
    [
        (("较差",), True),
        (("较差", "好"), True),
        (("一般", "较差"), False),  # the year after is over
        (("一般",), False),
        ((), False),
    ],
)
def test_the_secretary_of_last_years_lowest_is_not_promoted_this_year(
    before: tuple[str, ...], *, banned: bool
) -> None:
    known = sheet(D1, "农村", "95")
    assert (BANNED in names(graded(D1, known, earlier=years(D1, *before)))) is banned


@pytest.mark.parametrize("idle", [True, False])
def test_who_does_not_put_things_right_is_reported_to_the_district(*, idle: bool) -> None:
    facts: Facts = {"整顿不力": True} if idle else dict(NO_FACTS)
    found = graded(D1, sheet(D1, "农村", "50"), facts=facts)
    assert ("整顿不力，以党委或工委名义书面报告" in names(found)) is idle


def test_case_15_the_seven_working_days_stand_in_the_procedure() -> None:
    (step,) = (one for one in D1.steps if one.name == "异议复核")
    assert "7个工作日" in step.origin.phrase
    assert (step.notice_days, step.working_days) == (7, True)
    days = {one.name: one.deadline for one in D1.steps if one.deadline and one.deadline[0] == 12}
    assert days == {"申请复核": (12, 10), "考核定级": (12, 20), "总结评比": (12, 20)}


def test_the_district_grades_in_december_and_the_committees_sum_up() -> None:
    actors = {one.name: one.actor for one in D1.steps if (one.deadline or (0,))[0] == 12}
    assert actors == {"申请复核": "党（工）委", "考核定级": "区委组织部", "总结评比": "党（工）委"}


def test_four_kinds_of_people_are_asked_to_the_vote() -> None:
    (meeting,) = D1.meetings
    assert meeting.name == D1.polls[0].meeting
    assert len(meeting.categories) == 4
