"""首页 as it was when the program was closed, shown before anything is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.views.early_keys import EarlyKeys
from desk_app.views.first_screen import FirstScreen

if TYPE_CHECKING:
    from desk_app.domain.home_words import HomeWords
    from desk_app.views.window import MainWindow


class KeptHome(QObject):
    """The first paint says what stands around the rooms, the next one shows 首页 itself.

    The frame and the workspace come behind that and put everything right.
    """

    painted = Signal()
    """首页 was really painted."""

    def __init__(self, window: "MainWindow", words: "HomeWords") -> None:
        super().__init__(window)
        self._window = window
        self._words = words
        self._unpainted = True
        window.pages.currentWidget().hide()
        window.setCentralWidget(FirstScreen(window.pages, words))
        window.painted.connect(self._show)

    def _show(self) -> None:
        window = self._window
        window.early = EarlyKeys(window, window.runner, window.enter_room)
        home = window.fill_home(self._words)
        window.pages.setCurrentWidget(home)
        home.setFocus()
        window.room_keys()
        home.heading.painted.connect(self._is_painted)

    def _is_painted(self) -> None:
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)
