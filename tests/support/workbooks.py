"""Workbooks that tests damage: small enough to be quick, large enough to be torn anywhere."""

import io
import struct
import zipfile
from collections.abc import Callable

import xlwt
from openpyxl import Workbook


def old_list(rows: int = 120) -> bytes:
    """Return a good .xls list with texts and numbers."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for row in range(rows):
        for column in range(8):
            text = f"石桥村{row}-{column}"
            sheet.write(
                row, column, [text, row * column, row / 7 + 0.01][(column > 4) + (column > 6)]
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def new_list(book: Workbook | None = None) -> bytes:
    """Return a good .xlsx of two cells, or the given one."""
    if book is None:
        book = Workbook()
        assert book.active is not None
        book.active.append(["石桥村", 1])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(whole: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """Return an archive with every part's name and bytes as ``change`` gives them back."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            name, data = change(entry.filename, old.read(entry))
            new.writestr(name, data)
    return stream.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(sheet: bytes | str, path: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return an .xlsx whose one sheet is this text, at this place in the archive."""
    old = "xl/worksheets/sheet1.xml"
    text = sheet if isinstance(sheet, bytes) else sheet.encode()

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name == old:
            return path, text
        return name, data.replace(f"/{old}".encode(), f"/{path}".encode())

    return rewritten(new_list(), change)


def sheet_of(rows: str, before: str = "") -> str:
    """Return the text of a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'


ODS = "application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def ods(rows: str) -> bytes:
    """Return an .ods with one table of these rows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}"'
            f' xmlns:text="{_TEXT}"><office:body><office:spreadsheet>'
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def old_record(whole: bytes, kind: int, change: Callable[[bytes], bytes]) -> bytes:
    """Return an .xls whose first record of a kind is changed; its length stays.

    The stream of xlwt's files lies in one piece behind the header.
    """
    place = 512
    while place + 4 <= len(whole):
        found, length = struct.unpack_from("<HH", whole, place)
        body = whole[place + 4 : place + 4 + length]
        if found == kind:
            changed = change(body)
            assert len(changed) == length
            return whole[: place + 4] + changed + whole[place + 4 + length :]
        place += 4 + length
    raise LookupError(hex(kind))
