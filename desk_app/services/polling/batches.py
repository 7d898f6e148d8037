"""Batches as they are planned, taken in hand and put away; what a power cut cost."""

from collections.abc import Iterable

from sqlalchemy import and_, delete, insert, or_, select

from desk_app.domain.faults import Fault
from desk_app.domain.polling import counting
from desk_app.domain.polling.counting import BatchLine, BatchState, Mode
from desk_app.domain.polling.meetings import read_names
from desk_app.domain.polling.state import Act
from desk_app.services.polling import held, plans
from desk_app.services.polling.held import HeldPoll
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import in_hand

_STORED = frozenset({BatchState.DIFFERS, BatchState.SETTLED})


def batches(workspace: Workspace, poll_id: int) -> tuple[BatchLine, ...]:
    """Return every batch of the plan with its state; no votes. Raises ``Fault``."""
    with workspace.session() as session:
        here = held.read_poll(session, poll_id)
        return () if here.row.sealed else plans.read_plan(session, here)


def take_batch(
    workspace: Workspace, poll_id: int, category: str, number: int, teller: str
) -> BatchLine:
    """Note that ``teller`` takes a batch in hand; return it. Raises ``Fault`` when he may not.

    One commit before the first paper: after a power cut ``unfinished`` names exactly this one.
    He has one batch in hand at a time; what others have in hand stays noted.
    """
    with workspace.session() as session:
        here = held.hold_for(session, poll_id, Act.KEY)
        line = line_for(here, plans.read_plan(session, here), category, number, teller)
        mine = in_hand.c.teller == teller.strip()
        this = and_(in_hand.c.category == category, in_hand.c.number == number)
        session.execute(delete(in_hand).where(in_hand.c.poll_id == poll_id, or_(mine, this)))
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


def put_away(workspace: Workspace, poll_id: int, teller: str) -> None:
    """Note that ``teller`` gave up the batch in hand on purpose."""
    with workspace.session() as session:
        session.execute(
            delete(in_hand).where(in_hand.c.poll_id == poll_id, in_hand.c.teller == teller.strip())
        )


def unfinished(workspace: Workspace, poll_id: int) -> tuple[str, ...]:
    """Say what was in hand and did not get into the file: 第 7 摞 20 张未入库，请重新录入.

    That is the batches taken with ``take_batch``, then those of which the counters were
    dropped: 请重新录入第 7 摞 20 张. Where there is neither and some batches are stored, it is the
    lowest number of each category that is missing.
    """
    with workspace.session() as session:
        here = held.read_poll(session, poll_id)
        if here.row.sealed or here.row.voided:
            return ()
        plan = plans.read_plan(session, here)
        lost = _lost(session, poll_id, plan)
    again = [one.words for one in plan if one.state is BatchState.AGAIN]
    again = [words for words in again if words not in lost]
    if not (lost or again):
        lost = _next_missing(plan)
    return (
        *(f"{words}未入库，请重新录入" for words in lost),
        *(f"请重新录入{words}" for words in again),
    )


def line_for(
    here: HeldPoll, plan: Iterable[BatchLine], category: str, number: int, teller: str
) -> BatchLine:
    """Return the batch of the plan if ``teller`` may key it now; raises ``Fault``."""
    mode = here.row.mode
    line = next((one for one in plan if (one.category, one.number) == (category, number)), None)
    if line is None:
        raise Fault(f"分摞计划里没有{category}第 {number} 摞，请刷新后再录。")
    _ensure_teller(here, teller.strip())
    if line.state is BatchState.SETTLED:
        raise Fault(f"{line.words}已经入库，不能再往里加。")
    if line.state is BatchState.DIFFERS:
        raise Fault(f"{line.words}两人都已录入，等待核定。")
    if not counting.may_key(line, teller.strip(), mode):
        raise Fault(f"{line.words}第一遍是{line.first_teller}录的，第二遍要由另一名计票人录入。")
    return line


def _ensure_teller(here: HeldPoll, teller: str) -> None:
    named, mode = read_names(here.row.tellers), here.row.mode
    if mode is Mode.TWO and len(named) < 2:
        raise Fault("两人计票要先在会议里写明至少两名计票人。")
    if mode is not Mode.CALLED and named and teller not in named:
        raise Fault(f"“{teller}”不是这次会议的计票人（{'、'.join(named)}）。")


def _lost(session: Session, poll_id: int, plan: tuple[BatchLine, ...]) -> list[str]:
    """Name the batches in somebody's hand, in the order of the plan; not those stored since."""
    marks = session.execute(
        select(in_hand.c.category, in_hand.c.number, in_hand.c.size)
        .where(in_hand.c.poll_id == poll_id)
        .order_by(in_hand.c.category, in_hand.c.number)
    )
    to_key = {(one.category, one.number) for one in plan if one.state not in _STORED}
    return [
        counting.batch_words(category, number, size)
        for category, number, size in marks
        if (category, number) in to_key
    ]


def _next_missing(plan: tuple[BatchLine, ...]) -> list[str]:
    if all(one.id is None for one in plan):
        return []
    first: dict[str, BatchLine] = {}
    for one in plan:
        if one.state is BatchState.MISSING:
            first.setdefault(one.category, one)
    return [one.words for one in first.values()]
