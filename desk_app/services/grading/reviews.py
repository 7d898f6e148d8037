"""待复核: decisions that were made under an edition of the scheme by which less or more came out.

A round that takes a new edition keeps its decisions; where the proposed level changes they are
marked, until somebody decides again or says that they stand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.domain.version_effects import LevelEffect
from desk_app.services import rounds
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.upserts import upsert

REVIEW = "待复核"


@dataclass(frozen=True, slots=True)
class DecisionReview:
    """A decision to be looked at again, because another level is proposed now; "" is none.

    ``edition`` is the number of the scheme's text that changed the proposal.
    """

    subject_id: int
    name: str
    before: str
    after: str
    edition: int = 0

    @property
    def words(self) -> str:
        """Say why."""
        return (
            f"{REVIEW}：方案改版以后，拟定等级由{self.before or NO_LEVEL}"
            f"变为{self.after or NO_LEVEL}。"
        )


def reviews(session: Session, round_id: int) -> Mapping[int, DecisionReview]:
    """The decisions of a round that are to be looked at again, by subject."""
    mark, subject = tables.decision_review, tables.subject
    rows = session.execute(
        select(mark.c.subject_id, subject.c.name, mark.c.before, mark.c.after, mark.c.scheme_id)
        .join_from(mark, subject, subject.c.id == mark.c.subject_id)
        .where(subject.c.round_id == round_id)
        .order_by(subject.c.position)
    )
    return {
        row.subject_id: DecisionReview(
            row.subject_id, row.name, row.before, row.after, row.scheme_id
        )
        for row in rows
    }


def mark_reviews(
    session: Session, scheme_number: int, changed: Sequence[LevelEffect], decided: Collection[int]
) -> int:
    """Mark the decisions on those whose proposed level changes; return how many."""
    rows = [
        {
            "subject_id": one.subject_id,
            "scheme_id": scheme_number,
            "before": one.before,
            "after": one.after,
            "marked_at": session.moment,
        }
        for one in changed
        if one.subject_id in decided
    ]
    upsert(session.connection, tables.decision_review, rows)
    return len(rows)


def put_back(session: Session, round_id: int, marks: Collection[DecisionReview]) -> set[int]:
    """Mark decisions as they were marked before somebody looked at them; return whose.

    Nothing is marked of an edition by which the round does not go any more.
    """
    round_ = tables.round_.c
    pinned = session.scalar(select(round_.scheme_id).where(round_.id == round_id))
    rows = [
        {
            "subject_id": one.subject_id,
            "scheme_id": one.edition,
            "before": one.before,
            "after": one.after,
            "marked_at": session.moment,
        }
        for one in marks
        if one.edition == pinned
    ]
    upsert(session.connection, tables.decision_review, rows)
    return {one.subject_id for one in marks if one.edition == pinned}


def settle_reviews(session: Session, subject_ids: Collection[int]) -> None:
    """Take the marks away from subjects on whom somebody has decided again."""
    mark = tables.decision_review
    rows = [{"of_subject": one} for one in subject_ids]
    if rows:
        session.execute(delete(mark).where(mark.c.subject_id == bindparam("of_subject")), rows)


def forget_reviews(session: Session, round_id: int, scheme_number: int) -> None:
    """Take away the marks that an edition brought: the round goes by another one again."""
    mark, subject = tables.decision_review, tables.subject
    mine = select(subject.c.id).where(subject.c.round_id == round_id)
    session.execute(
        delete(mark).where(mark.c.subject_id.in_(mine), mark.c.scheme_id == scheme_number)
    )


def uphold(workspace: Workspace, round_id: int, subject_ids: Collection[int]) -> int:
    """Say of decisions that they stand as they are; return how many were marked.

    Raises ``Fault`` where the round is locked.
    """
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        wanted = [one for key, one in reviews(session, round_id).items() if key in subject_ids]
        settle_reviews(session, [one.subject_id for one in wanted])
        session.record(
            *(
                Changed(
                    "复核", about=one.name, before=REVIEW, after="维持原来的决定", round_id=round_id
                )
                for one in wanted
            )
        )
        return len(wanted)


def review_again(workspace: Workspace, round_id: int, marks: Collection[DecisionReview]) -> None:
    """Take it back that decisions stand; raises ``Fault`` where the round is locked."""
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        put_back(session, round_id, marks)
        session.record(
            *(
                Changed(
                    "复核", about=one.name, before="维持原来的决定", after=REVIEW, round_id=round_id
                )
                for one in marks
            )
        )
