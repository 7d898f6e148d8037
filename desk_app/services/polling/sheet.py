"""One poll as it stands in the file: papers, batches, checks, results. Read by all of 测评."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import RowMapping, func, select

from desk_app.domain.evidence import Tally
from desk_app.domain.faults import Fault
from desk_app.domain.polling import checks
from desk_app.domain.polling import counting as planning
from desk_app.domain.polling import counts as rules
from desk_app.domain.polling.checks import CategoryPapers, Count, Finding
from desk_app.domain.polling.counting import TOGETHER, BatchLine, BatchState, Mode
from desk_app.domain.polling.counts import BallotCounts, BatchCounts
from desk_app.domain.polling.meetings import Attendance, read_names
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.polling import tallies, void_counts
from desk_app.services.session import Session
from desk_app.storage.tables import (
    attendance,
    batch,
    batch_count,
    count_version,
    meeting,
    papers,
    poll,
    poll_subject,
    remark,
    subject,
    tally,
)

Votes = Mapping[int, Mapping[str, int]]
"""Subject id → option (or 弃权, 无效项) → votes."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of the scheme for one subject."""

    rule: Rate
    value: Fraction | None
    tally: Tally

    @property
    def name(self) -> str:
        """The rate's name in the scheme."""
        return self.rule.name

    @property
    def words(self) -> str:
        """Numerator and base in words."""
        return rules.rate_words(self.rule, self.tally)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The votes on one subject.

    ``shares`` of the valid papers, in the order of the options, where the poll is a
    distribution; ``rates`` only where the scheme defines any.
    """

    subject_id: int
    name: str
    tally: Tally
    shares: tuple[Fraction | None, ...]
    rates: tuple[RateLine, ...]


@dataclass(frozen=True, slots=True)
class PollSheet:
    """One poll as its screen shows it.

    ``valid``, ``invalid`` and ``voids`` (reason → papers; none of an external count) are those
    of the settled batches while the count is open, and so are ``results``: the second person
    learns nothing of the first. ``complaints`` are sentences that stand in the way of sealing,
    ``findings`` all checks that fail with the reasons given.
    ``next_batch`` is how many papers to take. ``plan`` lists every batch, ``papers`` every
    category (none where the poll has no categories). ``code`` is that of the sealed count.
    """

    id: int
    round_id: int
    meeting_id: int
    meeting: str
    present: int | None
    name: str
    options: tuple[str, ...]
    distribution: bool
    subjects: tuple[tuple[int, str], ...]
    issued: int | None
    returned: int | None
    valid: int
    invalid: int
    batches: int
    external: bool
    sealed_at: str | None
    complaints: tuple[str, ...]
    results: tuple[ResultLine, ...]
    next_batch: int
    locked: bool
    mode: Mode
    version: int
    code: str
    papers: tuple[CategoryPapers, ...]
    plan: tuple[BatchLine, ...]
    findings: tuple[Finding, ...]
    supervisors: tuple[str, ...]
    tellers: tuple[str, ...]
    caller: str
    voided_at: str | None
    voided_reason: str
    voids: Mapping[str, int]

    @property
    def sealed(self) -> bool:
        """Whether the count stands."""
        return self.sealed_at is not None

    @property
    def voided(self) -> bool:
        """Whether the poll was declared void; it is kept and counts for nothing."""
        return self.voided_at is not None

    @property
    def keyed(self) -> int:
        """Papers counted so far."""
        return self.valid + self.invalid


def read_sheet(session: Session, poll_id: int) -> PollSheet:
    """Return one poll; raises ``Fault`` when it is gone."""
    row = poll_row(session, poll_id)
    scheme = schemes.pinned(session, row["round_id"])
    kind = kind_of(scheme, row["poll"])
    subjects = subjects_of_poll(session, poll_id)
    sealed = row["sealed_at"] is not None
    stored = every_batch(session, poll_id)
    settled = [one for one in stored if one["state"] == BatchState.SETTLED]
    valid = sum(one["valid"] for one in settled)
    invalid = sum(one["invalid"] for one in settled)
    if sealed:
        valid, invalid = row["valid"] or 0, row["invalid"] or 0
    counted = BallotCounts(row["issued"] or 0, row["returned"] or 0, valid, invalid, row["present"])
    apart: dict[str, int] = {}
    for one in settled:
        apart[one["category"]] = apart.get(one["category"], 0) + one["valid"]
    votes = votes_of_poll(session, row)
    made = [
        (one, name, rules.make_tally(kind, counted, votes.get(one, {}))) for one, name in subjects
    ]
    results = result_lines(scheme, kind, made)
    by_category = category_papers(session, row, kind)
    lines = _plan(row, by_category, stored)
    found: tuple[Finding, ...] = ()
    if not sealed and row["voided_at"] is None:
        found = _findings(session, row, scheme, counted, results, by_category, lines, apart)
    elif sealed:
        found = given_reasons(session, poll_id, row["version"])
    missing = [one.size for one in lines if one.state in planning.TO_KEY]
    return PollSheet(
        id=poll_id,
        round_id=row["round_id"],
        meeting_id=row["meeting_id"],
        meeting=row["kind"],
        present=row["present"],
        name=row["poll"],
        options=kind.options,
        distribution=kind.distribution,
        subjects=subjects,
        issued=row["issued"],
        returned=row["returned"],
        valid=valid,
        invalid=invalid,
        batches=len(settled),
        external=bool(row["external"]),
        sealed_at=row["sealed_at"],
        complaints=() if sealed else checks.in_the_way(found),
        results=results,
        next_batch=0 if sealed else next(iter(missing), 0),
        locked=rounds.is_locked(session, row["round_id"]),
        mode=Mode(row["mode"]),
        version=row["version"],
        code=_code(session, row) if sealed else "",
        papers=by_category,
        plan=() if sealed else lines,
        findings=found,
        supervisors=read_names(row["supervisors"]),
        tellers=read_names(row["tellers"]),
        caller=row["caller"],
        voided_at=row["voided_at"],
        voided_reason=row["voided_reason"],
        voids=void_counts.of_poll(session, row),
    )


def poll_row(session: Session, poll_id: int) -> RowMapping:
    """Return a poll with what its meeting says; raises ``Fault`` when it is gone."""
    row = (
        session.execute(
            select(
                poll,
                meeting.c.round_id,
                meeting.c.kind,
                meeting.c.expected,
                meeting.c.present,
                meeting.c.supervisors,
                meeting.c.tellers,
                meeting.c.caller,
            )
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .where(poll.c.id == poll_id)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise Fault("这个测评已经不在了，请刷新后再试。")
    return row


def open_row(session: Session, poll_id: int) -> RowMapping:
    """Return a poll that may be written to; raises ``Fault``."""
    row = poll_row(session, poll_id)
    rounds.ensure_unlocked(session, row["round_id"])
    if row["voided_at"] is not None:
        raise Fault("这个测评已作废，只作留存，没有改动。请到重新投票的那一个里操作。")
    if row["sealed_at"] is not None:
        raise Fault("这个测评的计票已封存，没有改动。确要改动，请先“重新计票”。")
    return row


def kind_of(scheme: Scheme, name: str) -> Poll:
    """Return the scheme's poll of that name; raises ``Fault``."""
    try:
        return scheme.poll(name)
    except KeyError:
        raise Fault(f"方案“{scheme.title}”里没有名为“{name}”的测评。") from None


