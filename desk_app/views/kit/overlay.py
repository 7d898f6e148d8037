"""What lies over a page without moving it: at the edge of its content, several above each other.

Nothing below is pushed and no window grows. An overlay keeps clear of the field in which one
types and of the button that finishes the page's work, as far as there is room.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

_MARGIN = 8
"""Pixels between an overlay and the edge, a field or the next overlay."""
_REFUSALS = ("saying", "refusal")
"""What is said beside a field or cell that cannot be taken: nothing lies over it."""
_MOVES = (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Move)


class Overlay(QFrame):
    """A child of ``host`` that lies over ``over`` (the host itself unless told otherwise)."""

    closed = Signal()

    def __init__(self, host: QWidget, over: QWidget | None = None) -> None:
        super().__init__(host)
        self._host = host
        self._over = over or host
        self._kept_clear: tuple[QWidget, ...] = ()
        self.rank = 0
        self._window: QWidget | None = None
        self._escaping: QWidget | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._arrange)
        host.installEventFilter(self)
        if over is not None:
            over.installEventFilter(self)
        self.hide()

    def lie_over(self, over: QWidget, *keep_clear: QWidget) -> None:
        """Lie over that part of the host from now on, clear of the widgets named."""
        self._over = over
        self._kept_clear = keep_clear
        over.installEventFilter(self)

    def dismiss(self) -> None:
        """Go away; nothing happens."""
        self._go()

    def leave(self) -> None:
        """The host is left: what need not wait for its return goes."""

    def width_wanted(self) -> int:
        """Pixels that hold everything on one line."""
        return self.sizeHint().width()

    def fit_to(self, width: int) -> None:
        """Take the shape that goes into ``width`` pixels."""

    def _come(self) -> None:
        """Show on top of all others of the window."""
        others = [one.rank for one in self._shown() if one is not self]
        self.rank = 1 + max(others, default=0)
        self._watch(self.window())
        self.show()
        self.raise_()
        self._arrange()
        self._soon.start()  # once more when the layouts around it have settled

    def _go(self) -> None:
        self._watch(None)
        if not self.isHidden():
            self.hide()
            self.closed.emit()
            self._arrange()

    def _watch(self, window: QWidget | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
            QApplication.instance().focusChanged.disconnect(self._soon.start)  # type: ignore[union-attr]
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            QApplication.instance().focusChanged.connect(self._soon.start)  # type: ignore[union-attr]

    # --- keys and changes of size -----------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            if not self.isHidden():
                self._soon.start()
        elif kind == QEvent.Type.Hide and watched is self._host:
            if not event.spontaneous():
                self.leave()
        elif isinstance(event, QKeyEvent) and self.isVisible():
            return self._key(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Esc closes this one, before the page or a short cut of it may act on the key.

        An editor in a cell claims the key for itself first, and so does an open list.
        """
        kind = event.type()
        if kind == QEvent.Type.KeyRelease:
            self._soon.start()
        if event.key() != Qt.Key.Key_Escape:
            return False
        if kind == QEvent.Type.ShortcutOverride and watched is self._window:
            self._let_go()
            self._escaping = QApplication.focusWidget()
            if self._escaping is not None:
                self._escaping.installEventFilter(self)
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and watched in (self._escaping, self._window):
            self._let_go()
            self.dismiss()
            return True
        return False

    def _let_go(self) -> None:
        """Stop listening to the field that the key was meant for."""
        field, self._escaping = self._escaping, None
        watched = (self._host, self._over, self._window)
        if field is not None and isValid(field) and field not in watched:
            field.removeEventFilter(self)

    # --- place ------------------------------------------------------------------------------

    def _shown(self) -> "list[Overlay]":
        found = [one for one in self.window().findChildren(Overlay) if one.isVisible()]
        return sorted(found, key=lambda one: one.rank)

    def _arrange(self) -> None:
        """Put every overlay of the window in its place, those that came first first."""
        taken: list[QRect] = []
        for one in self._shown():
            taken.append(one.place(taken))

    def place(self, taken: list[QRect]) -> QRect:
        """Take a place clear of rectangles of the window (pixels); return it."""
        window = self.window()
        over = self._over if self._over.isVisible() else self._host
        area = _rect_in(over, window).intersected(_rect_in(self._host, window))
        area.adjust(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = max(1, min(area.width(), self.width_wanted()))
        self.fit_to(width)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else 0
        height = max(height, self.minimumSizeHint().height())
        fields, others = self._kept_in_sight(window), self._other_controls(window)
        clear = [*taken, *fields, *others]
        tops = {area.top(), area.bottom() + 1 - height}
        tops |= {one.top() - _MARGIN - height for one in clear}
        tops |= {one.bottom() + 1 + _MARGIN for one in clear}
        bottom = max(area.top(), area.bottom() + 1 - height)
        places = [
            QRect(area.left(), top, width, height) for top in tops if area.top() <= top <= bottom
        ] or [QRect(area.left(), bottom, width, height)]
        best = min(
            places,
            key=lambda one: (
                *(_covered(one, some) for some in (taken, fields, others)),
                -one.top(),
            ),
        )
        origin = self._host.mapTo(window, QPoint(0, 0)) if self._host is not window else QPoint()
        self.setGeometry(best.translated(-origin))
        return best

    def _kept_in_sight(self, window: QWidget) -> list[QRect]:
        """Where one types, and the buttons that finish the work of the page."""
        found = [_rect_in(one, window) for one in self._kept_clear if one.isVisible()]
        found += [
            _rect_in(one, window)
            for one in self._host.findChildren(QPushButton)
            if one.property("kind") == "primary" and one.isVisible() and not self._holds(one)
        ]
        found += [
            _rect_in(one, window)
            for name in _REFUSALS
            for one in window.findChildren(QLabel, name)
            if one.isVisible()
        ]
        found += self._in_hand(window)
        if isinstance(self._over, QAbstractItemView) and self._over.isVisible():
            found.append(_cell_in(self._over, window))
        return [one for one in found if not one.isEmpty()]

    def _other_controls(self, window: QWidget) -> list[QRect]:
        """Buttons and fields that are better left free; those in a table are part of it."""
        controls = self._host.findChildren(QAbstractButton) + self._host.findChildren(QLineEdit)
        return [
            _rect_in(one, window)
            for one in controls
            if one.isVisible()
            and not self._holds(one)
            and not isinstance(one.parentWidget(), QAbstractItemView)
        ]

    def _in_hand(self, window: QWidget) -> list[QRect]:
        """Where one types: a field, a button, the current cell of a list."""
        focus = self._field_in_hand()
        if focus is None or self._holds(focus) or not window.isAncestorOf(focus):
            return []
        if isinstance(focus, QAbstractItemView):
            return [_cell_in(focus, window)]
        small = isinstance(focus, QLineEdit | QComboBox | QAbstractButton)
        return [_rect_in(focus, window)] if small else []

    def _field_in_hand(self) -> QWidget | None:
        """The field that the keys go to."""
        return QApplication.focusWidget()

    def _holds(self, widget: QWidget) -> bool:
        """Whether a widget stands in an overlay."""
        above: QWidget | None = widget
        while above is not None:
            if isinstance(above, Overlay):
                return True
            above = above.parentWidget()
        return False


def _rect_in(widget: QWidget, window: QWidget) -> QRect:
    if widget is window:
        return widget.rect()
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _cell_in(view: QAbstractItemView, window: QWidget) -> QRect:
    cell = view.visualRect(view.currentIndex())
    if not cell.isEmpty():
        cell.moveTopLeft(view.viewport().mapTo(window, cell.topLeft()))
    return cell


def _covered(rect: QRect, others: list[QRect]) -> int:
    """Square pixels of others that a rectangle hides."""
    parts = [rect.intersected(one) for one in others]
    return sum(one.width() * one.height() for one in parts if not one.isEmpty())
