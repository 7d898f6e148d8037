"""What rules are written with: intervals of points, and where a rule stands in its source."""

from dataclasses import dataclass, field
from decimal import Decimal

from desk_app.domain.points import format_points


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands in the source, in whose words, and what of it is ours.

    The ``line`` of the file says nothing about the rule: two rules that differ in it are equal.
    """

    source: str = ""
    phrase: str = ""
    ours: str = ""
    line: int = field(default=0, compare=False)


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
