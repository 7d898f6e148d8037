"""Conditions of a scheme: a closed vocabulary that combines with all, any and not."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias


class Operand(StrEnum):
    """What a comparison looks at."""

    FACT = "fact"
    RATE = "rate"
    ADJUSTMENT = "adjustment"
    REGISTRY = "registry"
    POINTS = "points"
    """The superior's points for one indicator."""
    TOTAL = "total"
    """The rounded total; has no name of its own."""
    STARS = "stars"
    """How many stars were awarded; has no name of its own."""
    OPINION = "opinion"
    """The level at which a step arrived."""


class Comparator(StrEnum):
    """How it compares. Strict and non-strict bounds are different words on purpose."""

    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    WITHIN_MONTHS = "within_months"
    """The day lies at most so many months before the round's day (一年内)."""
    OVER_MONTHS = "over_months"
    """More than so many months have gone by since the day (超过一年)."""
    WITHIN_YEARS = "within_years"
    """The day lies in this calendar year or in one of the last so many (1: 本年度内)."""
    KNOWN = "known"
    """Something was entered (true) or not (false)."""


Comparand: TypeAlias = bool | str | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact, rate (a Fraction), register count or registry field, compared with a value."""

    operand: Operand
    name: str
    comparator: Comparator
    value: Comparand


@dataclass(frozen=True, slots=True)
class Earlier:
    """At least ``at_least`` of the ``of`` latest earlier years ended in one of ``levels``.

    A year without a record is no year in ``levels``.
    """

    levels: tuple[str, ...]
    at_least: int
    of: int


@dataclass(frozen=True, slots=True)
class Rose:
    """The latest earlier year ended on a higher level than the one before it, or did not."""

    risen: bool


@dataclass(frozen=True, slots=True)
class ThisYear:
    """An earlier round of the same year ended in one of ``levels`` (上半年为较差)."""

    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelIn:
    """The level of this round is one of ``levels``; for what follows from a level."""

    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Comparison | Earlier | Rose | ThisYear | LevelIn | AllOf | AnyOf | Not


class Clash(StrEnum):
    """In what way conditions exclude each other."""

    BOTH_WAYS = "both ways"
    """One is asked for and ruled out at once."""
    LEVELS = "levels"
    """No level is in all the lists that are asked for."""
    EXCLUDE = "exclude"
    """Bounds on one thing leave nothing between them; or one alone asks for what cannot be."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Conditions that cannot hold together."""

    clash: Clash
    conditions: tuple[Condition, ...] = ()


def leaves(condition: Condition) -> Iterator[Comparison | Earlier | Rose | ThisYear | LevelIn]:
    """Every single question inside a condition."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def looks_at_rates(condition: Condition) -> bool:
    """Whether ``condition`` compares a rate of votes with anything."""
    return any(
        one.operand is Operand.RATE and one.comparator is not Comparator.KNOWN
        for one in comparisons(condition)
    )


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison inside ``condition``, in the order of the file."""
    match condition:
        case Comparison():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)
        case _:
            pass
