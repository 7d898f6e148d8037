"""How far every score sheet of a round is filled in, counted by the database."""

from collections.abc import Mapping

from sqlalchemy import and_, false, func, or_, select, true

from desk_app.domain.entries import needed
from desk_app.domain.evidence import Evidence
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.services.evidence.gathering import gather
from desk_app.services.memory import Span
from desk_app.services.session import Session
from desk_app.storage import tables


def filled(session: Session, scheme: Scheme, round_id: int) -> Mapping[int, Mapping[str, int]]:
    """Subject that takes part → evaluator → lines with points, of those that are needed."""

    def read(span: Span) -> Mapping[int, Mapping[str, int]]:
        return filled_in(session, scheme, round_id, span)

    # Facts that give points may be carried along from an earlier round.
    return session.remembered("filled", round_id, read, apart=not scheme.by_facts)


def filled_in(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> Mapping[int, Mapping[str, int]]:
    """Count it now, of the subjects whose numbers lie in ``span``."""
    if scheme.by_facts:
        return _with_facts(session, scheme, round_id, span)
    uncounted = {one.name for one in scheme.indicators if not one.needed}
    score = tables.score.c
    own = [  # what somebody scored before the scheme gave it to others counts no more
        and_(score.evaluator == one.name, score.indicator.in_(scheme.sheets.names(one)))
        for one in scheme.sheets.typists
    ]
    rows = session.execute(
        select(score.subject_id, score.evaluator, func.count(score.points_milli))
        .join(tables.subject, tables.subject.c.id == score.subject_id)
        .where(
            tables.subject.c.round_id == round_id,
            tables.subject.c.id.between(*span),
            tables.subject.c.participates == 1,
            score.indicator.not_in(uncounted),
            or_(false(), *own) if scheme.sheets.shared else true(),
        )
        .group_by(score.subject_id, score.evaluator)
    )
    found: dict[int, dict[str, int]] = {}
    for subject_id, evaluator, lines in rows:
        found.setdefault(subject_id, {})[evaluator] = lines
    return found


def _with_facts(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> Mapping[int, Mapping[str, int]]:
    """Count what facts say as well: only who works points out knows whether they do."""
    found: dict[int, dict[str, int]] = {}
    for one in gather(session, scheme, round_id, span=span, for_total=True):
        if one.participates:
            found[one.subject.id] = {
                evaluator.name: sum(
                    line.name in one.points.get(evaluator.name, {})
                    for line in _lines(scheme, one, evaluator.name)
                )
                for evaluator in scheme.sheets.typists
                if evaluator.name in one.points
            }
    return found


def _lines(scheme: Scheme, one: Evidence, evaluator: str) -> tuple[Indicator, ...]:
    try:
        return needed(scheme.lines_of(evaluator, one.subject.domain))
    except KeyError:
        return ()
