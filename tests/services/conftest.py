"""Every statement that the services run here is one that PostgreSQL would understand too."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.sql import ClauseElement

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]


def compile_for_postgresql(
    _connection: Connection, statement: Any, many: Any, parameters: Any, _options: Any
) -> None:
    """Fail where a statement cannot be said to PostgreSQL; SQLite gets it afterwards."""
    if isinstance(statement, ClauseElement) and not isinstance(statement, ExecutableDDLElement):
        first = many[0] if many else parameters
        statement.compile(dialect=_DIALECT, column_keys=list(first) if first else None)


@pytest.fixture(autouse=True)
def every_statement_is_postgresql_too() -> Iterator[None]:
    event.listen(Engine, "before_execute", compile_for_postgresql)
    yield
    event.remove(Engine, "before_execute", compile_for_postgresql)
