"""The rectification ledger: items typed, changed, closed with proof, taken back.

The ledger lives on all year: nothing here asks whether the round is locked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from desk_app.domain.faults import Fault
from desk_app.domain.rectification import (
    Field,
    Rectification,
    refuse_change,
    refuse_closing,
)
from desk_app.services import schemes
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import keep_numbers_free, upsert
from desk_app.storage.rows.reading import read
from desk_app.storage.rows.rectification import RECTIFICATIONS, RectificationRow

_COLUMN = {
    Field.PROBLEM: "problem",
    Field.GOAL: "goal",
    Field.MEASURES: "measures",
    Field.OWNER: "owner",
    Field.DUE: "due_on",
    Field.PROGRESS: "progress",
}
_FEW = 500
"""Ids in one statement: SQLite takes many more, but not any number of them."""


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that an item can be entered for."""

    id: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the room shows. ``drawable`` says that the scheme names a share to draw from."""

    items: tuple[Rectification, ...]
    subjects: tuple[Named, ...]
    today: date
    drawable: bool
    title: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that is typed in."""

    subject_id: int
    problem: str
    goal: str = ""
    measures: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One cell and what it shall hold: text, or a day (or ``None``) for 完成时限."""

    item_id: int
    field: Field
    value: str | date | None


def ledger(workspace: Workspace, round_id: int) -> tuple[Rectification, ...]:
    """All items of a round: in the order of its subjects, then as they came; one query."""
    with workspace.session() as session:
        return items(session, tables.rectification.c.round_id == round_id)


def open_ledger(workspace: Workspace, round_id: int) -> Ledger:
    """The items with all that the room needs beside them."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        subject = tables.subject
        named = session.execute(
            select(subject.c.id, subject.c.name, tables.organisation.c.initials)
            .join(tables.organisation, tables.organisation.c.id == subject.c.organisation_id)
            .where(subject.c.round_id == round_id)
            .order_by(subject.c.position, subject.c.id)
        )
        return Ledger(
            items=items(session, tables.rectification.c.round_id == round_id),
            subjects=tuple(Named(*row) for row in named),
            today=workspace.today(),
            drawable=scheme.rectification is not None and scheme.rectification.below > 0,
            title=scheme.forms.rectification,
        )


def add(workspace: Workspace, round_id: int, draft: Draft) -> Rectification:
    """Enter an item by hand; raises ``Fault`` without a problem or for a foreign subject."""
    for field, value in (
        (Field.PROBLEM, draft.problem),
        (Field.GOAL, draft.goal),
        (Field.MEASURES, draft.measures),
        (Field.OWNER, draft.owner),
    ):
        _refuse(refuse_change(field, value))
    with workspace.session() as session:
        own_round = session.execute(
            select(tables.subject.c.round_id).where(tables.subject.c.id == draft.subject_id)
        ).scalar_one_or_none()
        if own_round != round_id:
            raise Fault("请选择本轮名单里的一个党组织。")
        made = session.execute(
            insert(tables.rectification)
            .values(
                round_id=round_id,
                subject_id=draft.subject_id,
                problem=draft.problem.strip(),
                goal=draft.goal.strip(),
                measures=draft.measures.strip(),
                owner=draft.owner.strip(),
                due_on=_stored(draft.due_on),
            )
            .returning(tables.rectification.c.id)
        ).scalar_one()
        added = _one(session, int(made))
        session.record(
            Changed("新增整改事项", about=added.subject, after=added.problem, round_id=round_id)
        )
        return added


def change_many(workspace: Workspace, changes: Sequence[Change]) -> tuple[Rectification, ...]:
    """Write many cells, all or none; return the items as they stand now."""
    by_item: dict[int, dict[str, object]] = {}
    for one in changes:
        _refuse(refuse_change(one.field, one.value))
        value = one.value.strip() if isinstance(one.value, str) else _stored(one.value)
        by_item.setdefault(one.item_id, {})[_COLUMN[one.field]] = value
    with workspace.session() as session:
        session.hold(tables.rectification, *by_item)
        before = {one.id: one for one in _several(session, list(by_item))}
        for item_id, values in by_item.items():
            _write(session, [item_id], values)
        after = _several(session, list(by_item))
        for item in after:
            _record(session, before[item.id], item)
        return after


def set_due(
    workspace: Workspace, item_ids: Sequence[int], due_on: date | None
) -> tuple[Rectification, ...]:
    """Give several items one due day; return them as they stand now."""
    return change_many(workspace, [Change(one, Field.DUE, due_on) for one in item_ids])


