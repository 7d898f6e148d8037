"""Points that follow from facts: which tier holds, and what it gives.

What is not known yet is lacking, never zero: a number that nobody entered is in no tier.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from desk_app.domain.evidence import Case, Evidence
from desk_app.domain.facts import format_fact
from desk_app.domain.judging import judge, truth
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.conditions import (
    Comparator,
    Comparison,
    Condition,
    Operand,
    comparisons,
)
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scheme.model.tiers import NumberTier, PerUnit
from desk_app.domain.scheme.words.conditions import measured
from desk_app.domain.scheme.words.tiers import (
    Units,
    asked_fact,
    points_words,
    tier_range,
    unit_words,
)
from desk_app.domain.settled import Settled, SettledIndicator

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Met:
    """The points that may stand, the tier that gives them, or what is not known yet."""

    low: Decimal = ZERO
    high: Decimal = ZERO
    tier: NumberTier | None = None
    lacking: tuple[Comparison, ...] = ()
    unknown: str = ""

    @property
    def open(self) -> bool:
        return bool(self.lacking or self.unknown)


def with_fact_points(scheme: Scheme, evidence: Evidence) -> Evidence:
    """Return the evidence with the points that its facts say, on every evaluator's sheet.

    What somebody chose in a tier stands while it lies in the tier; else the line is open again.
    """
    if not scheme.by_facts:
        return evidence
    try:
        lines = scheme.indicators_for(evidence.subject.domain)
    except KeyError:
        return evidence
    points = {name: dict(sheet) for name, sheet in evidence.points.items()}
    for line in lines:
        if line.mode is not IndicatorMode.FACTS:
            continue
        met = _meet(line, evidence)
        for one in scheme.sheets.typists:
            if line.name not in scheme.sheets.names(one):
                continue
            sheet = points.setdefault(one.name, {})
            if not met.open and met.low == met.high:
                sheet[line.name] = met.low
            elif line.name in sheet and (met.open or not met.low <= sheet[line.name] <= met.high):
                del sheet[line.name]
    return replace(evidence, points=points)


def settled_lines(
    scheme: Scheme, evidence: Evidence, evaluator: str | None = None
) -> tuple[Indicator, ...]:
    """The lines of a subject's sheet, each with what facts say of it; raises KeyError.

    With an ``evaluator`` those that it scores.
    """
    domain = evidence.subject.domain
    lines = (
        scheme.indicators_for(domain) if evaluator is None else scheme.lines_of(evaluator, domain)
    )
    if not scheme.by_facts:
        return lines
    units = units_of(scheme)
    return tuple(
        SettledIndicator.of(one, settle(one, evidence, units))
        if one.mode is IndicatorMode.FACTS
        else one
        for one in lines
    )


def units_of(scheme: Scheme) -> Units:
    """Fact → the unit of its number."""
    return {one.name: one.unit for one in scheme.facts}


def settle(line: Indicator, evidence: Evidence, units: Units) -> Settled:
    """Say what facts make of an indicator for one subject."""
    met = _meet(line, evidence)
    if met.open:
        lacking = [_lacks(one) for one in met.lacking]
        if met.unknown:
            lacking.append(f"“{met.unknown}”还没有填")
        return Settled(lacking=tuple(dict.fromkeys(lacking)))
    words = (
        _number_words(line, line.per_unit, evidence, units)
        if line.per_unit is not None
        else _tier_words(line, met, evidence, units)
    )
    return Settled(met.low, met.high, words=words)


def facts_that_gave(scheme: Scheme, evidence: Evidence) -> Iterator[str]:
    """Say for every indicator of the total which tier gave its points."""
    if not scheme.by_facts:
        return
    counting = [one for one in scheme.evaluators if one.weight] if scheme.weighting else []
    for line in settled_lines(scheme, evidence):
        if isinstance(line, SettledIndicator) and not line.settled.lacking:
            if line.settled.free and len(counting) > 1:
                yield f"“{line.name}”：{line.settled.words}"
                continue
            sheets = (evidence.points.get(one.name, {}) for one in counting or [scheme.superior])
            points = next((one[line.name] for one in sheets if line.name in one), None)
            yield f"“{line.name}”：{line.settled.reason(points)}"


def lacking_facts(scheme: Scheme, evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """Indicator → what nobody entered and without which it has no points."""
    if not scheme.by_facts:
        return {}
    return {
        line.name: line.settled.lacking
        for line in settled_lines(scheme, evidence)
        if isinstance(line, SettledIndicator) and line.settled.lacking
    }


def unknown_facts(scheme: Scheme, evidence: Evidence) -> tuple[str, ...]:
    """The facts (and rates) that nobody entered and without which a line has no points."""
    try:
        lines = scheme.indicators_for(evidence.subject.domain)
    except KeyError:
        return ()
    found: dict[str, None] = {}
    for line in lines:
        if line.mode is IndicatorMode.FACTS:
            met = _meet(line, evidence)
            found.update(dict.fromkeys(one.name for one in met.lacking))
            found.update({met.unknown: None} if met.unknown else {})
    return tuple(found)


def refused_points(scheme: Scheme, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """Evaluator, indicator and why points that were entered cannot stand beside the facts."""
    try:
        lines = settled_lines(scheme, evidence) if scheme.by_facts else ()
    except KeyError:
        return
    for line in lines:
        if isinstance(line, SettledIndicator):
            for evaluator, sheet in evidence.points.items():
                entered = sheet.get(line.name)
                if entered is not None and (why := line.settled.refusal(line.name, entered)):
                    yield evaluator, line.name, why


def _meet(line: Indicator, evidence: Evidence) -> _Met:
    if line.per_unit is not None:
        return _counted(line, line.per_unit, evidence)
    case = Case(evidence)
    for tier in line.tiers:
        met = True if tier.when is None else truth(tier.when, case, _is_unknown)
        if met is None:
            asked = comparisons(tier.when) if tier.when is not None else ()
            return _Met(lacking=tuple(one for one in asked if _is_unknown(one, evidence)))
        if met:
            return _Met(tier.low, tier.high, tier)
    return _Met()


def _counted(line: Indicator, per: PerUnit, evidence: Evidence) -> _Met:
    known = evidence.facts.get(per.fact)
    if isinstance(known, bool) or not isinstance(known, int | Decimal):
        return _Met(unknown=per.fact)
    number = Decimal(known)
    if per.whole:
        number = number.to_integral_value(ROUND_FLOOR)
    points = min(max(number * per.points, ZERO), line.points)
    return _Met(points, points)


def _is_unknown(one: Comparison, evidence: Evidence) -> bool:
    if one.comparator is Comparator.KNOWN:
        return False
    match one.operand:
        case Operand.FACT:
            return one.name not in evidence.facts
        case Operand.RATE:
            return one.name not in evidence.rates
        case Operand.REGISTRY:
            return one.name == "党员数" and evidence.subject.member_count is None
        case _:
            return False


def _lacks(one: Comparison) -> str:
    if one.operand is Operand.RATE:
        return f"“{one.name}”还没有测评结果"
    if one.operand is Operand.REGISTRY:
        return f"名册里没有“{one.name}”"
    return f"“{one.name}”还没有填"


def _number_words(line: Indicator, per: PerUnit, evidence: Evidence, units: Units) -> str:
    number = Decimal(str(evidence.facts[per.fact]))
    unit = units.get(per.fact, "")
    words = f"{per.fact} {measured(format_points(number), unit)}，{unit_words(per, unit)}"
    if per.whole and number != number.to_integral_value():
        words += f"，不足 {measured('1', unit)}的不计"
        number = number.to_integral_value(ROUND_FLOOR)
    return words + ("，以满分为限" if number * per.points > line.points else "")


def _witness(when: Condition, evidence: Evidence, units: Units) -> str:
    """Say what is known of all that a tier looks at, each number with its unit."""
    said = []
    for one in comparisons(when):
        known = evidence.facts.get(one.name) if one.operand is Operand.FACT else None
        if isinstance(one.value, Decimal) and known is not None:
            said.append(f"{one.name} {measured(format_fact(known), units.get(one.name, ''))}")
        elif isinstance(one.value, Decimal) and one.operand is Operand.FACT:
            said.append(f"“{one.name}”未填")
        else:
            said.append(judge(one, Case(evidence)).witness)
    return "，".join(dict.fromkeys(said))


def _tier_words(line: Indicator, met: _Met, evidence: Evidence, units: Units) -> str:
    """What was met, and in the tier's own words for whom it is."""
    tier = met.tier
    # Of who is in no tier the number is said that the first one asks for.
    asked = tier if tier is not None and tier.when is not None else line.tiers[0]
    name = asked_fact(asked.when)
    if name:
        known = format_fact(evidence.facts.get(name))
        witness = f"{name} {measured(known, units.get(name, ''))}"
    else:
        witness = "" if asked.when is None else _witness(asked.when, evidence, units)
    if tier is None:
        return f"{witness}，{'没有达到' if len(line.tiers) == 1 else '不在任何一档'}"
    if len(line.tiers) == 1 and not name:
        return witness
    chosen = "" if tier.fixed else f"（{points_words(tier)}）"
    return f"{witness}，属“{tier_range(tier, units)}”一档{chosen}"
