"""Writes a scheme as a file that reads back to the same scheme.

What stands at its usual value is left out. Parts that one table of a file stood for (polls for
each item, the parts of a ratio, standards by 领域) are written as one table again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from desk_app.domain.scheme.model.levels import LimitKind, Measure
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Forms, Reading, Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.scheme.writing import levels, polls, rounds, scoring, trials
from desk_app.domain.scheme.writing.values import Written, key_text, sparse, toml

_Part = TypeVar("_Part")
_Table = Mapping[str, Written]
_USUAL = Scheme("", "", "", (), (), (), (), Forms())


def write(scheme: Scheme) -> str:
    """Return the text of a scheme file.

    Raises ValueError for what no scheme file can say (a weight of 1/3, a band without ends).
    """
    head: dict[str, Written] = {"format": scheme.format, "id": scheme.id, "title": scheme.title}
    if scheme.source:
        head["source"] = scheme.source
    return "\n".join((body(head), *(table_text(*one) for one in _tables(scheme))))


def table_text(heading: str, table: _Table) -> str:
    """Write one table under its heading, a blank line above."""
    return f"\n{heading}\n{body(table)}"


def body(table: _Table) -> str:
    """Write the keys of one table, a line each."""
    return "".join(f"{key_text(key)} = {toml(value)}\n" for key, value in table.items())


def _tables(scheme: Scheme) -> Iterator[tuple[str, _Table]]:
    """Every table with its heading, in the order in which files are written."""
    yield "[subjects]", _subjects(scheme)
    yield "[total]", _total(scheme)
    yield from _each("levels", scheme.levels, lambda one: levels.level(one, scheme.format))
    yield from _each("domains", scheme.domains, rounds.domain_group)
    yield from _indicators(scheme)
    yield from _each("stars", scheme.stars, levels.star)
    yield from _each("evaluators", scheme.evaluators, scoring.evaluator)
    yield from _composed(scheme)
    latest = scheme.format > OLDEST_FORMAT
    yield from _each("bands", scheme.bands, partial(levels.band, latest=latest))
    yield from _each("adjustments", scheme.adjustments, scoring.adjustment)
    yield from _each("adjustment_groups", scheme.adjustment_groups, scoring.adjustment_group)
    yield from _each("facts", scheme.facts, scoring.fact)
    if limits := _limits(scheme):
        yield "[limits]", limits
    yield from _each("limits.rules", scheme.limits, partial(levels.limit, latest=latest))
    yield from _each("limits.yearly", scheme.yearly, levels.yearly)
    for parts in _together(scheme.quotas, rounds.of_one_ratio):
        yield "[[quotas]]", rounds.quota(parts)
    yield from _each("tails", scheme.tails, rounds.tail)
    yield from _each("consequences", scheme.consequences, levels.consequence)
    yield from _each("meetings", scheme.meetings, polls.meeting)
    for several in _together(scheme.polls, polls.of_one_poll):
        yield "[[polls]]", polls.poll(several)
    for over in _together(scheme.rates, polls.of_one_rate):
        yield "[[rates]]", polls.rate(over)
    yield from _each("steps", scheme.steps, rounds.step)
    if scheme.deviation is not None:
        yield "[deviation]", scoring.deviation(scheme.deviation)
    if scheme.rectification is not None:
        yield "[rectification]", scoring.rectification(scheme.rectification)
    yield from _each("readings", scheme.readings, _reading)
    named = scheme.object_name if scheme.format > OLDEST_FORMAT else _USUAL.object_name
    if forms := _forms(scheme.forms, Forms.usual(named)):
        yield "[forms]", forms
    yield from _each("trials", scheme.trials, trials.trial)


def _composed(scheme: Scheme) -> Iterator[tuple[str, _Table]]:
    """Of whose points a total is made."""
    if scheme.weighting is not None:
        yield "[weighting]", scoring.weighting(scheme.weighting)
    if scheme.earlier_total is not None:
        yield "[earlier_total]", scoring.earlier_total(scheme.earlier_total)


def _indicators(scheme: Scheme) -> Iterator[tuple[str, _Table]]:
    by_points = scheme.measure is Measure.POINTS
    for lines in _together(scheme.indicators, _of_one_line(scheme)):
        yield "[[indicators]]", scoring.indicator(lines, by_points=by_points)
        for one in lines[0].clauses:
            yield "[[indicators.clauses]]", scoring.clause(one, lines[0].start)
        for tier in lines[0].tiers:
            yield "[[indicators.tiers]]", scoring.tier(tier)


def _each(
    name: str, parts: Sequence[_Part], written: Callable[[_Part], _Table]
) -> Iterator[tuple[str, _Table]]:
    for one in parts:
        yield f"[[{name}]]", written(one)


def _together(
    parts: Sequence[_Part], alike: Callable[[_Part, _Part], bool]
) -> Iterator[list[_Part]]:
    """Neighbours of which each is ``alike`` the first."""
    several: list[_Part] = []
    for one in parts:
        if several and not alike(several[0], one):
            yield several
            several = []
        several.append(one)
    if several:
        yield several


def _of_one_line(scheme: Scheme) -> Callable[[Indicator, Indicator], bool]:
    """Whether two indicators differ in their 领域 and its standard alone, one table for all."""
    groups = {one.name for one in scheme.domains}
    split = {
        name
        for name in scheme.indicator_names()
        if {one.domains for one in scheme.indicators if one.name == name}
        == {(group,) for group in groups}
    }

    def alike(first: Indicator, other: Indicator) -> bool:
        same = replace(other, standard=first.standard, domains=first.domains) == first
        return same and first.name in split and first.origin.line == other.origin.line > 0

    return alike


def _subjects(scheme: Scheme) -> _Table:
    absent = scheme.absent_in_base or None
    out = scheme.out_in_base if scheme.format > OLDEST_FORMAT else None
    table = {
        "name": scheme.object_name,
        "unit": scheme.unit or None,
        "absent_in_base": absent,
        "out_in_base": out or None,
    }
    return sparse(table, origin=scheme.subjects_origin)


def _total(scheme: Scheme) -> _Table:
    by_points = scheme.measure is Measure.POINTS
    return sparse(
        {
            "measure": None if by_points else scheme.measure.value,
            "full": scheme.full_points if by_points or scheme.full_points else None,
            "decimals": None if scheme.decimals == _USUAL.decimals else scheme.decimals,
            "round_first": True if scheme.round_first and scheme.format > OLDEST_FORMAT else None,
            "ceiling": scheme.ceiling,
            "floor": scheme.floor or None,
        },
        origin=scheme.total_origin,
    )


def _limits(scheme: Scheme) -> _Table:
    """Write in which sequence limits apply, where it is not the usual one or decides."""
    kinds = {one.kind for one in scheme.limits} - {LimitKind.DISQUALIFY}
    ordered = len(kinds) > 1 or scheme.sequence != _USUAL.sequence
    demotions = sum(one.kind is LimitKind.DEMOTE for one in scheme.limits)
    how = "add_up" if scheme.demotions_add_up else "largest"
    return sparse(
        {
            "sequence": tuple(one.value for one in scheme.sequence) if ordered else (),
            "demotions": how if demotions > 1 or not scheme.demotions_add_up else None,
        },
        origin=scheme.sequence_origin,
    )


def _reading(one: Reading) -> _Table:
    return sparse(
        {
            "name": one.name,
            "question": one.question,
            "options": one.options,
            "chosen": one.chosen,
            "reason": one.reason,
        },
        origin=one.origin,
    )


def _forms(forms: Forms, usual: Forms) -> _Table:
    titles = {
        "declaration": forms.declaration,
        "summary": forms.summary,
        "score_sheet": forms.score_sheet,
        "ballot": forms.ballot,
        "rectification": forms.rectification,
    }
    return {key: title for key, title in titles.items() if title != getattr(usual, key)}
