"""A round of the example township whose scheme has an indicator that counts by clauses."""

from decimal import Decimal
from pathlib import Path

from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import rounds
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Workspace

SCHEME = Path(__file__).parents[1] / "fixtures" / "两类票.toml"
GIVEN = (("缺会", Decimal(2)), ("不按期换届", Decimal(1)))


def begin_clauses(workspace: Workspace) -> int:
    """Begin the round, with clauses counted for its first subject; return its number."""
    chosen = [Participant(one.id) for one in rounds.candidates(workspace)[:4]]
    round_id = rounds.create(workspace, SCHEME, workspace.today().year, "按情形评分", chosen)
    first = rounds.subjects(workspace, round_id)[0].id
    change = ScoreChange(first, "考评", "组织生活", Decimal(3), "", GIVEN)
    sheets.record_many(workspace, [change])
    return round_id
