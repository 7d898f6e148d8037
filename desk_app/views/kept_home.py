"""首页 as it was when the program was closed, shown before anything is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from desk_app.domain.home_words import HomeWords
    from desk_app.views.window import MainWindow


class KeptHome(QObject):
    """The first paint is an empty window, the next one shows 首页 and what stands around it.

    No letter is drawn before that: even the first one costs. The frame and the workspace come
    behind it and put everything right.
    """

    painted = Signal()
    """首页 was really painted."""

    def __init__(self, window: "MainWindow", words: "HomeWords") -> None:
        super().__init__(window)
        self._window = window
        self._words = words
        self._unpainted = True
        window.pages.currentWidget().hide()
        # In a turn of its own: the empty window is on the screen by then.
        window.painted.connect(lambda: QTimer.singleShot(0, self._show))

    def _show(self) -> None:
        from desk_app.views.early_keys import EarlyKeys
        from desk_app.views.first_screen import FirstScreen
        from desk_app.views.settings import ASK_NAME

        window = self._window
        window.early = EarlyKeys(window, window.runner, window.enter_room)
        # Put together while it is hidden, so that everything is dressed and laid out once.
        clerk = window.settings.clerk or ASK_NAME
        screen = FirstScreen(window.pages, self._words, clerk, window.size())
        home = window.fill_home(self._words)
        window.pages.setCurrentWidget(home)
        window.setCentralWidget(screen)
        (home.first_focus() or home).setFocus()
        home.heading.painted.connect(self._is_painted)

    def _is_painted(self) -> None:
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        self.painted.emit()
        self._window.room_keys()  # no key is looked at before this turn of the loop is over
