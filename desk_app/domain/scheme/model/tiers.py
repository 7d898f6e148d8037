"""Points that follow from facts: tiers on a number, all or nothing, so many per unit."""

from dataclasses import dataclass, field
from decimal import Decimal

from desk_app.domain.scheme.model.conditions import Condition, Operand
from desk_app.domain.scheme.model.values import Origin

ASKED_BY_TIERS = frozenset({Operand.FACT, Operand.RATE, Operand.REGISTRY})
"""What a tier can look at: what is known before anything is added up."""


@dataclass(frozen=True, slots=True)
class NumberTier:
    """One step of an indicator whose points follow from facts (计分档).

    Its points are fixed, or the scorer's choice from ``low`` to ``high``. Without ``when`` it
    is for everybody for whom no tier before it holds.
    """

    low: Decimal
    high: Decimal
    when: Condition | None = None
    name: str = ""
    origin: Origin = field(default_factory=Origin)

    @property
    def fixed(self) -> bool:
        """Whether nobody has to choose its points."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class PerUnit:
    """So many points for each unit of a number that is entered as a fact (每完成一项得 1 分).

    With ``whole`` only whole units count, else parts of one count in proportion.
    """

    fact: str
    points: Decimal
    whole: bool = False
