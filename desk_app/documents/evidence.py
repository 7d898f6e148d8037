"""Evidence workbooks: an empty one for a scheme, read back, and handed out with the results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.documents.cells import put_text
from desk_app.documents.long_sheets import WrittenValue, save_with_rows
from desk_app.documents.reading import read_workbook
from desk_app.documents.saving import check_target
from desk_app.domain.chain import Proposal
from desk_app.domain.consequences import follows_words
from desk_app.domain.evidence import Evidence
from desk_app.domain.evidence_columns import (
    EvidenceColumn,
    MatchedTitles,
    columns,
    match_titles,
)
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.faults import Fault
from desk_app.domain.organisations.model import key
from desk_app.domain.progress import Progress, told
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

RESULT_TITLES = ("得分", "拟定等级", "名额提示", "理由", "结果运用")
WANTING_TITLE = "还差什么"
_WIDTHS = (10, 12, 40, 70, 40, 50)
_SCHEME_SHEET, _SCHEME_ID = "方案", "方案编号"
_MOST_HINTS = 20
_MOST_TITLES = 8
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
        wide = 26 if column.name == "党组织" else 13
        sheet.column_dimensions[get_column_letter(position)].width = wide
    sheet.row_dimensions[1].height = 45
    sheet.row_dimensions[2].height = 40
    sheet.freeze_panes = "C3"
    _write_scheme(workbook.create_sheet(_SCHEME_SHEET), scheme)
    return workbook


def _write_scheme(sheet: Worksheet, scheme: Scheme) -> None:
    """Say whose workbook it is: for people, and for the program when it comes back."""
    rows = (
        (_SCHEME_ID, scheme.id),
        ("方案名称", scheme.title),
        ("方案格式", str(scheme.format)),
        ("说明", "本表按这个方案导出，请不要改动。填写在“评定依据”一表里，一行一个。"),
    )
    for number, (label, text) in enumerate(rows, start=1):
        sheet.cell(number, 1, label).font = Font(name="宋体", size=11, bold=True)
        cell = sheet.cell(number, 2)
        put_text(cell, text)
        cell.font = Font(name="宋体", size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 70


def read(scheme: Scheme, path: Path, *, on: date | None = None) -> EvidenceSheet:
    """Read an evidence workbook whole, or refuse it whole.

    ``on`` is the day against which dates are weighed in rows that name none (评定日期).
    Raises ``Fault`` with one sentence a wrong cell (sheet, cell, reason).
    """
    sheets = read_workbook(path)
    _check_scheme(scheme, sheets, path)
    sheet, head, titles = _find_heading(scheme, sheets, path)
    _check_titles(scheme, sheet, titles, path)
    rows = _Rows(scheme, sheet, titles.columns, on)
    for number in range(head + 1, len(sheet.rows)):
        rows.take(number)
    if rows.wrong:
        more = len(rows.wrong) - _MOST_HINTS
        extra = (f"另有 {more} 处同类问题。",) if more > 0 else ()
        raise Fault(f"“{path.name}”没有读入，请先改正下列各处：", *rows.wrong[:_MOST_HINTS], *extra)
    if not rows.evidence:
        raise Fault(f"“{path.name}”里没有一行{scheme.object_name}，请填写后再试。")
    written = tuple(cell_text(value) for value in sheet.rows[head])
    unknown = (*titles.unknown, *_untitled(sheet, head, written))
    return EvidenceSheet(written, tuple(rows.rows), tuple(rows.evidence), unknown)


def _check_scheme(scheme: Scheme, sheets: Sequence[SheetData], path: Path) -> None:
    """Refuse the workbook that was given out for another scheme."""
    for sheet in sheets:
        for row in sheet.rows[:_HEADING_ROWS]:
            words = [cell_text(value) for value in row[:2]]
            if len(words) < 2 or words[0] != _SCHEME_ID or words[1] in {"", scheme.id}:
                continue
            raise Fault(
                f"“{path.name}”是按方案“{words[1]}”导出的依据表，不是“{scheme.id}”的，没有读入。"
                f"请填写“{scheme.id}”的依据表；内容确实相同的，"
                f"把“{sheet.name}”一表里的编号改为“{scheme.id}”再试。"
            )


def _find_heading(
    scheme: Scheme, sheets: Sequence[SheetData], path: Path
) -> tuple[SheetData, int, MatchedTitles]:
    found: list[tuple[SheetData, int, MatchedTitles]] = []
    for sheet in sorted(sheets, key=lambda one: not one.visible):
        for number, row in enumerate(sheet.rows[:_HEADING_ROWS]):
            titles = match_titles(scheme, [cell_text(value) for value in row])
            if titles.is_heading:
                found.append((sheet, number, titles))
                break
    # Whoever copies the sheet before filling it leaves an empty one behind.
    filled = [one for one in found if one[0].visible and _has_rows(one[0], one[1])]
    if len(filled) > 1:
        names = "、".join(f"“{one[0].name}”" for one in filled)
        raise Fault(
            f"“{path.name}”里有 {len(filled)} 张依据表（{names}），没有读入。"
            "请合成一张，或把不用的另存到别的文件。"
        )
    if found:
        return (filled or found)[0]
    raise Fault(
        f"“{path.name}”里没有找到标题行（至少要有“{scheme.object_name}”一列）。"
        "请用本方案导出的空白依据表填写。"
    )


def _has_rows(sheet: SheetData, head: int) -> bool:
    rows = sheet.rows[head + 1 :]
    return any(not _is_empty_or_hint([cell_text(value) for value in row]) for row in rows)


def _check_titles(scheme: Scheme, sheet: SheetData, titles: MatchedTitles, path: Path) -> None:
    """Refuse a heading row that is not the scheme's, naming what it lacks."""
    if titles.twice:
        raise Fault(
            f"“{path.name}”的“{sheet.name}”里标题“{'、'.join(titles.twice)}”出现两次，请删去一列。"
        )
    if not titles.missing:
        return
    named = [
        f"“{column.title}”" + (f"（表里的“{near}”是不是它？）" if near else "")
        for column, near in titles.missing[:_MOST_TITLES]
    ]
    more = len(titles.missing) - _MOST_TITLES
    lacking = "、".join(named) + (f"等 {len(titles.missing)} 列" if more > 0 else "")
    if titles.foreign:
        raise Fault(
            f"“{path.name}”的“{sheet.name}”不像方案“{scheme.id}”（{scheme.title}）的依据表，"
            f"没有读入：少了{lacking}。请核对方案和文件，或用这个方案导出的空白依据表填写。"
        )
    raise Fault(
        f"“{path.name}”的“{sheet.name}”少了下列各列，没有读入：{lacking}。"
        "请照空白依据表补上标题；没有内容的列也要留着，格里不填。"
    )


