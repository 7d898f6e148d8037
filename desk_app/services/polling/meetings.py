"""Meetings of a round and the polls held in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    RowMapping,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import BatchState
from desk_app.domain.polling.counts import check_attendance
from desk_app.domain.polling.meetings import read_names
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import (
    attendance,
    batch,
    count_version,
    meeting,
    poll,
    poll_subject,
    subject,
)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What is typed of a meeting. ``expected`` and ``present`` are persons (应到, 实到).

    监票人 and 计票人 are names; two 计票人 are needed where two people count. With a roster or
    numbers by category 应到 and 实到 follow from them, see ``services.rosters``.
    """

    kind: str
    held_on: date | None = None
    place: str = ""
    note: str = ""
    expected: int | None = None
    present: int | None = None
    host: str = ""
    agenda: str = ""
    minutes: str = ""
    supervisors: tuple[str, ...] = ()
    tellers: tuple[str, ...] = ()
    caller: str = ""


@dataclass(frozen=True, slots=True)
class PollLine:
    """One poll in the list: how many subjects, the first one's name, how far it is."""

    id: int
    name: str
    subjects: int
    first_subject: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    batches: int
    keyed: int
    external: bool
    sealed_at: str | None
    voided_at: str | None = None

    @property
    def state(self) -> str:
        """How far the count is, in words."""
        if self.voided_at is not None:
            return "已作废"
        if self.external:
            return "外部计票"
        if self.sealed_at is not None:
            return "已封存"
        if self.batches:
            return f"已录 {self.batches} 摞"
        return "未开始"

    @property
    def covers(self) -> str:
        """On whom it votes, in words."""
        if self.subjects == 1:
            return self.first_subject
        return f"{self.first_subject}等 {self.subjects} 个" if self.subjects else "没有对象"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting in the list with its polls."""

    id: int
    facts: MeetingFacts
    polls: tuple[PollLine, ...]


@dataclass(frozen=True, slots=True)
class PollKind:
    """A poll of the scheme that can be held: its name, where, and whether one by one."""

    name: str
    meeting: str
    single: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The room 测评 of one round. ``missing`` counts subjects without any poll, by poll name."""

    meetings: tuple[Meeting, ...]
    meeting_kinds: tuple[str, ...]
    poll_kinds: tuple[PollKind, ...]
    subjects: tuple[tuple[int, str], ...]
    missing: tuple[tuple[str, int], ...]
    locked: bool


def overview(workspace: Workspace, round_id: int) -> Overview:
    """Return every meeting of a round with its polls and their state."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        taking_part = subjects_of(session, round_id)
        return Overview(
            meetings=_meetings(session, round_id),
            meeting_kinds=meeting_kinds(scheme),
            poll_kinds=tuple(PollKind(one.name, one.meeting, one.single) for one in scheme.polls),
            subjects=taking_part,
            missing=tuple(
                (one.name, len(_without_poll(session, round_id, one.name))) for one in scheme.polls
            ),
            locked=rounds.is_locked(session, round_id),
        )


def meeting_kinds(scheme: Scheme) -> tuple[str, ...]:
    """The names of meetings that the scheme speaks of, each once."""
    named = [one.name for one in scheme.meetings]
    named += [one.meeting for one in scheme.polls] + [one.meeting for one in scheme.steps]
    return tuple(dict.fromkeys(name for name in named if name))


def subjects_of(session: Session, round_id: int) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of the subjects that take part, in the round's order."""
    rows = session.execute(
        select(subject.c.id, subject.c.name)
        .where(subject.c.round_id == round_id, subject.c.participates == 1)
        .order_by(subject.c.position, subject.c.id)
    )
    return tuple((row.id, row.name) for row in rows)


def add_meeting(workspace: Workspace, round_id: int, facts: MeetingFacts) -> int:
    """Add a meeting to a round and return its id; raises ``Fault``."""
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        return insert_meeting(session, round_id, facts)