def subjects_of_poll(session: Session, poll_id: int) -> tuple[tuple[int, str], ...]:
    """Return (id, name) of the subjects in the order of the paper."""
    rows = session.execute(
        select(subject.c.id, subject.c.name)
        .join(poll_subject, poll_subject.c.subject_id == subject.c.id)
        .where(poll_subject.c.poll_id == poll_id)
        .order_by(poll_subject.c.position)
    )
    return tuple([(key, name) for key, name in rows.all()])


def category_papers(session: Session, row: RowMapping, kind: Poll) -> tuple[CategoryPapers, ...]:
    """Return the papers of each category of a poll, in the scheme's order."""
    if not kind.counting.categories:
        return ()
    written = {
        one["category"]: one
        for one in session.execute(
            select(papers).where(papers.c.poll_id == row["id"], papers.c.version == row["version"])
        ).mappings()
    }
    here = attendance_of(session, row["meeting_id"])
    found = []
    for name in kind.counting.categories:
        one = written.get(name)
        came = here.get(name, Attendance())
        issued, returned = (one["issued"], one["returned"]) if one else (None, None)
        found.append(CategoryPapers(name, issued, returned, came.expected, came.present))
    return tuple(found)


def attendance_of(session: Session, meeting_id: int) -> dict[str, Attendance]:
    """Return 应到 and 实到 of a meeting by category; only "" where there is no break-down."""
    rows = session.execute(select(attendance).where(attendance.c.meeting_id == meeting_id))
    return {one.category: Attendance(one.expected, one.present) for one in rows}


def groups_of(row: RowMapping, by_category: Iterable[CategoryPapers]) -> dict[str, int]:
    """Return what is keyed apart: category → papers; nothing while 收回 is not written down."""
    returned = {one.category: one.returned for one in by_category}
    if not returned:
        return {TOGETHER: row["returned"]} if row["returned"] else {}
    known = {name: number for name, number in returned.items() if number is not None}
    return planning.counting_groups(known) if len(known) == len(returned) else {}


