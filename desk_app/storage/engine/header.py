"""What stands in the first bytes of a database file: read without a database.

Nothing here imports one, so that a start can ask whether anything changed before it loads any.
"""

from pathlib import Path

DATABASE = "workspace.db"
"""The name of the database in a workspace's folder."""

_MAGIC = b"SQLite format 3\0"
_SESSION = slice(60, 64)
"""Where ``PRAGMA user_version`` lies."""


def session_number(path: Path) -> int | None:
    """Return the number that the last writing session left in a closed database file.

    ``None`` where there is no such file or it is none of SQLite's; 0 where no session has left
    one yet. What still lies in the log beside the file is not seen: ``log_is_empty`` tells.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return None
    if len(header) < 100 or not header.startswith(_MAGIC):
        return None
    return int.from_bytes(header[_SESSION], "big")


def log_is_empty(path: Path) -> bool:
    """Say whether nothing lies in the write-ahead log beside the database ``path``."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size == 0
    except FileNotFoundError:
        return True
