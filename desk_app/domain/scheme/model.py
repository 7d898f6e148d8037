"""The parts of a scheme, frozen as they were read from its file.

Names identify: a level, indicator, fact or poll is referred to by the Chinese name that the
scheme gives it, in the file, in the evidence and in the database alike.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from desk_app.domain.scheme.conditions import Condition
from desk_app.domain.scheme.intervals import Interval
from desk_app.domain.scheme.meetings import Counting, MeetingKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands in the source, in whose words, and what of it is ours."""

    source: str = ""
    phrase: str = ""
    ours: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder; ``none`` marks the rung that means "no level" (不定星级)."""

    name: str
    aliases: tuple[str, ...] = ()
    management: str = ""
    none: bool = False
    duty: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """A 领域 of the scheme and the 领域 of the registry that it takes in."""

    name: str
    includes: tuple[str, ...]
    origin: Origin = field(default_factory=Origin)


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


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a score sheet: from 0 to ``points`` points. Empty ``domains`` means all.

    ``group`` is the heading it stands under (一级指标).
    """

    name: str
    points: Decimal
    standard: str = ""
    domains: tuple[str, ...] = ()
    extra: bool = False
    mode: IndicatorMode = IndicatorMode.SCORED
    group: str = ""
    origin: Origin = field(default_factory=Origin)

    def earned(self, entered: Decimal) -> Decimal:
        """What an entry counts for, in points."""
        match self.mode:
            case IndicatorMode.SCORED | IndicatorMode.ALL_OR_NOTHING:
                return entered
            case IndicatorMode.DEDUCTED:
                return max(self.points - entered, Decimal(0))
            case IndicatorMode.CHECK:
                return self.points if entered else Decimal(0)
            case IndicatorMode.INFORMATION:
                return Decimal(0)


@dataclass(frozen=True, slots=True)
class Star:
    """A star that is awarded or withheld: ``when`` decides. ``kind`` is 共性星, 个性星 or ""."""

    name: str
    when: Condition
    kind: str = ""
    domains: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Who scores.

    The total is that of the one evaluator with ``total``, or, where a scheme weighs several,
    the mean of all that have a ``weight`` above 0.
    """

    name: str
    total: bool = False
    weight: Fraction = Fraction(0)
    origin: Origin = field(default_factory=Origin)


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


@dataclass(frozen=True, slots=True)
class Band:
    """Points in ``range`` give ``level``, if ``requires`` holds; else the next band below."""

    level: str
    range: Interval
    soft: bool = False
    requires: Condition | None = None
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
    unit: str = "次"
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


class LimitKind(StrEnum):
    """What a limit does to the level."""

    DISQUALIFY = "disqualify"
    FORCE = "force"
    CAP = "cap"
    DEMOTE = "demote"


@dataclass(frozen=True, slots=True)
class Limit:
    """When ``when`` holds: at most ``level`` (cap), exactly it (force), or ``by`` rungs lower.

    ``DISQUALIFY`` takes the subject out of the grading: it holds no level this year (取消当年
    度的评星资格), or the scheme's "no level" rung where ``level`` names it.
    """

    name: str
    kind: LimitKind
    when: Condition
    level: str = ""
    by: int = 0
    origin: Origin = field(default_factory=Origin)


class FactKind(StrEnum):
    """What can be entered for a fact."""

    YES_NO = "yes_no"
    COUNT = "count"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"


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
class Poll:
    """An anonymous paper vote: its options in the order of the paper.

    ``distribution`` says that the options are levels and that the result is how the votes
    spread over them. ``single`` says that each organisation holds its own.
    """

    name: str
    options: tuple[str, ...]
    meeting: str = ""
    single: bool = True
    distribution: bool = False
    origin: Origin = field(default_factory=Origin)
    counting: Counting = field(default_factory=Counting)


class RateBase(StrEnum):
    """What a rate is divided by."""

    ISSUED = "issued"
    RETURNED = "returned"
    VALID = "valid"
    VALID_WITHOUT_ABSTENTION = "valid_without_abstention"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate over a poll, such as 满意率: votes for ``numerator`` over ``base``."""

    name: str
    poll: str
    numerator: tuple[str, ...]
    base: RateBase = RateBase.VALID
    origin: Origin = field(default_factory=Origin)


