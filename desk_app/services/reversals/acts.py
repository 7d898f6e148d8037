"""The last bulk act: found, taken back as a change of its own, done again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import BulkAct, BulkKind, fits, from_text
from desk_app.services import rounds, schemes
from desk_app.services.reversals.built_on import refusal
from desk_app.services.reversals.putting_back import present, put
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.tables import bulk_act as table


@dataclass(frozen=True, slots=True)
class LastAct:
    """An act that stands; ``refusal`` says why it cannot be taken back, "" where it can."""

    act: BulkAct
    refusal: str = ""


def last(workspace: Workspace, kinds: Collection[BulkKind], round_id: int | None) -> LastAct | None:
    """Return the newest act of some kinds that stands, in a round or in the office's registry.

    What was taken back by other means, cell by cell, is passed over. Raises ``Fault`` where the
    round is locked.
    """
    with workspace.session() as session:
        mine: ColumnElement[bool] = table.c.round_id.is_(None)
        if round_id is not None:
            if set(kinds) - {BulkKind.LEDGER, BulkKind.LIST}:
                rounds.ensure_unlocked(session, round_id)
            mine = or_(mine, table.c.round_id == round_id)
        wanted = (
            select(table.c.id)
            .where(table.c.kind.in_([one.value for one in kinds]), table.c.undone_at.is_(None))
            .where(mine)
            .order_by(table.c.id.desc())
        )
        for number in session.scalars(wanted).all():
            row = session.execute(select(table).where(table.c.id == number)).one()
            images = from_text(row.images)
            stands = present(session, images)
            if all(fits(one.before, stands.get((one.table, one.key))) for one in images):
                continue
            act = _act(session, row)
            return LastAct(act, refusal(session, act, images, row.last_change, forward=False))
        return None


def undo(workspace: Workspace, act_id: int) -> BulkAct:
    """Take an act back whole, as a change of its own; return it.

    Raises ``Fault``, and changes nothing, where something was built on it since, or where its
    round was finalised.
    """
    return _turn(workspace, act_id, forward=False)


def redo(workspace: Workspace, act_id: int) -> BulkAct:
    """Do an act again that was taken back; raises ``Fault`` where the rows changed meanwhile."""
    return _turn(workspace, act_id, forward=True)


def _turn(workspace: Workspace, act_id: int, *, forward: bool) -> BulkAct:
    words = "重做" if forward else "撤销"
    with workspace.session() as session:
        row = session.execute(select(table).where(table.c.id == act_id)).one_or_none()
        if row is None:
            raise Fault(f"那一批改动已经太早，或本轮已经定稿，不能{words}。")
        if (row.undone_at is not None) is not forward:
            raise Fault(f"那一批改动已经{words}过了，请刷新后再看。")
        act, images = _act(session, row), from_text(row.images)
        _hold(session, act)
        wrong = refusal(session, act, images, row.last_change, forward=forward)
        if wrong:
            raise Fault(wrong)
        put(session, images, forward=forward)
        _record(session, act, row, words)
        session.execute(
            update(table)
            .where(table.c.id == act_id)
            .values(
                undone_at=None if forward else session.moment,
                undone_by="" if forward else session.actor.name,
            )
        )
        return act


def _hold(session: Session, act: BulkAct) -> None:
    """Keep others out of what is read and written; a locked round takes nothing back."""
    if act.round_id is None:
        session.hold_office()
    elif act.kind is BulkKind.LEDGER:
        session.hold(tables.round_, act.round_id)
    else:
        rounds.ensure_unlocked(session, act.round_id)


def _record(session: Session, act: BulkAct, row: Row[Any], words: str) -> None:
    """Record the act as a line of its own, then each of its changes the other way round."""
    session.record(Changed(f"{words}“{act.words}”", after=act.amount, round_id=act.round_id))
    one = tables.change.c
    made = session.execute(
        select(tables.change)
        .where(one.id.between(row.first_change, row.last_change))
        .order_by(one.id)
    )
    lines = [
        Changed(old.what, old.about, old.before, old.after, old.why, old.round_id) for old in made
    ]
    if words == "撤销":
        lines = [replace(line, before=line.after, after=line.before) for line in lines]
    lines = [replace(line, why=f"{words}“{act.words}”") for line in lines]
    if act.round_id is None or act.kind in {BulkKind.LEDGER, BulkKind.LEVELS}:
        session.record(*lines)
    else:
        rounds.amend(session, act.round_id, *lines)


def _act(session: Session, row: Row[Any]) -> BulkAct:
    kind = BulkKind(row.kind)
    of_round = kind is BulkKind.DECISIONS and row.round_id is not None
    return BulkAct(
        row.id,
        kind,
        row.words,
        row.round_id,
        row.made_at,
        row.made_by,
        row.rows,
        schemes.pinned(session, row.round_id).counted if of_round else "",
    )
