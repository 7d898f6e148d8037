"""Meetings of a round: made, changed, removed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, func, insert, or_, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counts import check_attendance
from desk_app.domain.polling.meetings import read_names
from desk_app.services import rounds
from desk_app.services.polling.standing_rows import StandingRows, rows_of
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import MEETINGS, MeetingRow
from desk_app.storage.rows.reading import read_one
from desk_app.storage.tables import attendance, count_version, meeting, poll


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


def add_meeting(workspace: Workspace, round_id: int, facts: MeetingFacts) -> int:
    """Add a meeting to a round and return its id; raises ``Fault``."""
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        meeting_id = insert_meeting(session, round_id, facts)
        _record(session, round_id, "新建会议", after=_words(facts))
        return meeting_id


def insert_meeting(session: Session, round_id: int, facts: MeetingFacts) -> int:
    """Add a meeting within a transaction; raises ``Fault``."""
    result = session.execute(insert(meeting).values(round_id=round_id, **_columns(facts)))
    return new_id(result)


def change_meeting(workspace: Workspace, meeting_id: int, facts: MeetingFacts) -> MeetingFacts:
    """Change what is typed of a meeting and return what stood there; raises ``Fault``.

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
        before = facts_of(read_meeting(session, meeting_id))
        session.execute(update(meeting).where(meeting.c.id == meeting_id).values(**values))
        after = facts_of(read_meeting(session, meeting_id))
        _record(session, round_id, "修改会议", _words(before), _words(after))
        return before


def remove_meeting(workspace: Workspace, meeting_id: int) -> StandingRows:
    """Remove a meeting with its open polls; raises ``Fault`` when a count to be kept lies in it.

    Kept is what is sealed, was ever sealed, or was declared void. Returns what went, so that it
    can be put back (``taking_back.put_back``).
    """
    with workspace.session() as session:
        row = read_meeting(session, meeting_id)
        rounds.ensure_unlocked(session, row.round_id)
        sealed = session.scalar(
            select(func.count()).select_from(poll).where(poll.c.meeting_id == meeting_id, kept())
        )
        if sealed:
            raise Fault(f"这次会议里有 {sealed} 个已封存或已作废的计票，要留存备查，没有删除。")
        gone = rows_of(session, "删除会议", row.round_id, meetings=(meeting_id,))
        session.execute(delete(meeting).where(meeting.c.id == meeting_id))
        _record(session, row.round_id, "删除会议", before=_words(facts_of(row)))
    workspace.forget()
    return gone


def facts_of(row: MeetingRow) -> MeetingFacts:
    """Return what is typed of a meeting."""
    return MeetingFacts(
        kind=row.kind,
        held_on=row.held_on,
        place=row.place,
        note=row.note,
        expected=row.expected,
        present=row.present,
        host=row.host,
        agenda=row.agenda,
        minutes=row.minutes,
        supervisors=read_names(row.supervisors),
        tellers=read_names(row.tellers),
        caller=row.caller,
    )


def read_meeting(session: Session, meeting_id: int) -> MeetingRow:
    """Return a meeting; raises ``Fault`` when it is gone."""
    row = read_one(session.connection, MeetingRow, MEETINGS.where(meeting.c.id == meeting_id))
    if row is None:
        raise Fault("这次会议已经不在了，请刷新后再试。")
    return row


def round_of_meeting(session: Session, meeting_id: int) -> int:
    """Return the round a meeting belongs to; raises ``Fault`` when it is gone."""
    found = session.scalar(select(meeting.c.round_id).where(meeting.c.id == meeting_id))
    if found is None:
        raise Fault("这次会议已经不在了，请刷新后再试。")
    return int(found)


def kept() -> ColumnElement[bool]:
    """Whether a poll holds what was signed or declared, which is never thrown away."""
    signed = select(count_version.c.poll_id)
    return or_(poll.c.sealed_at.is_not(None), poll.c.voided_at.is_not(None), poll.c.id.in_(signed))


def _record(session: Session, round_id: int, what: str, before: str = "", after: str = "") -> None:
    session.record(Changed(what, about="测评", before=before, after=after, round_id=round_id))


def _words(facts: MeetingFacts) -> str:
    """A meeting in one line: what it is, when, where, how many came, who counts."""
    numbers = (("应到", facts.expected), ("实到", facts.present))
    people = (("监票人", facts.supervisors), ("计票人", facts.tellers))
    said = [
        facts.kind.strip(),
        facts.held_on.isoformat() if facts.held_on else "",
        facts.place.strip(),
        *(f"{word} {number} 人" for word, number in numbers if number is not None),
        *(f"{word}{'、'.join(names)}" for word, names in people if names),
    ]
    return " ".join(one for one in said if one)


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
