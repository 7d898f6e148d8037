"""The parts of a scheme, frozen as they were read from its file.

Names identify: a level, indicator, fact or poll is referred to by the Chinese name that the
scheme gives it, in the file, in the evidence and in the database alike.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from desk_app.domain.scheme.model.conditions import (
    Condition,
    Operand,
    comparisons,
    looks_at_rates,
)
from desk_app.domain.scheme.model.levels import (
    Band,
    Consequence,
    Level,
    Limit,
    LimitKind,
    Measure,
    Star,
    YearlyStep,
)
from desk_app.domain.scheme.model.polls import MeetingKind, Poll, Rate
from desk_app.domain.scheme.model.rounds import DomainGroup, Quota, Step, Tail
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    AdjustmentGroup,
    Deviation,
    EarlierTotal,
    Evaluator,
    Fact,
    Indicator,
    IndicatorMode,
    RectificationRule,
    Weighting,
)
from desk_app.domain.scheme.model.sheets import SheetPlan
from desk_app.domain.scheme.model.trials import Trial
from desk_app.domain.scheme.model.values import Origin

OLDEST_FORMAT, FORMAT = 1, 2
"""Formats of scheme files that can be read. What a text of an older one comes to never changes:
new words and new defaults belong to the newest."""


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
    """Titles that the forms of this scheme bear; the usual ones where it names none."""

    declaration: str = "党组织等级评定申报表"
    summary: str = "党组织等级评定结果汇总表"
    score_sheet: str = "党组织考核评分表"
    ballot: str = "党组织民主测评票"
    rectification: str = "党组织整改台账"

    @classmethod
    def usual(cls, object_name: str) -> "Forms":
        """The usual titles, with the name of who is graded in the place of 党组织."""
        plain = cls()
        return cls(
            *(
                title.replace("党组织", object_name)
                for title in (
                    plain.declaration,
                    plain.summary,
                    plain.score_sheet,
                    plain.ballot,
                    plain.rectification,
                )
            )
        )


@dataclass(frozen=True)
class Scheme:
    """One rule book. ``levels`` run from high to low, ``bands`` likewise.

    ``object_name`` is what its subjects are called, ``unit`` the word they are counted with.
    ``decimals`` is the number of places to which a total is rounded, once and half up.
    ``ceiling`` caps a total with its bonuses, where the scheme says so. ``sequence`` is the
    order in which kinds of limits apply. ``absent_in_base`` says whether subjects that do not
    take part (不参评) count in the base of the quotas. ``total_origin`` belongs to the full points,
    the rounding and the ceiling, ``subjects_origin`` to ``absent_in_base`` and
    ``out_in_base``, which says the same of those outside the ladder (取消资格, 不定级).
    ``format`` is that of the text: 1 is graded as texts of that format always were.
    ``round_first`` says that bounds and ranks look at the rounded total; else they look at the
    exact one.
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
    unit: str = ""
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
    out_in_base: bool = True
    yearly: tuple[YearlyStep, ...] = ()
    earlier_total: EarlierTotal | None = None
    format: int = OLDEST_FORMAT
    round_first: bool = True
    trials: tuple[Trial, ...] = ()

    @cached_property
    def superior(self) -> Evaluator:
        """The evaluator whose total is the subject's (考评)."""
        return next(one for one in self.evaluators if one.total)

    @property
    def counter(self) -> str:
        """The measure word of its subjects: its own, else 名 of people, 个 of organisations."""
        people = self.object_name.endswith(("党员", "干部", "人员", "书记", "同志"))
        return self.unit or ("名" if people and self.format > OLDEST_FORMAT else "个")

    @property
    def counted(self) -> str:
        """What stands behind a number of its subjects: 个党组织, 名党员."""
        return f"{self.counter}{self.object_name}"

    def rank(self, level: str) -> int:
        """The position of a level by name or alias, 0 is the highest; raises KeyError."""
        for position, one in enumerate(self.levels):
            if level == one.name or level in one.aliases:
                return position
        raise KeyError(level)

    def level(self, name: str) -> Level:
        """The level of that name or alias; raises KeyError."""
        return self.levels[self.rank(name)]

    @cached_property
    def off_ladder(self) -> frozenset[str]:
        """The rungs that lie outside the ladder: no hint and no rank looks at who holds one.

        A text of format 1 cannot say of its "no level" which it is; it lies below the lowest
        where points lead to it.
        """
        if self.format > OLDEST_FORMAT:
            return frozenset(one.name for one in self.levels if one.outside)
        reached = {self.level(one.level).name for one in self.bands}
        return frozenset(one.name for one in self.levels if one.none and one.name not in reached)

    @cached_property
    def lowest(self) -> str:
        """The lowest rung of the ladder."""
        rungs = [one.name for one in self.levels if one.name not in self.off_ladder]
        return (rungs or [self.levels[-1].name])[-1]

    @cached_property
    def bottom_rank(self) -> int:
        """The lowest rank to which a demotion leads: never out of the ladder."""
        outside = sum(one.outside for one in self.levels)
        return max(len(self.levels) - 1 - outside, 0)

    @cached_property
    def narrowed(self) -> tuple[tuple[str, Condition], ...]:
        """The quotas and tails that speak only of those who meet a condition."""
        rules = [
            *((one.name, one.when) for one in self.quotas),
            *((one.name, one.when) for one in self.tails),
        ]
        return tuple((name, when) for name, when in rules if when is not None)

    def on(self, day: date | None) -> "Scheme":
        """The scheme with its quotas as they hold on a day."""
        if not any(one.spells for one in self.quotas):
            return self
        return replace(self, quotas=tuple(one.on(day) for one in self.quotas))

    @cached_property
    def ranked_quotas(self) -> tuple[Quota, ...]:
        """The quotas that give levels by rank, from the highest level down."""
        assigning = [one for one in self.quotas if one.assign]
        return tuple(sorted(assigning, key=lambda one: min(map(self.rank, one.levels))))

    @cached_property
    def ranks_all(self) -> str:
        """The level of those for whom ranks leave no place, where bands do not count; or ""."""
        if self.format > OLDEST_FORMAT:
            return next((one.rest for one in self.ranked_quotas if one.rest), "")
        return self.next_rung(self.ranked_quotas[-1]) if self.ranked_quotas else ""

    @cached_property
    def by_rank(self) -> bool:
        """Whether any level depends on how the others stand."""
        return bool(self.ranked_quotas) or any(one.level for one in self.tails)

    @cached_property
    def ranks_last(self) -> bool:
        """Whether ranks move anybody after bands and limits."""
        places = bool(self.ranked_quotas) and not self.ranks_all
        return places or any(one.level for one in self.tails)

    def next_rung(self, quota: Quota) -> str:
        """The rung below the levels of a quota, or the lowest one."""
        lowest = max(map(self.rank, quota.levels))
        return self.levels[min(lowest + 1, self.bottom_rank)].name

    def domain_group(self, domain: str) -> str:
        """The scheme's 领域 for one of the registry; "" where the scheme makes no difference.

        Raises KeyError where the scheme has 领域 and none takes in ``domain``.
        """
        return self._groups[domain] if self.domains else ""

    def lines_of(self, evaluator: str, domain: str) -> tuple[Indicator, ...]:
        """What an evaluator scores of a subject of that 领域: every line, some, or a total."""
        return self.sheets.lines(evaluator, self.domain_group(domain))

    @cached_property
    def sheets(self) -> SheetPlan:
        """Who scores what."""
        names = self.indicator_names()
        return SheetPlan(self.evaluators, self.polls, self.full_points, names, self._sheets)

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

    @property
    def grades_people(self) -> bool:
        """Whether members are graded, not organisations (党员评星)."""
        return self.object_name in {"党员", "正式党员"}

    @cached_property
    def rate_limits(self) -> tuple[Limit, ...]:
        """The limits that look at a rate of votes, which may not have been measured."""
        return tuple(one for one in self.limits if looks_at_rates(one.when))

    @cached_property
    def plain(self) -> bool:
        """Whether every entry counts as it stands: scored points of one evaluator."""
        return (
            self.weighting is None
            and self.superior.ordinary
            and all(one.mode is IndicatorMode.SCORED for one in self.indicators)
        )

    @cached_property
    def total_bounds(self) -> tuple[Decimal, ...]:
        """Every number that a total is held against: a total is shown on its side of each."""
        ends = [end for one in self.bands for end in (one.range.low, one.range.high)]
        if self.measure is not Measure.POINTS:
            ends = []
        asked = [one.when for one in self.limits] + [one.when for one in self.stars]
        asked += [one.when for one in self.consequences if one.when is not None]
        asked += [one.requires for one in self.bands if one.requires is not None]
        ends += [
            Decimal(str(found.value))
            for condition in asked
            for found in comparisons(condition)
            if found.operand is Operand.TOTAL and not isinstance(found.value, bool | str)
        ]
        return tuple({end for end in ends if end is not None})

    @cached_property
    def has_points(self) -> bool:
        """Whether a total says anything: not where lines are only ticked for stars, or noted."""
        counting = {one.mode for one in self.indicators if one.mode.counts}
        if self.sheets.givers:
            return True
        if self.measure is Measure.POINTS:
            return bool(counting)
        return bool(counting - {IndicatorMode.CHECK})

    @cached_property
    def by_clauses(self) -> bool:
        """Whether any indicator counts by clauses."""
        return any(one.mode is IndicatorMode.CLAUSES for one in self.indicators)

    @cached_property
    def by_facts(self) -> bool:
        """Whether the points of any indicator follow from facts."""
        return any(one.mode is IndicatorMode.FACTS for one in self.indicators)

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
