"""Rows as the driver gives them: for the few queries that return a hundred thousand and more."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select


def plain_rows(
    connection: Connection, query: Select[*tuple[Any, ...]], parameters: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Run ``query`` in the connection's transaction and yield its rows as plain tuples.

    SQLAlchemy's own rows cost as much again as reading them; column types that convert
    values (there are none among our tables) would not be applied.
    """
    compiled = query.compile(dialect=connection.dialect)
    given = compiled.construct_params(parameters)
    order = compiled.positiontup
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(compiled), [given[name] for name in order] if order else given)
        while rows := cursor.fetchmany(5_000):
            yield from rows
    finally:
        cursor.close()
