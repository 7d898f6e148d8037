"""A round of the example township in which ballots score, some a part, and one gives a total."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import rounds
from desk_app.services.polling import meetings, opening, totals
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Workspace
from tests.domain.ballot_schemes import BALLOTS

_TEXT = BALLOTS.replace('"差"]', '"差"]\nmeeting = "测评大会"\nsingle = false')


def begin_ballots(workspace: Workspace) -> int:
    """Begin the round, with a count sealed and a total given; return its number."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "测评计分.toml"
        path.write_text(_TEXT, encoding="utf-8")
        chosen = [Participant(one.id) for one in rounds.candidates(workspace)[:4]]
        year = workspace.today().year
        round_id = rounds.create(workspace, path, year, "按测评计分", chosen)
    subjects = [one.id for one in rounds.subjects(workspace, round_id)]
    meeting = MeetingFacts("测评大会", expected=45, present=42)
    meeting_id = meetings.add_meeting(workspace, round_id, meeting)
    poll_id = opening.open_poll(workspace, meeting_id, "民主测评", subjects)
    votes = {one: {"好": 14, "较好": 6} for one in subjects}
    totals.store_external(workspace, poll_id, BallotCounts(20, 20, 20, 0), votes)
    sheets.record_many(workspace, [ScoreChange(subjects[0], "党工委", "总分", Decimal("44.5"))])
    return round_id
