"""A scheme's text as plain tables, and what a row of evidence says: nothing of the program.

The oracle is written from ``docs/方案文件.md`` alone. It is slow and plain on purpose: fractions,
no shortcuts, everything looked at anew. Each file reads one part of the documentation.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any, TypeAlias

Table: TypeAlias = Mapping[str, Any]
"""A table of the text; what stands in it is whatever the text says."""
Answer: TypeAlias = bool | Fraction | date | str


@dataclass(frozen=True)
class Votes:
    """One poll's count of one subject."""

    issued: int
    returned: int
    valid: int
    abstained: int
    options: Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """What is known of one subject: numbers as fractions, names as they were written."""

    key: int
    takes_part: bool = True
    registry: Mapping[str, Answer] = field(default_factory=dict)
    points: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    clauses: Mapping[str, Mapping[str, Mapping[str, Fraction]]] = field(default_factory=dict)
    entries: tuple[tuple[str, str, int], ...] = ()
    facts: Mapping[str, Answer] = field(default_factory=dict)
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    votes: Mapping[str, Votes] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[int, str] = field(default_factory=dict)
    this_year: tuple[str, ...] = ()
    on: date | None = None
    year: int | None = None


class Plan:
    """A scheme as its text says it, with the few things that every part asks for."""

    def __init__(self, text: str) -> None:
        self.told: Table = tomllib.loads(text, parse_float=Decimal)
        self.format: int = self.told["format"]
        self.total: Table = self.told.get("total", {})
        self.limits: Table = self.told.get("limits", {})
        self.subjects: Table = self.told.get("subjects", {})
        self.levels: list[str] = [one["name"] for one in self.told["levels"]]
        self.measure: str = self.total.get("measure", "points")

    def many(self, name: str) -> list[Table]:
        """The tables of one name, in their order."""
        return list(self.told.get(name, []))

    @property
    def newer(self) -> bool:
        """What only format 2 can say, and what is otherwise when nothing is said."""
        return self.format > 1

    @property
    def round_first(self) -> bool:
        return not self.newer or bool(self.total.get("round_first", False))

    @property
    def outside(self) -> str | None:
        """The rung that is none of the ladder's."""
        return next((o["name"] for o in self.told["levels"] if o.get("none") == "outside"), None)

    def rank(self, level: str) -> int:
        """0 is the highest."""
        return self.levels.index(level)

    @property
    def lowest(self) -> int:
        """The rank of the lowest rung that is one."""
        return max(at for at, name in enumerate(self.levels) if name != self.outside)

    def domain_of(self, row: Row) -> str:
        """The scheme's own domain; without any, the registry's."""
        written = str(row.registry.get("领域", ""))
        for one in self.many("domains"):
            if written in one.get("includes", [one["name"]]):
                return str(one["name"])
        return written


@cache
def number(written: str | int | Decimal) -> Fraction:
    """7.5 and "7.5" are the same."""
    return Fraction(str(written))


@cache
def share(written: str) -> Fraction:
    """ "90%" or "1/3"."""
    if written.endswith("%"):
        return Fraction(written[:-1]) / 100
    return Fraction(written)


def whole(rounding: str, exact: Fraction) -> int:
    """One of the three ways to a whole number."""
    if rounding == "floor":
        return floor(exact)
    return ceil(exact) if rounding == "ceil" else floor(exact + Fraction(1, 2))


def rounded(points: Fraction, decimals: int) -> Fraction:
    """To so many decimals, a half upwards; no points are negative."""
    shift = 10**decimals
    return Fraction(floor(points * shift + Fraction(1, 2)), shift)


def inside(written: str, x: Fraction) -> bool:
    """Whether a range like "80 <= x < 90" holds a number."""
    parts = written.split()
    below = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b}
    signs = below | {">": lambda a, b: a > b, ">=": lambda a, b: a >= b}
    for at in range(1, len(parts), 2):
        left, right = (x if one == "x" else number(one) for one in (parts[at - 1], parts[at + 1]))
        if not signs[parts[at]](left, right):
            return False
    return True
