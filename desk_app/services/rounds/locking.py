"""Whether a round is locked by 定稿, and opening it again with a reason."""

from sqlalchemy import insert, select, update

from desk_app.domain.faults import Fault
from desk_app.services.rounds.amending import UNLOCKED
from desk_app.services.rounds.queries import read
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def is_locked(session: Session, round_id: int) -> bool:
    """Say whether the round is locked by 定稿."""
    return bool(
        session.execute(
            select(tables.round_.c.locked).where(tables.round_.c.id == round_id)
        ).scalar()
    )


def ensure_unlocked(session: Session, round_id: int) -> None:
    """Raise ``Fault`` where the round is locked: nothing in it may change then.

    The round's row is held until the transaction ends, so that what was read before writing is
    still true when it is written, also where several people write at once.
    """
    round_ = tables.round_.c
    wanted = select(round_.locked, round_.closed_at).where(round_.id == round_id).with_for_update()
    row = session.execute(wanted).one_or_none()
    if row is not None and row.closed_at is not None:
        raise Fault("本轮已经停用，按方案的新版另开了一轮，不能再修改。")
    if row is not None and row.locked:
        raise Fault("本轮已经定稿，不能修改。确需修改时，请先在“定级”中解除定稿并写明原因。")


def unlock(workspace: Workspace, round_id: int, reason: str) -> None:
    """Open a locked round again; the reason stands beside every change that follows.

    Raises ``Fault`` without a reason, or where the round is not locked.
    """
    with workspace.session() as session:
        session.hold(tables.round_, round_id)
        before = read(session, round_id)
        if before.closed:
            raise Fault("本轮已经停用，按方案的新版另开了一轮，请在新的一轮里继续。")
        if not before.locked:
            raise Fault("本轮没有定稿，可以直接修改。")
        if not reason.strip():
            raise Fault("解除定稿请写明原因，它会记在以后每一处改动旁边。")
        session.execute(
            update(tables.round_).where(tables.round_.c.id == round_id).values(locked=0)
        )
        session.execute(
            insert(tables.amendment).values(
                round_id=round_id,
                made_at=session.moment,
                subject="",
                what=UNLOCKED,
                reason=reason.strip(),
            )
        )
        session.record(Changed(UNLOCKED, before="已定稿", why=reason.strip(), round_id=round_id))
