"""What would have to be otherwise for a condition to hold, or to hold no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import product

from desk_app.domain.adjustments import applied_adjustments
from desk_app.domain.changes import (
    Change,
    FactIs,
    FewerEntries,
    ItemPoints,
    LinesMet,
    MorePoints,
    RateIs,
    StarsWon,
    rounded_up,
)
from desk_app.domain.evidence import Case
from desk_app.domain.judging import holds, value_of
from desk_app.domain.points import comparable, format_points, round_half_up
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Not,
    Operand,
)
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.scheme.words.conditions import describe, operand_words
from desk_app.domain.scoring import exact_base
from desk_app.domain.stars import stars_for
from desk_app.domain.weighing import compose, scorers

_MOST_WAYS = 4
Ways = list[tuple[Change, ...]]
_LIFTS = frozenset({Comparator.AT_LEAST, Comparator.MORE_THAN})
_NEGATED = {
    Comparator.AT_LEAST: Comparator.LESS_THAN,
    Comparator.LESS_THAN: Comparator.AT_LEAST,
    Comparator.AT_MOST: Comparator.MORE_THAN,
    Comparator.MORE_THAN: Comparator.AT_MOST,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose condition it is: the scheme, and what is known of the subject."""

    scheme: Scheme
    case: Case


def ways(one: Wanted, condition: Condition, *, hold: bool) -> Ways:
    """The ways, the shortest first, to make a condition hold, or hold no longer.

    What nobody can change any more (earlier years, the registry, an opinion) has none.
    """
    if holds(condition, one.case) is hold:
        return [()]
    match condition:
        case Not(part):
            return ways(one, part, hold=not hold)
        case AllOf(parts) if hold:
            return _together(one, parts, hold=True)
        case AnyOf(parts) if not hold:
            return _together(one, parts, hold=False)
        case AllOf(parts) | AnyOf(parts):
            found = [way for part in parts for way in ways(one, part, hold=hold)]
            return sorted(found, key=_trouble)[:_MOST_WAYS]
        case Comparison():
            return [(change,) for change in _changes(one, condition, hold=hold)]
        case _:
            return []


def _together(one: Wanted, parts: Sequence[Condition], *, hold: bool) -> Ways:
    each = [ways(one, part, hold=hold)[:_MOST_WAYS] for part in parts]
    found = [tuple(dict.fromkeys(sum(way, ()))) for way in product(*each)]
    return sorted(found, key=_trouble)[:_MOST_WAYS]


def _trouble(way: tuple[Change, ...]) -> tuple[int, int]:
    """How much a way asks for; what is only a matter of time comes last."""
    return len(way), sum(isinstance(one, FactIs) and one.value is None for one in way)


def _changes(one: Wanted, comparison: Comparison, *, hold: bool) -> list[Change]:
    match comparison.operand:
        case Operand.FACT:
            return _fact(one, comparison, hold=hold)
        case Operand.RATE:
            return _rate(comparison, hold=hold)
        case Operand.ADJUSTMENT:
            return _entries(one, comparison, hold=hold)
        case Operand.POINTS:
            return _points(one, comparison, hold=hold)
        case Operand.TOTAL:
            return _total(one, comparison, hold=hold)
        case Operand.STARS:
            least = _least(comparison, hold=hold)
            return [] if least is None else more_stars(one, int(least) - (one.case.stars or 0))
        case Operand.REGISTRY | Operand.OPINION:
            return []


def _comparator(comparison: Comparison, *, hold: bool) -> Comparator | None:
    """How what is compared must stand to the value: the negated comparator for ``hold=False``."""
    return comparison.comparator if hold else _NEGATED.get(comparison.comparator)


def _least(comparison: Comparison, *, hold: bool) -> Decimal | None:
    """The least whole number that is wanted; ``None`` where less is wanted."""
    comparator = _comparator(comparison, hold=hold)
    if comparator not in _LIFTS or not isinstance(comparison.value, Decimal):
        return None
    if comparator is Comparator.MORE_THAN:
        return comparison.value.to_integral_value(ROUND_FLOOR) + 1
    return comparison.value.to_integral_value(ROUND_CEILING)


