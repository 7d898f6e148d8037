"""Keying in batches: counters stored, blind by two people, compared.

Only counters come here. No function tells one person's counters before both are stored. No two
vectors of one batch are ever stored of which one minus the other could be a ballot: where the
papers may differ both go, out of the file and out of its write-ahead log.
"""

from dataclasses import replace

from sqlalchemy import delete, insert, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import counting, counts
from desk_app.domain.polling.counting import BatchLine, BatchState, Mode
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.polling.keying import VOID_REASONS
from desk_app.domain.polling.state import Act
from desk_app.services.polling import batches, held, plans, sent_back, void_counts, votes
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.votes import ByRow
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import batch, batch_count, in_hand


def store_batch(
    workspace: Workspace,
    poll_id: int,
    category: str,
    number: int,
    counted: BatchCounts,
    teller: str,
) -> BatchLine:
    """Store one person's counters of a planned batch in one commit.

    ``counted.votes`` goes by position on the paper. Counted by one person or 当场唱票 the batch
    is settled at once. Of two people the first one's waits for the second's; when both are
    there it is settled if they agree, else it differs and comes back with ``differences``.
    What is returned holds no votes, so the second person learns nothing of the first. A
    stored batch is never added to.

    Where the two may have counted different papers, both counts are dropped, and a batch of
    fewer than five valid papers goes together with another: it comes back ``AGAIN``, with
    ``why``, and nothing of it is in the file. Raises ``Fault`` when the number of papers is not the
    planned one (first keying), or the person is not one of the meeting's 计票人, or keys the
    same batch twice.
    """
    with workspace.session() as session:
        here = held.hold_for(session, poll_id, Act.KEY)
        plan = plans.read_plan(session, here)
        line = batches.line_for(here, plan, category, number, teller)
        by_subject = _checked_votes(here, counted)
        keyed = counted.valid + counted.invalid
        if keyed != line.size:
            raise Fault(
                f"{category}第 {number} 摞应有 {line.size} 张，录入了 {keyed} 张，没有入库。"
                "请核对这一摞的票；收回票数填错的，先改正收回票数。"
            )
        session.execute(
            delete(in_hand).where(
                in_hand.c.poll_id == poll_id,
                in_hand.c.category == category,
                in_hand.c.number == number,
            )
        )
        first = _first_count(session, here, line)
        stored = sent_back.if_telling(session, here, plan, line, (first, counted))
        if stored is None:
            stored = (
                _store_first(session, here, line, counted, by_subject, teller)
                if first is None
                else _store_second(session, line, (first, counted), by_subject, teller)
            )
    if stored.state is BatchState.AGAIN:
        workspace.forget()
    return stored


def _first_count(session: Session, here: HeldPoll, line: BatchLine) -> BatchCounts | None:
    """What the first person counted of a batch; ``None`` before anybody has."""
    if line.id is None:
        return None
    return votes.counts_of(session, plans.batch_row(session, line.id), 1, here.positions)


def by_subject_id(counted: BatchCounts, here: HeldPoll) -> ByRow:
    """Return a batch's votes by subject id; raises ``Fault`` for a line the paper has not."""
    found: ByRow = {}
    for (position, option), number in counted.votes.items():
        if not 0 <= position < len(here.subjects):
            raise Fault("票上的行数与测评对象不一致，这一摞没有入库，请重新打开录入界面。")
        found.setdefault(here.subjects[position][0], {})[option] = number
    return found


def write_counts(session: Session, batch_id: int, keying: int, by_subject: ByRow) -> None:
    """Write counters in the order of the key: nothing tells in which order papers came."""
    rows = [
        {
            "batch_id": batch_id,
            "keying": keying,
            "subject_id": one,
            "option": option,
            "votes": by_subject[one][option],
        }
        for one in sorted(by_subject)
        for option in sorted(by_subject[one])
    ]
    if rows:
        session.execute(insert(batch_count), rows)


def _checked_votes(here: HeldPoll, counted: BatchCounts) -> ByRow:
    """Return a batch's votes by subject id; raises ``Fault`` when they cannot be."""
    by_subject = by_subject_id(counted, here)
    known = {*here.kind.options, counts.ABSTAINED, counts.SPOILT}
    strange = [reason for reason in counted.voids if reason not in {*VOID_REASONS, ""}]
    if strange:
        raise Fault(f"“{strange[0]}”不是整张无效的原因，这一摞没有入库，请按提示的数字键选原因。")
    for one, name in here.subjects:
        cast = by_subject.get(one, {})
        unknown = [option for option in cast if option not in known]
        if unknown:
            raise Fault(f"“{unknown[0]}”不是“{here.kind.name}”的选项，没有入库。")
        wrong = counts.check_votes(name, counted.valid, cast)
        if wrong:
            raise Fault(f"{wrong}这一摞没有入库。")
    return by_subject


def _store_first(
    session: Session,
    here: HeldPoll,
    line: BatchLine,
    counted: BatchCounts,
    by_subject: ByRow,
    teller: str,
) -> BatchLine:
    """Write a new batch and return it."""
    sent_back.drop(session, here.id, line.category, line.number)
    state = BatchState.FIRST if here.row.mode is Mode.TWO else BatchState.SETTLED
    batch_id = session.execute(
        insert(batch)
        .values(
            poll_id=here.id,
            category=line.category,
            number=line.number,
            valid=counted.valid,
            invalid=counted.invalid,
            first_teller=teller.strip(),
            state=state,
        )
        .returning(batch.c.id)
    ).scalar_one()
    keying = 1 if state is BatchState.FIRST else 0
    write_counts(session, batch_id, keying, by_subject)
    void_counts.write_batch(session, batch_id, keying, counted.voids)
    return replace(line, id=int(batch_id), state=state, first_teller=teller.strip())


def _store_second(
    session: Session,
    line: BatchLine,
    both: tuple[BatchCounts, BatchCounts],
    by_subject: ByRow,
    teller: str,
) -> BatchLine:
    """Hold the second count against the first; only where they differ both are kept.

    Both are of the same papers, see ``sent_back``: the first person's reasons for void ones stand.
    """
    first, counted = both
    batch_id, who = line.id or 0, teller.strip()
    differs = bool(counting.compare(first, counted))
    state = BatchState.DIFFERS if differs else BatchState.SETTLED
    values: dict[str, object] = {"second_teller": who, "state": state}
    if differs:
        values |= {"second_valid": counted.valid, "second_invalid": counted.invalid}
        write_counts(session, batch_id, 2, by_subject)
    else:
        session.execute(
            update(batch_count).where(batch_count.c.batch_id == batch_id).values(keying=0)
        )
        void_counts.agree(session, batch_id)
    session.execute(update(batch).where(batch.c.id == batch_id).values(**values))
    return replace(line, state=state, second_teller=who)
