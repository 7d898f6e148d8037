"""Rows as the driver gives them: for the few queries that return a hundred thousand and more."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler


def plain_rows(
    connection: Connection, query: Select[*tuple[Any, ...]], parameters: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Run ``query`` in the connection's transaction and yield its rows as plain tuples.

    SQLAlchemy's own rows cost as much again as reading them; column types that convert
    values (there are none among our tables) would not be applied.
    """
    compiled = _compiled(query, connection.dialect)
    given = compiled.construct_params(parameters)
    order = compiled.positiontup
    cursor = connection.connection.cursor()
    try:
        cursor.execute(str(compiled), [given[name] for name in order] if order else given)
        while rows := cursor.fetchmany(5_000):
            yield from rows
    finally:
        cursor.close()


@lru_cache(maxsize=32)
def _compiled(query: Select[*tuple[Any, ...]], dialect: Dialect) -> SQLCompiler:
    """The statement in the words of a database; queries are put together once, so few are kept."""
    compiled = query.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(compiled)
    return compiled
