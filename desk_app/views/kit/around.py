"""What stands around a widget: the room or window that it belongs to has a context."""

from PySide6.QtWidgets import QWidget

from desk_app.views.context import RoomContext


def context_around(widget: QWidget) -> RoomContext | None:
    """Return what the screen around ``widget`` works with; a dialog has its window's."""
    above: QWidget | None = widget
    while above is not None:
        found = getattr(above, "context", None)
        if isinstance(found, RoomContext):
            return found
        above = above.parentWidget()
    return None
