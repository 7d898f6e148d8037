"""方案草稿: schemes that are being written, kept in the workspace at every change.

``save`` writes the state after a change as a step; ``undo`` and ``redo`` walk along the steps, also
after a restart. ``adopt`` imports a draft whose check is clean, as a file would be; the draft
stays and can be written on. What a draft is and says: ``desk_app.domain.drafts``.
"""

from desk_app.services.drafts.adopting import Adopted, adopt
from desk_app.services.drafts.keeping import (
    DraftCard,
    OpenedDraft,
    RemovedDraft,
    listing,
    open_draft,
    put_back,
    redo,
    remove,
    save,
    undo,
)
from desk_app.services.drafts.making import copy_of, from_file, from_text, new

__all__ = [
    "Adopted",
    "DraftCard",
    "OpenedDraft",
    "RemovedDraft",
    "adopt",
    "copy_of",
    "from_file",
    "from_text",
    "listing",
    "new",
    "open_draft",
    "put_back",
    "redo",
    "remove",
    "save",
    "undo",
]
