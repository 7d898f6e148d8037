"""From evidence to a proposed level, with the chain of reasons that leads there.

The proposal is the band (or the count of stars, or the opinion of the procedure's last step),
then the limits in the scheme's sequence, before quotas: a soft quota never changes it. Only a
quota that assigns by rank sets the level that the limits start from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.chain import LinkKind, Proposal, Ranked, Reason
from desk_app.domain.clauses import facts_of_clauses
from desk_app.domain.consequences import consequences
from desk_app.domain.evidence import Case, Evidence
from desk_app.domain.fact_points import facts_that_gave, lacking_facts
from desk_app.domain.halves import earlier_words, waits_for_earlier
from desk_app.domain.judging import holds, judge, unmeasured, unmeasured_words
from desk_app.domain.limits import Limited, apply_limits, direct, disqualified
from desk_app.domain.points import format_exact, format_points
from desk_app.domain.scheme.model.levels import Band, LimitKind, Measure, Unmeasured
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.words.conditions import describe
from desk_app.domain.scoring import Gap, Total, evaluator_sum, gap, place, total, typed_points
from desk_app.domain.shared_words import gave_words, waiting_words
from desk_app.domain.stars import StarResult, award, stars_known
from desk_app.domain.yearly import stepped

UNSCORED = Reason(LinkKind.TOTAL, "还没有评分", "", None, None, Origin())
"""Stands for a total to which nothing was entered."""


def grade(
    scheme: Scheme,
    evidence: Evidence,
    ranked: Ranked | None = None,
    moved: Ranked | None = None,
    unranked: Proposal | None = None,
) -> Proposal:
    """Propose a level for one subject under ``scheme``.

    The kinds of limits apply in the scheme's ``sequence``; within caps and forced levels the
    lowest wins, demotions add up unless the scheme says that only the largest counts.
    ``ranked`` is a level assigned by rank; it takes the band's place. ``moved`` is one that
    comes after limits.
    ``unranked`` is what
    the same evidence came to without it, where the caller knows: what was added up still holds.
    """
    summed = total(scheme, evidence) if unranked is None else unranked.total
    case = Case(evidence, summed.judged, summed.bound)
    stars: tuple[StarResult, ...] = ()
    if scheme.stars:
        stars = award(scheme, case) if unranked is None else unranked.stars
        awarded = sum(one.awarded for one in stars)
        case = Case(evidence, summed.judged, summed.bound, awarded)
    missing = (
        _missing(scheme, evidence, summed, stars)
        or waits_for_earlier(scheme, evidence)
        or _waited_for(scheme, case)
    )
    first = _First(None) if missing else _first_level(scheme, case, summed, ranked)
    left = _limited(scheme, case, first, missing)
    if scheme.yearly:
        left = stepped(scheme, case, left)
    if moved is not None:
        left = Limited(moved.level, (*left.reasons, moved.reason(left.level)), left.bitten)
    out = next((one.name for one in left.bitten if one.kind is LimitKind.DISQUALIFY), "")
    own, own_missing = own_sum(scheme, evidence)
    return Proposal(
        subject_id=evidence.subject.id,
        total=summed,
        own=own,
        level=left.level,
        band_level=first.level,
        reasons=(*_summed_up(scheme, summed, evidence, stars), *left.reasons),
        limits=tuple(one.name for one in left.bitten),
        deviation="" if own_missing else deviation_words(scheme, evidence, left.level),
        has_points=scheme.has_points,
        stars=stars,
        disqualified=out,
        consequences=consequences(scheme, case, left.level, out=bool(out)),
    )


@dataclass(frozen=True, slots=True)
class _First:
    """The level before limits, and the links that lead to it."""

    level: str | None
    reasons: tuple[Reason, ...] = ()


def _limited(scheme: Scheme, case: Case, first: _First, missing: str) -> Limited:
    """What the limits leave of the first level; without one, only a disqualification counts."""
    if first.level is not None:
        left = apply_limits(scheme, case, first.level)
        return Limited(left.level, (*first.reasons, *left.reasons), left.bitten)
    out = disqualified(scheme, case)
    if out is not None:  # it says more than that no level could be found
        return Limited(out.level, (*first.reasons[:-1], *out.reasons), out.bitten)
    if missing and (at_once := direct(scheme, case)) is not None:
        return at_once
    if missing:
        return Limited(None, (Reason(LinkKind.MISSING, missing, "", None, None, Origin()),))
    return Limited(None, first.reasons)


def _summed_up(
    scheme: Scheme, summed: Total, evidence: Evidence, stars: tuple[StarResult, ...]
) -> Iterator[Reason]:
    """The links that say what was added up, before any level."""
    both = earlier_words(scheme, evidence, summed.own)
    if scheme.has_points and (scheme.measure is not Measure.OPINION or scheme.bands):
        half = summed.own if both else None
        yield _total_reason(scheme, summed, evidence, half) if summed.speaks else UNSCORED
    if both:
        text = f"{both}，{_exact_words(scheme, summed)}{_bounded_words(scheme, summed)}"
        yield Reason(LinkKind.TOTAL, text, "", None, None, Origin())
    if stars_known(stars):
        yield _stars_reason(stars)


def own_evaluator(scheme: Scheme) -> str:
    """Who is compared with the superior (自评): somebody who scores every line; "" for nobody."""
    return next((one.name for one in scheme.evaluators if not one.total and one.ordinary), "")


def own_sum(scheme: Scheme, evidence: Evidence) -> tuple[Decimal | None, tuple[str, ...]]:
    """The sum of the evaluator that is only compared (自评), and what is missing of it."""
    name = own_evaluator(scheme)
    if not typed_points(scheme, evidence.subject.domain, evidence.points.get(name, {})):
        return None, ("",)
    return evaluator_sum(scheme, evidence, name)


def _total_reason(
    scheme: Scheme, summed: Total, evidence: Evidence, half: Decimal | Fraction | None
) -> Reason:
    """Say what the total is made of; ``half`` is this round's, where an earlier one counts too."""
    weighed = [one for one in scheme.evaluators if one.weight]
    if scheme.weighting is not None and weighed:
        names = "、".join(one.name for one in weighed)
        ratio = ":".join(_weight(one.weight) for one in weighed)
        who = f"{names}按 {ratio} 加权"
    else:
        who = scheme.superior.name
    scored = "已评的各项" if summed.missing else "各项"
    parts = [f"{who}{scored}合计 {format_points(summed.base)} 分"]
    if scheme.sheets.shared:
        so_far = "已有的" if summed.missing else ""
        gave = "，".join(one for one in (gave_words(scheme, evidence), f"{so_far}合计") if one)
        parts = [f"{gave} {format_points(summed.base)} 分".replace("加权，合计", "加权合计")]
    for one in summed.adjustments:
        sign = "加" if one.points > 0 or one.adjustment.bonus else "减"
        words = f"（{one.words}）" if one.words else ""
        parts.append(f"{one.adjustment.name}{sign} {format_points(abs(one.points))} 分{words}")
    if facts := (*facts_of_clauses(scheme, evidence), *facts_that_gave(scheme, evidence)):
        parts[0] += f"（{'；'.join(facts)}）"
    text = "，".join(parts)
    if half is not None:  # what bounds and rounding do, they do to the total of both rounds
        text += f"，本轮 {format_exact(_of(half), ())} 分" if summed.adjustments else ""
    else:
        if summed.adjustments or summed.clamped:
            text += f"，{_exact_words(scheme, summed)}"
        text += _bounded_words(scheme, summed)
    where = evidence.entered.get(scheme.superior.name, "")
    return Reason(LinkKind.TOTAL, text, "", None, None, Origin(), where)


