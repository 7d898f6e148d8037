"""Caps, forced levels, demotions and disqualifications: which hold, and what they leave."""

from desk_app.domain.chain import LinkKind, Reason
from desk_app.domain.evidence import Evidence
from desk_app.domain.judging import entered, holds, witness
from desk_app.domain.scheme.model.levels import Limit, LimitKind
from desk_app.domain.scheme.model.scheme import Scheme


def apply_limits(
    scheme: Scheme, known: Evidence, first: str, reasons: list[Reason]
) -> tuple[str | None, tuple[Limit, ...]]:
    """Apply every limit that holds, in the scheme's sequence, and note each in ``reasons``.

    Returns the level that is left and the limits that bit.
    """
    bitten = []
    level: str | None = first
    for kind in scheme.sequence:
        for limit in _of_kind(scheme, kind, known):
            if level is None:
                break
            after = limited(scheme, limit, level)
            reasons.append(limit_reason(limit, known, level, after))
            out = limit.kind is LimitKind.DISQUALIFY
            if after != level or out:
                bitten.append(limit)
            level = after
            if out:
                return level, tuple(bitten)
    return level, tuple(bitten)


def limit_reason(limit: Limit, known: Evidence, before: str | None, after: str | None) -> Reason:
    """The link of the chain that ``limit`` adds."""
    return Reason(
        LinkKind(limit.kind.value),
        witness(limit.when, known),
        limit.name,
        before,
        after,
        limit.origin,
        entered(limit.when, known),
    )


def disqualifying(scheme: Scheme, known: Evidence) -> Limit | None:
    """What takes a subject out of the grading whether it has been scored or not."""
    return next(
        (one for one in scheme.limits_by_kind[LimitKind.DISQUALIFY] if holds(one.when, known)),
        None,
    )


def _of_kind(scheme: Scheme, kind: LimitKind, known: Evidence) -> list[Limit]:
    """The limits of one kind that hold, in an order in which every one that bites is seen.

    Of several forced levels the lowest wins, whatever the order in the file. Where demotions
    do not add up, only the largest is applied.
    """
    found = [one for one in scheme.limits_by_kind[kind] if holds(one.when, known)]
    if len(found) < 2:
        return found
    if kind is LimitKind.FORCE:
        return sorted(found, key=lambda one: scheme.rank(one.level))
    if kind is LimitKind.DEMOTE and not scheme.demotions_add_up:
        return [max(found, key=lambda one: one.by)]
    if kind is LimitKind.CAP:
        return sorted(found, key=lambda one: scheme.rank(one.level))
    return found


def limited(scheme: Scheme, limit: Limit, level: str) -> str | None:
    """The level that ``limit`` leaves of ``level``; never below the lowest rung.

    ``None`` for a subject that is out of the grading on a ladder without a rung for that.
    """
    if limit.kind is LimitKind.DISQUALIFY:
        return scheme.level(limit.level).name if limit.level else None
    rank = scheme.rank(level)
    match limit.kind:
        case LimitKind.FORCE:
            rank = scheme.rank(limit.level)
        case LimitKind.CAP:
            rank = max(rank, scheme.rank(limit.level))
        case LimitKind.DEMOTE:
            rank = min(rank + limit.by, len(scheme.levels) - 1)
    return scheme.levels[rank].name
