"""Grading: proposals with their reasons, the committee's decisions, the superior's approval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence, FactValue
from desk_app.domain.faults import Fault
from desk_app.domain.grading import grade, opinion_steps
from desk_app.domain.hints import hints
from desk_app.domain.quotas import QuotaState, measure, standing
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.rounds import decision_step
from desk_app.domain.scheme.model import Measure, Scheme, StepYield
from desk_app.domain.scoring import check_points
from desk_app.services import earlier, rounds, schemes
from desk_app.services.evidence import gather
from desk_app.services.provenance import places
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import upsert

APPROVAL_STEP = "上级审定"
"""The step that approves where the scheme names none."""
SUPPOSED = "假设"
"""Where a fact comes from that is only supposed."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The level at which a step arrived, beside the proposal and never over it."""

    step: str
    level: str
    reason: str = ""
    decided_on: date | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One subject: what is known, what the scheme proposes, what people decided."""

    evidence: Evidence
    absence_reason: str
    proposal: Proposal | None
    opinions: Mapping[str, Opinion]
    decision: Opinion | None
    approval: Opinion | None
    hint: str

    @property
    def out(self) -> bool:
        """Whether a rule takes it out of the grading on a ladder without a rung for that."""
        return bool(self.proposal and self.proposal.disqualified and self.proposal.level is None)

    @property
    def level(self) -> str | None:
        """The level that stands now: approved, else decided, else proposed."""
        for opinion in (self.approval, self.decision):
            if opinion is not None:
                return opinion.level
        return None if self.proposal is None else self.proposal.level


@dataclass(frozen=True, slots=True)
class Board:
    """A whole round on one screen. ``quotas`` count the levels that stand now."""

    scheme: Scheme
    rows: tuple[BoardRow, ...]
    quotas: tuple[QuotaState, ...]
    decision_step: str
    approval_step: str

    @property
    def present(self) -> tuple[BoardRow, ...]:
        """The rows of those who take part."""
        return tuple(row for row in self.rows if row.proposal is not None)


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision to be stored; ``level`` empty takes an earlier one back."""

    subject_id: int
    level: str
    reason: str = ""
    decided_on: date | None = None
    meeting: str = ""


def propose(session: Session, scheme: Scheme, round_id: int) -> Standings:
    """Propose a level for every subject of the round that takes part."""
    return standings(scheme, gather(session, scheme, round_id))


_TOGETHER = 2_000
"""Subjects that are read and graded together: few enough to be forgotten soon."""


def propose_each(
    session: Session, scheme: Scheme, round_id: int, each: Callable[[Proposal], object]
) -> tuple[Mapping[int, str], tuple[QuotaState, ...]]:
    """Hand every subject's proposal to ``each`` and forget it; return hints and quotas.

    For a city's or a province's round: what is kept of a subject is its level and its total.
    Quotas that assign by rank want everybody at once; use ``propose`` for such a scheme.
    """
    subject = tables.subject
    of_round = subject.c.round_id == round_id
    numbers = session.execute(select(subject.c.id).where(of_round).order_by(subject.c.id)).scalars()
    before = earlier.levels(session, scheme, round_id)
    standing_now = []
    absent = 0
    for numbered in numbers.partitions(_TOGETHER):
        for one in gather(
            session, scheme, round_id, span=(numbered[0], numbered[-1]), before=before
        ):
            if not one.participates:
                absent += 1
                continue
            proposal = grade(scheme, one)
            each(proposal)
            standing_now.append(
                standing(scheme, one.subject, proposal.level, proposal.total.points)
            )
    return hints(scheme, standing_now, absent), tuple(measure(scheme, standing_now, absent))


def board(workspace: Workspace, round_id: int) -> Board:
    """Return every subject of a round with proposal, reasons, hint and decisions."""
    with workspace.session() as session:
        return read_board(session, round_id)


