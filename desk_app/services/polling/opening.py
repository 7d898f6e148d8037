"""Polls of a meeting: opened on subjects, one by one or together, and removed."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.polling import state
from desk_app.domain.polling.state import Act
from desk_app.services import rounds, schemes
from desk_app.services.polling import held
from desk_app.services.polling.meetings import (
    MeetingFacts,
    insert_meeting,
    kept,
    new_id,
    round_of_meeting,
)
from desk_app.services.polling.standing_rows import StandingRows, rows_of
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import poll, poll_subject, subject


def subjects_of(session: Session, round_id: int) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of the subjects that take part, in the round's order."""
    rows = session.execute(
        select(subject.c.id, subject.c.name)
        .where(subject.c.round_id == round_id, subject.c.participates == 1)
        .order_by(subject.c.position, subject.c.id)
    )
    return tuple((row.id, row.name) for row in rows)


def open_poll(
    workspace: Workspace, meeting_id: int, poll_name: str, subject_ids: Sequence[int]
) -> int:
    """Open a poll on one or many subjects in a meeting and return its id; raises ``Fault``."""
    with workspace.session() as session:
        round_id = round_of_meeting(session, meeting_id)
        rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        if poll_name not in {one.name for one in scheme.polls}:
            raise Fault(f"方案“{scheme.title}”里没有名为“{poll_name}”的测评。")
        known = {one for one, _ in subjects_of(session, round_id)}
        if not subject_ids:
            raise Fault("请至少选择一个测评对象。")
        if not known.issuperset(subject_ids):
            raise Fault("所选的对象有的不在本轮或不参评，没有建立测评，请重新选择。")
        mode = scheme.poll(poll_name).counting.mode
        poll_id = insert_poll(session, meeting_id, poll_name, subject_ids, mode)
        record_opened(session, round_id, poll_name, len(dict.fromkeys(subject_ids)))
        return poll_id


def insert_poll(
    session: Session,
    meeting_id: int,
    poll_name: str,
    subject_ids: Sequence[int],
    mode: str = "two",
) -> int:
    """Open a poll within a transaction; the subjects stand on the paper in the given order.

    ``mode`` is how it is counted, by the scheme: ``two``, ``one`` or ``called``.
    """
    result = session.execute(insert(poll).values(meeting_id=meeting_id, poll=poll_name, mode=mode))
    poll_id = new_id(result)
    session.execute(
        insert(poll_subject),
        [
            {"poll_id": poll_id, "subject_id": one, "position": position}
            for position, one in enumerate(dict.fromkeys(subject_ids))
        ],
    )
    return poll_id


def open_polls_for_each(workspace: Workspace, round_id: int, poll_name: str) -> StandingRows:
    """Give each subject that has no such poll yet a meeting of its own; return what was added.

    为每个参评党组织各建一场测评会. Raises ``Fault`` for a poll that the scheme does not have.
    """
    made: list[int] = []
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        kind = next((one for one in scheme.polls if one.name == poll_name), None)
        if kind is None:
            raise Fault(f"方案“{scheme.title}”里没有名为“{poll_name}”的测评。")
        missing = without_poll(session, round_id, poll_name)
        for subject_id in missing:
            meeting_id = insert_meeting(session, round_id, MeetingFacts(kind.meeting or kind.name))
            insert_poll(session, meeting_id, poll_name, [subject_id], kind.counting.mode)
            made.append(meeting_id)
        if missing:
            words = f"各建一场{poll_name}，共 {len(missing)} 场"
            session.record(Changed("新建会议", about="测评", after=words, round_id=round_id))
        return rows_of(session, "新建会议", round_id, meetings=made)


def remove_poll(workspace: Workspace, poll_id: int) -> StandingRows:
    """Remove a poll that never was sealed, with its batches; raises ``Fault``.

    Returns what went, without its counters, so that it can be put back.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        signed = session.scalar(select(kept()).where(poll.c.id == poll_id))
        if signed and state.is_counting(here.state):  # sealed once, and counted again now
            raise Fault(state.KEPT_WORDS)
        state.ensure(here.state, Act.REMOVE)
        gone = rows_of(session, "删除测评", here.row.round_id, polls=(poll_id,))
        session.execute(delete(poll).where(poll.c.id == poll_id))
        held.record(session, here, "测评", before="已建立", after="删除")
    workspace.forget()
    return gone


def record_opened(session: Session, round_id: int, poll_name: str, subjects: int) -> None:
    """Write into the record of changes that a poll was opened."""
    words = f"{poll_name}，{subjects} 个对象"
    session.record(Changed("新建测评", about="测评", after=words, round_id=round_id))


def without_poll(session: Session, round_id: int, poll_name: str) -> list[int]:
    """Return the subjects that take part and have no poll of that name yet, in their order."""
    covered = (
        select(poll_subject.c.subject_id)
        .join(poll, poll.c.id == poll_subject.c.poll_id)
        .where(poll.c.poll == poll_name, poll.c.voided_at.is_(None))
    )
    return list(
        session.scalars(
            select(subject.c.id)
            .where(
                subject.c.round_id == round_id,
                subject.c.participates == 1,
                subject.c.id.not_in(covered),
            )
            .order_by(subject.c.position, subject.c.id)
        )
    )
