"""C7: six dimensions, every standard all or nothing, four levels about a normal distribution."""

from decimal import Decimal

import pytest

from desk_app.domain.entries import check_points
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.ranking import standings
from desk_app.domain.rectification import weaknesses
from desk_app.domain.scheme.model.scoring import IndicatorMode
from tests.domain.procedures import VILLAGE, by_points, names, shipped

C7 = shipped("C7")
FULL = {one.name: one.points for one in C7.indicators}


def without(*missed: str) -> dict[str, Decimal]:
    """Everything reached but these."""
    assert set(missed) <= set(FULL)
    return FULL | dict.fromkeys(missed, Decimal(0))


@pytest.mark.parametrize(
    ("missed", "total", "level"),
    [
        ((), "100.0", "优秀"),
        (("活动场所达标", "经费保障"), "90.0", "优秀"),  # 5 + 5
        (("活动场所达标", "经费保障", "党务公开"), "87.5", "良好"),
        (("经营业绩", "主题党日"), "90.0", "优秀"),  # 7 + 3
        (("经营业绩", "三会一课"), "89.0", "良好"),  # 7 + 4
        (("班子健全分工明确", "政治过硬敢于担当", "落实民主集中制", "清正廉洁"), "80.0", "良好"),
        (
            ("班子健全分工明确", "政治过硬敢于担当", "落实民主集中制", "清正廉洁", "党务公开"),
            "77.5",
            "基本合格",
        ),
        (("经营业绩", "重点工作落实", "工作亮点", "主题党日"), "77.0", "基本合格"),
    ],
)
def test_what_was_not_reached_counts_nothing(
    missed: tuple[str, ...], total: str, level: str
) -> None:
    proposal = by_points(C7, without(*missed))
    assert f"{proposal.total.points:f}" == total
    assert proposal.level == level


@pytest.mark.parametrize(
    ("missed", "more", "total", "level"),
    [
        (("班子建设好", "作用发挥好"), (), "60.0", "基本合格"),  # 20 + 20
        (("班子建设好", "作用发挥好"), ("党务公开",), "57.5", "不合格"),
        (("党员管理好", "组织生活好", "制度落实好", "基础工作好"), (), "40.0", "不合格"),
        (
            *(
                (
                    *("班子建设好", "党员管理好", "组织生活好", "制度落实好", "基础工作好"),
                    "作用发挥好",
                ),
                (),
                "0.0",
                "不合格",
            ),
        ),
    ],
)
def test_whole_dimensions(
    missed: tuple[str, ...], more: tuple[str, ...], total: str, level: str
) -> None:
    lost = [one.name for one in C7.indicators if one.group in missed]
    proposal = by_points(C7, without(*lost, *more))
    assert f"{proposal.total.points:f}" == total
    assert proposal.level == level


def test_half_a_standard_cannot_be_entered() -> None:
    for one in C7.indicators:
        assert one.met_or_not
        counted = one.name == "三会一课"
        assert one.mode is (IndicatorMode.CLAUSES if counted else IndicatorMode.ALL_OR_NOTHING)
        assert check_points(one, one.points) == ""
        assert check_points(one, Decimal(0)) == ""
        if not counted:  # its points come from what was counted, see below
            assert check_points(one, one.points / 2) != ""
        assert check_points(one, one.points + 1) != ""


@pytest.mark.parametrize(
    ("clause", "times"),
    [
        ("没有开支部大会的季度", 1),
        ("没有上党课的季度", 4),
        ("没有开党小组会的月份", 1),
        ("没有开支委会的月份", 12),
        ("次数够而没有认真落实", 1),
    ],
)
def test_one_meeting_or_lesson_too_few_costs_the_whole_standard(clause: str, times: int) -> None:
    line = next(one for one in C7.indicators if one.name == "三会一课")
    amounts = ((clause, Decimal(times)),)
    assert line.counted(amounts) == 0
    assert line.counted(()) == 4
    known = Evidence(
        VILLAGE,
        points={"考评": without(line.name)},
        clauses={"考评": {line.name: amounts}},
    )
    proposal = grade(C7, known)
    assert proposal.total.points == 96
    assert proposal.level == "优秀"
    assert clause in proposal.sentences[0]


def test_dimensions_have_the_points_of_the_source() -> None:
    dimensions: dict[str, Decimal] = {}
    for one in C7.indicators:
        dimensions[one.group] = dimensions.get(one.group, Decimal(0)) + one.points
    assert dimensions == {
        "班子建设好": 20,
        "党员管理好": 15,
        "组织生活好": 15,
        "制度落实好": 15,
        "基础工作好": 15,
        "作用发挥好": 20,
    }
    assert [one.name for one in C7.levels] == ["优秀", "良好", "基本合格", "不合格"]


@pytest.mark.parametrize(
    ("base", "shared"),
    [
        (10, (1, 4, 4, 1)),
        (20, (2, 8, 8, 2)),
        (5, (1, 2, 2, 0)),  # 0.5, 2, 2, 0.5: equal remainders, the higher level first
        (4, (0, 2, 2, 0)),  # 0.4, 1.6, 1.6, 0.4
        (7, (1, 3, 3, 0)),  # 0.7, 2.8, 2.8, 0.7
        (1, (0, 1, 0, 0)),
    ],
)
def test_small_at_both_ends_and_large_in_the_middle(
    base: int, shared: tuple[int, int, int, int]
) -> None:
    everybody = [
        Evidence(SubjectFacts(number, f"{number}号党支部", "国企"), points={"考评": FULL})
        for number in range(1, base + 1)
    ]
    found = standings(C7, everybody)
    assert tuple((one.low, one.high) for one in found.quotas) == tuple((one, one) for one in shared)
    assert found.quotas[0].verdict is QuotaVerdict.OVER
    assert {one.level for one in found.proposals.values()} == {"优秀"}  # soft: moves nobody


def test_what_was_missed_is_to_be_put_right() -> None:
    found = weaknesses(C7, "国企", without("党务公开", "三会一课"))
    assert {one.indicator for one in found} == {"党务公开", "三会一课"}


def test_what_follows() -> None:
    assert names(by_points(C7, FULL)) == {"与干部综合评价使用、评选“一先两优”挂钩"}
