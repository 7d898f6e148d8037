"""A4: three indicators weighed into points; the points and the lines between classes are ours."""

from decimal import Decimal

import pytest

from desk_app.domain.scheme.model.rounds import StepYield
from tests.domain.procedures import by_points, names, shipped, years

A4 = shipped("A4")


def sheet(built: str, effect: str, society: str) -> dict[str, Decimal]:
    return dict(
        zip(A4.indicator_names(), (Decimal(built), Decimal(effect), Decimal(society)), strict=True)
    )


@pytest.mark.parametrize(
    ("points", "total", "level"),
    [
        (("40", "30", "30"), "100.0", "一类"),
        (("40", "30", "15"), "85.0", "一类"),
        (("40", "30", "14.95"), "84.95", "二类"),  # no rounding lifts over a line
        (("40", "30", "14.949"), "84.9", "二类"),
        (("40", "30", "14.9"), "84.9", "二类"),
        (("30", "15", "15"), "60.0", "二类"),
        (("30", "15", "14.95"), "59.95", "三类"),
        (("30", "15", "14.9"), "59.9", "三类"),
        (("0", "0", "0"), "0.0", "三类"),
    ],
)
def test_total_and_class(points: tuple[str, str, str], total: str, level: str) -> None:
    proposal = by_points(A4, sheet(*points))
    assert f"{proposal.total.points:f}" == total
    assert proposal.level == level


def test_a_missing_indicator_gives_no_class() -> None:
    proposal = by_points(A4, {"党的建设": Decimal(40), "作用发挥": Decimal(30)})
    assert proposal.level is None
    assert proposal.total.missing == ("社会评价",)


@pytest.mark.parametrize(
    ("own", "said"), [("10", False), ("10.1", True), ("0", False), ("9.9", False)]
)
def test_own_sheet_more_than_ten_points_apart_is_pointed_out(own: str, said: bool) -> None:
    judged = sheet("40", "30", "0")
    proposal = by_points(A4, judged, own=sheet("40", "30", own))
    assert bool(proposal.deviation) is said


SECOND, THIRD = "已三年仍为二类，分析原因", "已三年仍为三类，分析原因"


@pytest.mark.parametrize(
    ("total", "earlier", "follows"),
    [
        ("60", ("二类", "二类"), SECOND),
        ("60", ("二类",), ""),  # the second year: 2—3年 have not gone by
        ("60", ("二类", "三类"), ""),  # rose last year
        ("60", ("三类", "三类"), ""),  # rises this year
        ("60", ("一类", "二类"), ""),
        ("59", ("三类", "三类"), THIRD),
        ("59", ("三类", "三类", "一类"), THIRD),
        ("59", ("三类",), ""),
        ("59", ("二类", "三类"), ""),
        ("59", (), ""),
        ("85", ("一类", "一类"), ""),
    ],
)
def test_two_to_three_years_without_rising(
    total: str, earlier: tuple[str, ...], follows: str
) -> None:
    left = Decimal(total) - 40
    effect = min(left, Decimal(30))
    points = sheet("40", str(effect), str(left - effect))
    proposal = by_points(A4, points, earlier=years(A4, *earlier))
    always = {
        "制定《转化升级方案》报教科局党委审定",
        "纳入党建目标考核",
        "目标任务逐项分解、落实责任，明确数量、质量和时限",
    }
    assert names(proposal) == always | {follows} - {""}


def test_a4_as_its_source_has_it() -> None:
    assert [one.name for one in A4.levels] == ["一类", "二类", "三类"]
    assert A4.indicator_names() == ("党的建设", "作用发挥", "社会评价")
    assert [one.points for one in A4.indicators] == [40, 30, 30]
    assert all("权重" in one.origin.ours for one in A4.indicators)
    decides = next(one for one in A4.steps if one.yields is StepYield.DECISION)
    assert decides.actor == "教科局党委"
    assert {"怎样加权", "各类的分数线", "2—3年升级"} == {one.name for one in A4.readings}
