"""Papers and batches of a poll: what was given out and came back, how it is keyed in batches."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from desk_app.domain.faults import Fault
from desk_app.domain.polling import counting
from desk_app.domain.polling.checks import CategoryPapers
from desk_app.domain.polling.counting import TOGETHER, BatchLine, BatchState
from desk_app.domain.polling.meetings import Attendance
from desk_app.services.polling.held import HeldPoll
from desk_app.services.session import Session
from desk_app.storage.rows.polling import BATCHES, PAPERS, BatchRow, PapersRow
from desk_app.storage.rows.reading import read, read_one
from desk_app.storage.tables import attendance, batch, papers


def attendance_of(session: Session, meeting_id: int) -> dict[str, Attendance]:
    """Return 应到 and 实到 of a meeting by category; only "" where there is no break-down."""
    rows = session.execute(select(attendance).where(attendance.c.meeting_id == meeting_id))
    return {one.category: Attendance(one.expected, one.present) for one in rows}


def papers_of_version(session: Session, poll_id: int, version: int) -> dict[str, PapersRow]:
    """Return category → papers of a version as they are written down; "" for the whole."""
    rows = read(
        session.connection,
        PapersRow,
        PAPERS.where(papers.c.poll_id == poll_id, papers.c.version == version),
    )
    return {one.category: one for one in rows}


def category_papers(session: Session, held: HeldPoll) -> tuple[CategoryPapers, ...]:
    """Return the papers of each category of a poll, in the scheme's order."""
    names = held.kind.counting.categories
    if not names:
        return ()
    written = papers_of_version(session, held.id, held.row.version)
    here = attendance_of(session, held.row.meeting_id)
    found = []
    for name in names:
        one = written.get(name)
        came = here.get(name, Attendance())
        issued, returned = (one.issued, one.returned) if one else (None, None)
        found.append(CategoryPapers(name, issued, returned, came.expected, came.present))
    return tuple(found)


def groups_of(returned: int | None, by_category: Iterable[CategoryPapers]) -> dict[str, int]:
    """Return what is keyed apart: category → papers; nothing while 收回 is not written down."""
    found = {one.category: one.returned for one in by_category}
    if not found:
        return {TOGETHER: returned} if returned else {}
    known = {name: number for name, number in found.items() if number is not None}
    return counting.counting_groups(known) if len(known) == len(found) else {}


def every_batch(session: Session, poll_id: int) -> list[BatchRow]:
    """Return the poll's batches by category and number, those to be keyed again among them."""
    return read(session.connection, BatchRow, BATCHES.where(batch.c.poll_id == poll_id))


def stored_batches(session: Session, poll_id: int) -> list[BatchRow]:
    """Return the batches of which counters are stored, by category and number."""
    return [one for one in every_batch(session, poll_id) if one.state is not BatchState.AGAIN]


def batch_row(session: Session, batch_id: int) -> BatchRow:
    """Return a stored batch; raises ``Fault`` when it is gone."""
    row = read_one(session.connection, BatchRow, BATCHES.where(batch.c.id == batch_id))
    if row is None:
        raise Fault("这一摞已经不在了，请刷新后再试。")
    return row


def batch_line(row: BatchRow) -> BatchLine:
    """Return what may be known of a stored batch before it is settled: no votes."""
    if row.state is BatchState.AGAIN:
        return BatchLine(row.category, row.number, row.size, row.state)
    return BatchLine(
        category=row.category,
        number=row.number,
        size=row.size,
        state=row.state,
        id=row.id,
        first_teller=row.first_teller,
        second_teller=row.second_teller,
        settled_by=row.settled_by,
    )


def read_plan(session: Session, held: HeldPoll) -> tuple[BatchLine, ...]:
    """Return every batch of a poll, without its votes: what keying has to know."""
    return plan_of(held, category_papers(session, held), every_batch(session, held.id))


def plan_of(
    held: HeldPoll, by_category: Iterable[CategoryPapers], stored: Iterable[BatchRow]
) -> tuple[BatchLine, ...]:
    """Return every batch of a poll: those in the file, and those that are still to be keyed."""
    found = {(one.category, one.number): batch_line(one) for one in stored}
    groups = groups_of(held.row.returned, by_category)
    order = {name: at for at, name in enumerate(groups)}
    lines = dict(found)
    for category, returned in groups.items():
        here = {number: one.size for (name, number), one in found.items() if name == category}
        for number, size in counting.replan(returned, here).items():
            lines.setdefault((category, number), BatchLine(category, number, size))
    # A number without papers is that of a batch keyed together with another.
    shown = [one for one in lines.values() if one.size]
    return tuple(sorted(shown, key=lambda one: (order.get(one.category, -1), one.number)))


def forget_plan(session: Session, poll_id: int) -> None:
    """Forget which batches are to be keyed again: they are planned anew."""
    session.execute(
        delete(batch).where(batch.c.poll_id == poll_id, batch.c.state == BatchState.AGAIN)
    )


def counted_papers(
    by_category: Iterable[CategoryPapers], stored: Iterable[BatchRow]
) -> dict[str, tuple[int, int]]:
    """Return (valid, invalid) of what is counted apart; ``TOGETHER`` for what is keyed as one.

    Empty where the poll has no categories.
    """
    found: dict[str, tuple[int, int]] = {}
    if not list(by_category):
        return found
    for one in stored:
        if one.state is BatchState.SETTLED:
            valid, invalid = found.get(one.category, (0, 0))
            found[one.category] = (valid + one.valid, invalid + one.invalid)
    return found
