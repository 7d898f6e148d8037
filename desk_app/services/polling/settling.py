"""A batch on which two people disagree: the cells that differ, settled against the papers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import signing_name
from desk_app.domain.polling import counting, counts, state
from desk_app.domain.polling.counting import BatchLine, BatchState
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.polling.state import Act
from desk_app.services.polling import held, plans, void_counts, votes
from desk_app.services.polling.counting import by_subject_id, write_counts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.votes import ByRow
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import BatchRow
from desk_app.storage.tables import batch, batch_count

Typed = Mapping[tuple[int | None, str], int]
"""(Subject id, option) → votes; subject ``None`` for the papers themselves."""


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


def differences(workspace: Workspace, batch_id: int) -> Differences:
    """Return the cells on which the two people disagree, none other.

    Raises ``Fault`` while the second person has not stored his count.
    """
    with workspace.session() as session:
        row, here = _differing(session, batch_id)
        first, second = _both(session, row, here)
        return Differences(
            line=plans.batch_line(row),
            first_teller=row.first_teller,
            second_teller=row.second_teller,
            cells=tuple(
                DifferingCell(*_named(here, one.position), one.option, one.first, one.second)
                for one in counting.compare(first, second)
            ),
        )


def settle(workspace: Workspace, batch_id: int, values: Typed, by: str) -> BatchLine:
    """Settle a batch against the papers: (subject id, option) → votes for every differing cell.

    Raises ``Fault`` without a name, when a cell is left out, or when the votes of a subject do
    not add up; then the batch has to be keyed again (``discard``).
    """
    with workspace.session() as session:
        row, here = _differing(session, batch_id)
        if not by.strip():
            raise Fault("核定要写明由谁对照票面核定。")
        name = signing_name(by)
        settled = _settled(here, _both(session, row, here), values)
        by_subject = _checked(here, row, settled)
        _write(session, batch_id, settled, by_subject, name)
        line = plans.batch_line(plans.batch_row(session, batch_id))
    workspace.forget()
    return line


def discard(workspace: Workspace, batch_id: int) -> BatchLine:
    """Take an unsettled batch out, to be keyed anew by both; return it as it was."""
    with workspace.session() as session:
        poll_id = plans.batch_row(session, batch_id).poll_id
        here = held.hold_for(session, poll_id, Act.DISCARD)
        row = plans.batch_row(session, batch_id)
        if row.state is BatchState.SETTLED:
            raise Fault("这一摞已经入库，不能退回。确要重录，请“清空重录”。")
        session.execute(delete(batch).where(batch.c.id == batch_id))
        line = plans.batch_line(row)
        held.record(session, here, "退回重录", before=line.words)
    workspace.forget()
    return line


def _differing(session: Session, batch_id: int) -> tuple[BatchRow, HeldPoll]:
    here = held.hold_poll(session, plans.batch_row(session, batch_id).poll_id)
    row = plans.batch_row(session, batch_id)
    if row.state is not BatchState.DIFFERS and state.is_counting(here.state):
        words = counting.STATE_WORDS[row.state]
        raise Fault(f"{row.category}第 {row.number} 摞{words}，没有要核定的。")
    state.ensure(here.state, Act.SETTLE)
    return row, here


def _both(session: Session, row: BatchRow, here: HeldPoll) -> tuple[BatchCounts, BatchCounts]:
    return (
        votes.counts_of(session, row, 1, here.positions),
        votes.counts_of(session, row, 2, here.positions),
    )


def _named(here: HeldPoll, position: int) -> tuple[int | None, str]:
    return (None, "") if position == counting.PAPERS else here.subjects[position]


def _settled(here: HeldPoll, both: tuple[BatchCounts, BatchCounts], values: Typed) -> BatchCounts:
    places, lines = here.positions, len(here.subjects)
    cells = {
        (counting.PAPERS if one is None else places.get(one, lines), option): number
        for (one, option), number in values.items()
    }
    try:
        return counting.settle(*both, cells)
    except KeyError:
        raise Fault("还有不一致的地方没有核定，没有入库，请逐项填写票面上的数。") from None
    except ValueError:
        raise Fault("核定的数有的不在不一致的范围内或小于 0，没有入库，请重新打开核定。") from None


def _checked(here: HeldPoll, row: BatchRow, settled: BatchCounts) -> ByRow:
    """Return the votes by subject id; raises ``Fault`` where they do not add up."""
    if settled.valid + settled.invalid != row.size:
        raise Fault(
            f"有效 {settled.valid} 张加无效 {settled.invalid} 张，"
            f"不等于这一摞的 {row.size} 张，没有入库。"
        )
    by_subject = by_subject_id(settled, here)
    for one, name in here.subjects:
        wrong = counts.check_votes(name, settled.valid, by_subject.get(one, {}))
        if wrong:
            raise Fault(f"{wrong}没有入库。两人都录错的，请退回重录这一摞。")
    return by_subject


def _write(
    session: Session, batch_id: int, settled: BatchCounts, by_subject: ByRow, by: str
) -> None:
    """Keep what counts; what each person counted is of no further use and goes."""
    session.execute(delete(batch_count).where(batch_count.c.batch_id == batch_id))
    write_counts(session, batch_id, 0, by_subject)
    void_counts.settle_batch(session, batch_id, settled.voids)
    session.execute(
        update(batch)
        .where(batch.c.id == batch_id)
        .values(
            valid=settled.valid,
            invalid=settled.invalid,
            second_valid=None,
            second_invalid=None,
            state=BatchState.SETTLED,
            settled_by=by.strip(),
        )
    )