class Bound(StrEnum):
    """Which way a quota binds."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Over(StrEnum):
    """Within what a quota, a rank or a tail is counted."""

    ROUND = "round"
    DOMAIN = "domain"
    PARENT = "parent"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many may (at most), must (at least) or should (about) hold ``levels``.

    ``share`` of the base, or ``count`` subjects where that is above 0; counted separately in
    every part of the round that ``over`` names. ``tolerance`` in the same unit as ``share``,
    for "about" only. Quotas of one ``ratio`` (3:6:1) share the base out between them.
    ``assign`` lets the quota set the level by rank; ``yields_to`` names the quota that wins
    where both cannot hold. A ``target`` is only looked at (工作目标), it hints at nobody.
    """

    name: str
    levels: tuple[str, ...]
    bound: Bound
    share: Fraction = Fraction(0)
    tolerance: Fraction = Fraction(0)
    soft: bool = True
    count: int = 0
    over: Over = Over.ROUND
    ratio: str = ""
    assign: bool = False
    yields_to: str = ""
    target: bool = False
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Tail:
    """The lowest ranked (倒排): a share of those counted, or the last ``count``.

    ``levels`` narrows it to holders of these; the base of the share is everybody counted.
    """

    name: str
    share: Fraction = Fraction(0)
    count: int = 0
    levels: tuple[str, ...] = ()
    over: Over = Over.ROUND
    duty: str = ""
    origin: Origin = field(default_factory=Origin)


class ConsequenceKind(StrEnum):
    """What follows from a level."""

    REPORT = "report"
    """Somebody is told or asked: 备案, 复审, 审批, 征求意见."""
    MAY = "may"
    """Something becomes possible (可以推荐)."""
    MUST_NOT = "must_not"
    """Something is closed (不能提拔使用)."""
    DUTY = "duty"
    """Something has to be done (集中整顿)."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows where the level is one of ``levels`` (any, when empty) and ``when`` holds.

    ``to`` names who is told or asked.
    """

    name: str
    kind: ConsequenceKind
    levels: tuple[str, ...] = ()
    when: Condition | None = None
    to: str = ""
    origin: Origin = field(default_factory=Origin)


class Measure(StrEnum):
    """What the bands look at."""

    POINTS = "points"
    STARS = "stars"
    OPINION = "opinion"
    """No bands: the level is what the procedure's steps arrived at, the latest one's."""


class StepYield(StrEnum):
    """What a step leaves behind."""

    SCORES = "scores"
    POLL = "poll"
    OPINION = "opinion"
    DECISION = "decision"
    APPROVAL = "approval"
    NOTICE = "notice"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Step:
    """One step (环节): who does what by when, and what it yields.

    ``deadline`` is (month, day) of the round's year, or ``None`` where the source has none.
    """

    name: str
    actor: str = ""
    yields: StepYield = StepYield.PAPERS
    evaluator: str = ""
    poll: str = ""
    meeting: str = ""
    deadline: tuple[int, int] | None = None
    notice_days: int = 0
    working_days: bool = False
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class RectificationRule:
    """Indicators below ``below`` of their points become 整改事项 (least and most per subject)."""

    below: Fraction
    least: int = 0
    most: int = 0
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Reading:
    """An ambiguous place of the source: what could be meant, and what was chosen."""

    name: str
    question: str
    options: tuple[str, ...]
    chosen: str
    reason: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Forms:
    """Titles that the forms of this scheme bear."""

    declaration: str
    summary: str
    score_sheet: str
    ballot: str
    rectification: str


