"""The text of a PDF that has one; a scan has none and is told apart."""

import re

from desk_app.domain.faults import Fault

MAX_BYTES = 60 * 2**20
MAX_PAGES = 300
_FEWEST = 20
"""Characters: a page number and a stamp are no text."""
_PAGE_NUMBER = re.compile(r"^[\s—\-－–]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*/\s*\d{1,3})?[\s—\-－–]*$")


def read_pdf(data: bytes, name: str) -> str:
    """Return the lines of all pages, page numbers left out.

    Raises:
        Fault: it is too large, locked, damaged, or a scan.
    """
    if len(data) > MAX_BYTES:
        raise Fault(f"“{name}”有 {len(data) // 2**20} MB，太大，没有读入。请只留下需要的页再试。")
    # Only when somebody reads a PDF.
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise Fault(f"“{name}”有打开密码，没有读入。请取消密码另存后再试。") from error
        raise Fault(
            f"“{name}”已损坏或不是 PDF 文件，没有读入。请重新拷贝一份，或另存为 .docx 后再试。"
        ) from error
    try:
        if len(pdf) > MAX_PAGES:
            raise Fault(f"“{name}”有 {len(pdf)} 页，太多，没有读入。请只留下评定办法的几页再试。")
        pages = [_page(pdf, at) for at in range(len(pdf))]
    finally:
        pdf.close()
    lines = [
        line.rstrip()
        for page in pages
        for line in page.splitlines()
        if not _PAGE_NUMBER.match(line)
    ]
    text = "\n".join(lines)
    if len(re.sub(r"\s", "", text)) < _FEWEST:
        raise Fault(
            f"“{name}”是扫描件，里面没有文字，没有读入。请用 WPS 打开它，"
            "点“转换”，选“PDF 转 Word”，点“开始转换”，再选转出来的 .docx。"
        )
    return text


def _page(pdf: "PdfDocument", at: int) -> str:  # type: ignore[name-defined]  # noqa: F821
    page = pdf[at]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()