def _exact_words(scheme: Scheme, summed: Total) -> str:
    return f"总分 {format_exact(_of(summed.exact), scheme.total_bounds)} 分"


def _bounded_words(scheme: Scheme, summed: Total) -> str:
    """Say that the total was held within its bounds, and rounded before anything looks at it."""
    text = "（按方案封顶或保底）" if summed.clamped else ""
    if scheme.round_first and summed.points != summed.exact:
        text += f"，四舍五入为 {format_points(summed.points)} 分"
    return text


def _weight(weight: Fraction) -> str:
    return str(weight.numerator) if weight.denominator == 1 else f"{float(weight):g}"


def _stars_reason(stars: tuple[StarResult, ...]) -> Reason:
    awarded = [one.star.name for one in stars if one.awarded]
    withheld = [f"{one.star.name}（{one.missed}）" for one in stars if not one.awarded]
    text = f"获得 {len(awarded)} 颗星"
    text += f"：{'、'.join(awarded)}" if awarded else ""
    text += f"；未获得：{'、'.join(withheld)}" if withheld else ""
    return Reason(LinkKind.STARS, text, "", None, None, Origin())


def _missing(
    scheme: Scheme, evidence: Evidence, summed: Total, stars: tuple[StarResult, ...]
) -> str:
    """Say what is missing before a level can be proposed; "" when nothing is."""
    if scheme.measure is Measure.OPINION:
        return ""
    if summed.missing:
        return f"{_unscored(scheme, evidence, summed.missing)}，暂不能拟定等级"
    unknown = [one.star.name for one in stars if one.open and not one.awarded]
    if scheme.measure is Measure.STARS and unknown:
        return f"还有 {len(unknown)} 颗星没有测评或评分（{_some(unknown)}），暂不能拟定等级"
    return ""


