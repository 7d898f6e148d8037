"""Two versions of a scheme on the evidence of one whole round: who gets another level, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_points
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.trials import NO_LEVEL


@dataclass(frozen=True, slots=True)
class LevelEffect:
    """One subject that another version gives another level; "" is none."""

    subject_id: int
    name: str
    before: str
    after: str
    points_before: str
    points_after: str
    why_before: tuple[str, ...]
    why_after: tuple[str, ...]

    @property
    def words(self) -> str:
        """Say what changes and why: the links of the chain that only the new version has."""
        change = f"{self.name}：由{self.before or NO_LEVEL}变为{self.after or NO_LEVEL}"
        if self.points_before != self.points_after:
            change += f"（{self.points_before or '没有得分'} → {self.points_after or '没有得分'}）"
        return f"{change}。{''.join(self.why_after or self.why_before)}"


@dataclass(frozen=True, slots=True)
class CountEffect:
    """How many hold a level: 五星由 4 个变 9 个."""

    level: str
    before: int
    after: int
    counter: str

    @property
    def words(self) -> str:
        """Say the change."""
        return f"{self.level}由 {self.before} {self.counter}变 {self.after} {self.counter}"


@dataclass(frozen=True, slots=True)
class QuotaEffect:
    """How a quota stands under either version; "" where one has none of that name."""

    name: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """Say both."""
        return f"{self.name}：原为 {self.before or '没有'}；现为 {self.after or '没有'}。"


@dataclass(frozen=True, slots=True)
class VersionEffects:
    """What another version does to a round. ``graded`` is how many take part."""

    graded: int
    levels: tuple[LevelEffect, ...]
    counts: tuple[CountEffect, ...]
    quotas: tuple[QuotaEffect, ...]

    @property
    def words(self) -> str:
        """Say in one line what changes."""
        if not self.levels:
            return f"参评的 {self.graded} 个等级都不变。"
        counts = "；".join(one.words for one in self.counts)
        return f"{len(self.levels)} 个的等级会变：{counts}。"


def effects(
    old: Scheme, before: Sequence[Evidence], new: Scheme, after: Sequence[Evidence]
) -> VersionEffects:
    """Grade a round by both versions and say what differs.

    ``before`` and ``after`` are the evidence of the same subjects as either scheme asks for it.
    """
    was, becomes = standings(old, before), standings(new, after)
    levels = tuple(
        _effect(one.subject.name, was.proposals[one.subject.id], proposal)
        for one in after
        if (proposal := becomes.proposals.get(one.subject.id)) is not None
        and one.subject.id in was.proposals
        and was.proposals[one.subject.id].level != proposal.level
    )
    return VersionEffects(
        len(becomes.proposals), levels, _counts(old, was, new, becomes), _quotas(was, becomes)
    )


def _effect(name: str, was: Proposal, becomes: Proposal) -> LevelEffect:
    old, new = was.sentences, becomes.sentences
    return LevelEffect(
        becomes.subject_id,
        name,
        was.level or "",
        becomes.level or "",
        _points(was),
        _points(becomes),
        tuple(one for one in old if one not in new),
        tuple(one for one in new if one not in old),
    )


def _points(one: Proposal) -> str:
    return "" if one.points is None else f"{format_points(one.points)} 分"


def _counts(
    old: Scheme, was: Standings, new: Scheme, becomes: Standings
) -> tuple[CountEffect, ...]:
    names = dict.fromkeys(one.name for scheme in (new, old) for one in scheme.levels)
    held = [
        CountEffect(level, _held(was, level), _held(becomes, level), new.counter)
        for level in (*names, NO_LEVEL)
    ]
    return tuple(one for one in held if one.before != one.after)


def _held(stand: Standings, level: str) -> int:
    wanted = None if level == NO_LEVEL else level
    return sum(one.level == wanted for one in stand.proposals.values())


def _quotas(was: Standings, becomes: Standings) -> tuple[QuotaEffect, ...]:
    old, new = _said(was), _said(becomes)
    names = dict.fromkeys((*new, *old))
    found = [QuotaEffect(name, old.get(name, ""), new.get(name, "")) for name in names]
    return tuple(one for one in found if one.before != one.after)


def _said(stand: Standings) -> Mapping[str, str]:
    """Quota → how it stands, its parts one after the other."""
    found: dict[str, list[str]] = {}
    for one in stand.quotas:
        found.setdefault(one.quota.name, []).append(one.words())
    return {name: "；".join(words) for name, words in found.items()}
