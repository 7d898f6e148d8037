"""Everything that is known of a subject when its level is worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from desk_app.domain.scheme.model.scoring import ClauseAmounts

FactValue: TypeAlias = bool | int | date | str | Decimal


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """Who is graded, as the registry said when the round began."""

    id: int
    name: str
    domain: str = ""
    area: str = ""
    parent: str = ""
    code: str = ""
    secretary: str = ""
    member_count: int | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentEntry:
    """One line of the register of bonuses and deductions; ``count`` is at least 1."""

    adjustment: str
    tier: str
    count: int = 1
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted votes of one poll for one subject; ``counts`` is option → votes.

    Abstentions (弃权) and marks that could not be read (无效项) are kept beside the options;
    options + abstained + spoilt = valid.
    """

    issued: int
    returned: int
    valid: int
    invalid: int
    counts: Mapping[str, int]
    abstained: int = 0
    spoilt: int = 0


EARLIER_YEARS = "往年等级"
"""Under what ``Evidence.entered`` says where earlier years' levels come from."""
NOT_GRADED = "没有评定"
"""Stands for an earlier year without a level, so that years keep their places."""


@dataclass(frozen=True, slots=True)
class EarlierLevel:
    """What an earlier year came to; ``rank`` 0 is the highest of this round's ladder.

    ``rank`` is ``None`` where that year's level is not on this round's ladder.
    """

    year: int
    level: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One subject's evidence.

    ``points`` is evaluator → indicator → points, ``clauses`` the same → which clauses apply,
    where the points come from them; ``rates`` are the scheme's rates worked out from ``tallies``
    by ``polling.rates``, absent where there is no poll yet. ``registry`` holds
    what the registry knows beside the subject's own fields (届满日期 …), ``opinions`` step →
    level, ``earlier`` the years before, the latest first. ``on`` is the round's day: dates are
    weighed against it. ``entered`` says of a fact, evaluator, adjustment or poll where it was
    entered and by whom. ``same_year`` holds what earlier rounds of this ``year`` came to, the
    latest first.
    """

    subject: SubjectFacts
    points: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    adjustments: tuple[AdjustmentEntry, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    participates: bool = True
    registry: Mapping[str, FactValue] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[EarlierLevel, ...] = ()
    on: date | None = None
    entered: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, Mapping[str, ClauseAmounts]] = field(default_factory=dict)
    same_year: tuple[EarlierLevel, ...] = ()
    year: int | None = None
    balloted: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)

    @property
    def this_year(self) -> int | None:
        """The year that is graded: the round's, else that of its day."""
        if self.year is not None:
            return self.year
        return None if self.on is None else self.on.year


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of one subject, and what has been worked out from it so far.

    ``judged`` is indicator → the points that count; ``total``, ``stars`` and ``level`` are
    ``None`` until they have been worked out.
    """

    evidence: Evidence
    judged: Mapping[str, Decimal | Fraction] = field(default_factory=dict)
    total: Decimal | None = None
    stars: int | None = None
    level: str | None = None