def _waited_for(scheme: Scheme, case: Case) -> str:
    """Say which rate has to be measured before a level can be proposed; "" for none."""
    for one in scheme.rate_limits:
        if one.missing is Unmeasured.WAIT and (names := unmeasured(one.when, case)):
            fact = unmeasured_words(scheme, case, names)
            return f"{fact}（“{one.name}”要看它），暂不能拟定等级"
    measured = Decimal(case.stars or 0) if scheme.measure is Measure.STARS else case.total
    start = next(
        (at for at, band in enumerate(scheme.bands) if band.range.holds(measured or Decimal(0))),
        None,
    )
    for band in () if start is None else scheme.bands[start:]:
        if band.requires is None:
            break
        names = _undecided(scheme, band, case)
        if names and band.missing is Unmeasured.WAIT:
            fact = unmeasured_words(scheme, case, names)
            return f"{fact}（{band.level}要看它），暂不能拟定等级"
        if band.missing is Unmeasured.HOLDS if names else holds(band.requires, case):
            break
    return ""


def _undecided(scheme: Scheme, band: Band, case: Case) -> tuple[str, ...]:
    """The rates without which nobody can say whether a band's condition holds.

    In format 1 a comparison with a rate that was not measured does not hold, and that is all.
    """
    plainly = scheme.format == OLDEST_FORMAT and band.missing is Unmeasured.IGNORED
    return () if plainly or band.requires is None else unmeasured(band.requires, case)


def _unscored(scheme: Scheme, evidence: Evidence, open_lines: Sequence[str]) -> str:
    """Say whose scores are missing, and which; first what nobody entered that gives points."""
    lacking = lacking_facts(scheme, evidence)
    unknown = [f"{'，'.join(why)}，“{name}”算不出得分" for name, why in lacking.items()]
    open_lines = [one for one in open_lines if one not in lacking]
    scored = _unscored_lines(scheme, evidence, open_lines) if open_lines else ""
    return "；".join(one for one in (*unknown, scored) if one)


def _unscored_lines(scheme: Scheme, evidence: Evidence, open_lines: Sequence[str]) -> str:
    if scheme.sheets.shared:
        return waiting_words(scheme, evidence, open_lines)
    if scheme.weighting is None:
        return f"{scheme.superior.name}还有 {len(open_lines)} 项没有评分（{_some(open_lines)}）"
    said = []
    for one in scheme.evaluators:
        sheet = evidence.points.get(one.name, {})
        lacking = [name for name in open_lines if name not in sheet]
        if one.weight and lacking:
            said.append(f"{one.name}还有 {len(lacking)} 项没有评分（{_some(lacking)}）")
    return "，".join(said)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def _first_level(scheme: Scheme, case: Case, summed: Total, ranked: Ranked | None) -> _First:
    """The level before limits."""
    if ranked is not None:
        return _First(ranked.level, (ranked.reason(None),))
    match scheme.measure:
        case Measure.OPINION:
            return _opinion_level(scheme, case.evidence)
        case Measure.STARS:
            count = case.stars or 0
            return _band_level(scheme, case, Decimal(count), f"获得 {count} 颗星")
        case Measure.POINTS:
            return _band_level(scheme, case, summed.bound, _points_words(scheme, summed))


