"""Sizes in letters: they follow when the clerk makes the letters larger or smaller."""

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QWidget

from desk_app.views.kit.theme import usual_points

_WIDTHS = "letters"
_LARGER = "larger"


@runtime_checkable
class FollowsLetters(Protocol):
    """A widget that reckons something from its letters."""

    def follow_letters(self) -> None:
        """Reckon again: the letters are of another size now."""


def scale() -> float:
    """Return how large the letters are now; 1 is the usual size."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return 1.0
    return QApplication.font().pointSizeF() / usual_points(application)


def set_widths(widget: QWidget, *, least: float = 0, most: float = 0, fixed: float = 0) -> None:
    """Limit how wide a widget may be, in Chinese letters; 0 is no limit."""
    widget.setProperty(_WIDTHS, [fixed or least, fixed or most])
    _apply_widths(widget)


def make_larger(widget: QWidget, factor: float) -> None:
    """Give a widget bold letters that are ``factor`` times those of the program."""
    widget.setProperty(_LARGER, factor)
    _apply_larger(widget)


def follow() -> None:
    """Reckon all widths anew, after the program's letters became larger or smaller."""
    for widget in QApplication.allWidgets():
        if widget.property(_LARGER):
            _apply_larger(widget)
        if widget.property(_WIDTHS):
            _apply_widths(widget)
        if isinstance(widget, FollowsLetters):
            widget.follow_letters()


def _apply_widths(widget: QWidget) -> None:
    least, most = widget.property(_WIDTHS)
    letter = widget.fontMetrics().horizontalAdvance("国")
    if least:
        widget.setMinimumWidth(int(least * letter))
    if most:
        widget.setMaximumWidth(int(most * letter))


def _apply_larger(widget: QWidget) -> None:
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * float(widget.property(_LARGER)))
    font.setBold(True)
    widget.setFont(font)
