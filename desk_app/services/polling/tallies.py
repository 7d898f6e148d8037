"""The sealed counts of a round, for every room that goes by votes."""

from sqlalchemy import select

from desk_app.domain.evidence import Tally
from desk_app.domain.polling import counts
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import schemes
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.session import Session
from desk_app.storage.rows.polling import SealedPollRow
from desk_app.storage.rows.reading import query, read
from desk_app.storage.tables import meeting, poll, poll_subject, round_, subject, tally


def tallies(
    session: Session, round_id: int, scheme: Scheme | None = None, span: Span = EVERYBODY
) -> dict[int, dict[str, Tally]]:
    """Return the sealed counts of a round: subject id → poll name → counters, in two queries.

    Where several sealed polls of one name cover a subject (two rooms, two days), their
    counters are added. Polls that were declared void and versions that were taken back count
    for nothing. ``scheme`` is the round's, where the caller has it already. ``span`` narrows it
    to the subjects whose numbers lie in it.
    """
    scheme = schemes.pinned(session, round_id) if scheme is None else scheme
    stands = (
        (meeting.c.round_id == round_id)
        & poll.c.sealed_at.is_not(None)
        & poll.c.voided_at.is_(None)
    )
    polls = {
        row.id: row
        for row in read(
            session.connection,
            SealedPollRow,
            query(SealedPollRow, poll)
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .where(stands),
        )
    }
    votes: dict[tuple[int, int], dict[str, int]] = {}
    if polls:
        covered = (
            select(poll_subject.c.poll_id, poll_subject.c.subject_id, tally.c.option, tally.c.votes)
            .join(poll, poll.c.id == poll_subject.c.poll_id)
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .outerjoin(
                tally,
                (tally.c.poll_id == poll.c.id)
                & (tally.c.version == poll.c.version)
                & (tally.c.subject_id == poll_subject.c.subject_id),
            )
            .where(stands, poll_subject.c.subject_id.between(*span))
        )
        for poll_id, subject_id, option, count in session.execute(covered):
            found = votes.setdefault((poll_id, subject_id), {})
            if option is not None:
                found[option] = found.get(option, 0) + count
    kinds = {one.name: one for one in scheme.polls}
    result: dict[int, dict[str, Tally]] = {}
    for (poll_id, subject_id), found in votes.items():
        row = polls[poll_id]
        kind = kinds.get(row.poll)
        if kind is None:
            continue
        made = counts.make_tally(kind, _papers_of(row), found)
        by_name = result.setdefault(subject_id, {})
        known = by_name.get(kind.name)
        by_name[kind.name] = made if known is None else counts.add_tallies(known, made)
    return result


def _papers_of(row: SealedPollRow) -> BallotCounts:
    return BallotCounts(row.issued or 0, row.returned or 0, row.valid or 0, row.invalid or 0)


def earlier(session: Session, round_id: int, poll_name: str) -> dict[int, Tally]:
    """Return the newest earlier year's counters of a poll by this round's subject id."""
    year = session.scalar(select(round_.c.year).where(round_.c.id == round_id))
    older = session.scalars(
        select(round_.c.id)
        .where(round_.c.year < year)
        .order_by(round_.c.year.desc(), round_.c.id.desc())
    ).all()
    for other in older:
        found = {
            one: by_name[poll_name]
            for one, by_name in tallies(session, other).items()
            if poll_name in by_name
        }
        if found:
            organisations = _organisations(session, other)
            here = {org: one for one, org in _organisations(session, round_id).items()}
            return {
                here[organisations[one]]: tally_
                for one, tally_ in found.items()
                if organisations[one] in here
            }
    return {}


def _organisations(session: Session, round_id: int) -> dict[int, int]:
    rows = session.execute(
        select(subject.c.id, subject.c.organisation_id).where(subject.c.round_id == round_id)
    )
    return {row.id: row.organisation_id for row in rows}
