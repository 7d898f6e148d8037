"""What quotas allow for so many subjects, before anybody holds a level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from desk_app.domain.scheme.model.conditions import Condition
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota, Rounding
from desk_app.domain.scheme.model.scheme import Scheme

Population: TypeAlias = tuple[tuple[str, ...], Condition | None]
"""Of whom a quota speaks: its 领域 and its condition."""
EVERYBODY: Population = ((), None)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of ``base`` subjects may hold the levels of a quota: from ``low`` to ``high``.

    ``None`` is without bound; ``part`` is the 领域 or 上级 that is counted, "" for the whole
    round. ``yielded`` says that the quota gave way to the one that it names.
    """

    quota: Quota
    base: int
    low: int | None
    high: int | None
    part: str = ""
    yielded: bool = False


def bounds(quota: Quota, base: int) -> tuple[int | None, int | None]:
    """The fewest and the most subjects that ``quota`` allows for ``base`` subjects.

    "At most" rounds down, "at least" up, unless the quota has its own rounding. "About"
    allows the share plus and minus its tolerance; where no whole number lies in between, the
    two next to the share are allowed. A ``count`` stands as it is.
    """
    share = Fraction(quota.count) if quota.count else quota.share * base
    if quota.lifted:
        return None, None
    match quota.bound:
        case Bound.AT_MOST:
            return None, (quota.rounding or Rounding.FLOOR).whole(share)
        case Bound.AT_LEAST:
            return (quota.rounding or Rounding.CEIL).whole(share), None
        case Bound.ABOUT if quota.count:
            return quota.count, quota.count
        case Bound.ABOUT if quota.rounding and not quota.tolerance:
            return quota.rounding.whole(share), quota.rounding.whole(share)
        case Bound.ABOUT:
            low = ceil((quota.share - quota.tolerance) * base)
            high = floor((quota.share + quota.tolerance) * base)
            if low > high:
                low, high = floor(share), ceil(share)
            return max(low, 0), min(high, base)


def share_out(shares: Sequence[Fraction], base: int) -> list[int]:
    """Share ``base`` subjects out in the given proportions, by the largest remainders.

    3 : 6 : 1 of 12 is 3.6, 7.2 and 1.2, so 4, 7 and 1. Equal remainders: the earlier first.
    """
    exact = [share * base for share in shares]
    whole = [floor(one) for one in exact]
    rest = floor(sum(exact)) - sum(whole)
    order = sorted(range(len(shares)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[:rest]:
        whole[at] += 1
    return whole


def allowances(
    scheme: Scheme, over: Over, base: int, of: Population = EVERYBODY
) -> list[Allowance]:
    """What the quotas counted over such parts allow for ``base`` subjects, before anybody holds.

    ``of`` narrows it to quotas that speak of the same 领域 and under the same condition.
    """
    return settle(
        [
            allowance(scheme, quota, base)
            for quota in scheme.quotas
            if quota.over is over and (quota.domains, quota.when) == of
        ]
    )


def allowance(scheme: Scheme, quota: Quota, base: int, part: str = "") -> Allowance:
    """What one quota alone allows for ``base`` subjects of one part of the round."""
    low, high = _bounds(scheme, quota, base)
    return Allowance(quota, base, low, high, part)


def _bounds(scheme: Scheme, quota: Quota, base: int) -> tuple[int | None, int | None]:
    if not quota.ratio or quota.tolerance:
        return bounds(quota, base)
    together = [one for one in scheme.quotas if one.ratio == quota.ratio]
    target = share_out([one.share for one in together], base)[together.index(quota)]
    match quota.bound:
        case Bound.AT_MOST:
            return None, target
        case Bound.AT_LEAST:
            return target, None
        case Bound.ABOUT:
            return target, target


def settle(found: list[Allowance]) -> list[Allowance]:
    """Let quotas give way where the scheme says which of two that cannot both hold wins."""
    by_name: dict[str, dict[str, Allowance]] = {}
    for one in found:
        by_name.setdefault(one.quota.name, {}).setdefault(one.part, one)
    return [_give_way(one, _winner(one, by_name.get(one.quota.yields_to, {}))) for one in found]


def _winner(state: Allowance, parts: Mapping[str, Allowance]) -> Allowance | None:
    """Of the quota that ``state`` yields to: its own part, else what is counted of all."""
    if not state.part:
        return next(iter(parts.values()), None)
    return parts.get(state.part) or parts.get("")


def _give_way(state: Allowance, winner: Allowance | None) -> Allowance:
    if winner is None:
        return state
    low, high = state.low, state.high
    if high is not None and winner.low is not None and winner.low > high:
        high = winner.low
    if low is not None and winner.high is not None and winner.high < low:
        low = winner.high
    apart = not set(state.quota.levels) & set(winner.quota.levels)
    if low is not None and winner.low is not None and apart:
        low = min(low, max(0, state.base - winner.low))
    if (low, high) == (state.low, state.high):
        return state
    return replace(state, low=low, high=high, yielded=True)
