"""Keying in batches: planned, blind by two people, compared, settled; what a power cut cost.

Only counters come here. No function tells one person's counters before both are stored. No two
vectors of one batch are ever stored of which one minus the other could be a ballot: where the
papers may differ both go, out of the file and out of its write-ahead log.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import RowMapping, delete, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import counting as rules
from desk_app.domain.polling import counts
from desk_app.domain.polling.counting import BatchLine, BatchState, Mode
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.polling.keying import VOID_REASONS
from desk_app.domain.polling.meetings import read_names
from desk_app.services import schemes
from desk_app.services.polling import sent_back, void_counts
from desk_app.services.polling import sheet as reading
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import batch, batch_count, in_hand, poll

ByRow = dict[int, dict[str, int]]
"""Subject id → option → votes."""


@dataclass(frozen=True, slots=True)
class DifferingCell:
    """A counter on which the two people disagree, both values beside each other.

    ``subject_id`` is ``None`` for the papers themselves (有效票, 整张无效).
    """

    subject_id: int | None
    name: str
    option: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Differences:
    """A batch on which two people disagree: who keyed it, and the cells that differ."""

    line: BatchLine
    first_teller: str
    second_teller: str
    cells: tuple[DifferingCell, ...]


def batches(workspace: Workspace, poll_id: int) -> tuple[BatchLine, ...]:
    """Return every batch of the plan with its state; no votes. Raises ``Fault``."""
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        return () if row["sealed_at"] is not None else reading.read_plan(session, row)


def next_batch(workspace: Workspace, poll_id: int, teller: str) -> BatchLine | None:
    """Return the batch that ``teller`` keys next; ``None`` when there is nothing for him."""
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        return rules.next_batch(reading.read_plan(session, row), teller, Mode(row["mode"]))


def take_batch(
    workspace: Workspace, poll_id: int, category: str, number: int, teller: str
) -> BatchLine:
    """Note that ``teller`` takes a batch in hand; return it. Raises ``Fault`` when he may not.

    One commit before the first paper: after a power cut ``unfinished`` names exactly this one.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        line = _line_for(session, row, category, number, teller)
        session.execute(delete(in_hand).where(in_hand.c.poll_id == poll_id))
        session.execute(
            insert(in_hand).values(
                poll_id=poll_id,
                category=category,
                number=number,
                size=line.size,
                teller=teller.strip(),
            )
        )
        return line


def put_away(workspace: Workspace, poll_id: int) -> None:
    """Note that the batch in hand was given up on purpose."""
    with workspace.session() as session:
        session.execute(delete(in_hand).where(in_hand.c.poll_id == poll_id))


def unfinished(workspace: Workspace, poll_id: int) -> tuple[str, ...]:
    """Say what was in hand and did not get into the file: 第 7 摞 20 张未入库，请重新录入.

    That is the batch taken with ``take_batch``, then the batches of which the counters were
    dropped: 请重新录入第 7 摞 20 张. Where there is neither and some batches are stored, it is the
    lowest number of each category that is missing.
    """
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        if row["sealed_at"] is not None or row["voided_at"] is not None:
            return ()
        plan = reading.read_plan(session, row)
        held = session.execute(
            select(in_hand)
            .where(in_hand.c.poll_id == poll_id)
            .order_by(in_hand.c.category, in_hand.c.number)
        ).all()
        lost = [rules.batch_words(one.category, one.number, one.size) for one in held]
        again = [one.words for one in plan if one.state is BatchState.AGAIN]
        again = [words for words in again if words not in lost]
        if not (lost or again) and any(one.id is not None for one in plan):
            first: dict[str, BatchLine] = {}
            for one in plan:
                if one.state is BatchState.MISSING:
                    first.setdefault(one.category, one)
            lost = [one.words for one in first.values()]
        return (
            *(f"{words}未入库，请重新录入" for words in lost),
            *(f"请重新录入{words}" for words in again),
        )


