"""Rows at random for any scheme, full of values at its bounds, and changes made by hand.

The changes of a ``Wanting`` are made here in ways of our own: more points go to lines picked by
chance, any stars of those that are offered are won.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from desk_app.domain.changes import (
    Change,
    FactIs,
    FewerEntries,
    ItemPoints,
    LinesMet,
    MorePoints,
    RateIs,
    StarsWon,
    earned,
    earning,
    raised,
)
from desk_app.domain.evidence import (
    AdjustmentEntry,
    EarlierLevel,
    Evidence,
    FactValue,
    SubjectFacts,
)
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.scheme.model.conditions import Comparison, comparisons
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator, IndicatorMode, Missing

ON = date(2026, 7, 1)
FREE = {IndicatorMode.SCORED, IndicatorMode.DEDUCTED}


def row(scheme: Scheme, chance: Random, number: int = 1) -> Evidence:
    """A complete row, good ones more often than chance alone would have it."""
    domains = [name for one in scheme.domains for name in one.includes] or ["农村"]
    domain = chance.choice(domains)
    good = chance.choice([0.3, 0.6, 0.8, 0.9, 0.97])
    sheets = {
        one.name: {line.name: _entry(line, chance, good) for line in scheme.indicators_for(domain)}
        for one in scheme.evaluators
    }
    if scheme.weighting is None and scheme.measure is Measure.POINTS and chance.random() < 0.5:
        _to_a_bound(scheme, sheets[scheme.superior.name], domain, chance)
    by_ballots = {one.name for one in scheme.evaluators if one.ballots is not None}
    return Evidence(
        SubjectFacts(number, f"{number}号村党支部", domain, parent=chance.choice(["东片", "西片"])),
        points={key: one for key, one in sheets.items() if key not in by_ballots},
        balloted={
            key: {name: Fraction(points) for name, points in one.items()}
            for key, one in sheets.items()
            if key in by_ballots
        },
        adjustments=tuple(_entries(scheme, chance)),
        facts={
            one.name: _fact(scheme, one, chance) for one in scheme.facts if chance.random() < 0.4
        },
        rates={one.name: _rate(scheme, one.name, chance) for one in scheme.rates},
        opinions={
            one.name: chance.choice(scheme.levels).name
            for one in scheme.steps
            if chance.random() < 0.7
        },
        earlier=tuple(
            EarlierLevel(2025 - back, scheme.levels[rank].name, rank)
            for back, rank in enumerate(
                chance.choices(range(len(scheme.levels)), k=chance.randint(0, 3))
            )
        ),
        on=ON,
    )


def _entry(line: Indicator, chance: Random, good: float) -> Decimal:
    match line.mode:
        case IndicatorMode.CHECK:
            return Decimal(chance.random() < good)
        case _ if line.met_or_not:
            return line.points if chance.random() < good else Decimal(0)
        case IndicatorMode.INFORMATION:
            return Decimal(0)
        case _:
            kept = Decimal(str(round(min(1.0, chance.gauss(good, 0.1)), 2))).max(Decimal(0))
            points = (line.points * kept).quantize(Decimal("0.01"))
            return line.points - points if line.mode is IndicatorMode.DEDUCTED else points


def _to_a_bound(scheme: Scheme, sheet: dict[str, Decimal], domain: str, chance: Random) -> None:
    """Bring the sum of a sheet near a bound, where one line alone can do it."""
    low = chance.choice([one.range.low for one in scheme.bands])
    lines = {one.name: one for one in scheme.indicators_for(domain) if one.mode in FREE}
    if low is None or not lines:
        return
    summed = sum((one.earned(sheet[one.name]) for one in scheme.indicators_for(domain)), Decimal(0))
    wanted = low + chance.choice([Decimal(one) for one in ("-0.06", "-0.05", "-0.01", "0", "0.01")])
    for name, line in lines.items():
        had = line.earned(sheet[name])
        new = min(max(had + wanted - summed, Decimal(0)), line.points)
        sheet[name] = line.points - new if line.mode is IndicatorMode.DEDUCTED else new
        summed += new - had


def _entries(scheme: Scheme, chance: Random) -> Iterable[AdjustmentEntry]:
    for one in scheme.adjustments:
        if one.registered and chance.random() < 0.2:
            yield AdjustmentEntry(one.name, chance.choice(one.tiers).name, chance.randint(1, 2))


def _asked(scheme: Scheme, name: str) -> list[Comparison]:
    parts: list[object] = [*scheme.limits, *scheme.stars, *scheme.adjustments]
    asked = [getattr(one, "when", None) for one in parts]
    asked += [one.requires for one in scheme.bands]
    return [
        found
        for condition in asked
        if condition is not None
        for found in comparisons(condition)
        if found.name == name
    ]


def _fact(scheme: Scheme, fact: Fact, chance: Random) -> FactValue:
    bounds = [
        int(one.value) for one in _asked(scheme, fact.name) if type(one.value) is Decimal
    ] or [2]
    match fact.kind:
        case FactKind.YES_NO:
            return chance.random() < 0.5
        case FactKind.COUNT:
            return max(0, chance.choice(bounds) + chance.choice([-1, 0, 1]))
        case FactKind.DATE:
            return ON - timedelta(days=30 * chance.choice(bounds) + chance.randint(-40, 40))
        case FactKind.CHOICE:
            return chance.choice(fact.options)
        case FactKind.DECIMAL:
            return Decimal(chance.choice(bounds)) + Decimal(chance.randint(-10, 10)) / 10
        case FactKind.TEXT:
            return "有"


def _rate(scheme: Scheme, name: str, chance: Random) -> Fraction:
    bounds = [Fraction(one.value) for one in _asked(scheme, name) if type(one.value) is Fraction]
    if bounds and chance.random() < 0.5:
        near = chance.choice(bounds) + chance.choice([Fraction(0), Fraction(-1, 1000)])
        return min(max(near, Fraction(0)), Fraction(1))
    return Fraction(chance.randint(70, 100), 100)


def changed(scheme: Scheme, known: Evidence, changes: Iterable[Change], chance: Random) -> Evidence:
    """Make changes as their data say, in one of the ways that they leave open.

    What follows from facts follows from the changed ones, as when evidence is gathered.
    """
    for one in changes:
        known = with_fact_points(scheme, _made(scheme, known, one, chance))
    return known


def _made(scheme: Scheme, known: Evidence, one: Change, chance: Random) -> Evidence:
    match one:
        case FactIs(name, value, _):
            facts = {**known.facts, name: value}
            return replace(
                known, facts={key: found for key, found in facts.items() if found is not None}
            )
        case RateIs(name, value, _):
            return replace(known, rates={**known.rates, name: value})
        case FewerEntries(name, count, _):
            assert sum(one.count for one in known.adjustments if one.adjustment == name) > count
            return one.apply(scheme, known) or known
        case LinesMet(names, count):
            for name in chance.sample(names, count):
                known = _met(scheme, known, name)
            return known
        case StarsWon(names, count, takes):
            for at in chance.sample(range(len(names)), count):
                known = changed(scheme, known, takes[at], chance)
            return known
        case ItemPoints(indicator, points, _, _):
            return earning(scheme, known, _line(scheme, known, indicator), Fraction(points))
        case MorePoints(by):
            return _higher(scheme, known, by, chance)


def _line(scheme: Scheme, known: Evidence, name: str) -> Indicator:
    lines = scheme.indicators_for(known.subject.domain)
    return next(one for one in lines if one.name == name)


def _met(scheme: Scheme, known: Evidence, name: str) -> Evidence:
    line = _line(scheme, known, name)
    met = Decimal(1) if line.mode is IndicatorMode.CHECK else line.points
    sheets = dict(known.points)
    if scheme.weighting is not None and scheme.weighting.missing is Missing.ZERO:
        for one in scheme.evaluators:  # who has not scored counts as well, and says that it is met
            sheets.setdefault(one.name, {})
    met_by_all = {key: {**sheet, name: met} for key, sheet in sheets.items()}
    return replace(known, points=met_by_all)


def _higher(scheme: Scheme, known: Evidence, by: Decimal, chance: Random) -> Evidence:
    if scheme.sheets.shared:  # figures of a whole move the total as well, by their share
        more = raised(scheme, known, by, last_first=chance.random() < 0.5)
        assert more is not None, "there is room for the points"
        return more
    lines = [one for one in scheme.indicators_for(known.subject.domain) if one.mode in FREE]
    left = Fraction(by)
    for last in (False, True):
        for line in chance.sample(lines, len(lines)):
            had = earned(scheme, known, line)
            room = min(left, Fraction(line.points) - had)
            given = room if last else room * Fraction(chance.randint(0, 10), 10)
            given = given if last else Fraction(int(given * 1000), 1000)
            if given > 0:
                known = earning(scheme, known, line, had + given)
                left -= given
    assert left <= 0, "there is room for the points"
    return known
