"""The registry: its tree, adding, editing, retiring. Lists come in by ``importing``."""

from contextlib import nullcontext
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import delete, func, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.organisations.model import (
    Organisation,
    OrganisationForm,
    Unfit,
    in_tree_order,
    problems,
)
from desk_app.domain.reversals import BulkKind
from desk_app.services.organisations.changes import changes_of
from desk_app.services.organisations.rows import registry, row_of, write_fields
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.engine.statements import keep_numbers_free
from desk_app.storage.tables import earlier_level, subject
from desk_app.storage.tables import organisation as table


@dataclass(frozen=True, slots=True)
class OrganisationRow(Organisation):
    """An organisation where it stands in the tree; ``depth`` 0 is the top."""

    depth: int = 0


def tree(workspace: Workspace, *, include_retired: bool = False) -> tuple[OrganisationRow, ...]:
    """The registry, superiors before what stands under them, siblings in the list's order."""
    with workspace.session() as session:
        return session.remembered_registry(
            f"tree {include_retired}", lambda: _tree(session, include_retired=include_retired)
        )


def _tree(session: Session, *, include_retired: bool) -> tuple[OrganisationRow, ...]:
    shown = [one for one in registry(session) if include_retired or one.retired_on is None]
    return tuple(
        OrganisationRow(
            **{field.name: getattr(one, field.name) for field in fields(Organisation)},
            depth=depth,
        )
        for one, depth in in_tree_order(shown)
    )


def save(workspace: Workspace, form: OrganisationForm, *, again: int | None = None) -> int:
    """Add (``form.id`` None) or change an organisation; return its id.

    Rounds that have begun keep what they were given. ``again`` is the id of an addition that
    was undone: it gets the same id once more, where that is still free.

    Raises:
        Unfit: a field cannot be kept as it stands; nothing is written.
        Fault: the organisation is no longer there.
    """
    with workspace.session() as session:
        session.hold_office()
        everyone = registry(session)
        found = problems(form, everyone)
        if found:
            raise Unfit(found)
        row = row_of(form)
        if form.id is not None:
            write_fields(session, form.id, row)
            before = next(one for one in everyone if one.id == form.id)
            names = {one.id: one.name for one in everyone}
            session.record(*changes_of(before, form, names))
            return form.id
        more = {"position": max((one.position for one in everyone), default=0) + 1}
        if again is not None and all(one.id != again for one in everyone):
            more["id"] = again
        added = session.execute(insert(table).values(row | more)).inserted_primary_key
        if added is None:
            raise LookupError(form.name)
        if "id" in more:
            keep_numbers_free(session.connection, table)
        session.record(Changed("新增党组织", about=form.name, after=form.kind))
        return int(added[0])


def retire(workspace: Workspace, organisation_id: int, day: date, reason: str) -> None:
    """Take an organisation out of use; it stays in the history and in its rounds.

    Raises:
        Fault: there is no reason, or organisations in use stand under it.
    """
    if not reason.strip():
        raise Fault("请填写撤销原因。")
    with workspace.session() as session:
        session.hold_office()
        below = session.execute(
            select(table.c.name).where(
                table.c.parent_id == organisation_id, table.c.retired_on.is_(None)
            )
        ).first()
        if below is not None:
            raise Fault(f"下面还有“{below.name}”等党组织，请先把它们移到别处或撤销。")
        write_fields(
            session,
            organisation_id,
            {"retired_on": day.isoformat(), "retired_reason": reason.strip()},
        )
        session.record(
            Changed(
                "撤销党组织",
                about=_name(session, organisation_id),
                after=day.isoformat(),
                why=reason.strip(),
            )
        )


def restore(workspace: Workspace, organisation_id: int) -> None:
    """Bring a retired organisation back.

    Raises:
        Fault: its superior is retired too.
    """
    with workspace.session() as session:
        session.hold_office()
        by_id = {one.id: one for one in registry(session)}
        one = by_id.get(organisation_id)
        parent = by_id.get(one.parent_id) if one and one.parent_id is not None else None
        if parent is not None and parent.retired_on is not None:
            raise Fault(f"它的上级“{parent.name}”也已撤销，请先恢复上级。")
        write_fields(session, organisation_id, {"retired_on": None, "retired_reason": ""})
        if one is not None and one.retired_on is not None:
            day = one.retired_on.isoformat()
            session.record(Changed("撤销党组织", about=one.name, before=day))


def remove(workspace: Workspace, organisation_id: int, *, keep: bool = False) -> int | None:
    """Delete an organisation that was added by mistake, with its levels of earlier years.

    With ``keep`` it can be taken back as it was: the number of that act is returned.

    Raises:
        Fault: a round or another organisation refers to it; retire it instead.
    """
    with workspace.session() as session:
        session.hold_office()
        used = session.execute(
            select(func.count())
            .select_from(subject)
            .where(subject.c.organisation_id == organisation_id)
        ).scalar_one()
        below = session.execute(
            select(func.count()).select_from(table).where(table.c.parent_id == organisation_id)
        ).scalar_one()
        if used or below:
            why = "已经参加过轮次" if used else "下面还有党组织"
            raise Fault(f"这个党组织{why}，不能删除；不再使用的请撤销。")
        name = _name(session, organisation_id)
        own = Scope(table, table.c.id == organisation_id)
        levels = Scope(earlier_level, earlier_level.c.organisation_id == organisation_id)
        words = f"删除{name}"
        act = keeping(session, BulkKind.LIST, words, own, levels) if keep else nullcontext()
        with act as kept:
            session.record(Changed("删除党组织", about=name, before="在册"))
            session.execute(delete(table).where(table.c.id == organisation_id))
        return kept.id if kept is not None else None


def reorder(workspace: Workspace, organisation_id: int, steps: int) -> int:
    """Move an organisation up (``steps`` < 0) or down among its siblings.

    Returns by how many places it moved: at the ends of the list it goes no further.
    """
    with workspace.session() as session:
        session.hold_office()
        one = session.execute(select(table.c.parent_id).where(table.c.id == organisation_id)).one()
        same = table.c.parent_id == one.parent_id
        siblings = [
            row.id
            for row in session.execute(
                select(table.c.id).where(same).order_by(table.c.position, table.c.id)
            )
        ]
        places = sorted(
            session.execute(select(table.c.position).where(table.c.id.in_(siblings))).scalars()
        )
        old = siblings.index(organisation_id)
        new = max(0, min(len(siblings) - 1, old + steps))
        siblings.insert(new, siblings.pop(old))
        last = -1
        for sibling, place in zip(siblings, places, strict=True):
            last = max(place, last + 1)
            session.execute(update(table).where(table.c.id == sibling).values(position=last))
        return new - old


def _name(session: Session, organisation_id: int) -> str:
    found = session.execute(
        select(table.c.name).where(table.c.id == organisation_id)
    ).scalar_one_or_none()
    return "" if found is None else str(found)
