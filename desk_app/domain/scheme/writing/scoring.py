"""Writes what is scored: indicators, evaluators, weights, bonuses, facts, 整改."""

from collections.abc import Sequence

from desk_app.domain.scheme.model.polls import RateBase
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    AdjustmentGroup,
    Clause,
    Combine,
    Deviation,
    EarlierTotal,
    Evaluator,
    Fact,
    Indicator,
    IndicatorMode,
    RectificationRule,
    Start,
    Weighting,
)
from desk_app.domain.scheme.model.tiers import NumberTier
from desk_app.domain.scheme.writing.levels import asked
from desk_app.domain.scheme.writing.values import Written, share, sparse, weight


def indicator(same: Sequence[Indicator], *, by_points: bool) -> dict[str, Written]:
    """Write one line of the score sheet, or the lines of one name whose standards differ."""
    one = same[0]
    apart = len(same) > 1
    # Without points a line is scored where levels come from points, else only written down.
    usual = IndicatorMode.SCORED if by_points or one.points else IndicatorMode.INFORMATION
    return sparse(
        {
            "name": one.name,
            "group": one.group,
            "points": one.points if one.points or by_points else None,
            "mode": None if one.mode is usual else one.mode.value,
            "start": None if one.start is Start.FULL else one.start.value,
            "fact": one.per_unit.fact if one.per_unit else "",
            "each": one.per_unit.points if one.per_unit else None,
            "whole": True if one.per_unit and one.per_unit.whole else None,
            "extra": one.extra or None,
            "domains": () if apart else one.domains,
            "standard": "" if apart else one.standard,
            "standards": {line.domains[0]: line.standard for line in same} if apart else None,
        },
        origin=one.origin,
    )


def clause(one: Clause, start: Start) -> dict[str, Written]:
    """Write one clause of an indicator that counts from ``start``."""
    usual = start is Start.ZERO
    return sparse(
        {
            "name": one.name,
            "standard": one.standard,
            "kind": None if one.bonus is usual else _sign(bonus=one.bonus),
            "points": one.points,
            "discretion": None if one.points is not None else True,
            "unit": one.unit,
            "whole": None if one.whole else False,
            "ceiling": one.ceiling,
        },
        origin=one.origin,
    )


def tier(one: NumberTier) -> dict[str, Written]:
    """Write one tier of an indicator whose points follow from facts."""
    return sparse(
        {
            "name": one.name,
            "when": asked(one.when),
            "points": one.low if one.fixed else (one.low, one.high),
        },
        origin=one.origin,
    )


def _sign(*, bonus: bool) -> str:
    return "bonus" if bonus else "deduction"


def evaluator(one: Evaluator) -> dict[str, Written]:
    """Write one evaluator, the weight of its scores, and what it scores of all there is."""
    ballots = one.ballots
    base = None if ballots is None or ballots.base is RateBase.VALID else ballots.base.value
    return sparse(
        {
            "name": one.name,
            "total": one.total or None,
            "weight": weight(one.weight) if one.weight else None,
            "indicators": one.indicators,
            "only_total": one.only_total or None,
            "poll": None if ballots is None else ballots.poll,
            "points": dict(ballots.worth) if ballots is not None and ballots.worth else None,
            "base": base,
            "full": one.full,
        },
        origin=one.origin,
    )


def weighting(one: Weighting) -> dict[str, Written]:
    """Write what a missing score means where several evaluators are weighed."""
    return sparse({"missing": one.missing.value}, origin=one.origin)


def earlier_total(one: EarlierTotal) -> dict[str, Written]:
    """Write how the total of an earlier round of the year counts."""
    return sparse(
        {
            "fact": one.fact,
            "weight": weight(one.weight),
            "own": weight(one.own),
            "missing": one.missing.value,
        },
        origin=one.origin,
    )


def adjustment(one: Adjustment) -> dict[str, Written]:
    """Write one bonus or deduction; a single tier without a name of its own is ``points``."""
    usual = "" if one.when is not None else f"每{one.unit}"
    alone = len(one.tiers) == 1 and one.tiers[0].name == usual
    return sparse(
        {
            "name": one.name,
            "kind": _sign(bonus=one.bonus),
            "points": one.tiers[0].points if alone else None,
            "tiers": ()
            if alone
            else tuple({"name": tier.name, "points": tier.points} for tier in one.tiers),
            "fact": one.fact,
            "when": asked(one.when),
            "unit": "" if one.unit == "次" else one.unit,
            "combine": _combine(one.combine),
            "ceiling": one.ceiling,
            "group": one.group,
        },
        origin=one.origin,
    )


def adjustment_group(one: AdjustmentGroup) -> dict[str, Written]:
    """Write how several bonuses or deductions count together."""
    return sparse(
        {"name": one.name, "combine": _combine(one.combine), "ceiling": one.ceiling},
        origin=one.origin,
    )


def _combine(one: Combine) -> str | None:
    return None if one is Combine.SUM else one.value


def fact(one: Fact) -> dict[str, Written]:
    """Write what is to be known of a subject."""
    return sparse(
        {
            "name": one.name,
            "kind": one.kind.value,
            "unit": one.unit,
            "options": one.options,
            "hint": one.hint,
            "carries": one.carries or None,
        },
        origin=one.origin,
    )


def deviation(one: Deviation) -> dict[str, Written]:
    """Write which totals may not lie far apart."""
    return sparse(
        {"between": one.between, "points": one.points, "levels": one.levels or None},
        origin=one.origin,
    )


def rectification(one: RectificationRule) -> dict[str, Written]:
    """Write which indicators become 整改事项."""
    return sparse(
        {
            "below": share(one.below) if one.below else None,
            "least": one.least or None,
            "most": one.most or None,
        },
        origin=one.origin,
    )
