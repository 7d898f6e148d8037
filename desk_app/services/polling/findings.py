"""The checks of a count that is being made, gathered from the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select

from desk_app.domain.polling import checks, counting, counts
from desk_app.domain.polling.checks import CategoryPapers, Count, Finding
from desk_app.domain.polling.counting import BatchLine, BatchState
from desk_app.domain.polling.counts import BallotCounts
from desk_app.services.polling import reasons, tallies
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import ResultLine
from desk_app.services.session import Session
from desk_app.storage.tables import batch, batch_count

_NOT_SETTLED = frozenset({BatchState.FIRST, BatchState.DIFFERS})


@dataclass(frozen=True, slots=True)
class RunningCount:
    """A count that is being made, as far as it is. ``valid`` is by what is keyed apart."""

    papers: BallotCounts
    categories: tuple[CategoryPapers, ...]
    plan: tuple[BatchLine, ...]
    results: tuple[ResultLine, ...]
    valid: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Whether every paper is in, and settled."""
        return bool(self.plan) and all(one.state is BatchState.SETTLED for one in self.plan)


def find(session: Session, held: HeldPoll, here: RunningCount) -> tuple[Finding, ...]:
    """Return every check that fails, with the reasons given.

    What asks for a reason is judged once, when every paper is in.
    """
    known = held.row.issued is not None and held.row.returned is not None
    complete = here.complete
    count = Count(
        papers=here.papers if known else None,
        keyed=sum(one.size for one in here.plan if one.id is not None),
        subjects=[(one.name, one.tally) for one in here.results],
        categories=here.categories,
        waiting=_waiting(here.plan),
        alike=_alike(session, held.id, here.plan) if complete else (),
        small=_small(here) if complete else (),
        swings=_swings(session, held, here.results) if complete else (),
    )
    found = checks.find(count, held.kind.counting)
    if not complete:
        found = tuple(one for one in found if one.hard)
    given = {one.code: one.reason for one in reasons.given(session, held.id, held.row.version)}
    return checks.with_reasons(found, given)


def _waiting(lines: Iterable[BatchLine]) -> list[str]:
    return [
        f"{one.category}第 {one.number} 摞{counting.STATE_WORDS[one.state]}"
        for one in lines
        if one.state in _NOT_SETTLED
    ]


def _alike(session: Session, poll_id: int, lines: Iterable[BatchLine]) -> tuple[str, ...]:
    """Name the batches whose votes are all for one option, in one query."""
    options: dict[int, set[str]] = {}
    for batch_id, option in session.execute(
        select(batch_count.c.batch_id, batch_count.c.option)
        .join(batch, batch.c.id == batch_count.c.batch_id)
        .where(batch.c.poll_id == poll_id, batch_count.c.keying == 0, batch_count.c.votes > 0)
        .distinct()
    ):
        options.setdefault(batch_id, set()).add(option)
    return tuple(
        f"{one.category}第 {one.number} 摞“{next(iter(options[one.id]))}”"
        for one in lines
        if one.id is not None
        and len(options.get(one.id, ())) == 1
        and one.size >= counts.SMALLEST_BATCH
    )


def _small(here: RunningCount) -> tuple[str, ...]:
    """Name the categories in which so few voted that they are not broken down."""
    return tuple(
        one.category
        for one in here.categories
        if one.returned and here.valid.get(one.category, one.returned) < counting.LEAST_TO_DISCLOSE
    )


def _swings(
    session: Session, held: HeldPoll, results: Iterable[ResultLine]
) -> tuple[tuple[str, Fraction, Fraction], ...]:
    """Each rate now and in the newest earlier year that counted the same poll."""
    wanted = [one for one in held.scheme.rates if one.poll == held.kind.name]
    if not wanted:
        return ()
    earlier = tallies.earlier(session, held.row.round_id, held.kind.name)
    found = []
    for line in results:
        before = earlier.get(line.subject_id)
        for rule in wanted:
            now = counts.rate(rule, line.tally)
            then = counts.rate(rule, before) if before is not None else None
            if now is not None and then is not None:
                found.append((f"“{line.name}”{rule.name}", then, now))
    return tuple(found)
