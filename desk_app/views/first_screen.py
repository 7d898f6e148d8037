"""The first screen of a start: what the frame will say, painted around ``pages``.

It stands for a moment, until the frame itself is made behind the first paint; ``pages`` moves
from here into the frame. One widget that paints, because widgets that are dressed take longer;
and neither ``Qt`` nor ``QStyle`` nor any list, because PySide builds such classes when they are
first named, and that takes longer than everything else here.
"""

from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.domain.home_words import HomeWords
from desk_app.views.kit.theme import ACCENT, CHOSEN_BACKGROUND, LINE, PAPER, QUIET, TEXT
from desk_app.views.rooms import ROOMS


class FirstScreen(QWidget):
    """The line on top, the list of rooms with 首页 chosen, the line below."""

    def __init__(self, pages: QWidget, words: HomeWords) -> None:
        super().__init__()
        self._words = words
        metrics = self.fontMetrics()
        self._letter = metrics.height()
        self._strip = metrics.horizontalAdvance("国") * 10
        self._top = self._letter + 22
        self._bottom = self._letter + 24
        column = QVBoxLayout(self)
        column.setContentsMargins(self._strip, self._top, 0, self._bottom)
        column.addWidget(pages)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        paper, line = QColor(PAPER), QColor(LINE)
        painter.fillRect(0, 0, width, self._top, paper)
        painter.fillRect(0, self._top - 1, width, 1, line)
        painter.fillRect(0, self._top, self._strip, height, paper)
        painter.fillRect(self._strip - 1, self._top, 1, height, line)
        below = height - self._bottom
        painter.fillRect(self._strip, below, width, self._bottom, paper)
        painter.fillRect(self._strip, below, width, 1, line)
        plain = self.font()
        bold = QFont(plain)
        bold.setBold(True)
        words = self._words
        self._write(
            painter, plain, QUIET, width - 19, 0, self._top, f"{words.office} ▾", left=False
        )
        self._write(painter, bold, TEXT, 19, 0, self._top, f"{words.round} ▾")
        if words.sentence:
            place = self._strip + 14
            self._write(
                painter, plain, TEXT, place, below, self._bottom, f"下一步：{words.sentence}"
            )
        each, top = self._letter + 18, self._top + 6
        for key, name in ROOMS.items():
            badge, chosen = words.badges.get(key, ""), key == "home"
            if chosen:
                painter.fillRect(0, top, self._strip - 1, each, CHOSEN_BACKGROUND)
                painter.fillRect(0, top, 4, each, QColor(ACCENT))
            font, colour = (bold, ACCENT) if chosen else (plain, TEXT)
            self._write(painter, font, colour, 18, top, each, name)
            font, colour = (bold, ACCENT) if badge.endswith("!") else (plain, QUIET)
            self._write(painter, font, colour, self._strip - 13, top, each, badge, left=False)
            top += each

    def _write(
        self,
        painter: QPainter,
        font: QFont,
        colour: str,
        x: int,
        top: int,
        height: int,
        text: str,
        *,
        left: bool = True,
    ) -> None:
        """Write in the middle of a line that begins at ``top``; ``x`` is the left or right end."""
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        x -= 0 if left else metrics.horizontalAdvance(text)
        painter.drawText(x, top + (height + metrics.ascent() - metrics.descent()) // 2, text)
