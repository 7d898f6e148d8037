"""Finds every sheet inside an .xlsx or .ods archive, wherever it lies, and measures it."""

import zipfile

from desk_app.documents.measuring import Area
from desk_app.documents.xml_sheets import measure_tables, measure_worksheet

_CHUNK = 1 << 16
_MARK = b"sheetData"
"""Without these bytes a part of a workbook holds no cells for the reader, whatever it is named."""


def measure_archive(archive: zipfile.ZipFile, area: Area) -> None:
    """Measure every sheet of an .xlsx or .ods archive, wherever it lies inside.

    Raises:
        TooFar, Torn: as they say.
        zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError: from the archive.
    """
    for entry in archive.infolist():
        name = entry.filename.replace("\\", "/").lower()
        if name == "content.xml":
            with archive.open(entry) as part:
                measure_tables(part, area)
        if _has_cells(archive, entry, name):
            with archive.open(entry) as part:
                measure_worksheet(part, area)


def _has_cells(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bool:
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return True
    with archive.open(entry) as part:
        before = part.read(4)
        if b"\0" in before or before.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _is_xml(before + part.read(_CHUNK))
        while chunk := part.read(_CHUNK):
            before += chunk
            if _MARK in before:
                return True
            before = before[-len(_MARK) :]
    return False


def _is_xml(start: bytes) -> bool:
    """Whether a part with zeros in it begins as XML of two bytes a letter does."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        text = start[: len(start) & ~1].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
        if text.startswith("<"):
            return True
    return False
