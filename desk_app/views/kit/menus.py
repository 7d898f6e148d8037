"""Context menus: entries with their keys beside them, opened by the right button or by a key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; ``keys`` only says which keys do the same."""

    words: str
    act: Callable[[], object]
    keys: str = ""
    possible: bool = True


@runtime_checkable
class Undoes(Protocol):
    """A screen whose steps Ctrl+Z takes back."""

    def undo_stack(self) -> "QUndoStack | None":
        """Return the stack of the screen as it stands now."""


@runtime_checkable
class StepsBack(Protocol):
    """A window that takes steps back and says so."""

    def step_back(self, *, forward: bool) -> None:
        """Do what Ctrl+Z (or Ctrl+Y) does."""


def pop_up(parent: QWidget, entries: Sequence[Entry | None], at: QPoint) -> QMenu:
    """Show a menu at a place of the screen; ``None`` is a line between groups."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for one in entries:
        if one is None:
            menu.addSeparator()
            continue
        words = one.words.replace("&", "&&")
        action = menu.addAction(f"{words}\t{one.keys}" if one.keys else words)
        action.setEnabled(one.possible)
        action.triggered.connect(lambda _checked=False, act=one.act: act())
    menu.popup(at)
    return menu


def asks_for_menu(event: QKeyEvent) -> bool:
    """Whether a key press is the menu key or Shift+F10, and no menu stands there yet."""
    if QApplication.activePopupWidget() is not None:
        return False
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (shift and event.key() == Qt.Key.Key_F10)


def undo_entry(widget: QWidget) -> Entry:
    """Return the entry that takes back the last step of the screen around ``widget``."""
    screen = _around(widget)
    stack = screen.undo_stack() if screen is not None else None
    able = stack is not None and stack.canUndo()
    words = stack.undoText() if stack is not None and able else ""
    # What was done before the program was closed is asked for when it is wanted.
    able = able or getattr(screen, "reversals", None) is not None
    return Entry(
        f"撤销“{words}”" if words else "撤销", lambda: _step_back(widget), "Ctrl+Z", possible=able
    )


def clipboard_has_text() -> bool:
    """Whether there is something to paste."""
    return bool(QGuiApplication.clipboard().text())


def _around(widget: QWidget) -> Undoes | None:
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, Undoes):
            return above
        above = None if above.isWindow() else above.parentWidget()
    return None


def _step_back(widget: QWidget) -> None:
    window = widget.window()
    screen = _around(widget)
    if isinstance(window, StepsBack):
        window.step_back(forward=False)
    elif screen is not None:
        stack = screen.undo_stack()
        if stack is not None:
            stack.undo()