def store_batch(
    workspace: Workspace,
    poll_id: int,
    category: str,
    number: int,
    counts: BatchCounts,
    teller: str,
) -> BatchLine:
    """Store one person's counters of a planned batch in one commit.

    ``counts.votes`` goes by position on the paper. Counted by one person or 当场唱票 the batch
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
        row = reading.open_row(session, poll_id)
        line = _line_for(session, row, category, number, teller)
        votes = checked_votes(session, row, counts)
        keyed = counts.valid + counts.invalid
        if keyed != line.size:
            raise Fault(
                f"{category}第 {number} 摞应有 {line.size} 张，录入了 {keyed} 张，没有入库。"
                "请核对这一摞的票；收回票数填错的，先改正收回票数。"
            )
        session.execute(delete(in_hand).where(in_hand.c.poll_id == poll_id))
        stored = sent_back.if_telling(session, row, line, counts)
        if stored is None:
            batch_id = line.id
            if batch_id is None:
                sent_back.drop(session, poll_id, category, number)
                state = BatchState.FIRST if row["mode"] == Mode.TWO else BatchState.SETTLED
                place = (category, number)
                batch_id = insert_batch(
                    session, poll_id, place, counts, votes, state=state, teller=teller
                )
            else:
                _store_second(session, row, line, counts, votes, teller)
            stored = reading.batch_line(reading.batch_row(session, batch_id))
    if stored.state is BatchState.AGAIN:
        workspace.forget()
    return stored


def differences(workspace: Workspace, batch_id: int) -> Differences:
    """Return the cells on which the two people disagree, none other.

    Raises ``Fault`` while the second person has not stored his count.
    """
    with workspace.session() as session:
        row, _, subjects = _differing(session, batch_id)
        first, second = _both(session, row, subjects)
        names = [name for _, name in subjects]
        return Differences(
            line=reading.batch_line(row),
            first_teller=row["first_teller"],
            second_teller=row["second_teller"],
            cells=tuple(
                DifferingCell(
                    None if one.position == rules.PAPERS else subjects[one.position][0],
                    "" if one.position == rules.PAPERS else names[one.position],
                    one.option,
                    one.first,
                    one.second,
                )
                for one in rules.compare(first, second)
            ),
        )


def settle(
    workspace: Workspace,
    batch_id: int,
    values: Mapping[tuple[int | None, str], int],
    by: str,
) -> BatchLine:
    """Settle a batch against the papers: (subject id, option) → votes for every differing cell.

    Raises ``Fault`` without a name, when a cell is left out, or when the votes of a subject do
    not add up; then the batch has to be keyed again (``discard``).
    """
    with workspace.session() as session:
        row, _, subjects = _differing(session, batch_id)
        if not by.strip():
            raise Fault("核定要写明由谁对照票面核定。")
        first, second = _both(session, row, subjects)
        places = {one: at for at, (one, _) in enumerate(subjects)}
        cells = {
            (rules.PAPERS if one is None else places.get(one, len(subjects)), option): number
            for (one, option), number in values.items()
        }
        try:
            settled = rules.settle(first, second, cells)
        except KeyError:
            raise Fault("还有不一致的地方没有核定，没有入库，请逐项填写票面上的数。") from None
        except ValueError:
            raise Fault(
                "核定的数有的不在不一致的范围内或小于 0，没有入库，请重新打开核定。"
            ) from None
        if settled.valid + settled.invalid != row["valid"] + row["invalid"]:
            raise Fault(
                f"有效 {settled.valid} 张加无效 {settled.invalid} 张，"
                f"不等于这一摞的 {row['valid'] + row['invalid']} 张，没有入库。"
            )
        by_subject = _by_subject(settled, [one for one, _ in subjects])
        for one, name in subjects:
            wrong = counts.check_votes(name, settled.valid, by_subject.get(one, {}))
            if wrong:
                raise Fault(f"{wrong}没有入库。两人都录错的，请退回重录这一摞。")
        _settle(session, batch_id, settled, by_subject, by)
        line = reading.batch_line(reading.batch_row(session, batch_id))
    workspace.forget()
    return line


def discard(workspace: Workspace, batch_id: int) -> BatchLine:
    """Take an unsettled batch out, to be keyed anew by both; return it as it was."""
    with workspace.session() as session:
        row = reading.batch_row(session, batch_id)
        reading.open_row(session, row["poll_id"])
        if row["state"] == BatchState.SETTLED:
            raise Fault("这一摞已经入库，不能退回。确要重录，请“清空重录”。")
        session.execute(delete(batch).where(batch.c.id == batch_id))
    workspace.forget()
    return reading.batch_line(row)


def set_mode(workspace: Workspace, poll_id: int, mode: Mode) -> None:
    """Choose how a poll is counted; raises ``Fault``.

    One person only where the scheme says ``tellers = 1``. Not once keying has begun.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        kind = reading.kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
        if mode is Mode.ONE and kind.counting.tellers != 1:
            raise Fault("方案没有写明可由一人计票，请由两人分别录入，或当场唱票。")
        if reading.stored_batches(session, poll_id):
            raise Fault("已经录入了测评票，不能再改计票方式。确要改，请先“清空重录”。")
        session.execute(update(poll).where(poll.c.id == poll_id).values(mode=mode))


