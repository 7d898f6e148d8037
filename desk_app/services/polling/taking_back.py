"""Ctrl+Z of a meeting or poll that was added or removed: a change of its own, never of a count."""

from sqlalchemy import Table, delete, insert, or_, select

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import Image, Value
from desk_app.services import rounds, schemes
from desk_app.services.polling.meetings import kept
from desk_app.services.polling.standing_rows import StandingRows
from desk_app.services.reversals.putting_back import put
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import attendee, batch, in_hand, meeting, poll, poll_subject, subject


def take_away(workspace: Workspace, rows: StandingRows, *, again: bool = False) -> None:
    """Take away what was added; ``again``: remove once more what was put back.

    Raises ``Fault``, and changes nothing, where something was built on it since: ballots that
    were keyed, a count that was signed, another poll, a roster, papers that were given out.
    """
    words = f"{'重做' if again else '撤销'}“{rows.words}”"
    with workspace.session() as session:
        rounds.ensure_unlocked(session, rows.round_id)
        for of in (meeting, poll):
            if len(_there(session, of, rows)) < len(rows.keys(of)):
                raise Fault(f"“{rows.named}”已经不在了，没有可以{words}的。")
        wrong = _built_on(session, rows)
        if wrong:
            raise Fault(f"{wrong}，不能{words}。")
        for of in (poll, meeting):
            session.execute(delete(of).where(of.c.id.in_(rows.keys(of))))
        session.record(Changed(words, about="测评", before=rows.named, round_id=rows.round_id))
    workspace.forget()


def put_back(workspace: Workspace, rows: StandingRows, *, again: bool = False) -> None:
    """Put back what was removed, without any count; ``again``: add once more what was taken away.

    Raises ``Fault``, and changes nothing, where it cannot stand any more.
    """
    words = f"{'重做' if again else '撤销'}“{rows.words}”"
    with workspace.session() as session:
        rounds.ensure_unlocked(session, rows.round_id)
        wrong = _cannot_stand(session, rows)
        if wrong:
            raise Fault(f"{wrong}，不能{words}。")
        put(session, [one for one in rows.rows if one.table != attendee.name], forward=True)
        # The numbers of people may be another roster's by now; nothing goes by them.
        people = [
            _without_number(one.after)
            for one in rows.rows
            if one.table == attendee.name and one.after
        ]
        if people:
            session.execute(insert(attendee), people)
        session.record(Changed(words, about="测评", after=rows.named, round_id=rows.round_id))


def _without_number(image: Image) -> dict[str, Value]:
    return {name: value for name, value in image.items() if name != "id"}


def _there(session: Session, of: Table, rows: StandingRows) -> list[int]:
    return list(session.scalars(select(of.c.id).where(of.c.id.in_(rows.keys(of)))))


def _built_on(session: Session, rows: StandingRows) -> str:
    """What was built on meetings and polls since, in words; "" for nothing."""
    held, opened = rows.keys(meeting), rows.keys(poll)
    inside = or_(poll.c.meeting_id.in_(held), poll.c.id.in_(opened))
    keyed = select(batch.c.poll_id).union(select(in_hand.c.poll_id))
    for where, words in (
        (kept(), "有封存过或作废的计票，要留存备查"),
        (poll.c.id.in_(keyed), "已经录入了测评票"),
        (poll.c.id.not_in(opened), "是后来加的"),
    ):
        name = session.scalar(select(poll.c.poll).where(inside, where).limit(1))
        if name is not None:
            return f"测评“{name}”{words}"
    typed = or_(poll.c.issued.is_not(None), poll.c.returned.is_not(None))
    for number, name in session.execute(select(poll.c.id, poll.c.poll).where(inside, typed)):
        if not _had_papers(rows, number):
            return f"测评“{name}”已经填了发出、收回票数"
    known = rows.keys(attendee)
    named = select(meeting.c.kind).join_from(meeting, attendee).where(meeting.c.id.in_(held))
    kind = session.scalar(named.where(attendee.c.id.not_in(known)).limit(1))
    return f"“{kind}”已经有了名册" if kind is not None and not known else ""


def _had_papers(rows: StandingRows, number: int) -> bool:
    """Whether the numbers of papers stood there already when the rows were taken down."""
    return any(
        one.table == poll.name and one.key == (number,) and one.after is not None
        and (one.after["issued"], one.after["returned"]) != (None, None)
        for one in rows.rows
    )  # fmt: skip


def _cannot_stand(session: Session, rows: StandingRows) -> str:
    """Why meetings and polls cannot stand as their rows say, in words; "" where they can."""
    for of in (meeting, poll):
        if _there(session, of, rows):
            return f"“{rows.named}”的位置上已经有一个"
    standing = set(session.scalars(select(meeting.c.id))) | set(rows.keys(meeting))
    known = {one.name for one in schemes.pinned(session, rows.round_id).polls}
    taking_part = set(
        session.scalars(
            select(subject.c.id).where(
                subject.c.round_id == rows.round_id, subject.c.participates == 1
            )
        )
    )
    for one in rows.rows:
        image = one.after or {}
        if one.table == poll.name and image["meeting_id"] not in standing:
            return f"测评“{image['poll']}”所在的会议已经不在了"
        if one.table == poll.name and image["poll"] not in known:
            return f"本轮的方案里已经没有名为“{image['poll']}”的测评"
        if one.table == poll_subject.name and image["subject_id"] not in taking_part:
            return "测评的对象有的已经不在本轮或不参评"
    return ""
