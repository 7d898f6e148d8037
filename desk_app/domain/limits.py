"""Caps, forced levels, demotions and disqualifications: which hold, and what they leave."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.domain.chain import LinkKind, Reason
from desk_app.domain.evidence import Case
from desk_app.domain.judging import Verdict, bite, unmeasured, unmeasured_words
from desk_app.domain.scheme.model.levels import Limit, LimitKind, Unmeasured
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme


@dataclass(frozen=True, slots=True)
class Bite:
    """A limit whose condition holds, and what it met."""

    limit: Limit
    verdict: Verdict

    def reason(self, before: str | None, after: str | None) -> Reason:
        """The link of the chain that the limit adds."""
        return Reason(
            LinkKind(self.limit.kind.value),
            self.verdict.witness,
            self.limit.name,
            before,
            after,
            self.limit.origin,
            self.verdict.entered,
        )


@dataclass(frozen=True, slots=True)
class Limited:
    """The level that limits leave, a reason for each that holds, and those that changed it."""

    level: str | None
    reasons: tuple[Reason, ...] = ()
    bitten: tuple[Limit, ...] = ()


def apply_limits(scheme: Scheme, case: Case, first: str) -> Limited:
    """Apply every limit that holds to the level ``first``, in the scheme's sequence."""
    reasons: list[Reason] = []
    bitten: list[Limit] = []
    level: str | None = first
    for kind in scheme.sequence:
        for found in _of_kind(scheme, kind, case):
            if level is None:
                break
            limit = found.limit
            after = limited(scheme, limit, level)
            reasons.append(found.reason(level, after))
            out = limit.kind is LimitKind.DISQUALIFY
            if after != level or out:
                bitten.append(limit)
            level = after
            if out:
                return Limited(level, tuple(reasons), tuple(bitten))
    reasons += _not_applied(scheme, case, level)
    return Limited(level, tuple(reasons), tuple(bitten))


def _not_applied(scheme: Scheme, case: Case, level: str | None) -> Iterator[Reason]:
    """Say which limits could not be looked at because their rate was not measured."""
    for one in scheme.rate_limits:
        if one.missing is Unmeasured.IGNORED and (names := unmeasured(one.when, case)):
            if _met(scheme, one, case) is not None:
                continue  # format 1: what is not measured can make the opposite hold
            fact = unmeasured_words(scheme, case, names)
            rule = f"没有看“{one.name}”"
            yield Reason(LinkKind.UNMEASURED, fact, rule, level, level, one.origin)


def _met(scheme: Scheme, limit: Limit, case: Case) -> Verdict | None:
    """What a limit met, if it holds, or is to hold while its rate is not measured.

    What ``missing`` says is said of the whole condition; in format 1, which cannot say it, a
    comparison with such a rate does not hold, and its opposite does.
    """
    verdict = bite(limit.when, case)
    holds_anyway = limit.missing is Unmeasured.HOLDS
    if verdict is None and not holds_anyway:
        return None
    plainly = scheme.format == OLDEST_FORMAT and limit.missing is Unmeasured.IGNORED
    names = () if plainly else unmeasured(limit.when, case)
    if not names:
        return verdict
    if not holds_anyway:
        return None
    return Verdict(True, f"{unmeasured_words(scheme, case, names)}，按方案同样适用", "", names)


def disqualified(scheme: Scheme, case: Case) -> Limited | None:
    """What takes a subject out of the grading whether it has been scored or not, if anything."""
    for limit in scheme.limits_by_kind[LimitKind.DISQUALIFY]:
        verdict = _met(scheme, limit, case)
        if verdict is not None:
            level = limited(scheme, limit, "")
            return Limited(level, (Bite(limit, verdict).reason(None, level),), (limit,))
    return None


def direct(scheme: Scheme, case: Case) -> Limited | None:
    """The level that is forced on a subject whether it has been scored or not, if any is."""
    found = [
        Bite(limit, verdict)
        for limit in scheme.limits_by_kind[LimitKind.FORCE]
        if limit.unscored and (verdict := _met(scheme, limit, case)) is not None
    ]
    if not found:
        return None
    lowest = max(found, key=lambda one: scheme.rank(one.limit.level))
    level = limited(scheme, lowest.limit, lowest.limit.level)
    return Limited(level, (lowest.reason(None, level),), (lowest.limit,))


def _of_kind(scheme: Scheme, kind: LimitKind, case: Case) -> list[Bite]:
    """The limits of one kind that hold, in an order in which every one that bites is seen.

    Of several forced levels the lowest wins, whatever the order in the file. Where demotions
    do not add up, only the largest is applied.
    """
    limits = scheme.limits_by_kind[kind]
    if not limits:
        return []
    found = [
        Bite(limit, verdict)
        for limit in limits
        if (verdict := _met(scheme, limit, case)) is not None
    ]
    if len(found) < 2:
        return found
    if kind is LimitKind.DEMOTE and not scheme.demotions_add_up:
        return [max(found, key=lambda one: one.limit.by)]
    if kind in {LimitKind.FORCE, LimitKind.CAP}:
        return sorted(found, key=lambda one: scheme.rank(one.limit.level))
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
            rank = max(rank, min(rank + limit.by, scheme.bottom_rank))
    return scheme.levels[rank].name
