"""The rectification ledger: items typed, changed, taken back.

The ledger lives on all year: nothing here asks whether the round is locked.

"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.rectification import ItemField, Rectification, refuse_change
from desk_app.domain.reversals import BulkKind
from desk_app.services.rectification.recording import record_differences, whole
from desk_app.services.rectification.rows import chunks, items, several, stored, write_fields
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import keep_numbers_free
from desk_app.storage.engine.upserts import upsert

_COLUMN = {
    ItemField.PROBLEM: "problem",
    ItemField.GOAL: "goal",
    ItemField.MEASURES: "measures",
    ItemField.OWNER: "owner",
    ItemField.DUE: "due_on",
    ItemField.PROGRESS: "progress",
}


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item that is typed in."""

    subject_id: int
    problem: str
    goal: str = ""
    measures: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One cell and what it shall hold: text, or a day (or ``None``) for 完成时限."""

    item_id: int
    field: ItemField
    value: str | date | None


def add(workspace: Workspace, round_id: int, draft: ItemDraft) -> Rectification:
    """Enter an item by hand; raises ``Fault`` without a problem or for a foreign subject."""
    for field, value in (
        (ItemField.PROBLEM, draft.problem),
        (ItemField.GOAL, draft.goal),
        (ItemField.MEASURES, draft.measures),
        (ItemField.OWNER, draft.owner),
    ):
        _refuse(field, value)
    with workspace.session() as session:
        own_round = session.execute(
            select(tables.subject.c.round_id).where(tables.subject.c.id == draft.subject_id)
        ).scalar_one_or_none()
        if own_round != round_id:
            raise Fault("请从本轮名单里选一个。")
        made = session.execute(
            insert(tables.rectification)
            .values(
                round_id=round_id,
                subject_id=draft.subject_id,
                problem=draft.problem.strip(),
                goal=draft.goal.strip(),
                measures=draft.measures.strip(),
                owner=draft.owner.strip(),
                due_on=stored(draft.due_on),
            )
            .returning(tables.rectification.c.id)
        ).scalar_one()
        added = _one(session, int(made))
        session.record(
            Changed("新增整改事项", about=added.subject, after=added.problem, round_id=round_id)
        )
        return added


def change_many(
    workspace: Workspace, changes: Sequence[ItemChange], *, bulk: str = ""
) -> tuple[Rectification, ...]:
    """Write many cells, all or none; return the items as they stand now.

    ``bulk`` says what was done where it is to be taken back whole after a restart too (粘贴).
    """
    by_item: dict[int, dict[str, object]] = {}
    for one in changes:
        _refuse(one.field, one.value)
        value = one.value.strip() if isinstance(one.value, str) else stored(one.value)
        by_item.setdefault(one.item_id, {})[_COLUMN[one.field]] = value
    with workspace.session() as session:
        session.hold(tables.rectification, *by_item)
        if not bulk:
            return _change(session, by_item)
        table = tables.rectification
        own = select(table.c.round_id).where(table.c.id.in_(by_item)).limit(1)
        round_id = session.execute(own).scalar_one_or_none()
        scope = Scope(table, table.c.id.in_(by_item))
        with keeping(session, BulkKind.LEDGER, bulk, scope, round_id=round_id):
            return _change(session, by_item)


def _change(
    session: Session, by_item: Mapping[int, Mapping[str, object]]
) -> tuple[Rectification, ...]:
    before = {one.id: one for one in several(session, list(by_item))}
    for item_id, values in by_item.items():
        write_fields(session, [item_id], values)
    after = several(session, list(by_item))
    for item in after:
        record_differences(session, before[item.id], item)
    return after


def set_due(
    workspace: Workspace, item_ids: Sequence[int], due_on: date | None
) -> tuple[Rectification, ...]:
    """Give several items one due day; return them as they stand now."""
    return change_many(workspace, [ItemChange(one, ItemField.DUE, due_on) for one in item_ids])


def remove(workspace: Workspace, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    """Delete items; return them as they were, for ``restore``."""
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        gone = several(session, item_ids)
        for some in chunks(item_ids):
            session.execute(delete(tables.rectification).where(tables.rectification.c.id.in_(some)))
        session.record(
            *(Changed("删除整改事项", about=one.subject, before=whole(one)) for one in gone)
        )
        return gone


def restore(workspace: Workspace, round_id: int, before: Sequence[Rectification]) -> None:
    """Put items back exactly as they were, deleted or changed since (for undo)."""
    if not before:
        return
    rows = [
        {
            "id": one.id,
            "round_id": round_id,
            "subject_id": one.subject_id,
            "indicator": one.indicator,
            "problem": one.problem,
            "goal": one.goal,
            "measures": one.measures,
            "owner": one.owner,
            "due_on": stored(one.due_on),
            "progress": one.progress,
            "closed_on": stored(one.closed_on),
            "proof": one.proof,
            "closed_by": one.closed_by,
        }
        for one in before
    ]
    with workspace.session() as session:
        session.hold(tables.round_, round_id)
        ids = [one.id for one in before]
        there = {
            one.id: one
            for some in chunks(ids)
            for one in items(session, tables.rectification.c.id.in_(some))
        }
        upsert(session.connection, tables.rectification, rows)
        keep_numbers_free(session.connection, tables.rectification)
        for one in before:
            if one.id in there:
                record_differences(session, there[one.id], one)
            else:
                session.record(
                    Changed("恢复整改事项", about=one.subject, after=whole(one), round_id=round_id)
                )


def _one(session: Session, item_id: int) -> Rectification:
    return several(session, [item_id])[0]


def _refuse(field: ItemField, value: str | date | None) -> None:
    wrong = refuse_change(field, value)
    if wrong:
        raise Fault(wrong)