def _untitled(sheet: SheetData, head: int, titles: Sequence[str]) -> list[str]:
    """Columns without a heading that hold something all the same."""
    return [
        f"{cell_place(head, position)} 下面没有标题的一列"
        for position, title in enumerate(titles)
        if not title.strip() and any(row[position] is not None for row in sheet.rows[head + 1 :])
    ]


class _Rows:
    """The rows of one sheet: those that were understood, and what is wrong with the others."""

    def __init__(
        self,
        scheme: Scheme,
        sheet: SheetData,
        matched: Mapping[int, EvidenceColumn],
        on: date | None,
    ) -> None:
        self._scheme, self._sheet, self._matched, self._on = scheme, sheet, matched, on
        self._words = EvidenceWords(scheme)
        self._places = {column.title: position for position, column in matched.items()}
        self._unread_rows = {row for row, _ in sheet.unread}
        self._seen: dict[str, int] = {}
        self.evidence: list[Evidence] = []
        self.rows: list[tuple[CellValue, ...]] = []
        self.wrong: list[str] = []

    def take(self, number: int) -> None:
        """Read a row; an empty one and one of hints says nothing."""
        texts = tuple(cell_text(value) for value in self._sheet.rows[number])
        unread = self._unread(number, texts)
        if not unread and _is_empty_or_hint(texts):
            return
        found = self._read(number, texts, unread)
        if found is not None and not self._repeats(found, number):
            self.evidence.append(found)
            self.rows.append(self._sheet.rows[number])

    def _unread(self, number: int, texts: Sequence[str]) -> dict[EvidenceColumn, str]:
        if number not in self._unread_rows and "#" not in "".join(texts):
            return {}
        return {
            column: why
            for position, column in self._matched.items()
            if (why := self._sheet.why_unread(number, position))
        }

    def _read(
        self, number: int, texts: Sequence[str], unread: Mapping[EvidenceColumn, str]
    ) -> Evidence | None:
        reader = RowReader(
            self._scheme,
            self._words,
            {column: texts[position] for position, column in self._matched.items()},
            on=self._on,
            places={
                column: f"{self._sheet.name} {cell_place(number, position)}"
                for position, column in self._matched.items()
                if texts[position]
            },
            unread=unread,
        )
        found = reader.read(number)
        for refusal in reader.refusals:
            position = self._places.get(refusal.title)
            place = f"第 {number + 1} 行" if position is None else cell_place(number, position)
            self.wrong.append(f"“{self._sheet.name}”{place}：{refusal.sentence}")
        return found

    def _repeats(self, found: Evidence, number: int) -> bool:
        """Whether a row is about somebody who stood there before: 村1 and 村１ are one."""
        subject = found.subject
        code = f"代码 {key(subject.code)}" if subject.code else ""
        name = f"{key(subject.parent)}/{key(subject.name)}"
        keys = [code, f"{name}·{code}"] if code else [name]
        known = next((self._seen[one] for one in keys if one in self._seen), None)
        if known is None:
            self._seen |= dict.fromkeys(keys, number)
            return False
        self.wrong.append(
            f"“{self._sheet.name}”第 {number + 1} 行与第 {known + 1} 行是同一"
            f"{self._scheme.counted}（{subject.name}），请删去一行。"
        )
        return True


