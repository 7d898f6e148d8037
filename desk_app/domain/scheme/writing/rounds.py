"""Writes what concerns a whole round: 领域, quotas, the last ones, the steps."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from desk_app.domain.scheme.model.rounds import (
    DomainGroup,
    Over,
    Quota,
    Rounding,
    Spell,
    Step,
    Tail,
    Ties,
)
from desk_app.domain.scheme.writing.levels import asked
from desk_app.domain.scheme.writing.values import Written, share, sparse


def domain_group(one: DomainGroup) -> dict[str, Written]:
    """Write one 领域; one that takes in only its own name needs no list."""
    includes = () if one.includes == (one.name,) else one.includes
    return sparse({"name": one.name, "includes": includes}, origin=one.origin)


def quota(parts: Sequence[Quota]) -> dict[str, Written]:
    """Write one quota, or the quotas of one ratio together."""
    one = parts[0]
    table: dict[str, Written | None] = {"name": one.name, "levels": one.levels}
    if one.ratio:
        name = one.name.removesuffix(f"·{'、'.join(one.levels)}")
        table = {
            "name": "" if name == one.ratio else name,
            "ratio": one.ratio,
            "levels": tuple(part.levels for part in parts),
        }
    else:
        table[one.bound.value] = one.count or share(one.share)
    return sparse(
        {
            **table,
            "tolerance": share(one.tolerance) if one.tolerance else None,
            "over": None if one.over is Over.ROUND else one.over.value,
            "soft": one.soft or None,
            "assign": "by rank" if one.assign else None,
            "yields_to": one.yields_to,
            "target": one.target or None,
            "rest": one.rest,
            "ties": None if one.ties is Ties.LOWER else one.ties.value,
            "domains": one.domains,
            "when": asked(one.when),
            "rounding": None if one.rounding is None else one.rounding.value,
            "by_time": tuple(_spell(spell) for spell in one.spells),
        },
        origin=one.origin,
    )


def _spell(one: Spell) -> Mapping[str, Written]:
    table: dict[str, Written] = {"months": one.months} if one.months else {}
    if one.years:
        table["years"] = one.years
    if one.lifted:
        return {**table, "lifted": True}
    return {**table, "size": one.count or share(one.share)}


def of_one_ratio(first: Quota, other: Quota) -> bool:
    """Whether two quotas are parts of one ratio, written as one table."""
    return bool(first.ratio) and first.ratio == other.ratio


def tail(one: Tail) -> dict[str, Written]:
    """Write who is picked from the bottom."""
    return sparse(
        {
            "name": one.name,
            "share": None if one.share == Fraction(0) else share(one.share),
            "count": one.count or None,
            "levels": one.levels,
            "over": None if one.over is Over.ROUND else one.over.value,
            "duty": one.duty,
            "level": one.level,
            "ties": None if one.ties is Ties.ASK else one.ties.value,
            "rounding": None if one.rounding is Rounding.FLOOR else one.rounding.value,
            "domains": one.domains,
            "when": asked(one.when),
        },
        origin=one.origin,
    )


def step(one: Step) -> dict[str, Written]:
    """Write one step of the procedure."""
    deadline = None if one.deadline is None else "{:02}-{:02}".format(*one.deadline)
    return sparse(
        {
            "name": one.name,
            "actor": one.actor,
            "yields": one.yields.value,
            "evaluator": one.evaluator,
            "poll": one.poll,
            "meeting": one.meeting,
            "deadline": deadline,
            "notice_days": one.notice_days or None,
            "working_days": one.working_days or None,
        },
        origin=one.origin,
    )
