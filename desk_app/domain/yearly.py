"""How far a level may lie from last year's (逐级晋位): at most so many rungs up or down."""

from dataclasses import replace

from desk_app.domain.chain import LinkKind, Proposal, Reason
from desk_app.domain.evidence import EARLIER_YEARS, Case
from desk_app.domain.judging import bite
from desk_app.domain.limits import Limited
from desk_app.domain.scheme.model.levels import YearlyStep
from desk_app.domain.scheme.model.scheme import Scheme


def stepped(scheme: Scheme, case: Case, left: Limited) -> Limited:
    """What the yearly steps leave of a level that all limits have left.

    They say nothing of who holds no rung of the ladder, now or last year.
    """
    for step in scheme.yearly:
        left = _step(scheme, case, step, left)
    return left


def beyond(scheme: Scheme, proposal: Proposal, level: str) -> YearlyStep | None:
    """The step beyond which a decided ``level`` goes and that may be waived by name (破格)."""
    if proposal.level is None or scheme.rank(level) >= scheme.rank(proposal.level):
        return None
    met = {one.rule for one in proposal.reasons if one.kind is LinkKind.YEARLY}
    return next((one for one in scheme.yearly if one.waiver and one.name in met), None)


def _step(scheme: Scheme, case: Case, step: YearlyStep, left: Limited) -> Limited:
    last = case.evidence.earlier[0] if case.evidence.earlier else None
    if left.level is None or last is None or last.rank is None:
        return left
    if {left.level, last.level} & scheme.off_ladder:
        return left
    met = "" if step.when is None else None
    if step.when is not None and (verdict := bite(step.when, case)) is not None:
        met = f"，{verdict.witness}"
    if met is None:
        return left
    rank = scheme.rank(left.level)
    after = _within(scheme, step, last.rank, rank, forced=_forced(left))
    if after == rank:
        return left
    level = scheme.levels[after].name
    reason = Reason(
        LinkKind.YEARLY,
        f"{last.year} 年为{last.level}{met}",
        step.name,
        left.level,
        level,
        step.origin,
        case.evidence.entered.get(EARLIER_YEARS, ""),
    )
    return replace(left, level=level, reasons=(*left.reasons, reason))


def _within(scheme: Scheme, step: YearlyStep, last: int, rank: int, *, forced: bool) -> int:
    """The rank that is left of ``rank``; a higher rank is a smaller number."""
    if step.rise and rank < last - step.rise:
        return last - step.rise
    if step.fall and rank > last + step.fall and not forced:
        return min(last + step.fall, scheme.bottom_rank)
    return rank


def _forced(left: Limited) -> bool:
    """Whether a level was forced, also one that the band had given already."""
    out = {LinkKind.FORCE, LinkKind.DISQUALIFY}
    return any(one.kind in out for one in left.reasons)
