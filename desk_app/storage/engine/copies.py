"""Copies of a database: which session wrote it, a copy on disk, whether a copy is sound."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event

from desk_app.disk import flush_file, flush_folder
from desk_app.domain.faults import Fault
from desk_app.storage.engine.header import session_number

PART = ".part"
"""The ending of a copy that is still being written."""


class SessionNumber:
    """Leaves a fresh number in the database with the first change after ``begin_anew``.

    The number stands in ``PRAGMA user_version`` and so in the file's header and in every copy
    of it: a copy with the same number holds the same data. SQLite's own change counter does not
    tell, it stands still under a write-ahead log. The number is set in the transaction that
    changes something, and goes with it when that is rolled back.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._path = path
        self._renewed = False
        self._changes = 0
        event.listen(engine, "begin", self._on_begin)
        event.listen(engine, "commit", self._on_commit)
        event.listen(engine, "rollback", self._on_rollback)

    def begin_anew(self) -> None:
        """Give the next change a new number: what is there now has its copy."""
        self._renewed = False

    def _on_begin(self, connection: Connection) -> None:
        self._changes = _changes(connection)

    def _on_commit(self, connection: Connection) -> None:
        if _changes(connection) == self._changes:
            return
        if not self._path.exists():
            # An open file that was deleted takes everything that is written to it, and loses it.
            raise Fault(
                f"数据库“{self._path}”不见了（文件夹被删除、移走，或U盘已拔出），这次没有保存。"
                "请把文件夹放回原处，重新打开程序后再做这一步。"
            )
        if not self._renewed:
            number = 1 + int.from_bytes(os.urandom(4), "big") % (2**31 - 1)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
            self._renewed = True

    def _on_rollback(self, _connection: Connection) -> None:
        self._renewed = False


def number(engine: Engine) -> int:
    """Return the session's number in the open database."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def same(copy: Path, number: int) -> bool:
    """Say whether the copy holds what the session of that number left."""
    return session_number(copy) == number


def leave_as_is(_copy: sqlite3.Connection) -> None:
    """Keep everything in a copy."""


def write(
    engine: Engine, target: Path, prepare: Callable[[sqlite3.Connection], None] = leave_as_is
) -> None:
    """Copy the live database to ``target`` with SQLite's backup API and check the copy.

    The copy is written beside; ``prepare`` may take out of it what no copy may hold; then it is
    checked, flushed and moved into place. Raises sqlite3.Error when the copy is not whole,
    OSError when it cannot be written; either leaves nothing behind.
    """
    beside = target.with_suffix(PART)
    beside.unlink(missing_ok=True)
    try:
        _fill(engine, beside, prepare)
        put_in_place(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def put_in_place(beside: Path, target: Path) -> None:
    """Flush the file ``beside`` and give it its name, so that a power cut leaves all or nothing."""
    flush_file(beside)
    beside.replace(target)
    flush_folder(target.parent)


def clean(folder: Path) -> None:
    """Remove what a killed program left half-written in ``folder``, as far as that goes."""
    for left in folder.glob(f"*{PART}*"):
        remove(left)


def remove(path: Path) -> None:
    """Remove a file that is of no use any more; one that is held goes another time."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def schema(copy: Path) -> str:
    """Return the schema revision of a copy, "" where it cannot be read. Changes no byte."""
    try:
        connection = _open_unchanged(copy)
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return ""
    return "" if found is None else str(found[0])


def problems(copy: Path) -> tuple[str, ...]:
    """Return what SQLite's full check finds wrong in a copy. Changes no byte."""
    try:
        connection = _open_unchanged(copy)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return (f"文件已损坏（{error}）",)
    lines = [line for line in found if line != "ok"]
    lines += [f"{row[0]} 第 {row[1]} 行指向的 {row[2]} 不存在" for row in broken]
    return tuple(lines)


def _fill(engine: Engine, beside: Path, prepare: Callable[[sqlite3.Connection], None]) -> None:
    raw = engine.raw_connection()
    try:
        copy = sqlite3.connect(beside)
        try:
            source = raw.driver_connection
            if not isinstance(source, sqlite3.Connection):
                raise TypeError(type(source))
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            prepare(copy)
            copy.commit()
            verdict = [str(row[0]) for row in copy.execute("PRAGMA quick_check")]
        finally:
            copy.close()
    finally:
        raw.close()
    if verdict != ["ok"]:
        raise sqlite3.DatabaseError("; ".join(verdict))


def _changes(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    return driver.total_changes if isinstance(driver, sqlite3.Connection) else 0


def _open_unchanged(path: Path) -> sqlite3.Connection:
    """Open a file that nobody writes to: no lock, no log, no file beside it."""
    place = quote(path.absolute().as_posix(), errors="surrogateescape")
    # A path of a drive begins with its letter; one of a share on the net begins with two slashes.
    whole = place if place.startswith("/") else f"/{place}"
    return sqlite3.connect(f"file://{whole}?immutable=1", uri=True)
