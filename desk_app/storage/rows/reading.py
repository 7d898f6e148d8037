"""A query read into frozen dataclasses: columns by name once, values by the types of the fields."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy import ColumnElement, Connection, FromClause, Select, select

T = TypeVar("T")

Convert = Callable[[Any], object]


def query(kind: type, *sources: FromClause, **given: ColumnElement[Any]) -> Select[Any]:
    """Return a query of the fields of ``kind``: each is a column of the first source that has it.

    ``given`` is for fields that no source has, or has under another name.
    """
    chosen = []
    for name in (one.name for one in fields(kind)):
        column = given.get(name)
        if column is None:
            column = next(one.c[name] for one in sources if name in one.c)
        chosen.append(column.label(name))
    return select(*chosen)


def read(
    connection: Connection,
    kind: type[T],
    wanted: Select[Any],
    given: Mapping[str, object] | None = None,
) -> list[T]:
    """Run a query that ``query`` made for ``kind``, joined, narrowed, ordered; read its rows.

    ``given`` are the values of what the query leaves open.
    """
    described: Any = kind  # mypy does not know that a class can be hashed
    conversions = _conversions(described)
    found = connection.execute(wanted, given).all()
    if not conversions:
        return [kind(*one) for one in found]
    made = []
    for one in found:
        values = list(one)
        for at, convert in conversions:
            values[at] = convert(values[at])
        made.append(kind(*values))
    return made


def read_one(
    connection: Connection,
    kind: type[T],
    wanted: Select[Any],
    given: Mapping[str, object] | None = None,
) -> T | None:
    """Return the one row of a query, ``None`` where there is none.

    Raises ValueError where there are several: the query does not name a row by its key.
    """
    found = read(connection, kind, wanted, given)
    if len(found) > 1:
        raise ValueError(kind)
    return found[0] if found else None


@cache
def _conversions(kind: Any) -> tuple[tuple[int, Convert], ...]:
    """Position and conversion of each field that is not stored as it is used."""
    hints = get_type_hints(kind)
    found = ((at, _conversion(hints[one.name])) for at, one in enumerate(fields(kind)))
    return tuple((at, convert) for at, convert in found if convert is not None)


def _conversion(hint: Any) -> Convert | None:
    if hint is bool:
        return bool
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint is date or (isinstance(hint, UnionType) and date in get_args(hint)):
        return _day
    return None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
