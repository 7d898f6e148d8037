"""A count taken back: counted again from the papers, cleared, or the poll declared void."""

from sqlalchemy import delete, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import state
from desk_app.domain.polling.state import Act, PollState
from desk_app.services.polling import held, plans, reasons
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import PollSheet
from desk_app.services.polling.sealing import clear_batches, papers_words
from desk_app.services.polling.sheet import read_sheet, read_sheet_again
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import count_version, papers, poll, poll_subject, tally

_REASON_WANTED = "重新计票要写明原因，如“监票人要求复核”。"


def recount(workspace: Workspace, poll_id: int, reason: str) -> PollSheet:
    """Count anew from the papers: a sealed count is reopened, an open one cleared.

    Of a sealed version stay papers, reasons, tellers and code; the next seal makes a new version.
    Its votes go, from the file, from its write-ahead log and from the copies in ``backups``: a
    paper found later, or void the first time, would else be one version minus the other. The
    signed report is the record of them. Raises ``Fault`` without a reason.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        sealed = here.state is PollState.SEALED
        if sealed or state.may(here.state, Act.CLEAR):
            _ensure_reason(reason, _REASON_WANTED)
        state.ensure(here.state, Act.REOPEN if sealed else Act.CLEAR)
        if sealed:
            _reopen(session, here, reason)
        else:
            clear_batches(session, poll_id)
            reasons.clear(session, poll_id, here.row.version)
            held.record(session, here, "计票", after="清空重录")
        sheet = read_sheet_again(session, here)
    workspace.forget(votes=sealed)
    return sheet


def void(workspace: Workspace, poll_id: int, reason: str) -> int:
    """Declare a poll void and open the one that is voted again; return the new poll's id.

    Both are kept; the void one counts for nothing. Raises ``Fault`` without a reason.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        _ensure_reason(reason, "作废要写明原因，如“收回多于发出”。")
        state.ensure(here.state, Act.DECLARE_VOID)
        before = papers_words(read_sheet(session, here))
        if here.row.sealed:
            _take_back(session, here, reason)
        clear_batches(session, poll_id)
        session.execute(
            update(poll)
            .where(poll.c.id == poll_id)
            .values(voided_reason=reason.strip(), voided_at=session.moment)
        )
        again = _open_again(session, here)
        held.amend(session, here, before, f"作废（{reason.strip()}）")
    workspace.forget()
    return again


def _ensure_reason(reason: str, words: str) -> None:
    if not reason.strip():
        raise Fault(words)


def _reopen(session: Session, here: HeldPoll, reason: str) -> None:
    before = papers_words(read_sheet(session, here))
    number = here.row.version
    _take_back(session, here, reason)
    session.execute(delete(tally).where(tally.c.poll_id == here.id, tally.c.version == number))
    reasons.keep_no_vote(session, here.id, number)
    held.amend(session, here, before, f"重新计票（{reason.strip()}）")


def _take_back(session: Session, here: HeldPoll, reason: str) -> None:
    """Open the next version; what was sealed stays as it is."""
    number = here.row.version
    session.execute(
        update(count_version)
        .where(count_version.c.poll_id == here.id, count_version.c.number == number)
        .values(reopened_reason=reason.strip())
    )
    rows = [
        {
            "poll_id": here.id,
            "version": number + 1,
            "category": category,
            "issued": one.issued,
            "returned": one.returned,
        }
        for category, one in plans.papers_of_version(session, here.id, number).items()
        if category
    ]
    if rows:
        session.execute(insert(papers), rows)
    session.execute(
        update(poll)
        .where(poll.c.id == here.id)
        .values(valid=None, invalid=None, sealed_at=None, external=0, version=number + 1)
    )


def _open_again(session: Session, here: HeldPoll) -> int:
    """Open a poll like this one, on the same subjects in the same order; return its id."""
    row = here.row
    again = session.execute(
        insert(poll)
        .values(meeting_id=row.meeting_id, poll=row.poll, mode=row.mode)
        .returning(poll.c.id)
    ).scalar_one()
    members = session.execute(
        select(poll_subject.c.subject_id, poll_subject.c.position).where(
            poll_subject.c.poll_id == here.id
        )
    )
    rows = [
        {"poll_id": again, "subject_id": one, "position": position} for one, position in members
    ]
    if rows:
        session.execute(insert(poll_subject), rows)
    return int(again)
