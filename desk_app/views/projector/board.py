"""The picture on the second screen: organisations, 正 strokes, counts and bars.

It is given a ``Board`` and repaints only the rows in which something changed.
"""

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desk_app.views.projector.colours import LIGHT_BOARD, BoardColours
from desk_app.views.projector.facts import EMPTY, Board, BoardLine
from desk_app.views.projector.layout import BESIDE, BoardLayout, gap_of, lay_out
from desk_app.views.projector.strokes import draw

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


class BoardView(QWidget):
    """Paints a board as large as its own size allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("投影")
        self.board = EMPTY
        self.colours = LIGHT_BOARD
        self.blank = False
        self.note = ""
        self.page = 0
        self._layout: BoardLayout | None = None

    def sizeHint(self) -> QSize:
        return QSize(1024, 768)

    @property
    def pages(self) -> int:
        """How many pages the board has at this size."""
        return max(1, -(-len(self.board.lines) // self.layout_now().per_page))

    def layout_now(self) -> BoardLayout:
        """Return where everything stands at this size."""
        if self._layout is None:
            board, size = self.board, (max(self.width(), 320), max(self.height(), 240))
            self._layout = lay_out(self.font(), size, len(board.lines), board.votes, board.digits)
        return self._layout

    def show_board(self, board: Board) -> None:
        """Show ``board``; only the rows that differ are painted again."""
        before, self.board = self.board, board
        other = _shape(before) != _shape(board)
        if other:
            self._layout = None
            self.page = 0
        layout = self.layout_now()
        page = min(self.page, self.pages - 1)
        if board.reading is not None and board.reading != before.reading:
            page = layout.page_of(board.reading)
        if other or page != self.page:
            self.page = page
            self.update()
            return
        if (before.title, before.words) != (board.title, board.words):
            self.update(QRectF(0, 0, layout.width, layout.heading).toAlignedRect())
        for at in self._on_page():
            read = at in (before.reading, board.reading) and before.reading != board.reading
            if read or before.lines[at] != board.lines[at]:
                self.update(self._row(at).toAlignedRect())

    def turn(self, by: int) -> None:
        """Show another page."""
        self.page = max(0, min(self.page + by, self.pages - 1))
        self.update()

    def show_colours(self, colours: BoardColours) -> None:
        """Black on white or the other way round."""
        self.colours = colours
        self.update()

    def show_blank(self, *, blank: bool) -> None:
        """Hide everything, or show it again."""
        self.blank = blank
        self.update()

    def say(self, note: str) -> None:
        """Say in the heading that the picture stands still; "" for nothing."""
        if note != self.note:
            self.note = note
            self.update()

    # --- inside -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None
        if self.board.reading is not None:
            self.page = self.layout_now().page_of(self.board.reading)
        self.page = min(self.page, self.pages - 1)

    def _on_page(self) -> range:
        first = self.page * self.layout_now().per_page
        return range(first, min(first + self.layout_now().per_page, len(self.board.lines)))

    def _row(self, at: int) -> QRectF:
        """The whole row of a subject; in a list a row for each of its votes."""
        layout = self.layout_now()
        high = layout.row * (len(self.board.votes) if layout.listed else 1)
        return QRectF(0, layout.top + (at - self.page * layout.per_page) * high, layout.width, high)

    def _font(self, pixels: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(pixels, 8))
        font.setBold(bold)
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.blank:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self.colours.ground)
        layout = self.layout_now()
        dirty = QRectF(event.rect())
        if dirty.top() < layout.top:
            self._paint_heading(painter, layout)
        for at in self._on_page():
            row = self._row(at)
            if row.intersects(dirty):
                self._paint_row(painter, layout, at, row)
        painter.end()

    def _paint_heading(self, painter: QPainter, layout: BoardLayout) -> None:
        board, margin = self.board, layout.edges[0]
        pages = self.pages
        dots = "".join("●" if at == self.page else "○" for at in range(pages)) if pages > 1 else ""
        box = QRectF(margin, 0, layout.width - 2 * margin, layout.heading)
        painter.setPen(self.colours.ink)
        if dots:
            painter.setFont(self._font(layout.title // 2))
            painter.drawText(box, _RIGHT, dots)
            box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(dots) - margin)
        words = "　".join(one for one in (self.note, board.words) if one)
        painter.setFont(self._font(layout.title, bold=True))
        painter.drawText(box, _RIGHT, words)
        box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(words) - margin)
        _fit(painter, self._font(layout.title, bold=True), box, board.title, _LEFT)
        if layout.listed:
            return
        painter.setFont(self._font(layout.word, bold=True))
        painter.setPen(self.colours.quiet)
        edges = layout.edges
        for place, vote in enumerate(board.votes, 1):
            head = QRectF(
                edges[place], layout.heading, edges[place + 1] - edges[place],
                layout.top - layout.heading,
            )  # fmt: skip
            beside = place > len(board.votes) - BESIDE
            head.adjust(0 if beside else margin * 0.35, 0, 0, 0)
            _fit(
                painter, painter.font(), head, vote,
                _RIGHT if beside else _LEFT,
            )  # fmt: skip

    def _paint_row(self, painter: QPainter, layout: BoardLayout, at: int, row: QRectF) -> None:
        if at == self.board.reading:
            painter.fillRect(row, self.colours.reading)
        painter.setPen(QPen(self.colours.rule, max(1.0, layout.height / 500)))
        painter.drawLine(row.topLeft(), row.topRight())
        if layout.listed:
            self._paint_list(painter, layout, self.board.lines[at], row)
        else:
            self._paint_cells(painter, layout, self.board.lines[at], row)
        if at == self.board.reading:
            mark = max(4.0, layout.width / 170)
            painter.fillRect(QRectF(0, row.top(), mark, row.height()), self.colours.ink)

    def _paint_list(
        self, painter: QPainter, layout: BoardLayout, line: BoardLine, row: QRectF
    ) -> None:
        margin, words, strokes, count, bar, right = layout.edges
        if words > margin:
            name = QRectF(margin, row.top(), words - margin * 1.5, row.height())
            painter.setPen(self.colours.ink)
            _wrap(painter, self._font(int(layout.height / 24), bold=True), name, line.name)
        for place, vote in enumerate(self.board.votes):
            top = row.top() + place * layout.row
            high = layout.row
            painter.setPen(self.colours.ink)
            painter.setFont(self._font(layout.word))
            painter.drawText(QRectF(words, top, strokes - words, high), _LEFT, vote)
            painter.setFont(self._font(layout.digit, bold=True))
            box = QRectF(strokes, top, count - strokes - margin, high)
            if self.board.strokes:
                draw(painter, box, layout.figure, line.counts[place], self.colours.ink)
            painter.setPen(self.colours.ink)
            painter.drawText(
                QRectF(count, top, bar - margin - count, high), _RIGHT, line.text(place)
            )
            whole = QRectF(bar, top + high * 0.25, right - bar, high * 0.5)
            self._paint_bar(painter, whole, line.shares[place])

    def _paint_cells(
        self, painter: QPainter, layout: BoardLayout, line: BoardLine, row: QRectF
    ) -> None:
        edges, margin = layout.edges, layout.edges[0]
        options = len(self.board.votes) - BESIDE
        painter.setPen(self.colours.ink)
        name = QRectF(margin, row.top(), edges[1] - margin * 1.2, row.height())
        _wrap(painter, self._font(layout.word, bold=True), name, line.name)
        large = self._font(layout.digit, bold=True)
        gap = gap_of(row.height())
        foot = row.top() + gap + layout.tall
        for place, votes in enumerate(line.counts):
            left, right = edges[place + 1], edges[place + 2]
            painter.setPen(self.colours.ink)
            painter.setFont(large)
            words = line.text(place)
            wide = painter.fontMetrics().horizontalAdvance(words)
            if place >= options:
                painter.drawText(QPointF(right - wide, foot), words)
                continue
            left += margin * 0.35
            painter.drawText(QPointF(left, foot), words)
            bar = QRectF(
                left + wide + margin * 0.5, foot - layout.tall * 0.8,
                right - left - wide - margin, layout.tall * 0.6,
            )  # fmt: skip
            self._paint_bar(painter, bar, line.shares[place])
            box = QRectF(left, foot + gap, right - left - margin * 0.35, row.bottom() - foot - gap)
            if self.board.strokes:
                draw(painter, box, layout.figure, votes, self.colours.ink)

    def _paint_bar(self, painter: QPainter, whole: QRectF, share: Fraction) -> None:
        if whole.width() <= 0:
            return
        filled = QRectF(whole)
        filled.setWidth(whole.width() * float(min(share, Fraction(1))))
        painter.fillRect(filled, self.colours.bar)
        painter.setPen(QPen(self.colours.rule, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(whole)


def _shape(board: Board) -> tuple[object, ...]:
    """What decides where everything stands."""
    return board.votes, board.digits, board.strokes, tuple(one.name for one in board.lines)


def _fit(painter: QPainter, font: QFont, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    """Write on one line, smaller down to half and then shortened where it is too long."""
    smallest = font.pixelSize() // 2
    font = QFont(font)
    painter.setFont(font)
    while painter.fontMetrics().horizontalAdvance(text) > box.width() and (
        font.pixelSize() > smallest
    ):
        font.setPixelSize(font.pixelSize() - 2)
        painter.setFont(font)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, align, short)


def _wrap(painter: QPainter, font: QFont, box: QRectF, text: str) -> None:
    """Write in several lines, smaller until all of it stands in the box."""
    font = QFont(font)
    flags = _LEFT | Qt.TextFlag.TextWrapAnywhere
    smallest = font.pixelSize() // 2
    while True:
        painter.setFont(font)
        needed = painter.boundingRect(box, int(flags), text)
        fits = needed.height() <= box.height() and needed.width() <= box.width() + 1
        if fits or font.pixelSize() <= smallest:
            break
        font.setPixelSize(font.pixelSize() - 2)
    painter.drawText(box, int(flags), text)
