"""Scoring: who is scored, one subject's sheets, one indicator for all, and every score typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import bindparam, delete, select

from desk_app.domain.entries import check_points
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.points import format_points, to_milli
from desk_app.domain.scheme.model.levels import Band
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.scoring import EMPTY, Change, Score, Summary, summarise
from desk_app.services import rounds, schemes
from desk_app.services.evidence.gathering import EVERYBODY, RoundQuery, gather
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import upsert

LONGEST_NOTE = 500
GONE = "这个考评对象已不在本轮名单里，请刷新后再试。"
_NOTES = RoundQuery(
    select(
        tables.score.c.subject_id,
        tables.score.c.evaluator,
        tables.score.c.indicator,
        tables.score.c.note,
    )
    .join_from(tables.subject, tables.score, tables.score.c.subject_id == tables.subject.c.id)
    .where(tables.score.c.note != "")
)
_ROUND = (
    select(tables.round_.c.id, tables.round_.c.locked, tables.round_.c.finalised_at)
    .select_from(tables.subject.join(tables.round_))
    .where(tables.subject.c.id == bindparam("subject_id"))
    .with_for_update(of=tables.round_)
)


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One subject in the list on the left; ``summary`` covers all evaluators."""

    subject: SubjectFacts
    participates: bool
    absence_reason: str
    initials: str
    summary: Summary


