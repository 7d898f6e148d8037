"""Conditions that can never hold: two bounds on one thing that exclude each other."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from desk_app.domain.scheme.checking.coverage import most_stars, top
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Clash,
    Comparator,
    Comparison,
    Condition,
    Contradiction,
    LevelIn,
    Not,
    Operand,
)
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import FactKind

_ONE = Fraction(1)
_MONTHS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS})


@dataclass(frozen=True, slots=True)
class Never:
    """A condition that can never hold: the line of its rule, ``what`` asks it, and why."""

    line: int
    what: str
    why: Contradiction


@dataclass(frozen=True, slots=True)
class _Range:
    """Numbers from ``low`` to ``high``; whole ones only where ``whole``."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        if self.whole:
            least = floor(self.low) + 1 if self.low_open else ceil(self.low)
            most = ceil(self.high) - 1 if self.high_open else floor(self.high)
            return least > most
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def narrowed(self, comparator: Comparator, value: Fraction) -> "_Range":
        """The part for which the comparison holds."""
        low, low_open, high, high_open = self.low, self.low_open, self.high, self.high_open
        if comparator in {Comparator.IS, Comparator.AT_LEAST, Comparator.MORE_THAN}:
            opened = comparator is Comparator.MORE_THAN
            if low is None or value > low or (value == low and opened):
                low, low_open = value, opened
        if comparator in {Comparator.IS, Comparator.AT_MOST, Comparator.LESS_THAN}:
            opened = comparator is Comparator.LESS_THAN
            if high is None or value < high or (value == high and opened):
                high, high_open = value, opened
        return _Range(low, high, low_open, high_open, self.whole)


def impossible(scheme: Scheme, condition: Condition) -> Contradiction | None:
    """Return why ``condition`` can never hold; ``None`` where it can.

    Looks at what must hold together: bounds on one number, two words for one text, days. What
    this does not see through (a ``not`` around a combination) counts as possible.
    """
    match condition:
        case AnyOf(parts):
            why = [impossible(scheme, one) for one in parts]
            return why[0] if all(why) and why else None
        case _:
            return _together(scheme, _required(condition))


def pointless(scheme: Scheme, condition: Condition) -> bool:
    """Whether ``condition`` always holds: a count of at least 0."""
    match condition:
        case AllOf(parts):
            return all(pointless(scheme, one) for one in parts)
        case AnyOf(parts):
            return any(pointless(scheme, one) for one in parts)
        case Comparison(operand, name, Comparator.AT_LEAST, value):
            return value == 0 and _counted(scheme, operand, name)
        case _:
            return False


def _counted(scheme: Scheme, operand: Operand, name: str) -> bool:
    if operand is Operand.FACT:
        return any(one.name == name and one.kind is FactKind.COUNT for one in scheme.facts)
    return operand in {Operand.ADJUSTMENT, Operand.STARS}


def _required(condition: Condition) -> list[Condition]:
    """What has to hold at the same time."""
    if isinstance(condition, AllOf):
        return [one for part in condition.parts for one in _required(part)]
    return [condition]


def _together(scheme: Scheme, parts: list[Condition]) -> Contradiction | None:
    """Why parts that must hold together exclude each other."""
    levels: set[str] | None = None
    asked: dict[tuple[Operand, str], list[Comparison]] = {}
    for part in parts:
        match part:
            case AnyOf() if why := impossible(scheme, part):
                return why
            case Not(inside) if inside in parts:
                return Contradiction(Clash.BOTH_WAYS, (inside,))
            case LevelIn(names):
                levels = set(names) if levels is None else levels & set(names)
                if not levels:
                    return Contradiction(Clash.LEVELS)
            case Comparison(operand, name):
                asked.setdefault((operand, name), []).append(part)
            case _:
                pass
    return next(
        (
            Contradiction(Clash.EXCLUDE, tuple(several))
            for several in asked.values()
            if _exclude(scheme, several)
        ),
        None,
    )


def _exclude(scheme: Scheme, several: list[Comparison]) -> bool:
    """Whether comparisons of one thing exclude each other, or one of them everything."""
    numbers = _possible(scheme, several[0].operand, several[0].name)
    words: set[object] = set()
    months: dict[Comparator, Decimal] = {}
    for one in several:
        if one.comparator is Comparator.KNOWN:
            continue
        if one.comparator in _MONTHS and isinstance(one.value, Decimal):
            months[one.comparator] = one.value
        elif one.comparator is Comparator.WITHIN_YEARS:
            continue
        elif isinstance(one.value, bool | str):
            words.add(one.value)
        else:
            numbers = numbers.narrowed(one.comparator, Fraction(one.value))
    within, over = (months.get(one) for one in (Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS))
    too_late = within is not None and over is not None and over >= within
    return len(words) > 1 or numbers.empty or too_late


def _possible(scheme: Scheme, operand: Operand, name: str) -> _Range:
    """The numbers that there can be."""
    zero = Fraction(0)
    match operand:
        case Operand.RATE:
            return _Range(zero, _ONE)
        case Operand.STARS:
            return _Range(zero, Fraction(most_stars(scheme)), whole=True)
        case Operand.POINTS:
            full = [one.points for one in scheme.indicators if one.name == name]
            return _Range(zero, Fraction(max(full, default=Decimal(0))))
        case Operand.TOTAL:
            highest = top(scheme)
            high = None if highest is None else Fraction(highest)
            return _Range(Fraction(scheme.floor), high)
        case _:
            return _Range(zero, None, whole=True)
