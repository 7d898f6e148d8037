"""Ctrl+Z of what was written at once (an import, a generation), after a restart too."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import reversals

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.reversals import BulkAct, BulkKind
    from desk_app.views.context import RoomContext
    from desk_app.views.kit.messages import Notice

NOTHING = "没有可以撤销的。"


class Reversals(QObject):
    """Takes bulk acts of a room back through its undo stack, so that Ctrl+Y does them again.

    ``read_again`` is called when rows were put back: the room shows them.
    """

    def __init__(
        self,
        context: "RoomContext",
        stack: QUndoStack,
        notice: "Notice",
        read_again: Callable[[], object],
        *kinds: "BulkKind",
    ) -> None:
        super().__init__(stack)
        self._context = context
        self._runner = OwnedRunner(context.runner, self)
        self._stack, self._notice, self._read_again = stack, notice, read_again
        self._kinds = kinds

    def remember(self, words: str, act_id: int | None) -> None:
        """An act was just done; one that wrote nothing is no step."""
        if act_id is not None:
            self._stack.push(
                DoneStep(
                    words,
                    lambda: self._turn(act_id, forward=True),
                    lambda: self._turn(act_id, forward=False),
                )
            )

    def ask(self, round_id: int | None) -> None:
        """Offer to take back the last act of this room that stands, whenever it was done."""
        self._runner.call(reversals.last, self._kinds, round_id).then(self._offer).otherwise(
            lambda fault: self._notice.show_fault(str(fault))
        )

    def _turn(self, act_id: int, *, forward: bool) -> None:
        use_case = reversals.redo if forward else reversals.undo
        self._runner.save(use_case, act_id).then(lambda _: self._turned()).otherwise(self._refused)

    def _offer(self, found: "reversals.LastAct | None") -> None:
        if found is None:
            self._context.say(NOTHING)
        elif found.refusal:
            self._notice.show_fault(found.refusal)
        else:
            act = found.act
            self._notice.ask(f"撤销 {act.named}？", [("撤销", lambda: self._take_back(act))])

    def _take_back(self, act: "BulkAct") -> None:
        self.remember(act.words, act.id)
        self._stack.undo()
        self._context.say(f"已撤销：{act.words}")

    def _turned(self) -> None:
        self._read_again()
        self._context.changed()

    def _refused(self, fault: "Fault") -> None:
        # What could not be taken back stands; the steps before it cannot be reached any more.
        self._stack.clear()
        self._notice.show_fault(str(fault))
