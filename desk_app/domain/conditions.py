"""Whether a scheme's condition holds for a subject, and how it is said in words."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.evidence import Evidence, FactValue
from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.conditions import (
    AllOf,
    AnyOf,
    Comparand,
    Comparator,
    Comparison,
    Condition,
    Not,
    Operand,
)

_WORDS = {
    Comparator.IS: "为",
    Comparator.AT_LEAST: "不少于",
    Comparator.AT_MOST: "不多于",
    Comparator.MORE_THAN: "多于",
    Comparator.LESS_THAN: "少于",
}
_RATE_WORDS = {
    Comparator.IS: "等于",
    Comparator.AT_LEAST: "不低于",
    Comparator.AT_MOST: "不高于",
    Comparator.MORE_THAN: "高于",
    Comparator.LESS_THAN: "低于",
}


def holds(condition: Condition, evidence: Evidence) -> bool:
    """Say whether ``condition`` holds. What is not known never makes a comparison true."""
    match condition:
        case Comparison():
            return _compare(condition, value_of(condition, evidence))
        case AllOf(parts):
            return all(holds(part, evidence) for part in parts)
        case AnyOf(parts):
            return any(holds(part, evidence) for part in parts)
        case Not(part):
            return not holds(part, evidence)


def value_of(comparison: Comparison, evidence: Evidence) -> FactValue | Fraction | None:
    """What ``comparison`` looks at; ``None`` while nobody has entered it.

    A count that nobody entered is 0 and a yes/no that nobody ticked is no: the register lists
    what happened, not what did not.
    """
    match comparison.operand:
        case Operand.FACT:
            known = evidence.facts.get(comparison.name)
            if known is None and isinstance(comparison.value, bool):
                return False
            if known is None and isinstance(comparison.value, Decimal):
                return 0
            return known
        case Operand.RATE:
            return evidence.rates.get(comparison.name)
        case Operand.ADJUSTMENT:
            return sum(
                entry.count for entry in evidence.adjustments if entry.adjustment == comparison.name
            )
        case Operand.REGISTRY:
            return {
                "领域": evidence.subject.domain,
                "区域": evidence.subject.area,
                "上级": evidence.subject.parent,
            }.get(comparison.name)


def _compare(comparison: Comparison, known: FactValue | Fraction | None) -> bool:
    wanted: Comparand = comparison.value
    if known is None or isinstance(known, date):
        return False
    if isinstance(wanted, bool | str) or isinstance(known, bool | str):
        return comparison.comparator is Comparator.IS and known == wanted
    left, right = Fraction(known), Fraction(wanted)
    match comparison.comparator:
        case Comparator.IS:
            return left == right
        case Comparator.AT_LEAST:
            return left >= right
        case Comparator.AT_MOST:
            return left <= right
        case Comparator.MORE_THAN:
            return left > right
        case Comparator.LESS_THAN:
            return left < right


def describe(condition: Condition) -> str:
    """Say ``condition`` in words: ``缺会次数不少于 3``."""
    match condition:
        case Comparison(operand, name, comparator, value):
            if isinstance(value, bool):
                return f"具备“{name}”" if value else f"没有“{name}”的情况"
            if isinstance(value, str):
                return f"{name}为“{value}”"
            if operand is Operand.RATE:
                return f"{name}{_RATE_WORDS[comparator]} {format_rate(Fraction(value))}"
            return f"{name}{_WORDS[comparator]} {format_points(Decimal(str(value)))}"
        case AllOf(parts):
            return "，并且".join(describe(part) for part in parts)
        case AnyOf(parts):
            return "，或者".join(describe(part) for part in parts)
        case Not(part):
            return f"并非：{describe(part)}"


def witness(condition: Condition, evidence: Evidence) -> str:
    """Say what is known of the things that ``condition`` looks at: ``缺会次数 4``."""
    match condition:
        case Comparison(operand, name, _, value):
            known = value_of(condition, evidence)
            if operand is Operand.RATE:
                rate = known if isinstance(known, Fraction) else None
                return f"{name} {format_rate(rate, empty='尚无')}"
            if isinstance(value, bool):
                return f"“{name}”为“{'是' if known is True else '否'}”"
            if isinstance(known, date):
                return f"{name} {known.isoformat()}"
            return f"{name} {known if known is not None else '未填'}"
        case AllOf(parts) | AnyOf(parts):
            return "，".join(witness(part, evidence) for part in parts)
        case Not(part):
            return witness(part, evidence)
