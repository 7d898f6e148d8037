"""Who is asked to a meeting, by category and by name, who signed in, and whether it is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import meetings
from desk_app.domain.polling.counts import check_attendance
from desk_app.domain.polling.meetings import Attendance, Attendee, Judgement
from desk_app.services import rounds, schemes
from desk_app.services.polling.meetings import read_meeting, round_of_meeting
from desk_app.services.polling.plans import attendance_of
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import ATTENDEES, AttendeeRow
from desk_app.storage.rows.reading import read
from desk_app.storage.tables import attendance, attendee, meeting, papers, poll

LONGEST_ROSTER = 5000


@dataclass(frozen=True, slots=True)
class Roster:
    """A meeting's roster as its screen and its sign-in list show it.

    ``categories`` are those of the scheme, of the numbers and of the names, in that order.
    ``attendance`` is 应到 and 实到 by category, "" where there are no categories.
    """

    meeting_id: int
    kind: str
    categories: tuple[str, ...]
    names: tuple[Attendee, ...]
    attendance: Mapping[str, Attendance]
    whole: Attendance
    judgements: tuple[Judgement, ...]
    locked: bool

    @property
    def by_name(self) -> bool:
        """Whether the numbers follow from names and are not typed."""
        return bool(self.names)


def roster(workspace: Workspace, meeting_id: int) -> Roster:
    """Return who is asked and who came, and the scheme's rules judged; raises ``Fault``."""
    with workspace.session() as session:
        return _read(session, meeting_id)


def set_names(workspace: Workspace, meeting_id: int, names: Sequence[Attendee]) -> Roster:
    """Replace the roster; 应到 and 实到 follow from it. An empty one gives typing free again.

    Raises ``Fault`` for a name without text or one that stands twice in a category.
    """
    with workspace.session() as session:
        round_id = _open(session, meeting_id)
        if len(names) > LONGEST_ROSTER:
            raise Fault(f"名册有 {len(names)} 人，最多 {LONGEST_ROSTER} 人，请核对选对了名单。")
        seen: set[tuple[str, str]] = set()
        for one in names:
            key = (one.category.strip(), one.name.strip())
            if not key[1]:
                raise Fault("名册里有没有姓名的一行，请补上或删去。")
            if key in seen:
                where = f"“{key[0]}”里" if key[0] else "名册里"
                raise Fault(f"{where}“{key[1]}”写了两次；同名的请在姓名后注明单位。")
            seen.add(key)
        before = len(_names(session, meeting_id))
        session.execute(delete(attendee).where(attendee.c.meeting_id == meeting_id))
        rows = [
            {
                "meeting_id": meeting_id,
                "category": one.category.strip(),
                "name": one.name.strip(),
                "signed_in": int(one.signed_in),
                "position": position,
            }
            for position, one in enumerate(names)
        ]
        if rows:
            session.execute(insert(attendee), rows)
        _write(session, meeting_id, meetings.count_roster(_names(session, meeting_id)))
        after = _read(session, meeting_id)
        session.record(
            Changed(
                "会议名册",
                about=after.kind,
                before=f"{before} 人" if before else "",
                after=f"{len(rows)} 人" if rows else "",
                round_id=round_id,
            )
        )
        return after


def sign_in(workspace: Workspace, attendee_ids: Iterable[int], *, signed_in: bool = True) -> Roster:
    """Mark people as come (or not); 实到 follows. Raises ``Fault``.

    No moment is kept: who came when, and beside whom, is nobody's business.
    """
    wanted = list(attendee_ids)
    with workspace.session() as session:
        found = set(
            session.scalars(
                select(attendee.c.meeting_id).where(attendee.c.id.in_(wanted)).distinct()
            )
        )
        if len(found) != 1:
            raise Fault("名册已经变了，请刷新后再签到。")
        meeting_id = int(found.pop())
        _open(session, meeting_id)
        session.execute(
            update(attendee).where(attendee.c.id.in_(wanted)).values(signed_in=int(signed_in))
        )
        _write(session, meeting_id, meetings.count_roster(_names(session, meeting_id)))
        return _read(session, meeting_id)


