"""Batches whose counters must not be kept, because they would tell a ballot: keyed again."""

from collections.abc import Sequence

from sqlalchemy import delete, insert

from desk_app.domain.polling import counting
from desk_app.domain.polling.counting import BatchLine, BatchState
from desk_app.domain.polling.counts import BatchCounts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.session import Session
from desk_app.storage.tables import batch


def if_telling(
    session: Session,
    here: HeldPoll,
    plan: Sequence[BatchLine],
    line: BatchLine,
    both: tuple[BatchCounts | None, BatchCounts],
) -> BatchLine | None:
    """Send a batch back of which the counters must not be kept; ``None`` where they may.

    ``both`` are the first person's count (``None`` before there is one) and the one that came.
    """
    first, counted = both
    together = sum(one.size for one in plan if one.category == line.category)
    if first is None:
        if not counting.tells_a_ballot(counted.valid, line.size, together):
            return None
        other = counting.merged_with(plan, line)
        if other is None:
            return None
        _to_key_again(session, here.id, other, 0)
        size = line.size + other.size
        why = (
            f"这一摞的有效票只有 {counted.valid} 张，单独入库会透露个人的选择，所以没有入库。"
            f"请把第 {line.number} 摞和第 {other.number} 摞合成一摞，共 {size} 张，"
            f"作为第 {line.number} 摞重新录入。"
        )
    else:
        if counting.same_papers(first, counted, len(here.subjects)):
            return None
        size = line.size
        why = (
            f"第 {line.number} 摞两人录的整张无效票不一致，或相差太多，两数相减会看出某一张票。"
            "两人录的数都已清除，请两人都重新录入这一摞。"
        )
    _to_key_again(session, here.id, line, size)
    return BatchLine(line.category, line.number, size, BatchState.AGAIN, why=why)


def drop(session: Session, poll_id: int, category: str, number: int) -> None:
    """Remove a batch with its counters, whatever its state."""
    session.execute(
        delete(batch).where(
            batch.c.poll_id == poll_id, batch.c.category == category, batch.c.number == number
        )
    )


def _to_key_again(session: Session, poll_id: int, line: BatchLine, size: int) -> None:
    """Drop the counters of a batch; ``size`` papers are to be keyed again under its number."""
    drop(session, poll_id, line.category, line.number)
    session.execute(
        insert(batch).values(
            poll_id=poll_id,
            category=line.category,
            number=line.number,
            valid=0,
            invalid=0,
            second_valid=size,
            state=BatchState.AGAIN,
        )
    )