def _is_empty_or_hint(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    return not filled or all(text.startswith("（") and text.endswith("）") for text in filled)


def write_results(
    sheet: EvidenceSheet,
    proposals: Mapping[int, Proposal],
    hints: Mapping[int, str],
    path: Path,
    progress: Progress | None = None,
    *,
    wanting: Callable[[int], str] | None = None,
) -> None:
    """Write the evidence's own columns and those of the results to ``path``.

    ``wanting`` says of a subject's number what it lacks to a higher level; without it there is no
    such column. Texts stay texts, so that nothing that was typed runs as a formula.
    Raises ``Fault``, before anything is written, where ``path`` cannot be a file.
    """
    check_target(path)
    workbook = Workbook(write_only=True)
    target = workbook.create_sheet("定级结果")
    own = len(sheet.titles)
    for position in range(1, own + 1):
        target.column_dimensions[get_column_letter(position)].width = 13
    added = (*RESULT_TITLES, WANTING_TITLE) if wanting is not None else RESULT_TITLES
    for offset, width in enumerate(_WIDTHS[: len(added)], start=1):
        target.column_dimensions[get_column_letter(own + offset)].width = width
    target.freeze_panes = "C2"
    head = Font(name="宋体", size=11, bold=True)
    titles = []
    for title in (*sheet.titles, *added):
        cell = WriteOnlyCell(target, title)
        put_text(cell, title)
        cell.font = head
        titles.append(cell)
    target.append(titles)
    rows = (
        (*values, *_results(one.subject.id, proposals, hints, wanting))
        for values, one in zip(sheet.rows, sheet.evidence, strict=True)
    )
    shown = told(rows, len(sheet.rows), progress, "正在写出结果")
    save_with_rows(workbook, shown, path, wrapped_from=own)


def _open_words(proposal: Proposal) -> str:
    """Why a subject has no level."""
    if proposal.tied:
        return "同分待定"
    return "不参加评定" if proposal.disqualified else "不能拟定"


def _results(
    number: int,
    proposals: Mapping[int, Proposal],
    hints: Mapping[int, str],
    wanting: Callable[[int], str] | None,
) -> tuple[WrittenValue, ...]:
    proposal = proposals.get(number)
    if proposal is None:
        return (None, "不参评")
    reasons = [*proposal.sentences, *((proposal.deviation,) if proposal.deviation else ())]
    return (
        proposal.points,
        proposal.level or _open_words(proposal),
        hints.get(number) or None,
        "\n".join(reasons),
        "\n".join(map(follows_words, proposal.consequences)) or None,
        (wanting(number) or None) if wanting is not None else None,
    )
