"""What only SQLite can do: pragmas, integrity. Nothing else knows which database it is."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from desk_app.storage.engine import unsealed

APPLICATION_ID = 0x44474A31
"""Marks the file as ours ("DGJ1"), so that a foreign database is never taken for one."""

log = logging.getLogger(__name__)

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)
_READING_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA query_only = ON",
)


def make_engine(path: Path) -> Engine:
    """Return an engine with one connection, the single writer of ``path``.

    The driver's own transaction handling is switched off and every transaction begins
    immediately: only so are schema changes and the version they belong to one unit.
    """
    return _engine(path, _PRAGMAS, "BEGIN IMMEDIATE")


def make_reader(path: Path) -> Engine:
    """Return an engine with one connection that reads ``path`` and changes no byte of it.

    Fit for a database whose log is empty. No pragma here may write (the journal's mode stays as
    the file has it), and a transaction must not begin immediately: that asks to write.
    """
    return _engine(path, _READING_PRAGMAS, "BEGIN")


def _engine(path: Path, pragmas: tuple[str, ...], begin: str) -> Engine:
    engine = create_engine(
        # From parts: a folder's name may hold what a written address gives a meaning (?, #, %41).
        URL.create("sqlite", database=str(path.absolute())),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma).close()

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def identify(path: Path) -> bool:
    """Say whether ``path`` is one of our databases; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(b"SQLite format 3\0") and (
        int.from_bytes(header[68:72], "big") == APPLICATION_ID
    )


def has_content(path: Path) -> bool:
    """Say whether more lies in the file than our mark; what cannot be read counts as content."""
    try:
        with path.open("rb") as file:
            header = file.read(32)
    except OSError:
        return True
    return len(header) == 32 and int.from_bytes(header[28:], "big") > 1


def mark(path: Path) -> None:
    """Make a new database file with our mark and nothing else in it.

    Made beside and moved into place: an empty file of this name is never one that we left.
    Raises sqlite3.Error or OSError.
    """
    beside = path.with_suffix(".new")
    for left in (beside, beside.with_name(f"{beside.name}-journal")):
        left.unlink(missing_ok=True)
    connection = sqlite3.connect(beside.absolute())
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        connection.close()
    beside.replace(path)


def is_bare(engine: Engine) -> bool:
    """Say whether there is not one table yet: making it ended before its schema stood."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def problems(engine: Engine) -> tuple[str, ...]:
    """Return what SQLite's own checks find wrong; empty when the file is whole."""
    try:
        with engine.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    except DatabaseError as error:
        return (f"文件已损坏（{error.orig}）",)
    lines = [line for line in found if line != "ok"]
    lines += [f"{row[0]} 第 {row[1]} 行指向的 {row[2]} 不存在" for row in broken]
    return tuple(lines)


def truncate_wal(engine: Engine) -> None:
    """Move what the write-ahead log holds into the file and cut the log down to nothing.

    What was deleted in a transaction is overwritten in the file at once, but the log keeps the
    pages as they were. Raises sqlite3.Error; nothing is lost then, the log only is not cut.
    """
    with _driver(engine) as raw:
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise sqlite3.OperationalError("database is locked")


def forget_open_counts(engine: Engine, copies: Path, *, stale: bool) -> None:
    """Finish what a kill may have interrupted: log, copies and half-made copies forget too.

    ``stale`` says that the file was just opened: then batches that an older program stored are
    looked at too, and what is left of copies that were not finished goes. A copy that cannot be
    read or written is left as it is until the next opening. Raises sqlite3.Error, OSError.
    """
    with _driver(engine) as raw:
        if stale:
            unsealed.drop_differing(raw)
        gone = unsealed.withdrawn(raw)
    truncate_wal(engine)
    if stale and copies.is_dir():
        for part in copies.glob("*.part*"):
            part.unlink(missing_ok=True)
    if gone:
        for path in sorted(copies.glob("*.db")):
            try:
                unsealed.withdraw_from(path, gone)
            except (OSError, sqlite3.Error) as error:
                log.warning("a copy was left as it is: %s: %s", path.name, error)


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """The driver's own connection, outside a transaction."""
    pooled = engine.raw_connection()
    try:
        raw = pooled.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError(type(raw))
        yield raw
    finally:
        pooled.close()
