"""Facts that give points, made up for an example round so that every tier is met by somebody."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice, product

from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts
from desk_app.domain.fact_points import settle, settled_lines, units_of
from desk_app.domain.facts import format_fact, parse_fact
from desk_app.domain.scheme.model.conditions import Comparison, Operand, comparisons
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import FactKind, Indicator, IndicatorMode
from desk_app.domain.scoring import Score
from desk_app.domain.settled import settled_of

_MOST_TRIED = 400
Scores = tuple[tuple[str, str, Score], ...]


def facts_for(
    scheme: Scheme, domain: str, quality: float, facts: Mapping[str, str]
) -> dict[str, str]:
    """The facts, those that give points chosen so that these are about a ``quality`` of full."""
    known = dict(facts)
    for line in scheme.indicators_for(domain):
        if line.mode is IndicatorMode.FACTS:
            known.update(_suiting(scheme, line, domain, quality))
    return known


def scores_for(
    chance: random.Random, scheme: Scheme, domain: str, scores: Scores, facts: Mapping[str, str]
) -> Scores:
    """The scores without those that follow from facts; in a tier that leaves a choice one of it."""
    kinds = {one.name: one for one in scheme.facts}
    read = {name: parse_fact(kinds[name], text) for name, text in facts.items()}
    known = _evidence(domain, {name: value for name, value in read.items() if value is not None})
    lines = {one.name: settled_of(one) for one in settled_lines(scheme, known)}
    found = []
    for evaluator, name, score in scores:
        settled = lines.get(name)
        if settled is None:
            found.append((evaluator, name, score))
        elif settled.free:
            steps = int((settled.high - settled.low) * 2)
            points = settled.low + Decimal(chance.randint(0, steps)) / 2
            found.append((evaluator, name, Score(points)))
    return tuple(found)


def _suiting(scheme: Scheme, line: Indicator, domain: str, quality: float) -> dict[str, str]:
    """Values of the facts that a line looks at, with which its points come nearest."""
    wanted = Decimal(str(round(quality, 3))) * line.points
    units = units_of(scheme)
    best: dict[str, FactValue] = {}
    nearest: Decimal | None = None
    for values in islice(_choices(scheme, line), _MOST_TRIED):
        settled = settle(line, _evidence(domain, values), units)
        apart = abs((settled.low + settled.high) / 2 - wanted)
        if not settled.lacking and (nearest is None or apart < nearest):
            best, nearest = values, apart
    return {name: format_fact(value) for name, value in best.items()}


def _choices(scheme: Scheme, line: Indicator) -> Iterator[dict[str, FactValue]]:
    if line.per_unit is not None:
        for number in range(int(line.points / line.per_unit.points) + 1):
            yield {line.per_unit.fact: number}
        return
    asked: dict[str, list[Comparison]] = {}
    for tier in line.tiers:
        for leaf in comparisons(tier.when) if tier.when is not None else ():
            if leaf.operand is Operand.FACT:
                asked.setdefault(leaf.name, []).append(leaf)
    kinds = {one.name: one.kind for one in scheme.facts}
    options = [_values(kinds[name], leaves) for name, leaves in asked.items()]
    for values in product(*options):
        yield dict(zip(asked, values, strict=True))


def _values(kind: FactKind, leaves: list[Comparison]) -> list[FactValue]:
    """Values on both sides of every bound."""
    found: list[FactValue] = []
    for one in leaves:
        if isinstance(one.value, bool):
            found += [True, False]
        elif isinstance(one.value, str):
            found.append(one.value)
        else:
            bound = Decimal(str(one.value))
            near = (bound, bound + 1, max(bound - 1, Decimal(0)))
            found += [int(value) if kind is FactKind.COUNT else value for value in near]
    return list(dict.fromkeys(found))


def _evidence(domain: str, facts: Mapping[str, FactValue]) -> Evidence:
    return Evidence(SubjectFacts(1, "", domain, member_count=30), facts=facts)
