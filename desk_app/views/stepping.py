"""Ctrl+Z and Ctrl+Y in the room on show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.views.room import Room


def step(room: "Room | None", say: Callable[[str], object], *, forward: bool) -> None:
    """Take back the last step of a room, or do it again, and say so."""
    stack = room.undo_stack() if room else None
    if stack is None or not (stack.canRedo() if forward else stack.canUndo()):
        say("没有可以重做的。" if forward else "没有可以撤销的。")
        return
    text = stack.redoText() if forward else stack.undoText()
    if forward:
        stack.redo()
    else:
        stack.undo()
    say(("已重做：" if forward else "已撤销：") + (text or "上一步"))