def _most(comparison: Comparison, *, hold: bool) -> Decimal | None:
    """The highest whole number that is wanted; ``None`` where more is wanted."""
    comparator = _comparator(comparison, hold=hold)
    if comparator in _LIFTS or comparator not in _NEGATED:
        return None
    if not isinstance(comparison.value, Decimal):
        return None
    if comparator is Comparator.LESS_THAN:
        return comparison.value.to_integral_value(ROUND_CEILING) - 1
    return comparison.value.to_integral_value(ROUND_FLOOR)


def _fact(one: Wanted, comparison: Comparison, *, hold: bool) -> list[Change]:
    name, value, comparator = comparison.name, comparison.value, comparison.comparator
    if comparator is Comparator.WITHIN_MONTHS:
        return [] if hold else [FactIs(name, None, f"“{name}”满 {value} 个月以后")]
    if comparator is Comparator.OVER_MONTHS:
        return [] if hold else [FactIs(name, None, f"“{name}”重新起算")]
    if comparator in {Comparator.KNOWN, Comparator.WITHIN_YEARS}:
        return []
    if isinstance(value, bool):
        wanted = value is hold
        return [FactIs(name, wanted, f"“{name}”为“{'是' if wanted else '否'}”")]
    if isinstance(value, str):
        if hold:
            return [FactIs(name, value, f"{name}为“{value}”")]
        return [FactIs(name, None, f"{name}不再为“{value}”")]
    known = value_of(comparison, one.case)
    number = _number(comparison, known, hold=hold)
    if number is None:
        return []
    unit = next((fact.unit for fact in one.scheme.facts if fact.name == name), "")
    now = "未填" if known is None else f"现 {known}{f' {unit}' if unit else ''}"
    more = isinstance(known, int) and number > known
    bound = f"{'不少于' if more else '不多于'} {number}{f' {unit}' if unit else ''}"
    if comparator is Comparator.IS:
        bound = f"为 {number}{f' {unit}' if unit else ''}"
    return [FactIs(name, number, f"{name}{bound}（{now}）")]


def _number(comparison: Comparison, known: object, *, hold: bool) -> int | None:
    if comparison.comparator is Comparator.IS and isinstance(comparison.value, Decimal):
        wanted = int(comparison.value)
        if not hold:
            return wanted - 1 if wanted else 1
        return wanted
    least, most = _least(comparison, hold=hold), _most(comparison, hold=hold)
    number = least if least is not None else most
    return None if number is None or number < 0 or not isinstance(known, int) else int(number)


def _rate(comparison: Comparison, *, hold: bool) -> list[Change]:
    comparator = _comparator(comparison, hold=hold)
    if comparator is None or isinstance(comparison.value, bool | str):
        return []
    bound, tiny = Fraction(comparison.value), Fraction(1, 1000)
    words = describe(Comparison(Operand.RATE, comparison.name, comparator, bound))
    value = bound
    if comparator is Comparator.MORE_THAN:
        value = bound + min(tiny, (1 - bound) / 2)
        if bound >= 1:
            return []
    elif comparator is Comparator.LESS_THAN:
        value = bound - min(tiny, bound / 2)
        if bound <= 0:
            return []
    return [RateIs(comparison.name, value, words)]


def _entries(one: Wanted, comparison: Comparison, *, hold: bool) -> list[Change]:
    most = _most(comparison, hold=hold)
    known = value_of(comparison, one.case)
    if most is None or most < 0 or not isinstance(known, int) or known <= most:
        return []
    words = f"{comparison.name}不多于 {most}（现 {known}）" if most else f"没有{comparison.name}"
    return [FewerEntries(comparison.name, int(most), words)]


