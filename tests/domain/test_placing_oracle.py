"""Levels by rank against a slow, plain reading of the documentation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.grading import grade
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.rounds import Quota, Tail
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain import random_schemes
from tests.domain.test_engine_properties import replay


@dataclass
class One:
    """A subject as the oracle sees it; ``level`` is ``None`` where the meeting is asked."""

    points: Decimal
    level: str | None
    placed: bool = False


def whole(rounding: str, exact: Fraction) -> int:
    if rounding == "floor":
        return floor(exact)
    return ceil(exact) if rounding == "ceil" else floor(exact + Fraction(1, 2))


def by_hand(scheme: Scheme, everybody: Sequence[One]) -> None:
    """Move everybody as 方案文件.md says, one after the other."""
    names = [one.name for one in scheme.levels]
    assigning = [one for one in scheme.quotas if one.assign]
    rest = next((one.rest for one in assigning if one.rest), "")
    must = any(not one.assign for one in scheme.quotas)
    owed: dict[str, int] = {}
    for place, quota in enumerate(assigning):
        level = quota.levels[0]
        # What a tie leaves over falls to the next rung, with a rest to the next places.
        following = [*(one.levels[0] for one in assigning[place + 1 :]), rest]
        below = following[0] if rest else names[names.index(level) + 1]
        asking = [
            one
            for one in everybody
            if (rest and not one.placed) or (not rest and one.level == level)
        ]
        size = whole(quota.rounding or "floor", quota.share * len(everybody)) - owed.get(level, 0)
        least = 1 if must and level == names[0] else 0
        tied = _seat(quota, asking, max(size, 0), least, below, keep=bool(rest))
        owed[below] = owed.get(below, 0) + tied
    for one in everybody:
        if rest and not one.placed:
            one.level = rest
    for tail in scheme.tails:
        _sink(tail, everybody, names)


def _seat(quota: Quota, asking: list[One], size: int, least: int, below: str, *, keep: bool) -> int:
    """Seat those who have a place; return how many places below the tied will take."""
    if not keep and len(asking) <= size:
        return 0
    level, asked = quota.levels[0], []
    after: list[tuple[One, str]] = []
    for one in asking:
        better = sum(other.points > one.points for other in asking)
        equal = sum(other.points == one.points for other in asking)
        if better + equal <= size:
            after.append((one, "in"))
        elif better >= size:
            after.append((one, "out"))
        elif quota.ties == "ask" or better < least:
            after.append((one, "ask"))
            asked.append(size - better)
        else:
            after.append((one, "in" if quota.ties == "higher" else "out"))
    for one, what in after:
        if what == "in":
            one.level, one.placed = level, True
        elif what == "ask":
            one.level, one.placed = None, True
        elif not keep:
            one.level = below
    return len(asked) - asked[0] if asked else 0


def _sink(tail: Tail, everybody: Sequence[One], names: list[str]) -> None:
    counted = [one for one in everybody if one.level is not None]
    size = whole(tail.rounding, tail.share * len(everybody))
    at = names.index(tail.level)

    def low(one: One) -> bool:
        return one.level is not None and names.index(one.level) >= at

    after: list[tuple[One, str | None]] = []
    for one in counted:
        worse = sum(other.points < one.points for other in counted)
        equal = [other for other in counted if other.points == one.points]
        left = size - worse - sum(low(other) for other in equal)
        open_ = sum(not low(other) for other in equal)
        if low(one) or worse >= size or left <= 0:
            continue
        if left >= open_ or tail.ties == "lower":
            after.append((one, tail.level))
        elif tail.ties == "ask":
            after.append((one, None))
    for one, level in after:
        one.level = level


@settings(max_examples=300, deadline=None)
@given(random_schemes.ladder_schemes(), st.data())
def test_ranks_are_as_the_documentation_says(scheme: Scheme, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 14))
    # Few different sheets, so that many are equal.
    kinds = [data.draw(random_schemes.evidence(scheme, 1)) for _ in range(3)]
    everybody = [
        random_schemes.renamed(data.draw(st.sampled_from(kinds)), one)
        for one in range(1, number + 1)
    ]
    alone = [grade(scheme, one) for one in everybody]
    found = standings(scheme, everybody)
    expected = [One(one.total.points, one.level) for one in alone]
    if not scheme.yearly or not scheme.ranks_all:  # yearly steps stand between the two
        by_hand(scheme, expected)
        got = [found.proposals[one.subject.id].level for one in everybody]
        assert got == [one.level for one in expected]
    for proposal in found.proposals.values():
        assert replay(proposal) == proposal.level
