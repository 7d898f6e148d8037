"""The first screen of a start: what the frame will say around ``pages``, in plain labels.

It stands for a moment, until the frame itself is made behind it; ``pages`` moves from here into
the frame. Nothing here names ``Qt`` or ``QStyle`` or a list, nor gives a colour to a painter:
PySide builds such classes when they are first met, and that takes longer than all this.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.domain.home_words import HomeWords
from desk_app.views.kit.theme import CHOSEN_BACKGROUND, LINE, PAPER, pen
from desk_app.views.rooms import NARROW_BELOW_LETTERS, NARROW_LETTERS, ROOMS


class FirstScreen(QWidget):
    """The line on top, the list of rooms with 首页 chosen, the line below."""

    def __init__(self, pages: QWidget, words: HomeWords, clerk: str, size: QSize) -> None:
        """``clerk`` is who works here; ``size`` is the window's: a narrow one has a narrow list."""
        super().__init__()
        letter = self.fontMetrics().height()
        wide = self.fontMetrics().horizontalAdvance("国") * NARROW_BELOW_LETTERS
        high = min(letter * 3, (size.height() - letter - 30) // len(ROOMS))
        top, row = _line("top", letter + 24)
        row.addWidget(_label(f"{words.round} ▾", bold=True))
        row.addStretch(1)
        row.addWidget(_label(f"{clerk} ▾"))
        row.addSpacing(22)
        row.addWidget(_label(f"{words.office} ▾"))
        bottom, row = _line("bottom", letter + 20)
        row.setContentsMargins(14, 0, 14, 0)
        row.addWidget(_label(f"下一步：{words.sentence}" if words.sentence else ""))
        row.addStretch(1)
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top, 0, 0, 1, 3)
        rooms = self._few(high) if size.width() < wide else self._rooms(words.badges)
        whole.addWidget(rooms, 1, 0, 2, 1)
        whole.addWidget(_filled(pen(LINE), width=1), 1, 1, 2, 1)
        whole.addWidget(pages, 1, 2)
        whole.addWidget(bottom, 2, 2)
        whole.setColumnStretch(2, 1)
        whole.setRowStretch(1, 1)

    def _few(self, high: int) -> QWidget:
        """The rooms of a narrow window; the frame draws the pictures over the words."""
        letter = self.fontMetrics().horizontalAdvance("国")
        strip = _filled(QColor(PAPER), width=int(letter * NARROW_LETTERS) - 1)
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        for key, name in ROOMS.items():
            chosen = key == "home"
            entry = _filled(CHOSEN_BACKGROUND) if chosen else QWidget()
            entry.setFixedHeight(high)
            inside = QVBoxLayout(entry)
            inside.setContentsMargins(0, 0, 0, 6)
            inside.addStretch(1)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(_label(name, kind="wrong" if chosen else "", bold=chosen))
            row.addStretch(1)
            inside.addLayout(row)
            column.addWidget(entry)
        column.addStretch(1)
        return strip

    def _rooms(self, badges: dict[str, str]) -> QWidget:
        """The rooms as the list of rooms shows them."""
        metrics = self.fontMetrics()
        strip = _filled(QColor(PAPER), width=metrics.horizontalAdvance("国") * 10 - 1)
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        for key, name in ROOMS.items():
            chosen = key == "home"
            entry = _filled(CHOSEN_BACKGROUND) if chosen else QWidget()
            entry.setFixedHeight(metrics.height() + 18)
            row = QHBoxLayout(entry)
            row.setContentsMargins(18, 0, 12, 0)
            row.addWidget(_label(name, kind="wrong" if chosen else "", bold=chosen))
            badge = badges.get(key, "")
            if badge:
                late = badge.endswith("!")
                row.addStretch(1)
                row.addWidget(_label(badge, kind="wrong" if late else "quiet", bold=late))
            column.addWidget(entry)
        column.addStretch(1)
        return strip


def _line(name: str, height: int) -> tuple[QFrame, QHBoxLayout]:
    line = QFrame()
    line.setObjectName(name)
    line.setFixedHeight(height)
    row = QHBoxLayout(line)
    row.setContentsMargins(24, 0, 24, 0)
    return line, row


def _label(text: str, *, kind: str = "", bold: bool = False) -> QLabel:
    label = QLabel(text)
    if kind:
        label.setProperty("kind", kind)
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label


def _filled(colour: QColor, width: int = 0) -> QWidget:
    """A plain surface of one colour."""
    surface = QWidget()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    surface.setPalette(palette)
    surface.setAutoFillBackground(True)
    if width:
        surface.setFixedWidth(width)
    return surface
