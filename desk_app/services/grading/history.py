"""经过 of a decision: who made it what, when and why, from the record of changes."""

from dataclasses import dataclass

from sqlalchemy import select

from desk_app.domain.grading import opinion_steps
from desk_app.services import schemes
from desk_app.services.grading.boards import step_names
from desk_app.services.rounds.amending import FINALISED, UNLOCKED
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """One change: ``what`` is the step, 定稿 or 解除定稿; before and after in words, "" for none.

    ``made_at`` is an ISO text to the second.
    """

    made_at: str
    made_by: str
    what: str
    before: str
    after: str
    why: str


def read(workspace: Workspace, round_id: int, subject_id: int) -> tuple[DecisionChange, ...]:
    """Return every change of a subject's decisions and of the round's 定稿, the oldest first.

    Nothing is ever taken out of the record; what older versions did not record is not there.
    """
    one, subject = tables.change.c, tables.subject.c
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        own = {*opinion_steps(scheme), *step_names(scheme)}
        name = select(subject.name).where(subject.id == subject_id).scalar_subquery()
        rows = session.execute(
            select(tables.change)
            .where(one.round_id == round_id, one.before != one.after)
            .where(
                (one.what.in_(own) & (one.about == name))
                | (one.what.in_((FINALISED, UNLOCKED)) & (one.about == ""))
            )
            .order_by(one.id)
        )
        return tuple(
            DecisionChange(row.made_at, row.made_by, row.what, row.before, row.after, row.why)
            for row in rows
        )
