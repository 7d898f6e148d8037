"""The votes of a poll: of its batches while it is counted, of the sealed version afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from desk_app.domain.evidence import Tally
from desk_app.domain.polling import counts
from desk_app.domain.polling.counting import BatchState
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.polling import void_counts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import RateLine, ResultLine
from desk_app.services.session import Session
from desk_app.storage.rows.polling import BatchRow
from desk_app.storage.tables import batch, batch_count, tally

ByRow = dict[int, dict[str, int]]
"""Subject id → option → votes."""


def counts_of(
    session: Session, row: BatchRow, keying: int, positions: Mapping[int, int]
) -> BatchCounts:
    """Return one person's counters of a batch (1, 2), or what counts (0), by position."""
    found = session.execute(
        select(batch_count.c.subject_id, batch_count.c.option, batch_count.c.votes).where(
            batch_count.c.batch_id == row.id, batch_count.c.keying == keying
        )
    )
    votes = {
        (positions[subject_id], option): number
        for subject_id, option, number in found
        if subject_id in positions
    }
    second = keying == 2
    return BatchCounts(
        (row.second_valid if second else row.valid) or 0,
        (row.second_invalid if second else row.invalid) or 0,
        dict(sorted(votes.items())),
        void_counts.of_batch(session, row.id, keying),
    )


def votes_of_poll(session: Session, held: HeldPoll, category: str | None = None) -> ByRow:
    """Return the votes that count: of the sealed version, or of the settled batches."""
    statement = _of_version(held) if held.row.sealed else _of_batches(held)
    if category is not None:
        where = tally.c.category if held.row.sealed else batch.c.category
        statement = statement.where(where == category)
    votes: ByRow = {}
    for subject_id, option, count in session.execute(statement):
        votes.setdefault(subject_id, {})[option] = int(count)
    return votes


def _of_version(held: HeldPoll) -> Select[Any]:
    return (
        select(tally.c.subject_id, tally.c.option, func.sum(tally.c.votes))
        .where(tally.c.poll_id == held.id, tally.c.version == held.row.version)
        .group_by(tally.c.subject_id, tally.c.option)
    )


def _of_batches(held: HeldPoll) -> Select[Any]:
    return (
        select(batch_count.c.subject_id, batch_count.c.option, func.sum(batch_count.c.votes))
        .join(batch, batch.c.id == batch_count.c.batch_id)
        .where(
            batch.c.poll_id == held.id,
            batch.c.state == BatchState.SETTLED,
            batch_count.c.keying == 0,
        )
        .group_by(batch_count.c.subject_id, batch_count.c.option)
    )


def votes_apart(
    session: Session, held: HeldPoll, version: int
) -> dict[int, dict[str, dict[str, int]]]:
    """Return subject id → category → option → votes of a sealed version.

    Options without a vote are 0 in every category that is there.
    """
    options = (*held.kind.options, counts.ABSTAINED, counts.SPOILT)
    # One row for each subject, a column for each option: a fifth of the rows to fetch.
    columns = [
        func.coalesce(func.sum(tally.c.votes).filter(tally.c.option == one), 0) for one in options
    ]
    rows = session.execute(
        select(tally.c.subject_id, tally.c.category, *columns)
        .where(tally.c.poll_id == held.id, tally.c.version == version)
        .group_by(tally.c.subject_id, tally.c.category)
    )
    votes: dict[int, dict[str, dict[str, int]]] = {}
    for subject_id, category, *cast in rows.all():
        votes.setdefault(subject_id, {})[category] = dict(zip(options, cast, strict=True))
    return votes


def result_lines(
    scheme: Scheme, kind: Poll, made: Iterable[tuple[int, str, Tally]]
) -> tuple[ResultLine, ...]:
    """Return the shares and rates of each subject's votes."""
    wanted = [rule for rule in scheme.rates if rule.poll == kind.name]
    options = kind.options if kind.distribution else ()
    return tuple(
        [
            ResultLine(
                subject_id,
                name,
                count,
                tuple([counts.share(count.counts[one], count) for one in options])
                if options
                else (),
                tuple([RateLine(rule, counts.rate(rule, count), count) for rule in wanted]),
            )
            for subject_id, name, count in made
        ]
    )
