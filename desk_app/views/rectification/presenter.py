"""What is done to the ledger: read, typed, drawn, closed, deleted, each a step for Ctrl+Z."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from desk_app.domain.rectification import Rectification
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.rectification.steps import CellStep, ItemStep
from desk_app.views.rectification.table import CellChange, CellsTyped, with_value
from desk_app.views.use_cases import rectification, submission

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner


class LedgerPresenter(QObject):
    """Knows the runner and the ledger that was read last; the screen only hears of it."""

    loaded = Signal(object)
    """The ``Ledger``, or ``None`` where there is no round."""
    applied = Signal(object, bool)
    """``CellsTyped`` to be shown; true for what stood there before."""
    added = Signal(int)
    """This item is new: it should be seen once the ledger is read again."""
    done = Signal()
    """What was asked for in a line stands: the line may close."""
    refused = Signal(str)
    """What was asked for in a line cannot stand, and why."""
    said = Signal(str)
    failed = Signal(str)
    """Why something was not done; the ledger is read again."""
    changed = Signal()
    """Something was written that others may show."""
    laid_out = Signal(bytes, str)
    """Pages to be shown, and their title."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self.round_id: int | None = None
        self.ledger: rectification.Ledger | None = None
        self.undo_stack = QUndoStack(self)

    @property
    def items(self) -> tuple[Rectification, ...]:
        """All items of the round as they stand on screen, filtered out or not."""
        return self.ledger.items if self.ledger is not None else ()

    def open_round(self, round_id: int | None) -> None:
        """Read the ledger of a round."""
        if round_id != self.round_id:
            self.undo_stack.clear()
        self.round_id = round_id
        self.reload()

    def reload(self) -> None:
        """Read the ledger again."""
        if self.round_id is None:
            self._loaded(None)
            return
        self._runner.call(rectification.open_ledger, self.round_id).then(self._loaded).otherwise(
            lambda fault: self.failed.emit(str(fault))  # reading it again would fail again
        )

    # --- whole items -----------------------------------------------------------------------

    def draw_items(self) -> None:
        """Draw items from low scores (从低分指标生成)."""

        def done(drawn: "rectification.Drawn") -> None:
            self._remember("从低分指标生成", (), drawn.added)
            self.said.emit(drawn.words())

        self._runner.save(rectification.draw, self._round_open()).then(done).otherwise(self._failed)

    def add(self, subject_id: int, problem: str) -> None:
        """Add an item (新增)."""

        def done(item: Rectification) -> None:
            self.done.emit()
            self.added.emit(item.id)
            self._remember("新增", (), (item,))

        draft = rectification.ItemDraft(subject_id, problem)
        self._runner.save(rectification.add, self._round_open(), draft).then(done).otherwise(
            self._refused
        )

    def close(self, ids: Sequence[int], proof: str, name: str, day: date) -> None:
        """Close items with proof (销号)."""
        before = self._before(ids)
        self._runner.save(rectification.close, ids, proof, name, day).then(
            self._in_line("销号", before)
        ).otherwise(self._refused)

    def set_due(self, ids: Sequence[int], day: date | None) -> None:
        """Give items a due day (设定时限)."""
        before = self._before(ids)
        self._runner.save(rectification.set_due, ids, day).then(
            self._in_line("设定时限", before)
        ).otherwise(self._refused)

    def reopen(self, ids: Sequence[int]) -> None:
        """Take a closing back (撤销销号)."""
        before = self._before(ids)
        self._runner.save(rectification.reopen, ids).then(
            lambda after: self._remember("撤销销号", before, after)
        ).otherwise(self._failed)

    def remove(self, ids: Sequence[int]) -> None:
        """Delete items (删除)."""
        self._runner.save(rectification.remove, ids).then(
            lambda before: self._remember("删除", before, ())
        ).otherwise(self._failed)

    def lay_out(self, title: str) -> None:
        """Lay the ledger out as it also goes up (打印台账)."""
        self._runner.call(submission.ledger_pdf, self._round_open()).then(
            lambda pdf: self.laid_out.emit(pdf, title)
        ).otherwise(self._failed)

    # --- undo ------------------------------------------------------------------------------

    def type_cells(self, typed: "CellsTyped") -> None:
        """Save cells that were typed, pasted or emptied together."""
        self.undo_stack.push(CellStep(self, typed))

    def save_cells(self, typed: "CellsTyped", *, back: bool = False, bulk: str = "") -> None:
        """Show what was typed and save it; ``back`` puts what stood there before in place.

        ``bulk`` says what was done where it is to be taken back after a restart too.
        """
        self._mirror(typed.changes, back=back)
        self.applied.emit(typed, back)
        wanted = [
            rectification.ItemChange(one.item_id, one.field, one.before if back else one.after)
            for one in typed.changes
        ]
        if wanted:
            self._runner.save(rectification.change_many, wanted, bulk=bulk).then(
                lambda _: self.changed.emit()
            ).otherwise(self._failed)

    def put_items(self, present: Sequence[Rectification], gone: Sequence[Rectification]) -> None:
        """Bring items to the state of ``present`` and delete those of ``gone``."""
        ids = [one.id for one in gone]
        self._runner.save(rectification.put, self._round_open(), present, ids).then(
            lambda _: self._changed()
        ).otherwise(self._failed)

    # --- inside ----------------------------------------------------------------------------

    def _before(self, ids: Sequence[int]) -> list[Rectification]:
        # Taken now, not when the question was asked: cells may have been typed since.
        return [one for one in self.items if one.id in ids]

    def _in_line(
        self, words: str, before: Sequence[Rectification]
    ) -> Callable[[Sequence[Rectification]], None]:
        """What follows when a question in the line was answered and stands."""

        def done(after: Sequence[Rectification]) -> None:
            self.done.emit()
            self._remember(words, before, after)

        return done

    def _remember(
        self, words: str, before: Sequence[Rectification], after: Sequence[Rectification]
    ) -> None:
        """Something was done to whole items: keep how to take it back, show what is now."""
        if before or after:
            self.undo_stack.push(ItemStep(words, self, tuple(before), tuple(after)))
            self._changed()

    def _mirror(self, changes: Sequence[CellChange], *, back: bool) -> None:
        """Keep the ledger behind the filters in step with the cells."""
        if self.ledger is None:
            return
        by_id = {one.id: one for one in self.ledger.items}
        for change in changes:
            if change.item_id in by_id:
                by_id[change.item_id] = with_value(
                    by_id[change.item_id], change.field, change.before if back else change.after
                )
        self.ledger = replace(self.ledger, items=tuple(by_id.values()))

    def _loaded(self, ledger: "rectification.Ledger | None") -> None:
        self.ledger = ledger
        self.loaded.emit(ledger)

    def _changed(self) -> None:
        self.reload()
        self.changed.emit()

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(str(fault))

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
        self.undo_stack.clear()
        self.reload()

    def _round_open(self) -> int:
        """The round on show; there is one whenever a button can be pressed."""
        if self.round_id is None:
            raise RuntimeError("a round is open whenever a button can be pressed")
        return self.round_id
