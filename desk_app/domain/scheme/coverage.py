"""Whether the bands of a scheme cover every total once: exactly, with their ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from desk_app.domain.points import add_up, format_points
from desk_app.domain.scheme.intervals import Interval
from desk_app.domain.scheme.model import Band, Scheme
from desk_app.domain.scheme.problems import Problem

End: TypeAlias = tuple[Decimal, bool]
"""A value, and whether the stretch that begins (or ends) there takes it in."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Totals from ``low`` to ``high``; ``None`` is without end."""

    low: Decimal | None
    low_closed: bool
    high: Decimal | None
    high_closed: bool

    def example(self, decimals: int) -> Decimal | None:
        """A total of that many decimals inside, near the middle; ``None`` if there is none."""
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

    def within(self, scheme: Scheme) -> "Stretch":
        """The part of the stretch that totals of ``scheme`` can reach."""
        low, low_closed, high, high_closed = self.low, self.low_closed, self.high, self.high_closed
        if low is None or low < scheme.floor:
            low, low_closed = scheme.floor, True
        highest = top(scheme)
        if highest is not None and (high is None or high > highest):
            high, high_closed = highest, True
        return Stretch(low, low_closed, high, high_closed)

    def __str__(self) -> str:
        """Write the stretch in words: ``89 分（不含）至 90 分（不含）``."""
        if self.low is not None and self.low == self.high:
            return f"{format_points(self.low)} 分"
        return str(Interval(self.low, self.low_closed, self.high, self.high_closed))


def top(scheme: Scheme) -> Decimal | None:
    """The highest total there can be; ``None`` where bonuses rise without end."""
    if scheme.ceiling is not None:
        return scheme.ceiling
    bonuses = [one for one in scheme.adjustments if one.bonus]
    most = [_most(one.ceiling, [tier.points for tier in one.tiers], one.combine) for one in bonuses]
    known = [one for one in most if one is not None]
    return scheme.full_points + add_up(known) if len(known) == len(most) else None


def _most(ceiling: Decimal | None, tiers: list[Decimal], combine: str) -> Decimal | None:
    if combine == "highest":
        highest = max(tiers)
        return highest if ceiling is None else min(highest, ceiling)
    return ceiling


def gaps_and_overlaps(scheme: Scheme) -> Iterator[Problem]:
    """Every total that no band or more than one band holds, with the possible repairs."""
    ordered = sorted(scheme.bands, key=_from_below)
    reach: Band | None = None
    for band in ordered:
        if reach is None:
            yield from _gap_below(scheme, band)
        else:
            yield from _between(scheme, reach, band)
        if reach is None or _higher(band.range, reach.range):
            reach = band
    if reach is not None:
        yield from _gap_above(scheme, reach)


def _from_below(band: Band) -> tuple[bool, Decimal, bool, bool, Decimal, bool]:
    """Order by the lower end, then by the upper one; an open end comes first or last."""
    one, zero = band.range, Decimal(0)
    low = (one.low is not None, one.low or zero, not one.low_closed)
    return (*low, one.high is None, one.high or zero, one.high_closed)


def _higher(one: Interval, other: Interval) -> bool:
    if one.high is None or other.high is None:
        return one.high is None and other.high is not None
    return (one.high, one.high_closed) > (other.high, other.high_closed)


def _gap_below(scheme: Scheme, band: Band) -> Iterator[Problem]:
    low = band.range.low
    if low is None:
        return
    gap = Stretch(None, False, low, not band.range.low_closed).within(scheme)
    if (example := gap.example(scheme.decimals)) is not None:
        sentence = (
            f"{_homeless(gap, example)}；"
            f"可把“{band.level}”改为 {_written(Interval(None, False, *_top_of(band)))}，"
            "或为这些分数另写一个档次。"
        )
        yield Problem(band.origin.line, sentence)


def _gap_above(scheme: Scheme, band: Band) -> Iterator[Problem]:
    high = band.range.high
    if high is None:
        return
    gap = Stretch(high, not band.range.high_closed, None, False).within(scheme)
    if (example := gap.example(scheme.decimals)) is None:
        return
    open_range = _written(Interval(*_bottom_of(band), None, False))
    clamp = (
        f"，或在 [total] 里写 ceiling = {format_points(high)}（超过的按它计）"
        if band.range.high_closed
        else ""
    )
    sentence = f"{_homeless(gap, example)}；可把“{band.level}”改为 {open_range}{clamp}。"
    yield Problem(band.origin.line, sentence)


def _between(scheme: Scheme, below: Band, above: Band) -> Iterator[Problem]:
    high, low = below.range.high, above.range.low
    if (
        low is None
        or high is None
        or high > low
        or (high == low and below.range.high_closed and above.range.low_closed)
    ):
        yield from _overlap(scheme, below, above)
        return
    between = Stretch(high, not below.range.high_closed, low, not above.range.low_closed)
    gap = between.within(scheme)
    if (example := gap.example(scheme.decimals)) is None:
        return
    up = Interval(*_bottom_of(below), low, not above.range.low_closed)
    down = Interval(high, not below.range.high_closed, *_top_of(above))
    whole = gap.example(0) is None and scheme.decimals > 0
    rounding = "，或在 [total] 里写 decimals = 0（总分四舍五入取整）" if whole else ""
    sentence = (
        f"{_homeless(gap, example)}；"
        f"可把“{below.level}”改为 {_written(up)}，"
        f"或把“{above.level}”改为 {_written(down)}{rounding}。"
    )
    yield Problem(below.origin.line, sentence)


def _homeless(gap: Stretch, example: Decimal) -> str:
    such = "" if gap.low == gap.high else f"，例如 {format_points(example)} 分"
    return f"{gap}不属于任何档次{such}"


def _overlap(scheme: Scheme, below: Band, above: Band) -> Iterator[Problem]:
    lows = [end for end in (_low_end(below.range), _low_end(above.range)) if end is not None]
    highs = [end for end in (_high_end(below.range), _high_end(above.range)) if end is not None]
    low, low_closed = max(lows, key=lambda end: (end[0], not end[1]), default=(None, False))
    high, high_closed = min(highs, default=(None, False))
    shared = Stretch(low, low_closed, high, high_closed).within(scheme)
    if shared.example(scheme.decimals) is None:
        return
    repairs = []
    if above.range.low is not None:
        down = Interval(*_bottom_of(below), above.range.low, not above.range.low_closed)
        if _some(down):
            repairs.append(f"把“{below.level}”改为 {_written(down)}")
    if below.range.high is not None:
        up = Interval(below.range.high, not below.range.high_closed, *_top_of(above))
        if _some(up):
            repairs.append(f"把“{above.level}”改为 {_written(up)}")
    repair = "，或".join(repairs) or "删去其中一个"
    sentence = f"档次“{above.level}”与“{below.level}”在 {shared}重叠；可{repair}。"
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
