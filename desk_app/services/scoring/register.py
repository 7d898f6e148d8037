"""The register of 加减分 as a screen writes it: one entry at a time, the whole register after."""

from desk_app.services.scoring import adjustments, sheets
from desk_app.services.scoring.adjustments import Register, RegisterEntry, Written
from desk_app.services.workspace import Workspace


def write(
    workspace: Workspace, entry_id: int | None, entry: RegisterEntry | None
) -> tuple[Written, Register]:
    """Add (without ``entry_id``), change, or remove (without ``entry``); raises ``Fault``.

    Returns what the subject's sheets come to now, and the round's register as it stands.
    """
    if entry_id is None:
        if entry is None:
            raise ValueError("neither an entry nor the number of one")
        written = adjustments.add(workspace, entry)
    elif entry is None:
        written = adjustments.remove(workspace, entry_id)
    else:
        written = adjustments.change(workspace, entry_id, entry)
    round_id = sheets.round_id(workspace, written.subject_id)
    return written, adjustments.listing(workspace, round_id)