# --- for services of this room ---------------------------------------------------------------


def checked_votes(session: Session, row: RowMapping, counts: BatchCounts) -> ByRow:
    """Return a batch's votes by subject id; raises ``Fault`` when they cannot be."""
    subjects = reading.subjects_of_poll(session, row["id"])
    kind = reading.kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
    by_subject = _by_subject(counts, [one for one, _ in subjects])
    known = {*kind.options, counts.ABSTAINED, counts.SPOILT}
    strange = [reason for reason in counts.voids if reason not in {*VOID_REASONS, ""}]
    if strange:
        raise Fault(f"“{strange[0]}”不是整张无效的原因，这一摞没有入库，请按提示的数字键选原因。")
    for one, name in subjects:
        votes = by_subject.get(one, {})
        unknown = [option for option in votes if option not in known]
        if unknown:
            raise Fault(f"“{unknown[0]}”不是“{kind.name}”的选项，没有入库。")
        wrong = counts.check_votes(name, counts.valid, votes)
        if wrong:
            raise Fault(f"{wrong}这一摞没有入库。")
    return by_subject


def insert_batch(
    session: Session,
    poll_id: int,
    place: tuple[str, int],
    counts: BatchCounts,
    votes: ByRow,
    *,
    state: BatchState,
    teller: str = "",
) -> int:
    """Write a new batch (category, number) and return its id."""
    batch_id = session.execute(
        insert(batch)
        .values(
            poll_id=poll_id,
            category=place[0],
            number=place[1],
            valid=counts.valid,
            invalid=counts.invalid,
            first_teller=teller.strip(),
            state=state,
        )
        .returning(batch.c.id)
    ).scalar_one()
    keying = 1 if state is BatchState.FIRST else 0
    _write_counts(session, batch_id, keying, votes)
    void_counts.write_batch(session, batch_id, keying, counts.voids)
    return int(batch_id)


def _line_for(
    session: Session, row: RowMapping, category: str, number: int, teller: str
) -> BatchLine:
    """Return the planned batch if ``teller`` may key it now; raises ``Fault``."""
    if row["returned"] is None:
        raise Fault("请先填写收回票数，再录入测评票。")
    plan, mode = reading.read_plan(session, row), Mode(row["mode"])
    line = next((one for one in plan if (one.category, one.number) == (category, number)), None)
    if line is None:
        raise Fault(f"分摞计划里没有{category}第 {number} 摞，请刷新后再录。")
    _ensure_teller(row, mode, teller.strip())
    if line.state is BatchState.SETTLED:
        raise Fault(f"{line.words}已经入库，不能再往里加。")
    if line.state is BatchState.DIFFERS:
        raise Fault(f"{line.words}两人都已录入，等待核定。")
    if not rules.may_key(line, teller.strip(), mode):
        raise Fault(f"{line.words}第一遍是{line.first_teller}录的，第二遍要由另一名计票人录入。")
    return line


