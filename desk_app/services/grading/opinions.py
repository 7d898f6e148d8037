"""What people decide: opinions of earlier steps, the decision, the superior's approval, 定稿."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.grading import opinion_steps
from desk_app.domain.reversals import BulkKind
from desk_app.domain.rounds import finalise_problem
from desk_app.services import rounds, schemes
from desk_app.services.grading.boards import GradingBoard, read_board, step_names
from desk_app.services.grading.refusing import refuse
from desk_app.services.grading.reviews import DecisionReview, put_back
from desk_app.services.grading.writing import DecisionEntry, write_step
from desk_app.services.reversals.keeping import Scope, forget, keeping
from desk_app.services.rounds.amending import FINALISED
from desk_app.services.session import Changed
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

AS_PROPOSED = "其余全部按拟定等级决定"


def decide(
    workspace: Workspace,
    round_id: int,
    entries: Sequence[DecisionEntry],
    marks: Sequence[DecisionReview] = (),
) -> GradingBoard:
    """Store the committee's decisions, all or none; return the round as it stands then.

    A level other than the proposed one wants a reason; not one that is put back with its mark
    (待复核), which ``marks`` are. Raises ``Fault`` with a sentence a refused entry.
    """
    return _store(workspace, round_id, entries, marks=marks)


def approve(workspace: Workspace, round_id: int, entries: Sequence[DecisionEntry]) -> GradingBoard:
    """Store what the superior approved (审定), beside the decisions.

    It may come after 定稿: that is when the papers come back from above.
    """
    return _store(workspace, round_id, entries, approval=True)


def decide_as_proposed(
    workspace: Workspace, round_id: int, decided_on: date | None, meeting: str
) -> int:
    """Decide every still open subject as proposed; return how many."""
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        now = read_board(session, round_id)
        entries = [
            DecisionEntry(row.evidence.subject.id, row.proposal.level, "", decided_on, meeting)
            for row in now.present
            if row.proposal is not None and row.proposal.level and row.decision is None
        ]
        mine = select(tables.subject.c.id).where(tables.subject.c.round_id == round_id)
        opinion = tables.opinion.c
        decided = opinion.subject_id.in_(mine) & (opinion.step == now.decision_step)
        scope = Scope(tables.opinion, decided)
        with keeping(session, BulkKind.DECISIONS, AS_PROPOSED, scope, round_id=round_id):
            write_step(session, round_id, now.scheme, now.decision_step, entries)
    return len(entries)


def give_opinions(
    workspace: Workspace, round_id: int, step: str, entries: Sequence[DecisionEntry]
) -> GradingBoard:
    """Store the levels at which an earlier step arrived (初评, 评议, 自评, 审议), all or none.

    Every step's opinion is kept; one may differ from another without a reason. Raises
    ``Fault`` for a step that the scheme does not have.
    """
    return _store(workspace, round_id, entries, step=step)


def finalise(workspace: Workspace, round_id: int) -> None:
    """Lock the round (定稿); raises ``Fault`` while anybody in it is without a decision.

    Nobody decides on those that a rule took out (取消评定资格).
    """
    with workspace.session() as session:
        rounds.read(session, round_id)
        rounds.ensure_unlocked(session, round_id)
        board = read_board(session, round_id)
        wrong = finalise_problem(
            [
                row.evidence.subject.name
                for row in board.present
                if row.decision is None and not row.out
            ],
            board.scheme.counter,
        )
        if wrong:
            raise Fault(wrong)
        finalised = func.coalesce(tables.round_.c.finalised_at, session.moment)
        session.execute(
            update(tables.round_)
            .where(tables.round_.c.id == round_id)
            .values(locked=1, finalised_at=finalised)
        )
        forget(session, round_id)
        session.record(Changed(FINALISED, after="已定稿", round_id=round_id))


def _store(
    workspace: Workspace,
    round_id: int,
    entries: Sequence[DecisionEntry],
    *,
    approval: bool = False,
    step: str = "",
    marks: Sequence[DecisionReview] = (),
) -> GradingBoard:
    """Write entries and grade the round once; what turns out not to stand takes all of it back."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        decided, approved = step_names(scheme)
        if step and step not in opinion_steps(scheme):
            raise Fault(f"方案里没有得出等级的环节“{step}”。")
        named = step or (approved if approval else decided)
        if named != approved:
            rounds.ensure_unlocked(session, round_id)
        else:
            session.hold(tables.round_, round_id)
        write_step(session, round_id, scheme, named, entries)
        back = put_back(session, round_id, marks) if marks else set()
        after = read_board(session, round_id, scheme)
        free = named not in {approved, decided}
        wrong = [
            sentence
            for entry in entries
            if entry.subject_id not in back
            and (sentence := refuse(after, entry, approval=approval, free=free))
        ]
        if wrong:
            raise Fault(*wrong)
        return after