@dataclass(frozen=True, slots=True)
class SheetView:
    """All evaluators' sheets of one subject; ``scores`` is evaluator → indicator → score."""

    round_id: int
    subject: SubjectFacts
    participates: bool
    evaluators: tuple[str, ...]
    superior: str
    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]
    scores: Mapping[str, Mapping[str, Score]]
    summary: Summary
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    """Evaluator → weight, where the scheme weighs several."""

    def score(self, evaluator: str, indicator: str) -> Score:
        """One cell; an empty one where nothing was entered."""
        return self.scores.get(evaluator, {}).get(indicator, EMPTY)


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """One subject's points for one indicator; ``indicator`` is ``None`` where it has no such."""

    subject: SubjectFacts
    indicator: Indicator | None
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class TurnedView:
    """One indicator, all subjects that take part."""

    round_id: int
    indicator: str
    evaluators: tuple[str, ...]
    superior: str
    lines: tuple[TurnedLine, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that was not made, and why."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of many changes: new summaries by subject, and what was refused."""

    summaries: Mapping[int, Summary]
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheets:
    """One subject's evidence with the notes beside its points."""

    evidence: Evidence
    notes: Mapping[str, Mapping[str, str]]


def roster(workspace: Workspace, round_id: int) -> tuple[RosterLine, ...]:
    """Everybody in the round, in order, with sums, completeness and band; a handful of queries."""
    subject = tables.subject
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        gathered = _gather(session, scheme, round_id)
        rows = session.execute(
            select(subject.c.id, subject.c.absence_reason, tables.organisation.c.initials)
            .join(tables.organisation, tables.organisation.c.id == subject.c.organisation_id)
            .where(subject.c.round_id == round_id)
        )
        more = {row.id: row for row in rows}
    return tuple(
        RosterLine(
            subject=one.evidence.subject,
            participates=one.evidence.participates,
            absence_reason=more[one.evidence.subject.id].absence_reason,
            initials=more[one.evidence.subject.id].initials,
            summary=_summarise(scheme, one),
        )
        for one in gathered
    )


def sheet(workspace: Workspace, subject_id: int) -> SheetView:
    """All evaluators' points and notes for one subject; raises ``Fault`` where it is gone."""
    with workspace.session() as session:
        round_id = round_of(session, subject_id)
        scheme = schemes.pinned(session, round_id)
        (one,) = _gather(session, scheme, round_id, only=subject_id)
    lines = indicators_of(scheme, one.evidence.subject)
    return SheetView(
        round_id=round_id,
        subject=one.evidence.subject,
        participates=one.evidence.participates,
        evaluators=tuple(evaluator.name for evaluator in scheme.evaluators),
        superior=scheme.superior.name,
        indicators=lines,
        bands=scheme.bands,
        scores=_scores(scheme, one, lines),
        summary=_summarise(scheme, one),
        weights={one.name: one.weight for one in scheme.evaluators}
        if scheme.weighting is not None
        else {},
    )


def indicators(workspace: Workspace, round_id: int) -> tuple[str, ...]:
    """The names of all indicators of the round's scheme, for the turned table."""
    with workspace.session() as session:
        return schemes.pinned(session, round_id).indicator_names()


def turned(workspace: Workspace, round_id: int, indicator: str) -> TurnedView:
    """One indicator, everybody that takes part, all evaluators."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        gathered = _gather(session, scheme, round_id)
    lines = []
    for one in gathered:
        if not one.evidence.participates:
            continue
        own = tuple(
            line for line in indicators_of(scheme, one.evidence.subject) if line.name == indicator
        )
        scores = _scores(scheme, one, own)
        lines.append(
            TurnedLine(
                subject=one.evidence.subject,
                indicator=own[0] if own else None,
                scores={name: found.get(indicator, EMPTY) for name, found in scores.items()},
            )
        )
    return TurnedView(
        round_id=round_id,
        indicator=indicator,
        evaluators=tuple(evaluator.name for evaluator in scheme.evaluators),
        superior=scheme.superior.name,
        lines=tuple(lines),
    )


def record(workspace: Workspace, change: Change) -> Summary:
    """Save one cell and add the subject's sheets up again: one commit.

    A deduction without its reason is saved, and counted in the summary's ``unreasoned``.

    Raises:
        Fault: points out of range, an unknown indicator, a locked round.
    """
    recorded = record_many(workspace, (change,))
    if recorded.refused:
        raise Fault(recorded.refused[0].reason)
    return recorded.summaries[change.subject_id]


def record_many(workspace: Workspace, changes: Sequence[Change]) -> Recorded:
    """Save many cells in one transaction; the cells that cannot stand are named, not saved.

    All subjects belong to one round. Raises ``Fault`` where the round is locked.
    """
    if not changes:
        return Recorded({})
    with workspace.session() as session:
        round_id, locked, finalised = _round_state(session, changes[0].subject_id)
        if locked:
            rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        return write(session, scheme, round_id, changes, finalised=finalised)


def write(
    session: Session,
    scheme: Scheme,
    round_id: int,
    changes: Sequence[Change],
    *,
    finalised: bool,
) -> Recorded:
    """Save changes inside a transaction that somebody else opened and checked for the lock.

    ``finalised`` says that the round was finalised once: then changes become amendments.
    """
    chosen = {one.subject_id for one in changes}
    only = next(iter(chosen)) if len(chosen) == 1 else None
    before = {one.evidence.subject.id: one for one in _gather(session, scheme, round_id, only=only)}
    kept: dict[tuple[int, str, str], Change] = {}
    refused = []
    for change in changes:
        reason = _why_not(scheme, before.get(change.subject_id), change)
        if reason:
            refused.append(Refusal(change, reason))
        else:
            kept[change.subject_id, change.evaluator, change.indicator] = change
    changed = [one for one in kept.values() if _differs(before[one.subject_id], one)]
    _store(session, changed)
    rounds.amend(
        session,
        round_id,
        *(_changed(before[change.subject_id], change) for change in changed),
        finalised=finalised,
    )
    touched: dict[int, list[Change]] = {}
    for change in kept.values():
        touched.setdefault(change.subject_id, []).append(change)
    return Recorded(
        {
            subject_id: _summarise(scheme, _with(before[subject_id], own))
            for subject_id, own in touched.items()
        },
        tuple(refused),
    )


def summary_of(session: Session, scheme: Scheme, round_id: int, subject_id: int) -> Summary:
    """One subject's sheets added up, inside somebody else's transaction."""
    (one,) = _gather(session, scheme, round_id, only=subject_id)
    return _summarise(scheme, one)


def held(
    session: Session, scheme: Scheme, round_id: int
) -> dict[tuple[int, str, str], tuple[Decimal | None, str]]:
    """What every cell of the round holds: subject, evaluator, indicator → points and note."""
    found: dict[tuple[int, str, str], tuple[Decimal | None, str]] = {}
    for one in _gather(session, scheme, round_id):
        subject_id = one.evidence.subject.id
        for evaluator, points in one.evidence.points.items():
            for indicator, given in points.items():
                found[subject_id, evaluator, indicator] = (given, "")
        for evaluator, notes in one.notes.items():
            for indicator, note in notes.items():
                given_before, _ = found.get((subject_id, evaluator, indicator), (None, ""))
                found[subject_id, evaluator, indicator] = (given_before, note)
    return found


def round_of(session: Session, subject_id: int) -> int:
    """The round of a subject; raises ``Fault`` where it was taken out meanwhile."""
    found = session.execute(
        select(tables.subject.c.round_id).where(tables.subject.c.id == subject_id)
    ).scalar_one_or_none()
    if found is None:
        raise Fault(GONE)
    return int(found)


def subject_name(session: Session, subject_id: int) -> str:
    """The name of a subject; raises ``Fault`` where it was taken out meanwhile."""
    found = session.execute(
        select(tables.subject.c.name).where(tables.subject.c.id == subject_id)
    ).scalar_one_or_none()
    if found is None:
        raise Fault(GONE)
    return str(found)


def _gather(
    session: Session, scheme: Scheme, round_id: int, *, only: int | None = None
) -> list[_Sheets]:
    """Read the sheets of a round's subjects, or of one, with all that their totals rest on."""
    if not any(one.when is not None for one in scheme.adjustments):
        # Votes touch no total then; counting them at every score typed would only cost time.
        scheme = replace(scheme, polls=())
    notes: dict[int, dict[str, dict[str, str]]] = {}
    for subject_id, evaluator, indicator, note in _NOTES.run(
        session, round_id, EVERYBODY if only is None else (only, only)
    ):
        notes.setdefault(subject_id, {}).setdefault(evaluator, {})[indicator] = note
    return [
        _Sheets(one, notes.get(one.subject.id, {}))
        for one in gather(session, scheme, round_id, only=only, for_total=True)
    ]


def _summarise(scheme: Scheme, one: _Sheets) -> Summary:
    indicators_of(scheme, one.evidence.subject)
    return summarise(scheme, one.evidence, one.notes)


def indicators_of(scheme: Scheme, subject: SubjectFacts) -> tuple[Indicator, ...]:
    """The lines of a subject's score sheet; raises ``Fault`` where the scheme has none for it."""
    try:
        return scheme.indicators_for(subject.domain)
    except KeyError:
        raise Fault(
            f"“{subject.name}”的领域是“{subject.domain or '（空）'}”，方案“{scheme.title}”里没有"
            "这个领域的评分表。请在“党组织”里改正它的领域，再重新加入本轮。"
        ) from None


def _scores(
    scheme: Scheme, one: _Sheets, indicators: Sequence[Indicator]
) -> dict[str, dict[str, Score]]:
    """The cells of one subject's sheets that hold anything."""
    scores: dict[str, dict[str, Score]] = {}
    for evaluator in scheme.evaluators:
        points = one.evidence.points.get(evaluator.name, {})
        notes = one.notes.get(evaluator.name, {})
        own = scores.setdefault(evaluator.name, {})
        for indicator in indicators:
            given, note = points.get(indicator.name), notes.get(indicator.name, "")
            if given is not None or note:
                own[indicator.name] = Score(given, note)
    return scores


def _why_not(scheme: Scheme, one: _Sheets | None, change: Change) -> str:
    """Why a change cannot be made; "" when it can."""
    if one is None:
        return GONE
    if change.evaluator not in {evaluator.name for evaluator in scheme.evaluators}:
        return f"方案里没有评价主体“{change.evaluator}”。"
    indicators = {line.name: line for line in indicators_of(scheme, one.evidence.subject)}
    indicator = indicators.get(change.indicator)
    if indicator is None:
        return f"“{one.evidence.subject.name}”的评分表里没有指标“{change.indicator}”。"
    if len(change.note) > LONGEST_NOTE:
        return f"“{indicator.name}”的说明超过 {LONGEST_NOTE} 字，请缩短。"
    return "" if change.points is None else check_points(indicator, change.points)


def _held(one: _Sheets, change: Change) -> tuple[Decimal | None, str]:
    """What the cell held before."""
    points = one.evidence.points.get(change.evaluator, {}).get(change.indicator)
    return points, one.notes.get(change.evaluator, {}).get(change.indicator, "")


def _differs(one: _Sheets, change: Change) -> bool:
    return _held(one, change) != (change.points, change.note)


def _store(session: Session, changes: Sequence[Change]) -> None:
    score = tables.score
    written = [one for one in changes if one.points is not None or one.note]
    entered = session.entered
    if written:
        upsert(
            session.connection,
            score,
            [
                {
                    "subject_id": one.subject_id,
                    "evaluator": one.evaluator,
                    "indicator": one.indicator,
                    "points_milli": None if one.points is None else to_milli(one.points),
                    "note": one.note,
                    **entered,
                }
                for one in written
            ],
        )
    emptied = [one for one in changes if one.points is None and not one.note]
    if emptied:
        session.execute(
            delete(score).where(
                score.c.subject_id == bindparam("of_subject"),
                score.c.evaluator == bindparam("of_evaluator"),
                score.c.indicator == bindparam("of_indicator"),
            ),
            [
                {
                    "of_subject": one.subject_id,
                    "of_evaluator": one.evaluator,
                    "of_indicator": one.indicator,
                }
                for one in emptied
            ],
        )


def _with(one: _Sheets, changes: Sequence[Change]) -> _Sheets:
    """Return the evidence as it stands after the changes, without reading it again."""
    points = {name: dict(own) for name, own in one.evidence.points.items()}
    notes = {name: dict(own) for name, own in one.notes.items()}
    for change in changes:
        own = points.setdefault(change.evaluator, {})
        own.pop(change.indicator, None)
        if change.points is not None:
            own[change.indicator] = change.points
        notes.setdefault(change.evaluator, {})[change.indicator] = change.note
    return replace(one, evidence=replace(one.evidence, points=points), notes=notes)


def _round_state(session: Session, subject_id: int) -> tuple[int, bool, bool]:
    """The round of a subject, whether it is locked and whether it ever was; one query."""
    row = session.execute(_ROUND, {"subject_id": subject_id}).one_or_none()
    if row is None:
        raise Fault(GONE)
    return row.id, bool(row.locked), row.finalised_at is not None


def _changed(one: _Sheets, change: Change) -> Changed:
    """One cell's change as the record keeps it."""
    before, after = _held(one, change), (change.points, change.note)
    return Changed(
        f"{change.evaluator} {change.indicator}",
        about=one.evidence.subject.name,
        before=_words(*before),
        after=_words(*after),
    )


def _words(points: Decimal | None, note: str) -> str:
    text = f"{format_points(points)} 分" if points is not None else "未评"
    return f"{text}（{note}）" if note else text


def round_id(workspace: Workspace, subject_id: int) -> int:
    """The round of a subject; raises ``Fault`` where it was taken out meanwhile."""
    with workspace.session() as session:
        return round_of(session, subject_id)
