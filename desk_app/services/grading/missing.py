"""缺项 of a round: what 定稿 and 上报 show of what the scheme asks for and is not there."""

from typing import TypeAlias

from sqlalchemy import select

from desk_app.domain.missing import ReadinessCheck, SubjectWork, missing
from desk_app.domain.rounds import Round
from desk_app.services.grading.boards import GradingBoard
from desk_app.services.session import Session
from desk_app.storage import tables

Notes: TypeAlias = dict[int, dict[str, str]]
"""Subject → indicator → why the superior took points off."""


def look(session: Session, board: GradingBoard, current: Round) -> tuple[ReadinessCheck, ...]:
    """Say of a graded round what the scheme asks for, done or missing; one query."""
    scheme = board.scheme
    reasons = read_reasons(session, current.id, scheme.superior.name)
    work = [
        SubjectWork(
            id=row.evidence.subject.id,
            name=row.evidence.subject.name,
            domain=row.evidence.subject.domain,
            scored=row.evidence.points,
            reasons=reasons.get(row.evidence.subject.id, {}),
            polled=row.evidence.tallies.keys(),
            decided=row.decision is not None,
            out=row.out,
        )
        for row in board.present
    ]
    return missing(scheme, current, work, board.quotas)


def read_reasons(session: Session, round_id: int, evaluator: str) -> Notes:
    """Read everything that an evaluator wrote beside points."""
    score = tables.score
    rows = session.execute(
        select(score.c.subject_id, score.c.indicator, score.c.note)
        .join(tables.subject, tables.subject.c.id == score.c.subject_id)
        .where(
            tables.subject.c.round_id == round_id,
            score.c.evaluator == evaluator,
            score.c.note != "",
        )
    )
    found: Notes = {}
    for subject_id, indicator, note in rows:
        found.setdefault(subject_id, {})[indicator] = note
    return found
