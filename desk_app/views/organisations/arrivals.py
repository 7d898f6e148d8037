"""Lists that come to the room without a question for a file: dropped on it, or pasted."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desk_app.domain.organisations.headings import ListField, match_headings
from desk_app.views.kit.clipboard import read_block

_LOOKED_AT = 20_000
"""Letters of the clipboard in which the heading has to stand."""


class ListArrivals(QObject):
    """Watches a room for files that are dropped, and its table for Ctrl+V."""

    dropped = Signal(object)
    """The path of a file."""
    pasted = Signal()
    """A list with its heading lies on the clipboard and is wanted."""
    refused = Signal(str)
    """Why what lies on the clipboard is not taken."""

    def __init__(self, room: QWidget, table: QWidget) -> None:
        super().__init__(room)
        self._table = table
        room.setAcceptDrops(True)
        room.installEventFilter(self)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops on the room and Ctrl+V in the table; all else goes its way."""
        if isinstance(event, QDragEnterEvent | QDropEvent):
            return self._drop(event)
        if (
            watched is self._table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            if holds_list(QGuiApplication.clipboard().text()):
                self.pasted.emit()
            else:
                self.refused.emit(
                    "剪贴板里不是党组织名单。请在 WPS 或 Excel 里连同标题行（如“党组织名称”）"
                    "一起选中、复制，再回到这里按 Ctrl+V。"
                )
            return True
        return False

    def _drop(self, event: QDragEnterEvent | QDropEvent) -> bool:
        files = [one.toLocalFile() for one in event.mimeData().urls() if one.isLocalFile()]
        if len(files) != 1:
            return False
        event.acceptProposedAction()
        if not isinstance(event, QDragEnterEvent):
            self.dropped.emit(Path(files[0]))
        return True


def holds_list(text: str) -> bool:
    """Whether a text from the clipboard is a table with a column for the names."""
    rows = [[cell.strip() or None for cell in row] for row in read_block(text[:_LOOKED_AT])]
    wide = max(len(row) for row in rows)
    cells = [(*row, *[None] * (wide - len(row))) for row in rows]
    match = match_headings(cells)
    return match.first_row < len(cells) and match.column(ListField.NAME) is not None