def stored_batches(session: Session, poll_id: int) -> list[RowMapping]:
    """Return the rows of the batches of which counters are stored, by category and number."""
    return [one for one in every_batch(session, poll_id) if one["state"] != BatchState.AGAIN]


def every_batch(session: Session, poll_id: int) -> list[RowMapping]:
    """Return the rows of the poll's batches, those to be keyed again among them."""
    rows = session.execute(
        select(batch).where(batch.c.poll_id == poll_id).order_by(batch.c.category, batch.c.number)
    )
    return list(rows.mappings())


def batch_row(session: Session, batch_id: int) -> RowMapping:
    """Return the row of a stored batch; raises ``Fault`` when it is gone."""
    row = session.execute(select(batch).where(batch.c.id == batch_id)).mappings().one_or_none()
    if row is None:
        raise Fault("这一摞已经不在了，请刷新后再试。")
    return row


def counts_of(
    session: Session, row: RowMapping, keying: int, positions: Mapping[int, int]
) -> BatchCounts:
    """Return one person's counters of a batch (1, 2), or what counts (0), by position."""
    found = session.execute(
        select(batch_count.c.subject_id, batch_count.c.option, batch_count.c.votes).where(
            batch_count.c.batch_id == row["id"], batch_count.c.keying == keying
        )
    )
    votes = {
        (positions[subject_id], option): number
        for subject_id, option, number in found
        if subject_id in positions
    }
    second = keying == 2
    return BatchCounts(
        (row["second_valid"] if second else row["valid"]) or 0,
        (row["second_invalid"] if second else row["invalid"]) or 0,
        dict(sorted(votes.items())),
        void_counts.of_batch(session, row["id"], keying),
    )


def batch_line(row: RowMapping) -> BatchLine:
    """Return what may be known of a stored batch before it is settled: no votes."""
    if row["state"] == BatchState.AGAIN:
        size = row["second_valid"] or 0
        return BatchLine(row["category"], row["number"], size, BatchState.AGAIN)
    return BatchLine(
        category=row["category"],
        number=row["number"],
        size=row["valid"] + row["invalid"],
        state=BatchState(row["state"]),
        id=row["id"],
        first_teller=row["first_teller"],
        second_teller=row["second_teller"],
        settled_by=row["settled_by"],
    )


def votes_of_poll(
    session: Session, row: RowMapping, category: str | None = None
) -> dict[int, dict[str, int]]:
    """Return the votes that count: of the sealed version, or of the settled batches."""
    if row["sealed_at"] is not None:
        statement = (
            select(tally.c.subject_id, tally.c.option, func.sum(tally.c.votes))
            .where(tally.c.poll_id == row["id"], tally.c.version == row["version"])
            .group_by(tally.c.subject_id, tally.c.option)
        )
        if category is not None:
            statement = statement.where(tally.c.category == category)
    else:
        statement = (
            select(batch_count.c.subject_id, batch_count.c.option, func.sum(batch_count.c.votes))
            .join(batch, batch.c.id == batch_count.c.batch_id)
            .where(
                batch.c.poll_id == row["id"],
                batch.c.state == BatchState.SETTLED,
                batch_count.c.keying == 0,
            )
            .group_by(batch_count.c.subject_id, batch_count.c.option)
        )
        if category is not None:
            statement = statement.where(batch.c.category == category)
    votes: dict[int, dict[str, int]] = {}
    for subject_id, option, count in session.execute(statement):
        votes.setdefault(subject_id, {})[option] = int(count)
    return votes


def tallies_apart(
    session: Session, row: RowMapping, kind: Poll, counts: Mapping[str, BallotCounts]
) -> dict[str, dict[int, Tally]]:
    """Return category → subject id → counters; a sealed count in one statement.

    ``counts`` is the papers of each category wanted.
    """
    found: dict[str, dict[int, Tally]] = {name: {} for name in counts}
    if row["sealed_at"] is None:
        for name, one in counts.items():
            votes = votes_of_poll(session, row, name)
            found[name] = {key: rules.make_tally(kind, one, cast) for key, cast in votes.items()}
        return found
    options = (*kind.options, rules.ABSTAINED, rules.SPOILT)
    # One row for each subject, a column for each option: a fifth of the rows to fetch.
    columns = [
        func.coalesce(func.sum(tally.c.votes).filter(tally.c.option == one), 0) for one in options
    ]
    rows = session.execute(
        select(tally.c.subject_id, tally.c.category, *columns)
        .where(tally.c.poll_id == row["id"], tally.c.version == row["version"])
        .group_by(tally.c.subject_id, tally.c.category)
    )
    for subject_id, category, *cast in rows.all():
        papers_ = counts.get(category)
        if papers_ is not None:
            found[category][subject_id] = Tally(
                papers_.issued,
                papers_.returned,
                papers_.valid,
                papers_.invalid,
                dict(zip(kind.options, cast, strict=False)),
                cast[-2],
                cast[-1],
            )
    return found


