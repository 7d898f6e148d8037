"""What a subject's points add up to: the total, its bonuses and deductions, and its band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.adjustments import AppliedAdjustment, applied_adjustments
from desk_app.domain.entries import lost, needed
from desk_app.domain.evidence import Evidence
from desk_app.domain.halves import with_earlier
from desk_app.domain.points import (
    add_up,
    comparable,
    format_points,
    round_faithfully,
    round_half_up,
)
from desk_app.domain.scheme.model.levels import Band, Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import ClauseAmounts, Indicator, IndicatorMode
from desk_app.domain.weighing import compose, weighed_lines

ZERO = Decimal(0)
BASE_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Total:
    """A total and how it came about.

    ``base`` is the sum of the indicators, ``points`` the total after adjustments, clamped and
    rounded once, as it is shown. ``bound`` is what bounds and ranks look at: ``points``, or the
    exact total. ``exact`` is always that, to 12 decimals. ``missing`` are the indicators without
    points, and the evaluators whose figure is waited for; while there are any the total is only
    what has been entered so far. ``judged`` are the
    points that count, by indicator. ``own`` is this round's alone, exactly, where an earlier
    round's total counts as well.
    A weighted ``base`` is shown with three decimals; ``points`` come from the exact one.
    """

    base: Decimal
    adjustments: tuple[AppliedAdjustment, ...]
    points: Decimal
    missing: tuple[str, ...]
    clamped: bool = False
    judged: Mapping[str, Decimal | Fraction] = field(default_factory=dict)
    exact: Decimal = ZERO
    bound: Decimal = ZERO
    own: Decimal | Fraction = ZERO
    figured: bool = False
    """Whether anybody gave a figure for the whole."""

    @property
    def begun(self) -> bool:
        """Whether anything counts yet: a sum of nothing is no 0."""
        return self.figured or bool(self.judged)

    @property
    def complete(self) -> bool:
        """Whether every indicator has points."""
        return not self.missing

    @property
    def speaks(self) -> bool:
        """Whether there is anything to say of it: points, or bonuses and deductions alone."""
        return self.begun or bool(self.adjustments)


@dataclass(frozen=True, slots=True)
class BandPlace:
    """Where a total stands: its band, the band above and the points that lack to it.

    ``laddered``: whether totals lead to bands at all, not stars that are counted.
    """

    band: Band | None
    above: Band | None
    distance: Decimal | None
    laddered: bool = True


def evaluator_sum(
    scheme: Scheme, evidence: Evidence, evaluator: str
) -> tuple[Decimal, tuple[str, ...]]:
    """Add up one evaluator's sheet; return the sum and the lines still without points.

    What ballots gave is rounded to three decimals.
    """
    lines = scheme.lines_of(evaluator, evidence.subject.domain)
    exact = evidence.balloted.get(evaluator)
    if any(one.name == evaluator for one in scheme.sheets.balloted):
        known = exact or {}
        summed = sum((known.get(one.name, Fraction(0)) for one in lines), Fraction(0))
        silent = tuple(one.name for one in lines if one.name not in known)
        return round_half_up(summed, BASE_DECIMALS), silent
    counted, missing = _earned(lines, evidence.points.get(evaluator, {}))
    return add_up(counted.values()), missing


def typed_points(
    scheme: Scheme, domain: str, sheet: Mapping[str, Decimal]
) -> Mapping[str, Decimal]:
    """The points of one sheet without those that only follow from facts."""
    if not scheme.by_facts:
        return sheet
    given = {one.name for one in scheme.indicators_for(domain) if not one.chosen}
    return {name: points for name, points in sheet.items() if name not in given}


def _earned(
    indicators: Sequence[Indicator], points: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """What the entries of one sheet count for, and the indicators still without one."""
    counted = {}
    missing = []
    for one in indicators:
        entered = points.get(one.name)
        if entered is not None:
            counted[one.name] = entered if one.mode is IndicatorMode.SCORED else one.earned(entered)
        elif one.optional:
            if points:  # of a sheet on which nothing stands, nothing is known
                counted[one.name] = ZERO
        elif one.mode.counts:
            missing.append(one.name)
    return counted, tuple(missing)


def judged(
    scheme: Scheme, evidence: Evidence
) -> tuple[Mapping[str, Decimal | Fraction], tuple[str, ...]]:
    """The points that count for each indicator, exactly, and the indicators still open.

    Those of the one evaluator whose total it is, or the weighted mean of several (按照3:7的比例
    加权计分，综合计算结果即为每项最后得分).
    """
    indicators = scheme.indicators_for(evidence.subject.domain)
    if scheme.weighting is None and scheme.superior.ordinary:
        sheet = evidence.points.get(scheme.superior.name, {})
        whole = scheme.plain and len(sheet) == len(indicators)
        if whole and not [one for one in indicators if one.name not in sheet]:
            return sheet, ()
        return _earned(indicators, sheet)
    return weighed_lines(scheme, evidence)


def counted_entries(scheme: Scheme, evidence: Evidence) -> dict[str, Decimal]:
    """Indicator → an entry that counts for what the indicator has, to three decimals."""
    lines = {one.name: one for one in scheme.indicators_for(evidence.subject.domain)}
    earned, _ = judged(scheme, evidence)
    return {
        name: lines[name].entry_of(round_half_up(points, BASE_DECIMALS))
        for name, points in earned.items()
    }


def exact_base(
    scheme: Scheme, evidence: Evidence, counted: Mapping[str, Decimal | Fraction]
) -> Decimal | Fraction:
    """What the points that count come to, before bonuses and deductions."""
    if scheme.sheets.shared:
        return compose(scheme, evidence).base(counted)
    if scheme.weighting is None:
        return sum(counted.values(), ZERO)
    return sum((Fraction(one) for one in counted.values()), Fraction(0))


def total(scheme: Scheme, evidence: Evidence) -> Total:
    """Work out a subject's total: the points that count, then bonuses and deductions.

    Rounded once, half up, to the scheme's decimals; to more where bounds look at the exact total
    and it would be shown on the wrong side of one. A total never falls below ``floor``, and
    rises above ``ceiling`` only where the scheme names none.
    """
    counted, missing = judged(scheme, evidence)
    applied = applied_adjustments(scheme, evidence)
    extra = add_up(one.points for one in applied)
    figured = False
    if scheme.sheets.givers:
        made = compose(scheme, evidence)
        missing += made.missing
        figured = any(one.points is not None for one in made.figures)
    base = exact_base(scheme, evidence, counted)
    exact = Fraction(base) + Fraction(extra) if isinstance(base, Fraction) else base + extra
    own, exact = exact, with_earlier(scheme, evidence, exact)
    clamped = max(exact, scheme.floor)
    if scheme.ceiling is not None:
        clamped = min(clamped, scheme.ceiling)
    compared = comparable(clamped)
    shown = _shown(scheme, clamped)
    return Total(
        base=base if isinstance(base, Decimal) else round_half_up(base, BASE_DECIMALS),
        adjustments=applied,
        points=shown,
        missing=missing,
        clamped=clamped != exact,
        judged=counted,
        exact=compared,
        bound=shown if scheme.round_first else compared,
        own=own,
        figured=figured,
    )


def _shown(scheme: Scheme, exact: Decimal | Fraction) -> Decimal:
    if scheme.round_first:
        return round_half_up(exact, scheme.decimals)
    return round_faithfully(exact, scheme.decimals, map(Fraction, scheme.total_bounds))


def point_bands(scheme: Scheme) -> tuple[Band, ...]:
    """The bands that totals are held against; bands of stars count stars, not points."""
    return () if scheme.measure is Measure.STARS else scheme.bands


def place(scheme: Scheme, points: Decimal) -> BandPlace:
    """Say in which band ``points`` lie and how far the next band above is (by points alone)."""
    bands = point_bands(scheme)
    for position, band in enumerate(bands):
        if band.range.holds(points):
            above = bands[position - 1] if position else None
            low = above.range.low if above is not None else None
            return BandPlace(band, above, None if low is None else low - points)
    return BandPlace(None, None, None, laddered=bool(bands))


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two evaluators' sheets lie apart; ``points`` is the first less the second."""

    first: str
    second: str
    points: Decimal
    allowed: Decimal

    @property
    def too_far(self) -> bool:
        """Whether the scheme wants it pointed out (自评分数和评定结果有较大出入)."""
        return abs(self.points) > self.allowed

    @property
    def words(self) -> str:
        """Say how far the two lie apart: ``自评比考评高 4.5 分，相差超过 3 分``."""
        if not self.points:
            return f"{self.first}与{self.second}相同"
        way = "高" if self.points > 0 else "低"
        text = f"{self.first}比{self.second}{way} {format_points(abs(self.points))} 分"
        return text + (f"，相差超过 {format_points(self.allowed)} 分" if self.too_far else "")


