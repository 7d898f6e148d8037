"""The workspace: one folder with one database, opened by one program at a time."""

from desk_app.services.workspace.handle import Workspace
from desk_app.services.workspace.offices import Office, office, read_office, rename
from desk_app.services.workspace.opening import create, open_, open_to_read
from desk_app.services.workspace.refusing import exists, is_in_use, said_unanswered
from desk_app.storage.engine.header import DATABASE

__all__ = [
    "DATABASE",
    "Office",
    "Workspace",
    "create",
    "exists",
    "is_in_use",
    "office",
    "open_",
    "open_to_read",
    "read_office",
    "rename",
    "said_unanswered",
]
