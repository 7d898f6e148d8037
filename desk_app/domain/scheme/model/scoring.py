"""What is scored and how it adds up: indicators, evaluators, weights, bonuses, facts."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.scheme.model.ballots import Ballots
from desk_app.domain.scheme.model.conditions import Condition
from desk_app.domain.scheme.model.tiers import NumberTier, PerUnit
from desk_app.domain.scheme.model.values import Origin


class IndicatorMode(StrEnum):
    """What is entered for an indicator, and what it counts for."""

    SCORED = "scored"
    """Points from 0 to full."""
    DEDUCTED = "deducted"
    """The points taken off; what is left counts, never less than 0 (扣完为止)."""
    ALL_OR_NOTHING = "all_or_nothing"
    """Full points or none (达成目标得分，不达成不得分)."""
    CHECK = "check"
    """Met (1) or not (0), counted as its points; a line of a checklist."""
    INFORMATION = "information"
    """Kept and printed, counts for nothing."""
    CLAUSES = "clauses"
    """How often each of its clauses applies; what they take and give together counts."""
    FACTS = "facts"
    """What its facts say: the points of the tier that holds, or so many per unit of a number."""

    @property
    def counts(self) -> bool:
        """Whether an entry counts for anything."""
        return self is not IndicatorMode.INFORMATION

    @property
    def direct(self) -> bool:
        """Whether what is entered are the points that count."""
        return self in {
            IndicatorMode.SCORED,
            IndicatorMode.ALL_OR_NOTHING,
            IndicatorMode.CLAUSES,
            IndicatorMode.FACTS,
        }

    @property
    def explained(self) -> bool:
        """Whether its points come with their reason: the words of clauses or of tiers."""
        return self in {IndicatorMode.CLAUSES, IndicatorMode.FACTS}


class Start(StrEnum):
    """From what the clauses of an indicator count."""

    FULL = "full"
    """From its points: clauses take them off."""
    ZERO = "zero"
    """From nothing: clauses earn them."""


ClauseAmounts = tuple[tuple[str, Decimal], ...]
"""What was entered for the clauses of an indicator: name and amount, the applying ones only."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One case in which points of an indicator are lost, or earned with ``bonus`` (计分情形).

    With ``unit`` it is counted, and ``points`` are those of each time (每少 1 次扣 1 分); without
    it applies once or not (不按期换届扣 5 分). Without ``points`` they are at the scorer's
    discretion (酌情扣). ``ceiling`` is the most that the clause comes to, ``standard`` the rule
    book's own sentence. Counts are whole numbers unless ``whole`` is false.
    """

    name: str
    standard: str = ""
    bonus: bool = False
    points: Decimal | None = None
    unit: str = ""
    whole: bool = True
    ceiling: Decimal | None = None
    origin: Origin = field(default_factory=Origin)

    @property
    def once(self) -> bool:
        """Whether it applies or does not: a tick."""
        return self.points is not None and not self.unit

    def worth(self, amount: Decimal) -> Decimal:
        """Points taken or given for an amount, without a sign, never above the ceiling.

        The amount is how often; 1 or 0 for what applies once; the points at discretion.
        """
        each = Decimal(1) if self.points is None else self.points
        return each * amount if self.ceiling is None else min(each * amount, self.ceiling)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a score sheet: from 0 to ``points`` points. Empty ``domains`` means all.

    ``group`` is the heading it stands under (一级指标). One that counts by ``clauses`` has
    ``start`` to say from where; one that follows from facts has ``tiers`` or ``per_unit``. An
    ``extra`` one is 加分项目; ``optional`` says that an empty one earns nothing, so that nobody
    waits for it. ``whole`` is no indicator of a scheme but the one line on which an evaluator
    gives a total.
    """

    name: str
    points: Decimal
    standard: str = ""
    domains: tuple[str, ...] = ()
    extra: bool = False
    optional: bool = False
    mode: IndicatorMode = IndicatorMode.SCORED
    group: str = ""
    origin: Origin = field(default_factory=Origin)
    start: Start = Start.FULL
    clauses: tuple[Clause, ...] = ()
    whole: bool = False
    tiers: tuple[NumberTier, ...] = ()
    per_unit: PerUnit | None = None

    @property
    def chosen(self) -> bool:
        """Whether somebody enters points for it; not where its facts alone say them."""
        facts = self.mode is IndicatorMode.FACTS
        return not facts or any(not one.fixed for one in self.tiers)

    @property
    def needed(self) -> bool:
        """Whether a sheet is incomplete without an entry here."""
        return self.mode.counts and not self.optional

    @property
    def met_or_not(self) -> bool:
        """Whether it earns everything or nothing; also where any clause takes all of it."""
        if self.mode is IndicatorMode.CLAUSES:
            taken = [one.points for one in self.clauses]
            return self.start is Start.FULL and all(one and one >= self.points for one in taken)
        return self.mode in {IndicatorMode.CHECK, IndicatorMode.ALL_OR_NOTHING}

    def counted(self, amounts: ClauseAmounts) -> Decimal:
        """What the clauses leave, or earn, together: never below 0, never above the points."""
        entered = dict(amounts)
        points = self.points if self.start is Start.FULL else Decimal(0)
        for one in self.clauses:
            if one.name in entered:
                worth = one.worth(entered[one.name])
                points += worth if one.bonus else -worth
        return max(Decimal(0), min(self.points, points))

    def earned(self, entered: Decimal) -> Decimal:
        """What an entry counts for, in points."""
        match self.mode:
            case (
                IndicatorMode.SCORED
                | IndicatorMode.ALL_OR_NOTHING
                | IndicatorMode.CLAUSES
                | IndicatorMode.FACTS
            ):
                return entered
            case IndicatorMode.DEDUCTED:
                return max(self.points - entered, Decimal(0))
            case IndicatorMode.CHECK:
                return self.points if entered else Decimal(0)
            case IndicatorMode.INFORMATION:
                return Decimal(0)

    def entry_of(self, earned: Decimal) -> Decimal:
        """An entry that counts for so many points; for a tick, whether all of them are earned."""
        match self.mode:
            case IndicatorMode.DEDUCTED:
                return self.points - earned
            case IndicatorMode.CHECK:
                return Decimal(earned >= self.points)
            case _:
                return earned


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Who scores.

    The total is that of the one evaluator with ``total``, or, where a scheme weighs several,
    the mean of all that have a ``weight`` above 0. One with ``indicators`` scores these alone,
    one with ``only_total`` gives a single figure from 0 to ``full`` (``None`` for the scheme's
    own full points), and ``ballots`` score for those who voted: nobody types anything.
    """

    name: str
    total: bool = False
    weight: Fraction = Fraction(0)
    origin: Origin = field(default_factory=Origin)
    indicators: tuple[str, ...] = ()
    only_total: bool = False
    full: Decimal | None = None
    ballots: Ballots | None = None

    @property
    def ordinary(self) -> bool:
        """Whether every indicator is scored by hand."""
        return not (self.indicators or self.only_total or self.ballots)


def scores_of(evaluator: str) -> str:
    """Name what an evaluator gives: 考评评分; 综合评分 is called so already."""
    return evaluator if evaluator.endswith("评分") else f"{evaluator}评分"


class Missing(StrEnum):
    """What becomes of a weighed indicator that one evaluator has not scored."""

    OPEN = "open"
    """It stays open: no total until everybody has scored it."""
    OTHERS = "others"
    """The others' weights are used alone for it."""
    ZERO = "zero"
    """It counts as 0 for that evaluator."""


