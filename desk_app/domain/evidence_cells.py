"""Evidence as the cells of an evidence workbook: what a hand would type to say the same."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from desk_app.domain.entries import format_entry
from desk_app.domain.evidence import NOT_GRADED, Evidence
from desk_app.domain.evidence_columns import (
    AREA,
    DOMAIN,
    INVALID,
    ISSUED,
    MEMBERS,
    ON,
    PARENT,
    RETURNED,
    TAKES_PART,
    VALID,
    ColumnKind,
    EvidenceColumn,
    columns,
)
from desk_app.domain.facts import format_fact
from desk_app.domain.points import format_points
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode


def cells_of(scheme: Scheme, known: Evidence) -> tuple[tuple[str, str], ...]:
    """Heading → text of all cells that are filled, the subject's name and code not among them."""
    lines = _lines(scheme, known.subject.domain)
    read: dict[ColumnKind, Callable[[EvidenceColumn], str]] = {
        ColumnKind.SUBJECT: lambda column: _subject(known, column),
        ColumnKind.REGISTRY: lambda column: _registry(known, column),
        ColumnKind.POINTS: lambda column: _points(lines, known, column),
        ColumnKind.CLAUSE: lambda column: _clause(known, column),
        ColumnKind.ADJUSTMENT: lambda column: _adjustment(known, column),
        ColumnKind.FACT: lambda column: format_fact(known.facts.get(column.name)),
        ColumnKind.PAPERS: lambda column: _papers(known, column),
        ColumnKind.VOTES: lambda column: _votes(known, column),
        ColumnKind.OPINION: lambda column: known.opinions.get(column.name, ""),
        ColumnKind.EARLIER: lambda column: _earlier(known, column),
    }
    found = ((column.title, read[column.kind](column)) for column in columns(scheme))
    return tuple((title, text) for title, text in found if text)


def _lines(scheme: Scheme, domain: str) -> dict[str, Indicator]:
    try:
        return {one.name: one for one in scheme.indicators_for(domain)}
    except KeyError:
        return {}


def _subject(known: Evidence, column: EvidenceColumn) -> str:
    own = {
        DOMAIN: known.subject.domain,
        AREA: known.subject.area,
        PARENT: known.subject.parent,
        TAKES_PART: "" if known.participates else "否",
        ON: format_fact(known.on),
    }
    return own.get(column.name, "")


def _registry(known: Evidence, column: EvidenceColumn) -> str:
    if column.name == MEMBERS:
        count = known.subject.member_count
        return "" if count is None else str(count)
    return format_fact(known.registry.get(column.name))


def _points(lines: dict[str, Indicator], known: Evidence, column: EvidenceColumn) -> str:
    points = known.points.get(column.group, {}).get(column.name)
    if points is None:
        return ""
    line = lines.get(column.name)
    if line is None:
        return format_points(points)
    return "" if line.mode is IndicatorMode.CLAUSES else format_entry(line, points)


def _clause(known: Evidence, column: EvidenceColumn) -> str:
    amounts = known.clauses.get(column.group, {}).get(column.indicator)
    if amounts is None:
        return ""
    return format_points(dict(amounts).get(column.name, Decimal(0)))


def _adjustment(known: Evidence, column: EvidenceColumn) -> str:
    counted = sum(
        one.count
        for one in known.adjustments
        if (one.adjustment, one.tier) == (column.group, column.name)
    )
    return str(counted) if counted else ""


def _papers(known: Evidence, column: EvidenceColumn) -> str:
    tally = known.tallies.get(column.group)
    if tally is None:
        return ""
    return str(
        {
            ISSUED: tally.issued,
            RETURNED: tally.returned,
            VALID: tally.valid,
            INVALID: tally.invalid,
        }[column.name]
    )


def _votes(known: Evidence, column: EvidenceColumn) -> str:
    tally = known.tallies.get(column.group)
    if tally is None:
        return ""
    beside = {ABSTAINED: tally.abstained, SPOILT: tally.spoilt}
    return str(tally.counts.get(column.name, beside.get(column.name, 0)))


def _earlier(known: Evidence, column: EvidenceColumn) -> str:
    back = int(column.name)
    if back == 0:
        return next(_levels(known, None), "")
    year = known.this_year
    return "" if year is None else next(_levels(known, year - back), "")


def _levels(known: Evidence, year: int | None) -> Iterator[str]:
    listed = known.same_year if year is None else known.earlier
    for one in listed:
        if year in {None, one.year}:
            yield "" if one.level == NOT_GRADED else one.level
