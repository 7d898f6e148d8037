"""Faults of the disk are known by the database's codes, never by its English."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from desk_app.storage.engine import sqlite
from desk_app.storage.engine.failures import Failure, failure_of


def error_of(code: int, words: str = "") -> sqlite3.Error:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (sqlite3.SQLITE_FULL, Failure.FULL),
        (sqlite3.SQLITE_READONLY_DBMOVED, Failure.READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN, Failure.SHUT),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Failure.HELD),
        (sqlite3.SQLITE_CORRUPT, Failure.DAMAGED),
        (sqlite3.SQLITE_NOTADB, Failure.FOREIGN),
        (sqlite3.SQLITE_IOERR_WRITE, Failure.DISK),
        (sqlite3.SQLITE_CONSTRAINT, None),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_the_code_tells_and_the_words_do_not(code: int, failure: Failure | None) -> None:
    assert failure_of(error_of(code, "database disk image is malformed")) is failure
    wrapped = DatabaseError("SELECT 1", None, error_of(code))
    assert failure_of(wrapped) is failure


def test_an_error_without_a_code_is_ours() -> None:
    assert failure_of(sqlite3.OperationalError("disk I/O error")) is None
    assert failure_of(ValueError("database is locked")) is None


def test_real_files_say_it(tmp_path: Path) -> None:
    path = tmp_path / "not.db"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    engine = sqlite.make_engine(path)
    with pytest.raises(DatabaseError) as foreign, engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    assert failure_of(foreign.value) is Failure.FOREIGN
    engine.dispose()

    held = tmp_path / "held.db"
    with (
        closing(sqlite3.connect(held, timeout=0)) as one,
        closing(sqlite3.connect(held, timeout=0)) as other,
    ):
        one.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.Error) as locked:
            other.execute("BEGIN EXCLUSIVE")
    assert failure_of(locked.value) is Failure.HELD
