"""An import of a scheme taken back, or done again: a change of its own."""

from sqlalchemy import select

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import RowImage, fits
from desk_app.services.reversals.putting_back import present, put
from desk_app.services.schemes import Imported
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import round_
from desk_app.storage.tables import scheme as table


def turn(workspace: Workspace, done: Imported, *, forward: bool) -> None:
    """Take an import back, or do it again (``forward``); one that changed nothing is left alone.

    Raises ``Fault``, and changes nothing, where a round goes by what it brought, or where the
    scheme was imported again since.
    """
    row = done.row
    if row is None:
        return
    words = f"{'重做' if forward else '撤销'}“导入方案”"
    with workspace.session() as session:
        session.hold_office()
        there = present(session, (row,)).get((row.table, row.key))
        taken = forward and row.before is None and _lies_there(session, row)
        if taken or not fits(row.target(forward=not forward), there):
            raise Fault(f"方案 {done.id}“{done.title}”后来又导入或使用过，不能{words}。")
        used = "" if forward or row.before is not None else _used_by(session, row)
        if used:
            raise Fault(f"轮次“{used}”正用着方案 {done.id} 的这一版，不能{words}。")
        put(session, (row,), forward=forward)
        digest = str((row.after or {}).get("digest", ""))[:12]
        before, after = ("", digest) if forward else (digest, "")
        session.record(Changed(words, about=done.title, before=before, after=after))


def _lies_there(session: Session, row: RowImage) -> bool:
    """Whether the same text was stored since under another number."""
    image = row.after or {}
    wanted = select(table.c.id).where(
        table.c.scheme_id == image["scheme_id"], table.c.digest == image["digest"]
    )
    return session.execute(wanted).first() is not None


def _used_by(session: Session, row: RowImage) -> str:
    """The first round that goes by a text; "" for none."""
    wanted = select(round_.c.year, round_.c.name).where(round_.c.scheme_id == row.key[0])
    found = session.execute(wanted.order_by(round_.c.id).limit(1)).one_or_none()
    return "" if found is None else f"{found.year} 年度{found.name}"
