"""What a copy of the database must not carry: counters of open counts, votes counted again.

Plain SQL on a connection of the copy's own, because a copy may have an older schema than ours.
"""

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desk_app.disk import flush_file

_AGAIN = "again"
"""``BatchState.AGAIN``: the number of papers stands in ``second_valid``, no counter anywhere."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A sealed version that was taken back: its code and, in Chinese, why."""

    poll_id: int
    number: int
    code: str
    reason: str


def strip(copy: sqlite3.Connection) -> None:
    """Take the counters of every unsealed batch out of a copy, so that no byte of them is left.

    The batches stay as ones to be keyed again. What is sealed stays as it is. ``copy`` must not
    be in a transaction. Raises sqlite3.Error.
    """
    tables = _tables(copy)
    columns = _columns(copy, "batch")
    if not columns:
        return
    copy.execute("PRAGMA secure_delete = ON")
    copy.isolation_level = None
    before = copy.total_changes
    copy.execute("BEGIN IMMEDIATE")
    try:
        for table in ("batch_count", "void_count", "in_hand"):
            if table in tables:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        if "state" in columns:
            copy.execute(
                "UPDATE batch SET second_valid = valid + invalid, second_invalid = NULL, valid = 0,"
                " invalid = 0, first_teller = '', second_teller = '', settled_by = '', state = ?"
                " WHERE state <> ?",
                (_AGAIN, _AGAIN),
            )
        else:
            copy.execute("DELETE FROM batch")
        if "remark" in tables:
            copy.execute(
                "DELETE FROM remark WHERE EXISTS (SELECT 1 FROM poll WHERE poll.id = poll_id"
                " AND poll.version = remark.version AND poll.sealed_at IS NULL)"
            )
        copy.execute("COMMIT")
    except BaseException:
        copy.execute("ROLLBACK")
        raise
    if copy.total_changes > before:
        copy.execute("VACUUM")


def drop_differing(live: sqlite3.Connection) -> bool:
    """Send back the batches that were stored with different numbers of void papers.

    Only an older program stored such. Says whether there were any.
    """
    wrong = "state = 'differs' AND second_valid <> valid"
    columns = _columns(live, "batch")
    if (
        "state" not in columns
        or not live.execute(
            f"SELECT 1 FROM batch WHERE {wrong}"  # noqa: S608 - words of ours
        ).fetchone()
    ):
        return False
    live.execute("BEGIN IMMEDIATE")
    try:
        for table in ("batch_count", "void_count"):
            live.execute(
                f"DELETE FROM {table} WHERE batch_id IN"  # noqa: S608 - words of ours
                f" (SELECT id FROM batch WHERE {wrong})"
            )
        live.execute(
            "UPDATE batch SET second_valid = valid + invalid, second_invalid = NULL, valid = 0,"
            " invalid = 0, first_teller = '', second_teller = '', state = ?"
            " WHERE state = 'differs' AND second_valid <> valid",
            (_AGAIN,),
        )
        live.execute("COMMIT")
    except BaseException:
        live.execute("ROLLBACK")
        raise
    return True


def withdrawn(live: sqlite3.Connection) -> tuple[Withdrawn, ...]:
    """Return the versions that were counted again and of which no vote is kept."""
    if "count_version" not in _tables(live):
        return ()
    rows = live.execute(
        "SELECT poll_id, number, code, reopened_reason FROM count_version AS one"
        " WHERE reopened_reason <> '' AND NOT EXISTS (SELECT 1 FROM tally"
        " WHERE tally.poll_id = one.poll_id AND tally.version = one.number)"
    )
    return tuple(Withdrawn(*row) for row in rows)


def withdraw_from(path: Path, versions: Iterable[Withdrawn]) -> bool:
    """Take versions back in the copy at ``path`` as they were in the file; say whether it had any.

    The copy is made anew beside, checked and moved into its place: whatever happens it is whole.
    A version is known by its code: another poll may have had its number. Raises OSError,
    sqlite3.Error.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        if not {"tally", "count_version", "papers", "remark", "void_tally"} <= _tables(copy):
            return False
        found = [one for one in versions if _holds(copy, one)]
    if not found:
        return False
    beside = path.with_suffix(".part")
    shutil.copy2(path, beside)
    with closing(sqlite3.connect(beside)) as copy:
        copy.isolation_level = None
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("BEGIN IMMEDIATE")
        for one in found:
            _withdraw(copy, one)
        copy.execute("COMMIT")
        copy.execute("VACUUM")
        verdict = [str(row[0]) for row in copy.execute("PRAGMA quick_check")]
    if verdict != ["ok"]:
        beside.unlink(missing_ok=True)
        raise sqlite3.DatabaseError("; ".join(verdict))
    shutil.copystat(path, beside)
    flush_file(beside)
    beside.replace(path)
    return True


def _holds(copy: sqlite3.Connection, one: Withdrawn) -> bool:
    return (
        copy.execute(
            "SELECT 1 FROM count_version JOIN tally ON tally.poll_id = count_version.poll_id"
            " AND tally.version = number"
            " WHERE count_version.poll_id = ? AND number = ? AND code = ? LIMIT 1",
            (one.poll_id, one.number, one.code),
        ).fetchone()
        is not None
    )


def _withdraw(copy: sqlite3.Connection, one: Withdrawn) -> None:
    """Do in a copy what reopening did in the file; the reasons of the checks go altogether."""
    key = (one.poll_id, one.number)
    for table in ("tally", "remark"):
        copy.execute(
            f"DELETE FROM {table} WHERE poll_id = ? AND version = ?",  # noqa: S608 - names of ours
            key,
        )
    copy.execute(
        "UPDATE count_version SET reopened_reason = ? WHERE poll_id = ? AND number = ?",
        (one.reason, *key),
    )
    stands = copy.execute(
        "SELECT 1 FROM poll WHERE id = ? AND version = ? AND sealed_at IS NOT NULL", key
    ).fetchone()
    if stands is None:
        return
    copy.execute(
        "INSERT INTO papers (poll_id, version, category, issued, returned)"
        " SELECT poll_id, version + 1, category, issued, returned FROM papers"
        " WHERE poll_id = ? AND version = ? AND category <> ''",
        key,
    )
    copy.execute(
        "UPDATE poll SET valid = NULL, invalid = NULL, sealed_at = NULL, external = 0,"
        " version = version + 1 WHERE id = ? AND version = ?",
        key,
    )


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {
        str(row[0])
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    found = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {str(row[0]) for row in found}
