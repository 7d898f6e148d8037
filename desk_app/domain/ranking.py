"""Levels that a quota assigns by rank (依据总分从高至低按比例确定)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.chain import Proposal, Ranked
from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import grade
from desk_app.domain.hints import hints
from desk_app.domain.points import format_points
from desk_app.domain.quotas import QuotaState, SubjectStanding, measure, standing
from desk_app.domain.scheme.model.rounds import Over, Quota
from desk_app.domain.scheme.model.scheme import Scheme


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

    Where the scheme lets quotas assign levels by rank, everybody is graded once by points,
    ranked, and graded again from the assigned level, so that limits still hold.
    """
    present = [one for one in evidence if one.participates]
    proposals = (
        {one.subject.id: grade(scheme, one) for one in present} if graded is None else dict(graded)
    )
    if any(quota.assign for quota in scheme.quotas):
        assigned = assign(scheme, _standing(scheme, present, proposals))
        for one in present:
            ranked = assigned.get(one.subject.id)
            if ranked is not None:
                unranked = proposals[one.subject.id]
                proposals[one.subject.id] = grade(scheme, one, ranked, unranked)
    standing_now = _standing(scheme, present, proposals)
    absent = len(evidence) - len(present)
    quotas = tuple(measure(scheme, standing_now, absent))
    return Standings(proposals, hints(scheme, standing_now, absent, quotas), quotas)


def _standing(
    scheme: Scheme, present: Iterable[Evidence], proposals: Mapping[int, Proposal]
) -> list[SubjectStanding]:
    return [
        standing(
            scheme,
            one.subject,
            proposals[one.subject.id].level,
            proposals[one.subject.id].total.bound,
        )
        for one in present
    ]


def assign(scheme: Scheme, standings: Sequence[SubjectStanding]) -> dict[int, Ranked]:
    """Give levels by rank: each assigning quota takes its number from the top of those left.

    Quotas take their turn from the highest level down; who is left holds the level below the
    last one. Equal totals at the line stay together on the lower side, so that no quota is
    broken by a tie. Who holds no level yet (missing evidence, disqualified) is not ranked.
    """
    quotas = sorted(
        (one for one in scheme.quotas if one.assign),
        key=lambda one: min(scheme.rank(level) for level in one.levels),
    )
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
            below = _below(scheme, quotas[-1])
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


def _below(scheme: Scheme, quota: Quota) -> str:
    lowest = max(scheme.rank(level) for level in quota.levels)
    return scheme.levels[min(lowest + 1, len(scheme.levels) - 1)].name


def _ranked(quota: Quota, level: str, one: SubjectStanding, places: Mapping[int, int]) -> Ranked:
    fact = f"总分 {format_points(one.points)} 分，排第 {places[one.subject_id]}"
    return Ranked(level, f"“{quota.name}”从高至低按比例确定", fact, quota.origin)
