"""The register's entries as they are written, taken back and written again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner
    from desk_app.views.use_cases import adjustments


class RegisterHistory(QObject):
    """Writes one entry at a time; every one is a step for Ctrl+Z."""

    stored = Signal(object, object)
    """``Written``: what the subject's sheets come to now, and the ``Register`` as it stands."""
    failed = Signal(str)
    revisited = Signal()
    """Undo or redo changed the register: it should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._undo_stack = undo_stack
        self._ids: dict[int, int] = {}

    def add(self, entry: "adjustments.RegisterEntry") -> None:
        """Write a new entry."""
        self._undo_stack.push(_RegisterStep(self, None, entry, None, "登记加减分"))

    def change(self, line: "adjustments.RegisterLine", entry: "adjustments.RegisterEntry") -> None:
        """Write an entry in the place of another."""
        self._undo_stack.push(_RegisterStep(self, line.id, entry, line.entry, "修改加减分"))

    def remove(self, line: "adjustments.RegisterLine") -> None:
        """Take an entry away."""
        self._undo_stack.push(_RegisterStep(self, line.id, None, line.entry, "删除加减分"))

    def real_id(self, row_id: int) -> int:
        """The number under which an entry stands now: one that was removed came back anew."""
        while row_id in self._ids:
            row_id = self._ids[row_id]
        return row_id

    def came_back(self, before: int, now: int) -> None:
        """Remember that a removed entry stands under another number."""
        if before != now:
            self._ids[before] = now

    def write(
        self,
        row_id: int | None,
        entry: "adjustments.RegisterEntry | None",
        done: "Callable[[int], None]",
    ) -> None:
        """Add (without ``row_id``), change, or remove (without ``entry``)."""

        def stored(found: "tuple[adjustments.Written, adjustments.Register]") -> None:
            done(found[0].id)
            self.stored.emit(*found)

        self._runner.save(register.write, row_id, entry).then(stored).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self._undo_stack.clear()
        self.failed.emit(str(fault))


class _RegisterStep(QUndoCommand):
    """Adding (nothing before), changing, or removing (nothing after) one entry."""

    def __init__(
        self,
        history: RegisterHistory,
        row_id: int | None,
        after: "adjustments.RegisterEntry | None",
        before: "adjustments.RegisterEntry | None",
        words: str,
    ) -> None:
        super().__init__(words)
        self._history = history
        self._id = row_id
        self._after = after
        self._before = before
        self._fresh = True

    def redo(self) -> None:
        if not self._fresh:
            self._history.revisited.emit()
        self._fresh = False
        self._write(self._before, self._after)

    def undo(self) -> None:
        self._history.revisited.emit()
        self._write(self._after, self._before)

    def _write(
        self, old: "adjustments.RegisterEntry | None", new: "adjustments.RegisterEntry | None"
    ) -> None:
        known = None if old is None or self._id is None else self._history.real_id(self._id)
        self._history.write(known, new, self._remember)

    def _remember(self, row_id: int) -> None:
        if self._id is not None:
            self._history.came_back(self._history.real_id(self._id), row_id)
        self._id = row_id
