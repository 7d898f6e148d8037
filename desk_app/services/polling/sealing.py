"""The count that stands: batches added up and removed, written as a version with a code."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, update

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import signing_name
from desk_app.domain.polling import codes, counting, counts, state
from desk_app.domain.polling.checks import CategoryPapers
from desk_app.domain.polling.counting import TOGETHER
from desk_app.domain.polling.meetings import read_names
from desk_app.domain.polling.state import Act
from desk_app.services.polling import held, plans, reasons, versions, void_counts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import PollSheet, Votes
from desk_app.services.polling.sheet import read_sheet, read_sheet_again
from desk_app.services.polling.votes import votes_of_poll
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import BatchRow, VersionRow
from desk_app.storage.tables import batch, count_version, in_hand, papers, poll, tally

Apart = Mapping[str, tuple[int, int]]
"""What is counted apart → (valid, invalid) papers."""


def seal(workspace: Workspace, poll_id: int, second_teller: str = "") -> PollSheet:
    """Add the batches up into the count and remove them; raises ``Fault`` with every reason.

    ``second_teller`` counted along with whoever keyed the batches (唱票, 一人计票): the name
    stands beside theirs in the version, on the report and under its code. A 监票人 cannot count.

    Afterwards only one counter per subject and option (and category, where enough people
    voted in it) is left in the file, as version 1 or the next, with its code.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        sheet = read_sheet(session, here)
        if sheet.counting and sheet.complaints:
            raise Fault("还不能封存：" + "".join(sheet.complaints))
        state.ensure(here.state, Act.SEAL)
        second = _second(here, second_teller)
        stored = plans.stored_batches(session, poll_id)
        counted = plans.counted_papers(sheet.papers.categories, stored)
        shown = counting.disclosable({name: valid for name, (valid, _) in counted.items()})
        votes = _by_category(session, here, shown)
        void_counts.seal(session, here.row, shown)
        reasons.keep_no_batch(session, poll_id, here.row.version)
        clear_batches(session, poll_id)
        session.execute(
            update(poll)
            .where(poll.c.id == poll_id)
            .values(
                valid=sheet.counted.valid,
                invalid=sheet.counted.invalid,
                sealed_at=session.moment,
            )
        )
        here = held.read_again(session, here)
        write_version(session, here, votes, _tellers(stored, second), counted)
        sealed = read_sheet_again(session, here)
        held.amend(session, here, "", papers_words(sealed))
    workspace.forget()
    return sealed


def clear_batches(session: Session, poll_id: int) -> None:
    """Remove every batch of a poll and what is noted of those in hand."""
    for table in (batch, in_hand):
        session.execute(delete(table).where(table.c.poll_id == poll_id))


def write_version(
    session: Session,
    here: HeldPoll,
    votes: Mapping[str, Votes],
    tellers: str,
    counted: Apart | None = None,
) -> None:
    """Write a sealed version (category → votes) within a transaction, with its code.

    ``here`` holds the papers already, and the moment of sealing.
    """
    row = here.row
    rows = sorted(
        (category, one, option, count)
        for category, by_subject in votes.items()
        for one, found in by_subject.items()
        for option, count in found.items()
    )
    if rows:
        names = ("category", "subject_id", "option", "votes")
        key = {"poll_id": here.id, "version": row.version}
        session.execute(
            insert(tally), [{**key, **dict(zip(names, one, strict=True))} for one in rows]
        )
    _write_papers(session, here, plans.category_papers(session, here), counted or {})
    version = VersionRow(
        poll_id=here.id,
        number=row.version,
        sealed_at=row.sealed_at or session.moment,
        mode=row.mode,
        external=row.external,
        tellers=tellers,
        code="",
        reopened_reason="",
    )
    session.execute(
        insert(count_version).values(
            poll_id=here.id,
            number=version.number,
            sealed_at=version.sealed_at,
            mode=version.mode,
            external=int(version.external),
            tellers=tellers,
            code=codes.code_of(versions.content_of(session, here, version)),
        )
    )


def papers_words(sheet: PollSheet) -> str:
    """Say the papers of a count in one line."""
    papers_, counted = sheet.papers, sheet.counted
    return (
        f"发出 {papers_.issued} 收回 {papers_.returned} 有效 {counted.valid} 无效 {counted.invalid}"
    )


def _write_papers(
    session: Session,
    here: HeldPoll,
    categories: tuple[CategoryPapers, ...],
    counted: Apart,
) -> None:
    """Freeze the papers of a version: the whole under "", each category beside it."""
    row = here.row
    whole = {
        "category": "",
        "issued": row.issued,
        "returned": row.returned,
        "valid": row.valid,
        "invalid": row.invalid,
        "expected": row.expected,
        "present": row.present,
    }
    found = [whole]
    for one in categories:
        valid, invalid = counted.get(one.category, (None, None))
        found.append(
            {
                "category": one.category,
                "issued": one.issued,
                "returned": one.returned,
                "valid": valid,
                "invalid": invalid,
                "expected": one.expected,
                "present": one.present,
            }
        )
    session.execute(
        delete(papers).where(papers.c.poll_id == row.id, papers.c.version == row.version)
    )
    key = {"poll_id": row.id, "version": row.version}
    session.execute(insert(papers), [{**key, **one} for one in found])


def _by_category(
    session: Session, here: HeldPoll, shown: frozenset[str]
) -> dict[str, dict[int, dict[str, int]]]:
    """Return the votes to seal: each category that may be shown, the rest under ``TOGETHER``.

    Options without a vote are written too, so that a count of none is a count.
    """
    whole = votes_of_poll(session, here)
    apart = {name: votes_of_poll(session, here, name) for name in sorted(shown)}
    options = (*here.kind.options, counts.ABSTAINED, counts.SPOILT)
    rest: dict[int, dict[str, int]] = {}
    for one, _ in here.subjects:
        rest[one] = {
            option: whole.get(one, {}).get(option, 0)
            - sum(votes.get(one, {}).get(option, 0) for votes in apart.values())
            for option in options
        }
    if shown and not any(any(votes.values()) for votes in rest.values()):
        return apart
    return {**apart, TOGETHER: rest}


def _second(here: HeldPoll, name: str) -> str:
    """The second person who counted, as the meeting allows; raises ``Fault``."""
    plain = signing_name(name) if name.strip() else ""
    if plain and plain in read_names(here.row.supervisors):
        raise Fault(f"“{plain}”是这次会议的监票人，不能同时计票，请另写一名计票人。")
    return plain


def _tellers(stored: list[BatchRow], second: str) -> str:
    """Name who keyed and settled the batches, and who counted along, each once."""
    names = {
        name
        for one in stored
        for name in (one.first_teller, one.second_teller, one.settled_by)
        if name
    }
    return "、".join(sorted(names | ({second} if second else set())))
