"""From evidence to a proposed level, with the chain of reasons that leads there.

The proposal is band plus limits, before quotas: a soft quota never changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.conditions import describe, holds, witness
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model import Band, Limit, LimitKind, Origin, Scheme
from desk_app.domain.scoring import Total, evaluator_sum, total


class LinkKind(StrEnum):
    """What one link of the chain says."""

    TOTAL = "total"
    MISSING = "missing"
    BAND = "band"
    REQUIREMENT = "requirement"
    FORCE = "force"
    CAP = "cap"
    DEMOTE = "demote"


@dataclass(frozen=True, slots=True)
class Reason:
    """One link: the rule that was applied, the fact it met, and the level before and after.

    ``rule`` names the rule in the scheme's words, ``fact`` is what was found. A reader who
    follows ``after`` from link to link arrives at the proposed level.
    """

    kind: LinkKind
    fact: str
    rule: str
    before: str | None
    after: str | None
    origin: Origin

    def sentence(self) -> str:
        """Say the link as one sentence for screen and paper."""
        place = f"（{self.origin.source}）" if self.origin.source else ""
        match self.kind:
            case LinkKind.TOTAL | LinkKind.MISSING:
                return f"{self.fact}。"
            case LinkKind.BAND if self.after is None:
                return f"{self.fact}，不在方案的任何档次之内。"
            case LinkKind.BAND:
                return f"{self.fact}，{self.rule}为{self.after}{place}。"
            case LinkKind.REQUIREMENT:
                return f"{self.before}还要求{self.rule}，而{self.fact}，故为{self.after}{place}。"
            case _ if self.before == self.after:
                return f"{self.fact}，适用“{self.rule}”，等级不变{place}。"
            case _:
                return f"{self.fact}，适用“{self.rule}”，由{self.before}变为{self.after}{place}。"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the scheme makes of one subject. ``level`` is ``None`` while evidence is missing."""

    subject_id: int
    total: Total
    own: Decimal | None
    level: str | None
    band_level: str | None
    reasons: tuple[Reason, ...]
    limits: tuple[str, ...]
    deviation: str
    wanting: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in words, in the order in which they apply."""
        return tuple(one.sentence() for one in self.reasons)


def grade(scheme: Scheme, evidence: Evidence) -> Proposal:
    """Propose a level for one subject under ``scheme``.

    The kinds of limits apply in the scheme's ``sequence``; within caps the lowest wins,
    demotions add up.
    """
    summed = total(scheme, evidence)
    own, own_missing = own_sum(scheme, evidence)
    reasons = [_total_reason(scheme, summed)]
    level: str | None = None
    band_level: str | None = None
    bitten: tuple[Limit, ...] = ()
    if summed.complete:
        level = _band_level(scheme, evidence, summed.points, reasons)
        band_level = level
        if level is not None:
            level, bitten = _limit(scheme, evidence, level, reasons)
    else:
        reasons.append(_missing_reason(scheme, summed))
    return Proposal(
        subject_id=evidence.subject.id,
        total=summed,
        own=own,
        level=level,
        band_level=band_level,
        reasons=tuple(reasons),
        limits=tuple(one.name for one in bitten),
        deviation="" if own_missing else _deviation(scheme, own, summed),
        wanting=_wanting(scheme, evidence, summed, level, bitten),
    )


def grade_all(scheme: Scheme, subjects: Iterable[Evidence]) -> list[Proposal]:
    """Propose a level for everyone who takes part, in the given order."""
    return [grade(scheme, one) for one in subjects if one.participates]


def own_sum(scheme: Scheme, evidence: Evidence) -> tuple[Decimal | None, tuple[str, ...]]:
    """The sum of the evaluator that is only compared (自评), and what is missing of it."""
    name = next((one.name for one in scheme.evaluators if not one.total), None)
    sheet: Mapping[str, Decimal] = {} if name is None else evidence.points.get(name, {})
    if not sheet:
        return None, ("",)
    return evaluator_sum(scheme, evidence.subject.domain, sheet)


def _total_reason(scheme: Scheme, summed: Total) -> Reason:
    parts = [f"{scheme.superior.name}各项合计 {format_points(summed.base)} 分"]
    for one in summed.adjustments:
        sign = "加" if one.points > 0 else "减"
        words = f"（{one.words}）" if one.words else ""
        parts.append(f"{one.adjustment.name}{sign} {format_points(abs(one.points))} 分{words}")
    text = "，".join(parts)
    if summed.adjustments or summed.clamped:
        text += f"，总分 {format_points(summed.points)} 分"
    if summed.clamped:
        text += "（按方案封顶或保底）"
    return Reason(LinkKind.TOTAL, text, "", None, None, Origin())


def _missing_reason(scheme: Scheme, summed: Total) -> Reason:
    shown = "、".join(summed.missing[:3]) + ("等" if len(summed.missing) > 3 else "")
    text = f"{scheme.superior.name}还有 {len(summed.missing)} 项没有评分（{shown}），暂不能拟定等级"
    return Reason(LinkKind.MISSING, text, "", None, None, Origin())


def _band_level(
    scheme: Scheme, evidence: Evidence, points: Decimal, reasons: list[Reason]
) -> str | None:
    score = f"{format_points(points)} 分"
    start = next(
        (place for place, band in enumerate(scheme.bands) if band.range.holds(points)), None
    )
    if start is None:
        reasons.append(Reason(LinkKind.BAND, score, "", None, None, Origin()))
        return None
    band = scheme.bands[start]
    level = band.level
    words = f"在 {band.range}，{'一般' if band.soft else ''}"
    reasons.append(Reason(LinkKind.BAND, score, words, None, level, band.origin))
    for lower in scheme.bands[start + 1 :]:
        if band.requires is None or holds(band.requires, evidence):
            break
        reasons.append(
            Reason(
                LinkKind.REQUIREMENT,
                witness(band.requires, evidence),
                describe(band.requires),
                level,
                lower.level,
                band.origin,
            )
        )
        band, level = lower, lower.level
    return level


def _limit(
    scheme: Scheme, evidence: Evidence, level: str, reasons: list[Reason]
) -> tuple[str, tuple[Limit, ...]]:
    bitten = []
    for kind in scheme.sequence:
        for limit in scheme.limits:
            if limit.kind is not kind or not holds(limit.when, evidence):
                continue
            after = limited(scheme, limit, level)
            reasons.append(
                Reason(
                    LinkKind(kind.value),
                    witness(limit.when, evidence),
                    limit.name,
                    level,
                    after,
                    limit.origin,
                )
            )
            if after != level:
                bitten.append(limit)
            level = after
    return level, tuple(bitten)


def limited(scheme: Scheme, limit: Limit, level: str) -> str:
    """The level that ``limit`` leaves of ``level``; never below the lowest rung."""
    rank = scheme.rank(level)
    match limit.kind:
        case LimitKind.FORCE:
            rank = scheme.rank(limit.level)
        case LimitKind.CAP:
            rank = max(rank, scheme.rank(limit.level))
        case LimitKind.DEMOTE:
            rank = min(rank + limit.by, len(scheme.levels) - 1)
    return scheme.levels[rank].name


def _deviation(scheme: Scheme, own: Decimal | None, summed: Total) -> str:
    rule = scheme.deviation
    if rule is None or own is None or not summed.complete:
        return ""
    apart = own - summed.base
    if abs(apart) <= rule.points:
        return ""
    word = "高出" if apart > 0 else "低于"
    first, second = rule.between
    return (
        f"{first} {format_points(own)} 分，{word}{second} {format_points(abs(apart))} 分，"
        f"超过 {format_points(rule.points)} 分，请核对。"
    )


def _wanting(
    scheme: Scheme,
    evidence: Evidence,
    summed: Total,
    level: str | None,
    bitten: tuple[Limit, ...],
) -> str:
    """What lacks to the next level, "" at the top or while evidence is missing."""
    if level is None or scheme.rank(level) == 0:
        return ""
    goal = scheme.levels[scheme.rank(level) - 1].name
    needs = []
    band = _lowest_band(scheme, goal)
    if band is None:
        return ""
    if band.range.low is not None and summed.points < band.range.low:
        lacking = format_points(band.range.low - summed.points)
        more = "" if band.range.low_closed else "以上"
        needs.append(f"总分再高 {lacking} 分{more}")
    if band.requires is not None and not holds(band.requires, evidence):
        needs.append(describe(band.requires))
    needs += [f"不再适用“{one.name}”" for one in bitten]
    return f"{'，并且'.join(needs)}，即为{goal}。" if needs else ""


def _lowest_band(scheme: Scheme, level: str) -> Band | None:
    return next((one for one in reversed(scheme.bands) if one.level == level), None)
