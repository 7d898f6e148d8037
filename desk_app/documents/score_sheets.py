"""Blank score sheets as workbooks: one for an evaluator, to be filled elsewhere and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.documents.score_columns import entry_rule, filled_columns, row_sum
from desk_app.domain.evidence import FactValue
from desk_app.domain.facts import format_fact
from desk_app.domain.scheme.model.scoring import Fact, Indicator
from desk_app.domain.score_facts import fact_title

TITLE_ROW, MARK_ROW, HEAD_ROW = 1, 2, 3
FIRST_LINE = HEAD_ROW + 1
FIRST_POINTS = 3
"""Column C: A is the code, B the name."""

_HEAD = PatternFill("solid", fgColor="E7E6E6")
_THIN = Side(style="thin", color="999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class BlankLine:
    """One row: who is scored, and what stands there already because facts say it.

    ``given`` is indicator → points; ``closed`` are the lines in which nobody types; ``facts``
    are those on the sheet that are known.
    """

    code: str
    name: str
    given: Mapping[str, Decimal] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """One sheet: everybody with the same indicators."""

    name: str
    title: str
    evaluator: str
    note_word: str
    indicators: tuple[Indicator, ...]
    lines: tuple[BlankLine, ...]
    facts: tuple[Fact, ...] = ()
    """What points follow from: columns of their own at the end."""
    object_name: str = "党组织"

    @property
    def summed(self) -> int:
        """How many columns hold sums: none where a total is what is filled in."""
        return 0 if all(one.whole for one in self.indicators) else 1


def blank_workbook(sheets: Sequence[BlankSheet]) -> Workbook:
    """Return a workbook in which only the white cells are to be filled."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for one in sheets:
        name = one.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME] or "评分表"
        sheet: Worksheet = workbook.create_sheet(name)
        _write_heads(sheet, one)
        _write_lines(sheet, one)
        _guard(sheet, one)
        _set_up(sheet, one)
    return workbook


def _write_heads(sheet: Worksheet, blank: BlankSheet) -> None:
    columns = filled_columns(blank.indicators)
    last = FIRST_POINTS + len(columns) + len(blank.indicators) - 1 + blank.summed
    last += len(blank.facts)
    mark = (
        f"评价主体：{blank.evaluator}　　只填白色格：分数填阿拉伯数字，"
        f"没有评的留空；{blank.note_word}写在右边同名的列里。"
    )
    for row, text, font in (
        (TITLE_ROW, blank.title, Font(name="宋体", size=16, bold=True)),
        (MARK_ROW, mark, Font(name="宋体", size=10.5)),
    ):
        cell = sheet.cell(row, 1)
        _put(cell, text)
        cell.font = font
        cell.alignment = Alignment(
            horizontal="center" if row == TITLE_ROW else "left", vertical="center"
        )
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    heads = ["代码", blank.object_name]
    heads += [one.head for one in columns]
    heads += ["合计"][: blank.summed]
    heads += [f"{one.name}\n{blank.note_word}" for one in blank.indicators]
    heads += [fact_title(one).replace("·", "·\n", 1) for one in blank.facts]
    for column, text in enumerate(heads, start=1):
        cell = sheet.cell(HEAD_ROW, column)
        _put(cell, text)
        cell.font = Font(name="宋体", size=11, bold=True)
        cell.fill, cell.border, cell.alignment = _HEAD, _GRID, _CENTRE


def _write_lines(sheet: Worksheet, blank: BlankSheet) -> None:
    columns = filled_columns(blank.indicators)
    font = Font(name="宋体", size=11)
    total = FIRST_POINTS + len(columns)
    first, last = get_column_letter(FIRST_POINTS), get_column_letter(total - 1)
    direct = all(one.clause is None and one.indicator.mode.direct for one in columns)
    for row, line in enumerate(blank.lines, start=FIRST_LINE):
        beside = len(blank.indicators) + len(blank.facts)
        for column in range(1, total + beside + blank.summed):
            cell = sheet.cell(row, column)
            cell.font, cell.border = font, _GRID
            sums = bool(blank.summed) and column == total
            cell.alignment = _CENTRE if FIRST_POINTS <= column < total or sums else _LEFT
            if column < FIRST_POINTS or sums:
                cell.fill = _HEAD
        _put(sheet.cell(row, 1), line.code)
        _put(sheet.cell(row, 2), line.name)
        if not blank.summed:
            continue
        span = f"{first}{row}:{last}{row}"
        places = enumerate(columns, start=FIRST_POINTS)
        cells = {one: f"{get_column_letter(column)}{row}" for column, one in places}
        for one, place in cells.items():
            _fill_given(sheet, place, line, one.indicator.name)
        for at, fact in enumerate(blank.facts, start=total + len(blank.indicators) + 1):
            _fill_fact(sheet, row, at, line.facts.get(fact.name))
        summed = f"SUM({span})" if direct else row_sum(cells)
        sheet[f"{get_column_letter(total)}{row}"] = (
            f'=IF(COUNT{"" if direct else "A"}({span})=0,"",{summed})'
        )


def _fill_given(sheet: Worksheet, place: str, line: BlankLine, indicator: str) -> None:
    """Write what follows from facts; the cell is grey like all that nobody fills."""
    if indicator in line.given:
        sheet[place] = line.given[indicator]
    if indicator in line.closed:
        sheet[place].fill = _HEAD


def _fill_fact(sheet: Worksheet, row: int, column: int, known: FactValue | None) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = _CENTRE
    if isinstance(known, int | Decimal) and not isinstance(known, bool):
        cell.value = known
    elif known is not None:
        _put(cell, format_fact(known))


def _guard(sheet: Worksheet, blank: BlankSheet) -> None:
    """Let the office program refuse points out of range where they are typed."""
    last = FIRST_LINE + max(len(blank.lines), 1) - 1
    for column, one in enumerate(filled_columns(blank.indicators), start=FIRST_POINTS):
        letter = get_column_letter(column)
        rule = entry_rule(one)
        rule.add(f"{letter}{FIRST_LINE}:{letter}{last}")
        sheet.add_data_validation(rule)


def _set_up(sheet: Worksheet, blank: BlankSheet) -> None:
    columns = filled_columns(blank.indicators)
    notes = FIRST_POINTS + len(columns) + blank.summed
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 30
    for column in range(FIRST_POINTS, notes):
        sheet.column_dimensions[get_column_letter(column)].width = 11
    facts = notes + len(blank.indicators)
    for column in range(notes, facts + len(blank.facts)):
        sheet.column_dimensions[get_column_letter(column)].width = 20 if column < facts else 13
    sheet.row_dimensions[TITLE_ROW].height = 30
    sheet.row_dimensions[MARK_ROW].height = 20
    by_clauses = any(one.clause is not None for one in columns)
    sheet.row_dimensions[HEAD_ROW].height = 66 if by_clauses else 36
    sheet.freeze_panes = f"{get_column_letter(FIRST_POINTS)}{FIRST_LINE}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | MergedCell, text: str) -> None:
    """Write text as text, whatever it begins with."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    cell.value = text or None
    if text:
        cell.data_type = "s"
