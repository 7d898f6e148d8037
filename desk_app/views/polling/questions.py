"""What is asked before something is done to a poll that cannot be taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from desk_app.views.polling.possible import voted_too_often

if TYPE_CHECKING:
    from desk_app.views.kit.messages import Notice
    from desk_app.views.use_cases import parts


class PollQuestions(QObject):
    """Asks on the room's line or in a small dialog, and hands up what was answered."""

    recount_chosen = Signal(int, str)
    """The poll, and why."""
    void_chosen = Signal(int, str)
    removal_chosen = Signal(int)

    def __init__(self, notice: "Notice", room: QWidget) -> None:
        super().__init__(room)
        self._notice = notice
        self._room = room

    def ask_recount(self, sheet: "parts.PollSheet") -> None:
        """Ask why a count is taken back."""
        if sheet.sealed:
            what = "重新计票"
            number = sheet.standing.version
            words = (
                f"第 {number} 版的张数、原因、校验码留存备查；它的各项得票从数据和备份里清除，\n"
                "以签字的报告单为准（不然两版相减会看出某一张票）。请先印好报告单。\n"
                f"票从头再录，封存后为第 {number + 1} 版。"
            )
        else:
            what, words = "清空重录", "清空重录后，已有的计数全部清除，票要从头再录。"
        self._ask_reason(what, words, lambda reason: self.recount_chosen.emit(sheet.id, reason))

    def ask_void(self, sheet: "parts.PollSheet") -> None:
        """Ask why a poll is void; the poll that is voted again is opened beside it."""
        self._ask_reason(
            "作废并重新投票",
            "作废的测评留存备查，另建一个重新投票。",
            lambda reason: self.void_chosen.emit(sheet.id, reason),
            voted_too_often(sheet),
        )

    def ask_removal(self, sheet: "parts.PollSheet") -> None:
        """Ask before a poll is deleted."""
        keyed = f"，已录的 {sheet.counted.keyed} 张也一并清除" if sheet.counted.keyed else ""
        self._notice.ask(
            f"要删除测评“{sheet.name}”吗{keyed}？",
            [("删除测评", lambda: self.removal_chosen.emit(sheet.id))],
        )

    def _ask_reason(
        self, what: str, words: str, act: Callable[[str], None], reason: str = ""
    ) -> None:
        asking = QInputDialog(self._room)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle(what)
        asking.setLabelText(f"{words}\n请写明原因：")
        asking.setTextValue(reason)
        asking.setOkButtonText(what)
        asking.setCancelButtonText("取消")
        asking.textValueSelected.connect(act)
        asking.open()
