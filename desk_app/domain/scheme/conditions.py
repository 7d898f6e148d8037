"""Conditions of a scheme: a closed vocabulary that combines with all, any and not."""

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


class Comparator(StrEnum):
    """How it compares. Strict and non-strict bounds are different words on purpose."""

    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


Comparand: TypeAlias = bool | str | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact, rate (a Fraction), register count or registry field, compared with a value."""

    operand: Operand
    name: str
    comparator: Comparator
    value: Comparand


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


Condition: TypeAlias = Comparison | AllOf | AnyOf | Not
