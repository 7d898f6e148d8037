"""An insert that writes over the row that is there: apart, because the start needs none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert


class Upsert(Insert):
    """An insert that writes over the row that has the same primary key.

    It writes the columns that are given and leaves the others of that row as they are. SQLite
    and PostgreSQL share the words for it; SQLAlchemy has them only dialect by dialect.
    """

    # The key of the cache is that of an insert: what follows from it is the table's primary key
    # and the columns given, and both are part of an insert's key.
    inherit_cache = True


@compiles(Upsert)
def _compile_upsert(statement: Upsert, compiler: SQLCompiler, **more: Any) -> str:
    text: str = compiler.visit_insert(statement, **more)  # type: ignore[no-untyped-call]
    table = statement.table
    if not isinstance(table, Table):
        raise TypeError(table)
    quote = compiler.preparer.quote
    keys = {column.name for column in table.primary_key}
    given = compiler.column_keys or ()
    written = [column.name for column in table.columns if column.name in given]
    parts = [f"{quote(name)} = excluded.{quote(name)}" for name in written if name not in keys]
    target = ", ".join(quote(column.name) for column in table.primary_key)
    return f"{text} ON CONFLICT ({target}) DO " + (
        f"UPDATE SET {', '.join(parts)}" if parts else "NOTHING"
    )


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write ``rows``, over those that have the same primary key; all give the same columns."""
    if rows:
        connection.execute(Upsert(table), [dict(row) for row in rows])
