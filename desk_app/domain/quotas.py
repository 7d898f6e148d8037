"""How many of a round hold each level, and how many may, must or should."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.scheme.model import Bound, Quota, Scheme


@dataclass(frozen=True, slots=True)
class Standing:
    """One subject in the round: its level (``None`` while open) and its total."""

    subject_id: int
    name: str
    level: str | None
    points: Decimal


class Verdict(StrEnum):
    """How a quota stands."""

    WITHIN = "within"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class QuotaState:
    """One quota, measured: ``held`` subjects of ``base``; ``low`` and ``high`` are allowed."""

    quota: Quota
    held: int
    base: int
    low: int | None
    high: int | None

    @property
    def verdict(self) -> Verdict:
        """Within, over or under what is allowed."""
        if self.high is not None and self.held > self.high:
            return Verdict.OVER
        if self.low is not None and self.held < self.low:
            return Verdict.UNDER
        return Verdict.WITHIN

    @property
    def exact(self) -> Fraction:
        """The share in subjects, not rounded: 10 % of 36 is 3.6."""
        return self.quota.share * self.base

    def words(self) -> str:
        """Say the quota and how it stands: ``五星 约 10%（3.6 个），现有 4 个``."""
        bound = {Bound.AT_MOST: "不超过", Bound.AT_LEAST: "不少于", Bound.ABOUT: "约"}
        exact = format_points(round_half_up(self.exact, 1))
        levels = "、".join(self.quota.levels)
        text = (
            f"{levels} {bound[self.quota.bound]} {format_rate(self.quota.share)}"
            f"（{exact} 个），现有 {self.held} 个"
        )
        match self.verdict:
            case Verdict.OVER if self.high is not None:
                return f"{text}，超出 {self.held - self.high} 个"
            case Verdict.UNDER if self.low is not None:
                return f"{text}，还差 {self.low - self.held} 个"
            case _:
                return text


def bounds(quota: Quota, base: int) -> tuple[int | None, int | None]:
    """The fewest and the most subjects that ``quota`` allows for ``base`` subjects.

    "At most" rounds down, "at least" up. "About" allows the share plus and minus its
    tolerance; where no whole number lies in between, the two next to the share are allowed.
    """
    match quota.bound:
        case Bound.AT_MOST:
            return None, floor(quota.share * base)
        case Bound.AT_LEAST:
            return ceil(quota.share * base), None
        case Bound.ABOUT:
            low = ceil((quota.share - quota.tolerance) * base)
            high = floor((quota.share + quota.tolerance) * base)
            if low > high:
                low, high = floor(quota.share * base), ceil(quota.share * base)
            return max(low, 0), min(high, base)


def measure(scheme: Scheme, standings: Sequence[Standing], absent: int = 0) -> list[QuotaState]:
    """Measure every quota over the round.

    ``standings`` are those who take part; ``absent`` the number who do not (不参评), counted
    in the base only where the scheme says so.
    """
    base = len(standings) + (absent if scheme.absent_in_base else 0)
    states = []
    for quota in scheme.quotas:
        held = sum(one.level in quota.levels for one in standings)
        low, high = bounds(quota, base)
        states.append(QuotaState(quota, held, base, low, high))
    return states


def hints(scheme: Scheme, standings: Sequence[Standing], absent: int = 0) -> dict[int, str]:
    """Name those beyond a quota's line, by rank of points, ties marked (名额提示).

    Over the line at the top of the ladder the lowest totals are named; where the quota holds
    the lowest level, the highest. Under it, those nearest to it from outside are named. A
    hint is only a hint: levels stay as they are.
    """
    found: dict[int, str] = {}
    lowest = scheme.levels[-1].name
    for state in measure(scheme, standings, absent):
        bottom = lowest in state.quota.levels
        match state.verdict:
            case Verdict.OVER if state.high is not None:
                holders = [one for one in standings if one.level in state.quota.levels]
                _mark(found, state, holders, state.high, from_top=not bottom)
            case Verdict.UNDER if state.low is not None:
                outside = [
                    one
                    for one in standings
                    if one.level is not None and _outside(scheme, state.quota, one.level, bottom)
                ]
                _mark_near(found, state, outside, state.low - state.held, from_top=not bottom)
            case _:
                pass
    return found


def _outside(scheme: Scheme, quota: Quota, level: str, bottom: bool) -> bool:
    """Whether a holder of ``level`` could come into the quota by moving towards it."""
    ranks = [scheme.rank(one) for one in quota.levels]
    return scheme.rank(level) < min(ranks) if bottom else scheme.rank(level) > max(ranks)


def _mark(
    found: dict[int, str],
    state: QuotaState,
    holders: list[Standing],
    allowed: int,
    *,
    from_top: bool,
) -> None:
    ranked = sorted(holders, key=lambda one: -one.points if from_top else one.points)
    edge = ranked[allowed - 1].points if allowed else None
    order = "由高到低" if from_top else "由低到高"
    for place, one in enumerate(ranked, start=1):
        tied = edge is not None and one.points == edge
        if place > allowed:
            tie = "，与线上末位同分" if tied else ""
            text = f"名额线外，按得分{order}排第 {place}{tie}（{state.words()}）"
        elif tied and ranked[allowed].points == edge:
            text = f"名额线上，按得分{order}排第 {place}，与线外同分（{state.words()}）"
        else:
            continue
        _add(found, one.subject_id, text)


def _mark_near(
    found: dict[int, str],
    state: QuotaState,
    outside: list[Standing],
    lacking: int,
    *,
    from_top: bool,
) -> None:
    ranked = sorted(outside, key=lambda one: -one.points if from_top else one.points)
    order = "由高到低" if from_top else "由低到高"
    for place, one in enumerate(ranked[:lacking], start=1):
        text = f"最接近名额线，线外按得分{order}排第 {place}（{state.words()}）"
        _add(found, one.subject_id, text)


def _add(found: dict[int, str], subject_id: int, text: str) -> None:
    found[subject_id] = f"{found[subject_id]}；{text}" if subject_id in found else text
