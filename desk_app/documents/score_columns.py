"""The columns of a blank score sheet that are filled: one an indicator, or one each clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.worksheet.datavalidation import DataValidation

from desk_app.domain.clauses import clause_heading
from desk_app.domain.entries import MET, NOT_MET, heading_words
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import Clause, Indicator, IndicatorMode, Start


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """What is typed in one column: an indicator's entry, or the amount of one of its clauses."""

    indicator: Indicator
    clause: Clause | None = None

    @property
    def head(self) -> str:
        """What stands over it."""
        if self.clause is not None:
            return clause_heading(self.indicator, self.clause).replace("（", "\n（", 1)
        return f"{self.indicator.name}\n（{heading_words(self.indicator)}）"


def filled_columns(indicators: Sequence[Indicator]) -> tuple[FilledColumn, ...]:
    """The columns of a sheet with these lines, from left to right."""
    found: list[FilledColumn] = []
    for one in indicators:
        if one.mode is IndicatorMode.CLAUSES:
            found += [FilledColumn(one, clause) for clause in one.clauses]
        else:
            found.append(FilledColumn(one))
    return tuple(found)


def row_sum(cells: Mapping[FilledColumn, str]) -> str:
    """What a row comes to, as a formula: entries are not always the points that count."""
    parts = []
    for indicator in dict.fromkeys(one.indicator for one in cells):
        own = {one: cell for one, cell in cells.items() if one.indicator == indicator}
        if indicator.mode is IndicatorMode.CLAUSES:
            parts.append(_of_clauses(indicator, own))
        else:
            parts += [_of_entry(indicator, cell) for cell in own.values()]
    return "+".join(one for one in parts if one) or "0"


def _of_entry(one: Indicator, cell: str) -> str:
    full = format_points(one.points)
    match one.mode:
        case IndicatorMode.DEDUCTED:
            return f"IF(ISNUMBER({cell}),MAX({full}-{cell},0),0)"
        case IndicatorMode.CHECK:
            return f'IF(OR({cell}=1,{cell}="{MET}"),{full},0)'
        case IndicatorMode.INFORMATION:
            return ""
        case _:
            return f"N({cell})"


def _of_clauses(indicator: Indicator, cells: Mapping[FilledColumn, str]) -> str:
    """Nothing until a cell is filled, then what all clauses leave or earn together."""
    text = format_points(indicator.points) if indicator.start is Start.FULL else "0"
    for column, cell in cells.items():
        if column.clause is not None:
            text += ("+" if column.clause.bonus else "-") + _worth(column.clause, cell)
    listed = ",".join(cells.values())
    full = format_points(indicator.points)
    return f"IF(COUNTA({listed})=0,0,MAX(0,MIN({full},{text})))"


def _worth(clause: Clause, cell: str) -> str:
    if clause.once:
        return f'IF(OR({cell}=1,{cell}="{MET}"),{format_points(clause.points)},0)'
    text = f"N({cell})"
    if clause.points is not None and clause.points != 1:
        text += f"*{format_points(clause.points)}"
    return text if clause.ceiling is None else f"MIN({text},{format_points(clause.ceiling)})"


def entry_rule(column: FilledColumn) -> DataValidation:
    """Which entries the office program lets stand."""
    one, clause = column.indicator, column.clause
    if clause is not None:
        name = clause.name[:60]
        if clause.once:
            return _ticks(f"“{name}”有这种情形填 1，没有填 0。")
        if clause.points is None:
            most = min(one.points, clause.ceiling or one.points)
            return _number(f"“{name}”要填 0 到 {format_points(most)} 之间的分数。", most)
        whole = clause.whole
        words = f"“{name}”要填{'整数，' if whole else ''}不小于 0 的{clause.unit}数。"
        return _number(words, None, whole=whole)
    if one.mode is IndicatorMode.CHECK:
        return _ticks(f"“{one.name[:60]}”达到填 1，没有达到填 0。")
    if one.mode is IndicatorMode.FACTS:
        return _number(f"“{one.name[:60]}”白色格要填所在档的范围里的分数。", one.points)
    open_ended = one.mode in {IndicatorMode.DEDUCTED, IndicatorMode.INFORMATION}
    wanted = "不小于 0 的数" if open_ended else f"0 到 {format_points(one.points)} 之间的数"
    return _number(f"“{one.name[:60]}”要填{wanted}。", None if open_ended else one.points)


def _ticks(words: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=f'"1,0,{MET},{NOT_MET}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="填得不对",
        error=words,
    )


def _number(words: str, most: Decimal | None, *, whole: bool = False) -> DataValidation:
    return DataValidation(
        type="whole" if whole else "decimal",
        operator="greaterThanOrEqual" if most is None else "between",
        formula1="0",
        formula2=None if most is None else format_points(most),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="分数不对",
        error=words,
    )
