"""Proposals as tables of a scheme file, written by the writer of schemes."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from desk_app.domain.drafting.model import Graded, Part, Suggestion, Whole
from desk_app.domain.scheme.model.levels import Band, Consequence, Level, Limit, Measure, Star
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.rounds import DomainGroup, Quota, Step, Tail
from desk_app.domain.scheme.model.scheme import FORMAT
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Evaluator,
    Fact,
    Indicator,
    RectificationRule,
    Weighting,
)
from desk_app.domain.scheme.writing import levels, polls, rounds, scoring
from desk_app.domain.scheme.writing.values import Written, key_text, toml

Table: TypeAlias = tuple[str, dict[str, Written]]
"""The heading of a table, without brackets, and its keys."""


def tables(suggestions: Sequence[Suggestion]) -> Iterator[tuple[Table, tuple[Suggestion, ...]]]:
    """Each suggestion as a table; the quotas of one ratio are one table together."""
    by_points = not any(
        isinstance(one.part, Whole) and one.part.measure is not Measure.POINTS
        for one in suggestions
    )
    done: set[tuple[str, tuple[int, ...]]] = set()
    for one in suggestions:
        if isinstance(one.part, Quota) and one.part.ratio:
            key = (one.part.ratio, one.sentences[:1])
            if key in done:
                continue
            done.add(key)
            same = tuple(
                other
                for other in suggestions
                if isinstance(other.part, Quota) and (other.part.ratio, other.sentences[:1]) == key
            )
            parts = [other.part for other in same if isinstance(other.part, Quota)]
            yield ("quotas", rounds.quota(parts)), same
        else:
            yield _table(one.part, by_points=by_points), (one,)


def _table(part: Part, *, by_points: bool) -> Table:
    match part:
        case Graded():
            return "subjects", {"name": part.object_name}
        case Whole():
            return "total", _whole(part)
        case Indicator():
            return "indicators", scoring.indicator([part], by_points=by_points)
        case Evaluator():
            return "evaluators", scoring.evaluator(part)
        case Adjustment():
            return "adjustments", scoring.adjustment(part)
        case Fact():
            return "facts", scoring.fact(part)
        case RectificationRule():
            return "rectification", scoring.rectification(part)
        case Poll():
            return "polls", polls.poll([part])
        case _:
            return _of_others(part)


def _of_others(part: Part) -> Table:
    match part:
        case Weighting():
            return "weighting", scoring.weighting(part)
        case Rate():
            return "rates", polls.rate([part])
        case Quota():
            return "quotas", rounds.quota([part])
        case Tail():
            return "tails", rounds.tail(part)
        case Step():
            return "steps", rounds.step(part)
        case DomainGroup():
            return "domains", rounds.domain_group(part)
        case _:
            return _of_levels(part)


def _of_levels(part: Part) -> Table:
    match part:
        case Level():
            return "levels", levels.level(part, FORMAT)
        case Band():
            return "bands", levels.band(part, latest=True)
        case Star():
            return "stars", levels.star(part)
        case Limit():
            return "limits.rules", levels.limit(part, latest=True)
        case Consequence():
            return "consequences", levels.consequence(part)
        case _:
            raise TypeError(type(part))


def _whole(part: Whole) -> dict[str, Written]:
    table: dict[str, Written] = {}
    if part.measure is not Measure.POINTS:
        table["measure"] = part.measure.value
    if part.full_points:
        table["full"] = part.full_points
    if part.ceiling is not None:
        table["ceiling"] = part.ceiling
    return table


def rule_text(table: Table) -> str:
    """One table on one line, for reading beside its sentence."""
    heading, keys = table
    return f"{heading}: " + ", ".join(f"{key_text(key)} = {toml(one)}" for key, one in keys.items())
