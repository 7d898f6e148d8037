"""One subject's sheets as they stand: points, notes, and what their totals rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.conditions import looks_at_rates
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.scoring import Score, Summary, summarise
from desk_app.services.evidence.gathering import gather
from desk_app.services.evidence.round_query import RoundQuery
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

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


@dataclass(frozen=True, slots=True)
class Sheets:
    """One subject's evidence with the notes beside its points."""

    evidence: Evidence
    notes: Mapping[str, Mapping[str, str]]

    def score(self, evaluator: str, indicator: str) -> Score:
        """What one cell holds; an empty score where it holds nothing."""
        return Score(
            self.evidence.points.get(evaluator, {}).get(indicator),
            self.notes.get(evaluator, {}).get(indicator, ""),
            self.evidence.clauses.get(evaluator, {}).get(indicator, ()),
        )


def summary_of(session: Session, scheme: Scheme, round_id: int, subject_id: int) -> Summary:
    """One subject's sheets added up, inside somebody else's transaction."""
    (one,) = gather_sheets(session, scheme, round_id, only=subject_id)
    return summarise_sheets(scheme, one)


def held(session: Session, scheme: Scheme, round_id: int) -> dict[tuple[int, str, str], Score]:
    """What every cell of the round holds: subject, evaluator, indicator → score."""
    return {
        (one.evidence.subject.id, evaluator, indicator): one.score(evaluator, indicator)
        for one in gather_sheets(session, scheme, round_id)
        for sheets in (one.evidence.points, one.notes)
        for evaluator, lines in sheets.items()
        for indicator in lines
    }


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


def gather_sheets(
    session: Session,
    scheme: Scheme,
    round_id: int,
    *,
    only: int | None = None,
    span: Span = EVERYBODY,
) -> list[Sheets]:
    """Read the sheets of a round's subjects, or of some, with all that their totals rest on."""
    span = span if only is None else (only, only)
    asked = (tier.when for one in scheme.indicators for tier in one.tiers)
    by_votes = any(when is not None and looks_at_rates(when) for when in asked)
    by_votes = by_votes or bool(scheme.sheets.balloted)
    if not by_votes and not any(one.when is not None for one in scheme.adjustments):
        # Votes touch no total then; counting them at every score typed would only cost time.
        scheme = replace(scheme, polls=())
    notes: dict[int, dict[str, dict[str, str]]] = {}
    for subject_id, evaluator, indicator, note in _NOTES.run(session, round_id, span):
        notes.setdefault(subject_id, {}).setdefault(evaluator, {})[indicator] = note
    return [
        Sheets(one, notes.get(one.subject.id, {}))
        for one in gather(session, scheme, round_id, span=span, for_total=True)
    ]


def summarise_sheets(scheme: Scheme, one: Sheets) -> Summary:
    """Add one subject's sheets up; raises ``Fault`` where the scheme has none for it."""
    indicators_of(scheme, one.evidence.subject)
    return summarise(scheme, one.evidence, one.notes)


def indicators_of(scheme: Scheme, subject: SubjectFacts) -> tuple[Indicator, ...]:
    """The lines of a subject's score sheet; raises ``Fault`` where the scheme has none for it."""
    return _found(scheme, subject, None)


def own_lines(
    scheme: Scheme, subject: SubjectFacts, evaluator: str, known: Sheets | None = None
) -> tuple[Indicator, ...]:
    """What an evaluator scores of a subject, with what facts let stand where they are ``known``.

    Raises ``Fault`` where its 领域 has no sheet.
    """
    if known is not None:
        return lines_of(scheme, known.evidence, evaluator)
    return _found(scheme, subject, evaluator)


def _found(scheme: Scheme, subject: SubjectFacts, evaluator: str | None) -> tuple[Indicator, ...]:
    try:
        if evaluator is None:
            return scheme.indicators_for(subject.domain)
        return scheme.lines_of(evaluator, subject.domain)
    except KeyError:
        raise Fault(
            f"“{subject.name}”的领域是“{subject.domain or '（空）'}”，方案“{scheme.title}”里没有"
            "这个领域的评分表。请在“党组织”里改正它的领域，再重新加入本轮。"
        ) from None


def lines_of(
    scheme: Scheme, evidence: Evidence, evaluator: str | None = None
) -> tuple[Indicator, ...]:
    """The lines of a subject's sheet, each with what its facts let stand; raises ``Fault``.

    With an ``evaluator`` those that it scores.
    """
    lines = _found(scheme, evidence.subject, evaluator)
    return settled_lines(scheme, evidence, evaluator) if scheme.by_facts else lines


def settled_sheets(
    session: Session, scheme: Scheme, round_id: int
) -> dict[int, tuple[tuple[Indicator, ...], Sheets]]:
    """Subject → its lines and what its sheets hold, where facts have a say; else nothing."""
    if not scheme.by_facts:
        return {}
    return {
        one.evidence.subject.id: (lines_of(scheme, one.evidence), one)
        for one in gather_sheets(session, scheme, round_id)
    }


def round_id(workspace: Workspace, subject_id: int) -> int:
    """The round of a subject; raises ``Fault`` where it was taken out meanwhile."""
    with workspace.session() as session:
        return round_of(session, subject_id)
