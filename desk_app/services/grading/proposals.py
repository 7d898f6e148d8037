"""Levels of a round too large for one screen: proposed one by one and forgotten."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from desk_app.domain.chain import Proposal
from desk_app.domain.grading import grade
from desk_app.domain.hints import hints
from desk_app.domain.quotas import QuotaState, measure, standing
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.evidence import earlier
from desk_app.services.evidence.gathering import gather
from desk_app.services.session import Session
from desk_app.storage import tables


def propose(session: Session, scheme: Scheme, round_id: int) -> Standings:
    """Propose a level for every subject of the round that takes part."""
    return standings(scheme, gather(session, scheme, round_id))


_TOGETHER = 2_000
"""Subjects that are read and graded together: few enough to be forgotten soon."""


def propose_each(
    session: Session, scheme: Scheme, round_id: int, each: Callable[[Proposal], object]
) -> tuple[Mapping[int, str], tuple[QuotaState, ...]]:
    """Hand every subject's proposal to ``each`` and forget it; return hints and quotas.

    For a city's or a province's round: what is kept of a subject is its level and its total.
    Quotas that assign by rank want everybody at once; use ``propose`` for such a scheme.
    """
    subject = tables.subject
    of_round = subject.c.round_id == round_id
    numbers = session.execute(select(subject.c.id).where(of_round).order_by(subject.c.id)).scalars()
    before = earlier.levels(session, scheme, round_id)
    standing_now = []
    absent = 0
    for numbered in numbers.partitions(_TOGETHER):
        for one in gather(
            session, scheme, round_id, span=(numbered[0], numbered[-1]), before=before
        ):
            if not one.participates:
                absent += 1
                continue
            proposal = grade(scheme, one)
            each(proposal)
            standing_now.append(
                standing(scheme, one.subject, proposal.level, proposal.total.points)
            )
    return hints(scheme, standing_now, absent), tuple(measure(scheme, standing_now, absent))