def insert_meeting(session: Session, round_id: int, facts: MeetingFacts) -> int:
    """Add a meeting within a transaction; raises ``Fault``."""
    result = session.execute(insert(meeting).values(round_id=round_id, **_columns(facts)))
    return new_id(result)


def change_meeting(workspace: Workspace, meeting_id: int, facts: MeetingFacts) -> None:
    """Change what is typed of a meeting; raises ``Fault``.

    实到 cannot fall below the papers that a sealed poll of the meeting gave out.
    """
    with workspace.session() as session:
        round_id = round_of_meeting(session, meeting_id)
        rounds.ensure_unlocked(session, round_id)
        issued = session.scalar(
            select(func.max(poll.c.issued)).where(
                poll.c.meeting_id == meeting_id, poll.c.sealed_at.is_not(None)
            )
        )
        if issued is not None and facts.present is not None and facts.present < issued:
            raise Fault(
                f"这次会议已封存的计票发出了 {issued} 张票，实到不能少于 {issued} 人，没有修改。"
            )
        values = _columns(facts)
        by_category = session.scalar(
            select(func.count())
            .select_from(attendance)
            .where(attendance.c.meeting_id == meeting_id)
        )
        if by_category:
            # The sums follow from the categories: what was typed of them is no news.
            del values["expected"], values["present"]
        session.execute(update(meeting).where(meeting.c.id == meeting_id).values(**values))


def remove_meeting(workspace: Workspace, meeting_id: int) -> None:
    """Remove a meeting with its open polls; raises ``Fault`` when a count to be kept lies in it.

    Kept is what is sealed, was ever sealed, or was declared void.
    """
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_of_meeting(session, meeting_id))
        sealed = session.scalar(
            select(func.count()).select_from(poll).where(poll.c.meeting_id == meeting_id, _kept())
        )
        if sealed:
            raise Fault(f"这次会议里有 {sealed} 个已封存或已作废的计票，要留存备查，没有删除。")
        session.execute(delete(meeting).where(meeting.c.id == meeting_id))
    workspace.forget()


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
        return insert_poll(session, meeting_id, poll_name, subject_ids, mode)


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


def open_polls_for_each(workspace: Workspace, round_id: int, poll_name: str) -> int:
    """Give each subject that has no such poll yet a meeting of its own; return how many.

    为每个参评党组织各建一场测评会. Raises ``Fault`` for a poll that the scheme does not have.
    """
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        kind = next((one for one in scheme.polls if one.name == poll_name), None)
        if kind is None:
            raise Fault(f"方案“{scheme.title}”里没有名为“{poll_name}”的测评。")
        missing = _without_poll(session, round_id, poll_name)
        for subject_id in missing:
            meeting_id = insert_meeting(session, round_id, MeetingFacts(kind.meeting or kind.name))
            insert_poll(session, meeting_id, poll_name, [subject_id], kind.counting.mode)
        return len(missing)


def remove_poll(workspace: Workspace, poll_id: int) -> None:
    """Remove a poll that never was sealed, with its batches; raises ``Fault``."""
    with workspace.session() as session:
        row = (
            session.execute(
                select(meeting.c.round_id, _kept().label("kept"))
                .join(meeting, meeting.c.id == poll.c.meeting_id)
                .where(poll.c.id == poll_id)
            )
            .mappings()
            .one_or_none()
        )
        if row is None:
            raise Fault("这个测评已经不在了，请刷新后再试。")
        rounds.ensure_unlocked(session, row["round_id"])
        if row["kept"]:
            raise Fault("这个测评有封存过或作废的计票，要留存备查，没有删除。确要不算，请“作废”。")
        session.execute(delete(poll).where(poll.c.id == poll_id))
    workspace.forget()


def _kept() -> ColumnElement[bool]:
    """Whether a poll holds what was signed or declared, which is never thrown away."""
    signed = select(count_version.c.poll_id)
    return or_(poll.c.sealed_at.is_not(None), poll.c.voided_at.is_not(None), poll.c.id.in_(signed))


