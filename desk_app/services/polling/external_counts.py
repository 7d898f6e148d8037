"""Counts that were signed on paper: an empty workbook goes out and comes back filled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import BatchState
from desk_app.domain.polling.external_counts import CountRow, Listed, headings, read_counts
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.polling import held, plans, totals
from desk_app.services.polling.meetings import MeetingFacts, insert_meeting
from desk_app.services.polling.opening import insert_poll
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import batch, meeting, poll, poll_subject, subject, tally

_NOTE = (
    "请把纸质计票报告单上的数字照填：每{0}一行，票数都是整数；"
    "各选项、弃权、无效项相加应等于有效票，有效加无效应等于收回。没有结果的行留空。"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did. With anything in ``refused`` nothing was changed."""

    polls: int = 0
    subjects: int = 0
    unchanged: int = 0
    blank: int = 0
    refused: tuple[str, ...] = ()
    counted: str = "个党组织"

    @property
    def sentence(self) -> str:
        """What was done, in one sentence."""
        if self.refused:
            return f"有 {len(self.refused)} 处不对，整份没有导入，什么也没有改动。"
        blank = f"；{self.blank} 行没有填写，已跳过" if self.blank else ""
        if not self.subjects:
            return f"表中 {self.unchanged} {self.counted}的计票与已有的完全相同，没有改动{blank}。"
        same = f"；{self.unchanged} {self.counted}与已有的完全相同" if self.unchanged else ""
        return f"导入外部计票 {self.polls} 个，涉及 {self.subjects} {self.counted}{same}{blank}。"


@dataclass(slots=True)
class _Known:
    """A poll that stands in the round already."""

    id: int
    meeting_id: int
    name: str
    sealed: bool
    batches: bool
    papers: tuple[int | None, ...]
    subjects: set[int]
    votes: dict[tuple[int, str], int]


def blank_counts(workspace: Workspace, round_id: int, path: Path) -> int:
    """Write an empty workbook with a row for every subject; returns how many rows.

    Raises ``Fault`` when the scheme has no poll or the file cannot be written.
    """
    from desk_app.documents import external_counts
    from desk_app.documents.saving import save_workbook

    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        _ensure_polls(scheme)
        rows = tuple((one.code, one.name) for one in _listed(session, round_id) if one.participates)
    sheets = [
        external_counts.CountSheet(one.name, tuple(headings([one], scheme.object_name)), rows)
        for one in scheme.polls
    ]
    save_workbook(external_counts.blank_workbook(sheets, _NOTE.format(scheme.counted)), path)
    return len(rows) * len(sheets)


def import_counts(workspace: Workspace, round_id: int, path: Path) -> Taken:
    """Take a workbook of counts whole, or refuse it whole with every reason.

    A poll that the scheme holds one by one gets a meeting for each row, others one meeting for
    all rows; an open poll on the same subjects is used where there is one. The same file again
    changes nothing. Raises ``Fault`` when the file cannot be read or the round is locked.
    """
    from desk_app.documents.reading import read_workbook

    sheets = read_workbook(path)
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        _ensure_polls(scheme)
        read = read_counts(sheets, scheme.polls, _listed(session, round_id), scheme.object_name)
        if read.wrong:
            return Taken(refused=read.wrong)
        known = _known(session, round_id)
        groups = _groups(scheme, read.rows)
        plan: list[tuple[Poll, list[CountRow], _Known | None]] = []
        refused: list[str] = []
        unchanged = 0
        for kind, rows in groups:
            match, same, wrong = _match(rows, known)
            if wrong:
                refused.append(wrong)
            elif same:
                unchanged += len(rows)
            else:
                plan.append((kind, rows, match))
        if refused:
            return Taken(refused=tuple(refused))
        for kind, rows, match in plan:
            _write(session, round_id, kind, rows, match)
        subjects = sum(len(rows) for _, rows, _ in plan)
        taken = Taken(len(plan), subjects, unchanged, read.blank, counted=scheme.counted)
        if plan:
            changed = Changed("导入外部计票", about="测评", after=taken.sentence)
            rounds.amend(session, round_id, changed)
        return taken


def _ensure_polls(scheme: Scheme) -> None:
    if not scheme.polls:
        raise Fault(f"方案“{scheme.title}”没有测评，不需要计票表。")


def _listed(session: Session, round_id: int) -> list[Listed]:
    rows = session.execute(
        select(subject.c.id, subject.c.name, subject.c.code, subject.c.participates)
        .where(subject.c.round_id == round_id)
        .order_by(subject.c.position, subject.c.id)
    )
    return [Listed(row.id, row.name, row.code, bool(row.participates)) for row in rows]


