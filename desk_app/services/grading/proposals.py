"""Levels of a round of any size: proposed one by one and forgotten."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.hints import hints
from desk_app.domain.progress import Progress, told
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
    progress: Progress | None = None,
) -> Proposed:
    """Hand everybody that takes part, with the proposal, to ``each`` and forget both.

    For a city's or a province's round: what is kept of a subject is its level and its total.
    Where levels go by rank the round is read once more for each kind of rank.
    """
    scheme = scheme.on(round_day(session, round_id))
    ranks = Ranks()
    if scheme.by_rank:
        standings = partial(_standings, session, scheme, round_id, progress)
        away = _absent(session, round_id)
        if scheme.ranks_all:
            ranks = first_ranks(scheme, standings(ranks), away)
        if scheme.ranks_last:
            ranks = Ranks(ranks.first, last_ranks(scheme, ranks, standings(ranks), away))
    standing_now = []
    absent = 0
    for one in _told(session, scheme, round_id, progress, "正在拟定等级"):
        if not one.participates:
            absent += 1
            continue
        proposal = ranks.grade(scheme, one)
        each(one, proposal)
        standing_now.append(standing_of(scheme, one, proposal, ranks.asked(one.subject.id)))
    quotas = tuple(measure(scheme, standing_now, absent))
    return Proposed(hints(scheme, standing_now, absent, quotas), quotas, absent)


def _absent(session: Session, round_id: int) -> int:
    subject = tables.subject
    away = (subject.c.round_id == round_id) & (subject.c.participates == 0)
    return session.execute(select(func.count()).select_from(subject).where(away)).scalar_one()


def _standings(
    session: Session, scheme: Scheme, round_id: int, progress: Progress | None, ranks: Ranks
) -> list[SubjectStanding]:
    return [
        standing_of(scheme, one, ranks.grade(scheme, one))
        for one in _told(session, scheme, round_id, progress, "正在排名")
        if one.participates
    ]


def _told(
    session: Session, scheme: Scheme, round_id: int, progress: Progress | None, text: str
) -> Iterator[Evidence]:
    """Everybody in the round, while ``progress`` hears how far it is."""
    subject = tables.subject
    counted = select(func.count()).select_from(subject).where(subject.c.round_id == round_id)
    total = session.execute(counted).scalar_one()
    return told(_read(session, scheme, round_id), total, progress, text)


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
