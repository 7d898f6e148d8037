"""Whether a scheme's condition holds for a subject, and what is known of what it looks at."""

import operator
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from desk_app.domain.evidence import EARLIER_YEARS, Evidence, FactValue
from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Earlier,
    LevelIn,
    Not,
    Operand,
    Rose,
    comparisons,
    leaves,
)
from desk_app.domain.scheme.words.conditions import operand_words

Value = FactValue | Fraction | Decimal


def holds(condition: Condition, evidence: Evidence) -> bool:
    """Say whether ``condition`` holds. What is not known never makes a comparison true."""
    match condition:
        case Comparison():
            return _compare(condition, evidence)
        case AllOf(parts):
            return all(holds(part, evidence) for part in parts)
        case AnyOf(parts):
            return any(holds(part, evidence) for part in parts)
        case Not(part):
            return not holds(part, evidence)
        case Earlier(levels, at_least, of):
            return sum(one.level in levels for one in evidence.earlier[:of]) >= at_least
        case Rose(risen):
            return _rose(evidence) is risen
        case LevelIn(levels):
            return evidence.level in levels


def open_questions(condition: Condition, evidence: Evidence) -> tuple[str, ...]:
    """Rates and points that ``condition`` looks at and that nobody has entered yet."""
    return tuple(
        one.name
        for one in comparisons(condition)
        if one.operand in {Operand.RATE, Operand.POINTS} and value_of(one, evidence) is None
    )


def value_of(comparison: Comparison, evidence: Evidence) -> Value | None:
    """What ``comparison`` looks at; ``None`` while nobody has entered it.

    A count that nobody entered is 0 and a yes/no that nobody ticked is no: the register lists
    what happened, not what did not.
    """
    name = comparison.name
    match comparison.operand:
        case Operand.FACT:
            return _fact(comparison, evidence)
        case Operand.RATE:
            return evidence.rates.get(name)
        case Operand.ADJUSTMENT:
            return sum(one.count for one in evidence.adjustments if one.adjustment == name)
        case Operand.REGISTRY:
            return _registry(name, evidence)
        case Operand.POINTS:
            return evidence.judged.get(name)
        case Operand.TOTAL:
            return evidence.total
        case Operand.STARS:
            return evidence.stars
        case Operand.OPINION:
            return evidence.opinions.get(name)


def _fact(comparison: Comparison, evidence: Evidence) -> FactValue | None:
    known = evidence.facts.get(comparison.name)
    if known is not None or comparison.comparator is Comparator.KNOWN:
        return known
    if isinstance(comparison.value, bool):
        return False
    dated = comparison.comparator in {Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS}
    return 0 if isinstance(comparison.value, Decimal) and not dated else None


def _registry(name: str, evidence: Evidence) -> FactValue | None:
    match name:
        case "领域":
            return evidence.subject.domain
        case "区域":
            return evidence.subject.area
        case "上级":
            return evidence.subject.parent
        case "党员数":
            return evidence.subject.member_count
        case _:
            return evidence.registry.get(name)


def _compare(comparison: Comparison, evidence: Evidence) -> bool:
    known, wanted = value_of(comparison, evidence), comparison.value
    comparator = comparison.comparator
    if comparator is Comparator.KNOWN:
        return (known is not None) is wanted
    if known is None:
        return False
    if comparator in _DAY_COMPARATORS:
        return _compare_days(comparator, known, wanted, evidence.on)
    # Exact types on purpose: Fraction's abstract bases make isinstance slow in a large round.
    if type(wanted) in _WORDS_TYPES or type(known) in _WORDS_TYPES:
        return comparator is Comparator.IS and known == wanted
    if type(known) is Fraction or type(wanted) is Fraction:
        return _OPERATORS[comparator](Fraction(known), Fraction(wanted))  # type: ignore[arg-type]
    return _OPERATORS[comparator](known, wanted)


_DAY_COMPARATORS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS})
_WORDS_TYPES = frozenset({bool, str, date})
_OPERATORS: dict[Comparator, Callable[[Any, Any], bool]] = {
    Comparator.IS: operator.eq,
    Comparator.AT_LEAST: operator.ge,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE_THAN: operator.gt,
    Comparator.LESS_THAN: operator.lt,
}


def _compare_days(
    comparator: Comparator, known: Value | None, wanted: object, on: date | None
) -> bool:
    if not isinstance(known, date) or on is None or not isinstance(wanted, Decimal):
        return False
    later = add_months(known, int(wanted))
    if comparator is Comparator.WITHIN_MONTHS:
        return known <= on <= later
    return later < on


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _rose(evidence: Evidence) -> bool | None:
    if len(evidence.earlier) < 2:
        return None
    last, before = evidence.earlier[0].rank, evidence.earlier[1].rank
    if last is None or before is None:
        return None
    return last < before


def witness(condition: Condition, evidence: Evidence) -> str:
    """Say what is known of the things that ``condition`` looks at: ``缺会次数 4``."""
    match condition:
        case Comparison():
            return _witness_comparison(condition, evidence)
        case AllOf(parts) | AnyOf(parts):
            return "，".join(dict.fromkeys(witness(part, evidence) for part in parts))
        case Not(part):
            return witness(part, evidence)
        case Earlier(_, _, of):
            known = "，".join(f"{one.year} 年{one.level}" for one in evidence.earlier[:of])
            return known or "没有往年记录"
        case Rose():
            known = "，".join(f"{one.year} 年{one.level}" for one in evidence.earlier[:2])
            return known or "没有往年记录"
        case LevelIn():
            return f"本次{evidence.level or '未定'}"


def _witness_comparison(comparison: Comparison, evidence: Evidence) -> str:
    name = operand_words(comparison)
    known = value_of(comparison, evidence)
    if comparison.operand is Operand.RATE:
        rate = known if isinstance(known, Fraction) else None
        return f"{name} {format_rate(rate, empty='尚无')}"
    if isinstance(comparison.value, bool) and comparison.comparator is Comparator.IS:
        return f"“{name}”为“{'是' if known is True else '否'}”"
    if known is None:
        return f"“{name}”未填"
    if isinstance(known, date):
        return f"{name} {known.isoformat()}"
    if isinstance(known, Decimal):
        return f"{name} {format_points(known)}"
    return f"{name} {'是' if known is True else '否' if known is False else known}"


def entered(condition: Condition, evidence: Evidence) -> str:
    """Say where what ``condition`` looks at was entered and by whom; "" where nobody noted it."""
    names = (
        one.name if isinstance(one, Comparison) else EARLIER_YEARS
        for one in leaves(condition)
        if not isinstance(one, LevelIn)
    )
    places = (evidence.entered.get(name, "") for name in names)
    return "；".join(dict.fromkeys(place for place in places if place))
