"""Bonuses and deductions: which bite, how several count together, and how that is said."""

from dataclasses import dataclass, replace
from decimal import Decimal

from desk_app.domain.evidence import Case, Evidence
from desk_app.domain.judging import bite
from desk_app.domain.points import add_up, format_points
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import (
    USUAL_UNIT,
    Adjustment,
    AdjustmentGroup,
    Combine,
)
from desk_app.domain.scheme.words.conditions import met_words

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AppliedAdjustment:
    """What one bonus or deduction came to: signed ``points`` and how they were counted."""

    adjustment: Adjustment
    points: Decimal
    words: str


def applied_adjustments(scheme: Scheme, evidence: Evidence) -> tuple[AppliedAdjustment, ...]:
    """Every bonus and deduction that bites, with its signed points."""
    found = []
    for adjustment in scheme.adjustments:
        counted = _counted(scheme, adjustment, evidence)
        if not counted:
            continue
        worth = [tier * count for tier, count, _ in counted]
        amount = max(worth) if adjustment.combine is Combine.HIGHEST else add_up(worth)
        words = "，".join(words for _, _, words in counted)
        if adjustment.combine is Combine.HIGHEST and len(counted) > 1:
            words += "，以最高的为准"
        if adjustment.ceiling is not None and amount > adjustment.ceiling:
            amount = adjustment.ceiling
            words += f"，最多 {format_points(amount)} 分"
        if amount:
            signed = amount if adjustment.bonus else -amount
            found.append(AppliedAdjustment(adjustment, signed, words))
    for group in scheme.adjustment_groups:
        found = _together(group, found)
    return tuple(found)


def _together(group: AdjustmentGroup, applied: list[AppliedAdjustment]) -> list[AppliedAdjustment]:
    """Let the adjustments of one group count together; those that lose out stay, with 0 points."""
    members = [one for one in applied if one.adjustment.group == group.name]
    if len(members) < 2 and group.ceiling is None:
        return applied
    left = group.ceiling
    best = max((abs(one.points) for one in members), default=ZERO)
    kept: list[AppliedAdjustment] = []
    taken = False
    for one in applied:
        if one not in members:
            kept.append(one)
            continue
        amount, words = abs(one.points), one.words
        if group.combine is Combine.HIGHEST and (taken or amount < best):
            amount, words = ZERO, f"{words}；与“{group.name}”其他项只计最高的一项"
        elif group.combine is Combine.HIGHEST:
            taken = True
        if left is not None:
            if amount > left:
                words += f"；“{group.name}”合计最多 {format_points(group.ceiling)} 分"
                amount = left
            left -= amount
        kept.append(replace(one, points=amount if one.points > 0 else -amount, words=words))
    return kept


def _unit(scheme: Scheme, adjustment: Adjustment) -> str:
    """What is counted: the fact's own unit, where the adjustment names none of its own."""
    if adjustment.unit != USUAL_UNIT:
        return adjustment.unit
    own = next((one.unit for one in scheme.facts if one.name == adjustment.fact), "")
    return own or adjustment.unit


def _counted(
    scheme: Scheme, adjustment: Adjustment, evidence: Evidence
) -> list[tuple[Decimal, int, str]]:
    """The tiers that count, each with its points, how often, and how it is said."""
    if adjustment.fact:
        count = evidence.facts.get(adjustment.fact, 0)
        if not isinstance(count, int) or count <= 0:
            return []
        tier = adjustment.tiers[0]
        unit = _unit(scheme, adjustment)
        words = f"{adjustment.fact} {int(count)} {unit}，每{unit}"
        return [(tier.points, int(count), words + f" {format_points(tier.points)} 分")]
    if adjustment.when is not None:
        met = bite(adjustment.when, Case(evidence))
        if met is None:
            return []
        tier = adjustment.tiers[0]
        words = f"{met.witness}，{tier.name or met_words(adjustment.when)}"
        return [(tier.points, 1, words)]
    tiers = {tier.name: tier for tier in adjustment.tiers}
    highest = adjustment.combine is Combine.HIGHEST
    counted = []
    for entry in evidence.adjustments:
        if entry.adjustment != adjustment.name or entry.tier not in tiers:
            continue
        points = tiers[entry.tier].points
        count = 1 if highest else entry.count
        times = f" × {count}" if count > 1 else ""
        counted.append((points, count, f"{entry.tier} {format_points(points)} 分{times}"))
    return counted
