"""Counting the ballots of a poll: papers, batches, the sealed count, and what it says.

A ballot never comes here. What arrives is a batch already added up; what is sealed is one
counter per subject and option.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from desk_app.domain import polling as rules
from desk_app.domain.evidence import Tally
from desk_app.domain.faults import Fault
from desk_app.domain.polling import BallotCounts, BatchCounts
from desk_app.domain.scheme.model import Poll, Scheme
from desk_app.services import rounds, schemes
from desk_app.services.meetings import new_id
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import (
    batch,
    batch_count,
    meeting,
    poll,
    poll_subject,
    subject,
    tally,
)

Votes = Mapping[int, Mapping[str, int]]
"""Subject id → option (or 弃权, 无效项) → votes."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of the scheme for one subject, with numerator and base in words."""

    name: str
    value: Fraction | None
    words: str


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

    ``valid`` and ``invalid`` are those of the batches while the count is open. ``complaints``
    are sentences that stand in the way of sealing. ``next_batch`` is how many papers to take.
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

    @property
    def sealed(self) -> bool:
        """Whether the count stands."""
        return self.sealed_at is not None

    @property
    def keyed(self) -> int:
        """Papers counted so far."""
        return self.valid + self.invalid


def poll_sheet(workspace: Workspace, poll_id: int) -> PollSheet:
    """Return one poll with its papers, checks and results; raises ``Fault`` when it is gone."""
    with workspace.transaction() as connection:
        return _sheet(connection, poll_id)


def set_papers(
    workspace: Workspace, poll_id: int, issued: int | None, returned: int | None
) -> PollSheet:
    """Write down how many papers were given out and came back; raises ``Fault``.

    More returned than issued is written down all the same, because it is what happened; the
    count then cannot be sealed.
    """
    with workspace.transaction() as connection:
        row = _open(connection, poll_id)
        if min(issued or 0, returned or 0) < 0:
            raise Fault("发出、收回票数不能是负数。")
        keyed = _keyed(connection, poll_id)
        if keyed:
            wrong = rules.check_returned(keyed, returned)
            if wrong:
                raise Fault(wrong)
        connection.execute(
            update(poll).where(poll.c.id == row["id"]).values(issued=issued, returned=returned)
        )
        return _sheet(connection, poll_id)


def store_batch(workspace: Workspace, poll_id: int, counts: BatchCounts) -> PollSheet:
    """Store a batch's counters in one commit and return the running totals.

    ``counts.votes`` goes by position on the paper. A stored batch is never added to. Raises
    ``Fault`` when the count is sealed or the batch is too small or too large to be kept.
    """
    with workspace.transaction() as connection:
        row = _open(connection, poll_id)
        returned = row["returned"]
        if returned is None:
            raise Fault("请先填写收回票数，再录入测评票。")
        papers = counts.valid + counts.invalid
        wrong = rules.check_batch(papers, _keyed(connection, poll_id), returned)
        if wrong:
            raise Fault(wrong)
        subjects = _subjects(connection, poll_id)
        kind = _kind(schemes.pinned(connection, row["round_id"]), row["poll"])
        by_subject = _by_subject(counts, [one for one, _ in subjects])
        for subject_id, name in subjects:
            votes = by_subject.get(subject_id, {})
            _check_options(kind, votes)
            wrong = rules.check_votes(name, counts.valid, votes)
            if wrong:
                raise Fault(f"{wrong}这一摞没有入库。")
        number = 1 + (
            connection.scalar(select(func.max(batch.c.number)).where(batch.c.poll_id == poll_id))
            or 0
        )
        batch_id = new_id(
            connection.execute(
                insert(batch).values(
                    poll_id=poll_id, number=number, valid=counts.valid, invalid=counts.invalid
                )
            )
        )
        rows = [
            {"batch_id": batch_id, "subject_id": one, "option": option, "votes": votes}
            for one, found in by_subject.items()
            for option, votes in found.items()
        ]
        if rows:
            connection.execute(insert(batch_count), rows)
        return _sheet(connection, poll_id)


