"""Evidence workbooks: an empty one for a scheme, read back, and handed out with the results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from desk_app.documents.cells import put_text
from desk_app.documents.long_sheets import WrittenValue, save_with_rows
from desk_app.documents.reading import read_workbook
from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.evidence_columns import (
    ColumnKind,
    EvidenceColumn,
    columns,
    match_titles,
)
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.faults import Fault
from desk_app.domain.progress import Progress, told
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

RESULT_TITLES = ("得分", "拟定等级", "名额提示", "理由")
_MOST_HINTS = 20
_HEADING_ROWS = 20


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """What was read: the heading row, the rows below as they stood, and what they mean."""

    titles: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    evidence: tuple[Evidence, ...]
    unknown: tuple[str, ...]


def blank(scheme: Scheme) -> Workbook:
    """An empty evidence workbook: a heading row, a row of hints, frozen panes."""
    workbook = Workbook()
    sheet = workbook.active
    if sheet is None:
        raise TypeError(sheet)
    sheet.title = "评定依据"
    head = Font(name="宋体", size=11, bold=True)
    hint = Font(name="宋体", size=9, italic=True, color="FF666666")
    fill = PatternFill("solid", fgColor="FFF2F2F2")
    for position, column in enumerate(columns(scheme), start=1):
        cell = sheet.cell(1, position, column.title)
        cell.font, cell.fill = head, fill
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        below = sheet.cell(2, position, f"（{column.hint}）" if column.hint else None)
        below.font = hint
        below.alignment = Alignment(wrap_text=True, vertical="top")
        wide = 26 if column.title == "党组织" else 13
        sheet.column_dimensions[get_column_letter(position)].width = wide
    sheet.row_dimensions[1].height = 45
    sheet.row_dimensions[2].height = 40
    sheet.freeze_panes = "C3"
    return workbook


def read(scheme: Scheme, path: Path, *, on: date | None = None) -> EvidenceSheet:
    """Read an evidence workbook whole, or refuse it whole.

    ``on`` is the day against which dates are weighed in rows that name none (评定日期).
    Raises ``Fault`` with one sentence a wrong cell (sheet, cell, reason).
    """
    sheet, head = _find_heading(scheme, read_workbook(path), path)
    titles = tuple(cell_text(value) for value in sheet.rows[head])
    matched, unknown, twice = match_titles(scheme, titles)
    if twice:
        raise Fault(
            f"“{path.name}”的“{sheet.name}”里标题“{'、'.join(twice)}”出现两次，请删去一列。"
        )
    wrong: list[str] = []
    evidence: list[Evidence] = []
    rows: list[tuple[CellValue, ...]] = []
    seen: dict[str, int] = {}
    for number in range(head + 1, len(sheet.rows)):
        texts = tuple(cell_text(value) for value in sheet.rows[number])
        if _is_empty_or_hint(texts):
            continue
        found = _read_row(scheme, sheet, matched, number, texts, wrong, on)
        if found is None:
            continue
        key = found.subject.code or f"{found.subject.parent}/{found.subject.name}"
        if key in seen:
            wrong.append(
                f"“{sheet.name}”第 {number + 1} 行与第 {seen[key] + 1} 行是同一个党组织"
                f"（{found.subject.name}），请删去一行。"
            )
            continue
        seen[key] = number
        evidence.append(found)
        rows.append(sheet.rows[number])
    if wrong:
        more = len(wrong) - _MOST_HINTS
        extra = (f"另有 {more} 处同类问题。",) if more > 0 else ()
        raise Fault(f"“{path.name}”没有读入，请先改正下列各处：", *wrong[:_MOST_HINTS], *extra)
    if not evidence:
        raise Fault(f"“{path.name}”里没有一行党组织，请填写后再试。")
    return EvidenceSheet(titles, tuple(rows), tuple(evidence), unknown)


def _find_heading(scheme: Scheme, sheets: Sequence[SheetData], path: Path) -> tuple[SheetData, int]:
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_HEADING_ROWS]):
            matched, _, _ = match_titles(scheme, [cell_text(value) for value in row])
            kinds = {one.kind for one in matched.values()}
            if ColumnKind.SUBJECT in kinds and any(
                one.name == "党组织" for one in matched.values()
            ):
                return sheet, number
    raise Fault(
        f"“{path.name}”里没有找到标题行（至少要有“党组织”一列）。请用本方案导出的空白依据表填写。"
    )


def _read_row(
    scheme: Scheme,
    sheet: SheetData,
    matched: Mapping[int, EvidenceColumn],
    number: int,
    texts: Sequence[str],
    wrong: list[str],
    on: date | None,
) -> Evidence | None:
    reader = RowReader(
        scheme,
        {column: texts[position] for position, column in matched.items()},
        on=on,
        places={
            column: f"{sheet.name} {cell_place(number, position)}"
            for position, column in matched.items()
            if texts[position]
        },
    )
    found = reader.read(number)
    places = {column.title: position for position, column in matched.items()}
    for refusal in reader.refusals:
        position = places.get(refusal.title)
        place = f"第 {number + 1} 行" if position is None else cell_place(number, position)
        wrong.append(f"“{sheet.name}”{place}：{refusal.sentence}")
    return found


def _is_empty_or_hint(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    return not filled or all(text.startswith("（") and text.endswith("）") for text in filled)


def write_results(
    sheet: EvidenceSheet,
    proposals: Mapping[int, Proposal],
    hints: Mapping[int, str],
    path: Path,
    progress: Progress | None = None,
) -> None:
    """Write the evidence's own columns and the four columns of results to ``path``.

    Texts stay texts, so that nothing that was typed runs as a formula.
    """
    workbook = Workbook(write_only=True)
    target = workbook.create_sheet("定级结果")
    own = len(sheet.titles)
    for position in range(1, own + 1):
        target.column_dimensions[get_column_letter(position)].width = 13
    for offset, width in enumerate((10, 12, 40, 70), start=1):
        target.column_dimensions[get_column_letter(own + offset)].width = width
    target.freeze_panes = "C2"
    head = Font(name="宋体", size=11, bold=True)
    titles = []
    for title in (*sheet.titles, *RESULT_TITLES):
        cell = WriteOnlyCell(target, title)
        put_text(cell, title)
        cell.font = head
        titles.append(cell)
    target.append(titles)
    rows = (
        (*values, *_results(proposals.get(one.subject.id), hints.get(one.subject.id, "")))
        for values, one in zip(sheet.rows, sheet.evidence, strict=True)
    )
    shown = told(rows, len(sheet.rows), progress, "正在写出结果")
    save_with_rows(workbook, shown, path, wrapped_from=own)


def _results(proposal: Proposal | None, hint: str) -> tuple[WrittenValue, ...]:
    if proposal is None:
        return (None, "不参评", None, None)
    reasons = [*proposal.sentences, *((proposal.deviation,) if proposal.deviation else ())]
    return (
        proposal.total.points,
        proposal.level or ("不参加评定" if proposal.disqualified else "不能拟定"),
        hint or None,
        "\n".join(reasons),
    )