def set_attendance(
    workspace: Workspace, meeting_id: int, by_category: Mapping[str, Attendance]
) -> Roster:
    """Type 应到 and 实到 by category where no names are listed; raises ``Fault``."""
    with workspace.session() as session:
        _open(session, meeting_id)
        if _names(session, meeting_id):
            raise Fault("这次会议有名册，应到和实到由名册和签到得出，请在名册里改。")
        _write(session, meeting_id, by_category)
        return _read(session, meeting_id)


def _read(session: Session, meeting_id: int) -> Roster:
    row = read_meeting(session, meeting_id)
    scheme = schemes.pinned(session, row.round_id)
    kind = next((one for one in scheme.meetings if one.name == row.kind), None)
    names = _names(session, meeting_id)
    numbers = attendance_of(session, meeting_id)
    named = [one.category for one in names]
    categories = [*(kind.categories if kind else ()), *numbers, *named]
    whole = Attendance(row.expected, row.present)
    judged = numbers or {meetings.EVERYBODY: whole}
    return Roster(
        meeting_id=meeting_id,
        kind=row.kind,
        categories=tuple(dict.fromkeys(one for one in categories if one)),
        names=names,
        attendance=numbers,
        whole=whole,
        judgements=meetings.judge(kind.rules, judged) if kind else (),
        locked=rounds.is_locked(session, row.round_id),
    )


def _names(session: Session, meeting_id: int) -> tuple[Attendee, ...]:
    of_meeting = ATTENDEES.where(attendee.c.meeting_id == meeting_id)
    rows = read(session.connection, AttendeeRow, of_meeting)
    return tuple(Attendee(one.category, one.name, one.signed_in, one.id) for one in rows)


def _open(session: Session, meeting_id: int) -> int:
    """Return the round of a meeting that may be written to; raises ``Fault``."""
    round_id = round_of_meeting(session, meeting_id)
    rounds.ensure_unlocked(session, round_id)
    return round_id


def _write(session: Session, meeting_id: int, by_category: Mapping[str, Attendance]) -> None:
    """Write the numbers by category and their sums; raises ``Fault`` when they cannot be."""
    for category, one in by_category.items():
        wrong = check_attendance(one.expected, one.present)
        if wrong:
            raise Fault(f"{category}{wrong}")
    whole = meetings.whole(by_category) if by_category else Attendance()
    _ensure_papers_fit(session, meeting_id, by_category, whole)
    session.execute(delete(attendance).where(attendance.c.meeting_id == meeting_id))
    rows = [
        {
            "meeting_id": meeting_id,
            "category": category,
            "expected": one.expected,
            "present": one.present,
        }
        for category, one in sorted(by_category.items())
    ]
    if rows:
        session.execute(insert(attendance), rows)
    session.execute(
        update(meeting)
        .where(meeting.c.id == meeting_id)
        .values(expected=whole.expected, present=whole.present)
    )


def _ensure_papers_fit(
    session: Session,
    meeting_id: int,
    by_category: Mapping[str, Attendance],
    whole: Attendance,
) -> None:
    """Raise ``Fault`` where fewer would have come than a sealed poll gave papers to."""
    sealed = (poll.c.meeting_id == meeting_id) & poll.c.sealed_at.is_not(None)
    issued: dict[str, int] = {
        category: most
        for category, most in session.execute(
            select(papers.c.category, func.max(papers.c.issued))
            .join(poll, (poll.c.id == papers.c.poll_id) & (poll.c.version == papers.c.version))
            .where(sealed)
            .group_by(papers.c.category)
        )
        if most is not None
    }
    for category, one in {**by_category, "": whole}.items():
        given = issued.get(category)
        if given is not None and one.present is not None and one.present < given:
            raise Fault(
                f"这次会议已封存的计票发出了 {given} 张{category}票，"
                f"实到不能少于 {given} 人，没有修改。"
            )
