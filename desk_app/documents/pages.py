"""Reads the tables of a web page: what many systems hand out under the name of .xls.

The tags are found by a plain walk from ``<`` to ``>`` that looks at every letter once. The
parser of the standard library takes minutes over some torn pages of a hundred kilobytes.
"""

import html
import re
from collections.abc import Iterator

from desk_app.documents.measuring import Area
from desk_app.documents.spans import SpannedRows
from desk_app.domain.sheets import CellValue, from_text

_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,30})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]{0,30})([^<>]*)>")
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*([0-9]{1,6})", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li"})
_UNSEEN = frozenset({"script", "style", "title"})
_MOST_ACROSS, _MOST_DOWN = 1_000, 65_534
"""What HTML allows at most; browsers cut there."""

_Tag = tuple[str, str, str]
"""The text before a tag, its name with ``/`` in front where it ends something, its attributes."""


def declared_charset(data: bytes) -> str:
    """The charset that a page names at its beginning, in small letters, "" where it does not."""
    found = _CHARSET.search(data[: 1 << 12])
    return found[1].decode("ascii", "ignore").lower() if found else ""


def read_page(text: str, area: Area) -> list[list[list[CellValue]]]:
    """Return the rows of every table of a page that holds anything, in their order.

    A table within a cell is a table of its own. Every value is a trimmed text.

    Raises:
        TooFar: the tables would take more cells than are left.
    """
    reader = _Reader(area)
    for before, name, attributes in _tags(text):
        reader.text(before)
        reader.tag(name, attributes)
    return reader.finish()


def _tags(text: str) -> Iterator[_Tag]:
    place, end = 0, len(text)
    while place < end:
        opening = text.find("<", place)
        if opening < 0:
            break
        before = text[place:opening]
        if text.startswith("<!--", opening):
            place = _behind(text, "-->", opening + 4)
            yield before, "", ""
            continue
        found = _TAG.match(text, opening)
        if found is None:
            # No tag: a lone sign, or an instruction such as <!doctype>.
            place = opening + 1
            if text.startswith(("<!", "<?"), opening):
                place = _behind(text, ">", opening)
                yield before, "", ""
            else:
                yield f"{before}<", "", ""
            continue
        name = found[2].lower()
        place = found.end()
        yield before, found[1] + name, found[3]
        if name in _UNSEEN and not found[1]:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(text, place)
            place = closing.start() if closing else end
    yield text[place:], "", ""


def _behind(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


class _Table:
    def __init__(self, area: Area) -> None:
        self.grown = SpannedRows(area)
        self.cell: list[str] | None = None
        self.across = self.down = 1
        self.in_row = False


class _Reader:
    def __init__(self, area: Area) -> None:
        self._area = area
        self._open: list[_Table] = []
        self._done: list[tuple[int, list[list[CellValue]]]] = []
        self._begun = 0
        self._numbers: list[int] = []

    def text(self, text: str) -> None:
        """Take the text between two tags."""
        if self._open and self._open[-1].cell is not None and text:
            self._open[-1].cell.append(html.unescape(text))

    def tag(self, name: str, attributes: str) -> None:
        """Take a tag; what is missing is added as browsers do."""
        if name == "table":
            self._open.append(_Table(self._area))
            self._numbers.append(self._begun)
            self._begun += 1
        elif not self._open:
            return
        elif name in {"tr", "/tr"}:
            self._end_cell()
            self._open[-1].in_row = name == "tr"
            if name == "tr":
                self._open[-1].grown.begin_row()
        elif name in {"td", "th"}:
            self._begin_cell(attributes)
        elif name in {"/td", "/th"}:
            self._end_cell()
        elif name == "/table":
            self._end_table()
        elif name.removeprefix("/") in _BREAKS:
            self.text("\n")

    def finish(self) -> list[list[list[CellValue]]]:
        """End what is still open, as in a page that was not copied to its end."""
        while self._open:
            self._end_table()
        return [rows for _, rows in sorted(self._done, key=lambda one: one[0]) if rows]

    def _begin_cell(self, attributes: str) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.in_row:
            table.grown.begin_row()
            table.in_row = True
        spans = {name.lower(): int(count) for name, count in _SPAN.findall(attributes)}
        table.across = min(max(1, spans.get("colspan", 1)), _MOST_ACROSS)
        table.down = min(max(1, spans.get("rowspan", 1)), _MOST_DOWN)
        table.cell = []

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is not None:
            value = from_text("".join(table.cell))
            table.grown.add(value, across=table.across, down=table.down)
            table.cell = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._open.pop()
        self._done.append((self._numbers.pop(), table.grown.finish()))
