"""What is typed at a first screen that shows what was kept, while the workspace is being opened.

On 首页 itself keys do what they always do. Whoever goes to a room before there is one, or before
its data is there, goes on typing: such keys are held and given to the room when it is filled.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desk_app.views.held_keys import HeldKeys
    from desk_app.views.runner import Runner

Act = Callable[[], object]


class EarlyKeys(QObject):
    """Ways to rooms and keys, held in their order until the workspace is open.

    After each way to a room they are held until the runner has no work left: then it is filled.
    """

    def __init__(self, parent: QObject, runner: "Runner", enter: Act) -> None:
        """``enter`` puts the keys into the room on show, once that has its data."""
        super().__init__(parent)
        self._enter = enter
        self._open = False
        self._giving = False
        self._held: list[Act] = []
        self._filter: HeldKeys | None = None
        runner.busy_changed.connect(self._work_changed)

    @property
    def waits(self) -> bool:
        """Whether the workspace is still being opened."""
        return not self._open

    @property
    def holds(self) -> bool:
        """Whether keys wait for the data of a room."""
        return self._filter is not None

    def holds_back(self, go: Act) -> bool:
        """Say whether going to a room must wait; then it is done when its turn comes.

        What is typed after it waits in any case, until that room has its data.
        """
        if self._open and self._filter is None and not self._giving:
            return False
        waits = self._filter is not None or not self._open
        if waits:
            self._held.append(go)
        self._hold()
        return waits

    def opened(self) -> bool:
        """Rooms can be filled from now on; say whether one was gone to."""
        self._open = True
        waited = bool(self._held)
        self._give()
        return waited

    def give_up(self) -> None:
        """There is no workspace: what was typed for its rooms means nothing."""
        self._held.clear()
        self.opened()

    def _hold(self) -> None:
        from desk_app.views.held_keys import HeldKeys

        if self._filter is None:
            self._filter = HeldKeys(self, self._held.append)

    def _give(self) -> None:
        """Do what was held, until something among it makes the rest wait again."""
        if self._filter is not None:
            self._filter.deleteLater()
            self._filter.end()
            self._filter = None
        self._giving = True
        while self._held and self._filter is None:
            self._held.pop(0)()
        self._giving = False

    def _work_changed(self, busy: bool) -> None:
        if not busy and self._open and self._filter is not None:
            self._enter()
            self._give()
