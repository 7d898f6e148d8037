"""One poll as a screen shows it: how it stands, its sealed versions, batches that were lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.services.polling import ballots, batches, meetings, polls, versions
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.polling.parts import PollSheet
from desk_app.services.polling.standing_rows import StandingRows, rows_of
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
) -> StandingRows:
    """Add a meeting with its poll on these subjects ("" for none); return what was added.

    A list longer than a sheet of paper becomes 票一, 票二 …, a poll each. Raises ``Fault``.
    """
    meeting_id = meetings.add_meeting(workspace, round_id, facts)
    if poll:
        ballots.open_polls(workspace, meeting_id, poll, subject_ids)
    with workspace.session() as session:
        return rows_of(session, "新建会议", round_id, meetings=(meeting_id,))


def add_polls(
    workspace: Workspace, meeting_id: int, poll: str, subject_ids: Sequence[int]
) -> StandingRows:
    """Add a poll to a meeting, as ``add_meeting`` does; return what was added. Raises ``Fault``."""
    made = ballots.open_polls(workspace, meeting_id, poll, subject_ids)
    with workspace.session() as session:
        round_id = meetings.round_of_meeting(session, meeting_id)
        return rows_of(session, "加一个测评", round_id, polls=made)
