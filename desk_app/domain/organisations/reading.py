"""Turns the rows of a list into entries: one organisation each, or a sentence why not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desk_app.domain.days import names_month, parse_day
from desk_app.domain.organisations.headings import HeadingMatch, ListField, match_headings
from desk_app.domain.organisations.model import MEMBER, tidy
from desk_app.domain.organisations.values import (
    guess_kind,
    is_id_number,
    parse_code,
    parse_count,
    parse_domain,
    parse_kind,
)
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text, plain

FieldValue = str | int | date | None

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计)")
_BESIDE = (ListField.PARENT, ListField.AFTER)
"""What says nothing of the organisation itself."""
_NOTE = re.compile(r"(注|备注|说明|填表|制表|填报|审核|单位\(?盖章|制表人|填表人|联系电话)")


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet of a list with what is known of its columns."""

    sheet: SheetData
    match: HeadingMatch


@dataclass(frozen=True, slots=True, order=True)
class RowPlace:
    """Where a row stands: sheet (from 0) and row as the office program numbers it (from 1)."""

    sheet: int
    row: int


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One row that was understood.

    ``values`` holds the fields whose cells are filled; an empty cell says nothing and clears
    nothing. ``kind`` is what the list says or else the name tells, "" where neither does;
    only the former stands in ``values`` too. ``parent`` None: the list has no such column.
    ``remarks`` say how something was understood that could be meant otherwise.
    """

    place: RowPlace
    name: str
    kind: str
    parent: str | None
    values: Mapping[ListField, FieldValue] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The code, "" where the row has none."""
        return str(self.values.get(ListField.CODE) or "")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that does not go in, and the sentence that says why.

    ``fields``: where the fault lies, as far as that is known.
    """

    place: RowPlace
    name: str
    reason: str
    fields: frozenset[ListField] = frozenset()


@dataclass(frozen=True, slots=True)
class ListReading:
    """What the sheets say, before the registry is looked at."""

    entries: tuple[ListEntry, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()


def list_sheets(
    sheets: Sequence[SheetData],
    mending: Mapping[str, Mapping[int, ListField | None]] | None = None,
) -> tuple[ListSheet, ...]:
    """Match the headings of every visible sheet that holds anything.

    ``mending`` is sheet name → column → field as set by hand (None: not read).
    """
    found = []
    for sheet in sheets:
        if not sheet.visible or not sheet.rows:
            continue
        match = match_headings(sheet.rows)
        if mending is not None and sheet.name in mending:
            match = match.mended(mending[sheet.name])
        found.append(ListSheet(sheet, match))
    return tuple(found)


def read_entries(sheets: Sequence[ListSheet]) -> ListReading:
    """Read every row below the headings; totals, notes and empty rows are passed over."""
    entries: list[ListEntry] = []
    refused: list[RefusedRow] = []
    notes: list[str] = []
    for number, one in enumerate(sheets):
        match = one.match
        name = one.sheet.name
        if match.heading_row is None or match.column(ListField.NAME) is None:
            notes.append(f"工作表“{name}”里没有找到“党组织全称”一列，这张表没有读。")
            continue
        if match.id_columns:
            notes.append(f"工作表“{name}”里的身份证号没有读入，本程序不需要也不保存它。")
        dropped = 0
        for index in range(match.first_row, len(one.sheet.rows)):
            row = one.sheet.rows[index]
            place = RowPlace(number, index + 1)
            cells = {held: row[column] for column, held in match.mapping.items()}
            for held, cell in cells.items():
                if held is not ListField.CODE and is_id_number(cell):
                    cells[held] = None
                    dropped += 1
            read = _unread_row(place, one, cells) or _read_row(
                place, row, cells, usual=MEMBER if match.lists_people else ""
            )
            if isinstance(read, ListEntry):
                entries.append(read)
            elif read is not None:
                refused.append(read)
        if dropped:
            notes.append(f"工作表“{name}”里另有 {dropped} 个单元格是身份证号，没有读入。")
    return ListReading(tuple(entries), tuple(refused), tuple(notes))


def _unread_row(
    place: RowPlace, one: ListSheet, cells: Mapping[ListField, CellValue]
) -> RefusedRow | None:
    """The refusal of a row with errors or formulas without a result, each with its cell."""
    index = place.row - 1
    unread = {
        held: f"{cell_place(index, column)}（{held.value}）：{why}"
        for column, held in one.match.mapping.items()
        if (why := one.sheet.why_unread(index, column))
    }
    if not unread or _counts_others(one.sheet.rows[index]):
        return None
    name = "" if ListField.NAME in unread else tidy(cell_text(cells.get(ListField.NAME)))
    return RefusedRow(place, name, "".join(unread.values()), frozenset(unread))


def _read_row(
    place: RowPlace,
    row: Sequence[CellValue],
    cells: Mapping[ListField, CellValue],
    usual: str = "",
) -> ListEntry | RefusedRow | None:
    if row.count(None) == len(row):
        return None
    name = tidy(cell_text(cells.get(ListField.NAME)))
    leading = [text for text in (plain(cell) for cell in row) if text][:2]
    if _is_total_or_empty(name, leading) or _is_note(name, leading, cells):
        return None
    if not name:
        return RefusedRow(place, "", "没有党组织全称，请补上。", frozenset({ListField.NAME}))
    values, problems, remarks = _read_cells(cells)
    elected, ends = values.get(ListField.ELECTED_ON), values.get(ListField.TERM_ENDS_ON)
    if isinstance(elected, date) and isinstance(ends, date) and ends <= elected:
        problems[ListField.TERM_ENDS_ON] = "届满时间应晚于换届时间。"
    if problems:
        return RefusedRow(place, name, "".join(problems.values()), frozenset(problems))
    kind = str(values.get(ListField.KIND) or guess_kind(name) or usual)
    parent = tidy(plain(cells[ListField.PARENT])) if ListField.PARENT in cells else None
    return ListEntry(place, name, kind, parent, values, remarks)


def _counts_others(row: Sequence[CellValue]) -> bool:
    leading = [text for text in (plain(cell) for cell in row) if text][:2]
    return bool(leading) and _is_total_or_empty("", leading)


def _is_total_or_empty(name: str, leading: Sequence[str]) -> bool:
    """Whether the row counts others; ``leading`` are its first two filled cells."""
    return not leading or any(_TOTAL.match("".join(text.split())) for text in (name, *leading))


def _is_note(name: str, leading: Sequence[str], cells: Mapping[ListField, CellValue]) -> bool:
    """Whether the row is a remark under the list, or without name and nothing beside a superior."""
    if name:
        return name == "".join(leading) and _NOTE.match(name) is not None and len(name) > 2
    filled = any(cell is not None for held, cell in cells.items() if held not in _BESIDE)
    return not filled or _NOTE.match("".join(leading[0].split())) is not None


def _read_cells(
    cells: Mapping[ListField, CellValue],
) -> tuple[dict[ListField, FieldValue], dict[ListField, str], tuple[str, ...]]:
    values: dict[ListField, FieldValue] = {}
    problems: dict[ListField, str] = {}
    remarks: list[str] = []
    for held, cell in cells.items():
        if held is ListField.NAME or held in _BESIDE:
            continue
        try:
            value = _read_cell(held, cell)
        except ValueError as error:
            label = f"{held.value}：" if held.value not in str(error) else ""
            problems[held] = f"{label}{error}"
            continue
        if value not in (None, ""):
            values[held] = value
        if isinstance(value, date) and names_month(cell):
            remarks.append(f"{held.value}：原文“{plain(cell)}”，按 {value} 记")
    return values, problems, tuple(remarks)


def _read_cell(held: ListField, cell: CellValue) -> FieldValue:
    if held is ListField.CODE:
        return parse_code(cell)
    if held in (ListField.ELECTED_ON, ListField.FOUNDED_ON):
        return parse_day(cell)
    if held is ListField.TERM_ENDS_ON:
        return parse_day(cell, last_of_month=True)
    if held is ListField.MEMBER_COUNT:
        return parse_count(cell)
    text = plain(cell)
    if held is ListField.KIND:
        return parse_kind(text) if text else ""
    if held is ListField.DOMAIN:
        return parse_domain(text) if text else ""
    if held is ListField.PHONE:
        return " ".join(text.split())
    return tidy(cell_text(cell)) if text else ""
