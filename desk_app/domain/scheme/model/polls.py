"""Votes on paper: polls, how they are counted, their rates, and who must come to a meeting."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.scheme.model.values import Origin

MOST_CATEGORIES = 12
"""Of those who vote in one poll or are asked to one meeting."""
YES_OR_NO = ("同意", "不同意")


class BallotKind(StrEnum):
    """What a voter does on a line of the paper."""

    OPTIONS = "options"
    STARS = "stars"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Counting:
    """How the papers of a poll are counted.

    ``categories`` have a paper, an issue, a return and batches of their own. ``tellers`` is 2
    (two people, blind) or 1, where the scheme says so. ``called`` is 当场唱票. ``most`` is the
    highest number of points. Above the shares a reason is asked for: 弃权 and 无效 among their
    papers, a swing from last year in points of a rate. The shares are ours where not written.
    """

    categories: tuple[str, ...] = ()
    tellers: int = 2
    called: bool = False
    kind: BallotKind = BallotKind.OPTIONS
    most: int = 10
    abstained_above: Fraction = Fraction(20, 100)
    invalid_above: Fraction = Fraction(5, 100)
    swing_above: Fraction = Fraction(20, 100)

    @property
    def mode(self) -> str:
        """How a poll of this kind is counted: ``called``, ``one`` or ``two``."""
        if self.called:
            return "called"
        return "one" if self.tellers == 1 else "two"


@dataclass(frozen=True, slots=True)
class Poll:
    """An anonymous paper vote: its options in the order of the paper.

    ``distribution`` says that the options are levels and that the result is how the votes
    spread over them. ``single`` says that each organisation holds its own. ``sample`` is the
    least share of households that is drawn at random for it, 0 where nobody is drawn.
    """

    name: str
    options: tuple[str, ...]
    meeting: str = ""
    single: bool = True
    distribution: bool = False
    origin: Origin = field(default_factory=Origin)
    counting: Counting = field(default_factory=Counting)
    sample: Fraction = Fraction(0)


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


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """One condition on who came. Exactly one of the three kinds is written.

    ``present_of_expected``: 实到 of a category over its 应到. ``at_least`` with
    ``of_category``: 实到 of a category over the 应到 of another. ``count_from`` to
    ``count_to``: how many came. ``category`` "" is everybody. ``soft`` where the source says
    一般: it is told, and stands in nobody's way.
    """

    category: str = ""
    present_of_expected: Fraction | None = None
    of_category: str = ""
    at_least: Fraction | None = None
    count_from: int | None = None
    count_to: int | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: who is asked, and who must have come."""

    name: str
    origin: "Origin"
    categories: tuple[str, ...] = ()
    rules: tuple[AttendanceRule, ...] = ()
