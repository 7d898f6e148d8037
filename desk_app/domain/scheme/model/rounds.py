"""What concerns a whole round: 领域, quotas, the last ones, the procedure."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from desk_app.domain.scheme.model.conditions import Condition
from desk_app.domain.scheme.model.values import Origin


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """A 领域 of the scheme and the 领域 of the registry that it takes in."""

    name: str
    includes: tuple[str, ...]
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


class Ties(StrEnum):
    """Where equal totals go that lie across the line of places."""

    LOWER = "lower"
    HIGHER = "higher"
    ASK = "ask"
    """Nobody of them is proposed: the committee says who."""


class Rounding(StrEnum):
    """How a share that is no whole number becomes one."""

    FLOOR = "floor"
    CEIL = "ceil"
    HALF_UP = "half_up"

    def whole(self, exact: Fraction) -> int:
        """The whole number that stands for ``exact``, which is not negative."""
        match self:
            case Rounding.FLOOR:
                return floor(exact)
            case Rounding.CEIL:
                return ceil(exact)
            case Rounding.HALF_UP:
                return floor(exact + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Spell:
    """What holds of a quota in some months or years instead; "" months are all of them.

    Where it is ``lifted`` nothing is asked for (可以适当扩大).
    """

    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    share: Fraction = Fraction(0)
    count: int = 0
    lifted: bool = False

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in it."""
        return (not self.months or day.month in self.months) and (
            not self.years or day.year in self.years
        )


@dataclass(frozen=True, slots=True)
class Quota:
    """How many may (at most), must (at least) or should (about) hold ``levels``.

    ``share`` of the base, or ``count`` subjects where that is above 0; counted separately in
    every part of the round that ``over`` names. ``tolerance`` in the same unit as ``share``,
    for "about" only. Quotas of one ``ratio`` (3:6:1) share the base out between them.
    ``assign`` lets the quota set the level by rank; ``yields_to`` names the quota that wins
    where both cannot hold. A ``target`` is only looked at (工作目标), it hints at nobody.

    In a text of format 2 ``assign`` ranks those whom bands and limits bring to the level: who
    finds no place holds the next rung. Where ``rest`` names a level everybody is ranked, the
    bands do not count, and who finds no place in any quota holds ``rest``. ``ties`` says where
    equal totals across the line go.

    ``domains`` and ``when`` say of whom it speaks, the others do not count at all. ``rounding``
    says how its share becomes a whole number, ``None`` by the bound: "at most" down, "at least"
    up. Of ``spells`` the first that covers the round's day holds; it is then ``spell``.
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
    rest: str = ""
    ties: Ties = Ties.LOWER
    domains: tuple[str, ...] = ()
    when: Condition | None = None
    rounding: Rounding | None = None
    spells: tuple[Spell, ...] = ()
    spell: Spell | None = None
    origin: Origin = field(default_factory=Origin)

    @property
    def narrowed(self) -> bool:
        """Whether it speaks of some alone."""
        return bool(self.domains) or self.when is not None

    @property
    def lifted(self) -> bool:
        """Whether nothing is asked for at the time."""
        return self.spell is not None and self.spell.lifted

    def on(self, day: date | None) -> "Quota":
        """The quota as it holds on a day."""
        spell = next((one for one in self.spells if day and one.covers(day)), None)
        if spell is None:
            return self
        if spell.lifted:
            return replace(self, spell=spell)
        return replace(self, share=spell.share, count=spell.count, spell=spell)


@dataclass(frozen=True, slots=True)
class Tail:
    """The lowest ranked (倒排): a share of those counted, or the last ``count``.

    ``levels`` narrows it to holders of these; the base of the share is everybody counted.
    Where ``level`` is named they become it (末位定级), unless they hold it or a lower one;
    ``ties`` then says what becomes of equal totals across the line.
    """

    name: str
    share: Fraction = Fraction(0)
    count: int = 0
    levels: tuple[str, ...] = ()
    over: Over = Over.ROUND
    duty: str = ""
    level: str = ""
    ties: Ties = Ties.ASK
    rounding: Rounding = Rounding.FLOOR
    domains: tuple[str, ...] = ()
    when: Condition | None = None
    origin: Origin = field(default_factory=Origin)


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
