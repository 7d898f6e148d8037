"""How many of a round hold each level, and how many may, must or should."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.evidence import Case, Evidence, SubjectFacts
from desk_app.domain.judging import holds
from desk_app.domain.points import format_points, format_share, round_half_up
from desk_app.domain.scheme.model.allowances import allowance, settle
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota, Tail
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme
from desk_app.domain.scheme.words.conditions import when
from desk_app.domain.scheme.words.rounds import spell_words


@dataclass(frozen=True, slots=True)
class SubjectStanding:
    """One subject in the round: its level (``None`` while open), its total, and its groups.

    Who is ``barred`` was taken out by a rule or stands outside the ladder: nobody ranks it or
    hints at it. Who is ``outside`` holds no rung of the ladder. ``misses`` names the quotas and
    tails whose condition it does not meet. ``asked`` is the level about which the committee is
    asked because of a tie.
    """

    subject_id: int
    name: str
    level: str | None
    points: Decimal
    domain: str = ""
    parent: str = ""
    area: str = ""
    barred: bool = False
    asked: str = ""
    outside: bool = False
    misses: frozenset[str] = frozenset()

    def counts_for(self, rule: Quota | Tail) -> bool:
        """Whether a quota or a tail speaks of it at all."""
        return (not rule.domains or self.domain in rule.domains) and rule.name not in self.misses

    def part(self, over: Over) -> str:
        """Which part of the round it is counted in."""
        match over:
            case Over.ROUND:
                return ""
            case Over.DOMAIN:
                return self.domain
            case Over.PARENT:
                return self.parent
            case Over.AREA:
                return self.area


def standing(
    scheme: Scheme,
    subject: SubjectFacts,
    level: str | None,
    points: Decimal,
    *,
    disqualified: bool = False,
    asked: str = "",
) -> SubjectStanding:
    """Put a subject where its quotas count it; 领域 is the scheme's own."""
    try:
        domain = scheme.domain_group(subject.domain) or subject.domain
    except KeyError:
        domain = subject.domain
    return SubjectStanding(
        subject.id,
        subject.name,
        level,
        points,
        domain,
        subject.parent,
        subject.area,
        barred=disqualified or level in scheme.off_ladder,
        asked=asked,
        outside=(level is None and disqualified) or level in scheme.off_ladder,
        misses=_misses(scheme, subject),
    )


def _misses(scheme: Scheme, subject: SubjectFacts) -> frozenset[str]:
    rules = scheme.narrowed
    if not rules:
        return frozenset()
    case = Case(Evidence(subject))
    return frozenset(name for name, when in rules if not holds(when, case))


class QuotaVerdict(StrEnum):
    """How a quota stands."""

    WITHIN = "within"
    OVER = "over"
    UNDER = "under"


_BOUNDS = {Bound.AT_MOST: "不超过", Bound.AT_LEAST: "不少于", Bound.ABOUT: "约"}