def seal(workspace: Workspace, poll_id: int) -> PollSheet:
    """Add the batches up into the count and remove them; raises ``Fault`` with every reason.

    Afterwards only one counter per subject and option is left in the file.
    """
    with workspace.transaction() as connection:
        row = _open(connection, poll_id)
        sheet = _sheet(connection, poll_id)
        if sheet.complaints:
            raise Fault("还不能封存：" + "".join(sheet.complaints))
        votes = {line.subject_id: _votes_of(line.tally) for line in sheet.results}
        _write_tally(connection, poll_id, votes)
        connection.execute(delete(batch).where(batch.c.poll_id == poll_id))
        connection.execute(
            update(poll)
            .where(poll.c.id == row["id"])
            .values(
                valid=sheet.valid,
                invalid=sheet.invalid,
                sealed_at=workspace.now().isoformat(sep=" "),
            )
        )
        _amend(connection, row, sheet, "", _papers_words(sheet))
        return _sheet(connection, poll_id)


def store_external(
    workspace: Workspace, poll_id: int, papers: BallotCounts, votes: Votes
) -> PollSheet:
    """Enter a count that was signed on paper as totals (外部计票); sealed at once.

    Raises ``Fault`` with every sentence when something does not balance, and when ballots of
    this poll have been keyed already.
    """
    with workspace.transaction() as connection:
        row = _open(connection, poll_id)
        if _keyed(connection, poll_id):
            raise Fault("这个测评已经录入了测评票，不能再录外部计票。确要改用，请先“清空重录”。")
        write_external(connection, workspace.now().isoformat(sep=" "), poll_id, papers, votes)
        sheet = _sheet(connection, poll_id)
        _amend(connection, row, sheet, "", _papers_words(sheet))
        return sheet


def write_external(
    connection: Connection, moment: str, poll_id: int, papers: BallotCounts, votes: Votes
) -> None:
    """Write an external count within a transaction; raises ``Fault`` when it does not balance."""
    row = _row(connection, poll_id)
    kind = _kind(schemes.pinned(connection, row["round_id"]), row["poll"])
    subjects = _subjects(connection, poll_id)
    for found in votes.values():
        _check_options(kind, found)
    checked = BallotCounts(
        papers.issued, papers.returned, papers.valid, papers.invalid, row["present"]
    )
    wrong = rules.check_seal(checked, ((name, votes.get(one, {})) for one, name in subjects))
    if wrong:
        raise Fault("".join(wrong))
    _write_tally(connection, poll_id, {one: votes.get(one, {}) for one, _ in subjects})
    connection.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(
            issued=papers.issued,
            returned=papers.returned,
            valid=papers.valid,
            invalid=papers.invalid,
            external=1,
            sealed_at=moment,
        )
    )


def recount(workspace: Workspace, poll_id: int, reason: str) -> PollSheet:
    """Take a count back, sealed or not: its counters go, the papers are keyed again.

    Raises ``Fault`` without a reason.
    """
    with workspace.transaction() as connection:
        row = _row(connection, poll_id)
        rounds.ensure_unlocked(connection, row["round_id"])
        if not reason.strip():
            raise Fault("重新计票要写明原因，如“监票人要求复核”。")
        before = _sheet(connection, poll_id)
        connection.execute(delete(batch).where(batch.c.poll_id == poll_id))
        connection.execute(delete(tally).where(tally.c.poll_id == poll_id))
        connection.execute(
            update(poll)
            .where(poll.c.id == poll_id)
            .values(valid=None, invalid=None, sealed_at=None, external=0)
        )
        if before.sealed:
            _amend(
                connection,
                row,
                before,
                _papers_words(before),
                f"重新计票（{reason.strip()}）",
            )
        return _sheet(connection, poll_id)


