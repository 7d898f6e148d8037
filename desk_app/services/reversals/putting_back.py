"""Rows brought to the state that images hold, whatever else the table holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, tuple_, update

from desk_app.domain.reversals import Image, Key, RowImage
from desk_app.services.reversals.keeping import images
from desk_app.services.session import Session
from desk_app.storage.engine.statements import keep_numbers_free
from desk_app.storage.tables import metadata

_FEW = 500
"""Keys in one statement."""


def present(session: Session, rows: Sequence[RowImage]) -> dict[Key, Image]:
    """Return how the rows of images stand now; those that are not there are left out."""
    found: dict[Key, Image] = {}
    for some in _chunks(rows):
        of = table_of(some)
        found |= images(session, of, _among(of, some))
    return found


def put(session: Session, rows: Sequence[RowImage], *, forward: bool) -> None:
    """Bring rows to what they were before the act, or ``forward`` to what they were after it."""
    if not rows:
        return
    of = table_of(rows)
    _free_codes(session, of, rows)
    new, changed, gone = [], [], []
    for one in rows:
        target = one.target(forward=forward)
        if target is None:
            gone.append(one)
        elif one.target(forward=not forward) is None:
            new.append(dict(target))
        else:
            changed.append((one.key, target))
    # A row may stand under one that comes anew, or leave one that goes: hence this order. What
    # stands under others came after them.
    if new:
        session.execute(insert(of), new)
        if "id" in of.c:
            keep_numbers_free(session.connection, of)
    _update(session, of, changed)
    for some in _chunks(gone[::-1]):
        session.execute(delete(of).where(_among(of, some)))


def table_of(rows: Sequence[RowImage]) -> Table:
    """Return the table of an act's rows: one act writes one table."""
    return metadata.tables[rows[0].table]


def _free_codes(session: Session, of: Table, rows: Sequence[RowImage]) -> None:
    """Codes are unique at every moment: those that change owner are set free first."""
    for column in of.c:
        if not column.unique:
            continue
        touched = [
            one
            for one in rows
            if column.name in (one.before or {}) or column.name in (one.after or {})
        ]
        for some in _chunks(touched):
            free = update(of).where(_among(of, some)).values({column.name: None})
            session.execute(free)


def _update(session: Session, of: Table, changed: Iterable[tuple[Key, Image]]) -> None:
    """Write the columns that images hold; rows with the same columns go in one statement."""
    by_columns: dict[tuple[str, ...], list[Mapping[str, object]]] = {}
    keys = [column.name for column in of.primary_key]
    for key, target in changed:
        given = {f"key_{name}": value for name, value in zip(keys, key, strict=True)}
        given |= {f"to_{name}": value for name, value in target.items()}
        by_columns.setdefault(tuple(target), []).append(given)
    own = and_(*(of.c[name] == bindparam(f"key_{name}") for name in keys))
    for columns, values in by_columns.items():
        wanted = update(of).where(own).values({name: bindparam(f"to_{name}") for name in columns})
        session.execute(wanted, values)


def _among(of: Table, rows: Sequence[RowImage]) -> ColumnElement[bool]:
    columns = list(of.primary_key)
    if len(columns) == 1:
        return columns[0].in_([one.key[0] for one in rows])
    return tuple_(*columns).in_([one.key for one in rows])


def _chunks(rows: Sequence[RowImage]) -> Iterator[Sequence[RowImage]]:
    for start in range(0, len(rows), _FEW):
        yield rows[start : start + _FEW]