def _ensure_teller(row: RowMapping, mode: Mode, teller: str) -> None:
    named = read_names(row["tellers"])
    if mode is Mode.TWO and len(named) < 2:
        raise Fault("两人计票要先在会议里写明至少两名计票人。")
    if mode is not Mode.CALLED and named and teller not in named:
        raise Fault(f"“{teller}”不是这次会议的计票人（{'、'.join(named)}）。")


def _store_second(
    session: Session,
    row: RowMapping,
    line: BatchLine,
    counts: BatchCounts,
    votes: ByRow,
    teller: str,
) -> None:
    """Hold the second count against the first; only where they differ both are kept.

    Both are of the same papers, see ``sent_back``: the first person's reasons for void ones stand.
    """
    batch_id = line.id or 0
    subjects = reading.subjects_of_poll(session, row["id"])
    positions = {one: at for at, (one, _) in enumerate(subjects)}
    stored = reading.batch_row(session, batch_id)
    differs = rules.compare(reading.counts_of(session, stored, 1, positions), counts)
    values: dict[str, object] = {"second_teller": teller.strip(), "state": BatchState.SETTLED}
    if differs:
        values = {
            **values,
            "state": BatchState.DIFFERS,
            "second_valid": counts.valid,
            "second_invalid": counts.invalid,
        }
        _write_counts(session, batch_id, 2, votes)
    else:
        session.execute(
            update(batch_count).where(batch_count.c.batch_id == batch_id).values(keying=0)
        )
        void_counts.agree(session, batch_id)
    session.execute(update(batch).where(batch.c.id == batch_id).values(**values))


def _settle(session: Session, batch_id: int, counts: BatchCounts, votes: ByRow, by: str) -> None:
    """Keep what counts; what each person counted is of no further use and goes."""
    session.execute(delete(batch_count).where(batch_count.c.batch_id == batch_id))
    _write_counts(session, batch_id, 0, votes)
    void_counts.settle_batch(session, batch_id, counts.voids)
    session.execute(
        update(batch)
        .where(batch.c.id == batch_id)
        .values(
            valid=counts.valid,
            invalid=counts.invalid,
            second_valid=None,
            second_invalid=None,
            state=BatchState.SETTLED,
            settled_by=by.strip(),
        )
    )


def _write_counts(session: Session, batch_id: int, keying: int, votes: ByRow) -> None:
    """Write counters in the order of the key: nothing tells in which order papers came."""
    rows = [
        {
            "batch_id": batch_id,
            "keying": keying,
            "subject_id": one,
            "option": option,
            "votes": votes[one][option],
        }
        for one in sorted(votes)
        for option in sorted(votes[one])
    ]
    if rows:
        session.execute(insert(batch_count), rows)


def _differing(
    session: Session, batch_id: int
) -> tuple[RowMapping, RowMapping, tuple[tuple[int, str], ...]]:
    row = reading.batch_row(session, batch_id)
    of_poll = reading.open_row(session, row["poll_id"])
    if row["state"] != BatchState.DIFFERS:
        words = rules.STATE_WORDS[BatchState(row["state"])]
        raise Fault(f"{row['category']}第 {row['number']} 摞{words}，没有要核定的。")
    return row, of_poll, reading.subjects_of_poll(session, row["poll_id"])


def _both(
    session: Session, row: RowMapping, subjects: tuple[tuple[int, str], ...]
) -> tuple[BatchCounts, BatchCounts]:
    positions = {one: at for at, (one, _) in enumerate(subjects)}
    return (
        reading.counts_of(session, row, 1, positions),
        reading.counts_of(session, row, 2, positions),
    )


def _by_subject(counts: BatchCounts, subject_ids: list[int]) -> ByRow:
    votes: ByRow = {}
    for (position, option), number in counts.votes.items():
        if not 0 <= position < len(subject_ids):
            raise Fault("票上的行数与测评对象不一致，这一摞没有入库，请重新打开录入界面。")
        votes.setdefault(subject_ids[position], {})[option] = number
    return votes
