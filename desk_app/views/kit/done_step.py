"""A step for Ctrl+Z that stands already when it is put on the stack."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class DoneStep(QUndoCommand):
    """Something that was done and is on disk; ``back`` takes it back, ``again`` does it again."""

    def __init__(self, words: str, again: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__(words)
        self._again, self._back = again, back
        self._stands = True

    def redo(self) -> None:
        if self._stands:
            self._stands = False
        else:
            self._again()

    def undo(self) -> None:
        self._back()
