"""A sentence beside a field that cannot be taken: it lies over the page and moves nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QStackedWidget, QWidget

_GAP = 1
"""Pixels between the field and the sentence."""
_MARGIN = 4
"""Pixels that are left free at the edges of the page."""
_MOVES = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class Saying(QLabel):
    """Lies right above its field; right below it where the keys are above.

    The mouse reaches what it covers, and the sentence makes room once the keys are there. It is
    seen as long as ``owner``, which holds the field.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._page = owner
        self._field: QWidget | None = None
        self.setObjectName("saying")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(3)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        owner.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._place)  # type: ignore[union-attr]

    def say(self, sentence: str, field: QWidget | None = None) -> None:
        """Say why a field cannot be taken; "" goes away.

        Without ``field`` it is the one of the owner that has the keys, else the one before.
        """
        self.setText(sentence)
        self.setToolTip(sentence)
        focus = QApplication.focusWidget()
        if field is None and focus is not None and self._owner.isAncestorOf(focus):
            field = focus
        self._field = field or self._field or self._owner
        if sentence:
            self._lie_on(_page_of(self._field))
        self.setVisible(bool(sentence))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._owner and kind == QEvent.Type.Hide:
            self.hide()
        elif watched is self._owner and kind == QEvent.Type.Show:
            self.setVisible(bool(self.text()))
        if watched is self._page and kind in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def _lie_on(self, page: QWidget) -> None:
        """Become part of the page that the field stands on: there is room around it."""
        if page is not self._page:
            if self._page is not self._owner:
                self._page.removeEventFilter(self)
            self._page = page
            page.installEventFilter(self)
            self.setParent(page)

    def _place(self, *_: object) -> None:
        if self.isHidden() or self._field is None:
            return
        page = self._page
        where = _rect_on(page, self._field)
        size = self._size(page.width() - 2 * _MARGIN)
        left = max(min(where.left(), page.width() - size.width() - _MARGIN), _MARGIN)
        above = QRect(QPoint(left, where.top() - size.height() - _GAP), size)
        below = QRect(QPoint(left, where.bottom() + 1 + _GAP), size)
        wanted = above.top() >= 0 and not above.intersects(self._keys())
        fits = below.bottom() <= page.height()
        self.setGeometry(above if wanted or not fits else below)
        self.raise_()

    def _size(self, widest: int) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        wide = min(words + 6 * self.margin(), widest)
        return QSize(wide, max(self.heightForWidth(wide), self.fontMetrics().height()))

    def _keys(self) -> QRect:
        """Where the widget lies that has the keys, unless it is the field itself."""
        focus = QApplication.focusWidget()
        if focus is None or focus is self._field or not self._page.isAncestorOf(focus):
            return QRect()
        return _rect_on(self._page, focus)


def _page_of(field: QWidget) -> QWidget:
    """The page that scrolls or is turned as a whole, else the window."""
    page = field
    above = page.parentWidget()
    while above is not None and not page.isWindow():
        if isinstance(above, QStackedWidget):
            break
        scroller = above.parentWidget()
        if isinstance(scroller, QAbstractScrollArea) and scroller.viewport() is above:
            break
        page, above = above, above.parentWidget()
    return page


def _rect_on(page: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
