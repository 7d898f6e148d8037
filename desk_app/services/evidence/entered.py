"""What was entered for a round's subjects: points, adjustments, facts, opinions."""

from decimal import Decimal

from sqlalchemy import select

from desk_app.domain.evidence import AdjustmentEntry, FactValue
from desk_app.domain.facts import from_stored
from desk_app.domain.points import from_milli
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import ClauseAmounts
from desk_app.services.evidence.round_query import RoundQuery, subject
from desk_app.services.memory import Span
from desk_app.services.session import Session
from desk_app.storage import tables

_POINTS = RoundQuery(
    select(
        tables.score.c.subject_id,
        tables.score.c.evaluator,
        tables.score.c.indicator,
        tables.score.c.points_milli,
    )
    .join_from(subject, tables.score, tables.score.c.subject_id == subject.c.id)
    .where(tables.score.c.points_milli.is_not(None))
)


_CLAUSES = RoundQuery(
    select(
        tables.clause_amount.c.subject_id,
        tables.clause_amount.c.evaluator,
        tables.clause_amount.c.indicator,
        tables.clause_amount.c.clause,
        tables.clause_amount.c.amount_milli,
    ).join_from(subject, tables.clause_amount, tables.clause_amount.c.subject_id == subject.c.id)
)


_ADJUSTMENTS = RoundQuery(
    select(
        tables.adjustment.c.subject_id,
        tables.adjustment.c.adjustment,
        tables.adjustment.c.tier,
        tables.adjustment.c["count"],
        tables.adjustment.c.proof,
    )
    .join_from(subject, tables.adjustment, tables.adjustment.c.subject_id == subject.c.id)
    .order_by(tables.adjustment.c.id)
)


_FACTS = RoundQuery(
    select(tables.fact.c.subject_id, tables.fact.c.fact, tables.fact.c.value).join_from(
        subject, tables.fact, tables.fact.c.subject_id == subject.c.id
    )
)


_OPINIONS = RoundQuery(
    select(tables.opinion.c.subject_id, tables.opinion.c.step, tables.opinion.c.level).join_from(
        subject, tables.opinion, tables.opinion.c.subject_id == subject.c.id
    )
)


def points_of(
    session: Session, round_id: int, span: Span
) -> dict[int, dict[str, dict[str, Decimal]]]:
    """Every evaluator's points: by far the most rows, so each costs as little as possible."""
    read: dict[int, dict[str, dict[str, int]]] = {}
    last = (0, "")
    sheet: dict[str, int] = {}
    for subject_id, evaluator, indicator, milli in _POINTS.plain(session, round_id, span):
        if (subject_id, evaluator) != last:
            last = (subject_id, evaluator)
            sheet = read.setdefault(subject_id, {}).setdefault(evaluator, {})
        sheet[indicator] = milli
    points = _Points()
    return {
        subject_id: {
            evaluator: {indicator: points[milli] for indicator, milli in lines.items()}
            for evaluator, lines in sheets.items()
        }
        for subject_id, sheets in read.items()
    }


class _Points(dict[int, Decimal]):
    """Thousandths → points, each worked out once: a round knows few different points."""

    def __missing__(self, milli: int) -> Decimal:
        points = self[milli] = from_milli(milli)
        return points


def clauses_of(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, dict[str, dict[str, ClauseAmounts]]]:
    """Subject → evaluator → indicator → which of its clauses apply, in the scheme's order."""
    if not scheme.by_clauses:
        return {}
    places: dict[tuple[str, str], int] = {}
    for line in scheme.indicators:
        for place, clause in enumerate(line.clauses):
            places.setdefault((line.name, clause.name), place)
    read: dict[int, dict[str, dict[str, dict[str, Decimal]]]] = {}
    for subject_id, evaluator, indicator, clause, milli in _CLAUSES.plain(session, round_id, span):
        if (indicator, clause) in places:
            sheet = read.setdefault(subject_id, {}).setdefault(evaluator, {})
            sheet.setdefault(indicator, {})[clause] = from_milli(milli)

    def in_order(indicator: str, amounts: dict[str, Decimal]) -> ClauseAmounts:
        return tuple(sorted(amounts.items(), key=lambda one: places[indicator, one[0]]))

    return {
        subject_id: {
            evaluator: {name: in_order(name, own) for name, own in sheet.items()}
            for evaluator, sheet in sheets.items()
        }
        for subject_id, sheets in read.items()
    }


def adjustments_of(session: Session, round_id: int, span: Span) -> dict[int, list[AdjustmentEntry]]:
    """The register of bonuses and deductions, by subject."""
    found: dict[int, list[AdjustmentEntry]] = {}
    for subject_id, *entry in _ADJUSTMENTS.run(session, round_id, span):
        found.setdefault(subject_id, []).append(AdjustmentEntry(*entry))
    return found


def facts_of(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, dict[str, FactValue]]:
    """Facts that the scheme knows, by subject."""
    defined = {one.name: one for one in scheme.facts}
    found: dict[int, dict[str, FactValue]] = {}
    for subject_id, name, value in _FACTS.run(session, round_id, span):
        if name in defined:
            found.setdefault(subject_id, {})[name] = from_stored(defined[name], value)
    return found


def opinions_of(session: Session, round_id: int, span: Span) -> dict[int, dict[str, str]]:
    """Subject → step → the level at which it arrived."""
    found: dict[int, dict[str, str]] = {}
    for subject_id, step, level in _OPINIONS.run(session, round_id, span):
        found.setdefault(subject_id, {})[step] = level
    return found


def carried_of(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, dict[str, FactValue]]:
    """Facts that outlast their round: what the organisation's latest earlier round says."""
    carries = {one.name: one for one in scheme.facts if one.carries}
    if not carries:
        return {}
    now, then = subject.alias("now"), subject.alias("then")
    rows = session.execute(
        select(now.c.id, tables.fact.c.fact, tables.fact.c.value)
        .join_from(now, then, then.c.organisation_id == now.c.organisation_id)
        .join(tables.fact, tables.fact.c.subject_id == then.c.id)
        .where(
            now.c.round_id == round_id,
            now.c.id.between(*span),
            then.c.round_id < round_id,
            tables.fact.c.fact.in_(carries),
        )
        .order_by(then.c.round_id)
    )
    found: dict[int, dict[str, FactValue]] = {}
    for subject_id, name, value in rows:
        found.setdefault(subject_id, {})[name] = from_stored(carries[name], value)
    return found