def _groups(scheme: Scheme, rows: Sequence[CountRow]) -> list[tuple[Poll, list[CountRow]]]:
    """Rows that make one poll together, in the order of the file."""
    groups: list[tuple[Poll, list[CountRow]]] = []
    shared: dict[str, list[CountRow]] = {}
    for row in rows:
        kind = scheme.poll(row.poll)
        if kind.single:
            groups.append((kind, [row]))
        elif kind.name in shared:
            shared[kind.name].append(row)
        else:
            shared[kind.name] = [row]
            groups.append((kind, shared[kind.name]))
    return groups


def _match(
    rows: Sequence[CountRow], known: dict[tuple[str, int], list[_Known]]
) -> tuple[_Known | None, bool, str]:
    """Return the open poll to fill, whether nothing is new, and why the rows are refused."""
    touching = {one.id: one for row in rows for one in known.get((row.poll, row.subject_id), ())}
    wanted = {row.subject_id for row in rows}
    exact = [one for one in touching.values() if one.subjects == wanted]
    if any(one.sealed and _same(one, rows) for one in exact):
        return None, True, ""
    wrong = _refused(rows, touching.values(), exact)
    return (exact[0] if exact and not wrong else None), False, wrong


def _refused(
    rows: Sequence[CountRow], touching: Collection[_Known], exact: Sequence[_Known]
) -> str:
    """Say why the rows cannot be taken beside the polls they touch; "" where they can."""
    first = rows[0]
    where = first.place if len(rows) == 1 else f"{first.place}起"
    if any(one.sealed for one in touching):
        return (
            f"{where}：“{first.name}”的“{first.poll}”已有封存的计票，数字与表里不同。"
            "确要改用表里的，请先在“测评”里对它“重新计票”。"
        )
    if any(one.batches for one in touching):
        return (
            f"{where}：“{first.name}”的“{first.poll}”正在录入测评票，没有导入。"
            "确要改用外部计票，请先在“测评”里“清空重录”。"
        )
    if touching and not exact:
        covered = len(set().union(*(one.subjects for one in touching)))
        return (
            f"{where}：“{first.poll}”已建好的测评有 {covered} 个对象，"
            f"表里是 {len({row.subject_id for row in rows})} 个。"
            "请补齐各行，或先在“测评”里删去那个测评。"
        )
    return ""


def _same(one: _Known, rows: Sequence[CountRow]) -> bool:
    papers = rows[0].papers
    if one.papers != (papers.issued, papers.returned, papers.valid, papers.invalid):
        return False
    return all(
        one.votes.get((row.subject_id, option), 0) == votes
        for row in rows
        for option, votes in row.votes.items()
    )


def _write(
    session: Session,
    round_id: int,
    kind: Poll,
    rows: Sequence[CountRow],
    match: _Known | None,
) -> None:
    expected, papers = rows[0].expected, rows[0].papers
    if match is None:
        facts = MeetingFacts(kind.meeting or kind.name, expected=expected, present=papers.present)
        meeting_id = insert_meeting(session, round_id, facts)
        poll_id = insert_poll(
            session,
            meeting_id,
            kind.name,
            [one.subject_id for one in rows],
            kind.counting.mode,
        )
    else:
        poll_id = match.id
        attendance = {"expected": expected, "present": papers.present}
        given = {key: value for key, value in attendance.items() if value is not None}
        if given:
            session.execute(update(meeting).where(meeting.c.id == match.meeting_id).values(**given))
    votes = {row.subject_id: row.votes for row in rows}
    session.hold(poll, poll_id)
    plans.forget_plan(session, poll_id)
    totals.write_external(session, held.read_poll(session, poll_id), papers, votes)


def _known(session: Session, round_id: int) -> dict[tuple[str, int], list[_Known]]:
    """Return the polls of the round by (name, subject), in four queries."""
    of_round = select(poll.c.id).join(meeting).where(meeting.c.round_id == round_id)
    stored = batch.c.poll_id.in_(of_round) & (batch.c.state != BatchState.AGAIN)
    keyed = set(session.scalars(select(batch.c.poll_id).where(stored)))
    polls = {
        row.id: _Known(
            row.id,
            row.meeting_id,
            row.poll,
            row.sealed_at is not None,
            row.id in keyed,
            (row.issued, row.returned, row.valid, row.invalid),
            set(),
            {},
        )
        for row in session.execute(
            select(poll).where(poll.c.id.in_(of_round), poll.c.voided_at.is_(None))
        )
    }
    by_subject: dict[tuple[str, int], list[_Known]] = {}
    for row in session.execute(select(poll_subject).where(poll_subject.c.poll_id.in_(polls))):
        one = polls[row.poll_id]
        one.subjects.add(row.subject_id)
        by_subject.setdefault((one.name, row.subject_id), []).append(one)
    newest = poll.c.version == tally.c.version
    for row in session.execute(
        select(tally).join(poll, poll.c.id == tally.c.poll_id).where(poll.c.id.in_(polls), newest)
    ):
        votes = polls[row.poll_id].votes
        place = (row.subject_id, row.option)
        votes[place] = votes.get(place, 0) + row.votes
    return by_subject