def gap(scheme: Scheme, evidence: Evidence) -> Gap | None:
    """Compare the two evaluators that the scheme names; ``None`` until both are complete."""
    rule = scheme.deviation
    if rule is None:
        return None
    first, first_missing = evaluator_sum(scheme, evidence, rule.between[0])
    second, second_missing = evaluator_sum(scheme, evidence, rule.between[1])
    if first_missing or second_missing:
        return None
    return Gap(*rule.between, first - second, rule.points)


def lacks_reason(
    superior: str, evaluator: str, indicator: Indicator, points: Decimal | None, note: str
) -> bool:
    """Say whether ``points`` are a deduction whose reason (扣分理由) is missing.

    Only the superior deducts; an extra indicator (加分项目) starts from nothing, so less than
    its full points is no deduction, and neither is a line that counts for nothing, nor a figure
    that is given as a whole. Points that come from clauses or tiers have these words of their own.
    """
    return (
        evaluator == superior
        and points is not None
        and not indicator.extra
        and not indicator.whole
        and not indicator.mode.explained
        and not note.strip()
        and lost(indicator, points) > ZERO
    )


@dataclass(frozen=True, slots=True)
class Score:
    """One cell of a score sheet: points (``None`` for not scored) and what stands beside them.

    ``amounts`` are what its points were worked out of, where they come from clauses.
    """

    points: Decimal | None = None
    note: str = ""
    amounts: ClauseAmounts = ()


