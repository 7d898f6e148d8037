"""Reads the cells of an evidence workbook that say how often clauses of an indicator apply."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from desk_app.domain.clauses import applying, clause_title, parse_amount
from desk_app.domain.evidence_columns import ColumnKind, EvidenceColumn
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import ClauseAmounts, Indicator

ReadClauses = dict[str, dict[str, tuple[ClauseAmounts, Decimal]]]
"""Evaluator → indicator → what applies, and the points that it comes to."""


def read_clauses(
    scheme: Scheme,
    domain: str,
    cells: Mapping[EvidenceColumn, str],
    refuse: Callable[[str, str], None],
) -> ReadClauses:
    """Read one row; ``refuse`` is told the column's title and why a cell cannot stand.

    An indicator is scored as soon as one of its cells is filled: empty ones count as 0.
    """
    try:
        indicators = {one.name: one for one in scheme.indicators_for(domain)}
    except KeyError:
        return {}
    entered: dict[tuple[str, str], dict[str, Decimal]] = {}
    for column, text in cells.items():
        if column.kind is not ColumnKind.CLAUSE:
            continue
        try:
            amount = _amount(indicators.get(column.indicator), column, text, domain)
        except ValueError as error:
            refuse(column.title, str(error))
            continue
        if amount is not None:
            entered.setdefault((column.group, column.indicator), {})[column.name] = amount
    found: ReadClauses = {}
    for (evaluator, name), amounts in entered.items():
        applied = applying(indicators[name], amounts)
        found.setdefault(evaluator, {})[name] = (applied, indicators[name].counted(applied))
    return found


def _amount(
    indicator: Indicator | None, column: EvidenceColumn, text: str, domain: str
) -> Decimal | None:
    known = () if indicator is None else indicator.clauses
    clause = next((one for one in known if one.name == column.name), None)
    if indicator is None or clause is None:
        title = clause_title(column.indicator, column.name)
        message = f"领域“{domain}”没有“{title}”，请清空此格。"
        raise ValueError(message)
    return parse_amount(indicator, clause, text)
