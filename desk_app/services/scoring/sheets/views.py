"""What the scoring room shows: the list, one subject's sheets, one indicator for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import select

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.scheme.model.levels import Band
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.scoring import EMPTY, Score, Summary
from desk_app.services import schemes
from desk_app.services.memory import Span
from desk_app.services.scoring.sheets.gathering import (
    Sheets,
    gather_sheets,
    indicators_of,
    round_of,
    summarise_sheets,
)
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


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


def roster(workspace: Workspace, round_id: int) -> tuple[RosterLine, ...]:
    """Everybody in the round, in order, with sums, completeness and band; a handful of queries."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        lines = session.remembered(
            "roster", round_id, lambda span: _lines(session, scheme, round_id, span)
        )
        return tuple(lines.values())


def _lines(session: Session, scheme: Scheme, round_id: int, span: Span) -> dict[int, RosterLine]:
    """The subjects whose numbers lie in a span, in the round's order."""
    subject = tables.subject
    gathered = gather_sheets(session, scheme, round_id, span=span)
    rows = session.execute(
        select(subject.c.id, subject.c.absence_reason, tables.organisation.c.initials)
        .join(tables.organisation, tables.organisation.c.id == subject.c.organisation_id)
        .where(subject.c.round_id == round_id, subject.c.id.between(*span))
    )
    more = {key: (reason, initials) for key, reason, initials in rows}
    found = {}
    for one in gathered:
        reason, initials = more[one.evidence.subject.id]
        found[one.evidence.subject.id] = RosterLine(
            subject=one.evidence.subject,
            participates=one.evidence.participates,
            absence_reason=reason,
            initials=initials,
            summary=summarise_sheets(scheme, one),
        )
    return found


def sheet(workspace: Workspace, subject_id: int) -> SheetView:
    """All evaluators' points and notes for one subject; raises ``Fault`` where it is gone."""
    with workspace.session() as session:
        round_id = round_of(session, subject_id)
        scheme = schemes.pinned(session, round_id)
        (one,) = gather_sheets(session, scheme, round_id, only=subject_id)
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
        summary=summarise_sheets(scheme, one),
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
        gathered = gather_sheets(session, scheme, round_id)
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


def _scores(
    scheme: Scheme, one: Sheets, indicators: Sequence[Indicator]
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
