"""Gathers what is known of a round's subjects, in a fixed number of queries."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Select, bindparam, select

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


class RoundQuery:
    """A query over a round's subjects, put together once: at every score typed it runs again."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._all = query.where(subject.c.round_id == bindparam("round_id"))
        self._one = self._all.where(subject.c.id == bindparam("only"))

    def run(
        self, connection: Connection, round_id: int, only: int | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read for every subject of the round, or for ``only`` one of them."""
        if only is None:
            return connection.execute(self._all, {"round_id": round_id})
        return connection.execute(self._one, {"round_id": round_id, "only": only})


_SUBJECTS = RoundQuery(select(subject).order_by(subject.c.position))
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
_ADJUSTMENTS = RoundQuery(
    select(tables.adjustment)
    .join_from(subject, tables.adjustment, tables.adjustment.c.subject_id == subject.c.id)
    .order_by(tables.adjustment.c.id)
)
_FACTS = RoundQuery(
    select(tables.fact.c.subject_id, tables.fact.c.fact, tables.fact.c.value).join_from(
        subject, tables.fact, tables.fact.c.subject_id == subject.c.id
    )
)


def gather(
    connection: Connection, scheme: Scheme, round_id: int, *, only: int | None = None
) -> list[Evidence]:
    """Return the evidence of every subject of the round in its order, absent ones included.

    ``only`` narrows it to one subject.
    """
    points = _points(connection, round_id, only)
    adjustments = _adjustments(connection, round_id, only) if scheme.adjustments else {}
    facts = _facts(connection, scheme, round_id, only) if scheme.facts else {}
    tallies: Mapping[int, Mapping[str, Tally]] = (
        polling.tallies(connection, round_id) if scheme.polls else {}
    )
    found = []
    for row in _SUBJECTS.run(connection, round_id, only):
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
    connection: Connection, round_id: int, only: int | None
) -> dict[int, dict[str, dict[str, Decimal]]]:
    found: dict[int, dict[str, dict[str, Decimal]]] = {}
    known: dict[int, Decimal] = {}
    for subject_id, evaluator, indicator, milli in _POINTS.run(connection, round_id, only):
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
    connection: Connection, round_id: int, only: int | None
) -> dict[int, list[AdjustmentEntry]]:
    found: dict[int, list[AdjustmentEntry]] = {}
    # By key: "count" as an attribute of a row is the method that every tuple has.
    for row in _ADJUSTMENTS.run(connection, round_id, only).mappings():
        entry = AdjustmentEntry(row["adjustment"], row["tier"], row["count"], row["proof"])
        found.setdefault(row["subject_id"], []).append(entry)
    return found


def _facts(
    connection: Connection, scheme: Scheme, round_id: int, only: int | None
) -> dict[int, dict[str, FactValue]]:
    defined = {one.name: one for one in scheme.facts}
    found: dict[int, dict[str, FactValue]] = {}
    for subject_id, name, value in _FACTS.run(connection, round_id, only):
        if name in defined:
            found.setdefault(subject_id, {})[name] = from_stored(defined[name], value)
    return found
