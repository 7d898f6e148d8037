"""Levels and their reasons, worked out by hand on a small scheme."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import AdjustmentEntry, Evidence
from desk_app.domain.grading import grade
from desk_app.domain.limits import limited
from desk_app.domain.scheme.model.levels import LimitKind
from tests.domain.small_scheme import SMALL, evidence

if TYPE_CHECKING:
    from desk_app.domain.scheme.model.scheme import Scheme

INNOVATIVE = {"创新项目": True}


def replay(proposal: Proposal) -> str | None:
    """Follow the chain knowing nothing but the chain."""
    level = None
    for one in proposal.reasons:
        if one.kind in {LinkKind.TOTAL, LinkKind.MISSING}:
            continue
        assert one.before == level
        level = one.after
    return level


@pytest.mark.parametrize(
    ("points", "facts", "level"),
    [
        (("40", "40", "10"), INNOVATIVE, "甲"),
        (("40", "40", "10"), {}, "乙"),
        (("40", "40", "9.95"), INNOVATIVE, "甲"),  # 89.95 is rounded once, half up, to 90.0
        (("40", "40", "9.94"), INNOVATIVE, "乙"),
        (("40", "40", "0"), {}, "乙"),
        (("40", "39.9", "0"), {}, "丙"),
        (("40", "20", "0"), {}, "丙"),
        (("40", "19.9", "0"), {}, "无"),
    ],
)
def test_band_and_its_requirement(
    points: tuple[str, ...], facts: dict[str, bool], level: str
) -> None:
    proposal = grade(SMALL, evidence(*points, facts=facts))
    assert proposal.level == level
    assert replay(proposal) == level


def test_missing_points_give_no_level() -> None:
    proposal = grade(SMALL, evidence("40", "40"))
    assert proposal.level is None
    assert "制度" in proposal.sentences[-1]
    assert replay(proposal) is None


def test_cap_then_demotion_and_the_other_way_round() -> None:
    known = evidence("40", "40", "20", facts={"创新项目": True, "缺会次数": 3})
    proposal = grade(SMALL, known)  # 100 − 6 = 94: 甲, cap 乙, one lower 丙
    assert proposal.total.points == 94
    assert proposal.level == "丙"
    reverse = replace(SMALL, sequence=(LimitKind.DEMOTE, LimitKind.CAP, LimitKind.FORCE))
    assert grade(reverse, known).level == "乙"


def test_forced_level_wins_over_points() -> None:
    known = evidence("40", "40", "20", facts=INNOVATIVE, rates={"满意率": Fraction(49, 100)})
    proposal = grade(SMALL, known)
    assert proposal.level == "无"
    assert proposal.limits == ("满意率过低",)
    assert grade(SMALL, replace(known, rates={"满意率": Fraction(1, 2)})).level == "甲"


def test_highest_bonus_counts_once() -> None:
    entries = (
        AdjustmentEntry("表彰", "市级", 2),
        AdjustmentEntry("表彰", "省级"),
        AdjustmentEntry("通报", "县级", 3),
    )
    proposal = grade(SMALL, evidence("30", "30", "20", adjustments=entries))
    assert [one.points for one in proposal.total.adjustments] == [Decimal(5), Decimal(-7)]
    assert proposal.total.points == 78


def test_total_stops_at_ceiling_and_floor() -> None:
    capped = replace(SMALL, ceiling=Decimal(100))
    bonus = (AdjustmentEntry("表彰", "国家级"),)
    assert grade(capped, evidence("40", "40", "20", adjustments=bonus)).total.points == 100
    assert grade(SMALL, evidence("40", "40", "20", adjustments=bonus)).total.points == 108
    assert grade(SMALL, evidence("0", "0", "1", facts={"缺会次数": 5})).total.points == 0


@pytest.mark.parametrize(
    ("own", "said"),
    [(("40", "40", "20"), True), (("40", "40", "0"), False), (("40", "40", "5"), False)],
)
def test_deviation_is_pointed_out_beyond_the_threshold(own: tuple[str, ...], said: bool) -> None:
    proposal = grade(SMALL, evidence("40", "35", "0", own=own))
    assert bool(proposal.deviation) is said  # 25, 5 and exactly 10 apart


POINTS = st.decimals(0, 20, places=2)


@given(st.tuples(POINTS, POINTS, POINTS), POINTS, st.integers(0, 5), st.booleans())
def test_more_points_never_lower_the_level(
    points: tuple[Decimal, Decimal, Decimal], more: Decimal, absences: int, innovative: bool
) -> None:
    facts = {"缺会次数": absences, "创新项目": innovative}
    low = grade(SMALL, evidence(*map(str, points), facts=facts))
    raised = (points[0] + more, *points[1:])
    high = grade(SMALL, evidence(*map(str, raised), facts=facts))
    assert low.level is not None
    assert high.level is not None
    assert SMALL.rank(high.level) <= SMALL.rank(low.level)
    assert replay(low) == low.level


@given(st.permutations(SMALL.limits), st.integers(0, 5), POINTS)
def test_order_of_limits_in_the_file_does_not_matter(
    limits: list[object], absences: int, points: Decimal
) -> None:
    shuffled: Scheme = replace(SMALL, limits=tuple(limits))  # type: ignore[arg-type]
    known: Evidence = evidence("40", "40", str(points), facts={"缺会次数": absences})
    assert grade(shuffled, known).level == grade(SMALL, known).level


def test_demotion_stops_at_the_lowest_rung() -> None:
    assert limited(SMALL, SMALL.limits[2], "无") == "无"
