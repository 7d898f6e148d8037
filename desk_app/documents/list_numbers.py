"""The numbers that Word puts before the items of a list by itself: they stand in no text."""

from typing import TYPE_CHECKING

from desk_app.domain.drafting.numerals import chinese

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCountingThousand",
}
_CIRCLED = "decimalEnclosedCircle"


class ListNumbers:
    """Counts the lists of one document while its paragraphs are read in order."""

    def __init__(self, document: "Document") -> None:
        self._styles = {
            one.style_id: one.element.find(f"{_W}pPr/{_W}numPr") for one in document.styles
        }
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._reached: dict[tuple[str, int], int] = {}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError):
            return  # a document without lists has no such part
        kinds = {
            one.get(f"{_W}abstractNumId"): _levels_of(one)
            for one in root.iterchildren(f"{_W}abstractNum")
        }
        for one in root.iterchildren(f"{_W}num"):
            kind = one.find(f"{_W}abstractNumId")
            if kind is not None:
                self._levels[one.get(f"{_W}numId", "")] = kinds.get(kind.get(f"{_W}val"), {})

    def before(self, paragraph: "_Element") -> str:
        """The number that stands before a paragraph; "" where it is no item of a list."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if found is None and style is not None:
            found = self._styles.get(style.get(f"{_W}val", ""))
        if found is None:
            return ""
        number, level = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
        key = number.get(f"{_W}val", "") if number is not None else ""
        depth = int(level.get(f"{_W}val", "0")) if level is not None else 0
        levels = self._levels.get(key, {})
        if depth not in levels:
            return ""
        start = levels[depth][2]
        self._reached[key, depth] = self._reached.get((key, depth), start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            self._reached.pop((key, deeper), None)
        text = levels[depth][1]
        for at, (form, _, first) in levels.items():
            count = self._reached.get((key, at), first)
            text = text.replace(f"%{at + 1}", _written(count, form))
        return text


def _levels_of(kind: "_Element") -> dict[int, tuple[str, str, int]]:
    """Depth → form, text with %1, first number; marks that are no numbers are left out."""
    levels: dict[int, tuple[str, str, int]] = {}
    for one in kind.iterchildren(f"{_W}lvl"):
        form, text = one.find(f"{_W}numFmt"), one.find(f"{_W}lvlText")
        start = one.find(f"{_W}start")
        if form is None or text is None or form.get(f"{_W}val") in {"bullet", "none"}:
            continue
        first = int(start.get(f"{_W}val", "1")) if start is not None else 1
        levels[int(one.get(f"{_W}ilvl", "0"))] = (
            form.get(f"{_W}val", ""),
            text.get(f"{_W}val", ""),
            first,
        )
    return levels


def _written(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        return chinese(number)
    if form == _CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)
