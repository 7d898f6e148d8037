"""Whether the bands of a scheme cover every total once: exactly, with their ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from desk_app.domain.points import add_up, format_points
from desk_app.domain.scheme.model.levels import Band, Measure
from desk_app.domain.scheme.model.problems import Problem
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Adjustment, AdjustmentGroup, Combine
from desk_app.domain.scheme.model.values import Interval

End: TypeAlias = tuple[Decimal, bool]
"""A value, and whether the stretch that begins (or ends) there takes it in."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bands look at: values from ``low`` to ``high`` (``None`` is without end).

    ``rounded`` says that totals are rounded first.
    """

    low: Decimal
    high: Decimal | None
    decimals: int
    unit: str
    rounded: bool = True

    @property
    def counts_stars(self) -> bool:
        """Whether it is a count of stars."""
        return self.unit == _STARS


_POINTS, _STARS = "分", "颗星"
_FINEST = 3
"""Decimals of points that are entered: an exact total has these at least."""


def scale(scheme: Scheme) -> Scale:
    """Return the scale of the scheme's bands."""
    if scheme.measure is Measure.STARS:
        return Scale(Decimal(0), Decimal(most_stars(scheme)), 0, _STARS)
    decimals = scheme.decimals if scheme.round_first else _FINEST
    return Scale(scheme.floor, top(scheme), decimals, _POINTS, rounded=scheme.round_first)


def most_stars(scheme: Scheme) -> int:
    """The most stars that a subject of any 领域 can be awarded."""
    return max(stars_of(scheme, one) for one in [group.name for group in scheme.domains] or [""])


