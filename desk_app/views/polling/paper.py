"""The open ballot on screen: the paper's lines in the paper's order, and its keys."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from desk_app.domain.point_options import is_points
from desk_app.domain.points import to_half_width
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.polling.keying import Hand
from desk_app.views.kit.theme import ACCENT, BALLOT, GOOD
from desk_app.views.polling.keymap import BACKSPACE, ESCAPE, NAMED, VOID
from desk_app.views.polling.paper_input import PaperInput
from desk_app.views.polling.paper_painting import (
    LinePainter,
    paint_heading,
    paint_over,
    paint_question,
    paint_rules,
)

_KEYPAD_WITHOUT_NUMLOCK = {
    Qt.Key.Key_End,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Left,
    Qt.Key.Key_Clear,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_Up,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Insert,
    Qt.Key.Key_Delete,
}
_NOT_TYPING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)

_LEAST_LETTERS = 28
"""Letters a line under which the names and the votes of a ballot run into each other."""


class Paper(QAbstractScrollArea):
    """Takes the keys and shows the paper that lies open. Ballots are in ``hand`` only."""

    pressed = Signal()
    """The batch in hand changed."""
    full = Signal()
    """Enter was pressed on a full batch."""
    escaped = Signal()
    function_key = Signal(int)
    """F6 and above: the second screen's."""
    hinted = Signal(str)
    """Why a key did nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A digit must never open a list of Chinese candidates.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("测评票")
        self.names: tuple[str, ...] = ()
        self.options: tuple[str, ...] = ()
        self.votes: tuple[str, ...] = (ABSTAINED, SPOILT)
        self.closed = False
        self._input = PaperInput(self)
        self._input.put.connect(self._put)
        self._input.asked.connect(self._asked)
        self._input.full.connect(self.full)
        self._input.hinted.connect(self.hinted)
        self._edges: list[int] = []
        self._short: list[str] = []
        self._places: dict[str, int] = {}
        self.follow_letters()

    def follow_letters(self) -> None:
        """Reckon lines and columns from the letters of the program."""
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.setFont(font)
        self._height = int(self.fontMetrics().height() * 1.3)
        self.setMinimumWidth(_LEAST_LETTERS * self.fontMetrics().horizontalAdvance("国"))
        self._lines = LinePainter(font)
        self._edges = []
        self._scroll()
        self.viewport().update()

    def begin(self, names: tuple[str, ...], options: tuple[str, ...], size: int) -> None:
        """Open the first paper of a batch of ``size``."""
        self.names, self.options = names, options
        self.votes = (*options, ABSTAINED, SPOILT)
        self._input.begin(len(names), options, size)
        self._places = {vote: at for at, vote in enumerate(self.votes, 2)}
        self.closed = False
        self._edges = []
        self._lines.forget()
        self._scroll()
        self.viewport().update()

    def step_back(self) -> bool:
        """Do what 退格 does; say whether the batch in hand held anything to take back."""
        if self.closed or (self.hand.empty and not self._input.asking):
            return False
        self._input.press(BACKSPACE)
        return True

    @property
    def hand(self) -> Hand:
        """The batch in hand."""
        return self._input.hand

    @property
    def asking(self) -> bool:
        """Whether it is asked why the paper is void."""
        return self._input.asking

    @property
    def line(self) -> int:
        """The line that is keyed next."""
        return self._input.line

    def row_height(self) -> int:
        """The height of a line in pixels."""
        return self._height

    def sizeHint(self) -> QSize:
        return QSize(640, self.row_height() * 13)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the whole of a name that is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = event.pos().y() // self.row_height() - 1 + self.verticalScrollBar().value()
            if 0 <= line < len(self._short) and self._short[line] != self.names[line]:
                QToolTip.showText(event.globalPos(), self.names[line], self)
                return True
        return super().viewportEvent(event)

    # --- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        name = NAMED.get(key) or to_half_width(event.text()).upper()
        keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
        if name == ESCAPE:
            self.escaped.emit()
        elif Qt.Key.Key_F6 <= key <= Qt.Key.Key_F12:
            self.function_key.emit(key)
        elif event.modifiers() & _NOT_TYPING:
            event.ignore()
        elif keypad and key in _KEYPAD_WITHOUT_NUMLOCK:
            self.hinted.emit("小键盘现在是方向键，请按一下 Num Lock 再录。")
        elif not self.closed and not event.isAutoRepeat():
            # a key held down is one key: a second mark nobody meant is worse than none
            self._input.press(name)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab, so close to the digits, does not take the keys away; Esc leaves the page."""
        return False

    def _asked(self) -> None:
        self.viewport().update()
        self.pressed.emit()

    def _put(self, before: tuple[int, bool]) -> None:
        line, was_void = before
        near = abs(line - self.line) <= 1 and not self.hand.complete and not was_void
        if not self._scroll() and near:
            top = min(line, self.line)
            self.viewport().update(self._row(top).united(self._row(max(line, self.line))))
        else:
            self.viewport().update()
        self.pressed.emit()

    # --- paper -----------------------------------------------------------------------------

    def resizeEvent(self, event: object) -> None:
        del event
        self._edges = []
        self._scroll()

    def _scroll(self) -> bool:
        """Let the paper follow its line, a page at a time; says whether it moved.

        Turning a page costs one full repaint; a paper that crept would cost one a key.
        """
        height = self.row_height()
        visible = max(1, self.viewport().height() // height - 1)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, len(self.names) - visible))
        bar.setPageStep(visible)
        before = bar.value()
        if self.line >= before + visible:
            bar.setValue(self.line - min(1, visible - 1))
        elif self.line < before:
            bar.setValue(self.line - visible + 1)
        return bar.value() != before

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy
        self.viewport().update()

    def _row(self, line: int) -> QRect:
        height = self.row_height()
        top = (line - self.verticalScrollBar().value() + 1) * height
        return QRect(0, top, self.viewport().width(), height)

    def _columns(self) -> list[int]:
        """Left edges: number, name, each vote, and the right edge; measured once a paper."""
        if not self._edges:
            metrics = self.fontMetrics()
            width = self.viewport().width()
            self._edges = _measure(
                metrics, width, self.names, self.votes, points=is_points(self.options)
            )
            room = self._edges[2] - self._edges[1] - 6
            elide = Qt.TextElideMode.ElideMiddle  # names of one township begin alike
            self._short = [metrics.elidedText(one, elide, room) for one in self.names]
        return self._edges

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), BALLOT)
        edges = self._columns()
        height = self.row_height()
        dirty = event.rect()
        if dirty.top() < height:
            box = QRect(0, 0, self.viewport().width(), height)
            paint_heading(painter, edges, box, self.votes, self._input.keys.heads)
        first = self.verticalScrollBar().value()
        top = first + max(0, dirty.top() // height - 1)
        last = min(len(self.names), first + dirty.bottom() // height)
        painter.setClipRect(dirty.intersected(QRect(0, height, dirty.right() + 1, dirty.bottom())))
        self._paint_lines(painter, edges, range(top, last))
        if self.asking:
            answers = self._input.keys.help_asked
            paint_question(painter, self.viewport().rect(), height, answers)
        elif self.hand.void:
            words = f"{VOID}：{self.hand.reason}" if self.hand.reason else VOID
            paint_over(painter, self._all_lines(), words, ACCENT, crossed=True)
        elif self.hand.full and self.hand.size:
            paint_over(painter, self._all_lines(), f"{self.hand.size} 张已录完，按回车入库", GOOD)
        painter.end()

    def _paint_lines(self, painter: QPainter, edges: list[int], lines: range) -> None:
        hand = self.hand
        next_ = -1 if hand.void or hand.full else len(hand.marks)
        current = self._row(next_) if next_ in lines else None
        paint_rules(painter, edges, [self._row(line) for line in lines], current)
        for line in lines:
            box = self._row(line)
            self._lines.paint(painter, edges, box, (line, self._short[line], line == next_))
            if line < len(hand.marks):
                vote = hand.marks[line]
                column = self._places[vote]
                self._lines.paint_vote(painter, edges[column], edges[column + 1], box, vote)

    def _all_lines(self) -> QRect:
        high = len(self.names) * self.row_height()
        lines = QRect(0, self.row_height(), self.viewport().width(), high)
        return lines.intersected(self.viewport().rect())


def _measure(
    metrics: QFontMetrics,
    width: int,
    names: tuple[str, ...],
    votes: tuple[str, ...],
    *,
    points: bool,
) -> list[int]:
    """Return the left edges of the columns, in pixels, and the right edge of the last.

    The votes stand close to the names, so that the eye does not lose its line.
    """
    letter = metrics.horizontalAdvance("国")
    number = 3 * letter
    longest = max((metrics.horizontalAdvance(one) for one in names), default=0)
    least, beside = (2, 1) if points else (3, 2)
    needed = [(max(len(one), least) + beside) * letter for one in votes]
    name = max(8 * letter, min(longest + 2 * letter, width - number - sum(needed)))
    spare = width - number - name - sum(needed)
    wider = max(-(least) * letter, min(spare // len(votes), 2 * letter))
    edges = [0, number, number + name]
    for one in needed:
        edges.append(min(edges[-1] + one + wider, width))
    return edges
