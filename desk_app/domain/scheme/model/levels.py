"""How points, stars and circumstances become a level, and what follows from it."""

from dataclasses import dataclass, field
from enum import StrEnum

from desk_app.domain.scheme.model.conditions import Condition
from desk_app.domain.scheme.model.values import Interval, Origin


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of the ladder; ``none`` marks the rung that means "no level" (不定星级).

    It lies below the lowest (无星), or ``outside`` the ladder (新成立的不定级).
    """

    name: str
    aliases: tuple[str, ...] = ()
    management: str = ""
    none: bool = False
    outside: bool = False
    duty: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Star:
    """A star that is awarded or withheld: ``when`` decides. ``kind`` is 共性星, 个性星 or ""."""

    name: str
    when: Condition
    kind: str = ""
    domains: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


class Unmeasured(StrEnum):
    """What a condition on a rate of votes comes to while there is no poll or no valid ballot."""

    WAIT = "wait"
    """No level is proposed yet."""
    HOLDS = "holds"
    """As if it held."""
    IGNORED = "ignored"
    """As if it did not hold."""


@dataclass(frozen=True, slots=True)
class Band:
    """Points in ``range`` give ``level``, if ``requires`` holds; else the next band below."""

    level: str
    range: Interval
    soft: bool = False
    requires: Condition | None = None
    missing: Unmeasured = Unmeasured.IGNORED
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
    度的评星资格), or the scheme's "no level" rung where ``level`` names it. A forced level that is
    ``unscored`` stands while scores are missing (直接定级).
    """

    name: str
    kind: LimitKind
    when: Condition
    level: str = ""
    by: int = 0
    unscored: bool = False
    missing: Unmeasured = Unmeasured.IGNORED
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class YearlyStep:
    """How far a level may lie from last year's: at most so many rungs up or down (0: no matter).

    It comes after all limits, for those who meet ``when``; without a level last year it says
    nothing, and what was forced may fall as far as it must. ``waiver`` is what the meeting calls
    it when it goes beyond with a reason (破格); "" where it may not be waived by name.
    """

    name: str
    rise: int = 0
    fall: int = 0
    when: Condition | None = None
    waiver: str = ""
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
