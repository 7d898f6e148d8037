"""What only SQLite can do: pragmas, integrity. Nothing else knows which database it is."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

APPLICATION_ID = 0x44474A31
"""Marks the file as ours ("DGJ1"), so that a foreign database is never taken for one."""

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
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def make_reader(path: Path) -> Engine:
    """Return an engine with one connection that reads ``path`` and changes no byte of it.

    Fit for a database whose log is empty. No pragma here may write (the journal's mode stays as
    the file has it), and a transaction must not begin immediately: that asks to write.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in _READING_PRAGMAS:
            connection.execute(pragma).close()

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def identify(path: Path) -> bool:
    """Say whether ``path`` is one of our databases (or a new, empty file)."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return True
    if not header:
        return True
    return header.startswith(b"SQLite format 3\0") and (
        int.from_bytes(header[68:72], "big") == APPLICATION_ID
    )


def mark(path: Path) -> None:
    """Write our mark into a new database file."""
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        connection.close()


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
