"""An open workspace: transactions, backups, and giving it back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from desk_app.domain.faults import Fault
from desk_app.domain.home_words import HomeWords
from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock
from desk_app.services import backups, first_screen
from desk_app.services.memory import Memory
from desk_app.services.session import Session
from desk_app.storage.engine import copies, sqlite
from desk_app.storage.engine.failures import ERRORS, failure_of
from desk_app.storage.engine.header import DATABASE
from desk_app.storage.lock import WorkspaceLock

log = logging.getLogger(__name__)


class Workspace:
    """An open workspace. Its one connection is used by one thread at a time.

    With ``reads`` no byte of the database changes, and there is nothing to back up.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        lock: WorkspaceLock,
        clock: Clock,
        actor: Actor,
        *,
        reads: bool = False,
        interrupted: bool = False,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.actor = actor
        self.interrupted = interrupted
        """Whether whoever had it open before did not close it: a crash, a power cut."""
        self._words: HomeWords | None = None
        self._reads = reads
        self._engine = engine
        self._lock = lock
        self._to_forget = False
        self._memory = None if reads else Memory()
        self._session = copies.SessionNumber(engine, folder / DATABASE)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: everything inside stands afterwards, or nothing does.

        Faults of the disk come out as ``Fault``.
        """
        self._words = None
        if self._to_forget:
            self.forget(votes=True)
        try:
            if self._memory is not None:
                self._memory.begin(self._engine)
            with self._engine.begin() as connection:
                yield Session(connection, self.clock, self.actor, self._memory)
            if self._memory is not None:
                self._memory.keep()
        except ERRORS as error:
            cause = failure_of(error)
            if cause is None:
                raise
            raise Fault(
                f"数据没有写入“{self.folder}”：{cause.value}。"
                "请检查磁盘空间和文件夹权限后再试，此前已保存的数据都在。"
            ) from error

    def forget(self, *, votes: bool = False, stale: bool = False) -> None:
        """Let nothing be left of what a transaction just deleted of a count.

        The write-ahead log is cut down; ``votes``: the copies in ``backups`` too forget the
        versions that were counted again. ``stale`` after opening: see
        ``sqlite.forget_open_counts``. What the disk refuses is tried again before the next
        transaction and at the next opening: what was saved is saved all the same.
        """
        try:
            if votes or stale:
                sqlite.forget_open_counts(self._engine, backups.folder_of(self.folder), stale=stale)
            else:
                sqlite.truncate_wal(self._engine)
        except (OSError, *ERRORS) as error:
            self._to_forget = True
            log.warning("what was deleted of a count is not yet cleared: %s", error)
        else:
            self._to_forget = False

    def now(self) -> datetime:
        """The moment by the clock that was handed in, to the second."""
        return self.clock.now().replace(microsecond=0)

    def today(self) -> date:
        """The day by the clock that was handed in."""
        return self.now().date()

    def back_up(self, reason: str) -> Path:
        """Check the database, then copy it beside itself; raises ``Fault``."""
        made = backups.make(self.folder, self._engine, self.now(), reason)
        self._session.begin_anew()
        return made

    def back_up_changes(self, reason: str) -> Path | None:
        """Back up where something changed since the newest copy; raises ``Fault``."""
        backups.refuse_missing(self.folder)
        try:
            due = backups.due(self.folder, self._engine)
        except ERRORS as error:
            cause = failure_of(error)
            if cause is None:
                raise
            raise Fault(f"“{self.folder}”没有备份：{cause.value}。") from error
        return self.back_up(reason) if due else None

    def problems(self) -> tuple[str, ...]:
        """What the database's own checks find wrong."""
        return sqlite.problems(self._engine)

    def leave(self, words: HomeWords) -> None:
        """Say what ``close`` leaves for the first screen of the next start.

        To be said last: what is written afterwards makes it void.
        """
        self._words = words

    def close(self, *, back_up: bool = True) -> None:
        """Back up what changed, close the database and give the lock back, whatever happens.

        The database is checked in any case, so that damage is heard of while good copies lie
        beside it.
        """
        try:
            if back_up and not self._reads and self.back_up_changes("close") is None:
                backups.refuse_damaged(self.folder, self._engine)
            self._engine.dispose()
            self._keep_words()
        finally:
            self._engine.dispose()
            self._lock.release()

    def _keep_words(self) -> None:
        """A convenience: a disk that refuses it costs the next start a moment, nothing else."""
        if self._words is None or self._reads:
            return
        try:
            first_screen.keep(self.folder, self._words, self.today(), self.actor)
        except OSError as error:
            log.warning("nothing is left for the next start: %s", error)
