"""What is done with a poll: papers written down, sealed, counted again, printed, removed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QInputDialog

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.services.polling import PollSheet
    from desk_app.services.workspace import Workspace
    from desk_app.views.polling.room import PollingRoom

Papers = tuple[int | None, int | None]
"""发出 and 收回."""


class PollActs:
    """The work of the buttons and fields on the right."""

    def __init__(self, room: "PollingRoom") -> None:
        self.room = room

    def save_papers(self, poll_id: int, issued: int | None, returned: int | None) -> None:
        """Write papers down; what is refused stands under the fields."""

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.set_papers(workspace, poll_id, issued, returned)

        self.room.desk.operations.run(work, self._saved, self._papers_refused, writes=True)

    def papers_typed(self, issued: int | None, returned: int | None) -> None:
        """Write down what was typed, as a step to be undone."""
        sheet = self.room.panel.sheet
        if sheet is None or (sheet.issued, sheet.returned) == (issued, returned):
            return
        before = (sheet.issued, sheet.returned)
        self.room.undo.push(_Papers(self, sheet.id, before, (issued, returned)))

    def _papers_refused(self, fault: "Fault") -> None:
        # A step that could not be made is none to be undone.
        self.room.undo.clear()
        self.room.panel.say_wrong(str(fault))

    def _saved(self, sheet: "PollSheet") -> None:
        shown = self.room.panel.sheet
        if shown is not None and shown.id == sheet.id:
            self.room.panel.show_sheet(sheet)
        self.room.desk.changed()
        self.room.reload()

    def seal(self) -> None:
        """Seal the count on show."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.seal(workspace, sheet.id)

        def done(sealed: "PollSheet") -> None:
            self.room.panel.show_sheet(sealed)
            self.room.notice.show_info(
                "已封存。数据里只留下每个对象各选项的总数，各摞的计数已清除。"
            )

        self.room.undo.clear()
        self.room.write(work, done)

    def ask_recount(self) -> None:
        """Ask why a count is taken back."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        what = "重新计票" if sheet.sealed else "清空重录"
        asking = QInputDialog(self.room)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle(what)
        asking.setLabelText(f"{what}后，已有的计数全部清除，票要从头再录。\n请写明原因：")
        asking.setOkButtonText(what)
        asking.setCancelButtonText("取消")
        asking.textValueSelected.connect(lambda reason: self.recount(sheet.id, reason))
        asking.open()

    def recount(self, poll_id: int, reason: str) -> None:
        """Take a count back; without a reason it is refused."""

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.recount(workspace, poll_id, reason)

        self.room.undo.clear()
        self.room.write(work, self.room.panel.show_sheet)

    def ask_to_remove(self) -> None:
        """Ask before a poll is deleted."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        keyed = f"，已录的 {sheet.keyed} 张也一并清除" if sheet.keyed else ""

        def work(workspace: "Workspace") -> None:
            from desk_app.services import meetings

            meetings.remove_poll(workspace, sheet.id)

        self.room.notice.ask(
            f"要删除测评“{sheet.name}”吗{keyed}？", [("删除测评", lambda: self.room.write(work))]
        )

    def print_ballots(self) -> None:
        """Show the empty ballot of the poll as it prints."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services import ballots

            return ballots.ballot_pdf(workspace, sheet.id)

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self.room, self.room.desk, pdf, f"测评票 {sheet.name}")

        self.room.desk.operations.run(work, done, self.room.refused)


class _Papers(QUndoCommand):
    """发出 and 收回 as typed."""

    def __init__(
        self,
        acts: PollActs,
        poll_id: int,
        before: Papers,
        after: Papers,
    ) -> None:
        super().__init__("填写票数")
        self._acts = acts
        self._poll_id = poll_id
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._acts.save_papers(self._poll_id, *self._after)

    def undo(self) -> None:
        self._acts.save_papers(self._poll_id, *self._before)