@dataclass(frozen=True)
class Scheme:
    """One rule book. ``levels`` run from high to low, ``bands`` likewise.

    ``decimals`` is the number of places to which a total is rounded, once and half up.
    ``ceiling`` caps a total with its bonuses, where the scheme says so. ``sequence`` is the
    order in which kinds of limits apply. ``absent_in_base`` says whether subjects that do not
    take part (不参评) count in the base of the quotas. ``total_origin`` belongs to the full points,
    the rounding and the ceiling, ``subjects_origin`` to ``absent_in_base``.
    """

    id: str
    title: str
    source: str
    levels: tuple[Level, ...]
    indicators: tuple[Indicator, ...]
    evaluators: tuple[Evaluator, ...]
    bands: tuple[Band, ...]
    forms: Forms
    object_name: str = "党组织"
    full_points: Decimal = Decimal(100)
    decimals: int = 1
    ceiling: Decimal | None = None
    floor: Decimal = Decimal(0)
    absent_in_base: bool = False
    domains: tuple[DomainGroup, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    facts: tuple[Fact, ...] = ()
    limits: tuple[Limit, ...] = ()
    sequence: tuple[LimitKind, ...] = (
        LimitKind.DISQUALIFY,
        LimitKind.FORCE,
        LimitKind.CAP,
        LimitKind.DEMOTE,
    )
    polls: tuple[Poll, ...] = ()
    rates: tuple[Rate, ...] = ()
    quotas: tuple[Quota, ...] = ()
    steps: tuple[Step, ...] = ()
    measure: Measure = Measure.POINTS
    stars: tuple[Star, ...] = ()
    weighting: Weighting | None = None
    adjustment_groups: tuple[AdjustmentGroup, ...] = ()
    demotions_add_up: bool = True
    tails: tuple[Tail, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    deviation: Deviation | None = None
    rectification: RectificationRule | None = None
    readings: tuple[Reading, ...] = ()
    meetings: tuple[MeetingKind, ...] = ()
    total_origin: Origin = field(default_factory=Origin)
    subjects_origin: Origin = field(default_factory=Origin)
    sequence_origin: Origin = field(default_factory=Origin)

    @cached_property
    def superior(self) -> Evaluator:
        """The evaluator whose total is the subject's (考评)."""
        return next(one for one in self.evaluators if one.total)

    def rank(self, level: str) -> int:
        """The position of a level by name or alias, 0 is the highest; raises KeyError."""
        for position, one in enumerate(self.levels):
            if level == one.name or level in one.aliases:
                return position
        raise KeyError(level)

    def level(self, name: str) -> Level:
        """The level of that name or alias; raises KeyError."""
        return self.levels[self.rank(name)]

    def domain_group(self, domain: str) -> str:
        """The scheme's 领域 for one of the registry; "" where the scheme makes no difference.

        Raises KeyError where the scheme has 领域 and none takes in ``domain``.
        """
        return self._groups[domain] if self.domains else ""

    def indicators_for(self, domain: str) -> tuple[Indicator, ...]:
        """The lines of the score sheet of a subject of that 领域, in order."""
        return self._sheets[self.domain_group(domain)]

    @cached_property
    def _groups(self) -> dict[str, str]:
        """Registry's 领域 → the scheme's; the first that takes it in."""
        return {name: one.name for one in reversed(self.domains) for name in one.includes}

    @cached_property
    def _sheets(self) -> dict[str, tuple[Indicator, ...]]:
        """领域 → lines of its score sheet: asked for at every subject of a large round."""
        groups = [one.name for one in self.domains] or [""]
        return {
            group: tuple(one for one in self.indicators if not one.domains or group in one.domains)
            for group in groups
        }

    @cached_property
    def limits_by_kind(self) -> dict[LimitKind, tuple[Limit, ...]]:
        """The limits of each kind, in the order of the file."""
        return {kind: tuple(one for one in self.limits if one.kind is kind) for kind in LimitKind}

    @cached_property
    def plain(self) -> bool:
        """Whether every entry counts as it stands: scored points of one evaluator."""
        return self.weighting is None and all(
            one.mode is IndicatorMode.SCORED for one in self.indicators
        )

    def indicator_names(self) -> tuple[str, ...]:
        """Every indicator's name once, in the order of the file."""
        return tuple(dict.fromkeys(one.name for one in self.indicators))

    def poll(self, name: str) -> Poll:
        """The poll of that name; raises KeyError."""
        return {one.name: one for one in self.polls}[name]

    def polls_of(self, name: str) -> tuple[Poll, ...]:
        """The poll of that name, or those that were written as one for each item (测评·学习星)."""
        return tuple(
            one for one in self.polls if one.name == name or one.name.startswith(f"{name}·")
        )
