"""What a subject's points add up to: the total, its bonuses and deductions, and its band."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from desk_app.domain.conditions import holds
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import add_up, format_points, round_half_up
from desk_app.domain.scheme.model import Adjustment, Band, Combine, Indicator, Scheme

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AppliedAdjustment:
    """What one bonus or deduction came to: signed ``points`` and how they were counted."""

    adjustment: Adjustment
    points: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Total:
    """A total and how it came about.

    ``base`` is the sum of the indicators, ``points`` the total after adjustments, clamped and
    rounded once. ``missing`` are the indicators without points; while there are any the total
    is only what has been entered so far.
    """

    base: Decimal
    adjustments: tuple[AppliedAdjustment, ...]
    points: Decimal
    missing: tuple[str, ...]
    clamped: bool = False

    @property
    def complete(self) -> bool:
        """Whether every indicator has points."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Place:
    """Where a total stands: its band, the band above and the points that lack to it."""

    band: Band | None
    above: Band | None
    distance: Decimal | None


def check_points(indicator: Indicator, points: Decimal) -> str:
    """Return why ``points`` cannot stand for ``indicator``; "" when they can."""
    if points < ZERO:
        return f"“{indicator.name}”不能是负分。"
    if points > indicator.points:
        return f"“{indicator.name}”满分 {format_points(indicator.points)} 分，不能填 {points}。"
    return ""


def evaluator_sum(
    scheme: Scheme, domain: str, points: Mapping[str, Decimal]
) -> tuple[Decimal, tuple[str, ...]]:
    """Add up one evaluator's sheet; return the sum and the indicators still without points."""
    indicators = scheme.indicators_for(domain)
    given = [points[one.name] for one in indicators if one.name in points]
    if len(given) == len(indicators):
        return add_up(given), ()
    return add_up(given), tuple(one.name for one in indicators if one.name not in points)


def total(scheme: Scheme, evidence: Evidence) -> Total:
    """Work out a subject's total: the superior's points, then bonuses and deductions.

    Rounded once, half up, to the scheme's decimals. A total never falls below ``floor``, and
    rises above ``ceiling`` only where the scheme names none.
    """
    sheet = evidence.points.get(scheme.superior.name, {})
    base, missing = evaluator_sum(scheme, evidence.subject.domain, sheet)
    applied = applied_adjustments(scheme, evidence)
    exact = base + add_up(one.points for one in applied)
    clamped = max(exact, scheme.floor)
    if scheme.ceiling is not None:
        clamped = min(clamped, scheme.ceiling)
    return Total(
        base=base,
        adjustments=applied,
        points=round_half_up(clamped, scheme.decimals),
        missing=missing,
        clamped=clamped != exact,
    )


def applied_adjustments(scheme: Scheme, evidence: Evidence) -> tuple[AppliedAdjustment, ...]:
    """Every bonus and deduction that bites, with its signed points."""
    found = []
    for adjustment in scheme.adjustments:
        counted = _counted(adjustment, evidence)
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
    return tuple(found)


def _counted(adjustment: Adjustment, evidence: Evidence) -> list[tuple[Decimal, int, str]]:
    """The tiers that count, each with its points, how often, and how it is said."""
    if adjustment.fact:
        count = evidence.facts.get(adjustment.fact, 0)
        if not isinstance(count, int) or count <= 0:
            return []
        tier = adjustment.tiers[0]
        words = f"{adjustment.fact} {int(count)} {adjustment.unit}，每{adjustment.unit}"
        return [(tier.points, int(count), words + f" {format_points(tier.points)} 分")]
    if adjustment.when is not None:
        if not holds(adjustment.when, evidence):
            return []
        return [(adjustment.tiers[0].points, 1, adjustment.tiers[0].name)]
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


def place(scheme: Scheme, points: Decimal) -> Place:
    """Say in which band ``points`` lie and how far the next band above is (by points alone)."""
    for position, band in enumerate(scheme.bands):
        if band.range.holds(points):
            above = scheme.bands[position - 1] if position else None
            low = above.range.low if above is not None else None
            return Place(band, above, None if low is None else low - points)
    return Place(None, None, None)


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


def gap(scheme: Scheme, domain: str, points: Mapping[str, Mapping[str, Decimal]]) -> Gap | None:
    """Compare the two evaluators that the scheme names; ``None`` until both are complete."""
    rule = scheme.deviation
    if rule is None:
        return None
    first, first_missing = evaluator_sum(scheme, domain, points.get(rule.between[0], {}))
    second, second_missing = evaluator_sum(scheme, domain, points.get(rule.between[1], {}))
    if first_missing or second_missing:
        return None
    return Gap(*rule.between, first - second, rule.points)


def lacks_reason(
    superior: str, evaluator: str, indicator: Indicator, points: Decimal | None, note: str
) -> bool:
    """Say whether ``points`` are a deduction whose reason (扣分理由) is missing.

    Only the superior deducts; an extra indicator (加分项目) starts from nothing, so less than
    its full points is no deduction.
    """
    return (
        evaluator == superior
        and points is not None
        and not indicator.extra
        and points < indicator.points
        and not note.strip()
    )


@dataclass(frozen=True, slots=True)
class Score:
    """One cell of a score sheet: points (``None`` for not scored) and what stands beside them."""

    points: Decimal | None = None
    note: str = ""


EMPTY = Score()


@dataclass(frozen=True, slots=True)
class Change:
    """What one cell shall hold: points (``None`` for not scored) and note, both of them."""

    subject_id: int
    evaluator: str
    indicator: str
    points: Decimal | None
    note: str = ""

    @property
    def score(self) -> Score:
        """What the cell holds afterwards."""
        return Score(self.points, self.note)


@dataclass(frozen=True, slots=True)
class SheetSum:
    """One evaluator's sheet added up; ``missing`` are the indicators without points."""

    points: Decimal
    missing: tuple[str, ...]
    lines: int

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
    place: Place
    gap: Gap | None = None
    unreasoned: tuple[str, ...] = field(default=())

    @property
    def place_words(self) -> str:
        """Say where the total stands: ``四星，距五星 8.5``; how many are missing until then."""
        if self.total.missing:
            return f"还有 {len(self.total.missing)} 项未评"
        if self.place.band is None:
            return "不在任何档次内"
        words = self.place.band.level
        if self.place.above is not None and self.place.distance is not None:
            words += f"，距{self.place.above.level} {format_points(self.place.distance)}"
        return words


def summarise(
    scheme: Scheme, evidence: Evidence, notes: Mapping[str, Mapping[str, str]]
) -> Summary:
    """Add up all sheets of one subject; ``notes`` is evaluator → indicator → reason.

    Raises KeyError where the scheme has no 领域 for the subject.
    """
    domain = evidence.subject.domain
    indicators = scheme.indicators_for(domain)
    sums = {}
    for evaluator in scheme.evaluators:
        points, missing = evaluator_sum(scheme, domain, evidence.points.get(evaluator.name, {}))
        sums[evaluator.name] = SheetSum(points, missing, len(indicators))
    superior = scheme.superior.name
    given = evidence.points.get(superior, {})
    reasons = notes.get(superior, {})
    summed = total(scheme, evidence)
    return Summary(
        sums=sums,
        total=summed,
        place=place(scheme, summed.points) if summed.complete else Place(None, None, None),
        gap=gap(scheme, domain, evidence.points),
        unreasoned=tuple(
            one.name
            for one in indicators
            if lacks_reason(superior, superior, one, given.get(one.name), reasons.get(one.name, ""))
        ),
    )
