"""Whose workspace it is: its names are changed in place, and Ctrl+Z changes them back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desk_app.views.kit.ask_line import Asked, AskLine
from desk_app.views.kit.done_step import DoneStep
from desk_app.views.use_cases import workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.domain.faults import Fault
    from desk_app.views.window import MainWindow

FULL, SHORT = "全称", "简称"
_WHY = (
    "单位名称：全称印在表单和报告上，简称写在窗口里，空着就用全称。"
    "改了以后，新做的材料用新名称；以前导出的文件不变。"
)


class OfficeName(QObject):
    """Asks over the edge of the room for the office's names."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.line = AskLine(window.frame, window.pages)
        self.line.closed.connect(self._return)

    def ask(self) -> None:
        """Show the names as they are, to be changed."""
        self._before = QApplication.focusWidget()
        self._window.runner.call(workspace.office).then(self._show).otherwise(self._complain)

    def _show(self, now: "workspace.Office") -> None:
        def typed(texts: Mapping[str, str]) -> None:
            self._change(now, workspace.Office(texts[FULL], texts[SHORT]))

        self.line.ask(
            _WHY,
            [Asked(FULL, now.full_name), Asked(SHORT, now.short_name, hint="如：青山镇")],
            "改名",
            typed,
        )
        self.line.field(FULL).selectAll()

    def _change(self, before: "workspace.Office", wanted: "workspace.Office") -> None:
        def renamed(after: "workspace.Office") -> None:
            self.line.dismiss()
            if after != before:
                self._remember(before, after)
                self._say(after)

        self._window.runner.save(workspace.rename, wanted).then(renamed).otherwise(self._refused)

    def _remember(self, before: "workspace.Office", after: "workspace.Office") -> None:
        """Let Ctrl+Z change the names back, in the room where they were changed."""
        room = self._window.room
        stack = None if room is None else room.undo_stack()
        if stack is None:
            stack = self._window.home_room.done
        stack.push(DoneStep("更改单位名称", lambda: self._put(after), lambda: self._put(before)))

    def _put(self, names: "workspace.Office") -> None:
        self._window.runner.save(workspace.rename, names).then(
            lambda _: self._window.look_again()
        ).otherwise(self._complain)

    def _say(self, names: "workspace.Office") -> None:
        self._window.bottom.say(f"单位名称改为“{names.full_name}”")
        self._window.look_again()

    def _refused(self, fault: "Fault") -> None:
        self.line.say_wrong(str(fault))
        self.line.field(FULL).setFocus()

    def _complain(self, fault: "Fault") -> None:
        self._window.message.show_fault(str(fault))

    def _return(self) -> None:
        """The keys go back to where they went before the question."""
        from shiboken6 import isValid

        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
