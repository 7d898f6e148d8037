"""Says on standard output how far a start is, for measurements; then quits."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from desk_app.views.kept_home import KeptHome
    from desk_app.views.window import MainWindow


class StartTrace(QObject):
    """Says ``painted``, ``seen`` when 首页 stands there as it was kept, ``usable`` when it is read.

    It names no more of Qt than the start itself does, so that it hardly weighs on what it measures.
    """

    def __init__(self, window: "MainWindow", kept: "KeptHome | None") -> None:
        super().__init__(window)
        self._window = window
        self._read = False
        window.painted.connect(lambda: _say("painted"))
        if kept is not None:
            kept.painted.connect(lambda: _say("seen"))
        window.loaded.connect(self._loaded)

    def _loaded(self) -> None:
        heading = self._window.home_room.heading
        heading.painted.connect(self._painted_again)
        heading.update()

    def _painted_again(self) -> None:
        if not self._read:
            self._read = True
            QTimer.singleShot(0, self._usable)

    def _usable(self) -> None:
        _say("usable")
        self._window.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
