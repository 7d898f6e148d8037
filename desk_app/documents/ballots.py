"""Ballots on A4: both sides of a long one, several short ones between cutting lines.

Every paper is drawn from the same boxes, moved as a whole; nothing is added to one of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.documents.boxes import BLACK, Layout, Page, Patch, Rule, TextLine
from desk_app.documents.columns import OMIT
from desk_app.documents.filling import fill
from desk_app.documents.fonts import HEI, SONG
from desk_app.documents.layout import lay_out
from desk_app.documents.pdf import draw
from desk_app.domain.polling.ballots import MOST_ITEMS, MOST_OPTIONS, Ballot, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.documents.boxes import Colour
    from desk_app.documents.fonts import Fonts

MOST_SIDES = 2
MOST_TO_PAGE = 4
_GAP = 20.0
"""Room above and below a short ballot, in points; most printers lose the outer 4 mm."""
_BAND = 22.0
_BAND_GAP = 8.0
_WORD_SIZE = 14.0
_CUT = (6.0, 4.0)
_CUT_COLOUR: "Colour" = (0.35, 0.35, 0.35)
_STROKE = 1.2

_COLOURS: "tuple[Colour, ...]" = (
    (0.96, 0.78, 0.76),
    (0.76, 0.86, 0.96),
    (0.98, 0.91, 0.66),
    (0.80, 0.92, 0.78),
    (0.88, 0.82, 0.94),
    (0.98, 0.85, 0.70),
    (0.78, 0.92, 0.92),
    (0.92, 0.92, 0.92),
)
_INK: "Colour" = (0.25, 0.25, 0.25)


@dataclass(frozen=True, slots=True)
class Printed:
    """Ballots ready to be printed. ``sides`` of a paper, ``to_page`` papers on a page."""

    pdf: bytes
    sides: int
    to_page: int
    papers: int


def ballot_workbook(forms: Path, ballot: Ballot) -> "Workbook":
    """Fill the form of a ballot; ``forms`` is the folder of the forms.

    Raises:
        Fault: the form is missing, damaged or wrongly changed.
    """
    key, columns = ("option", MOST_OPTIONS) if ballot.sheet is Sheet.MARKS else ("item", MOST_ITEMS)
    numbered: dict[str, object] = {}
    for number in range(1, columns + 1):
        used = number <= len(ballot.columns)
        numbered[f"{key}_{number}"] = ballot.columns[number - 1] if used else OMIT
        numbered[f"valid_{number}"] = ballot.valid[number - 1] if used else None
        numbered[f"invalid_{number}"] = ballot.invalid[number - 1] if used else None
    facts: dict[str, object] = {
        "form_title": ballot.title,
        "held": ballot.held,
        "instruction": ballot.instruction,
        "note": ballot.note,
        "heading": ballot.heading,
        "valid_words": ballot.valid_words,
        "invalid_words": ballot.invalid_words,
        "rows": [{"organisation": name} for name in ballot.lines],
        **numbered,
    }
    return fill(forms / f"{ballot.sheet.value}.xlsx", facts)


def sides_of(forms: Path, ballot: Ballot, fonts: "Fonts") -> tuple[Page, ...]:
    """The sides of one paper: its band, its lines, and where it goes on behind."""
    sides = lay_out(ballot_workbook(forms, ballot), fonts).pages
    dressed = []
    for number, side in enumerate(sides, 1):
        page = _banded(side, ballot, fonts) if ballot.band is not None else side
        if len(sides) > 1:
            words = "（正面，背面还有，请翻面接着填）" if number == 1 else "（背面）"
            _put(page, words, page.height - 26, 9.0, SONG, fonts)
        dressed.append(page)
    return tuple(dressed)


def print_ballots(
    forms: Path, ballots: Sequence[Ballot], fonts: "Fonts", *, papers: int = 1
) -> Printed:
    """At least ``papers`` of each ballot, page by page alike; no page is less full than another.

    A ballot of more sides than ``MOST_SIDES`` comes back with its sides counted and is the
    caller's to refuse.

    Raises:
        Fault: the form is missing, damaged or wrongly changed, or a font file is.
    """
    pages: list[Page] = []
    most, least, made = 0, MOST_TO_PAGE, 0
    for ballot in ballots:
        sides = sides_of(forms, ballot, fonts)
        to_page = _to_page(sides)
        times = -(-max(papers, 1) // to_page)
        pages += ([_stacked(sides[0], to_page)] if to_page > 1 else list(sides)) * times
        most, least, made = max(most, len(sides)), min(least, to_page), made + times * to_page
    return Printed(draw(Layout(tuple(pages), ()), fonts), most, least, made)


def _to_page(sides: tuple[Page, ...]) -> int:
    """How many papers find room on a page."""
    if len(sides) > 1:
        return 1
    top, bottom = _extent(sides[0])
    return max(1, min(int(sides[0].height // (bottom - top + 2 * _GAP)), MOST_TO_PAGE))


def _stacked(paper: Page, times: int) -> Page:
    """The same paper ``times`` times, with dashed lines to cut along."""
    top, bottom = _extent(paper)
    strip = paper.height / times
    page = Page(paper.width, paper.height)
    for number in range(times):
        shift = number * strip + (strip - (bottom - top)) / 2 - top
        _add(page, paper, shift)
        if number:
            cut = number * strip
            page.rules.append(Rule(0, cut, paper.width, cut, 0.6, _CUT, _CUT_COLOUR))
    return page


def _add(page: Page, paper: Page, shift: float) -> None:
    page.patches += [replace(patch, y=patch.y + shift) for patch in paper.patches]
    page.rules += [replace(rule, y1=rule.y1 + shift, y2=rule.y2 + shift) for rule in paper.rules]
    page.lines += [replace(line, y=line.y + shift) for line in paper.lines]


def _extent(page: Page) -> tuple[float, float]:
    """Top and bottom of what stands on a page."""
    tops = [rule.y1 for rule in page.rules] + [patch.y for patch in page.patches]
    tops += [line.y - line.size for line in page.lines]
    bottoms = [rule.y2 for rule in page.rules] + [patch.y + patch.height for patch in page.patches]
    bottoms += [line.y + 0.3 * line.size for line in page.lines]
    return min(tops), max(bottoms)


def _banded(side: Page, ballot: Ballot, fonts: "Fonts") -> Page:
    """A side under the band of its category: a word, a colour, and a pattern for grey prints."""
    top, _ = _extent(side)
    left = min((rule.x1 for rule in side.rules), default=0.0)
    right = max((rule.x2 for rule in side.rules), default=side.width)
    page = Page(side.width, side.height)
    # The upper margin is wide enough for the band; what is on the page stays where it was.
    y = max(top - _BAND - _BAND_GAP, 12.0)
    band = ballot.band or 0
    page.patches.append(Patch(left, y, right - left, _BAND, _COLOURS[band % len(_COLOURS)]))
    word = f"{ballot.category}票"
    width = fonts.width(word, HEI, _WORD_SIZE) + 20
    middle = (left + right) / 2
    hatch = _HATCHES[band % len(_HATCHES)]
    for start, end in ((left, middle - width / 2), (middle + width / 2, right)):
        page.rules += [
            Rule(x1, y + y1, x2, y + y2, _STROKE, (), _INK) for x1, y1, x2, y2 in hatch(start, end)
        ]
    edges = ((left, y, right, y), (left, y + _BAND, right, y + _BAND))
    page.rules += [Rule(*edge, 0.8, (), BLACK) for edge in edges]
    _put(page, word, y + _BAND / 2 + 0.36 * _WORD_SIZE, _WORD_SIZE, HEI, fonts, middle=middle)
    _add(page, side, 0.0)
    return page


def _plain(_start: float, _end: float) -> Iterator[tuple[float, float, float, float]]:
    yield from ()


def _upright(start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    for x in _steps(start + 4, end - 4, 8):
        yield x, 2, x, _BAND - 2


def _level(start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    for y in _steps(4, _BAND - 4, 7):
        yield start + 2, y, end - 2, y


def _slanted(start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    for x in _steps(start + 2, end - _BAND, 10):
        yield x, _BAND - 2, x + _BAND - 4, 2


def _crossed(start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    for x in _steps(start + 2, end - _BAND, 18):
        yield x, _BAND - 2, x + _BAND - 4, 2
        yield x, 2, x + _BAND - 4, _BAND - 2


def _ticks(start: float, end: float) -> Iterator[tuple[float, float, float, float]]:
    for x in _steps(start + 6, end - 10, 16):
        yield x, _BAND / 2, x + 6, _BAND / 2


_HATCHES: tuple[Callable[[float, float], Iterator[tuple[float, float, float, float]]], ...] = (
    _plain,
    _slanted,
    _upright,
    _level,
    _crossed,
    _ticks,
)


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    number = 0
    while start + number * step <= end:
        yield start + number * step
        number += 1


def _put(
    page: Page,
    text: str,
    y: float,
    size: float,
    face: str,
    fonts: "Fonts",
    middle: float | None = None,
) -> None:
    """A line of text around the middle of the page, or of something else."""
    centre = page.width / 2 if middle is None else middle
    x = centre - fonts.width(text, face, size) / 2
    for run in fonts.runs(text, face):
        page.lines.append(TextLine(x, y, run.text, run.face, size))
        x += fonts.width(run.text, run.face, size)
