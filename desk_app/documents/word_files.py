"""Opens `.docx` files of strangers: measured first, nothing in them runs, nothing is fetched.

python-docx runs no macros and follows no links; what is refused here would only cost time or
memory. Entities are not resolved (its parser), a document type declaration is refused.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desk_app.documents.list_numbers import ListNumbers
from desk_app.domain.drafting.model import Block, Paragraph, TextTable
from desk_app.domain.faults import Fault

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

MAX_BYTES = 30 * 2**20
MAX_UNPACKED_BYTES = 300 * 2**20
MAX_PART_BYTES = 40 * 2**20
"""Of one XML part unpacked: a text of a million characters with all its marks has less."""
MAX_ENTRIES = 10_000
MAX_CELLS = 200_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEPT = {f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"}
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}pict", f"{_W}instrText"}
"""What was struck out, what stands twice, text boxes, and the codes of fields."""


def open_word(data: bytes, name: str) -> "Document":
    """Open a document that has been measured; ``name`` is the file's, for the sentence.

    Raises:
        Fault: it is too large, locked, damaged, holds macros or is no document.
    """
    _measure(data, name)
    # Half a second and twelve megabytes: only when somebody reads a document.
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        return docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, OSError) as error:
        raise _damaged(name) from error


def read_word(data: bytes, name: str) -> tuple[Block, ...]:
    """Return paragraphs and tables in their order, numbers of lists written out.

    Raises:
        Fault: as ``open_word``, or the tables have too many cells.
    """
    document = open_word(data, name)
    numbers = ListNumbers(document)
    return tuple(_blocks(document.element.body, numbers, name))


def _blocks(parent: "_Element", numbers: ListNumbers, name: str) -> Iterator[Block]:
    cells = 0
    for child in _in_order(parent):
        if child.tag == f"{_W}p":
            text = numbers.before(child) + paragraph_text(child)
            yield from (Paragraph(line) for line in text.splitlines() if line.strip())
            continue
        rows = tuple(_rows(child))
        cells += sum(map(len, rows))
        if cells > MAX_CELLS:
            raise Fault(f"“{name}”里的表格太大，没有读入。请只留下评定办法的部分，另存后再试。")
        yield TextTable(rows)


def _in_order(parent: "_Element") -> "Iterator[_Element]":
    """Paragraphs and tables, also those that stand in a content control."""
    for child in parent:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag == f"{_W}sdt":
            for content in child.iterchildren(f"{_W}sdtContent"):
                yield from _in_order(content)


def _rows(table: "_Element") -> Iterator[tuple[str, ...]]:
    """The cells of each row on the grid: one merged downwards stands in every row of it."""
    above: dict[int, str] = {}
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tbl"), None) is not table:
                continue
            at = len(cells)
            text = "\n".join(paragraph_text(one) for one in cell.iter(f"{_W}p")).strip()
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None:
                if merged.get(f"{_W}val") == "restart":
                    above[at] = text
                else:
                    text = above.get(at, text)
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            wide = int(span.get(f"{_W}val", "1")) if span is not None else 1
            cells += [text] + [""] * (min(wide, 100) - 1)
        yield tuple(cells)


def paragraph_text(paragraph: "_Element") -> str:
    """What a paragraph shows: without what was struck out, codes of fields and text boxes."""
    return "".join(_pieces(paragraph))


def _pieces(parent: "_Element") -> Iterator[str]:
    for child in parent:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag not in _KEPT:
            yield from _pieces(child)
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield " " if child.tag == f"{_W}tab" else "\n"


def _measure(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise Fault(
            f"“{name}”有 {len(data) // 2**20} MB，太大，没有读入。请删去里面的图片，另存后再试。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure_archive(archive, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise _damaged(name) from error
    except RuntimeError as error:  # how zipfile says that an entry wants a password
        raise Fault(
            f"“{name}”有打开密码，没有读入。请用 WPS 打开它，取消密码另存后再试。"
        ) from error


def _measure_archive(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    parts = [one for one in entries if one.filename.endswith((".xml", ".rels"))]
    if (
        len(entries) > MAX_ENTRIES
        or sum(one.file_size for one in entries) > MAX_UNPACKED_BYTES
        or any(one.file_size > MAX_PART_BYTES for one in parts)
    ):
        raise Fault(f"“{name}”展开后太大，没有读入。请只留下评定办法的部分，另存后再试。")
    names = {one.filename for one in entries}
    if "word/document.xml" not in names:
        raise Fault(f"“{name}”不是 Word 文档，没有读入。请用 WPS 打开它，另存为 .docx 后再试。")
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Fault(f"“{name}”里有宏，没有读入。请用 WPS 打开它，另存为 .docx 后再试。")
    for part in parts:
        with archive.open(part) as opened:
            if b"<!DOCTYPE" in opened.read(2**12):
                raise _damaged(name)


def _damaged(name: str) -> Fault:
    return Fault(
        f"“{name}”已损坏或不是 Word 文档，没有读入。请用 WPS 打开它，另存为 .docx 后再试。"
    )
