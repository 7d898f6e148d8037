"""What Ctrl+Z takes back in the ledger."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.rectification import Rectification
    from desk_app.views.rectification.table import CellsTyped


class LedgerWriter(Protocol):
    """The presenter, as far as undoing is concerned."""

    def save_cells(self, typed: "CellsTyped", *, back: bool = False, bulk: str = "") -> None:
        """Show and save what was typed, or what stood there before."""

    def put_items(
        self, present: "Sequence[Rectification]", gone: "Sequence[Rectification]"
    ) -> None:
        """Bring items to this state and delete others."""


class CellStep(QUndoCommand):
    """Cells that were typed, pasted or emptied together; pushing it saves them."""

    def __init__(self, writer: LedgerWriter, typed: "CellsTyped") -> None:
        super().__init__("填写")
        self._writer = writer
        self._typed = typed
        self._fresh = True

    def redo(self) -> None:
        many = self._fresh and len(self._typed.changes) > 1
        self._fresh = False
        self._writer.save_cells(self._typed, bulk="填写台账" if many else "")

    def undo(self) -> None:
        self._writer.save_cells(self._typed, back=True)


class ItemStep(QUndoCommand):
    """Items that were added, closed or deleted; it stands already when it is pushed."""

    def __init__(
        self,
        words: str,
        writer: LedgerWriter,
        before: "tuple[Rectification, ...]",
        after: "tuple[Rectification, ...]",
    ) -> None:
        super().__init__(words)
        self._writer = writer
        self._before = before
        self._after = after
        self._done = True

    def redo(self) -> None:
        if self._done:
            self._done = False
            return
        self._writer.put_items(self._after, _without(self._before, self._after))

    def undo(self) -> None:
        self._writer.put_items(self._before, _without(self._after, self._before))


def _without(
    some: "tuple[Rectification, ...]", others: "tuple[Rectification, ...]"
) -> "list[Rectification]":
    kept = {one.id for one in others}
    return [one for one in some if one.id not in kept]
