"""Saves every score typed, all in one transaction with the changes that it records."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sqlalchemy import and_, bindparam, select

from desk_app.domain.clauses import applying, check_amounts, reason_words
from desk_app.domain.entries import check_points
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.faults import Fault
from desk_app.domain.points import format_points
from desk_app.domain.reversals import BulkKind
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.score_sheets import no_such_line
from desk_app.domain.scoring import Score, ScoreChange, Summary
from desk_app.domain.settled import settled_of
from desk_app.services import rounds, schemes
from desk_app.services.memory import EVERYBODY
from desk_app.services.reversals.keeping import KeptAct, Scope, keeping
from desk_app.services.scoring.sheets.gathering import (
    GONE,
    Sheets,
    gather_sheets,
    lines_of,
    summarise_sheets,
)
from desk_app.services.scoring.sheets.storing import store
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

LONGEST_NOTE = 500
_ROUND = (
    select(tables.round_.c.id, tables.round_.c.locked, tables.round_.c.finalised_at)
    .select_from(tables.subject.join(tables.round_))
    .where(tables.subject.c.id == bindparam("subject_id"))
    .with_for_update(of=tables.round_)
)


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that was not made, and why."""

    change: ScoreChange
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of many changes: new summaries by subject, and what was refused."""

    summaries: Mapping[int, Summary]
    refused: tuple[RefusedChange, ...] = ()


def record_many(
    workspace: Workspace, changes: Sequence[ScoreChange], *, bulk: str = ""
) -> Recorded:
    """Save many cells in one transaction; the cells that cannot stand are named, not saved.

    A deduction without its reason is saved, and counted in the summary's ``unreasoned``.
    ``bulk`` says what was done where it is to be taken back whole after a restart too (粘贴).

    All subjects belong to one round. Raises ``Fault`` where the round is locked.
    """
    if not changes:
        return Recorded({})
    with workspace.session() as session:
        round_id, locked, finalised = _round_state(session, changes[0].subject_id)
        if locked:
            rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        if not bulk:
            return write(session, scheme, round_id, changes, finalised=finalised)
        with keeping_scores(session, bulk, round_id, changes):
            return write(session, scheme, round_id, changes, finalised=finalised)


def keeping_scores(
    session: Session, words: str, round_id: int, changes: Sequence[ScoreChange], *beside: Scope
) -> AbstractContextManager[KeptAct]:
    """Keep what the cells of ``changes`` hold before and after, to be taken back whole.

    ``beside`` is what else the same act writes.
    """
    score = tables.score.c
    cells = and_(
        score.subject_id.in_({one.subject_id for one in changes}),
        score.evaluator.in_({one.evaluator for one in changes}),
        score.indicator.in_({one.indicator for one in changes}),
    )
    own = tables.clause_amount.c
    amounts = and_(
        own.subject_id.in_({one.subject_id for one in changes}),
        own.evaluator.in_({one.evaluator for one in changes}),
        own.indicator.in_({one.indicator for one in changes}),
    )
    scopes = (Scope(tables.score, cells), Scope(tables.clause_amount, amounts), *beside)
    return keeping(session, BulkKind.SCORES, words, *scopes, round_id=round_id)


def write(
    session: Session,
    scheme: Scheme,
    round_id: int,
    changes: Sequence[ScoreChange],
    *,
    finalised: bool,
) -> Recorded:
    """Save changes inside a transaction that somebody else opened and checked for the lock.

    ``finalised`` says that the round was finalised once: then changes become amendments.
    """
    chosen = {one.subject_id for one in changes}
    span = (min(chosen), max(chosen)) if chosen else EVERYBODY
    before = {
        one.evidence.subject.id: one for one in gather_sheets(session, scheme, round_id, span=span)
    }
    kept: dict[tuple[int, str, str], ScoreChange] = {}
    refused = []
    for change in changes:
        reason = _why_not(scheme, before.get(change.subject_id), change)
        if reason:
            refused.append(RefusedChange(change, reason))
        else:
            kept[change.subject_id, change.evaluator, change.indicator] = _settled(
                scheme, before[change.subject_id], change
            )

    def was(one: ScoreChange) -> Score:
        return _held(scheme, before[one.subject_id], one)

    changed = [one for one in kept.values() if was(one) != one.score]
    store(session, changed, was)
    rounds.amend(
        session,
        round_id,
        *(_changed(scheme, before[change.subject_id], change) for change in changed),
        finalised=finalised,
    )
    touched: dict[int, list[ScoreChange]] = {}
    for change in kept.values():
        touched.setdefault(change.subject_id, []).append(change)
    return Recorded(
        {
            subject_id: summarise_sheets(scheme, _with(scheme, before[subject_id], own))
            for subject_id, own in touched.items()
        },
        tuple(refused),
    )


def _why_not(scheme: Scheme, one: Sheets | None, change: ScoreChange) -> str:
    """Why a change cannot be made; "" when it can."""
    if one is None:
        return GONE
    if change.evaluator not in {evaluator.name for evaluator in scheme.evaluators}:
        return f"方案里没有评价主体“{change.evaluator}”。"
    if change.evaluator in {evaluator.name for evaluator in scheme.sheets.balloted}:
        return f"“{change.evaluator}”的得分由测评得出，不能填写。"
    subject = one.evidence.subject
    lines = {line.name: line for line in lines_of(scheme, one.evidence, change.evaluator)}
    indicator = lines.get(change.indicator)
    if indicator is None:
        return no_such_line(scheme, subject, change.evaluator, change.indicator)
    if len(change.note) > LONGEST_NOTE:
        return f"“{indicator.name}”的说明超过 {LONGEST_NOTE} 字，请缩短。"
    if change.points is None:
        return ""
    return check_points(indicator, change.points) or check_amounts(
        indicator, change.points, change.amounts
    )


def _settled(scheme: Scheme, one: Sheets, change: ScoreChange) -> ScoreChange:
    """The change as it is kept: with the amounts that apply, in the scheme's order.

    An unscored line has none; points that follow from facts are worked out and never kept.
    """
    line = _line(scheme, one, change)
    if change.points is None or _is_given(line):
        return replace(change, points=None, amounts=())
    return replace(change, amounts=applying(line, dict(change.amounts)))


def _line(scheme: Scheme, one: Sheets, change: ScoreChange) -> Indicator:
    """The line of the subject's score sheet that a change is about."""
    lines = lines_of(scheme, one.evidence, change.evaluator)
    return next(line for line in lines if line.name == change.indicator)


