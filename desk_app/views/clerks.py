"""Who works here: the name at the top right, and 换人."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMenu

from desk_app.views.settings import ASK_NAME
from desk_app.views.use_cases import clerks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.domain.faults import Fault
    from desk_app.views.kit.ask_line import AskLine
    from desk_app.views.window import MainWindow

FIELD = "姓名"
_WHY = "写上本人的姓名，“谁填的”、经过和改动记录里就写这个名字。只写一次，以后可以换人。"


class Clerks(QObject):
    """Shows in whose name changes are written and lets another one sit down.

    The name is kept for this computer; the workspace hears of it before anything else is asked
    of it, so that every change after that bears it.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._line: AskLine | None = None
        self._before: QWidget | None = None
        self._menu = QMenu(window.top.clerk)
        self._menu.aboutToShow.connect(self._fill)
        window.top.clerk.setMenu(self._menu)
        self._show("")

    @property
    def line(self) -> "AskLine | None":
        """Where a name is asked for, once it was."""
        return self._line

    def begin(self) -> None:
        """Let the workspace that was just opened know who works here."""
        name = self._window.settings.clerk
        if name:
            self._window.runner.call(clerks.act_as, name).then(self._show).otherwise(self._unfit)
        else:
            self._show("")

    def ask(self) -> None:
        """Ask for a name in place, over the edge of the room."""
        from desk_app.views.kit.ask_line import Asked, AskLine

        self._before = QApplication.focusWidget()
        if self._line is None:
            self._line = AskLine(self._window.frame, self._window.pages)
            self._line.closed.connect(self._return)
        self._line.ask(_WHY, [Asked(FIELD, hint="如：张桂芳")], "用这个名字", self._typed)

    def choose(self, name: str) -> None:
        """Go on in another name; a fault is said where it was asked for."""
        self._window.runner.call(clerks.act_as, name).then(self._sits_down).otherwise(self._refused)

    def _typed(self, texts: Mapping[str, str]) -> None:
        self.choose(texts[FIELD])

    def _sits_down(self, name: str) -> None:
        self._window.settings.set_clerk(name)
        self._window.settings.save()
        if self._line is not None:
            self._line.dismiss()
        self._show(name)
        self._window.bottom.say(f"从现在起由{name}填写")
        self._window.look_again()
        self._window.enter_room()

    def _refused(self, fault: "Fault") -> None:
        if self._line is not None and self._line.isVisible():
            self._line.say_wrong(str(fault))
            self._line.field(FIELD).setFocus()
        else:
            self._window.message.show_fault(str(fault))

    def _unfit(self, _fault: "Fault") -> None:
        """Somebody wrote something else into the settings: it is asked for again."""
        self._show("")

    def _show(self, name: str) -> None:
        button = self._window.top.clerk
        button.setText(f"{name or ASK_NAME} ▾")

    def _fill(self) -> None:
        """Offer the names that were used here, and another one."""
        self._menu.clear()
        known = self._window.settings.clerks
        now = self._window.settings.clerk
        for name in known:
            entry = self._menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(name == now)
            entry.triggered.connect(self._chooser(name))
        if known:
            self._menu.addSeparator()
        self._menu.addAction("换人…" if known else "填写姓名…").triggered.connect(self.ask)

    def _chooser(self, name: str) -> Callable[[], None]:
        return lambda: self.choose(name)

    def _return(self) -> None:
        """The keys go back to where they went before the question."""
        from shiboken6 import isValid

        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
