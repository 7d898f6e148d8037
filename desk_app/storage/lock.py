"""One program at a time on one workspace; the other one is named."""

import errno
import json
import os
import sys
from datetime import datetime
from pathlib import Path

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


_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
"""What the systems say when somebody else holds a lock."""


class Held(Exception):
    """Somebody else holds the workspace; ``owner`` says who, as far as is known."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class WorkspaceLock:
    """A lock of the operating system on a file beside the database.

    It falls with its process, so a crash leaves none behind. Who holds it stands in a second
    file, because Windows lets nobody read a locked one. The file itself stays: removing it
    would let two programs lock two files of one name. Written here rather than taken from a
    library, because every start waits for it and the library takes longer to load than to lock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "workspace.lock"
        self._file: int | None = None
        self._owner = folder / "workspace.owner.json"

    def acquire(self, now: datetime, user: str, host: str) -> None:
        """Take the lock at once; raises ``Held`` with a description of the holder.

        Raises OSError where the folder cannot be written to.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(file)
        except OSError as error:
            os.close(file)
            if error.errno in _TAKEN:
                raise Held(self._describe()) from None
            raise
        self._file = file
        self._owner.write_text(
            json.dumps(
                {
                    "user": user,
                    "host": host,
                    "pid": os.getpid(),
                    "since": f"{now:%Y-%m-%d %H:%M}",
                },
                ensure_ascii=False,
            ),
            encoding="utf-8",
        )

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._file is None:
            return
        self._owner.unlink(missing_ok=True)
        file, self._file = self._file, None
        _give_back(file)
        os.close(file)

    def _describe(self) -> str:
        try:
            owner = json.loads(self._owner.read_text(encoding="utf-8"))
            return (
                f"{owner['host']} 上的 {owner['user']}（{owner['since']} 打开，"
                f"进程号 {owner['pid']}）"
            )
        except (OSError, ValueError, KeyError, TypeError):
            return "另一个窗口"
