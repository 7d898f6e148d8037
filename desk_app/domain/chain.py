"""The chain of reasons that leads to a level: what a proposal says and in whose words."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.scheme.model.levels import Consequence
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scoring import Total
from desk_app.domain.stars import StarResult


class LinkKind(StrEnum):
    """What one link of the chain says."""

    TOTAL = "total"
    STARS = "stars"
    MISSING = "missing"
    BAND = "band"
    REQUIREMENT = "requirement"
    OPINION = "opinion"
    QUOTA = "quota"
    DISQUALIFY = "disqualify"
    FORCE = "force"
    CAP = "cap"
    DEMOTE = "demote"
    YEARLY = "yearly"
    UNMEASURED = "unmeasured"
    """A rate was not measured, so that a rule that looks at it could not be applied."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One link: the rule that was applied, the fact it met, and the level before and after.

    ``rule`` names the rule in the scheme's words, ``fact`` is what was found, ``entered`` where
    it was entered and by whom. A reader who follows ``after`` from link to link arrives at the
    proposed level.
    """

    kind: LinkKind
    fact: str
    rule: str
    before: str | None
    after: str | None
    origin: Origin
    entered: str = ""

    def sentence(self) -> str:
        """Say the link as one sentence for screen and paper.

        Where the rule stands in its source is told beside the sentence, by ``origin``.
        """
        match self.kind:
            case LinkKind.TOTAL | LinkKind.MISSING | LinkKind.STARS:
                return f"{self.fact}。"
            case LinkKind.BAND if self.after is None:
                return f"{self.fact}，不在方案的任何档次之内。"
            case LinkKind.BAND:
                return f"{self.fact}，{self.rule}为{self.after}。"
            case LinkKind.REQUIREMENT:
                return f"{self.before}还要求{self.rule}，而{self.fact}，故为{self.after}。"
            case LinkKind.OPINION:
                return f"{self.rule}的意见：{self.after}{self.fact}。"
            case LinkKind.QUOTA if self.after is None:
                return f"{self.fact}，按{self.rule}。"
            case LinkKind.QUOTA:
                return f"{self.fact}，按{self.rule}为{self.after}。"
            case LinkKind.UNMEASURED:
                return f"{self.fact}，{self.rule}，等级不变。"
            case _ if self.before is not None and self.before == self.after:
                return f"{self.fact}，适用“{self.rule}”，等级不变。"
            case _:
                change = f"由{self.before}变为" if self.before else "为"
                return f"{self.fact}，适用“{self.rule}”，{change}{self.after or '不参加评定'}。"


@dataclass(frozen=True, slots=True)
class Ranked:
    """The level that a quota or a tail assigned by rank; ``fact`` says the rank.

    It takes the band's place, before limits, or comes ``last``, after them. Without a level it
    is a tie, and the committee is ``asked`` who of the tied holds the level that is named.
    """

    level: str | None
    rule: str
    fact: str
    origin: Origin
    last: bool = False
    asked: str = ""

    def reason(self, before: str | None) -> Reason:
        """The link of the chain that the rank adds."""
        return Reason(LinkKind.QUOTA, self.fact, self.rule, before, self.level, self.origin)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the scheme makes of one subject.

    ``level`` is ``None`` while evidence is missing, and for a subject that is disqualified
    where the scheme has no rung for that (``disqualified`` then names the rule).
    """

    subject_id: int
    total: Total
    own: Decimal | None
    level: str | None
    band_level: str | None
    reasons: tuple[Reason, ...]
    limits: tuple[str, ...]
    deviation: str
    has_points: bool = True
    stars: tuple[StarResult, ...] = ()
    disqualified: str = ""
    consequences: tuple[Consequence, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in words, in the order in which they apply."""
        return tuple(one.sentence() for one in self.reasons)

    @property
    def tied(self) -> bool:
        """Whether there is no level because the committee is asked who of equal ones has it."""
        last = self.reasons[-1] if self.reasons else None
        return last is not None and last.kind is LinkKind.QUOTA and last.after is None

    @property
    def points(self) -> Decimal | None:
        """The total as it is shown: none where the scheme has no points, or some are missing."""
        return self.total.points if self.has_points and self.total.complete else None

    @property
    def star_count(self) -> int:
        """How many stars were awarded."""
        return sum(one.awarded for one in self.stars)
