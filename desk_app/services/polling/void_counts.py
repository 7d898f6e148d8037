"""Why papers are void as a whole: counters per batch and per sealed version, never a paper."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, func, insert, select, update

from desk_app.domain.polling.counting import TOGETHER, BatchState
from desk_app.services.session import Session
from desk_app.storage.rows.polling import PollRow
from desk_app.storage.tables import batch, void_count, void_tally


def write_batch(session: Session, batch_id: int, keying: int, voids: Mapping[str, int]) -> None:
    """Write the reasons of one keying (1, 2; 0 what counts) in the order of the key."""
    rows = [
        {"batch_id": batch_id, "keying": keying, "reason": reason, "papers": voids[reason]}
        for reason in sorted(voids)
    ]
    if rows:
        session.execute(insert(void_count), rows)


def agree(session: Session, batch_id: int) -> None:
    """Let the first person's reasons count: the second found as many void papers."""
    session.execute(update(void_count).where(void_count.c.batch_id == batch_id).values(keying=0))


def settle_batch(session: Session, batch_id: int, voids: Mapping[str, int]) -> None:
    """Keep what counts of a batch on which two people disagreed."""
    session.execute(delete(void_count).where(void_count.c.batch_id == batch_id))
    write_batch(session, batch_id, 0, voids)


def of_batch(session: Session, batch_id: int, keying: int) -> dict[str, int]:
    """Return reason → papers of one keying of a batch."""
    rows = session.execute(
        select(void_count.c.reason, void_count.c.papers)
        .where(void_count.c.batch_id == batch_id, void_count.c.keying == keying)
        .order_by(void_count.c.reason)
    )
    return {one.reason: one.papers for one in rows}


def of_poll(session: Session, row: PollRow) -> dict[str, int]:
    """Return reason → papers that count: of the sealed version, or of the settled batches."""
    if row.sealed:
        return of_version(session, row.id, row.version)
    return _settled(session, row.id)


def of_version(session: Session, poll_id: int, version: int) -> dict[str, int]:
    """Return reason → papers of a sealed version; empty where none were kept (外部计票)."""
    rows = session.execute(
        select(void_tally.c.reason, func.sum(void_tally.c.papers))
        .where(void_tally.c.poll_id == poll_id, void_tally.c.version == version)
        .group_by(void_tally.c.reason)
        .order_by(void_tally.c.reason)
    )
    return {reason: int(papers) for reason, papers in rows}


def rows_of_version(
    session: Session, poll_id: int, version: int
) -> tuple[tuple[str, str, int], ...]:
    """Return (category, reason, papers) of a sealed version, as its code covers them."""
    rows = session.execute(
        select(void_tally.c.category, void_tally.c.reason, void_tally.c.papers)
        .where(void_tally.c.poll_id == poll_id, void_tally.c.version == version)
        .order_by(void_tally.c.category, void_tally.c.reason)
    )
    return tuple((category, reason, papers) for category, reason, papers in rows)


def seal(session: Session, row: PollRow, shown: Iterable[str]) -> None:
    """Add the settled batches up into the version of an open poll.

    Each category of ``shown`` stands apart, the rest under ``TOGETHER``, as the votes do. Called
    before the batches are removed.
    """
    whole = _settled(session, row.id)
    apart = {name: _settled(session, row.id, name) for name in shown if name != TOGETHER}
    rest = {
        reason: papers - sum(one.get(reason, 0) for one in apart.values())
        for reason, papers in whole.items()
    }
    rows = [
        {
            "poll_id": row.id,
            "version": row.version,
            "category": category,
            "reason": reason,
            "papers": papers,
        }
        for category, voids in sorted({**apart, TOGETHER: rest}.items())
        for reason, papers in sorted(voids.items())
        if papers
    ]
    if rows:
        session.execute(insert(void_tally), rows)


def _settled(session: Session, poll_id: int, category: str | None = None) -> dict[str, int]:
    statement = (
        select(void_count.c.reason, func.sum(void_count.c.papers))
        .join(batch, batch.c.id == void_count.c.batch_id)
        .where(
            batch.c.poll_id == poll_id,
            batch.c.state == BatchState.SETTLED,
            void_count.c.keying == 0,
        )
        .group_by(void_count.c.reason)
        .order_by(void_count.c.reason)
    )
    if category is not None:
        statement = statement.where(batch.c.category == category)
    return {reason: int(papers) for reason, papers in session.execute(statement)}
