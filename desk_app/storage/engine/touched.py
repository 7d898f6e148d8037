"""Which rows were written since somebody last looked, kept by the database itself.

Triggers of this connection alone, which is the only one that writes: they are in no file, and a
transaction that is taken back takes back what they noted. Whatever writes, by whichever
statement, is noticed.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, Table

EVERYTHING = 0
"""Stands for rows that belong to no single owner: whatever rests on anything may differ."""

_INFO = "touched_rows_are_noted"
_MAKE = (
    "CREATE TEMP TABLE touched (owner INTEGER PRIMARY KEY, place INTEGER NOT NULL)",
    "CREATE UNIQUE INDEX temp.touched_place ON touched (place)",
)
_NOTE = (
    "INSERT INTO touched (owner, place) "
    "VALUES ({owner}, (SELECT ifnull(max(place), 0) + 1 FROM touched)) "
    "ON CONFLICT (owner) DO UPDATE SET place = excluded.place;"
)
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def watch(engine: Engine, owned: Mapping[Table, str], others: Iterable[Table]) -> None:
    """Note from now on what is written: in ``owned`` tables whose row it is, by a column.

    What is written to one of the ``others`` counts as ``EVERYTHING``. A transaction of its own.
    """
    with engine.begin() as connection:
        for statement in _MAKE:
            connection.exec_driver_sql(statement)
        for table, column in owned.items():
            for act, rows in _ROWS.items():
                notes = [_NOTE.format(owner=f"{row}.{column}") for row in rows]
                _trigger(connection, table, act, notes)
        for table in others:
            for act in _ROWS:
                _trigger(connection, table, act, [_NOTE.format(owner=EVERYTHING)])
        about = connection.info
    about[_INFO] = True


def is_watched(connection: Connection) -> bool:
    """Say whether what is written on this connection is noted."""
    return bool(connection.info.get(_INFO))


def place(connection: Connection) -> int:
    """Return where the notes end now; to be handed to ``since`` later."""
    found = connection.exec_driver_sql("SELECT ifnull(max(place), 0) FROM touched")
    return int(found.scalar_one())


def since(connection: Connection, before: int) -> tuple[frozenset[int], int]:
    """Return the owners of what was written since the notes ended at ``before``, and where now."""
    found = connection.exec_driver_sql(
        "SELECT owner, place FROM touched WHERE place > ? ORDER BY place", (before,)
    ).all()
    return frozenset(owner for owner, _ in found), found[-1][1] if found else before


def _trigger(connection: Connection, table: Table, act: str, notes: list[str]) -> None:
    name = f"touched_{table.name}_{act.lower()}"
    connection.exec_driver_sql(
        f'CREATE TEMP TRIGGER "{name}" AFTER {act} ON main."{table.name}" '
        f"BEGIN {' '.join(notes)} END"
    )
