"""What the scoring room shows: the list, one subject's sheets, one indicator for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction

from sqlalchemy import bindparam, select

from desk_app.domain.clauses import clauses_named
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.points import from_milli
from desk_app.domain.scheme.model.levels import Band
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Clause, ClauseAmounts, Indicator, IndicatorMode
from desk_app.domain.scoring import EMPTY, UNREAD, Score, Summary, point_bands
from desk_app.services import schemes
from desk_app.services.evidence.entered import clauses_of
from desk_app.services.evidence.round_query import RoundQuery
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.scoring.sheets.gathering import (
    Sheets,
    gather_sheets,
    lines_of,
    own_lines,
    round_of,
    settled_sheets,
    summarise_sheets,
)
from desk_app.services.scoring.sheets.votes import Voted, line_names, voted, voted_of
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

_ROSTER = RoundQuery(
    select(
        *(tables.subject.c[one.name] for one in fields(SubjectFacts)),
        tables.subject.c.participates,
        tables.subject.c.absence_reason,
        tables.organisation.c.initials,
    )
    .join(tables.organisation, tables.organisation.c.id == tables.subject.c.organisation_id)
    .order_by(tables.subject.c.position)
)
_OF_INDICATOR = (
    select(
        tables.score.c.subject_id,
        tables.score.c.evaluator,
        tables.score.c.points_milli,
        tables.score.c.note,
    )
    .join_from(tables.subject, tables.score, tables.score.c.subject_id == tables.subject.c.id)
    .where(
        tables.subject.c.round_id == bindparam("round_id"),
        tables.score.c.indicator == bindparam("indicator"),
    )
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
    own: Mapping[str, Mapping[str, Indicator]]
    """Evaluator → the lines that it scores, by name."""
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    """Evaluator → weight, where the scheme weighs several."""
    voted: Voted = field(default_factory=dict)
    """What ballots gave: nobody types it."""

    def score(self, evaluator: str, indicator: str) -> Score:
        """One cell; an empty one where nothing was entered."""
        return self.scores.get(evaluator, {}).get(indicator, EMPTY)


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """One subject's points for one indicator; ``indicator`` is ``None`` where it has no such."""

    subject: SubjectFacts
    indicator: Indicator | None
    scores: Mapping[str, Score]
    own: Mapping[str, Indicator]
    """Evaluator → its line of that name, where it scores it."""
    voted: Mapping[str, str] = field(default_factory=dict)
    """Evaluator → what ballots gave: nobody types it."""


@dataclass(frozen=True, slots=True)
class TurnedView:
    """One indicator, all subjects that take part."""

    round_id: int
    indicator: str
    evaluators: tuple[str, ...]
    superior: str
    lines: tuple[TurnedLine, ...]
    clauses: tuple[Clause, ...] = ()
    """What its points come from, where it counts by clauses."""
    voted: frozenset[str] = frozenset()
    """The evaluators that ballots score for."""


def roster(
    workspace: Workspace, round_id: int, *, at_most: int | None = None
) -> tuple[RosterLine, ...]:
    """Everybody in the round, in order, with sums, completeness and band; a handful of queries.

    Of more than ``at_most`` subjects nothing is added up: their summaries are ``UNREAD``, to be
    read by and by (``summaries``).
    """
    with workspace.session() as session:
        rows = list(_ROSTER.plain(session, round_id))
        found: Mapping[int, Summary] = {}
        if at_most is None or len(rows) <= at_most:
            found = session.remembered(
                "roster", round_id, lambda span: _summaries(session, round_id, span)
            )
    return tuple(
        RosterLine(
            subject=SubjectFacts(*facts),
            participates=bool(participates),
            absence_reason=absence_reason,
            initials=initials,
            summary=found.get(facts[0], UNREAD),
        )
        for *facts, participates, absence_reason, initials in rows
    )


def summaries(workspace: Workspace, round_id: int, first: int, last: int) -> dict[int, Summary]:
    """What the sheets of the subjects ``first`` to ``last`` (their numbers) come to."""
    with workspace.session() as session:
        return _summaries(session, round_id, (first, last))


def _summaries(session: Session, round_id: int, span: Span) -> dict[int, Summary]:
    scheme = schemes.pinned(session, round_id)
    return {
        one.evidence.subject.id: summarise_sheets(scheme, one)
        for one in gather_sheets(session, scheme, round_id, span=span)
    }


