"""Quotas, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.hints import hints
from desk_app.domain.quotas import QuotaVerdict, SubjectStanding, measure
from desk_app.domain.scheme.model.allowances import bounds
from desk_app.domain.scheme.model.rounds import Bound, Quota
from tests.domain.small_scheme import SMALL

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
