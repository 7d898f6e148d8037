"""Writes the ladder and what moves a subject on it: levels, stars, bands, limits, consequences."""

from desk_app.domain.scheme.model.conditions import Condition, looks_at_rates
from desk_app.domain.scheme.model.levels import (
    Band,
    Consequence,
    Level,
    Limit,
    LimitKind,
    Star,
    Unmeasured,
    YearlyStep,
)
from desk_app.domain.scheme.writing.values import Written, condition, interval, sparse


def level(one: Level, written: int) -> dict[str, Written]:
    """Write one rung of the ladder as a text of that format has it."""
    kind: Written = ("outside" if one.outside else "below") if written > 1 else True
    return sparse(
        {
            "name": one.name,
            "aliases": one.aliases,
            "management": one.management,
            "none": kind if one.none else None,
            "duty": one.duty,
        },
        origin=one.origin,
    )


def star(one: Star) -> dict[str, Written]:
    """Write one star and what it asks for."""
    return sparse(
        {
            "name": one.name,
            "kind": one.kind,
            "domains": one.domains,
            "when": condition(one.when),
        },
        origin=one.origin,
    )


def band(one: Band, *, latest: bool) -> dict[str, Written]:
    """Write one band of points or stars."""
    return sparse(
        {
            "level": one.level,
            "range": interval(one.range),
            "soft": one.soft or None,
            "requires": asked(one.requires),
            "missing": unmeasured(one.missing, one.requires, latest=latest),
        },
        origin=one.origin,
    )


def limit(one: Limit, *, latest: bool) -> dict[str, Written]:
    """Write one limit under the word for what it does."""
    does: Written = one.level
    if one.kind is LimitKind.DEMOTE:
        does = one.by
    elif one.kind is LimitKind.DISQUALIFY:
        does = one.level or True
    table: dict[str, Written | None] = {
        "name": one.name,
        one.kind.value: does,
        "when": condition(one.when),
        "unscored": one.unscored or None,
    }
    table |= {"missing": unmeasured(one.missing, one.when, latest=latest)}
    return sparse(table, origin=one.origin)


def yearly(one: YearlyStep) -> dict[str, Written]:
    """Write how far a level may lie from last year's."""
    return sparse(
        {
            "name": one.name,
            "rise": one.rise or None,
            "fall": one.fall or None,
            "when": asked(one.when),
            "waiver": one.waiver,
        },
        origin=one.origin,
    )


def consequence(one: Consequence) -> dict[str, Written]:
    """Write what follows from a level."""
    return sparse(
        {
            "name": one.name,
            "kind": one.kind.value,
            "levels": one.levels,
            "when": asked(one.when),
            "to": one.to,
        },
        origin=one.origin,
    )


def unmeasured(one: Unmeasured, when: Condition | None, *, latest: bool) -> Written | None:
    """Write what holds while a rate is not measured, where it is not what is usual."""
    if not latest or when is None or not looks_at_rates(when) or one is Unmeasured.WAIT:
        return None
    return one.value


def asked(one: Condition | None) -> Written | None:
    """Write a condition where there is one."""
    return None if one is None else condition(one)
