"""Intervals of points with explicitly open or closed ends, written ``80 <= x < 90``."""

import re
from dataclasses import dataclass
from decimal import Decimal

from desk_app.domain.points import format_points

_SIDE = r"(-?\d+(?:\.\d+)?)"
_BOTH = re.compile(rf"{_SIDE}\s*(<=|<|≤|＜)\s*x\s*(<=|<|≤|＜)\s*{_SIDE}")
_LOW = re.compile(rf"x\s*(>=|>|≥|＞)\s*{_SIDE}|{_SIDE}\s*(<=|<|≤|＜)\s*x")
_HIGH = re.compile(rf"x\s*(<=|<|≤|＜)\s*{_SIDE}")
_CLOSED = frozenset({"<=", "≤", ">=", "≥"})


@dataclass(frozen=True, slots=True)
class Interval:
    """Points between ``low`` and ``high``; ``None`` means without end."""

    low: Decimal | None
    low_closed: bool
    high: Decimal | None
    high_closed: bool

    def holds(self, points: Decimal) -> bool:
        """Say whether ``points`` lie inside."""
        if self.low is not None and (
            points < self.low or (points == self.low and not self.low_closed)
        ):
            return False
        return not (
            self.high is not None
            and (points > self.high or (points == self.high and not self.high_closed))
        )

    def __str__(self) -> str:
        """Write the interval as an office says it, ends included or not in words."""
        return self.words("分")

    def words(self, unit: str) -> str:
        """Write the interval in words, counted in ``unit`` (分, 颗星)."""
        low = "" if self.low is None else format_points(self.low)
        high = "" if self.high is None else format_points(self.high)
        low_word = f"{low} {unit}（{'含' if self.low_closed else '不含'}）"
        high_word = f"{high} {unit}（{'含' if self.high_closed else '不含'}）"
        if low and high:
            return f"{low_word}至 {high_word}"
        if low:
            return f"{low_word}以上"
        return f"{high_word}以下" if high else "任何得分"


def parse_interval(text: str) -> Interval:
    """Read ``80 <= x < 90``, ``x >= 90`` or ``x < 60``.

    Raises ValueError with a Chinese sentence for anything else, also for an empty interval.
    """
    plain = text.strip()
    if both := _BOTH.fullmatch(plain):
        low, low_op, high_op, high = both.groups()
        interval = Interval(Decimal(low), low_op in _CLOSED, Decimal(high), high_op in _CLOSED)
        bottom, top = Decimal(low), Decimal(high)
        if bottom > top or (bottom == top and not (interval.low_closed and interval.high_closed)):
            message = f"区间“{plain}”里没有任何分数。"
            raise ValueError(message)
        return interval
    if one := _LOW.fullmatch(plain):
        low = one.group(2) or one.group(3)
        return Interval(Decimal(low), (one.group(1) or one.group(4)) in _CLOSED, None, False)
    if one := _HIGH.fullmatch(plain):
        return Interval(None, False, Decimal(one.group(2)), one.group(1) in _CLOSED)
    message = f"区间“{plain}”看不懂，应写成 80 <= x < 90 这样的形式。"
    raise ValueError(message)