def _points(one: Wanted, comparison: Comparison, *, hold: bool) -> list[Change]:
    comparator = _comparator(comparison, hold=hold)
    now = value_of(comparison, one.case)
    lines = one.scheme.indicators_for(one.case.evidence.subject.domain)
    line = next((found for found in lines if found.name == comparison.name), None)
    if comparator not in _LIFTS or line is None or not isinstance(now, Decimal | Fraction):
        return []
    if line.met_or_not:
        return [LinesMet((line.name,), 1)]
    if line.mode is IndicatorMode.FACTS:  # only other facts give it other points
        return []
    bound = Decimal(str(comparison.value))
    how = "多于" if comparator is Comparator.MORE_THAN else "不少于"
    words = f"{operand_words(comparison)}{how} {format_points(bound)} 分"
    if comparator is Comparator.MORE_THAN:
        bound = min(line.points, bound + Decimal("0.001"))
    return [ItemPoints(line.name, bound, now, words)]


def _total(one: Wanted, comparison: Comparison, *, hold: bool) -> list[Change]:
    comparator = _comparator(comparison, hold=hold)
    if comparator not in _LIFTS or isinstance(comparison.value, bool | str):
        return []
    bound = Decimal(str(comparison.value))
    return list(higher_total(one, bound, passed=comparator is Comparator.MORE_THAN))


def finest(scheme: Scheme) -> Decimal:
    """The smallest step that a total can be higher by, as conditions see it."""
    return Decimal(1).scaleb(-(scheme.decimals if scheme.round_first else 3))


def higher_total(
    one: Wanted, bound: Decimal, *, passed: bool, place: int = 0
) -> tuple[Change, ...]:
    """What brings the total to ``bound``, or past it: points, or lines of a checklist met."""
    to = bound + finest(one.scheme) if passed else bound
    if one.scheme.ceiling is not None and to > one.scheme.ceiling:
        return ()
    by = rounded_up(to - unclamped(one.scheme, one.case))
    if by <= 0:
        return ()
    more = MorePoints(by, to, bound if passed else None, place)
    if more.apply(one.scheme, one.case.evidence) is not None:
        return (more,)
    lines = _lines_to(one, by)
    return () if lines is None else (lines,)


def unclamped(scheme: Scheme, case: Case) -> Decimal:
    """The total as bounds see it, but neither capped nor held up by the least total."""
    raw = Fraction(exact_base(scheme, case.evidence, case.judged))
    for extra in applied_adjustments(scheme, case.evidence):
        raw += Fraction(extra.points)
    return round_half_up(raw, scheme.decimals) if scheme.round_first else comparable(raw)


def _lines_to(one: Wanted, by: Decimal) -> LinesMet | None:
    """The lines that are not met and together bring so many points; any where all are alike."""
    unmet = [
        line
        for line in one.scheme.indicators_for(one.case.evidence.subject.domain)
        if line.met_or_not and one.case.judged.get(line.name, 0) < line.points
    ]
    if one.scheme.sheets.shared and unmet:
        domain = one.case.evidence.subject.domain
        unmet = [line for line in unmet if scorers(one.scheme, line.name, domain)]
        share = compose(one.scheme, one.case.evidence).of_lines
        by = rounded_up(Fraction(by) / share) if share else sum((line.points for line in unmet), by)
    if sum((line.points for line in unmet), Decimal(0)) < by or not unmet:
        return None
    if len({line.points for line in unmet}) == 1:
        count = -(-by // unmet[0].points)
        return LinesMet(tuple(line.name for line in unmet), int(count))
    enough = sorted((line for line in unmet if line.points >= by), key=lambda line: line.points)
    if enough:
        return LinesMet((enough[0].name,), 1)
    taken, left = [], by
    for line in sorted(unmet, key=lambda line: -line.points):
        if left > 0:
            taken.append(line.name)
            left -= line.points
    return LinesMet(tuple(taken), len(taken))


def more_stars(one: Wanted, count: int) -> list[Change]:
    """``count`` more stars: those that have a way to be won, with the shortest way of each."""
    held = one.case
    found: list[tuple[str, tuple[Change, ...]]] = []
    for star in stars_for(one.scheme, held.evidence.subject.domain):
        if not holds(star.when, held):
            taken = ways(one, star.when, hold=True)
            if taken:
                found.append((star.name, taken[0]))
    if count <= 0 or len(found) < count:
        return []
    return [
        StarsWon(tuple(name for name, _ in found), count, tuple(changes for _, changes in found))
    ]
