"""One program at a time on one workspace; the other one is named."""

import json
import os
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout


class Held(Exception):
    """Somebody else holds the workspace; ``owner`` says who, as far as is known."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class WorkspaceLock:
    """A lock of the operating system on a file beside the database.

    It falls with its process, so a crash leaves none behind. Who holds it stands in a second
    file, because Windows lets nobody read a locked one.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "workspace.lock")
        self._owner = folder / "workspace.owner.json"

    def acquire(self, now: datetime, user: str, host: str) -> None:
        """Take the lock at once; raises ``Held`` with a description of the holder."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Held(self._describe()) from None
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
        """Give the lock back."""
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _describe(self) -> str:
        try:
            owner = json.loads(self._owner.read_text(encoding="utf-8"))
            return (
                f"{owner['host']} 上的 {owner['user']}（{owner['since']} 打开，"
                f"进程号 {owner['pid']}）"
            )
        except (OSError, ValueError, KeyError, TypeError):
            return "另一个窗口"
