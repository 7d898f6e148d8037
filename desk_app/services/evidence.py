"""Gathers what is known of a round's subjects, in a fixed number of queries."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from desk_app.domain.evidence import AdjustmentEntry, Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.facts import from_stored
from desk_app.domain.points import from_milli
from desk_app.domain.polling import rates
from desk_app.domain.scheme.model import Scheme
from desk_app.services import polling
from desk_app.storage import tables

if TYPE_CHECKING:
    from collections.abc import Mapping

subject = tables.subject


def gather(
    connection: Connection, scheme: Scheme, round_id: int, *, only: int | None = None
) -> list[Evidence]:
    """Return the evidence of every subject of the round in its order, absent ones included.

    ``only`` narrows it to one subject.
    """
    mine: ColumnElement[bool] = subject.c.round_id == round_id
    if only is not None:
        mine &= subject.c.id == only
    points = _points(connection, mine)
    adjustments = _adjustments(connection, mine)
    facts = _facts(connection, scheme, mine)
    tallies: Mapping[int, Mapping[str, Tally]] = (
        polling.tallies(connection, round_id) if scheme.polls else {}
    )
    rows = connection.execute(select(subject).where(mine).order_by(subject.c.position))
    found = []
    for row in rows:
        votes = tallies.get(row.id, {})
        found.append(
            Evidence(
                subject=SubjectFacts(
                    id=row.id,
                    name=row.name,
                    domain=row.domain,
                    area=row.area,
                    parent=row.parent,
                    code=row.code,
                    secretary=row.secretary,
                    member_count=row.member_count,
                ),
                points=points.get(row.id, {}),
                adjustments=tuple(adjustments.get(row.id, ())),
                facts=facts.get(row.id, {}),
                tallies=votes,
                rates=rates(scheme, votes),
                participates=bool(row.participates),
            )
        )
    return found


def _points(
    connection: Connection, mine: ColumnElement[bool]
) -> dict[int, dict[str, dict[str, Decimal]]]:
    score = tables.score
    query = (
        select(score.c.subject_id, score.c.evaluator, score.c.indicator, score.c.points_milli)
        .join_from(subject, score, score.c.subject_id == subject.c.id)
        .where(mine, score.c.points_milli.is_not(None))
    )
    found: dict[int, dict[str, dict[str, Decimal]]] = {}
    known: dict[int, Decimal] = {}
    for subject_id, evaluator, indicator, milli in connection.execute(query):
        points = known.get(milli)
        if points is None:
            points = known[milli] = from_milli(milli)
        sheets = found.get(subject_id)
        if sheets is None:
            sheets = found[subject_id] = {}
        sheet = sheets.get(evaluator)
        if sheet is None:
            sheet = sheets[evaluator] = {}
        sheet[indicator] = points
    return found


def _adjustments(
    connection: Connection, mine: ColumnElement[bool]
) -> dict[int, list[AdjustmentEntry]]:
    adjustment = tables.adjustment
    query = (
        select(adjustment)
        .join_from(subject, adjustment, adjustment.c.subject_id == subject.c.id)
        .where(mine)
        .order_by(adjustment.c.id)
    )
    found: dict[int, list[AdjustmentEntry]] = {}
    # By key: "count" as an attribute of a row is the method that every tuple has.
    for row in connection.execute(query).mappings():
        entry = AdjustmentEntry(row["adjustment"], row["tier"], row["count"], row["proof"])
        found.setdefault(row["subject_id"], []).append(entry)
    return found


def _facts(
    connection: Connection, scheme: Scheme, mine: ColumnElement[bool]
) -> dict[int, dict[str, FactValue]]:
    fact = tables.fact
    defined = {one.name: one for one in scheme.facts}
    query = (
        select(fact.c.subject_id, fact.c.fact, fact.c.value)
        .join_from(subject, fact, fact.c.subject_id == subject.c.id)
        .where(mine, fact.c.fact.in_(defined))
    )
    found: dict[int, dict[str, FactValue]] = {}
    for subject_id, name, value in connection.execute(query):
        found.setdefault(subject_id, {})[name] = from_stored(defined[name], value)
    return found