def read_plan(session: Session, row: RowMapping) -> tuple[BatchLine, ...]:
    """Return every batch of a poll, without its votes: what keying has to know."""
    kind = kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
    stored = every_batch(session, row["id"])
    return _plan(row, category_papers(session, row, kind), stored)


def given_reasons(session: Session, poll_id: int, version: int) -> tuple[Finding, ...]:
    """Return the soft checks of a version for which reasons were given."""
    rows = session.execute(
        select(remark)
        .where(remark.c.poll_id == poll_id, remark.c.version == version)
        .order_by(remark.c.code)
    )
    return tuple(Finding(one.code, one.finding, one.reason) for one in rows)


def _plan(
    row: RowMapping, by_category: Iterable[CategoryPapers], stored: Iterable[RowMapping]
) -> tuple[BatchLine, ...]:
    """Every batch of the poll: those in the file, and those that are still to be keyed."""
    found = {(one["category"], one["number"]): batch_line(one) for one in stored}
    groups = groups_of(row, by_category)
    order = {name: at for at, name in enumerate(groups)}
    lines = dict(found)
    for category, returned in groups.items():
        here = {number: one.size for (name, number), one in found.items() if name == category}
        for number, size in planning.replan(returned, here).items():
            lines.setdefault((category, number), BatchLine(category, number, size))
    # A number without papers is that of a batch keyed together with another.
    shown = [one for one in lines.values() if one.size]
    return tuple(sorted(shown, key=lambda one: (order.get(one.category, -1), one.number)))


def _findings(
    session: Session,
    row: RowMapping,
    scheme: Scheme,
    counted: BallotCounts,
    results: tuple[ResultLine, ...],
    by_category: tuple[CategoryPapers, ...],
    lines: tuple[BatchLine, ...],
    valid: Mapping[str, int],
) -> tuple[Finding, ...]:
    """Every check that fails; ``valid`` is each category's valid papers so far."""
    kind = kind_of(scheme, row["poll"])
    complete = bool(lines) and all(one.state is BatchState.SETTLED for one in lines)
    known = row["issued"] is not None and row["returned"] is not None
    waiting = [
        f"{one.category}第 {one.number} 摞{planning.STATE_WORDS[one.state]}"
        for one in lines
        if one.state in {BatchState.FIRST, BatchState.DIFFERS}
    ]
    count = Count(
        papers=counted if known else None,
        keyed=sum(one.size for one in lines if one.id is not None),
        subjects=[(one.name, one.tally) for one in results],
        categories=by_category,
        waiting=waiting,
        # What asks for a reason is judged once, when every paper is in.
        alike=_alike(session, row["id"], lines) if complete else (),
        small=_small(by_category, valid) if complete else (),
        swings=_swings(session, row, scheme, kind, results) if complete else (),
    )
    found = checks.find(count, kind.counting)
    if not complete:
        found = tuple(one for one in found if one.hard)
    reasons = {one.code: one.reason for one in given_reasons(session, row["id"], row["version"])}
    return checks.with_reasons(found, reasons)


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
        and one.size >= rules.SMALLEST_BATCH
    )


def _small(by_category: Iterable[CategoryPapers], valid: Mapping[str, int]) -> tuple[str, ...]:
    """Name the categories in which so few voted that they are not broken down."""
    return tuple(
        one.category
        for one in by_category
        if one.returned and valid.get(one.category, one.returned) < planning.LEAST_TO_DISCLOSE
    )


def _swings(
    session: Session,
    row: RowMapping,
    scheme: Scheme,
    kind: Poll,
    results: tuple[ResultLine, ...],
) -> tuple[tuple[str, Fraction, Fraction], ...]:
    """Each rate now and in the newest earlier year that counted the same poll."""
    wanted = [one for one in scheme.rates if one.poll == kind.name]
    if not wanted:
        return ()
    earlier = tallies.earlier(session, row["round_id"], kind.name)
    found = []
    for line in results:
        before = earlier.get(line.subject_id)
        for rule in wanted:
            now = rules.rate(rule, line.tally)
            then = rules.rate(rule, before) if before is not None else None
            if now is not None and then is not None:
                found.append((f"“{line.name}”{rule.name}", then, now))
    return tuple(found)


def _code(session: Session, row: RowMapping) -> str:
    found = session.scalar(
        select(count_version.c.code).where(
            count_version.c.poll_id == row["id"], count_version.c.number == row["version"]
        )
    )
    return str(found or "")


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
                tuple([rules.share(count.counts[one], count) for one in options])
                if options
                else (),
                tuple([RateLine(rule, rules.rate(rule, count), count) for rule in wanted]),
            )
            for subject_id, name, count in made
        ]
    )
