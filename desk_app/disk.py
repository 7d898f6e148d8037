"""What storage and documents both need of a disk: what is written lasts, and is it full."""

import errno
import os
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)


def flush_file(path: Path) -> None:
    """Make what was written to a file last; raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make the names in a folder last; raises OSError.

    Windows has no handle for folders and needs none. Some sticks refuse it.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_full(error: BaseException) -> bool:
    """Say whether a disk without room, or a quota that is used up, is the cause."""
    return isinstance(error, OSError) and error.errno in _FULL
