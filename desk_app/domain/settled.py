"""A line of one subject's score sheet whose points follow from facts: what these let stand."""

from dataclasses import dataclass, field, fields
from decimal import Decimal

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import Indicator

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Settled:
    """What facts say of an indicator for one subject.

    Its points are ``low`` where that is ``high`` too, else somebody chooses between the two.
    ``lacking`` are sentences on what nobody has entered yet: until then there are no points.
    ``words`` say which tier holds (``人均收入 2800 元，属“2300 元（含）以上”一档``).
    """

    low: Decimal = ZERO
    high: Decimal = ZERO
    lacking: tuple[str, ...] = ()
    words: str = ""

    @property
    def points(self) -> Decimal | None:
        """The points, where nobody has to choose them."""
        return self.low if not self.lacking and self.low == self.high else None

    @property
    def free(self) -> bool:
        """Whether somebody chooses the points now."""
        return not self.lacking and self.low < self.high

    @property
    def said(self) -> str:
        """What is said beside the line on a sheet: the tier, and the points that it gives."""
        return self.words if self.free else self.reason(self.low)

    def refusal(self, name: str, entered: Decimal) -> str:
        """Why ``entered`` cannot stand for the indicator of that name; "" where it can."""
        if self.lacking:
            return f"{'，'.join(self.lacking)}，“{name}”还算不出能得几分，请先填好再打分。"
        if self.low <= entered <= self.high:
            return ""
        typed = format_points(entered)
        if self.low == self.high:
            return f"“{name}”由其他情况算出：{self.reason(self.low)}，不能填 {typed}。"
        low, high = format_points(self.low), format_points(self.high)
        return f"“{name}”：{self.words}，要填 {low} 到 {high} 之间的分数，不能填 {typed}。"

    def reason(self, points: Decimal | None) -> str:
        """Say which tier gave the points; what is lacking where there are none yet."""
        if self.lacking:
            return "，".join(self.lacking)
        if points is None:
            return f"{self.words}，得 {format_points(self.low)}—{format_points(self.high)} 分"
        return f"{self.words}，得 {format_points(points)} 分"


@dataclass(frozen=True, slots=True)
class SettledIndicator(Indicator):
    """An indicator together with what one subject's facts say of it."""

    settled: Settled = field(default_factory=Settled)

    @classmethod
    def of(cls, line: Indicator, settled: Settled) -> "SettledIndicator":
        """The line as it stands on one subject's sheet."""
        own = {one.name: getattr(line, one.name) for one in fields(Indicator)}
        return cls(**own, settled=settled)


def settled_of(line: Indicator) -> Settled | None:
    """What facts say of a line of somebody's sheet; ``None`` where they have no say."""
    return line.settled if isinstance(line, SettledIndicator) else None