def _is_given(line: Indicator) -> bool:
    settled = settled_of(line)
    return settled is not None and not settled.free


def _held(scheme: Scheme, one: Sheets, change: ScoreChange) -> Score:
    """What was kept of the cell before: not what only follows from facts."""
    score = one.score(change.evaluator, change.indicator)
    given = scheme.by_facts and _is_given(_line(scheme, one, change))
    return replace(score, points=None) if given else score


def _with(scheme: Scheme, one: Sheets, changes: Sequence[ScoreChange]) -> Sheets:
    """Return the evidence as it stands after the changes, without reading it again."""
    points = {name: dict(own) for name, own in one.evidence.points.items()}
    clauses = {name: dict(own) for name, own in one.evidence.clauses.items()}
    notes = {name: dict(own) for name, own in one.notes.items()}
    for change in changes:
        own = points.setdefault(change.evaluator, {})
        own.pop(change.indicator, None)
        if change.points is not None:
            own[change.indicator] = change.points
        clauses.setdefault(change.evaluator, {})[change.indicator] = change.amounts
        notes.setdefault(change.evaluator, {})[change.indicator] = change.note
    evidence = replace(one.evidence, points=points, clauses=clauses)
    return replace(one, evidence=with_fact_points(scheme, evidence), notes=notes)


def _round_state(session: Session, subject_id: int) -> tuple[int, bool, bool]:
    """The round of a subject, whether it is locked and whether it ever was; one query."""
    row = session.execute(_ROUND, {"subject_id": subject_id}).one_or_none()
    if row is None:
        raise Fault(GONE)
    return row.id, bool(row.locked), row.finalised_at is not None


def _changed(scheme: Scheme, one: Sheets, change: ScoreChange) -> Changed:
    """One cell's change as the record keeps it."""
    indicator = _line(scheme, one, change)
    return Changed(
        f"{change.evaluator} {change.indicator}",
        about=one.evidence.subject.name,
        before=_words(indicator, _held(scheme, one, change)),
        after=_words(indicator, change.score),
    )


def _words(indicator: Indicator, score: Score) -> str:
    settled = settled_of(indicator)
    points = score.points if settled is None or settled.free else settled.points
    text = f"{format_points(points)} 分" if points is not None else "未评"
    reason = reason_words(indicator, score.amounts, score.note)
    return f"{text}（{reason}）" if reason else text