def tallies(connection: Connection, round_id: int) -> dict[int, dict[str, Tally]]:
    """Return the sealed counts of a round: subject id → poll name → counters, in three queries.

    Where several sealed polls of one name cover a subject (two rooms, two days), their
    counters are added.
    """
    scheme = schemes.pinned(connection, round_id)
    polls = {
        row["id"]: row
        for row in connection.execute(
            select(poll)
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .where(meeting.c.round_id == round_id, poll.c.sealed_at.is_not(None))
        ).mappings()
    }
    votes: dict[tuple[int, int], dict[str, int]] = {}
    if polls:
        covered = (
            select(
                poll_subject.c.poll_id,
                poll_subject.c.subject_id,
                tally.c.option,
                tally.c.votes,
            )
            .outerjoin(
                tally,
                (tally.c.poll_id == poll_subject.c.poll_id)
                & (tally.c.subject_id == poll_subject.c.subject_id),
            )
            .join(poll, poll.c.id == poll_subject.c.poll_id)
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .where(meeting.c.round_id == round_id, poll.c.sealed_at.is_not(None))
        )
        for poll_id, subject_id, option, count in connection.execute(covered):
            found = votes.setdefault((poll_id, subject_id), {})
            if option is not None:
                found[option] = count
    kinds = {one.name: one for one in scheme.polls}
    result: dict[int, dict[str, Tally]] = {}
    for (poll_id, subject_id), found in votes.items():
        row = polls[poll_id]
        kind = kinds.get(row["poll"])
        if kind is None:
            continue
        made = rules.make_tally(kind, _papers(row), found)
        by_name = result.setdefault(subject_id, {})
        known = by_name.get(kind.name)
        by_name[kind.name] = made if known is None else rules.add_tallies(known, made)
    return result


def _sheet(connection: Connection, poll_id: int) -> PollSheet:
    row = _row(connection, poll_id)
    scheme = schemes.pinned(connection, row["round_id"])
    kind = _kind(scheme, row["poll"])
    subjects = _subjects(connection, poll_id)
    sealed = row["sealed_at"] is not None
    batches, valid, invalid = _batches(connection, poll_id)
    if sealed:
        valid, invalid = row["valid"] or 0, row["invalid"] or 0
    papers = BallotCounts(row["issued"] or 0, row["returned"] or 0, valid, invalid, row["present"])
    votes = _votes(connection, poll_id, sealed=sealed)
    made = [
        (one, name, rules.make_tally(kind, papers, votes.get(one, {}))) for one, name in subjects
    ]
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
        batches=batches,
        external=bool(row["external"]),
        sealed_at=row["sealed_at"],
        complaints=() if sealed else _complaints(row, papers, made),
        results=tuple(_result(scheme, kind, one, name, count) for one, name, count in made),
        next_batch=rules.next_batch_size((row["returned"] or 0) - valid - invalid),
        locked=rounds.is_locked(connection, row["round_id"]),
    )


def _complaints(
    row: RowMapping, papers: BallotCounts, made: Iterable[tuple[int, str, Tally]]
) -> tuple[str, ...]:
    made = list(made)
    if not made:
        return ("这个测评没有对象，请删除后重新建立。",)
    if row["issued"] is None or row["returned"] is None:
        return ("请填写发出和收回的票数。",)
    keyed = papers.valid + papers.invalid
    if keyed < papers.returned <= papers.issued:
        left = papers.returned - keyed
        over = rules.check_issued(papers.issued, papers.present)
        unkeyed = f"收回 {papers.returned} 张，已录 {keyed} 张，还有 {left} 张没有录。"
        return (over, unkeyed) if over else (unkeyed,)
    return rules.check_seal(papers, ((name, _votes_of(one)) for _, name, one in made))


def _result(scheme: Scheme, kind: Poll, subject_id: int, name: str, count: Tally) -> ResultLine:
    return ResultLine(
        subject_id=subject_id,
        name=name,
        tally=count,
        shares=tuple(rules.share(count.counts[option], count) for option in kind.options)
        if kind.distribution
        else (),
        rates=tuple(
            RateLine(rule.name, rules.rate(rule, count), rules.rate_words(rule, count))
            for rule in scheme.rates
            if rule.poll == kind.name
        ),
    )


