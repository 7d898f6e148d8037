"""One poll as a screen shows it: how it stands, its sealed versions, batches that were lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.services.polling import ballots, batches, meetings, polls, versions
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.polling.parts import PollSheet
from desk_app.services.polling.versions import Version
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PollStanding:
    """``unfinished`` are sentences: what was in hand when the program last ended."""

    sheet: PollSheet
    versions: tuple[Version, ...]
    unfinished: tuple[str, ...]


def read(workspace: Workspace, poll_id: int) -> PollStanding:
    """Read how a poll stands; raises ``Fault`` when it is gone."""
    return PollStanding(
        polls.poll_sheet(workspace, poll_id),
        versions.versions(workspace, poll_id),
        batches.unfinished(workspace, poll_id),
    )


def add_meeting(
    workspace: Workspace,
    round_id: int,
    facts: MeetingFacts,
    poll: str,
    subject_ids: Sequence[int],
) -> int | None:
    """Add a meeting with its poll on these subjects ("" for none); return the poll's id.

    A list longer than a sheet of paper becomes 票一, 票二 …, a poll each: that of the first
    is returned. Raises ``Fault``.
    """
    meeting_id = meetings.add_meeting(workspace, round_id, facts)
    if not poll:
        return None
    return ballots.open_polls(workspace, meeting_id, poll, subject_ids)[0]