def read_board(session: Session, round_id: int) -> Board:
    """``board`` inside a transaction that the caller holds."""
    scheme = schemes.pinned(session, round_id)
    known = places(session, scheme, round_id)
    evidence = [
        replace(one, entered=known.get(one.subject.id, {}))
        for one in gather(session, scheme, round_id)
    ]
    opinions = _opinions(session, round_id)
    reasons = _absences(session, round_id)
    proposed = standings(scheme, evidence)
    decided, approved = step_names(scheme)
    rows = []
    for one in evidence:
        mine = opinions.get(one.subject.id, {})
        rows.append(
            BoardRow(
                evidence=one,
                absence_reason=reasons.get(one.subject.id, ""),
                proposal=proposed.proposals.get(one.subject.id),
                opinions=mine,
                decision=mine.get(decided),
                approval=mine.get(approved),
                hint=proposed.hints.get(one.subject.id, ""),
            )
        )
    present = [
        standing(scheme, row.evidence.subject, row.level, _points(row))
        for row in rows
        if row.proposal is not None
    ]
    return Board(
        scheme=scheme,
        rows=tuple(rows),
        quotas=tuple(measure(scheme, present, len(rows) - len(present))),
        decision_step=decided,
        approval_step=approved,
    )


def step_names(scheme: Scheme) -> tuple[str, str]:
    """The names of the step that decides and of the one that approves (审定)."""
    approval = next(
        (one.name for one in scheme.steps if one.yields is StepYield.APPROVAL), APPROVAL_STEP
    )
    return decision_step(scheme), approval


def decide(workspace: Workspace, round_id: int, entries: Sequence[DecisionEntry]) -> Board:
    """Store the committee's decisions, all or none; return the round as it stands then.

    A level other than the proposed one wants a reason. Raises ``Fault`` with a sentence a
    refused entry.
    """
    return _store(workspace, round_id, entries, approval=False)


def approve(workspace: Workspace, round_id: int, entries: Sequence[DecisionEntry]) -> Board:
    """Store what the superior approved (审定), beside the decisions.

    It may come after 定稿: that is when the papers come back from above.
    """
    return _store(workspace, round_id, entries, approval=True)


def decide_as_proposed(
    workspace: Workspace, round_id: int, decided_on: date | None, meeting: str
) -> int:
    """Decide every still open subject as proposed; return how many."""
    with workspace.session() as session:
        now = read_board(session, round_id)
        entries = [
            DecisionEntry(row.evidence.subject.id, row.proposal.level, "", decided_on, meeting)
            for row in now.present
            if row.proposal is not None and row.proposal.level and row.decision is None
        ]
        _write(session, round_id, now, now.decision_step, entries)
    return len(entries)


def give_opinions(
    workspace: Workspace, round_id: int, step: str, entries: Sequence[DecisionEntry]
) -> Board:
    """Store the levels at which an earlier step arrived (初评, 评议, 自评, 审议), all or none.

    Every step's opinion is kept; one may differ from another without a reason. Raises
    ``Fault`` for a step that the scheme does not have.
    """
    return _store(workspace, round_id, entries, step=step)


def what_if(
    workspace: Workspace,
    round_id: int,
    subject_id: int,
    *,
    points: Mapping[str, Decimal] | None = None,
    facts: Mapping[str, FactValue | None] | None = None,
) -> Proposal:
    """Grade one subject as if some facts were other than they are; nothing is stored.

    ``points`` are the superior's by indicator; a fact of ``None`` is as if never entered.
    Quotas that assign by rank are left aside. Raises ``Fault`` for points out of range.
    """
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        (known,) = gather(session, scheme, round_id, only=subject_id)
        where = places(session, scheme, round_id).get(subject_id, {})
    indicators = {one.name: one for one in scheme.indicators_for(known.subject.domain)}
    for name, value in (points or {}).items():
        wrong = check_points(indicators[name], value)
        if wrong:
            raise Fault(wrong)
    superior = scheme.superior.name
    sheet = {**known.points.get(superior, {}), **(points or {})}
    changed = {**known.facts, **(facts or {})}
    supposed = dict.fromkeys((*(facts or {}), *((superior,) if points else ())), SUPPOSED)
    return grade(
        scheme,
        replace(
            known,
            points={**known.points, superior: sheet},
            facts={name: value for name, value in changed.items() if value is not None},
            entered={**where, **supposed},
        ),
    )


def _store(
    workspace: Workspace,
    round_id: int,
    entries: Sequence[DecisionEntry],
    *,
    approval: bool = False,
    step: str = "",
) -> Board:
    with workspace.session() as session:
        now = read_board(session, round_id)
        if step and step not in opinion_steps(now.scheme):
            raise Fault(f"方案里没有得出等级的环节“{step}”。")
        named = step or (now.approval_step if approval else now.decision_step)
        free = named not in {now.approval_step, now.decision_step}
        wrong = [
            sentence
            for entry in entries
            if (sentence := refuse(now, entry, approval=approval, free=free))
        ]
        if wrong:
            raise Fault(*wrong)
        _write(session, round_id, now, named, entries)
        return read_board(session, round_id)


