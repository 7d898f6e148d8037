"""What is done with meetings: made, changed, removed; workbooks of counts out and in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.services.polling.external_counts import Taken
    from desk_app.services.polling.meetings import MeetingFacts
    from desk_app.services.workspace import Workspace
    from desk_app.views.polling.room import PollingRoom

WORKBOOKS = "Excel/WPS 表格 (*.xlsx)"
_REASONS_SHOWN = 5


class MeetingActs:
    """The work of the buttons and the menu on the left."""

    def __init__(self, room: "PollingRoom") -> None:
        self.room = room

    def new(self) -> None:
        """Ask for a new meeting, usually with its poll."""
        round_id = self.room.round_open()

        def given(facts: "MeetingFacts", poll: str, ids: list[int]) -> None:
            def work(workspace: "Workspace") -> int | None:
                from desk_app.services.polling import ballots, meetings

                meeting_id = meetings.add_meeting(workspace, round_id, facts)
                if not poll:
                    return None
                # A list longer than a sheet of paper becomes 票一, 票二 …, a poll each.
                return ballots.open_polls(workspace, meeting_id, poll, ids)[0]

            self.room.write(work, self.room.made)

        self._ask_meeting(given)

    def change(self) -> None:
        """Ask for the facts of the chosen meeting."""
        line = self.room.current()
        if line is None:
            self._say_choose()
            return

        def given(facts: "MeetingFacts", _poll: str, _ids: list[int]) -> None:
            def work(workspace: "Workspace") -> None:
                from desk_app.services.polling import meetings

                meetings.change_meeting(workspace, line.meeting.id, facts)

            self.room.write(work)

        self._ask_meeting(given, line.meeting.facts)

    def add_poll(self) -> None:
        """Ask for another poll in the chosen meeting."""
        line = self.room.current()
        if line is None:
            self._say_choose()
            return

        def given(_facts: "MeetingFacts", poll: str, ids: list[int]) -> None:
            def work(workspace: "Workspace") -> int:
                from desk_app.services.polling import ballots

                return ballots.open_polls(workspace, line.meeting.id, poll, ids)[0]

            self.room.write(work, self.room.made)

        self._ask_meeting(given, line.meeting.facts, poll_only=True)

    def ask_to_remove(self) -> None:
        """Ask before a meeting is deleted."""
        line = self.room.current()
        if line is None:
            self._say_choose()
            return
        polls = len(line.meeting.polls)
        also = f"会议里的 {polls} 个测评也一并删除。" if polls else ""

        def work(workspace: "Workspace") -> None:
            from desk_app.services.polling import meetings

            meetings.remove_meeting(workspace, line.meeting.id)

        self.room.notice.ask(
            f"要删除“{line.meeting.facts.kind}”（{line.title}）吗？{also}",
            [("删除会议", lambda: self.room.write(work))],
        )

    def open_for_each(self) -> None:
        """Give every subject without one a meeting of its own."""
        round_id = self.room.round_open()
        kind = self.room.single_kind()
        if kind is None:
            self.room.notice.show_fault("本方案的测评是一次会议评多个党组织，请用“新建会议…”。")
            return

        def work(workspace: "Workspace") -> int:
            from desk_app.services.polling import opening

            return opening.open_polls_for_each(workspace, round_id, kind.name)

        def done(made: int) -> None:
            if made:
                self.room.notice.show_info(
                    f"已为 {made} 个党组织各建一场“{kind.meeting or kind.name}”。"
                )
            else:
                self.room.notice.show_info("每个参评党组织都已经有测评会，没有新建。")

        self.room.write(work, done)

    def ask_blank_counts(self) -> None:
        """Ask where the empty workbook goes."""
        path, _ = QFileDialog.getSaveFileName(self.room, "导出空白计票表", "计票表.xlsx", WORKBOOKS)
        if path:
            self.export_blank_counts(Path(path))

    def export_blank_counts(self, path: Path) -> None:
        """Write the empty workbook for signed counts."""
        round_id = self.room.round_open()

        def work(workspace: "Workspace") -> int:
            from desk_app.services.polling import external_counts

            return external_counts.blank_counts(workspace, round_id, path)

        self.room.context.runner.run(
            work,
            lambda rows: self.room.notice.show_info(f"空白计票表已导出（{rows} 行）：{path}"),
            self.room.refused,
        )

    def ask_import_counts(self) -> None:
        """Ask which workbook comes back."""
        path, _ = QFileDialog.getOpenFileName(
            self.room, "导入计票表", "", "Excel/WPS 表格 (*.xlsx *.xls *.et)"
        )
        if path:
            self.import_counts(Path(path))

    def import_counts(self, path: Path) -> None:
        """Take a filled workbook whole, or show why it is refused."""
        round_id = self.room.round_open()

        def work(workspace: "Workspace") -> "Taken":
            from desk_app.services.polling import external_counts

            return external_counts.import_counts(workspace, round_id, path)

        def done(taken: "Taken") -> None:
            if taken.refused:
                first = "\n".join(taken.refused[:_REASONS_SHOWN])
                rest = len(taken.refused) - _REASONS_SHOWN
                more = f"\n……另有 {rest} 处。" if rest > 0 else ""
                self.room.notice.show_fault(f"{taken.sentence}\n{first}{more}")
            else:
                self.room.notice.show_info(taken.sentence)

        self.room.write(work, done)

    def open_samples(self) -> None:
        """Draw a random sample of households, or look at earlier draws."""
        from desk_app.views.samples import SamplesDialog

        dialog = SamplesDialog(self.room.context, self.room.round_open(), self.room)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _say_choose(self) -> None:
        self.room.notice.show_fault("请先在左边选一次会议。")

    def _ask_meeting(
        self,
        given: "Callable[[MeetingFacts, str, list[int]], object]",
        facts: "MeetingFacts | None" = None,
        *,
        poll_only: bool = False,
    ) -> None:
        from desk_app.views.polling.meeting_dialog import MeetingDialog

        if self.room.overview is None:
            return
        dialog = MeetingDialog(
            self.room.overview, given, facts, poll_only=poll_only, parent=self.room
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