def round_of_meeting(session: Session, meeting_id: int) -> int:
    """Return the round a meeting belongs to; raises ``Fault`` when it is gone."""
    found = session.scalar(select(meeting.c.round_id).where(meeting.c.id == meeting_id))
    if found is None:
        raise Fault("这次会议已经不在了，请刷新后再试。")
    return int(found)


def _meetings(session: Session, round_id: int) -> tuple[Meeting, ...]:
    lines: dict[int, list[PollLine]] = {}
    for row in _poll_rows(session, round_id):
        lines.setdefault(row["meeting_id"], []).append(
            PollLine(
                id=row["id"],
                name=row["poll"],
                subjects=row["subjects"] or 0,
                first_subject=row["first_subject"] or "",
                issued=row["issued"],
                returned=row["returned"],
                valid=row["valid"],
                invalid=row["invalid"],
                batches=row["batches"] or 0,
                keyed=row["keyed"] or 0,
                external=bool(row["external"]),
                sealed_at=row["sealed_at"],
                voided_at=row["voided_at"],
            )
        )
    rows = session.execute(
        select(meeting)
        .where(meeting.c.round_id == round_id)
        .order_by(meeting.c.held_on.is_(None), meeting.c.held_on, meeting.c.id)
    ).mappings()
    return tuple(
        Meeting(
            row["id"],
            MeetingFacts(
                kind=row["kind"],
                held_on=date.fromisoformat(row["held_on"]) if row["held_on"] else None,
                place=row["place"],
                note=row["note"],
                expected=row["expected"],
                present=row["present"],
                host=row["host"],
                agenda=row["agenda"],
                minutes=row["minutes"],
                supervisors=read_names(row["supervisors"]),
                tellers=read_names(row["tellers"]),
                caller=row["caller"],
            ),
            tuple(lines.get(row["id"], ())),
        )
        for row in rows
    )


def _poll_rows(session: Session, round_id: int) -> Sequence[RowMapping]:
    covered = (
        select(poll_subject.c.poll_id, func.count().label("subjects"))
        .group_by(poll_subject.c.poll_id)
        .subquery()
    )
    keyed = (
        select(
            batch.c.poll_id,
            func.count().label("batches"),
            func.sum(batch.c.valid + batch.c.invalid).label("keyed"),
        )
        .where(batch.c.state != BatchState.AGAIN)
        .group_by(batch.c.poll_id)
        .subquery()
    )
    first = (
        select(subject.c.name)
        .join(poll_subject, poll_subject.c.subject_id == subject.c.id)
        .where(poll_subject.c.poll_id == poll.c.id)
        .order_by(poll_subject.c.position)
        .limit(1)
        .scalar_subquery()
    )
    return (
        session.execute(
            select(
                poll,
                covered.c.subjects,
                keyed.c.batches,
                keyed.c.keyed,
                first.label("first_subject"),
            )
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .outerjoin(covered, covered.c.poll_id == poll.c.id)
            .outerjoin(keyed, keyed.c.poll_id == poll.c.id)
            .where(meeting.c.round_id == round_id)
            .order_by(poll.c.id)
        )
        .mappings()
        .all()
    )


def _without_poll(session: Session, round_id: int, poll_name: str) -> list[int]:
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


def _columns(facts: MeetingFacts) -> dict[str, str | int | None]:
    kind = facts.kind.strip()
    if not kind:
        raise Fault("请填写会议名称，如“民主测评会”。")
    wrong = check_attendance(facts.expected, facts.present)
    if wrong:
        raise Fault(wrong)
    return {
        "kind": kind,
        "held_on": facts.held_on.isoformat() if facts.held_on else None,
        "place": facts.place.strip(),
        "note": facts.note.strip(),
        "expected": facts.expected,
        "present": facts.present,
        "host": facts.host.strip(),
        "agenda": facts.agenda.strip(),
        "minutes": facts.minutes.strip(),
        "supervisors": "\n".join(facts.supervisors),
        "tellers": "\n".join(facts.tellers),
        "caller": facts.caller.strip(),
    }


def new_id(result: CursorResult[Any]) -> int:
    """Return the key that an insert gave its one row."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("not the insert of one row")
    return int(key[0])
