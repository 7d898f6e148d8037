"""What does not fit: a hand that cannot reach a button, words that are cut without a tool tip."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

LIMIT = (1024, 560)
"""Logical pixels of a client area in which every room works."""
CLICKED = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit,
    QTextEdit, QTabBar,
)  # fmt: skip
_HOLDS_PARTS = (
    QComboBox, QAbstractSpinBox, QLineEdit, QTabBar, QScrollBar, QAbstractItemView,
)  # fmt: skip
_LEAST_SIGHT = 24
"""Pixels of a scrolled area under which nobody finds anything in it."""
_SLACK = 1


def faults(window: QWidget) -> Iterator[str]:
    """Yield a sentence for everything in a window that does not fit it."""
    least = window.minimumSizeHint().expandedTo(window.minimumSize())
    if least.width() > LIMIT[0] or least.height() > LIMIT[1]:
        yield f"the window needs {least.width()} x {least.height()}"
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.window() is not window or _is_part(widget):
            continue
        if isinstance(widget, CLICKED):
            where = _out_of_reach(widget, window)
            if where:
                yield f"{_name(widget)} lies outside {where}"
            covered = _covered_by(widget)
            if covered is not None:
                yield f"{_name(widget)} is covered by {_name(covered)}"
        cut = (
            _cut_field(widget)
            if isinstance(widget, QLineEdit | QComboBox)
            else isinstance(widget, QLabel | QAbstractButton) and _cut(widget)
        )
        if cut:
            yield f"{_name(widget)} is cut and has no tool tip"


def _is_part(widget: QWidget) -> bool:
    """Whether a widget is but a part of another (the arrow of a box, the head of a table)."""
    parent = widget.parentWidget()
    return (
        isinstance(widget, QHeaderView | QScrollBar)
        or isinstance(parent, _HOLDS_PARTS)
        or (parent is not None and isinstance(parent.parentWidget(), QAbstractItemView))
        or widget.objectName().startswith("qt_")
    )


def _out_of_reach(widget: QWidget, window: QWidget) -> str:
    """Return the class of what cuts a widget off where no scrolling helps; "" within reach."""
    rect, here, wanted = widget.rect(), widget, widget
    while here is not window:
        parent = here.parentWidget()
        if parent is None:
            return "every window"
        rect = QRect(here.mapTo(parent, rect.topLeft()), rect.size())
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            if isinstance(area, QScrollArea) and not _scrolls_to(area, wanted):
                return type(area).__name__
            rect, wanted = parent.rect(), parent
            if min(rect.width(), rect.height()) < _LEAST_SIGHT:
                return f"the {rect.width()} x {rect.height()} of {type(area).__name__}"
        elif not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(rect):
            return f"{type(parent).__name__} {parent.objectName()}".strip()
        here = parent
    return ""


def _scrolls_to(area: QScrollArea, widget: QWidget) -> bool:
    inside = area.widget()
    rect = QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    wide = area.horizontalScrollBarPolicy() != off or inside.width() <= area.viewport().width()
    high = area.verticalScrollBarPolicy() != off or inside.height() <= area.viewport().height()
    return wide and high and inside.rect().contains(rect)


def _covered_by(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    if parent is None:
        return None
    for other in parent.children():
        if (
            isinstance(other, CLICKED)
            and other is not widget
            and other.isVisibleTo(parent)
            and not _is_part(other)
            and other.geometry().adjusted(2, 2, -2, -2).intersects(widget.geometry())
        ):
            return other
    return None


def _cut(widget: QLabel | QAbstractButton) -> bool:
    if widget.toolTip() or not widget.text():
        return False
    if isinstance(widget, QLabel):
        if not widget.wordWrap():
            return widget.sizeHint().width() > widget.width() + _SLACK
        needed = widget.heightForWidth(widget.width())
        return widget.width() > 0 and needed > widget.height() + 3
    if isinstance(widget, QCheckBox) and not widget.text():
        return False
    return widget.sizeHint().width() > widget.width() + _SLACK


def _cut_field(widget: QLineEdit | QComboBox) -> bool:
    words = widget.text() if isinstance(widget, QLineEdit) else widget.currentText()
    room = widget.width() - (8 if isinstance(widget, QLineEdit) else 28)
    return not widget.toolTip() and widget.fontMetrics().horizontalAdvance(words) > room


def _name(widget: QWidget) -> str:
    words = ""
    if isinstance(widget, QLabel | QAbstractButton):
        words = QTextDocumentFragment.fromHtml(widget.text()).toPlainText()[:24]
    words = words or widget.accessibleName() or widget.objectName()
    size = f"{widget.width()} x {widget.height()}"
    return f"{type(widget).__name__} “{words}” ({size})"