def sheet(workspace: Workspace, subject_id: int) -> SheetView:
    """All evaluators' points and notes for one subject; raises ``Fault`` where it is gone."""
    with workspace.session() as session:
        round_id = round_of(session, subject_id)
        scheme = schemes.pinned(session, round_id)
        (one,) = gather_sheets(session, scheme, round_id, only=subject_id)
    subject = one.evidence.subject
    own = {
        evaluator.name: {line.name: line for line in lines_of(scheme, one.evidence, evaluator.name)}
        for evaluator in scheme.evaluators
    }
    figures = [line for lines in own.values() for line in lines.values() if line.whole]
    return SheetView(
        round_id=round_id,
        subject=subject,
        participates=one.evidence.participates,
        evaluators=tuple(evaluator.name for evaluator in scheme.evaluators),
        superior=scheme.superior.name,
        indicators=(*lines_of(scheme, one.evidence), *figures[:1]),
        bands=point_bands(scheme),
        scores=_scores(one, own),
        own=own,
        voted=voted(scheme, one.evidence),
        summary=summarise_sheets(scheme, one),
        weights={one.name: one.weight for one in scheme.evaluators}
        if scheme.weighting is not None
        else {},
    )


def indicators(workspace: Workspace, round_id: int) -> tuple[str, ...]:
    """The names of all indicators of the round's scheme, for the turned table."""
    with workspace.session() as session:
        return line_names(schemes.pinned(session, round_id))


def turned(workspace: Workspace, round_id: int, indicator: str) -> TurnedView:
    """One indicator, everybody that takes part, all evaluators; only its scores are read."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        held: dict[int, dict[str, Score]] = {}
        asked = {"round_id": round_id, "indicator": indicator}
        for subject_id, evaluator, milli, note in session.execute(_OF_INDICATOR, asked):
            points = None if milli is None else from_milli(milli)
            held.setdefault(subject_id, {})[evaluator] = Score(points, note)
        clauses = clauses_of(session, scheme, round_id, EVERYBODY)
        rows = list(_ROSTER.plain(session, round_id))
        settled = settled_sheets(session, scheme, round_id)
        known = voted_of(session, scheme, round_id)
    evaluators = tuple(
        one.name for one in scheme.evaluators if indicator in scheme.sheets.names(one)
    )
    lines = []
    for *facts, participates, _, _ in rows:
        if participates:
            subject = SubjectFacts(*facts)
            sheets = settled.get(subject.id, (None, None))[1]
            own = _own(scheme, subject, evaluators, indicator, sheets)
            found = held.get(subject.id, {}) if own else {}
            if own and sheets is not None:
                found = {name: sheets.score(name, indicator) for name in own}
            amounts = clauses.get(subject.id, {}) if sheets is None else None
            line = _turned(subject, own, found, amounts, evaluators)
            votes = known.get(subject.id, {})
            given = {name: votes.get((name, indicator), "") for name in own}
            lines.append(replace(line, voted=given))
    return TurnedView(
        round_id=round_id,
        indicator=indicator,
        evaluators=evaluators,
        superior=scheme.superior.name,
        lines=tuple(lines),
        clauses=tuple(clause for _, clause in clauses_named(scheme, indicator)),
        voted=frozenset(one.name for one in scheme.sheets.balloted),
    )


def _own(
    scheme: Scheme,
    subject: SubjectFacts,
    evaluators: Sequence[str],
    indicator: str,
    known: Sheets | None,
) -> dict[str, Indicator]:
    """Evaluator → its line of a name, with what facts let stand where they are known."""
    return {
        name: line
        for name in evaluators
        for line in own_lines(scheme, subject, name, known)
        if line.name == indicator
    }


def _turned(
    subject: SubjectFacts,
    own: Mapping[str, Indicator],
    scores: Mapping[str, Score],
    clauses: Mapping[str, Mapping[str, ClauseAmounts]] | None,
    evaluators: Sequence[str],
) -> TurnedLine:
    """One subject's line of the turned table, without what ballots gave.

    Without ``clauses`` the scores hold what comes of them already.
    """
    first = next(iter(own.values()), None)
    if first is not None and first.mode is IndicatorMode.CLAUSES and clauses is not None:
        scores = _of_clauses(first, scores, clauses)
    return TurnedLine(subject, first, {one: scores.get(one, EMPTY) for one in evaluators}, own)


def _of_clauses(
    line: Indicator,
    scores: Mapping[str, Score],
    clauses: Mapping[str, Mapping[str, ClauseAmounts]],
) -> dict[str, Score]:
    """Every evaluator's score with the points that its clauses come to."""
    found = {}
    for evaluator, score in scores.items():
        amounts = clauses.get(evaluator, {}).get(line.name, ())
        points = None if score.points is None else line.counted(amounts)
        found[evaluator] = Score(points, score.note, () if points is None else amounts)
    return found


def _scores(one: Sheets, own: Mapping[str, Mapping[str, Indicator]]) -> dict[str, dict[str, Score]]:
    """The cells of one subject's sheets that hold anything."""
    scores: dict[str, dict[str, Score]] = {}
    for evaluator, lines in own.items():
        held = scores.setdefault(evaluator, {})
        for name in lines:
            score = one.score(evaluator, name)
            if score.points is not None or score.note:
                held[name] = score
    return scores
