"""Reads a county's document into paragraphs and tables: .docx, PDF with text, .txt.

What a file holds decides, not its ending. What cannot be read ends in one sentence with what
to click.
"""

from pathlib import Path

from desk_app.documents.encodings import CutOff, NotText, decode
from desk_app.documents.given_files import bytes_of
from desk_app.documents.pdf_text import read_pdf
from desk_app.documents.word_files import read_word
from desk_app.domain.drafting.model import Block
from desk_app.domain.drafting.plain_text import paragraphs
from desk_app.domain.faults import Fault

MAX_CHARACTERS = 1_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"BM")


def read_document(path: Path) -> tuple[Block, ...]:
    """Return what a document shows, in its order.

    Raises:
        Fault: one sentence that names the file and says what to do.
    """
    data = bytes_of(path, ".docx、.pdf 或 .txt 文件", "删去里面的图片")
    name = path.name
    if not data.strip(b"\0\r\n\t "):
        raise Fault(f"“{name}”是空文件，请核对是否选对了文件，或重新拷贝一份。")
    if data.startswith(_ZIP):
        return _filled(read_word(data, name), name)
    if data.startswith((_OLE, b"{\\rtf")):
        raise Fault(
            f"“{name}”是旧格式的文档（.doc、.wps），没有读入。请用 WPS 打开它，"
            "点“文件”，点“另存为”，文件类型选“.docx”，再选存好的那一份。"
        )
    if data.lstrip().startswith(b"%PDF"):
        return _filled(paragraphs(read_pdf(data, name)), name)
    if data.startswith(_PICTURES):
        raise Fault(
            f"“{name}”是图片，没有读入。请用 WPS 打开它，点“转换”，选“图片转文字”，"
            "点“开始转换”，再选转出来的 .docx。"
        )
    return _filled(paragraphs(_text(data, name)), name)


def read_pasted(text: str) -> tuple[Block, ...]:
    """Return pasted text as blocks; lines of cells (with tabs between) are tables.

    Raises:
        Fault: nothing was pasted, or too much.
    """
    return _filled(paragraphs(_short(text, "粘贴的文字")), "粘贴的文字")


def _text(data: bytes, name: str) -> str:
    try:
        text = decode(data).text
    except CutOff as error:
        raise Fault(
            f"“{name}”的最后一个字只有一半（可能没有拷贝完整），没有读入。请重新拷贝一份再试。"
        ) from error
    except NotText as error:
        raise Fault(
            f"“{name}”不是能读的文档，没有读入。请用 WPS 打开它，"
            "点“文件”，点“另存为”，文件类型选“.docx”，再选存好的那一份。"
        ) from error
    return _short(text, name)


def _short(text: str, name: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise Fault(f"“{name}”有 {len(text)} 个字，太长，没有读入。请只留下评定办法的部分再试。")
    return text


def _filled(blocks: tuple[Block, ...], name: str) -> tuple[Block, ...]:
    if not blocks:
        raise Fault(f"“{name}”里没有文字，没有读入。请核对是否选对了文件。")
    return blocks