def refuse(now: Board, entry: DecisionEntry, *, approval: bool = False, free: bool = False) -> str:
    """Why ``entry`` cannot stand, "" when it can; a ``free`` step needs no reason."""
    row = next((row for row in now.rows if row.evidence.subject.id == entry.subject_id), None)
    if row is None:
        return "这个党组织不在本轮名单里。"
    name = row.evidence.subject.name
    if row.proposal is None:
        return f"“{name}”本轮不参评（{row.absence_reason}），不能定级。"
    if not entry.level:
        return ""
    try:
        level = now.scheme.level(entry.level).name
    except KeyError:
        known = "、".join(one.name for one in now.scheme.levels)
        return f"“{name}”的等级“{entry.level}”不在方案里，应为：{known}。"
    if free or (not approval and now.scheme.measure is Measure.OPINION):
        # Where the level is what the steps arrive at, there is nothing else to differ from.
        return ""
    compared = row.decision.level if approval and row.decision else row.proposal.level
    if compared != level and not entry.reason.strip():
        before = "党委会决定" if approval and row.decision else "方案拟定"
        shown = compared or "尚不能拟定"
        return f"“{name}”{before}为{shown}，改定为{level}要写明理由。"
    return ""


def _write(
    session: Session,
    round_id: int,
    now: Board,
    step: str,
    entries: Sequence[DecisionEntry],
) -> None:
    if step != now.approval_step:
        rounds.ensure_unlocked(session, round_id)
    rows = {row.evidence.subject.id: row for row in now.rows}
    opinion = tables.opinion
    for entry in entries:
        row = rows[entry.subject_id]
        before = row.opinions.get(step)
        level = now.scheme.level(entry.level).name if entry.level else ""
        if not level:
            session.execute(
                delete(opinion).where(
                    opinion.c.subject_id == entry.subject_id, opinion.c.step == step
                )
            )
        else:
            values = {
                "level": level,
                "reason": entry.reason.strip(),
                "decided_on": entry.decided_on.isoformat() if entry.decided_on else None,
                "meeting": entry.meeting.strip(),
                **session.entered,
            }
            mine = {"subject_id": entry.subject_id, "step": step, **values}
            upsert(session.connection, opinion, [mine])
        changed = Changed(
            step,
            about=row.evidence.subject.name,
            before=_opinion_words(before),
            after=_opinion_words(
                Opinion(step, level, entry.reason.strip(), entry.decided_on, entry.meeting.strip())
            ),
            why=entry.reason.strip(),
            round_id=round_id,
        )
        session.record(changed)
        old = before.level if before else ""
        if step != now.approval_step:
            rounds.add_amendments(session, round_id, replace(changed, before=old, after=level))


def _opinion_words(one: Opinion | None) -> str:
    """A level with its day, meeting and reason, as the record of changes keeps it."""
    if one is None or not one.level:
        return ""
    more = "，".join(
        part
        for part in (one.decided_on.isoformat() if one.decided_on else "", one.meeting, one.reason)
        if part
    )
    return f"{one.level}（{more}）" if more else one.level


def _opinions(session: Session, round_id: int) -> dict[int, dict[str, Opinion]]:
    opinion, subject = tables.opinion, tables.subject
    query = (
        select(opinion)
        .join_from(subject, opinion, opinion.c.subject_id == subject.c.id)
        .where(subject.c.round_id == round_id)
    )
    found: dict[int, dict[str, Opinion]] = {}
    for row in session.execute(query):
        found.setdefault(row.subject_id, {})[row.step] = Opinion(
            step=row.step,
            level=row.level,
            reason=row.reason,
            decided_on=date.fromisoformat(row.decided_on) if row.decided_on else None,
            meeting=row.meeting,
        )
    return found


def _absences(session: Session, round_id: int) -> dict[int, str]:
    subject = tables.subject
    query = select(subject.c.id, subject.c.absence_reason).where(
        subject.c.round_id == round_id, subject.c.participates == 0
    )
    return {row.id: row.absence_reason for row in session.execute(query)}


def _points(row: BoardRow) -> Decimal:
    return row.proposal.total.points if row.proposal is not None else Decimal(0)