EMPTY = Score()


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What one cell shall hold: points (``None`` for not scored), note, amounts of clauses."""

    subject_id: int
    evaluator: str
    indicator: str
    points: Decimal | None
    note: str = ""
    amounts: ClauseAmounts = ()

    @property
    def score(self) -> Score:
        """What the cell holds afterwards."""
        return Score(self.points, self.note, self.amounts)


@dataclass(frozen=True, slots=True)
class SheetSum:
    """One evaluator's sheet added up; ``missing`` are its ``lines`` still without points.

    ``voted`` says that ballots give the points, so that nobody is asked to type any.
    """

    points: Decimal
    missing: tuple[str, ...]
    lines: int
    voted: bool = False

    @property
    def complete(self) -> bool:
        """Whether every indicator has points."""
        return not self.missing

    @property
    def begun(self) -> bool:
        """Whether any indicator has points."""
        return len(self.missing) < self.lines


@dataclass(frozen=True, slots=True)
class Summary:
    """What all sheets of one subject come to: what stays in sight while somebody types.

    ``unreasoned`` are the deductions that still want their reason.
    """

    sums: Mapping[str, SheetSum]
    total: Total
    place: BandPlace
    gap: Gap | None = None
    unreasoned: tuple[str, ...] = field(default=())

    @property
    def place_words(self) -> str:
        """Say where the total stands: ``四星，距五星 8.5``; how many are missing until then.

        "" where totals lead to no band.
        """
        if self.total.missing:
            waited = [one for one in self.total.missing if one in self.sums]
            lines = len(self.total.missing) - len(waited)
            parts = [f"还有 {lines} 项未评"] if lines else []
            return "，".join([*parts, *(f"{one}还没有分数" for one in waited)])
        if self.place.band is None:
            return "不在任何档次内" if self.place.laddered else ""
        words = self.place.band.level
        if self.place.above is not None and self.place.distance is not None:
            words += f"，距{self.place.above.level} {format_points(self.place.distance)}"
        return words


UNREAD = Summary({}, Total(ZERO, (), ZERO, ()), BandPlace(None, None, None))
"""Stands for sheets that nobody has added up yet: of a large round not all are read at once."""


def summarise(
    scheme: Scheme, evidence: Evidence, notes: Mapping[str, Mapping[str, str]]
) -> Summary:
    """Add up all sheets of one subject; ``notes`` is evaluator → indicator → reason.

    Raises KeyError where the scheme has no 领域 for the subject.
    """
    domain = evidence.subject.domain
    sums = {}
    for evaluator in scheme.evaluators:
        lines = len(needed(scheme.lines_of(evaluator.name, domain)))
        sheet = evidence.points.get(evaluator.name, {})
        points, missing = evaluator_sum(scheme, evidence, evaluator.name)
        voted = evaluator.ballots is not None
        # What only follows from facts is there before anybody begins.
        alone = len(sheet) - len(typed_points(scheme, domain, sheet))
        sums[evaluator.name] = SheetSum(points, missing, lines - alone or lines, voted)
    superior = scheme.superior.name
    given = evidence.points.get(superior, {})
    reasons = notes.get(superior, {})
    summed = total(scheme, evidence)
    return Summary(
        sums=sums,
        total=summed,
        place=place(scheme, summed.bound) if summed.complete else BandPlace(None, None, None),
        gap=gap(scheme, evidence),
        unreasoned=tuple(
            one.name
            for one in scheme.lines_of(superior, domain)
            if lacks_reason(superior, superior, one, given.get(one.name), reasons.get(one.name, ""))
        ),
    )