def stars_of(scheme: Scheme, group: str) -> int:
    """How many stars the scheme has for one of its 领域."""
    return sum(not one.domains or group in one.domains for one in scheme.stars)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values from ``low`` to ``high``; ``None`` is without end."""

    low: Decimal | None
    low_closed: bool
    high: Decimal | None
    high_closed: bool

    def example(self, decimals: int) -> Decimal | None:
        """A value of that many decimals inside, near the middle; ``None`` if there is none."""
        unit = Decimal(1).scaleb(-decimals)
        first = None if self.low is None else self.low.quantize(unit, rounding=ROUND_CEILING)
        last = None if self.high is None else self.high.quantize(unit, rounding=ROUND_FLOOR)
        if first is not None and first == self.low and not self.low_closed:
            first += unit
        if last is not None and last == self.high and not self.high_closed:
            last -= unit
        if first is None or last is None:
            return last if first is None else first
        if first > last:
            return None
        return ((first + last) / 2).quantize(unit, rounding=ROUND_FLOOR)

    def within(self, scale: Scale) -> "Stretch":
        """The part of the stretch that lies on ``scale``."""
        low, low_closed, high, high_closed = self.low, self.low_closed, self.high, self.high_closed
        if low is None or low < scale.low:
            low, low_closed = scale.low, True
        if scale.high is not None and (high is None or high > scale.high):
            high, high_closed = scale.high, True
        return Stretch(low, low_closed, high, high_closed)

    def counted(self, scale: Scale) -> "Stretch":
        """The same values, where they are whole stars written with both ends included."""
        if not scale.counts_stars or self.low is None or self.high is None:
            return self
        low, high = (
            self.low.to_integral_value(ROUND_CEILING),
            self.high.to_integral_value(ROUND_FLOOR),
        )
        low += low == self.low and not self.low_closed
        high -= high == self.high and not self.high_closed
        return Stretch(low, low_closed=True, high=high, high_closed=True)

    def words(self, unit: str) -> str:
        """Write the stretch in words: ``89 分（不含）至 90 分（不含）``."""
        if self.low is not None and self.low == self.high:
            return f"{format_points(self.low)} {unit}"
        return Interval(self.low, self.low_closed, self.high, self.high_closed).words(unit)


def reachable(band: Band, scale: Scale) -> bool:
    """Whether any value on ``scale`` falls into ``band``."""
    one = band.range
    stretch = Stretch(one.low, one.low_closed, one.high, one.high_closed)
    return stretch.within(scale).example(scale.decimals) is not None


def top(scheme: Scheme) -> Decimal | None:
    """The highest total there can be; ``None`` where bonuses rise without end."""
    if scheme.ceiling is not None:
        return scheme.ceiling
    groups = {one.name: one for one in scheme.adjustment_groups}
    most: list[Decimal | None] = []
    together: dict[str, list[Decimal | None]] = {}
    for one in scheme.adjustments:
        if one.bonus and one.group in groups:
            together.setdefault(one.group, []).append(_most(one))
        elif one.bonus:
            most.append(_most(one))
    for name, members in together.items():
        most.append(_most_together(groups[name], members))
    known = [one for one in most if one is not None]
    return scheme.full_points + add_up(known) if len(known) == len(most) else None


def _most(one: Adjustment) -> Decimal | None:
    if one.when is None and one.combine is Combine.SUM:
        return one.ceiling
    highest = max(tier.points for tier in one.tiers)
    return highest if one.ceiling is None else min(highest, one.ceiling)


def _most_together(group: AdjustmentGroup, members: list[Decimal | None]) -> Decimal | None:
    known = [one for one in members if one is not None]
    if len(known) < len(members):
        return group.ceiling
    most = max(known) if group.combine is Combine.HIGHEST else add_up(known)
    return most if group.ceiling is None else min(most, group.ceiling)


def gaps_and_overlaps(scheme: Scheme) -> Iterator[Problem]:
    """Every total or star count that no band or more than one holds, with possible repairs."""
    on = scale(scheme)
    ordered = sorted(scheme.bands, key=_from_below)
    reach: Band | None = None
    for band in ordered:
        if reach is None:
            yield from _gap_below(on, band)
        else:
            yield from _between(on, reach, band)
        if reach is None or _higher(band.range, reach.range):
            reach = band
    if reach is not None:
        yield from _gap_above(on, reach)


def _from_below(band: Band) -> tuple[bool, Decimal, bool, bool, Decimal, bool]:
    """Order by the lower end, then by the upper one; an open end comes first or last."""
    one, zero = band.range, Decimal(0)
    low = (one.low is not None, one.low or zero, not one.low_closed)
    return (*low, one.high is None, one.high or zero, one.high_closed)


def _higher(one: Interval, other: Interval) -> bool:
    if one.high is None or other.high is None:
        return one.high is None and other.high is not None
    return (one.high, one.high_closed) > (other.high, other.high_closed)


def _gap_below(on: Scale, band: Band) -> Iterator[Problem]:
    low = band.range.low
    if low is None:
        return
    gap = Stretch(None, False, low, not band.range.low_closed).within(on)
    if (example := gap.example(on.decimals)) is not None:
        sentence = (
            f"{_homeless(on, gap, example)}；"
            f"可把“{band.level}”改为 {_written(Interval(None, False, *_top_of(band)))}，"
            f"或为这些{'星数' if on.counts_stars else '分数'}另写一个档次。"
        )
        yield Problem(band.origin.line, sentence)


def _gap_above(on: Scale, band: Band) -> Iterator[Problem]:
    high = band.range.high
    if high is None:
        return
    gap = Stretch(high, not band.range.high_closed, None, False).within(on)
    if (example := gap.example(on.decimals)) is None:
        return
    open_range = _written(Interval(*_bottom_of(band), None, False))
    clamp = (
        f"，或在 [total] 里写 ceiling = {format_points(high)}（超过的按它计）"
        if band.range.high_closed and not on.counts_stars
        else ""
    )
    sentence = f"{_homeless(on, gap, example)}；可把“{band.level}”改为 {open_range}{clamp}。"
    yield Problem(band.origin.line, sentence)


def _between(on: Scale, below: Band, above: Band) -> Iterator[Problem]:
    high, low = below.range.high, above.range.low
    if (
        low is None
        or high is None
        or high > low
        or (high == low and below.range.high_closed and above.range.low_closed)
    ):
        yield from _overlap(on, below, above)
        return
    between = Stretch(high, not below.range.high_closed, low, not above.range.low_closed)
    gap = between.within(on)
    if (example := gap.example(on.decimals)) is None:
        return
    up = Interval(*_bottom_of(below), low, not above.range.low_closed)
    down = Interval(high, not below.range.high_closed, *_top_of(above))
    whole = gap.example(0) is None and on.decimals > 0
    how = "decimals = 0" if on.rounded else "decimals = 0 和 round_first = true"
    rounding = f"，或在 [total] 里写 {how}（总分四舍五入取整）" if whole else ""
    sentence = (
        f"{_homeless(on, gap, example)}；"
        f"可把“{below.level}”改为 {_written(up)}（归入“{below.level}”），"
        f"或把“{above.level}”改为 {_written(down)}（归入“{above.level}”）{rounding}。"
    )
    yield Problem(below.origin.line, sentence)


def _homeless(on: Scale, gap: Stretch, example: Decimal) -> str:
    gap = gap.counted(on)
    such = "" if gap.low == gap.high else f"，例如 {format_points(example)} {on.unit}"
    return f"{gap.words(on.unit)}不属于任何档次{such}"


def _overlap(on: Scale, below: Band, above: Band) -> Iterator[Problem]:
    lows = [end for end in (_low_end(below.range), _low_end(above.range)) if end is not None]
    highs = [end for end in (_high_end(below.range), _high_end(above.range)) if end is not None]
    low, low_closed = max(lows, key=lambda end: (end[0], not end[1]), default=(None, False))
    high, high_closed = min(highs, default=(None, False))
    shared = Stretch(low, low_closed, high, high_closed).within(on)
    if shared.example(on.decimals) is None:
        return
    repairs = []
    if above.range.low is not None:
        down = Interval(*_bottom_of(below), above.range.low, not above.range.low_closed)
        if _some(down):
            repairs.append(f"把“{below.level}”改为 {_written(down)}（重叠的归入“{above.level}”）")
    if below.range.high is not None:
        up = Interval(below.range.high, not below.range.high_closed, *_top_of(above))
        if _some(up):
            repairs.append(f"把“{above.level}”改为 {_written(up)}（重叠的归入“{below.level}”）")
    repair = "，或".join(repairs) or "删去其中一个"
    where = shared.counted(on).words(on.unit)
    sentence = f"档次“{above.level}”与“{below.level}”在 {where}重叠；可{repair}。"
    yield Problem(max(below.origin.line, above.origin.line), sentence)


def _low_end(interval: Interval) -> End | None:
    return None if interval.low is None else (interval.low, interval.low_closed)


def _high_end(interval: Interval) -> End | None:
    return None if interval.high is None else (interval.high, interval.high_closed)


def _bottom_of(band: Band) -> tuple[Decimal | None, bool]:
    return band.range.low, band.range.low_closed


def _top_of(band: Band) -> tuple[Decimal | None, bool]:
    return band.range.high, band.range.high_closed


def _some(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return True
    if interval.low == interval.high:
        return interval.low_closed and interval.high_closed
    return interval.low < interval.high


def _written(interval: Interval) -> str:
    """Write an interval as the file writes it: ``80 <= x < 90``."""
    low = "" if interval.low is None else format_points(interval.low)
    high = "" if interval.high is None else format_points(interval.high)
    if low and high:
        left = "<=" if interval.low_closed else "<"
        return f"{low} {left} x {'<=' if interval.high_closed else '<'} {high}"
    if low:
        return f"x {'>=' if interval.low_closed else '>'} {low}"
    return f"x {'<=' if interval.high_closed else '<'} {high}" if high else "任何分数"
