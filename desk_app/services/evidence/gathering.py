"""Gathers what is known of a round's subjects, in a fixed number of queries."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from desk_app.domain.ballot_points import balloted
from desk_app.domain.clauses import with_clauses
from desk_app.domain.evidence import EarlierLevel, Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.polling.counts import rates
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.evidence import earlier
from desk_app.services.evidence.entered import (
    adjustments_of,
    carried_of,
    clauses_of,
    facts_of,
    opinions_of,
    points_of,
)
from desk_app.services.evidence.halves import earlier_totals
from desk_app.services.evidence.round_query import RoundQuery, subject
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.polling.tallies import tallies as sealed_counts
from desk_app.services.session import Session
from desk_app.storage import tables

if TYPE_CHECKING:
    from collections.abc import Mapping


_SUBJECTS = RoundQuery(select(subject).order_by(subject.c.position))
_REGISTRY = {"换届日期": "elected_on", "届满日期": "term_ends_on", "成立日期": "founded_on"}
"""Days of the registry that a condition can look at, as they stood when the round began."""


def gather(
    session: Session,
    scheme: Scheme,
    round_id: int,
    *,
    only: int | None = None,
    span: Span = EVERYBODY,
    for_total: bool = False,
    before: "Mapping[int, tuple[EarlierLevel, ...]] | None" = None,
    opinions: "Mapping[int, Mapping[str, str]] | None" = None,
) -> list[Evidence]:
    """Return the evidence of every subject of the round in its order, absent ones included.

    ``only`` narrows it to one subject, ``span`` to some of them. ``for_total`` leaves out what
    no total looks at (opinions and earlier years), because that is read at every score typed.
    ``before`` are the earlier years' levels, ``opinions`` the steps' levels, where the caller has
    read them already.
    """
    span = span if only is None else (only, only)
    points = points_of(session, round_id, span)
    clauses = clauses_of(session, scheme, round_id, span)
    adjustments = adjustments_of(session, round_id, span) if scheme.adjustments else {}
    facts = facts_of(session, scheme, round_id, span) if scheme.facts else {}
    tallies: Mapping[int, Mapping[str, Tally]] = (
        sealed_counts(session, round_id, scheme, span) if scheme.polls else {}
    )
    if opinions is None:
        opinions = {} if for_total else opinions_of(session, round_id, span)
    if before is None:
        before = {} if for_total else earlier.levels(session, scheme, round_id)
    carried = carried_of(session, scheme, round_id, span)
    halves = earlier_totals(session, scheme, round_id, span, _for_total)
    half = scheme.earlier_total.fact if scheme.earlier_total else ""
    on, year = (None, None) if for_total else _day_and_year(session, round_id)
    same_year = {} if for_total else earlier.this_year(session, scheme, round_id)
    found = []
    for row in _SUBJECTS.run(session, round_id, span):
        votes = tallies.get(row.id, {})
        one = Evidence(
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
            facts={
                **({half: halves[row.id]} if row.id in halves else {}),
                **carried.get(row.id, {}),
                **facts.get(row.id, {}),
            },
            tallies=votes,
            rates=rates(scheme, votes),
            balloted=balloted(scheme, votes),
            participates=bool(row.participates),
            registry=_registry(row),
            opinions=opinions.get(row.id, {}),
            earlier=before.get(row.id, ()),
            on=on,
            clauses=clauses.get(row.id, {}),
            same_year=same_year.get(row.id, ()),
            year=year,
        )
        one = with_clauses(scheme, one) if scheme.by_clauses else one
        found.append(with_fact_points(scheme, one))
    return found


def _for_total(session: Session, scheme: Scheme, round_id: int, span: Span) -> list[Evidence]:
    return gather(session, scheme, round_id, span=span, for_total=True)


def round_day(session: Session, round_id: int) -> date:
    """The day against which a round weighs dates: the day on which it was begun."""
    return _day_and_year(session, round_id)[0]


def _day_and_year(session: Session, round_id: int) -> tuple[date, int]:
    """The day on which a round was begun, and the year that it grades."""
    round_ = tables.round_.c
    row = session.execute(select(round_.created_at, round_.year).where(round_.id == round_id)).one()
    return date.fromisoformat(row.created_at[:10]), row.year


def _registry(row: Row[Any]) -> dict[str, FactValue]:
    return {
        name: date.fromisoformat(day)
        for name, column in _REGISTRY.items()
        if (day := getattr(row, column))
    }
