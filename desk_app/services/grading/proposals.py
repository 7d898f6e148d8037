"""Levels of a round of any size: proposed one by one and forgotten."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.hints import hints
from desk_app.domain.quotas import QuotaState, SubjectStanding, measure
from desk_app.domain.ranking import Ranks, first_ranks, last_ranks, standing_of
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.evidence import earlier
from desk_app.services.evidence.gathering import gather, round_day
from desk_app.services.session import Session
from desk_app.storage import tables

_TOGETHER = 2_000
"""Subjects that are read and graded together: few enough to be forgotten soon."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is left of a round when its proposals are forgotten."""

    hints: Mapping[int, str]
    quotas: tuple[QuotaState, ...]
    absent: int


def propose_each(
    session: Session,
    scheme: Scheme,
    round_id: int,
    each: Callable[[Evidence, Proposal], object],
) -> Proposed:
    """Hand everybody that takes part, with the proposal, to ``each`` and forget both.

    For a city's or a province's round: what is kept of a subject is its level and its total.
    Where levels go by rank the round is read once more for each kind of rank.
    """
    scheme = scheme.on(round_day(session, round_id))
    ranks = Ranks()
    if scheme.by_rank:
        ranks = first_ranks(scheme, _standings(session, scheme, round_id, ranks))
        known = _standings(session, scheme, round_id, ranks)
        ranks = Ranks(ranks.first, last_ranks(scheme, ranks, known))
    standing_now = []
    absent = 0
    for one in _read(session, scheme, round_id):
        if not one.participates:
            absent += 1
            continue
        proposal = ranks.grade(scheme, one)
        each(one, proposal)
        standing_now.append(standing_of(scheme, one, proposal, ranks.asked(one.subject.id)))
    quotas = tuple(measure(scheme, standing_now, absent))
    return Proposed(hints(scheme, standing_now, absent, quotas), quotas, absent)


def _standings(
    session: Session, scheme: Scheme, round_id: int, ranks: Ranks
) -> list[SubjectStanding]:
    return [
        standing_of(scheme, one, ranks.grade(scheme, one))
        for one in _read(session, scheme, round_id)
        if one.participates
    ]


def _read(session: Session, scheme: Scheme, round_id: int) -> Iterator[Evidence]:
    """Everybody in the round, as many at a time as fit into memory."""
    subject = tables.subject
    of_round = subject.c.round_id == round_id
    numbers = session.execute(select(subject.c.id).where(of_round).order_by(subject.c.id)).scalars()
    before = earlier.levels(session, scheme, round_id)
    for numbered in numbers.partitions(_TOGETHER):
        yield from gather(
            session, scheme, round_id, span=(numbered[0], numbered[-1]), before=before
        )