@dataclass(frozen=True, slots=True)
class Weighting:
    """Several evaluators with weights (按照3:7的比例加权计分), and what a missing score means."""

    missing: Missing = Missing.OPEN
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Two evaluators' totals that differ by more than ``points`` are pointed out.

    With ``levels`` above 0 also levels that differ by that many rungs or more.
    """

    between: tuple[str, str]
    points: Decimal
    levels: int = 0
    origin: Origin = field(default_factory=Origin)


class Combine(StrEnum):
    """How several entries of one bonus or deduction count together."""

    SUM = "sum"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a bonus or deduction, in points without a sign (市级 3)."""

    name: str
    points: Decimal


USUAL_UNIT = "次"
"""What bonuses and deductions are counted in where a scheme says nothing else."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A bonus or deduction.

    Entered in the register by tier and count; or, with ``fact``, counted from that fact; or,
    with ``when``, applied once as soon as the condition holds. ``combine`` says how several
    entries add up, ``ceiling`` the most points that they may give together. ``group`` names
    an ``AdjustmentGroup`` that looks at several of them together.
    """

    name: str
    bonus: bool
    tiers: tuple[Tier, ...]
    combine: Combine = Combine.SUM
    ceiling: Decimal | None = None
    fact: str = ""
    group: str = ""
    when: Condition | None = None
    unit: str = USUAL_UNIT
    origin: Origin = field(default_factory=Origin)

    @property
    def registered(self) -> bool:
        """Whether a clerk enters it in the register (else it follows from facts or rates)."""
        return not self.fact and self.when is None


@dataclass(frozen=True, slots=True)
class AdjustmentGroup:
    """Bonuses (or deductions) that count together: the highest alone, or summed up to a ceiling."""

    name: str
    combine: Combine = Combine.SUM
    ceiling: Decimal | None = None
    origin: Origin = field(default_factory=Origin)


class FactKind(StrEnum):
    """What can be entered for a fact."""

    YES_NO = "yes_no"
    COUNT = "count"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    DECIMAL = "decimal"
    """A number with at most three decimals."""


@dataclass(frozen=True, slots=True)
class EarlierTotal:
    """The total of an earlier round of the same year that counts in this one (上半年 40%).

    It is the ``fact`` of that name, or worked out from the workspace's own round where nobody
    entered it; ``weight`` to ``own`` are a ratio. ``missing`` says what holds while it is not
    known: wait, this round alone, or 0 points.
    """

    fact: str
    weight: Fraction
    own: Fraction
    missing: Missing
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to be known of a subject that no indicator holds (其他情况).

    One that ``carries`` is taken over from the organisation's latest earlier round while this
    round has no entry of its own (a ban that outlasts the year).
    """

    name: str
    kind: FactKind
    unit: str = ""
    options: tuple[str, ...] = ()
    hint: str = ""
    carries: bool = False
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class RectificationRule:
    """Indicators below ``below`` of their points become 整改事项 (least and most per subject)."""

    below: Fraction
    least: int = 0
    most: int = 0
    origin: Origin = field(default_factory=Origin)
