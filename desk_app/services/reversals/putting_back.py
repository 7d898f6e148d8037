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


def present(session: Session, rows: Sequence[RowImage]) -> dict[tuple[str, Key], Image]:
    """Return how the rows of images stand now, by table and key; what is gone is left out."""
    found: dict[tuple[str, Key], Image] = {}
    for of, own in _by_table(rows):
        for some in _chunks(own):
            there = images(session, of, _among(of, some))
            found |= {(of.name, key): image for key, image in there.items()}
    return found


def put(session: Session, rows: Sequence[RowImage], *, forward: bool) -> None:
    """Bring rows to what they were before the act, or ``forward`` to what they were after it."""
    tables = list(_by_table(rows))
    gone = [(of, _write(session, of, own, forward=forward)) for of, own in tables]
    # What stands under others came after them, and goes before them.
    for of, own in reversed(gone):
        for some in _chunks(own[::-1]):
            session.execute(delete(of).where(_among(of, some)))


def _write(
    session: Session, of: Table, rows: Sequence[RowImage], *, forward: bool
) -> list[RowImage]:
    """Write what is to stand in one table; return the rows that are to go."""
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
    # A row may stand under one that comes anew, or leave one that goes: hence this order.
    if new:
        session.execute(insert(of), new)
        if "id" in of.c:
            keep_numbers_free(session.connection, of)
    _update(session, of, changed)
    return gone


def _by_table(rows: Sequence[RowImage]) -> Iterator[tuple[Table, list[RowImage]]]:
    for name in dict.fromkeys(one.table for one in rows):
        yield metadata.tables[name], [one for one in rows if one.table == name]


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