def _points_words(scheme: Scheme, summed: Total) -> str:
    """Say the total, and that it was rounded where that decides the band."""
    shown = f"总分 {format_points(summed.points)} 分"
    if not scheme.round_first or summed.points == summed.exact:
        return shown
    if place(scheme, summed.points).band is place(scheme, summed.exact).band:
        return shown
    exact = format_exact(_of(summed.exact), scheme.total_bounds)
    return f"总分 {exact} 分，四舍五入为 {format_points(summed.points)} 分"


def _of(exact: Decimal | Fraction) -> Fraction:
    return Fraction(exact)


def opinion_steps(scheme: Scheme) -> tuple[str, ...]:
    """The steps that arrive at a level, in order; every one's opinion is kept."""
    kinds = {StepYield.OPINION, StepYield.DECISION}
    return tuple(one.name for one in scheme.steps if one.yields in kinds)


def _opinion_level(scheme: Scheme, known: Evidence) -> _First:
    level: str | None = None
    reasons: list[Reason] = []
    origins = {one.name: one.origin for one in scheme.steps}
    for step in opinion_steps(scheme):
        said = known.opinions.get(step)
        if said is None:
            continue
        after = scheme.level(said).name
        where = known.entered.get(step, "")
        reasons.append(Reason(LinkKind.OPINION, "", step, level, after, origins[step], where))
        level = after
    if reasons:
        reasons[-1] = replace(reasons[-1], fact=_which_counts(scheme, known))
    if level is None:
        text = "各环节都还没有意见，暂不能拟定等级"
        reasons.append(Reason(LinkKind.MISSING, text, "", None, None, Origin()))
    return _First(level, tuple(reasons))


def _which_counts(scheme: Scheme, known: Evidence) -> str:
    """Say that the latest opinion counts, and which steps could still change it."""
    steps = opinion_steps(scheme)
    given = [at for at, step in enumerate(steps) if step in known.opinions]
    later = steps[given[-1] + 1 :]
    text = "，以最后提出的意见为准" if len(given) > 1 else ""
    if later:
        text += f"（中间环节的意见，{'、'.join(later)}还没有意见）"
    return text


def _band_level(scheme: Scheme, case: Case, measured: Decimal, score: str) -> _First:
    start = next((at for at, band in enumerate(scheme.bands) if band.range.holds(measured)), None)
    if start is None:
        return _First(None, (Reason(LinkKind.BAND, score, "", None, None, Origin()),))
    band = scheme.bands[start]
    usually = "一般" if band.soft else ""
    words = usually
    if scheme.measure is Measure.POINTS:
        words = f"在 {band.range}，{usually}"
    reasons = [Reason(LinkKind.BAND, score, words, None, band.level, band.origin)]
    for lower in scheme.bands[start + 1 :]:
        if band.requires is None:
            break
        verdict = judge(band.requires, case)
        names = _undecided(scheme, band, case)
        if verdict.holds and not names:
            break
        if names and band.missing is Unmeasured.HOLDS:
            fact = unmeasured_words(scheme, case, names)
            rule = f"{band.level}的要求视为满足"
            level, kind = band.level, LinkKind.UNMEASURED
            reasons.append(Reason(kind, fact, rule, level, level, band.origin))
            break
        reasons.append(
            Reason(
                LinkKind.REQUIREMENT,
                verdict.witness,
                describe(band.requires),
                band.level,
                lower.level,
                band.origin,
                verdict.entered,
            )
        )
        band = lower
    return _First(band.level, tuple(reasons))


def deviation_words(scheme: Scheme, evidence: Evidence, level: str | None = None) -> str:
    """Say that two evaluators lie too far apart, by points or by levels; "" when they do not.

    ``level`` is the one proposed; the first evaluator's is the band of its sum alone
    (自评分数、自评星级和上级评定结果有较大出入).
    """
    rule = scheme.deviation
    if rule is None:
        return ""
    apart: Gap | None = gap(scheme, evidence)
    said = [apart.words] if apart is not None and apart.too_far else []
    if apart is not None and rule.levels and level is not None:
        own, _ = evaluator_sum(scheme, evidence, rule.between[0])
        band = place(scheme, own).band
        rungs = 0 if band is None else abs(scheme.rank(band.level) - scheme.rank(level))
        if band is not None and rungs >= rule.levels:
            said.append(f"按{rule.between[0]}得分为{band.level}，拟定为{level}，相差 {rungs} 级")
    return f"{'；'.join(said)}，请核对。" if said else ""
