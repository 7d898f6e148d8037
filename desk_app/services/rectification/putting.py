"""Items brought to an earlier state: what undo and redo of whole items ask for."""

from collections.abc import Sequence

from desk_app.domain.rectification import Rectification
from desk_app.services.rectification.entries import remove, restore
from desk_app.services.workspace import Workspace


def put(
    workspace: Workspace,
    round_id: int,
    present: Sequence[Rectification],
    gone: Sequence[int],
) -> None:
    """Bring items to the state of ``present`` and delete those whose numbers are ``gone``."""
    if gone:
        remove(workspace, gone)
    restore(workspace, round_id, present)
