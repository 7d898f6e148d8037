"""One poll read for its screen: papers, plan, count, checks and results."""

from collections.abc import Iterable

from desk_app.domain.polling import counts
from desk_app.domain.polling.checks import CategoryPapers, Finding
from desk_app.domain.polling.counting import BatchLine, BatchState
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.polling.meetings import read_names
from desk_app.services.polling import findings, plans, reasons, void_counts, votes
from desk_app.services.polling.findings import RunningCount
from desk_app.services.polling.held import HeldPoll, read_again
from desk_app.services.polling.parts import (
    Counted,
    PollHead,
    PollPapers,
    PollSheet,
    ResultLine,
    VersionStanding,
)
from desk_app.services.session import Session
from desk_app.storage.rows.polling import BatchRow, PollRow


def read_sheet(session: Session, held: HeldPoll) -> PollSheet:
    """Return a poll as it stands in ``held``."""
    row = held.row
    stored = plans.every_batch(session, held.id)
    by_category = plans.category_papers(session, held)
    counted = _counted(session, held, stored)
    papers = BallotCounts(
        row.issued or 0, row.returned or 0, counted.valid, counted.invalid, row.present
    )
    results = _results(session, held, papers)
    plan = () if row.sealed else plans.plan_of(held, by_category, stored)
    return PollSheet(
        id=held.id,
        name=row.poll,
        state=held.state,
        head=_head(held),
        papers=PollPapers(row.issued, row.returned, by_category),
        counted=counted,
        standing=_standing(row),
        plan=plan,
        results=results,
        findings=_findings(session, held, stored, papers, (by_category, plan, results)),
    )


def read_sheet_again(session: Session, held: HeldPoll) -> PollSheet:
    """Return a poll after it was written to."""
    return read_sheet(session, read_again(session, held))


def _head(held: HeldPoll) -> PollHead:
    row = held.row
    return PollHead(
        round_id=row.round_id,
        meeting_id=row.meeting_id,
        meeting=row.kind,
        present=row.present,
        options=held.kind.options,
        distribution=held.kind.distribution,
        subjects=held.subjects,
        mode=row.mode,
        supervisors=read_names(row.supervisors),
        tellers=read_names(row.tellers),
        caller=row.caller,
    )


def _standing(row: PollRow) -> VersionStanding:
    return VersionStanding(
        version=row.version,
        code=(row.code or "") if row.sealed else "",
        external=row.external,
        sealed_at=row.sealed_at,
        voided_at=row.voided_at,
        voided_reason=row.voided_reason,
    )


def _counted(session: Session, held: HeldPoll, stored: Iterable[BatchRow]) -> Counted:
    row = held.row
    settled = [one for one in stored if one.state is BatchState.SETTLED]
    voids = void_counts.of_poll(session, row)
    if row.sealed:
        return Counted(row.valid or 0, row.invalid or 0, len(settled), voids)
    valid, invalid = sum(one.valid for one in settled), sum(one.invalid for one in settled)
    return Counted(valid, invalid, len(settled), voids)


def _results(session: Session, held: HeldPoll, papers: BallotCounts) -> tuple[ResultLine, ...]:
    cast = votes.votes_of_poll(session, held)
    made = [
        (one, name, counts.make_tally(held.kind, papers, cast.get(one, {})))
        for one, name in held.subjects
    ]
    return votes.result_lines(held.scheme, held.kind, made)


def _findings(
    session: Session,
    held: HeldPoll,
    stored: Iterable[BatchRow],
    papers: BallotCounts,
    found: tuple[tuple[CategoryPapers, ...], tuple[BatchLine, ...], tuple[ResultLine, ...]],
) -> tuple[Finding, ...]:
    if held.row.sealed:
        return reasons.given(session, held.id, held.row.version)
    if held.row.voided:
        return ()
    valid: dict[str, int] = {}
    for one in stored:
        if one.state is BatchState.SETTLED:
            valid[one.category] = valid.get(one.category, 0) + one.valid
    return findings.find(session, held, RunningCount(papers, *found, valid))
