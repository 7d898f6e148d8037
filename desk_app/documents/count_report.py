"""Fills 计票报告单: the options that there are share the width of the form's grid."""

import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from openpyxl.utils import get_column_letter

from desk_app.documents.cells import cells_of
from desk_app.documents.filling import fill_in, open_form
from desk_app.domain.polling.count_report import CountReport, facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

_OPTION = re.compile(r"\{\{\s*(votes\.)?option_(\d+)\s*\}\}")


def report_workbook(template: Path, report: CountReport) -> "Workbook":
    """Fill the form of a sealed count.

    Raises:
        Fault: the form is missing, damaged or wrongly changed.
    """
    found = facts(report)
    columns = cast("Sequence[str]", found.pop("columns"))
    rows = cast("Sequence[Mapping[str, object]]", found["votes"])
    found["votes"] = [{"subject": row["subject"], **_numbered(row["counts"])} for row in rows]
    workbook = open_form(template).copy()
    for sheet in workbook.worksheets:
        _spread(sheet, len(columns))
    return fill_in(workbook, {**found, **_numbered(columns)})


def _numbered(cells: object) -> dict[str, object]:
    named = enumerate(cast("Sequence[object]", cells), 1)
    return {f"option_{number}": cell for number, cell in named}


def _spread(sheet: Any, count: int) -> None:
    """Let ``count`` options take the columns that the form gives to all of them."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in cells_of(sheet).items():
        if isinstance(cell.value, str) and (hit := _OPTION.fullmatch(cell.value)):
            rows.setdefault(row, []).append((column, hit[1] or ""))
    for row, found in rows.items():
        merges = [
            merge
            for merge in sheet.merged_cells.ranges
            if merge.min_row == merge.max_row == row
            and any(column == merge.min_col for column, _ in found)
        ]
        first = min(column for column, _ in found)
        last = max([merge.max_col for merge in merges] + [column for column, _ in found])
        for merge in merges:
            sheet.unmerge_cells(str(merge))
        _deal(sheet, row, (first, last), count, found[0][1])


def _deal(sheet: Any, row: int, columns: tuple[int, int], count: int, prefix: str) -> None:
    first, last = columns
    model = sheet.cell(row, first)
    looks = [copy(getattr(model, name)) for name in ("font", "border", "alignment", "fill")]
    for column in range(first, last + 1):
        cell = sheet.cell(row, column)
        cell.value = None
        cell.font, cell.border, cell.alignment, cell.fill = looks
    size, wider = divmod(last - first + 1, count)
    start = first
    for number in range(1, count + 1):
        end = start + size + (number > count - wider) - 1
        sheet.cell(row, start).value = f"{{{{{prefix}option_{number}}}}}"
        if end > start:
            letters = get_column_letter(start), get_column_letter(end)
            sheet.merge_cells(f"{letters[0]}{row}:{letters[1]}{row}")
        start = end + 1
