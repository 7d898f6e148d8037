"""首页: how far every step is, what is late, and what to do next.

It belongs to the first screen of a start, so it names neither ``Qt`` nor ``QStyle``: PySide
builds such classes when they are first named, and that takes as long as the screen itself.
"""

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.home_words import HomeWords, StepWords
from desk_app.views.context import RoomContext
from desk_app.views.kit.theme import ACCENT, GOOD, LINE, PAPER, ink, pen
from desk_app.views.room import Room

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from desk_app.views.home_search import HomeSearch

ORDER = "党组织名册 → 新建轮次 → 评分 → 测评 → 定级 → 整改 → 上报"


class HomeRoom(Room):
    """One look at the round. The window reads the data and hands it over."""

    key: ClassVar[str] = "home"
    title: ClassVar[str] = "首页"

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self._room = ""
        self._words: HomeWords | None = None
        self._search: HomeSearch | None = None
        self._done: QUndoStack | None = None
        self.heading = Heading()
        self.heading.setProperty("kind", "title")
        self.facts = QLabel()
        self.facts.setProperty("kind", "quiet")
        self.facts.setWordWrap(True)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("kind", "next")
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(lambda: self.context.go(self._room))
        self.late = QLabel()
        self.late.setProperty("kind", "wrong")
        self.late.setWordWrap(True)
        self.order = QLabel(f"一轮定级的顺序：{ORDER}")
        self.order.setProperty("kind", "quiet")
        self.order.hide()
        self._card = QFrame()
        self._card.setObjectName("card")
        row = QHBoxLayout(self._card)
        row.setContentsMargins(18, 14, 18, 14)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self._steps = QWidget()
        self._grid = QGridLayout(self._steps)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        for one in (self.heading, self.facts, self._card, self.order, self.late, self._steps):
            column.addWidget(one)
        column.addStretch(1)
        self._column = column
        scroll = QScrollArea()
        scroll.setAccessibleName("首页")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_words(self, words: HomeWords) -> None:
        """Show what was read, or kept from the last time; the same again changes nothing."""
        if words == self._words:
            return
        self._words = words
        self.heading.setText(words.heading)
        self.order.setVisible(words.round_id is None)
        self.facts.setText(words.facts)
        self._room = words.room
        self.sentence.setText(words.sentence)
        self.button.setText(words.action)
        self.button.setVisible(bool(words.room))
        self.late.setText(words.late)
        self.late.setVisible(bool(words.late))
        self._show_steps(words.steps)

    @property
    def done(self) -> "QUndoStack":
        """What was done beside the rooms: the office has another name."""
        from PySide6.QtGui import QUndoStack

        if self._done is None:
            self._done = QUndoStack(self)
        return self._done

    def undo_stack(self) -> "QUndoStack | None":
        return self._done

    def first_focus(self) -> QWidget | None:
        """Return the button that takes one to what comes next."""
        return self.button if self._room else None

    def search_field(self) -> "HomeSearch":
        """Return the field that finds an organisation; it is made when it is first asked for."""
        if self._search is None:
            made = import_module("desk_app.views.home_search").HomeSearch
            self._search = made(self.context, lambda: self._words and self._words.round_id, self)
            self._column.insertWidget(0, self._search)
            self._search.show()
        return self._search

    def find_next(self, *, back: bool = False) -> bool:  # noqa: ARG002
        """F3 goes to the field as well: what it names is opened by Enter."""
        self.search_field().setFocus()
        return True

    def _show_steps(self, steps: tuple[StepWords, ...]) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for row, step in enumerate(steps):
            name = self._name(row, step)
            words = QLabel(step.words)
            words.setWordWrap(True)
            until = QLabel(step.until)
            until.setWordWrap(True)
            until.setProperty("kind", "wrong" if step.overdue else "quiet")
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(Bar(step.done, step.total), row, 1)
            self._grid.addWidget(words, row, 2)
            self._grid.addWidget(until, row, 3)

    def _name(self, row: int, step: StepWords) -> QWidget:
        text = f"{row + 1}. {step.name}"
        if not step.room:
            label = QLabel(text)
            label.setToolTip(step.actor)
            label.setProperty("kind", "step")
            return label
        button = QPushButton(text)
        button.setProperty("kind", "step")
        button.setToolTip(step.actor)
        button.clicked.connect(lambda: self.context.go(step.room))
        return button


class Heading(QLabel):
    """The title, which says when it was really painted."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()


class Bar(QWidget):
    """How much of a step is done; nothing is drawn where nothing is counted."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self._share = min(1.0, done / total) if total else -1.0
        self.setMaximumHeight(self.fontMetrics().height())
        self.setAccessibleName(f"{done}/{total}" if total else "")

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share < 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = max(8.0, self.height() * 0.5)
        whole = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.fillPath(_rounded(whole), _brush(LINE))
        if ink(LINE) != LINE:
            # Lines are black with strong contrast: a bar that is empty must not look full.
            painter.fillPath(_rounded(whole.adjusted(1, 1, -1, -1)), _brush(PAPER))
        if self._share:
            done = QRectF(whole.left(), whole.top(), whole.width() * self._share, height)
            painter.fillPath(_rounded(done), _brush(GOOD if self._share >= 1 else ACCENT))


def _brush(colour: str) -> QBrush:
    """A brush by way of a palette: made of a colour it would have PySide build all of ``Qt``."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, pen(colour))
    return palette.base()


def _rounded(bar: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(bar, 4, 4)
    return path
