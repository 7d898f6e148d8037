"""Plain text as blocks: lines that a page broke are one again, lines of cells are tables."""

import re
from collections.abc import Iterator, Sequence

from desk_app.domain.drafting.model import Block, Paragraph, TextTable


def paragraphs(text: str) -> tuple[Block, ...]:
    """A plain text as blocks; lines with tabs next to each other are a table."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in _joined(text.splitlines()):
        if "\t" in line.strip("\t "):
            rows.append(tuple(cell.strip() for cell in line.split("\t")))
            continue
        if rows:
            blocks.append(TextTable(tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line.strip()))
    if rows:
        blocks.append(TextTable(tuple(rows)))
    return tuple(blocks)


_LONG_LINE = 24
_TITLE = re.compile("(?:通知|办法|方案|细则|意见|规定|制度|标准|附件|（试行）)$")
_NEW = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+[章节条篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])"
)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines that a page broke in the middle of a sentence are one again."""
    open_line = ""
    for here in lines:
        line = here
        if open_line and line.strip() and not _NEW.match(line) and "\t" not in line:
            line = open_line + line.strip()
        elif open_line:
            yield open_line
        open_line = ""
        text = line.rstrip()
        if (
            len(text) >= _LONG_LINE
            and not _TITLE.search(text)
            and text[-1] not in "。！？；：.!?;:）)”》"
            and "\t" not in line
        ):
            open_line = text
        else:
            yield line
    if open_line:
        yield open_line
