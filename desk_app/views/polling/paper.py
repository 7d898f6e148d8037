"""The open ballot on screen: the paper's lines in the paper's order, and its keys."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStaticText,
    QTransform,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desk_app.domain.points import to_half_width
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.polling.keying import (
    VOID_REASONS,
    Hand,
    lay_down,
    make_void,
    mark,
    mark_rest,
    step_back,
)
from desk_app.views.kit.theme import ACCENT, GOOD, LINE, QUIET, TEXT
from desk_app.views.polling.keymap import VOID, KeyMap, is_points, key_map, void_keys

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
_CURRENT = QColor("#FFF6E5")
_RULE, _QUIET, _TEXT, _ACCENT = QColor(LINE), QColor(QUIET), QColor(TEXT), QColor(ACCENT)
_FRAME = QPen(_ACCENT, 2)
_PAPER = QColor("#FFFDF8")


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
        self.keys = KeyMap({})
        self.hand = Hand(0, 0)
        self.asking = False
        self.closed = False
        self._edges: list[int] = []
        self._short: list[str] = []
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        self._places: dict[str, int] = {}
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.setFont(font)
        self._height = int(self.fontMetrics().height() * 1.3)
        self._plain = QFont(font)
        self._bold = QFont(font)
        self._bold.setBold(True)

    def begin(self, names: tuple[str, ...], options: tuple[str, ...], size: int) -> None:
        """Open the first paper of a batch of ``size``."""
        self.names, self.options = names, options
        self.keys = key_map(options)
        self.hand = Hand(len(names), size)
        self._places = {vote: at for at, vote in enumerate((*options, ABSTAINED, SPOILT), 2)}
        self.asking = False
        self.closed = False
        self._edges = []
        self._texts = {}
        self._scroll()
        self.viewport().update()

    @property
    def line(self) -> int:
        """The line that is keyed next."""
        return min(len(self.hand.marks), max(0, self.hand.lines - 1))

    def row_height(self) -> int:
        """The height of a line in pixels."""
        return self._height

    def sizeHint(self) -> QSize:
        return QSize(640, self.row_height() * 13)

    # --- keys ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if Qt.Key.Key_F6 <= key <= Qt.Key.Key_F12:
            self.function_key.emit(key)
            return
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        ):
            event.ignore()
            return
        keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
        if keypad and key in _KEYPAD_WITHOUT_NUMLOCK:
            self.hinted.emit("小键盘现在是方向键，请按一下 Num Lock 再录。")
            return
        if self.closed or event.isAutoRepeat():
            return  # a key held down is one key: a second mark nobody meant is worse than none
        self._press(key, to_half_width(event.text()).upper())

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab, so close to the digits, does not take the keys away; Esc leaves the page."""
        return False

    def _press(self, key: int, text: str) -> None:
        hand = self.hand
        if self.asking:
            self._press_reason(key, text)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (text and text == self.keys.forward):
            self._press_enter()
        elif key == Qt.Key.Key_Backspace or text == "/":
            if hand.empty:
                self.hinted.emit("本摞还没有录，已入库的摞不能再改。")
            self._put(step_back(hand))
        elif hand.full:
            self.hinted.emit("本摞已录完，按回车入库；退格可退回修改。")
        elif text in {"-", "V"}:
            self._ask(asking=True)
        elif text == "*":
            if not hand.marks:
                self.hinted.emit("先录第一行，再按 * 全部同上。")
            self._put(mark_rest(hand))
        else:
            self._mark(text)

    def _press_enter(self) -> None:
        hand = self.hand
        if hand.full:
            self.full.emit()
        elif not hand.complete:
            left = hand.lines - len(hand.marks)
            self.hinted.emit(f"这张票还有 {left} 行没有录。")
        else:
            self._put(lay_down(hand))

    def _press_reason(self, key: int, text: str) -> None:
        """Take the digit that says why the paper is void."""
        if key == Qt.Key.Key_Backspace or text in {"/", "-", "V"}:
            self._ask(asking=False)
        elif text.isdigit() and 1 <= int(text) <= len(VOID_REASONS):
            self.asking = False
            self._put(make_void(self.hand, VOID_REASONS[int(text) - 1]))
            self.viewport().update()
        elif text == "0" and self.keys.spoilt_in_void:
            self._ask(asking=False)
            self._mark("X")
        elif text.strip() or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            last = len(VOID_REASONS)
            self.hinted.emit(f"请按 1–{last} 选整张无效的原因；退格可取消。")

    def _ask(self, *, asking: bool) -> None:
        self.asking = asking
        self.viewport().update()
        self.pressed.emit()

    def _mark(self, text: str) -> None:
        vote = self.keys.votes.get(text)
        if vote is None:
            if text.strip():
                self.hinted.emit("这个键在这里没有用，可用的键在右边。")
        elif self.hand.void:
            self.hinted.emit("这张票已作整张无效，按回车到下一张；退格可取消。")
        elif self.hand.complete:
            self.hinted.emit("这张票已录完，按回车到下一张；退格可退回修改。")
        else:
            self._put(mark(self.hand, vote))

    def _put(self, hand: Hand) -> None:
        if hand == self.hand:
            return
        was_void = self.hand.void
        before, self.hand = self.line, hand
        near = abs(before - self.line) <= 1 and not hand.complete and not was_void
        if not self._scroll() and near:
            top = min(before, self.line)
            self.viewport().update(self._row(top).united(self._row(max(before, self.line))))
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
        """Left edges: number, name, each vote, and the right edge; measured once a paper.

        The votes stand close to the names, so that the eye does not lose its line.
        """
        if self._edges:
            return self._edges
        width = self.viewport().width()
        metrics = self.fontMetrics()
        letter = metrics.horizontalAdvance("国")
        votes = (*self.options, ABSTAINED, SPOILT)
        points = is_points(self.options)
        number = 3 * letter
        longest = max((metrics.horizontalAdvance(one) for one in self.names), default=0)
        least, beside = (2, 1) if points else (3, 2)
        needed = [(max(len(one), least) + beside) * letter for one in votes]
        name = max(8 * letter, min(longest + 2 * letter, width - number - sum(needed)))
        spare = width - number - name - sum(needed)
        wider = max(-(least) * letter, min(spare // len(votes), 2 * letter))
        edges = [0, number, number + name]
        for one in needed:
            edges.append(min(edges[-1] + one + wider, width))
        self._edges = edges
        room = edges[2] - edges[1] - 6
        elide = Qt.TextElideMode.ElideRight
        self._short = [metrics.elidedText(one, elide, room) for one in self.names]
        return edges

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), _PAPER)
        edges = self._columns()
        height = self.row_height()
        dirty = event.rect()
        if dirty.top() < height:
            self._paint_heading(painter, edges)
        first = self.verticalScrollBar().value()
        top = first + max(0, dirty.top() // height - 1)
        last = min(len(self.names), first + dirty.bottom() // height)
        painter.setClipRect(dirty.intersected(QRect(0, height, dirty.right() + 1, dirty.bottom())))
        lines = range(top, last)
        self._paint_rules(painter, edges, lines)
        for line in lines:
            self._paint_line(painter, edges, line)
        if self.asking:
            self._paint_reasons(painter)
        elif self.hand.void:
            words = f"{VOID}：{self.hand.reason}" if self.hand.reason else VOID
            self._paint_over(painter, words, ACCENT, crossed=True)
        elif self.hand.full and self.hand.size:
            self._paint_over(painter, f"{self.hand.size} 张已录完，按回车入库", GOOD)
        painter.end()

    def _paint_heading(self, painter: QPainter, edges: list[int]) -> None:
        height = self.row_height()
        painter.fillRect(QRect(0, 0, self.viewport().width(), height), QColor("#F1F3F4"))
        middle = Qt.AlignmentFlag.AlignCenter
        for column, vote in enumerate((*self.options, ABSTAINED, SPOILT), 2):
            key = self.keys.heads.get(vote, "")
            box = QRect(edges[column], 0, edges[column + 1] - edges[column], height)
            painter.setPen(QColor(QUIET))
            painter.drawText(box, middle, f"{key} {vote}".strip() if key != vote else vote)
        painter.setPen(QColor(LINE))
        painter.drawLine(0, height - 1, self.viewport().width(), height - 1)

    def _paint_rules(self, painter: QPainter, edges: list[int], lines: range) -> None:
        """Paint the line that is keyed next in another colour, and the rules between all."""
        if not lines:
            return
        first, last = self._row(lines[0]), self._row(lines[-1])
        if self._is_current(self.line) and self.line in lines:
            painter.fillRect(self._row(self.line), _CURRENT)
        painter.setPen(_RULE)
        for edge in edges[2:-1]:
            painter.drawLine(edge, first.top(), edge, last.bottom())
        height = self.row_height()
        for bottom in range(first.bottom(), last.bottom() + 1, height):
            painter.drawLine(first.left(), bottom, first.right(), bottom)

    def _is_current(self, line: int) -> bool:
        hand = self.hand
        return line == len(hand.marks) and not hand.void and not hand.full

    def _paint_line(self, painter: QPainter, edges: list[int], line: int) -> None:
        box = self._row(line)
        current = self._is_current(line)
        number = self._text(str(line + 1), bold=False)
        painter.setFont(self._plain)
        painter.setPen(_QUIET)
        self._write(painter, edges[1] - 10 - number.size().width(), box, number)
        painter.setFont(self._bold if current else self._plain)
        painter.setPen(_TEXT)
        self._write(painter, edges[1], box, self._text(self._short[line], bold=current))
        if current:
            painter.setPen(_FRAME)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        if line < len(self.hand.marks):
            vote = self.hand.marks[line]
            column = self._places[vote]
            words = self._text(vote, bold=True)
            middle = (edges[column] + edges[column + 1] - words.size().width()) / 2
            painter.setFont(self._bold)
            painter.setPen(_QUIET if vote in {ABSTAINED, SPOILT} else _ACCENT)
            self._write(painter, middle, box, words)
        painter.setFont(self._plain)

    def _text(self, text: str, *, bold: bool) -> QStaticText:
        """Return ``text`` laid out once: shaping Chinese anew at every key takes too long."""
        found = self._texts.get((text, bold))
        if found is None:
            found = self._texts[text, bold] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(QTransform(), self._bold if bold else self._plain)
        return found

    def _write(self, painter: QPainter, left: float, box: QRect, text: QStaticText) -> None:
        top = box.top() + (box.height() - text.size().height()) / 2
        painter.drawStaticText(QPointF(left, top), text)

    def _paint_reasons(self, painter: QPainter) -> None:
        """Ask why the paper is void; the digits are the answers."""
        keys = [f"{key}　{words}" for key, words in void_keys(self.keys)]
        lines = [f"{VOID}，为什么？", *keys, "退格 或 /　取消"]
        height = self.row_height()
        wide = max(painter.fontMetrics().horizontalAdvance(one) for one in lines) + 3 * height
        area = self.viewport().rect()
        box = QRect(0, 0, min(wide, area.width()), min(len(lines) * height + height, area.height()))
        box.moveCenter(area.center())
        painter.setClipping(False)
        painter.fillRect(box, QColor("#FFFFFF"))
        painter.setPen(QPen(QColor(ACCENT), 2))
        painter.drawRect(box)
        painter.setPen(QColor(TEXT))
        for number, words in enumerate(lines):
            line = QRect(
                box.left() + height, box.top() + height // 2 + number * height, wide, height
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_over(
        self, painter: QPainter, words: str, colour: str, *, crossed: bool = False
    ) -> None:
        """Write across the paper what holds for all of it."""
        lines = QRect(
            0, self.row_height(), self.viewport().width(), len(self.names) * self.row_height()
        ).intersected(self.viewport().rect())
        painter.fillRect(lines, QColor(255, 253, 248, 210))
        painter.setPen(QPen(QColor(colour), 2))
        if crossed:
            painter.drawLine(lines.topLeft(), lines.bottomRight())
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(lines, Qt.AlignmentFlag.AlignCenter, words)
