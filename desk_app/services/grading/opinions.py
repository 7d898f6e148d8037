"""What people decide: opinions of earlier steps, the decision, the superior's approval, 定稿."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, bindparam, delete, func, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.grading import opinion_steps
from desk_app.domain.rounds import finalise_problem
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.grading.boards import Board, Opinion, read_board, step_names
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import upsert


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision to be stored; ``level`` empty takes an earlier one back."""

    subject_id: int
    level: str
    reason: str = ""
    decided_on: date | None = None
    meeting: str = ""


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
        rounds.ensure_unlocked(session, round_id)
        now = read_board(session, round_id)
        entries = [
            DecisionEntry(row.evidence.subject.id, row.proposal.level, "", decided_on, meeting)
            for row in now.present
            if row.proposal is not None and row.proposal.level and row.decision is None
        ]
        _write(session, round_id, now.scheme, now.decision_step, entries)
    return len(entries)


def give_opinions(
    workspace: Workspace, round_id: int, step: str, entries: Sequence[DecisionEntry]
) -> Board:
    """Store the levels at which an earlier step arrived (初评, 评议, 自评, 审议), all or none.

    Every step's opinion is kept; one may differ from another without a reason. Raises
    ``Fault`` for a step that the scheme does not have.
    """
    return _store(workspace, round_id, entries, step=step)


def finalise(workspace: Workspace, round_id: int) -> None:
    """Lock the round (定稿); raises ``Fault`` while anybody in it is without a decision.

    Nobody decides on those that a rule took out (取消评定资格).
    """
    with workspace.session() as session:
        rounds.read(session, round_id)
        rounds.ensure_unlocked(session, round_id)
        wrong = finalise_problem(
            [
                row.evidence.subject.name
                for row in read_board(session, round_id).present
                if row.decision is None and not row.out
            ]
        )
        if wrong:
            raise Fault(wrong)
        finalised = func.coalesce(tables.round_.c.finalised_at, session.moment)
        session.execute(
            update(tables.round_)
            .where(tables.round_.c.id == round_id)
            .values(locked=1, finalised_at=finalised)
        )
        session.record(Changed("定稿", after="已定稿", round_id=round_id))


def _store(
    workspace: Workspace,
    round_id: int,
    entries: Sequence[DecisionEntry],
    *,
    approval: bool = False,
    step: str = "",
) -> Board:
    """Write entries and grade the round once; what turns out not to stand takes all of it back."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        decided, approved = step_names(scheme)
        if step and step not in opinion_steps(scheme):
            raise Fault(f"方案里没有得出等级的环节“{step}”。")
        named = step or (approved if approval else decided)
        if named != approved:
            rounds.ensure_unlocked(session, round_id)
        else:
            session.hold(tables.round_, round_id)
        _write(session, round_id, scheme, named, entries)
        after = read_board(session, round_id, scheme)
        free = named not in {approved, decided}
        wrong = [
            sentence
            for entry in entries
            if (sentence := refuse(after, entry, approval=approval, free=free))
        ]
        if wrong:
            raise Fault(*wrong)
        return after


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
    session: Session, round_id: int, scheme: Scheme, step: str, entries: Sequence[DecisionEntry]
) -> None:
    """Write the levels of one step; what cannot stand is left for ``refuse`` to say."""
    before = _at_step(session, round_id, step)
    wanted = {
        one.subject_id: Opinion(
            step, level, one.reason.strip(), one.decided_on, one.meeting.strip()
        )
        for one in entries
        if one.subject_id in before and (level := _level_name(scheme, one.level)) is not None
    }
    entered = session.entered
    rows = [
        {
            "subject_id": key,
            "step": step,
            "level": one.level,
            "reason": one.reason,
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "meeting": one.meeting,
            **entered,
        }
        for key, one in wanted.items()
        if one.level
    ]
    upsert(session.connection, tables.opinion, rows)
    emptied = [{"of_subject": key} for key, one in wanted.items() if not one.level]
    if emptied:
        opinion = tables.opinion.c
        own = and_(opinion.subject_id == bindparam("of_subject"), opinion.step == step)
        session.execute(delete(tables.opinion).where(own), emptied)
    changes = [_changed(round_id, *before[key], one) for key, one in wanted.items()]
    session.record(*changes)
    if step != step_names(scheme)[1]:
        levels = [
            replace(one, before=_level(before[key][1]), after=wanted[key].level)
            for key, one in zip(wanted, changes, strict=True)
        ]
        rounds.add_amendments(session, round_id, *levels)


def _at_step(
    session: Session, round_id: int, step: str
) -> Mapping[int, tuple[str, Opinion | None]]:
    """Everybody in a round: subject → name and the opinion that stands at ``step``; one query."""
    opinion, subject = tables.opinion, tables.subject
    mine = and_(opinion.c.subject_id == subject.c.id, opinion.c.step == step)
    rows = session.execute(
        select(
            subject.c.id,
            subject.c.name,
            opinion.c.level,
            opinion.c.reason,
            opinion.c.decided_on,
            opinion.c.meeting,
        )
        .select_from(subject.outerjoin(opinion, mine))
        .where(subject.c.round_id == round_id)
    )
    return {
        key: (
            name,
            None
            if level is None
            else Opinion(step, level, reason, date.fromisoformat(day) if day else None, meeting),
        )
        for key, name, level, reason, day, meeting in rows
    }


def _changed(round_id: int, name: str, before: Opinion | None, after: Opinion) -> Changed:
    return Changed(
        after.step,
        about=name,
        before=_opinion_words(before),
        after=_opinion_words(after),
        why=after.reason,
        round_id=round_id,
    )


def _level_name(scheme: Scheme, level: str) -> str | None:
    """The scheme's name of a level, which may be given by an alias; ``None`` for an unknown one."""
    try:
        return scheme.level(level).name if level else ""
    except KeyError:
        return None


def _level(opinion: Opinion | None) -> str:
    return "" if opinion is None else opinion.level


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
