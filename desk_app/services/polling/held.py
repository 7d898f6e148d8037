"""A poll in a use case's hands: its row, its rules in the scheme, whom it is on; read once."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, bindparam, select

from desk_app.domain.faults import Fault
from desk_app.domain.polling import state
from desk_app.domain.polling.state import Act, PollState
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.session import Changed, Session
from desk_app.storage.rows.polling import POLLS, PollRow
from desk_app.storage.rows.reading import read_one
from desk_app.storage.tables import poll, poll_subject, subject

_POLL = POLLS.where(poll.c.id == bindparam("poll_id"))
_HELD = _POLL.with_for_update(of=poll)
"""Put together once: they are asked at every batch that is stored."""


@dataclass(frozen=True, slots=True)
class HeldPoll:
    """What every use case of a poll goes by. ``subjects`` are (id, name) in the paper's order."""

    row: PollRow
    scheme: Scheme
    kind: Poll
    subjects: tuple[tuple[int, str], ...]

    @property
    def id(self) -> int:
        """The poll's number in the file."""
        return self.row.id

    @property
    def state(self) -> PollState:
        """How far the poll is."""
        return self.row.state

    @property
    def positions(self) -> dict[int, int]:
        """Subject id → its place on the paper."""
        return {one: at for at, (one, _) in enumerate(self.subjects)}


def read_poll(session: Session, poll_id: int) -> HeldPoll:
    """Return a poll to look at; raises ``Fault`` when it is gone."""
    return _held(session, poll_id, _POLL)


def _held(session: Session, poll_id: int, query: Select[Any]) -> HeldPoll:
    row = _row(session, poll_id, query)
    scheme = schemes.pinned(session, row.round_id)
    return HeldPoll(row, scheme, kind_of(scheme, row.poll), subjects_of_poll(session, poll_id))


def hold_poll(session: Session, poll_id: int) -> HeldPoll:
    """Return a poll to write to: nobody else writes to it meanwhile.

    Raises ``Fault`` when it is gone or its round is locked; ask ``state.ensure`` for the rest.
    """
    held = _held(session, poll_id, _HELD)
    rounds.ensure_unlocked(session, held.row.round_id)
    return held


def hold_for(session: Session, poll_id: int, act: Act) -> HeldPoll:
    """``hold_poll`` for an act; raises ``Fault`` where the poll's state does not allow it."""
    held = hold_poll(session, poll_id)
    state.ensure(held.state, act)
    return held


def read_again(session: Session, held: HeldPoll) -> HeldPoll:
    """Return the poll as it stands after it was written to; only its row is read anew."""
    return replace(held, row=_row(session, held.id))


def kind_of(scheme: Scheme, name: str) -> Poll:
    """Return the scheme's poll of that name; raises ``Fault``."""
    try:
        return scheme.poll(name)
    except KeyError:
        raise Fault(f"方案“{scheme.title}”里没有名为“{name}”的测评。") from None


def subjects_of_poll(session: Session, poll_id: int) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of the subjects in the order of the paper."""
    rows = session.execute(
        select(subject.c.id, subject.c.name)
        .join(poll_subject, poll_subject.c.subject_id == subject.c.id)
        .where(poll_subject.c.poll_id == poll_id)
        .order_by(poll_subject.c.position)
    )
    return tuple([(key, name) for key, name in rows.all()])


def covers(held: HeldPoll) -> str:
    """Say whom a poll is on: 柳树湾村党支部, or 柳树湾村党支部等 12 个."""
    names = [name for _, name in held.subjects]
    return names[0] if len(names) == 1 else f"{'、'.join(names[:1])}等 {len(names)} 个"


def record(session: Session, held: HeldPoll, what: str, before: str = "", after: str = "") -> None:
    """Write an act on a poll into the record of changes: never a vote, never a counter."""
    session.record(
        Changed(
            f"{held.row.poll}{what}",
            about=covers(held),
            before=before,
            after=after,
            round_id=held.row.round_id,
        )
    )


def amend(session: Session, held: HeldPoll, before: str, after: str) -> None:
    """Keep account of a change to a count that stands, also where the round asks for it."""
    changed = Changed(f"{held.row.poll}计票", about=covers(held), before=before, after=after)
    rounds.amend(session, held.row.round_id, changed)


def _row(session: Session, poll_id: int, query: Select[Any] = _POLL) -> PollRow:
    row = read_one(session.connection, PollRow, query, {"poll_id": poll_id})
    if row is None:
        raise Fault("这个测评已经不在了，请刷新后再试。")
    return row