def close(
    workspace: Workspace, item_ids: Sequence[int], proof: str, closed_by: str, day: date
) -> tuple[Rectification, ...]:
    """Close items (销号) with a proof and a name; return them as they stand now.

    Raises ``Fault`` without either, for a day that has not come yet, or for a closed item.
    """
    _refuse(refuse_closing(proof, closed_by))
    if day > workspace.today():
        raise Fault(f"销号日期 {day:%Y-%m-%d} 还没有到，请填今天或以前的日期。")
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        closed = [one for one in _several(session, item_ids) if one.closed_on is not None]
        if closed:
            raise Fault(
                f"{closed[0].subject}“{closed[0].problem[:20]}”已经销号，请先撤销销号或不要选它。"
            )
        _write(
            session,
            item_ids,
            {
                "closed_on": day.isoformat(),
                "proof": proof.strip(),
                "closed_by": closed_by.strip(),
            },
        )
        after = _several(session, item_ids)
        for one in after:
            _record(session, replace(one, closed_on=None, proof="", closed_by=""), one)
        return after


def reopen(workspace: Workspace, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    """Take a closing back (撤销销号), with its proof and name; return the items as they stand."""
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        before = _several(session, item_ids)
        _write(session, item_ids, {"closed_on": None, "proof": "", "closed_by": ""})
        after = _several(session, item_ids)
        for old, new in zip(before, after, strict=True):
            _record(session, old, new)
        return after


def remove(workspace: Workspace, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    """Delete items; return them as they were, for ``restore``."""
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        gone = _several(session, item_ids)
        for some in _chunks(item_ids):
            session.execute(delete(tables.rectification).where(tables.rectification.c.id.in_(some)))
        session.record(
            *(Changed("删除整改事项", about=one.subject, before=_whole(one)) for one in gone)
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
            "due_on": _stored(one.due_on),
            "progress": one.progress,
            "closed_on": _stored(one.closed_on),
            "proof": one.proof,
            "closed_by": one.closed_by,
        }
        for one in before
    ]
    with workspace.session() as session:
        session.hold(tables.round_, round_id)
        ids = [one.id for one in before]
        there = {one.id: one for some in _chunks(ids) for one in _of(session, some)}
        upsert(session.connection, tables.rectification, rows)
        keep_numbers_free(session.connection, tables.rectification)
        for one in before:
            if one.id in there:
                _record(session, there[one.id], one)
            else:
                session.record(
                    Changed("恢复整改事项", about=one.subject, after=_whole(one), round_id=round_id)
                )


def _of(session: Session, ids: Sequence[int]) -> tuple[Rectification, ...]:
    return items(session, tables.rectification.c.id.in_(ids))


_RECORDED = {
    "problem": "整改问题",
    "goal": "整改目标",
    "measures": "整改措施",
    "owner": "责任人",
    "due_on": "完成时限",
    "progress": "进展",
    "closed_on": "销号",
    "proof": "佐证",
    "closed_by": "销号人",
}
"""Field of an item → what the record of changes calls it."""


def _record(session: Session, before: Rectification, after: Rectification) -> None:
    session.record(
        *(
            Changed(
                words,
                about=f"{after.subject}“{after.problem[:20]}”",
                before=_shown(getattr(before, field)),
                after=_shown(getattr(after, field)),
            )
            for field, words in _RECORDED.items()
        )
    )


def _whole(one: Rectification) -> str:
    """An item in one line, so that nothing of a deleted one is lost."""
    return "；".join(
        f"{words}：{_shown(getattr(one, field))}"
        for field, words in _RECORDED.items()
        if getattr(one, field)
    )


def _shown(value: str | date | None) -> str:
    return "" if value is None else str(value)


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


def _one(session: Session, item_id: int) -> Rectification:
    return _several(session, [item_id])[0]


def _several(session: Session, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    found: list[Rectification] = []
    for some in _chunks(item_ids):
        found += items(session, tables.rectification.c.id.in_(some))
    if len(found) != len(set(item_ids)):
        raise Fault("有整改事项已被删除，请刷新后再试。")
    return tuple(found)


def _write(session: Session, item_ids: Sequence[int], values: Mapping[str, object]) -> None:
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


def _chunks(item_ids: Sequence[int]) -> Iterable[list[int]]:
    own = list(dict.fromkeys(item_ids))
    for start in range(0, len(own), _FEW):
        yield own[start : start + _FEW]


def _refuse(reason: str) -> None:
    if reason:
        raise Fault(reason)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _stored(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
