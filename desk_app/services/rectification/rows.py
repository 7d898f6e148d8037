"""Items as they lie in the table: read, and written field by field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, bindparam, update

from desk_app.domain.faults import Fault
from desk_app.domain.rectification import Rectification
from desk_app.services.session import Session
from desk_app.storage import tables
from desk_app.storage.rows.reading import read
from desk_app.storage.rows.rectification import RECTIFICATIONS, RectificationRow

_FEW = 500
"""Ids in one statement: SQLite takes many more, but not any number of them."""


def items(session: Session, where: ColumnElement[bool]) -> tuple[Rectification, ...]:
    """Read items inside somebody else's transaction."""
    rows = read(session.connection, RectificationRow, RECTIFICATIONS.where(where))
    return tuple(_item(row) for row in rows)


def _item(row: RectificationRow) -> Rectification:
    return Rectification(
        id=row.id,
        subject_id=row.subject_id,
        subject=row.subject,
        problem=row.problem,
        indicator=row.indicator,
        goal=row.goal,
        measures=row.measures,
        owner=row.owner,
        due_on=row.due_on,
        progress=row.progress,
        closed_on=row.closed_on,
        proof=row.proof,
        closed_by=row.closed_by,
        initials=row.initials,
    )


def several(session: Session, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    """Read these items; raises ``Fault`` where one was deleted meanwhile."""
    found: list[Rectification] = []
    for some in chunks(item_ids):
        found += items(session, tables.rectification.c.id.in_(some))
    if len(found) != len(set(item_ids)):
        raise Fault("有整改事项已被删除，请刷新后再试。")
    return tuple(found)


def write_fields(session: Session, item_ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Write the same values to these items; raises ``Fault`` where one was deleted meanwhile."""
    statement = (
        update(tables.rectification)
        .where(tables.rectification.c.id == bindparam("item"))
        .values(values)
    )
    done = sum(
        session.execute(statement, {"item": one}).rowcount for one in dict.fromkeys(item_ids)
    )
    if done != len(set(item_ids)):
        raise Fault("有整改事项已被删除，请刷新后再试。")


def chunks(item_ids: Sequence[int]) -> Iterable[list[int]]:
    """Ids, each once, in lists that one statement takes."""
    own = list(dict.fromkeys(item_ids))
    for start in range(0, len(own), _FEW):
        yield own[start : start + _FEW]


def stored(day: date | None) -> str | None:
    """A day as the table keeps it."""
    return None if day is None else day.isoformat()
