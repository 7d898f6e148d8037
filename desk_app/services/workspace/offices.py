"""The office that keeps a workspace."""

from dataclasses import dataclass

from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.services.session import Changed, Session
from desk_app.services.workspace.handle import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class Office:
    """The office that keeps the workspace."""

    full_name: str
    short_name: str


def office(workspace: Workspace) -> Office:
    """Return who keeps the workspace."""
    with workspace.session() as session:
        return read_office(session)


def read_office(session: Session) -> Office:
    """``office`` inside a transaction that the caller holds."""
    row = session.execute(select(tables.workspace.c.full_name, tables.workspace.c.short_name)).one()
    return Office(row.full_name, row.short_name)


def rename(workspace: Workspace, names: Office) -> Office:
    """Change the office's names and return them as they stand; without a short one the full serves.

    Raises ``Fault`` without a full name.
    """
    full = names.full_name.strip()
    if not full:
        raise Fault("请填写单位全称。")
    after = Office(full, names.short_name.strip() or full)
    with workspace.session() as session:
        session.hold_office()
        before = read_office(session)
        session.execute(
            update(tables.workspace).values(full_name=after.full_name, short_name=after.short_name)
        )
        session.record(
            Changed("单位全称", before=before.full_name, after=after.full_name),
            Changed("单位简称", before=before.short_name, after=after.short_name),
        )
    return after
