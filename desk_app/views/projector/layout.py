"""Where everything stands on the second screen; sizes in pixels, worked out from its own.

Two arrangements: a line per option where the whole poll fits that way (one organisation's own
meeting), otherwise a row per organisation with a column per option, at most eight rows a page.
"""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

MOST_SUBJECTS = 8
DIGIT_SHARE = 20
"""A digit is at least 1/20 of the screen's height."""
BESIDE = 2
"""弃权 and 无效项 stand beside the options."""
_SMALLEST_FIGURE = 34
"""A 正 is at least 1/34 of the screen's height where a smaller page makes that possible."""
_LINE = 1.3
"""The height of a line over the height of a digit."""
_MARGIN = 1 / 60


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """One way to fill the screen.

    ``listed``: a line per vote. ``digit`` (counts), ``title`` and ``word`` are pixel sizes of
    letters, ``tall`` is the height of a digit as drawn, ``figure`` the side of a 正. ``top`` is
    where the first row begins, ``row`` its height, ``edges`` the left edges of the columns
    (name, votes …, right edge); in a list: name, word, strokes, count, bar, right edge.
    """

    width: int
    height: int
    listed: bool
    per_page: int
    digit: int
    tall: float
    title: int
    word: int
    figure: float
    heading: float
    top: float
    row: float
    edges: tuple[float, ...]

    def page_of(self, line: int) -> int:
        """Return the page on which a subject stands."""
        return line // self.per_page


def digit_pixels(font: QFont, height: int) -> int:
    """Return the letter size whose digits are at least 1/20 of ``height``, drawn, not nominal."""
    tried = QFont(font)
    tried.setBold(True)
    tried.setPixelSize(200)
    drawn = min(QFontMetricsF(tried).tightBoundingRect(one).height() for one in "0123456789")
    return int(height / DIGIT_SHARE / (drawn / 200)) + 2


def lay_out(
    font: QFont, size: tuple[int, int], subjects: int, votes: tuple[str, ...], digits: int
) -> BoardLayout:
    """Arrange ``subjects`` × ``votes`` (options, then 弃权 and 无效项), counts of ``digits``."""
    height = size[1]
    digit = digit_pixels(font, height)
    large = QFont(font)
    large.setBold(True)
    large.setPixelSize(digit)
    wide = QFontMetricsF(large).horizontalAdvance("0") * max(digits, 2)
    heading = digit * _LINE
    line = height / DIGIT_SHARE * _LINE
    if subjects * len(votes) * line <= height - heading - height * _MARGIN:
        return _list(size, subjects, votes, digit, heading, wide)
    options = max(1, len(votes) - BESIDE)
    tried = [
        _grid(size, rows, options, digit, heading, wide)
        for rows in range(min(MOST_SUBJECTS, max(subjects, 1)), 0, -1)
    ]
    fits = [one for one in tried if one.figure >= height / _SMALLEST_FIGURE]
    return fits[0] if fits else max(tried, key=lambda one: (round(one.figure), one.per_page))


def _list(
    size: tuple[int, int],
    subjects: int,
    votes: tuple[str, ...],
    digit: int,
    heading: float,
    wide: float,
) -> BoardLayout:
    width, height = size
    margin = width * _MARGIN
    top = heading + height * _MARGIN
    row = min((height - top - height * _MARGIN) / max(1, subjects * len(votes)), height / 7)
    tall = max(height / DIGIT_SHARE, row * 0.6)
    title, digit = digit, int(digit * tall * DIGIT_SHARE / height)
    wide *= digit / title
    word = int(min(title, row * 0.5))
    longest = max(len(one) for one in votes)
    name = 0.0 if subjects == 1 else width * 0.17
    words = margin + name
    strokes = words + (longest + 0.6) * word
    figure = min(row * 0.7, (width * 0.5) / (10 * 1.12))
    count = strokes + figure * 1.12 * 10 + margin
    bar = count + wide + margin
    return BoardLayout(
        width, height, True, max(subjects, 1), digit, tall, title, word, figure, heading, top, row,
        (margin, words, strokes, count, bar, width - margin),
    )  # fmt: skip


def _grid(
    size: tuple[int, int], rows: int, options: int, digit: int, heading: float, wide: float
) -> BoardLayout:
    width, height = size
    margin = width * _MARGIN
    word = int(height / 27)
    top = heading + word * 1.5
    row = (height - top - margin / 2) / rows
    beside = max(wide, 3 * word) + margin * 0.6
    name = min(width * 0.2, 7.6 * word)
    one = (width - 2 * margin - name - BESIDE * beside) / options
    edges = [margin, margin + name]
    edges += [edges[1] + one * (at + 1) for at in range(options)]
    edges += [edges[-1] + beside * (at + 1) for at in range(BESIDE)]
    tall = height / DIGIT_SHARE
    free = row - tall - 2.4 * gap_of(row)
    inner = one - margin * 0.7
    figure = max(
        min(free / (lines * 1.12), inner / (-(-10 // lines) * 1.12)) for lines in (1, 2, 3)
    )
    return BoardLayout(
        width, height, False, rows, digit, tall, digit, word, figure, heading, top, row,
        tuple(edges),
    )  # fmt: skip


def gap_of(row: float) -> float:
    """Return the room left above the digits of a row ``row`` pixels high, and below them."""
    return row * 0.07
