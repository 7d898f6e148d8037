"""Ctrl+Z and Ctrl+Y of a draft: the steps lie on disk, the window asks for a stack."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

if TYPE_CHECKING:
    from desk_app.views.use_cases import drafts


class DraftHistory(QUndoStack):
    """Looks like a stack to the window; holds no step itself, ``stepped`` asks for one."""

    stepped = Signal(bool)
    """A step is to be taken: forward, or back."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._back = self._forth = ""
        self._can_back = self._can_forth = False

    def know(self, opened: "drafts.OpenedDraft") -> None:
        """Take over where steps lead from what lies on disk."""
        self._can_back, self._can_forth = opened.can_undo, opened.can_redo
        self._back, self._forth = opened.undo_words, opened.redo_words

    def wait(self, words: str) -> None:
        """A change waits to be kept: it is what goes back first, and nothing goes forth."""
        self._can_back, self._can_forth = True, False
        self._back, self._forth = words, ""

    def canUndo(self) -> bool:
        return self._can_back

    def canRedo(self) -> bool:
        return self._can_forth

    def undoText(self) -> str:
        return self._back

    def redoText(self) -> str:
        return self._forth

    def undo(self) -> None:
        self.stepped.emit(False)

    def redo(self) -> None:
        self.stepped.emit(True)
