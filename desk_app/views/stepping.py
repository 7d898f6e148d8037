"""Ctrl+Z and Ctrl+Y in the room on show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.views.kit.messages import Notice

if TYPE_CHECKING:
    from desk_app.views.room import Room


def step(
    room: "Room | None", round_id: int | None, say: Callable[[str], object], *, forward: bool
) -> None:
    """Take back the last step of a room, or do it again, and say so.

    Where the room has none, it may know of an import or a generation of before: then it asks.
    """
    if room is not None and not forward and room.take_back_unstored():
        return
    stack = room.undo_stack() if room else None
    if stack is None or not (stack.canRedo() if forward else stack.canUndo()):
        if forward or room is None:
            say("没有可以重做的。" if forward else "没有可以撤销的。")
        elif room.reversals is not None:
            room.reversals.ask(round_id)
        else:
            say(room.nothing_to_undo)
        return
    if room is not None:
        for notice in room.findChildren(Notice):
            notice.leave()  # what went well a moment ago may not hold any more
    text = stack.redoText() if forward else stack.undoText()
    if forward:
        stack.redo()
    else:
        stack.undo()
    say(("已重做：" if forward else "已撤销：") + (text or "上一步"))


class FieldUndo(QObject):
    """Hands Ctrl+Z on to the room from a field in which there is nothing to take back.

    A line takes the key for itself also when nothing was typed in it. An editor in a cell keeps
    it: what it covers must not change under it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._field: QLineEdit | None = None
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not watched.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = None
        if isinstance(now, QLineEdit) and now.window() is self._window and not _in_cell(now):
            self._field = now
            now.installEventFilter(self)


def _in_cell(field: QLineEdit) -> bool:
    viewport = field.parentWidget()
    return viewport is not None and isinstance(viewport.parentWidget(), QAbstractItemView)
