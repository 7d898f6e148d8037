"""A count that was signed on paper, entered as totals (外部计票) and sealed at once."""

from collections.abc import Mapping

from sqlalchemy import update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import checks, counts
from desk_app.domain.polling.checks import Count, Finding
from desk_app.domain.polling.counting import TOGETHER
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.polling.state import Act
from desk_app.services.polling import held, plans, reasons, sealing
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import PollSheet, Votes
from desk_app.services.polling.sheet import read_sheet_again
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import poll


def store_external(
    workspace: Workspace,
    poll_id: int,
    papers: BallotCounts,
    votes: Votes,
    given: Mapping[str, str] | None = None,
) -> PollSheet:
    """Enter a count that was signed on paper as totals; sealed at once.

    Raises ``Fault`` with every sentence when something does not balance, when a soft check
    has no reason in ``given`` (by code), and when ballots of this poll were keyed already.
    """
    with workspace.session() as session:
        here = held.hold_for(session, poll_id, Act.ENTER_TOTALS)
        plans.forget_plan(session, poll_id)
        write_external(session, here, papers, votes, given)
        sheet = read_sheet_again(session, here)
        held.amend(session, here, "", sealing.papers_words(sheet))
        return sheet


def write_external(
    session: Session,
    here: HeldPoll,
    papers: BallotCounts,
    votes: Votes,
    given: Mapping[str, str] | None = None,
) -> None:
    """Write an external count within a transaction; raises ``Fault`` when it does not balance.

    With ``given`` ``None`` soft checks are not asked about: a workbook of counts is taken
    whole, and each count bears its signed report.
    """
    for found in votes.values():
        _check_options(here, found)
    row = here.row
    checked = BallotCounts(
        papers.issued, papers.returned, papers.valid, papers.invalid, row.present
    )
    judged = _judge(here, checked, votes, given or {})
    if given is not None and any(one.open for one in judged):
        raise Fault("".join(checks.in_the_way(judged)))
    session.execute(
        update(poll)
        .where(poll.c.id == here.id)
        .values(
            issued=papers.issued,
            returned=papers.returned,
            valid=papers.valid,
            invalid=papers.invalid,
            external=1,
            sealed_at=session.moment,
        )
    )
    kept = [(one.code, one.sentence, one.reason) for one in judged if one.reason]
    reasons.write(session, here.id, row.version, kept)
    whole = {one: votes.get(one, {}) for one, _ in here.subjects}
    sealing.write_version(session, held.read_again(session, here), {TOGETHER: whole}, "")


def _judge(
    here: HeldPoll, papers: BallotCounts, votes: Votes, given: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return what the checks find; raises ``Fault`` for what does not balance."""
    cast = [(name, votes.get(one, {})) for one, name in here.subjects]
    wrong = counts.check_seal(papers, cast)
    if wrong:
        raise Fault("".join(wrong))
    count = Count(
        papers=papers,
        keyed=papers.valid + papers.invalid,
        subjects=[(name, counts.make_tally(here.kind, papers, found)) for name, found in cast],
    )
    return checks.with_reasons(checks.find(count, here.kind.counting), given)


def _check_options(here: HeldPoll, votes: Mapping[str, int]) -> None:
    """Raise ``Fault`` for a vote on what is no option of the poll."""
    known = {*here.kind.options, counts.ABSTAINED, counts.SPOILT}
    unknown = [option for option in votes if option not in known]
    if unknown:
        raise Fault(f"“{unknown[0]}”不是“{here.kind.name}”的选项，没有入库。")
