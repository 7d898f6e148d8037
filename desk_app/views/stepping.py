"""Ctrl+Z and Ctrl+Y in the room on show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

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
        else:
            _ask_for_more(room, round_id, say)
        return
    _forget_what_went_well(room)
    text = stack.redoText() if forward else stack.undoText()
    if forward:
        stack.redo()
    else:
        stack.undo()
    say(("已重做：" if forward else "已撤销：") + (text or "上一步"))


def _ask_for_more(room: "Room", round_id: int | None, say: Callable[[str], object]) -> None:
    """Go on with what was done before this start, where the room keeps it."""
    if room.reversals is not None:
        room.reversals.ask(round_id)
    else:
        say(room.nothing_to_undo)


def _forget_what_went_well(room: "Room | None") -> None:
    """What was said of a step need not hold once it is taken back."""
    for notice in [] if room is None else room.findChildren(Notice):
        notice.leave()
