"""Keeps what a use case that writes many rows found before it wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, delete, func, insert, select

from desk_app.domain.reversals import KEPT, BulkKind, Image, Key, differences, to_text
from desk_app.services.session import Session
from desk_app.storage import tables
from desk_app.storage.tables import bulk_act as table


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one table that may be written; ``None`` for all of it."""

    table: Table
    where: ColumnElement[bool] | None = None


@dataclass(slots=True)
class KeptAct:
    """The number under which an act was kept; ``None`` before, and where it wrote nothing."""

    id: int | None = None


@contextmanager
def keeping(
    session: Session, kind: BulkKind, words: str, *scopes: Scope, round_id: int | None = None
) -> Iterator[KeptAct]:
    """Keep the rows of ``scopes`` that are written inside, as they were and as they are then.

    Everything is part of the session's transaction. ``words`` say what was done (导入评分表).
    What the use case records belongs inside too: undoing it is recorded in the same words.
    Of several scopes the first is what is counted; the others refer to it.
    """
    kept = KeptAct()
    before = [images(session, one.table, one.where) for one in scopes]
    last = _last_change(session)
    yield kept
    rows = [
        row
        for one, old in zip(scopes, before, strict=True)
        for row in differences(one.table.name, old, images(session, one.table, one.where))
    ]
    if not rows:
        return
    made = session.execute(
        insert(table).values(
            kind=kind.value,
            words=words,
            round_id=round_id,
            made_at=session.moment,
            made_by=session.actor.name,
            rows=sum(row.table == scopes[0].table.name for row in rows),
            images=to_text(rows),
            first_change=last + 1,
            last_change=_last_change(session),
        )
    )
    (kept.id,) = made.inserted_primary_key or (None,)
    newest = select(table.c.id).order_by(table.c.id.desc()).limit(KEPT).subquery()
    session.execute(delete(table).where(table.c.id.not_in(select(newest.c.id))))


def forget(session: Session, round_id: int) -> None:
    """Keep nothing of a round any more: it was finalised (定稿)."""
    session.execute(delete(table).where(table.c.round_id == round_id))


def images(session: Session, of: Table, where: ColumnElement[bool] | None) -> dict[Key, Image]:
    """Return rows by primary key, in its order."""
    names = [column.name for column in of.c]
    keys = [names.index(column.name) for column in of.primary_key]
    wanted = select(of).order_by(*of.primary_key)
    if where is not None:
        wanted = wanted.where(where)
    return {
        tuple(row[at] for at in keys): dict(zip(names, row, strict=True))
        for row in session.execute(wanted)
    }


def _last_change(session: Session) -> int:
    found = session.execute(select(func.max(tables.change.c.id))).scalar_one()
    return int(found or 0)
