"""The room 测评 of one round: its meetings, their polls, and what is still to be held."""

from dataclasses import dataclass

from sqlalchemy import func, select

from desk_app.domain.asked import polls_asked
from desk_app.domain.polling.counting import BatchState
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.polling.meetings import MeetingFacts, facts_of
from desk_app.services.polling.opening import subjects_of, without_poll
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace, read_office
from desk_app.storage.rows.polling import MEETINGS, ListedPollRow, MeetingRow
from desk_app.storage.rows.reading import query, read
from desk_app.storage.tables import batch, meeting, organisation, poll, poll_subject, subject


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
    def sealed(self) -> bool:
        """Whether the count stands."""
        return self.sealed_at is not None

    @property
    def voided(self) -> bool:
        """Whether the poll was declared void."""
        return self.voided_at is not None

    @property
    def state(self) -> str:
        """How far the count is, in words."""
        if self.voided:
            return "已作废"
        if self.external:
            return "外部计票"
        if self.sealed:
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
class PollingOverview:
    """The room 测评 of one round. ``missing`` counts subjects without any poll, by poll name."""

    meetings: tuple[Meeting, ...]
    meeting_kinds: tuple[str, ...]
    poll_kinds: tuple[PollKind, ...]
    subjects: tuple[tuple[int, str], ...]
    missing: tuple[tuple[str, int], ...]
    locked: bool
    whose: str = ""
    """Township and year, as the second screen names them."""
    counted: str = "个党组织"
    """What stands behind a number of subjects."""
    closed: bool = False
    """Whether the round was begun again under another edition of its scheme (停用)."""


def overview(workspace: Workspace, round_id: int) -> PollingOverview:
    """Return every meeting of a round with its polls and their state."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        taking_part = subjects_of(session, round_id)
        current = rounds.read(session, round_id)
        return PollingOverview(
            counted=scheme.counted,
            meetings=_meetings(session, round_id),
            meeting_kinds=meeting_kinds(scheme),
            poll_kinds=tuple(PollKind(one.name, one.meeting, one.single) for one in scheme.polls),
            subjects=taking_part,
            missing=_missing(session, scheme, round_id),
            locked=current.locked,
            closed=current.closed,
            whose=f"{read_office(session).short_name} {current.year}年度",
        )


@dataclass(frozen=True, slots=True)
class VotedOn:
    """On whom a poll votes: all names, and the initials of all, a line each."""

    names: str
    initials: str


def voted_on(workspace: Workspace, round_id: int) -> dict[int, VotedOn]:
    """Return poll → on whom it votes, for a search; one query for the whole round."""
    with workspace.session() as session:
        rows = session.execute(
            select(poll_subject.c.poll_id, subject.c.name, organisation.c.initials)
            .join(subject, subject.c.id == poll_subject.c.subject_id)
            .outerjoin(organisation, organisation.c.id == subject.c.organisation_id)
            .where(subject.c.round_id == round_id)
            .order_by(poll_subject.c.poll_id, poll_subject.c.position)
        ).all()
    found: dict[int, list[tuple[str, str]]] = {}
    for poll_id, name, initials in rows:
        found.setdefault(poll_id, []).append((name, initials or ""))
    return {
        poll_id: VotedOn("\n".join(name for name, _ in some), "\n".join(one for _, one in some))
        for poll_id, some in found.items()
    }


def _missing(session: Session, scheme: Scheme, round_id: int) -> tuple[tuple[str, int], ...]:
    """Poll → how many it is asked of and who have none yet."""
    rows = session.execute(
        select(subject.c.id, subject.c.domain).where(subject.c.round_id == round_id)
    )
    domains = {row.id: row.domain for row in rows}
    asked = {
        domain: {one.name for one in polls_asked(scheme, domain)}
        for domain in set(domains.values())
    }
    return tuple(
        (
            one.name,
            sum(
                one.name in asked[domains[key]] for key in without_poll(session, round_id, one.name)
            ),
        )
        for one in scheme.polls
    )


def meeting_kinds(scheme: Scheme) -> tuple[str, ...]:
    """The names of meetings that the scheme speaks of, each once."""
    named = [one.name for one in scheme.meetings]
    named += [one.meeting for one in scheme.polls] + [one.meeting for one in scheme.steps]
    return tuple(dict.fromkeys(name for name in named if name))


def _meetings(session: Session, round_id: int) -> tuple[Meeting, ...]:
    lines: dict[int, list[PollLine]] = {}
    for row in _poll_rows(session, round_id):
        lines.setdefault(row.meeting_id, []).append(
            PollLine(
                id=row.id,
                name=row.poll,
                subjects=row.subjects or 0,
                first_subject=row.first_subject or "",
                issued=row.issued,
                returned=row.returned,
                valid=row.valid,
                invalid=row.invalid,
                batches=row.batches or 0,
                keyed=row.keyed or 0,
                external=row.external,
                sealed_at=row.sealed_at,
                voided_at=row.voided_at,
            )
        )
    rows = read(
        session.connection,
        MeetingRow,
        MEETINGS.where(meeting.c.round_id == round_id).order_by(
            meeting.c.held_on.is_(None), meeting.c.held_on, meeting.c.id
        ),
    )
    return tuple(Meeting(one.id, facts_of(one), tuple(lines.get(one.id, ()))) for one in rows)


def _poll_rows(session: Session, round_id: int) -> list[ListedPollRow]:
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
    listed = (
        query(ListedPollRow, poll, covered, keyed, first_subject=first)
        .join(meeting, meeting.c.id == poll.c.meeting_id)
        .outerjoin(covered, covered.c.poll_id == poll.c.id)
        .outerjoin(keyed, keyed.c.poll_id == poll.c.id)
        .where(meeting.c.round_id == round_id)
        .order_by(poll.c.id)
    )
    return read(session.connection, ListedPollRow, listed)
