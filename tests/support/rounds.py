"""What a round remembers, read in a transaction of its own."""

from desk_app.domain.rounds import Amendment
from desk_app.services import rounds
from desk_app.services.workspace import Workspace


def amendments(workspace: Workspace, round_id: int) -> tuple[Amendment, ...]:
    """Return what was changed after the first 定稿."""
    with workspace.session() as session:
        return rounds.read_amendments(session, round_id)
