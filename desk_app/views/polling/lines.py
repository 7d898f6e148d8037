"""The lines of the list of meetings and polls, and which of them is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.views.use_cases import overview


@dataclass(frozen=True)
class MeetingListLine:
    """One line of the list: a poll in its meeting, or a meeting without polls."""

    meeting: "overview.Meeting"
    poll: "overview.PollLine | None"

    @property
    def title(self) -> str:
        """What the line is about."""
        return self.poll.covers if self.poll else self.meeting.facts.kind

    @property
    def held(self) -> str:
        """Meeting and poll in short."""
        facts = self.meeting.facts
        day = f"{facts.held_on.isoformat()} " if facts.held_on else ""
        poll = f" · {self.poll.name}" if self.poll else ""
        return f"{day}{facts.kind}{poll}"

    @property
    def state(self) -> str:
        """How far the poll is."""
        return self.poll.state if self.poll else "没有测评"

    @property
    def poll_id(self) -> int | None:
        """The poll, where there is one."""
        return self.poll.id if self.poll else None


def lines_of(overview: "overview.PollingOverview") -> list[MeetingListLine]:
    """Return a line a poll, and one for each meeting without any."""
    return [
        MeetingListLine(one, poll) for one in overview.meetings for poll in (one.polls or (None,))
    ]


def row_of(
    lines: Sequence[MeetingListLine], before: MeetingListLine | None, wanted_poll: int | None
) -> int:
    """Return the row of the wanted poll, else of the one before, else of its meeting, else 0."""
    poll = wanted_poll or (before.poll_id if before else None)
    meeting = before.meeting.id if before else None
    for row, one in enumerate(lines):
        if one.poll is not None and one.poll.id == poll:
            return row
    return next((row for row, one in enumerate(lines) if one.meeting.id == meeting), 0)


def poll_on(overview: "overview.PollingOverview", subject_id: int) -> int | None:
    """Return a poll that votes on a subject alone, one that is not sealed first; else ``None``."""
    name = dict(overview.subjects).get(subject_id)
    polls = [
        poll
        for one in overview.meetings
        for poll in one.polls
        if poll.subjects == 1 and poll.first_subject == name and not poll.voided
    ]
    return next((one.id for one in sorted(polls, key=lambda one: one.sealed)), None)
