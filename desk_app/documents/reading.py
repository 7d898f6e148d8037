"""Reads workbooks and tables of text into plain cell values, whatever their ending claims.

What a file holds decides: .xlsx, .xls and .et, else text (see ``text_tables``). Damaged, foreign,
protected, empty and monstrous files end in one sentence each. Formulas give
the value that the office program kept with them; where there is none, and where a cell shows an
error, the cell is empty and named in ``SheetData.unread``.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from desk_app.documents.archives import measure_archive
from desk_app.documents.given_files import bytes_of
from desk_app.documents.measuring import Area, Locked, TooFar, Torn
from desk_app.documents.old_workbooks import measure_old
from desk_app.documents.percent_cells import Places, find_percents
from desk_app.documents.text_tables import Cut, FileTables, Foreign, Unread, read_text_tables
from desk_app.documents.unread_cells import UnreadCells, find_unread
from desk_app.domain.faults import Fault
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text, percent_text

__all__ = ["CellValue", "SheetData", "cell_place", "cell_text", "read_tables", "read_workbook"]

MAX_UNPACKED_BYTES = 600 * 2**20
MAX_CELLS = 12_000_000
"""Area of all sheets: the reader keeps empty cells too, and must not run out of memory."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")


def read_workbook(path: Path) -> tuple[SheetData, ...]:
    """Return the sheets of a workbook, hidden ones marked as such; charts are left out.

    Texts are trimmed at both ends; what shows nothing is None. Numbers stay numbers (see
    ``cell_text``); one that is shown as a percentage is the text that is seen, 13.5%. Days and
    moments at midnight are ``date``, other moments and times are text.
    A text in a cell merged downwards stands in every row of it; other merged cells have
    their value at the top left only. Empty rows at the end are left out.

    Raises:
        Fault: one sentence that names the file and says what to do.
    """
    return read_tables(path).sheets


def read_tables(path: Path, encoding: str = "") -> FileTables:
    """Return what ``read_workbook`` does, and for a file of text the encoding it was read in.

    ``encoding``, one of ``encodings.ENCODINGS``, is for text whose own was guessed wrongly.
    All values of text are text.

    Raises:
        Fault: one sentence that names the file and says what to do.
    """
    data = bytes_of(path, ".xlsx 或 .xls 表格", "只保留需要的工作表")
    with _measured(path):
        tables = None if _is_workbook(data, path) else _text_tables(data, path, encoding)
    if tables is None:
        tables = FileTables(_workbook_sheets(data, path))
    if not any(sheet.rows for sheet in tables.sheets):
        raise Fault(f"“{path.name}”里没有任何内容，请核对是否选对了文件。")
    return tables


def _workbook_sheets(data: bytes, path: Path) -> tuple[SheetData, ...]:
    with _measured(path):
        unread = dict(enumerate(find_unread(data)))
        percents = dict(enumerate(find_percents(data)))
    with (
        _measured(path),
        _whatever_it_throws(path),
        CalamineWorkbook.from_object(io.BytesIO(data)) as book,
    ):
        return tuple(
            _sheet(
                book.get_sheet_by_index(number),
                found.name,
                unread.get(number, {}),
                percents.get(number, frozenset()),
                visible=found.visible == Visible.Visible,
            )
            for number, found in enumerate(book.sheets_metadata)
            if found.typ == SheetTypeEnum.WorkSheet
        )


