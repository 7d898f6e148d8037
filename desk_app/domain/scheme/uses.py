"""Every condition of a scheme, where it stands, and what is known by the time it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.scheme.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Earlier,
    LevelIn,
    Not,
    Operand,
    Rose,
)
from desk_app.domain.scheme.model import Origin, Scheme


class Asker(StrEnum):
    """Who asks a condition; the later in this list, the more is known by then."""

    ADJUSTMENT = "加减分"
    STAR = "星"
    BAND = "档次"
    LIMIT = "限定"
    CONSEQUENCE = "结果运用"


@dataclass(frozen=True, slots=True)
class Use:
    """One condition and the rule to which it belongs."""

    asker: Asker
    name: str
    condition: Condition
    origin: Origin

    @property
    def what(self) -> str:
        """Name the rule: 限定“缺会”."""
        return f"{self.asker.value}“{self.name}”"


NOT_YET_KNOWN: dict[Asker, dict[Operand, str]] = {
    Asker.ADJUSTMENT: {
        Operand.POINTS: "指标得分",
        Operand.TOTAL: "总分",
        Operand.STARS: "星数",
    },
    Asker.STAR: {Operand.STARS: "星数"},
    Asker.BAND: {},
    Asker.LIMIT: {},
    Asker.CONSEQUENCE: {},
}
"""What a rule cannot ask, because it is worked out only afterwards."""


def conditions(scheme: Scheme) -> Iterator[Use]:
    """Every condition of the scheme, in the order of their kinds."""
    for band in scheme.bands:
        if band.requires is not None:
            yield Use(Asker.BAND, band.level, band.requires, band.origin)
    for adjustment in scheme.adjustments:
        if adjustment.when is not None:
            yield Use(Asker.ADJUSTMENT, adjustment.name, adjustment.when, adjustment.origin)
    for star in scheme.stars:
        yield Use(Asker.STAR, star.name, star.when, star.origin)
    for limit in scheme.limits:
        yield Use(Asker.LIMIT, limit.name, limit.when, limit.origin)
    for one in scheme.consequences:
        if one.when is not None:
            yield Use(Asker.CONSEQUENCE, one.name, one.when, one.origin)


def leaves(condition: Condition) -> Iterator[Comparison | Earlier | Rose | LevelIn]:
    """Every single question inside a condition."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition
