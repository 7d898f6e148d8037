"""Quotas, worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.hints import hints
from desk_app.domain.quotas import QuotaVerdict, SubjectStanding, measure
from desk_app.domain.ranking import assign
from desk_app.domain.scheme.model.allowances import Allowance, bounds, settle
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota
from tests.domain.procedures import shipped
from tests.domain.small_scheme import SMALL
from tests.support.work_counted import steps

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("bound", "share", "tolerance", "base", "expected"),
    [
        (Bound.AT_MOST, Fraction(1, 5), 0, 36, (None, 7)),  # 7.2
        (Bound.AT_MOST, TENTH, 0, 6, (None, 0)),  # 0.6
        (Bound.AT_LEAST, TENTH, 0, 36, (4, None)),  # 3.6
        (Bound.AT_LEAST, TENTH, 0, 40, (4, None)),
        (Bound.ABOUT, TENTH, Fraction(2, 100), 36, (3, 4)),  # 2.88 to 4.32
        (Bound.ABOUT, TENTH, Fraction(2, 100), 5, (0, 1)),  # 0.4 to 0.6 holds no whole number
        (Bound.ABOUT, TENTH, 0, 40, (4, 4)),
    ],
)
def test_bounds(
    bound: Bound,
    share: Fraction,
    tolerance: int | Fraction,
    base: int,
    expected: tuple[int | None, int | None],
) -> None:
    quota = Quota("甲", ("甲",), bound, share, Fraction(tolerance))
    assert bounds(quota, base) == expected


def standings(*levels_and_points: tuple[str, str]) -> list[SubjectStanding]:
    return [
        SubjectStanding(place, f"第{place}村", level, Decimal(points))
        for place, (level, points) in enumerate(levels_and_points, start=1)
    ]


def test_those_beyond_the_line_are_named_with_ties() -> None:
    round_ = standings(("甲", "95"), ("甲", "92"), ("甲", "92"), *[("乙", "85")] * 6, ("丙", "70"))
    states = {one.quota.name: one for one in measure(SMALL, round_)}
    assert states["甲"].held == 3
    assert states["甲"].high == 1  # 0.8 to 1.2 of ten
    assert states["甲"].verdict is QuotaVerdict.OVER
    assert states["丙及以下"].verdict is QuotaVerdict.WITHIN
    said = hints(SMALL, round_)
    assert set(said) == {2, 3}
    assert "超出 2 个" in said[2]


def test_a_tie_across_the_line_marks_both_sides() -> None:
    said = hints(SMALL, standings(("甲", "95"), ("甲", "95"), *[("丙", "70")] * 8))
    assert set(said) == {1, 2}
    assert "同分" in said[1]
    assert "同分" in said[2]


def test_too_few_below_names_the_nearest_from_outside() -> None:
    said = hints(SMALL, standings(("甲", "95"), *[("乙", "85")] * 8, ("乙", "81")))
    assert set(said) == {10}
    assert "还差 1 个" in said[10]


def test_absent_subjects_count_in_the_base_only_where_the_scheme_says_so() -> None:
    assert measure(SMALL, standings(*[("乙", "85")] * 10), absent=10)[0].base == 10


def test_hints_leave_levels_alone_in_a_round_without_levels() -> None:
    empty = [SubjectStanding(1, "一村", None, Decimal(0))]
    assert measure(SMALL, empty)[0].held == 0
    assert all("现有 0 个" in text for text in hints(SMALL, empty).values())


def test_subjects_without_an_area_are_compared_among_themselves() -> None:
    """Nobody who belongs to an area stands beyond the line of those who belong to none."""
    one_each = Quota("甲", ("甲",), Bound.AT_MOST, Fraction(1, 2), over=Over.AREA)
    scheme = replace(SMALL, quotas=(one_each,), tails=())
    round_ = [
        replace(one, area="城区" if one.subject_id > 2 else "")
        for one in standings(("甲", "95"), ("甲", "92"), ("甲", "90"), ("乙", "85"))
    ]
    said = hints(scheme, round_)
    assert set(said) == {2}
    assert "排第 2" in said[2]


def test_a_quota_yields_to_that_of_its_own_part() -> None:
    """Not to that of the subjects who belong to no part and stand before it."""
    at_most = Quota("至多", ("甲",), Bound.AT_MOST, TENTH, over=Over.PARENT, yields_to="至少")
    at_least = Quota("至少", ("甲",), Bound.AT_LEAST, TENTH, over=Over.PARENT)
    found = [Allowance(at_least, 30, 3, None), Allowance(at_least, 10, 1, None, "青山支部")]
    mine = Allowance(at_most, 10, None, 0, "青山支部")
    assert settle([*found, mine])[-1] == replace(mine, high=1, yielded=True)
    over_all = Quota("至少", ("甲",), Bound.AT_LEAST, TENTH)
    assert settle([Allowance(over_all, 30, 3, None), mine])[-1].high == 3


@pytest.mark.parametrize("name", ["C15", "C5"])
def test_work_grows_with_the_round_and_not_with_its_square(name: str) -> None:
    scheme = shipped(name)

    def work(branches: int) -> int:
        levels = [one.name for one in scheme.levels[:3]]
        round_ = [
            replace(one, parent=f"第{at // 4}支部", level=levels[at % 3])
            for at, one in enumerate(standings(*[("", str(at % 50)) for at in range(4 * branches)]))
        ]
        return steps(lambda: (assign(scheme, round_), hints(scheme, round_)))

    assert work(200) < 2.5 * work(100)
