"""Levels that a quota assigns by rank (依据总分从高至低按比例确定)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk_app.domain.chain import Proposal, Ranked
from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import grade
from desk_app.domain.hints import hints
from desk_app.domain.placing import placed, ranked_from_all
from desk_app.domain.points import format_points
from desk_app.domain.quotas import QuotaState, SubjectStanding, measure, standing
from desk_app.domain.scheme.model.rounds import Over, Quota
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme


@dataclass(frozen=True, slots=True)
class Standings:
    """A whole round: proposals by subject, hints by subject, and the quotas measured."""

    proposals: Mapping[int, Proposal]
    hints: Mapping[int, str]
    quotas: tuple[QuotaState, ...] = ()


def standings(
    scheme: Scheme,
    evidence: Sequence[Evidence],
    graded: Mapping[int, Proposal] | None = None,
) -> Standings:
    """Grade a whole round and look at its quotas; nothing is stored.

    ``graded`` is what ``grade`` says of each subject that takes part, where the caller knows.

    Where the scheme gives levels by rank, everybody is graded once alone, ranked, and graded
    again from the level that the rank gave: before limits or after them.
    """
    present = [one for one in evidence if one.participates]
    scheme = scheme.on(max((one.on for one in present if one.on), default=None))
    proposals = (
        {one.subject.id: grade(scheme, one) for one in present} if graded is None else dict(graded)
    )
    ranks = Ranks()
    absent = len(evidence) - len(present)
    if scheme.ranks_all:
        ranks = first_ranks(scheme, _standing(scheme, present, proposals), absent)
        ranks.apply(scheme, present, proposals)
    if scheme.ranks_last:
        moved = last_ranks(scheme, ranks, _standing(scheme, present, proposals), absent)
        ranks = Ranks(ranks.first, moved)
        ranks.apply(scheme, (one for one in present if one.subject.id in moved), proposals)
    standing_now = _standing(scheme, present, proposals, ranks)
    quotas = tuple(measure(scheme, standing_now, absent))
    return Standings(proposals, hints(scheme, standing_now, absent, quotas), quotas)


@dataclass(frozen=True, slots=True)
class Ranks:
    """What ranks make of subjects: levels that take a band's place, and levels that come last."""

    first: Mapping[int, Ranked] = field(default_factory=dict)
    last: Mapping[int, Ranked] = field(default_factory=dict)

    def grade(self, scheme: Scheme, one: Evidence, unranked: Proposal | None = None) -> Proposal:
        """Grade one subject as its rank wants it; ``unranked`` is what it came to without."""
        key = one.subject.id
        return grade(scheme, one, self.first.get(key), self.last.get(key), unranked)

    def of(self, subject_id: int) -> Ranked | None:
        """What ranks say of a subject in the end."""
        return self.last.get(subject_id) or self.first.get(subject_id)

    def asked(self, subject_id: int) -> str:
        """The level about which the committee is asked because of a tie; "" without one."""
        ranked = self.of(subject_id)
        return "" if ranked is None else ranked.asked

    def apply(
        self, scheme: Scheme, present: Iterable[Evidence], proposals: dict[int, Proposal]
    ) -> None:
        """Grade again those whom a rank moves."""
        for one in present:
            if one.subject.id in self.first or one.subject.id in self.last:
                unranked = proposals[one.subject.id]
                proposals[one.subject.id] = self.grade(scheme, one, unranked)


def first_ranks(scheme: Scheme, standings: Sequence[SubjectStanding], absent: int = 0) -> Ranks:
    """The levels that take the bands' place; ``standings`` are everybody graded alone.

    ``absent`` is the number of those who do not take part; format 1 ranks without them.
    """
    if scheme.format > OLDEST_FORMAT:
        return Ranks(ranked_from_all(scheme, standings, absent))
    return Ranks(assign(scheme, standings))


def last_ranks(
    scheme: Scheme, ranks: Ranks, standings: Sequence[SubjectStanding], absent: int = 0
) -> Mapping[int, Ranked]:
    """The levels that come after limits; ``standings`` are everybody with its first rank."""
    known = [replace(one, asked=ranks.asked(one.subject_id)) for one in standings]
    return placed(scheme, known, absent)


def _standing(
    scheme: Scheme,
    present: Iterable[Evidence],
    proposals: Mapping[int, Proposal],
    ranks: "Ranks | None" = None,
) -> list[SubjectStanding]:
    return [
        standing_of(
            scheme,
            one,
            proposals[one.subject.id],
            "" if ranks is None else ranks.asked(one.subject.id),
        )
        for one in present
    ]


def standing_of(
    scheme: Scheme, one: Evidence, proposal: Proposal, asked: str = ""
) -> SubjectStanding:
    """Where a subject stands as it is proposed; without a total it has no rank (直接定级)."""
    found = standing(
        scheme,
        one.subject,
        proposal.level,
        proposal.total.bound,
        disqualified=bool(proposal.disqualified),
        asked=asked,
    )
    unranked = proposal.level is not None and proposal.band_level is None
    return replace(found, barred=True) if unranked and not found.barred else found


def assign(scheme: Scheme, standings: Sequence[SubjectStanding]) -> dict[int, Ranked]:
    """Give levels by rank: each assigning quota takes its number from the top of those left.

    Quotas take their turn from the highest level down; who is left holds the level below the
    last one. Equal totals at the line stay together on the lower side, so that no quota is
    broken by a tie. Who holds no level yet (missing evidence, disqualified) is not ranked.
    """
    quotas = scheme.ranked_quotas
    found: dict[int, Ranked] = {}
    over = quotas[0].over if quotas else Over.ROUND
    parts: dict[str, list[SubjectStanding]] = {}
    for one in standings:
        if one.level is not None:
            parts.setdefault(one.part(over), []).append(one)
    states = {(one.quota.name, one.part): one for one in measure(scheme, standings)}
    for part, members in parts.items():
        ranked = sorted(members, key=lambda one: -one.points)
        places = {one.subject_id: place for place, one in enumerate(ranked, start=1)}
        left = ranked
        for quota in quotas:
            taken = _taken(states[quota.name, part], left)
            for one in left[:taken]:
                found[one.subject_id] = _ranked(quota, quota.levels[0], one, places)
            left = left[taken:]
        if left and quotas:
            below = scheme.next_rung(quotas[-1])
            for one in left:
                found[one.subject_id] = _ranked(quotas[-1], below, one, places)
    return found


def _taken(state: QuotaState, left: Sequence[SubjectStanding]) -> int:
    """How many of those left get the level; a tie at the line stays below it."""
    allowed = state.high if state.high is not None else state.low
    wanted = min(allowed or 0, len(left))
    while 0 < wanted < len(left) and left[wanted - 1].points == left[wanted].points:
        wanted -= 1
    return wanted


def _ranked(quota: Quota, level: str, one: SubjectStanding, places: Mapping[int, int]) -> Ranked:
    fact = f"总分 {format_points(one.points)} 分，排第 {places[one.subject_id]}"
    return Ranked(level, f"“{quota.name}”从高至低按比例确定", fact, quota.origin)
