"""Whether a scheme's condition holds for a subject, and what is known of what it looks at."""

import operator
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from desk_app.domain.evidence import EARLIER_YEARS, Case, Evidence, FactValue
from desk_app.domain.points import format_exact, format_points, format_rate
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
    ThisYear,
    comparisons,
)
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.conditions import operand_words

Value = FactValue | Fraction | Decimal
_POINTS = frozenset({Operand.POINTS, Operand.TOTAL})
_ENTERED_LATE = frozenset({Operand.RATE, Operand.POINTS})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a condition for one case.

    ``witness`` says what is known of the things it looks at (``缺会次数 4``), ``entered`` where
    these were entered and by whom ("" where nobody noted it), ``open`` names the rates and
    points that nobody has entered yet.
    """

    holds: bool
    witness: str
    entered: str
    open: tuple[str, ...] = ()


def holds(condition: Condition, case: Case) -> bool:
    """Say whether ``condition`` holds. What is not known never makes a comparison true."""
    match condition:
        case Comparison():
            return _compare(condition, value_of(condition, case), case.evidence)
        case AllOf(parts):
            return all(holds(part, case) for part in parts)
        case AnyOf(parts):
            return any(holds(part, case) for part in parts)
        case Not(part):
            return not holds(part, case)
        case _:
            return _of_rounds(condition, case)


def unmeasured(condition: Condition, case: Case) -> tuple[str, ...]:
    """The rates that nobody has measured and that decide whether ``condition`` holds."""
    if truth(condition, case, _is_unmeasured) is not None:
        return ()
    return tuple(
        dict.fromkeys(
            one.name for one in comparisons(condition) if _is_unmeasured(one, case.evidence)
        )
    )


def truth(
    condition: Condition, case: Case, unknown: Callable[[Comparison, Evidence], bool]
) -> bool | None:
    """Whether ``condition`` holds; ``None`` where a comparison that is ``unknown`` decides it."""
    match condition:
        case Comparison():
            return None if unknown(condition, case.evidence) else holds(condition, case)
        case AllOf(parts):
            found = {truth(part, case, unknown) for part in parts}
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = {truth(part, case, unknown) for part in parts}
            return True if True in found else None if None in found else False
        case Not(part):
            inside = truth(part, case, unknown)
            return None if inside is None else not inside
        case _:
            return holds(condition, case)


def _is_unmeasured(one: Comparison, evidence: Evidence) -> bool:
    return (
        one.operand is Operand.RATE
        and one.comparator is not Comparator.KNOWN
        and one.name not in evidence.rates
    )


def unmeasured_words(scheme: Scheme, case: Case, names: Iterable[str]) -> str:
    """Say of rates that there was no poll, or no valid ballot."""
    polls = {one.name: one.poll for one in scheme.rates}
    return "，".join(
        f"{name}没有有效票，算不出"
        if polls.get(name, "") in case.evidence.tallies
        else f"{name}还没有测评结果"
        for name in names
    )


def judge(condition: Condition, case: Case) -> Verdict:
    """Judge ``condition`` and say what it met, in one walk."""
    seen = _look(condition, case)
    return _verdict(seen, case)


def bite(condition: Condition, case: Case) -> Verdict | None:
    """Judge ``condition``; ``None`` where it does not hold, and then nothing is put into words."""
    if type(condition) is Comparison:  # most of the limits of most rounds, and most do not hold
        known = value_of(condition, case)
        if not _compare(condition, known, case.evidence):
            return None
        return _verdict(_Seen(condition, holds=True, known=known), case)
    seen = _look(condition, case)
    return _verdict(seen, case) if seen.holds else None


@dataclass(slots=True)
class _Seen:
    """One question or combination as it was met: ``known`` is what a comparison looked at."""

    condition: Condition
    holds: bool
    known: Value | None = None
    parts: "tuple[_Seen, ...]" = ()


def _look(condition: Condition, case: Case) -> _Seen:
    """Visit every question inside ``condition`` once."""
    match condition:
        case Comparison():
            known = value_of(condition, case)
            return _Seen(condition, _compare(condition, known, case.evidence), known)
        case AllOf(parts):
            seen = tuple([_look(part, case) for part in parts])
            return _Seen(condition, all(one.holds for one in seen), None, seen)
        case AnyOf(parts):
            seen = tuple([_look(part, case) for part in parts])
            return _Seen(condition, any(one.holds for one in seen), None, seen)
        case Not(part):
            inside = _look(part, case)
            return _Seen(condition, not inside.holds, None, (inside,))
        case _:
            return _Seen(condition, _of_rounds(condition, case))


def _verdict(seen: _Seen, case: Case) -> Verdict:
    questions = [seen] if isinstance(seen.condition, Comparison) else list(_questions(seen))
    noted = case.evidence.entered
    places = [noted.get(name, "") for one in questions if (name := _noted_as(one.condition))]
    where = places[0] if len(places) == 1 else "；".join(dict.fromkeys(filter(None, places)))
    unknown = [
        one.condition.name
        for one in questions
        if one.known is None
        and isinstance(one.condition, Comparison)
        and one.condition.operand in _ENTERED_LATE
    ]
    return Verdict(seen.holds, _witness(seen, case), where, tuple(unknown))


def _noted_as(condition: Condition) -> str:
    """Under what it is noted where an answer was entered; "" for what is only worked out."""
    if isinstance(condition, Comparison):
        return condition.name
    return "" if isinstance(condition, LevelIn) else EARLIER_YEARS


def _questions(seen: _Seen) -> Iterator[_Seen]:
    if isinstance(seen.condition, AllOf | AnyOf | Not):
        for part in seen.parts:
            yield from _questions(part)
    else:
        yield seen


def value_of(comparison: Comparison, case: Case) -> Value | None:
    """What ``comparison`` looks at; ``None`` while nobody has entered it.

    A count that nobody entered is 0 and a yes/no that nobody ticked is no: the register lists
    what happened, not what did not.
    """
    name, evidence = comparison.name, case.evidence
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
            return case.judged.get(name)
        case Operand.TOTAL:
            return case.total
        case Operand.STARS:
            return case.stars
        case Operand.OPINION:
            return evidence.opinions.get(name)


def _fact(comparison: Comparison, evidence: Evidence) -> FactValue | None:
    known = evidence.facts.get(comparison.name)
    if known is not None or comparison.comparator is Comparator.KNOWN:
        return known
    if isinstance(comparison.value, bool):
        return False
    dated = comparison.comparator in _DAY_COMPARATORS
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


def _of_rounds(condition: Earlier | Rose | ThisYear | LevelIn, case: Case) -> bool:
    """What is asked of earlier years, or of the level itself."""
    match condition:
        case Earlier(levels, at_least, of):
            return sum(one.level in levels for one in case.evidence.earlier[:of]) >= at_least
        case Rose(risen):
            return _rose(case.evidence) is risen
        case ThisYear(levels):
            return any(one.level in levels for one in case.evidence.same_year)
        case LevelIn(levels):
            return case.level in levels


def _compare(comparison: Comparison, known: Value | None, evidence: Evidence) -> bool:
    wanted, comparator = comparison.value, comparison.comparator
    if comparator is Comparator.KNOWN:
        return (known is not None) is wanted
    if known is None:
        return False
    if comparator in _DAY_COMPARATORS:
        return _compare_days(comparator, known, wanted, evidence)
    # Exact types on purpose: Fraction's abstract bases make isinstance slow in a large round.
    if type(wanted) in _WORDS_TYPES or type(known) in _WORDS_TYPES:
        return comparator is Comparator.IS and known == wanted
    if type(known) is Fraction or type(wanted) is Fraction:
        return _OPERATORS[comparator](Fraction(known), Fraction(wanted))  # type: ignore[arg-type]
    return _OPERATORS[comparator](known, wanted)


_DAY_COMPARATORS = frozenset(
    {Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS, Comparator.WITHIN_YEARS}
)
_WORDS_TYPES = frozenset({bool, str, date})
_OPERATORS: dict[Comparator, Callable[[Any, Any], bool]] = {
    Comparator.IS: operator.eq,
    Comparator.AT_LEAST: operator.ge,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE_THAN: operator.gt,
    Comparator.LESS_THAN: operator.lt,
}


def _compare_days(
    comparator: Comparator, known: Value | None, wanted: object, evidence: Evidence
) -> bool:
    on = evidence.on
    if comparator is Comparator.WITHIN_YEARS:
        year = evidence.this_year
        if not isinstance(known, date) or year is None or not isinstance(wanted, Decimal):
            return False
        return year - int(wanted) < known.year <= year
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


def _witness(seen: _Seen, case: Case) -> str:
    """Say what is known of the things that were looked at."""
    match seen.condition:
        case Comparison() as comparison:
            return _witness_comparison(comparison, seen.known)
        case AllOf() | AnyOf():
            return "，".join(dict.fromkeys(_witness(part, case) for part in seen.parts))
        case Not():
            return _witness(seen.parts[0], case)
        case Earlier(_, _, of):
            return _years(case.evidence, of)
        case Rose():
            return _years(case.evidence, 2)
        case ThisYear():
            known = "，".join(f"本年前面的轮次为{one.level}" for one in case.evidence.same_year)
            return known or "本年前面没有轮次"
        case LevelIn():
            return f"本次{case.level or '未定'}"


def _years(evidence: Evidence, of: int) -> str:
    known = "，".join(f"{one.year} 年{one.level}" for one in evidence.earlier[:of])
    return known or "没有往年记录"


def _witness_comparison(comparison: Comparison, known: Value | None) -> str:
    name = operand_words(comparison)
    if comparison.operand is Operand.RATE:
        rate = known if isinstance(known, Fraction) else None
        bounds = [] if isinstance(comparison.value, bool | str) else [Fraction(comparison.value)]
        return f"{name} {format_rate(rate, empty='尚无', bounds=bounds)}"
    if isinstance(comparison.value, bool) and comparison.comparator is Comparator.IS:
        return f"“{name}”为“{'是' if known is True else '否'}”"
    if known is None:
        return f"“{name}”未填"
    if isinstance(known, date):
        return f"{name} {known.isoformat()}"
    if comparison.operand in _POINTS and isinstance(known, Decimal | Fraction):
        bound = [comparison.value] if isinstance(comparison.value, Decimal) else []
        return f"{name} {format_exact(Fraction(known), bound)} 分"
    if isinstance(known, Decimal):
        return f"{name} {format_points(known)}"
    if comparison.operand is Operand.STARS:
        return f"{name} {known} 颗"
    return f"{name} {'是' if known is True else '否' if known is False else known}"
