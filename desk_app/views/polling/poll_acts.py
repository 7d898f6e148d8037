"""What is done with a poll: papers written down, sealed, counted again, printed, removed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QInputDialog

from desk_app.domain.polling.counting import LEAST_TO_DISCLOSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.counting import Mode
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.polling.versions import CodeVerdict
    from desk_app.services.workspace import Workspace
    from desk_app.views.polling.room import PollingRoom

Papers = tuple[str, int | None, int | None]
"""Category, 发出 and 收回."""


class PollActs:
    """The work of the buttons and fields on the right."""

    def __init__(self, room: "PollingRoom") -> None:
        self.room = room

    def save_papers(
        self, poll_id: int, category: str, issued: int | None, returned: int | None
    ) -> None:
        """Write papers down; what is refused stands under the fields."""

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services.polling import polls

            return polls.set_papers(workspace, poll_id, issued, returned, category)

        self.room.context.runner.run(work, self._saved, self._papers_refused, writes=True)

    def papers_typed(self, category: str, issued: int | None, returned: int | None) -> None:
        """Write down what was typed, as a step to be undone."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        numbers = {one.category: (one.issued, one.returned) for one in sheet.papers.categories}
        before = numbers.get(category, (sheet.papers.issued, sheet.papers.returned))
        if before != (issued, returned):
            self.room.undo.push(
                _Papers(self, sheet.id, (category, *before), (category, issued, returned))
            )

    def _papers_refused(self, fault: "Fault") -> None:
        # A step that could not be made is none to be undone.
        self.room.undo.clear()
        self.room.panel.say_wrong(str(fault))

    def _saved(self, sheet: "PollSheet") -> None:
        shown = self.room.panel.sheet
        if shown is not None and shown.id == sheet.id:
            self.room.panel.show_sheet(sheet)
        self.room.context.changed()
        self.room.reload()

    def seal(self) -> None:
        """Seal the count on show; ask first where the totals themselves tell who voted what."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        if 0 < sheet.counted.valid < LEAST_TO_DISCLOSE:
            self.room.notice.ask(
                f"有效票只有 {sheet.counted.valid} 张，"
                "封存后的总数和报告单会透露个人的选择。要封存吗？",
                [("仍要封存", lambda: self._seal(sheet))],
            )
            return
        self._seal(sheet)

    def _seal(self, sheet: "PollSheet") -> None:
        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services.polling import sealing

            return sealing.seal(workspace, sheet.id)

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
        self._ask_reason(what, words, lambda reason: self.recount(sheet.id, reason))

    def ask_void(self) -> None:
        """Ask why a poll is void; the poll that is voted again is opened beside it."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def void(reason: str) -> None:
            def work(workspace: "Workspace") -> int:
                from desk_app.services.polling import reopening

                return reopening.void(workspace, sheet.id, reason)

            def done(poll_id: int) -> None:
                self.room.made(poll_id)
                self.room.notice.show_info("这次测评已作废，留存备查；已另建一个，请重新投票。")

            self.room.undo.clear()
            self.room.write(work, done)

        over = next((one.sentence for one in sheet.findings if one.code == "H01"), "")
        self._ask_reason("作废并重新投票", "作废的测评留存备查，另建一个重新投票。", void, over)

    def _ask_reason(
        self, what: str, words: str, act: "Callable[[str], None]", reason: str = ""
    ) -> None:
        asking = QInputDialog(self.room)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle(what)
        asking.setLabelText(f"{words}\n请写明原因：")
        asking.setTextValue(reason)
        asking.setOkButtonText(what)
        asking.setCancelButtonText("取消")
        asking.textValueSelected.connect(act)
        asking.open()

    def give_reason(self, code: str, reason: str) -> None:
        """Write down the reason for a soft check."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services.polling import polls

            return polls.set_reason(workspace, sheet.id, code, reason)

        self.room.context.runner.run(work, self._saved, self.room.refused, writes=True)

    def choose_mode(self, mode: "Mode") -> None:
        """Choose how the poll is counted."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> None:
            from desk_app.services.polling import (
                polls,
            )

            polls.set_mode(workspace, sheet.id, mode)

        self.room.write(work)

    def verify(self, code: str) -> None:
        """Compare a code on paper with what is stored."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> "CodeVerdict":
            from desk_app.services.polling import versions

            return versions.verify_code(workspace, sheet.id, code)

        self.room.context.runner.run(work, self.room.panel.sealed.show_verdict, self.room.refused)

    def recount(self, poll_id: int, reason: str) -> None:
        """Take a count back; without a reason it is refused."""

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services.polling import reopening

            return reopening.recount(workspace, poll_id, reason)

        self.room.undo.clear()
        self.room.write(work, self.room.panel.show_sheet)

    def ask_to_remove(self) -> None:
        """Ask before a poll is deleted."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        keyed = f"，已录的 {sheet.counted.keyed} 张也一并清除" if sheet.counted.keyed else ""

        def work(workspace: "Workspace") -> None:
            from desk_app.services.polling import (
                opening,
            )

            opening.remove_poll(workspace, sheet.id)

        self.room.notice.ask(
            f"要删除测评“{sheet.name}”吗{keyed}？", [("删除测评", lambda: self.room.write(work))]
        )

    def print_ballots(self) -> None:
        """Show the empty ballots of the poll as they print, enough of them for 发出."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return
        wanted = [(one.category, one.issued or one.present or 1) for one in sheet.papers.categories]
        wanted = wanted or [("", sheet.papers.issued or sheet.head.present or 1)]
        for category, papers in wanted:
            self._print_one(sheet, category, papers)

    def _print_one(self, sheet: "PollSheet", category: str, papers: int) -> None:
        def work(workspace: "Workspace") -> bytes:
            from desk_app.services.polling import (
                ballots,
            )

            return ballots.ballot_pdf(workspace, sheet.id, category, papers)

        self._show_pdf(work, f"测评票 {sheet.name} {category}".strip())

    def print_register(self) -> None:
        """Show the hand-out register of the poll's meeting as it prints."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services.polling import (
                meeting_papers,
            )

            return meeting_papers.register_pdf(workspace, sheet.head.meeting_id)

        self._show_pdf(work, f"发票登记表 {sheet.head.meeting}")

    def print_report(self) -> None:
        """Show the report of the sealed count as it prints."""
        sheet = self.room.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services.polling import (
                count_report,
            )

            return count_report.report_pdf(workspace, sheet.id)

        self._show_pdf(work, f"计票报告单 {sheet.name}")

    def _show_pdf(self, work: "Callable[[Workspace], bytes]", title: str) -> None:
        def done(pdf: bytes) -> None:
            from desk_app.views.kit.preview import show_preview

            show_preview(self.room, self.room.context, pdf, title)

        self.room.context.runner.run(work, done, self.room.refused)


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