@dataclass(frozen=True, slots=True)
class QuotaState:
    """One quota in one part of the round: ``held`` subjects of ``base``.

    ``low`` and ``high`` are allowed, ``None`` without bound; ``part`` is the 领域 or 上级 that
    is counted, "" for the whole round. ``yielded`` says that the quota gave way to the one
    that it names. ``counter`` is the measure word; ``whole_said`` says which whole number counts.
    """

    quota: Quota
    held: int
    base: int
    low: int | None
    high: int | None
    part: str = ""
    yielded: bool = False
    counter: str = "个"
    whole_said: bool = False

    @property
    def verdict(self) -> QuotaVerdict:
        """Within, over or under what is allowed."""
        if self.high is not None and self.held > self.high:
            return QuotaVerdict.OVER
        if self.low is not None and self.held < self.low:
            return QuotaVerdict.UNDER
        return QuotaVerdict.WITHIN

    @property
    def exact(self) -> Fraction:
        """The share in subjects, not rounded: 10 % of 36 is 3.6."""
        return Fraction(self.quota.count) if self.quota.count else self.quota.share * self.base

    @property
    def allowed_words(self) -> str:
        """Say what is allowed: ``约 10%（3.6 个）`` or ``不少于 1 个``."""
        bound, counter = _BOUNDS[self.quota.bound], self.counter
        then = f"，{spell_words(self.quota.spell)}" if self.quota.spell else ""
        if self.quota.lifted:
            return f"{bound} {format_share(self.quota.share)}{then}可以适当扩大"
        if self.quota.count:
            return f"{bound} {self.quota.count} {counter}{then and then + '的'}"
        exact = f"{format_points(round_half_up(self.exact, 1))} {counter}"
        if self.whole_said:
            exact += self._whole() + then
        elif self.quota.ratio and self.low == self.high and self.exact.denominator != 1:
            exact += f"，取 {self.high} {self.counter}"
        return f"{bound} {format_share(self.quota.share)}（{exact}）"

    def _whole(self) -> str:
        """Say which whole number counts, where the share is none."""
        low, high = self.low, self.high
        if low is not None and high is not None and low != high:
            return f"，{low} 至 {high} {self.counter}都算符合"
        counted = high if high is not None else low
        return "" if self.exact == counted else f"，按 {counted} {self.counter}计"

    @property
    def verdict_words(self) -> str:
        """Say how it stands: ``超出 1 个``, ``还差 2 个`` or ``符合``."""
        match self.verdict:
            case QuotaVerdict.OVER if self.high is not None:
                return f"超出 {self.held - self.high} {self.counter}"
            case QuotaVerdict.UNDER if self.low is not None:
                return f"还差 {self.low - self.held} {self.counter}"
            case _:
                return "符合"

    def words(self) -> str:
        """Say the quota and how it stands: ``五星 约 10%（3.6 个），现有 4 个``."""
        of = "、".join(self.quota.domains) if not self.part else self.part
        if self.quota.when is not None:
            of += f"{of and '、'}{when(self.quota.when)}的"
        where = f"{of}：" if of else ""
        levels = "、".join(self.quota.levels)
        text = f"{where}{levels} {self.allowed_words}，现有 {self.held} {self.counter}"
        if self.verdict is not QuotaVerdict.WITHIN:
            text += f"，{self.verdict_words}"
        if self.yielded:
            text += f"（“{self.quota.name}”与“{self.quota.yields_to}”不能同时满足，以后者为准）"
        return text


def measure(
    scheme: Scheme, standings: Sequence[SubjectStanding], absent: int = 0
) -> list[QuotaState]:
    """Measure every quota, in every part of the round that it counts separately.

    ``standings`` are those who take part; ``absent`` the number who do not (不参评), counted
    in the base of the whole round only where the scheme says so.
    """
    allowed, held = [], []
    for quota in scheme.quotas:
        parts = parts_for(quota, standings)
        if quota.over is Over.DOMAIN and quota.bound is Bound.AT_LEAST and quota.count:
            # A 领域 that nobody stands for lacks its "at least one" all the same.
            parts = {
                one.name: [] for one in scheme.domains if one.name in (quota.domains or [one.name])
            } | parts
        for part, members in parts.items():
            base = counted(scheme, members)
            if scheme.absent_in_base and quota.over is Over.ROUND and not quota.narrowed:
                base += absent
            held.append(sum(one.level in quota.levels for one in members))
            allowed.append(allowance(scheme, quota, base, part))
    return [
        QuotaState(
            one.quota,
            holders,
            one.base,
            one.low,
            one.high,
            one.part,
            one.yielded,
            scheme.counter,
            whole_said=scheme.format > OLDEST_FORMAT,
        )
        for one, holders in zip(settle(allowed), held, strict=True)
    ]


def parts_of(over: Over, standings: Sequence[SubjectStanding]) -> dict[str, list[SubjectStanding]]:
    """Who is counted together: the members of each part of the round, in the round's order."""
    parts: dict[str, list[SubjectStanding]] = {} if over is not Over.ROUND else {"": []}
    for one in standings:
        parts.setdefault(one.part(over), []).append(one)
    return parts


def parts_for(
    rule: Quota | Tail, standings: Sequence[SubjectStanding]
) -> dict[str, list[SubjectStanding]]:
    """The parts of a quota or a tail, with only those of whom it speaks."""
    if rule.domains or rule.when is not None:
        standings = [one for one in standings if one.counts_for(rule)]
    return parts_of(rule.over, standings)


def counted(scheme: Scheme, members: Sequence[SubjectStanding]) -> int:
    """How many of a part's members count in the base of a share."""
    return len(members) - (0 if scheme.out_in_base else sum(one.outside for one in members))


def tail_size(scheme: Scheme, tail: Tail, members: Sequence[SubjectStanding]) -> int:
    """How many of a part's members the last ones are."""
    return tail.count or tail.rounding.whole(tail.share * counted(scheme, members))
