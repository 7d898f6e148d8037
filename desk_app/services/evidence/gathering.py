"""Gathers what is known of a round's subjects, in a fixed number of queries."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import CursorResult, Row, Select, bindparam, select

from desk_app.domain.evidence import (
    AdjustmentEntry,
    EarlierLevel,
    Evidence,
    FactValue,
    SubjectFacts,
    Tally,
)
from desk_app.domain.facts import from_stored
from desk_app.domain.points import from_milli
from desk_app.domain.polling.counts import rates
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.evidence import earlier
from desk_app.services.polling.tallies import tallies as sealed_counts
from desk_app.services.session import Session
from desk_app.storage import tables
from desk_app.storage.engine.rows import plain_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

subject = tables.subject

Span: TypeAlias = tuple[int, int]
"""First and last number of subjects that are read together."""


EVERYBODY = (0, 2**31 - 1)
"""A span of subject numbers that takes in all of them."""


class RoundQuery:
    """A query over a round's subjects, put together once: at every score typed it runs again."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._all = query.where(subject.c.round_id == bindparam("round_id"))
        self._span = self._all.where(subject.c.id.between(bindparam("first"), bindparam("last")))

    def plain(
        self, session: Session, round_id: int, span: Span = EVERYBODY
    ) -> "Iterator[tuple[Any, ...]]":
        """Like ``run``, for very many rows: plain tuples."""
        return plain_rows(session.connection, *self._asked(round_id, span))

    def run(
        self, session: Session, round_id: int, span: Span = EVERYBODY
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read for the subjects of the round whose numbers lie in ``span``, ends included."""
        return session.execute(*self._asked(round_id, span))

    def _asked(self, round_id: int, span: Span) -> tuple[Select[*tuple[Any, ...]], dict[str, int]]:
        if span == EVERYBODY:
            return self._all, {"round_id": round_id}
        return self._span, {"round_id": round_id, "first": span[0], "last": span[1]}


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
) -> list[Evidence]:
    """Return the evidence of every subject of the round in its order, absent ones included.

    ``only`` narrows it to one subject, ``span`` to some of them. ``for_total`` leaves out what
    no total looks at (opinions and earlier years), because that is read at every score typed.
    ``before`` are the earlier years' levels where the caller has read them already.
    """
    span = span if only is None else (only, only)
    points = _points(session, round_id, span)
    adjustments = _adjustments(session, round_id, span) if scheme.adjustments else {}
    facts = _facts(session, scheme, round_id, span) if scheme.facts else {}
    tallies: Mapping[int, Mapping[str, Tally]] = (
        sealed_counts(session, round_id, scheme) if scheme.polls else {}
    )
    opinions = {} if for_total else _opinions(session, round_id, span)
    if before is None:
        before = {} if for_total else earlier.levels(session, scheme, round_id)
    carried = _carried(session, scheme, round_id, span)
    on = None if for_total else round_day(session, round_id)
    found = []
    for row in _SUBJECTS.run(session, round_id, span):
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
                facts={**carried.get(row.id, {}), **facts.get(row.id, {})},
                tallies=votes,
                rates=rates(scheme, votes),
                participates=bool(row.participates),
                registry=_registry(row),
                opinions=opinions.get(row.id, {}),
                earlier=before.get(row.id, ()),
                on=on,
            )
        )
    return found


def _points(
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


def _adjustments(session: Session, round_id: int, span: Span) -> dict[int, list[AdjustmentEntry]]:
    found: dict[int, list[AdjustmentEntry]] = {}
    for subject_id, *entry in _ADJUSTMENTS.run(session, round_id, span):
        found.setdefault(subject_id, []).append(AdjustmentEntry(*entry))
    return found


def _facts(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, dict[str, FactValue]]:
    defined = {one.name: one for one in scheme.facts}
    found: dict[int, dict[str, FactValue]] = {}
    for subject_id, name, value in _FACTS.run(session, round_id, span):
        if name in defined:
            found.setdefault(subject_id, {})[name] = from_stored(defined[name], value)
    return found


def round_day(session: Session, round_id: int) -> date:
    """The day against which a round weighs dates: the day on which it was begun."""
    begun = session.execute(
        select(tables.round_.c.created_at).where(tables.round_.c.id == round_id)
    ).scalar_one()
    return date.fromisoformat(begun[:10])


def _registry(row: Row[Any]) -> dict[str, FactValue]:
    return {
        name: date.fromisoformat(day)
        for name, column in _REGISTRY.items()
        if (day := getattr(row, column))
    }


def _opinions(session: Session, round_id: int, span: Span) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for subject_id, step, level in _OPINIONS.run(session, round_id, span):
        found.setdefault(subject_id, {})[step] = level
    return found


def _carried(
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
