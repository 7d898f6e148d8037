"""Tables in files of text: CSV and the like, web pages, XML tables; the content decides."""

from dataclasses import dataclass

from desk_app.documents.delimited import read_delimited
from desk_app.documents.encodings import CutOff, Decoded, NotText, decode
from desk_app.documents.measuring import Area
from desk_app.documents.pages import declared_charset, read_page
from desk_app.documents.xml_tables import MARK, read_xml_tables
from desk_app.domain.sheets import GBK, UTF_8, CellValue, SheetData

_CHARSETS = {"utf-8": UTF_8, "utf8": UTF_8, "gb2312": GBK, "gbk": GBK, "gb18030": GBK}
_PAGES = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body")
_LOOKED_AT = 1 << 13

_NO_TABLE = "不是 Excel/WPS 表格"


@dataclass(frozen=True, slots=True)
class FileTables:
    """The sheets of a file; ``encoding`` is "" for a workbook, which has none to be chosen.

    ``of_page``: the tables of a web page, of which only some may be meant for reading.
    """

    sheets: tuple[SheetData, ...]
    encoding: str = ""
    of_page: bool = False


class Foreign(Exception):
    """The file holds no table that could be read; ``kind`` is what it is instead."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Unread(Exception):
    """The file is not in the encoding that was asked for."""


class Cut(Exception):
    """The file ends in the middle of a letter."""


def read_text_tables(data: bytes, name: str, area: Area, encoding: str = "") -> FileTables:
    """Read what is no workbook; ``name`` is what a single table is called.

    Raises:
        Foreign, Unread, Cut: as they say.
        TooFar, Torn: see ``measuring``.
    """
    if data.lstrip().startswith(b"%PDF"):
        raise Foreign(f"其实是 PDF 文件，{_NO_TABLE}")
    decoded = _decoded(data, encoding)
    text = decoded.text
    start = text[:_LOOKED_AT].lstrip().lower()
    if start.startswith("<"):
        if MARK in start:
            found = read_xml_tables(text, area)
            sheets = tuple(_sheet(one, rows, visible=seen) for one, seen, rows in found)
            return FileTables(sheets, decoded.encoding)
        tables = read_page(text, area)
        if tables:
            names = [name] if len(tables) == 1 else [f"表格{n}" for n in range(1, len(tables) + 1)]
            sheets = tuple(_sheet(one, rows) for one, rows in zip(names, tables, strict=True))
            return FileTables(sheets, decoded.encoding, of_page=True)
        if start.startswith(_PAGES):
            raise Foreign(f"其实是网页文件，{_NO_TABLE}，里面也没有表格")
    elif start.startswith("mime-version:"):
        raise Foreign(f"其实是网页存档，{_NO_TABLE}")
    rows = read_delimited(text, area)
    if sum(bool(row) for row in rows) < 2:
        # A line alone is no heading with something below it.
        raise Foreign(_NO_TABLE)
    return FileTables((_sheet(name, rows),), decoded.encoding)


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        if encoding:
            return decode(data, encoding)
        declared = _CHARSETS.get(declared_charset(data), "")
        if declared:
            try:
                return decode(data, declared)
            except (NotText, CutOff):
                pass  # the page says so, but is not: its bytes decide
        return decode(data)
    except (NotText, CutOff) as error:
        if encoding:
            raise Unread(encoding) from error
        if isinstance(error, CutOff):
            raise Cut from error
        raise Foreign(_NO_TABLE) from error


def _sheet(name: str, rows: list[list[CellValue]], *, visible: bool = True) -> SheetData:
    wide = max((len(row) for row in rows), default=0)
    filled = (tuple(row) + (None,) * (wide - len(row)) for row in rows)
    return SheetData(name, tuple(filled), visible=visible)