@contextmanager
def _whatever_it_throws(path: Path) -> Iterator[None]:
    """Turn what the reader raises over a foreign file into a sentence, its panics too.

    A panic is a ``BaseException``: it would pass every ``except Exception`` of the program.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, TooFar):
        raise
    except PasswordError as error:
        raise _protected(path) from error
    except MemoryError as error:
        raise Fault(
            f"“{path.name}”太大，内存不够，没有读入。请只保留需要的工作表，另存后再试。"
        ) from error
    except BaseException as error:
        raise _damaged(path) from error


@contextmanager
def _measured(path: Path) -> Iterator[None]:
    """Turn what measuring a workbook finds into a sentence."""
    try:
        yield
    except Torn as error:
        raise _damaged(path) from error
    except Locked as error:
        raise _protected(path) from error
    except TooFar as error:
        raise Fault(
            f"“{path.name}”里离表格很远的地方（如 {error.place}）还有内容，没有读入。"
            "请删掉那里的内容或多余的行列，另存后再试。"
        ) from error


def _is_workbook(data: bytes, path: Path) -> bool:
    """Say whether a file is a workbook; one that the reader would stumble over is named."""
    if not data.strip(b"\0\r\n\t "):
        raise Fault(f"“{path.name}”是空文件，请核对是否选对了文件，或重新拷贝一份。")
    if data.startswith(_OLE):
        if _ENCRYPTED_MARK in data:
            raise _protected(path)
        measure_old(data, MAX_CELLS)
        return True
    if data.startswith(_ZIP):
        _look_into_zip(data, path)
        return True
    return False


def _text_tables(data: bytes, path: Path, encoding: str) -> FileTables:
    try:
        return read_text_tables(data, path.stem, Area(MAX_CELLS), encoding)
    except Foreign as error:
        raise Fault(
            f"“{path.name}”{error.kind}，没有读入。请用 WPS 或 Excel 打开它，另存为 .xlsx 后再试。"
        ) from error
    except Unread as error:
        raise Fault(f"“{path.name}”不是 {encoding} 编码，没有读入。请换一种编码。") from error
    except Cut as error:
        raise Fault(
            f"“{path.name}”的最后一个字只有一半（可能没有拷贝完整），没有读入。请重新拷贝一份再试。"
        ) from error


def _look_into_zip(data: bytes, path: Path) -> None:
    name = path.name
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise Fault(f"“{name}”展开后太大，没有读入。请只保留需要的工作表，另存后再试。")
            names = {entry.filename for entry in entries}
            if any(one.startswith("word/") for one in names):
                raise Fault(
                    f"“{name}”是 Word 文档，不是表格。请把其中的表格复制到 Excel/WPS 表格里，"
                    "另存为 .xlsx 后再试。"
                )
            if any(one.lower().endswith("workbook.bin") for one in names):
                raise Fault(
                    f"“{name}”是 .xlsb 表格，本程序读不了。"
                    "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再试。"
                )
            measure_archive(archive, Area(MAX_CELLS))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise Fault(
            f"“{name}”已损坏（可能没有拷贝完整），没有读入。请重新拷贝一份，"
            "或用 WPS、Excel 打开修复后另存再试。"
        ) from error
    except RuntimeError as error:  # how zipfile says that an entry wants a password
        raise _protected(path) from error


def _damaged(path: Path) -> Fault:
    return Fault(
        f"“{path.name}”已损坏或不是 Excel/WPS 表格，没有读入。"
        "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再试。"
    )


def _protected(path: Path) -> Fault:
    return Fault(
        f"“{path.name}”有打开密码，没有读入。请用 WPS 或 Excel 打开它，取消密码另存后再试。"
    )


def _sheet(
    sheet: CalamineSheet, name: str, unread: UnreadCells, percents: Places, *, visible: bool
) -> SheetData:
    rows = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for down, right in percents:
        if down < len(rows) and right < len(rows[down]):
            rows[down][right] = percent_text(rows[down][right])
    # A row of nothing but formulas without a result is somebody's all the same.
    bottom = max((row for row, _ in unread), default=-1) + 1
    while len(rows) > bottom and all(cell is None for cell in rows[-1]):
        rows.pop()
    if rows and len(rows) < bottom:
        Area(MAX_CELLS).take(bottom, len(rows[0]))
        rows += [[None] * len(rows[0]) for _ in range(bottom - len(rows))]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        if isinstance(value, str):
            for row in rows[top + 1 : bottom + 1]:
                row[left] = value
    return SheetData(name, tuple(tuple(row) for row in rows), visible=visible, unread=unread)


def _value(cell: Any) -> CellValue:
    if isinstance(cell, str):
        return cell.strip().strip("\u3000") or None
    if isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime):
        if cell.time() == time():
            return cell.date()
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date):
        return cell
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}".removesuffix(":00")
    if isinstance(cell, timedelta):
        hours, seconds = divmod(int(cell.total_seconds()), 3600)
        return f"{hours:02d}:{seconds // 60:02d}"
    return None
