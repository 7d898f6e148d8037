"""Brings the database of a workspace up to the schema of this program."""

from sqlalchemy import Connection, Engine, insert

from desk_app.domain.faults import Fault
from desk_app.services.workspace.handle import Workspace
from desk_app.services.workspace.offices import Office
from desk_app.services.workspace.refusing import already, incomplete
from desk_app.storage import migrate, tables
from desk_app.storage.engine import sqlite


def bring_up(workspace: Workspace, engine: Engine, founder: Office | None) -> None:
    """Bring the schema up, a backup first; a new one gets its ``founder``. Raises ``Fault``."""
    version = migrate.current(engine)
    if founder is not None and (version is not None or not sqlite.is_bare(engine)):
        raise already(workspace.folder)
    if version == migrate.HEAD:
        return
    if version is not None and version > migrate.HEAD:
        raise Fault(
            "这个工作区由更新版本的定级工作台建立，本程序版本较旧，没有改动它。请先升级程序。"
        )
    if version is None and founder is None:
        raise Fault(incomplete(workspace.folder, engine))
    if founder is None:
        workspace.back_up("upgrade")
        migrate.upgrade(engine)
        return
    first_row = {
        "id": 1,
        "full_name": founder.full_name.strip(),
        "short_name": founder.short_name.strip() or founder.full_name.strip(),
        "created_at": workspace.now().isoformat(sep=" "),
    }
    migrate.upgrade(
        engine,
        after=lambda connection: _insert_office(connection, first_row),
    )


def _insert_office(connection: Connection, row: dict[str, object]) -> None:
    connection.execute(insert(tables.workspace).values(row))
