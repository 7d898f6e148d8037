"""Statements that each database spells its own way, or that only some of them need."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, func, select


def hold_rows(connection: Connection, table: Table, ids: Sequence[int]) -> None:
    """Keep others from writing to these rows until the transaction ends.

    SQLite has one writer at a time and leaves the words for it out.
    """
    connection.execute(select(table.c.id).where(table.c.id.in_(ids)).with_for_update())


def keep_numbers_free(connection: Connection, table: Table) -> None:
    """After rows were written with numbers of their own: the next number given out is a free one.

    SQLite looks for the highest number itself; PostgreSQL counts on in a sequence of its own.
    """
    if connection.dialect.name != "postgresql":
        return
    sequence = func.pg_get_serial_sequence(table.name, "id")
    highest = select(func.max(table.c.id)).scalar_subquery()
    connection.execute(select(func.setval(sequence, highest)))
