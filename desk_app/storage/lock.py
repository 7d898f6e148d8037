"""One program at a time on one workspace; the other one is named."""

import errno
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        """Lock the first byte at once; raises OSError where somebody has it."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _give_back(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        """Lock the file at once; raises OSError where somebody has it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


_LOCK = "workspace.lock"
_OWNER = "workspace.owner.json"
_TRIES, _BETWEEN_S = 3, 0.01

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
"""What the systems say when somebody else holds a lock."""


class Owner(NamedTuple):
    """Who has a workspace open: login, computer, and since when (to the minute)."""

    user: str
    host: str
    since: str


class Held(Exception):
    """Somebody else holds the workspace; ``owner`` says who, where that is known."""

    def __init__(self, owner: Owner | None) -> None:
        super().__init__(str(owner))
        self.owner = owner


class WorkspaceLock:
    """A lock of the operating system on a file beside the database.

    It falls with its process, so a crash leaves none behind. Who holds it stands in a second
    file, because Windows lets nobody read a locked one. The file itself stays: removing it
    would let two programs lock two files of one name. Written here rather than taken from a
    library, because every start waits for it and the library takes longer to load than to lock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LOCK
        self._file: int | None = None
        self._owner = folder / _OWNER
        self.left_over = False
        """Once it is held: whether its last holder went without giving it back."""

    def acquire(self, now: "datetime", user: str, host: str) -> None:
        """Take the lock at once; raises ``Held`` with a description of the holder.

        Raises OSError where the folder cannot be written to.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            self._take_patiently(file)
        except OSError as error:
            os.close(file)
            if error.errno in _TAKEN:
                raise Held(read_owner(self._path.parent)) from None
            raise
        self._file = file
        self.left_over = self._owner.exists()
        owner = Owner(user, host, f"{now:%Y-%m-%d %H:%M}")
        note = {**owner._asdict(), "pid": os.getpid()}
        self._owner.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")

    def _take_patiently(self, file: int) -> None:
        """Take the lock; whoever only asks ``is_held`` has it for a moment too."""
        for _ in range(_TRIES - 1):
            try:
                _take(file)
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise
                time.sleep(_BETWEEN_S)
            else:
                return
        _take(file)

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._file is None:
            return
        self._owner.unlink(missing_ok=True)
        file, self._file = self._file, None
        _give_back(file)
        os.close(file)


def is_held(folder: Path) -> bool:
    """Say whether somebody holds the workspace in ``folder`` just now; leaves nothing behind."""
    try:
        file = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        _take(file)
        _give_back(file)
    except OSError as error:
        return error.errno in _TAKEN
    finally:
        os.close(file)
    return False


def read_owner(folder: Path) -> Owner | None:
    """Return who took the workspace last, ``None`` where that is not known."""
    try:
        kept = json.loads((folder / _OWNER).read_text(encoding="utf-8"))
        return Owner(str(kept["user"]), str(kept["host"]), str(kept["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
