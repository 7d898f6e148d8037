"""Meetings and polls as they stand, row by row: what Ctrl+Z needs to take one back or put it back.

What was typed of them and who was asked to come, never a counter: what was keyed of a count is
not in these rows. They are held by the screen for as long as it is open and are written nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, or_, select

from desk_app.domain.reversals import Image, RowImage
from desk_app.services.reversals.keeping import images
from desk_app.services.session import Session
from desk_app.storage.tables import (
    attendance,
    attendee,
    batch,
    meeting,
    papers,
    poll,
    poll_subject,
)

_COUNTED = {"valid": None, "invalid": None}
"""Sums of a count: empty in what is put back, whatever stood there."""


@dataclass(frozen=True, slots=True)
class StandingRows:
    """Meetings with all that is in them, or polls of a meeting, of one round.

    ``words`` name the act that they came or went by (新建会议). ``batches`` counts those of which
    counters were kept, which are not here.
    """

    words: str
    round_id: int
    rows: tuple[RowImage, ...]
    batches: int = 0

    def keys(self, of: Table) -> tuple[int, ...]:
        """Return the numbers of the meetings or of the polls, the first one first."""
        return tuple(int(one.key[0] or 0) for one in self.rows if one.table == of.name)

    @property
    def polls(self) -> tuple[int, ...]:
        """The numbers of the polls."""
        return self.keys(poll)

    @property
    def first_poll(self) -> int | None:
        """The poll to be shown; ``None`` where there is none."""
        return next(iter(self.polls), None)

    @property
    def named(self) -> str:
        """What it is, in a line: a meeting with its day and place, or a poll and on how many."""
        held = [one.after for one in self.rows if one.table == meeting.name and one.after]
        if len(held) == 1:
            facts = (held[0][name] for name in ("kind", "held_on", "place"))
            return " ".join(str(one) for one in facts if one)
        if held:
            return f"{held[0]['kind']} {len(held)} 场"
        names = [one.after["poll"] for one in self.rows if one.table == poll.name and one.after]
        on = sum(one.table == poll_subject.name for one in self.rows)
        return f"{names[0]}，{on} 个对象" if names else ""


def rows_of(
    session: Session,
    words: str,
    round_id: int,
    meetings: Sequence[int] = (),
    polls: Sequence[int] = (),
) -> StandingRows:
    """Return meetings with their polls and rosters, and polls, as they stand."""
    inside = or_(poll.c.meeting_id.in_(meetings), poll.c.id.in_(polls))
    theirs = select(poll.c.id).where(inside)
    parts: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (meeting, meeting.c.id.in_(meetings)),
        (attendance, attendance.c.meeting_id.in_(meetings)),
        (attendee, attendee.c.meeting_id.in_(meetings)),
        (poll, inside),
        (poll_subject, poll_subject.c.poll_id.in_(theirs)),
        (papers, papers.c.poll_id.in_(theirs)),
    )
    rows = tuple(
        RowImage(of.name, key, None, _uncounted(of, image))
        for of, where in parts
        for key, image in images(session, of, where).items()
    )
    stored = select(func.count()).select_from(batch).where(batch.c.poll_id.in_(theirs))
    return StandingRows(words, round_id, rows, session.execute(stored).scalar_one())


def _uncounted(of: Table, image: Image) -> Image:
    return {**image, **_COUNTED} if of in (poll, papers) else image
