"""A round that is begun, as a step of 首页: Ctrl+Z removes it while nothing is in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.rounds.dialog import NewRoundDialog
from desk_app.views.use_cases import new_rounds

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from desk_app.domain.faults import Fault
    from desk_app.views.context import RoomContext


class BegunRounds:
    """Asks for a new round, shows it on 首页 and remembers it there.

    ``steps`` gives the steps of 首页, ``look`` reads anew what is on show.
    """

    def __init__(
        self,
        context: "RoomContext",
        window: QWidget,
        steps: "Callable[[], QUndoStack]",
        look: Callable[[], object],
    ) -> None:
        self._context, self._window = context, window
        self._steps, self._look = steps, look
        self._runner = OwnedRunner(context.runner, window)

    def ask(self, current: int | None) -> None:
        """Ask for scheme, year, name and subjects; ``current`` is the round worked on now."""
        dialog = NewRoundDialog(self._context, self._window)
        dialog.created.connect(lambda round_id: self._begin(round_id, current))
        dialog.open()

    def _begin(self, round_id: int, former: int | None) -> None:
        """Begin a round that was just made on 首页, which says what comes first."""
        self._context.open_round(round_id)
        self._context.go("home")
        self._runner.call(new_rounds.made, round_id, former).then(self._push)

    def _push(self, new: "new_rounds.NewRound") -> None:
        self._steps().push(
            DoneStep(
                "新建轮次",
                lambda: self._turn(new, forward=True),
                lambda: self._turn(new, forward=False),
            )
        )

    def _turn(self, new: "new_rounds.NewRound", *, forward: bool) -> None:
        use_case = new_rounds.put_back if forward else new_rounds.take_back
        self._runner.save(use_case, new).then(lambda _: self._look()).otherwise(self._refused)

    def _refused(self, fault: "Fault") -> None:
        # What could not be taken back stands; it is no step any more.
        self._steps().clear()
        self._context.complain(str(fault))