def _row(connection: Connection, poll_id: int) -> RowMapping:
    row = (
        connection.execute(
            select(poll, meeting.c.round_id, meeting.c.kind, meeting.c.present)
            .join(meeting, meeting.c.id == poll.c.meeting_id)
            .where(poll.c.id == poll_id)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise Fault("这个测评已经不在了，请刷新后再试。")
    return row


def _open(connection: Connection, poll_id: int) -> RowMapping:
    """Return a poll that may be written to."""
    row = _row(connection, poll_id)
    rounds.ensure_unlocked(connection, row["round_id"])
    if row["sealed_at"] is not None:
        raise Fault("这个测评的计票已封存，没有改动。确要改动，请先“重新计票”。")
    return row


def _kind(scheme: Scheme, name: str) -> Poll:
    try:
        return scheme.poll(name)
    except KeyError:
        raise Fault(f"方案“{scheme.title}”里没有名为“{name}”的测评。") from None


def _subjects(connection: Connection, poll_id: int) -> tuple[tuple[int, str], ...]:
    rows = connection.execute(
        select(subject.c.id, subject.c.name)
        .join(poll_subject, poll_subject.c.subject_id == subject.c.id)
        .where(poll_subject.c.poll_id == poll_id)
        .order_by(poll_subject.c.position)
    )
    return tuple((row.id, row.name) for row in rows)


def _batches(connection: Connection, poll_id: int) -> tuple[int, int, int]:
    row = connection.execute(
        select(func.count(), func.sum(batch.c.valid), func.sum(batch.c.invalid)).where(
            batch.c.poll_id == poll_id
        )
    ).one()
    return row[0], row[1] or 0, row[2] or 0


def _keyed(connection: Connection, poll_id: int) -> int:
    _, valid, invalid = _batches(connection, poll_id)
    return valid + invalid


def _votes(connection: Connection, poll_id: int, *, sealed: bool) -> dict[int, dict[str, int]]:
    if sealed:
        statement = select(tally.c.subject_id, tally.c.option, tally.c.votes).where(
            tally.c.poll_id == poll_id
        )
    else:
        statement = (
            select(batch_count.c.subject_id, batch_count.c.option, func.sum(batch_count.c.votes))
            .join(batch, batch.c.id == batch_count.c.batch_id)
            .where(batch.c.poll_id == poll_id)
            .group_by(batch_count.c.subject_id, batch_count.c.option)
        )
    votes: dict[int, dict[str, int]] = {}
    for subject_id, option, count in connection.execute(statement):
        votes.setdefault(subject_id, {})[option] = count
    return votes


def _by_subject(counts: BatchCounts, subject_ids: list[int]) -> dict[int, dict[str, int]]:
    votes: dict[int, dict[str, int]] = {}
    for (position, option), number in counts.votes.items():
        if not 0 <= position < len(subject_ids):
            raise Fault("票上的行数与测评对象不一致，这一摞没有入库，请重新打开录入界面。")
        votes.setdefault(subject_ids[position], {})[option] = number
    return votes


def _check_options(kind: Poll, votes: Mapping[str, int]) -> None:
    known = {*kind.options, rules.ABSTAINED, rules.SPOILT}
    unknown = [option for option in votes if option not in known]
    if unknown:
        raise Fault(f"“{unknown[0]}”不是“{kind.name}”的选项，没有入库。")


def _votes_of(count: Tally) -> dict[str, int]:
    return {**count.counts, rules.ABSTAINED: count.abstained, rules.SPOILT: count.spoilt}


def _write_tally(connection: Connection, poll_id: int, votes: Votes) -> None:
    rows = [
        {"poll_id": poll_id, "subject_id": one, "option": option, "votes": count}
        for one, found in votes.items()
        for option, count in found.items()
    ]
    if rows:
        connection.execute(insert(tally), rows)


def _papers(row: RowMapping) -> BallotCounts:
    return BallotCounts(
        row["issued"] or 0, row["returned"] or 0, row["valid"] or 0, row["invalid"] or 0
    )


def _papers_words(sheet: PollSheet) -> str:
    return f"发出 {sheet.issued} 收回 {sheet.returned} 有效 {sheet.valid} 无效 {sheet.invalid}"


def _amend(
    connection: Connection,
    row: RowMapping,
    sheet: PollSheet,
    before: str,
    after: str,
) -> None:
    names = [name for _, name in sheet.subjects]
    who = names[0] if len(names) == 1 else f"{'、'.join(names[:1])}等 {len(names)} 个"
    rounds.amend(connection, row["round_id"], who, f"{sheet.name}计票", before, after)
