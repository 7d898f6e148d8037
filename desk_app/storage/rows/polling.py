"""Rows of 测评: meetings and who came, polls and their papers, batches, sealed versions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from desk_app.domain.polling.counting import BatchState, Mode
from desk_app.domain.polling.state import PollState, state_of
from desk_app.storage.rows.reading import query
from desk_app.storage.tables import (
    attendee,
    batch,
    count_version,
    household_sample,
    meeting,
    papers,
    poll,
    round_,
)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting; 监票人, 计票人 and 主持人 are names, one per line."""

    id: int
    round_id: int
    kind: str
    held_on: date | None
    place: str
    note: str
    expected: int | None
    present: int | None
    host: str
    agenda: str
    minutes: str
    supervisors: str
    tellers: str
    caller: str


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll with what its meeting, its round, its batches and its sealed version say of it.

    ``stored`` counts the batches of which counters are kept, ``differing`` those of them on
    which two people disagree. ``code`` is the sealed version's, ``None`` while there is none.
    """

    id: int
    meeting_id: int
    poll: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    external: bool
    sealed_at: str | None
    mode: Mode
    version: int
    voided_reason: str
    voided_at: str | None
    round_id: int
    kind: str
    held_on: date | None
    expected: int | None
    present: int | None
    supervisors: str
    tellers: str
    caller: str
    locked: bool
    stored: int
    differing: int
    code: str | None

    @property
    def sealed(self) -> bool:
        """Whether a count of it stands."""
        return self.sealed_at is not None

    @property
    def voided(self) -> bool:
        """Whether it was declared void."""
        return self.voided_at is not None

    @property
    def state(self) -> PollState:
        """How far it is."""
        return state_of(
            locked=self.locked,
            voided=self.voided,
            sealed=self.sealed,
            returned=self.returned,
            stored=self.stored,
            differing=self.differing,
        )


@dataclass(frozen=True, slots=True)
class ListedPollRow:
    """A poll in the list of its round: on how many subjects, the first one's name, how far.

    ``batches`` counts those of which counters are kept, ``keyed`` their papers.
    """

    id: int
    meeting_id: int
    poll: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    external: bool
    sealed_at: str | None
    voided_at: str | None
    subjects: int | None
    batches: int | None
    keyed: int | None
    first_subject: str | None


@dataclass(frozen=True, slots=True)
class SealedPollRow:
    """The papers of a poll of which a count stands."""

    id: int
    poll: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch; of one that is ``AGAIN`` ``second_valid`` is the number of papers."""

    id: int
    poll_id: int
    category: str
    number: int
    valid: int
    invalid: int
    second_valid: int | None
    second_invalid: int | None
    first_teller: str
    second_teller: str
    state: BatchState
    settled_by: str

    @property
    def size(self) -> int:
        """Papers that were keyed, or are to be keyed again."""
        if self.state is BatchState.AGAIN:
            return self.second_valid or 0
        return self.valid + self.invalid


@dataclass(frozen=True, slots=True)
class PapersRow:
    """Papers of a version by category, "" for the whole."""

    category: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    expected: int | None
    present: int | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A count that was sealed; ``reopened_reason`` is "" while it stands."""

    poll_id: int
    number: int
    sealed_at: str
    mode: Mode
    external: bool
    tellers: str
    code: str
    reopened_reason: str


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """Who is asked to a meeting, and whether he came."""

    id: int
    category: str
    name: str
    signed_in: bool


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A draw of households; ``rows`` is JSON."""

    id: int
    round_id: int
    name: str
    seed: str
    size: int
    total: int
    digest: str
    drawn_on: date
    rows: str


def _batches_of(*states: BatchState, but: bool = False) -> Any:
    wanted = batch.c.state.not_in(states) if but else batch.c.state.in_(states)
    return (
        select(func.count())
        .select_from(batch)
        .where(batch.c.poll_id == poll.c.id, wanted)
        .correlate(poll)
        .scalar_subquery()
    )


MEETINGS: Select[Any] = query(MeetingRow, meeting)
POLLS: Select[Any] = (
    query(
        PollRow,
        poll,
        meeting,
        locked=round_.c.locked,
        stored=_batches_of(BatchState.AGAIN, but=True),
        differing=_batches_of(BatchState.DIFFERS),
        code=select(count_version.c.code)
        .where(count_version.c.poll_id == poll.c.id, count_version.c.number == poll.c.version)
        .correlate(poll)
        .scalar_subquery(),
    )
    .join(meeting, meeting.c.id == poll.c.meeting_id)
    .join(round_, round_.c.id == meeting.c.round_id)
)
BATCHES: Select[Any] = query(BatchRow, batch).order_by(batch.c.category, batch.c.number)
PAPERS: Select[Any] = query(PapersRow, papers)
VERSIONS: Select[Any] = query(VersionRow, count_version).order_by(count_version.c.number)
ATTENDEES: Select[Any] = query(AttendeeRow, attendee).order_by(attendee.c.position, attendee.c.id)
SAMPLES: Select[Any] = query(SampleRow, household_sample)
