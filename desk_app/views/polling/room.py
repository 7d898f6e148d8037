"""The room 测评."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.views.messages import Notice
from desk_app.views.polling.external_counts import ExternalCountsPage
from desk_app.views.polling.keying import KeyingPage
from desk_app.views.polling.poll_panel import PollPanel
from desk_app.views.room import Desk, Room
from desk_app.views.tables import Column, Records, Sheet

if TYPE_CHECKING:
    from desk_app.services.external_counts import Taken
    from desk_app.services.meetings import Meeting, MeetingFacts, Overview, PollKind, PollLine
    from desk_app.services.polling import PollSheet
    from desk_app.services.workspace import Workspace

WORKBOOKS = "Excel/WPS 表格 (*.xlsx)"


@dataclass(frozen=True)
class Line:
    """One line of the list: a poll in its meeting, or a meeting without polls."""

    meeting: "Meeting"
    poll: "PollLine | None"

    @property
    def title(self) -> str:
        """What the line is about."""
        return self.poll.covers if self.poll else self.meeting.facts.kind

    @property
    def held(self) -> str:
        """Meeting and poll in short."""
        facts = self.meeting.facts
        day = f"{facts.held_on.month}月{facts.held_on.day}日 " if facts.held_on else ""
        poll = f" · {self.poll.name}" if self.poll else ""
        return f"{day}{facts.kind}{poll}"

    @property
    def state(self) -> str:
        """How far the poll is."""
        return self.poll.state if self.poll else "没有测评"


class PollingRoom(Room):
    """Meetings and polls on the left, one poll on the right; keying takes the whole room."""

    key: ClassVar[str] = "polling"
    title: ClassVar[str] = "测评"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.round_id: int | None = None
        self.overview: Overview | None = None
        self._wanted_poll: int | None = None
        self._loading = False
        self._undo = QUndoStack(self)
        self.notice = Notice()
        self.table: Records[Line] = Records(
            [
                Column("测评对象", lambda line: line.title, width=11),
                Column("状态", lambda line: line.state, width=5),
                Column("会议 · 测评", lambda line: line.held, width=10),
            ]
        )
        self.list = Sheet("polling/meetings", desk.settings)
        self.list.setModel(self.table)
        self.list.setAccessibleName("会议和测评")
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        self.new = QPushButton("新建会议…")
        self.new.clicked.connect(self.new_meeting)
        self.each = QPushButton("为每个参评党组织各建一场测评会")
        self.each.clicked.connect(self.open_for_each)
        self.more = QToolButton()
        self.more.setText("会议和计票表 ▾")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.change_action = self.menu.addAction("修改会议（应到、实到…）", self.change_meeting)
        self.add_action = self.menu.addAction("在这次会议上加一个测评…", self.add_poll)
        self.remove_action = self.menu.addAction("删除会议…", self.ask_to_remove_meeting)
        self.menu.addSeparator()
        self.blank_action = self.menu.addAction("导出空白计票表…", self.ask_blank_counts)
        self.import_action = self.menu.addAction("导入计票表…", self.ask_import_counts)
        self.panel = PollPanel(desk.settings)
        self.panel.papers_typed.connect(self._papers_typed)
        self.panel.key_wanted.connect(self.key_ballots)
        self.panel.external_wanted.connect(self.type_external)
        self.panel.seal_wanted.connect(self.seal)
        self.panel.recount_wanted.connect(self.ask_recount)
        self.panel.print_wanted.connect(self.print_ballots)
        self.panel.remove_wanted.connect(self.ask_to_remove_poll)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.right = QStackedWidget()
        self.right.addWidget(self.empty)
        self.right.addWidget(self.panel)
        self.keying = KeyingPage(desk)
        self.keying.left.connect(self._back)
        self.external: ExternalCountsPage | None = None
        self.pages = QStackedWidget()
        self._lay_out()

    # --- what the window asks -----------------------------------------------------------------

    def open_round(self, round_id: int | None) -> None:
        """Load a round; a batch in hand stays in hand."""
        if round_id != self.round_id:
            self._undo.clear()
            self._wanted_poll = None
        self.round_id = round_id
        self.reload()

    def undo_stack(self) -> QUndoStack | None:
        """Papers typed here, totals while a signed count is typed; never ballots."""
        if self.pages.currentWidget() is self.keying:
            return None
        if self.external is not None and self.pages.currentWidget() is self.external:
            return self.external.model.undo
        return self._undo

    def may_leave(self) -> bool:
        """Say whether the window may be closed; with papers in hand it is asked on the page."""
        page = self.pages.currentWidget()
        if page is self.keying and self.keying.unfinished:
            self.keying.ask_to_leave()
            return False
        external = self.external
        if external is not None and external.unfinished:
            external.ask_to_leave()
            return False
        return True

    def reload(self) -> None:
        """Read the meetings and the chosen poll again."""
        round_id = self.round_id
        if round_id is None:
            self._show_nothing("还没有轮次，请先在首页新建轮次。")
            return

        def work(workspace: "Workspace") -> "Overview":
            from desk_app.services import meetings

            return meetings.overview(workspace, round_id)

        self.desk.operations.run(work, self._loaded, self._refused)

    # --- what the buttons do ------------------------------------------------------------------

    def new_meeting(self) -> None:
        """Ask for a new meeting, usually with its poll."""
        round_id = self._round()

        def given(facts: "MeetingFacts", poll: str, ids: list[int]) -> None:
            def work(workspace: "Workspace") -> int | None:
                from desk_app.services import meetings

                meeting_id = meetings.add_meeting(workspace, round_id, facts)
                if not poll:
                    return None
                return meetings.open_poll(workspace, meeting_id, poll, ids)

            self._write(work, self._made)

        self._ask_meeting(given)

    def change_meeting(self) -> None:
        """Ask for the facts of the chosen meeting."""
        line = self.current()
        if line is None:
            self._say_choose()
            return

        def given(facts: "MeetingFacts", _poll: str, _ids: list[int]) -> None:
            def work(workspace: "Workspace") -> None:
                from desk_app.services import meetings

                meetings.change_meeting(workspace, line.meeting.id, facts)

            self._write(work)

        self._ask_meeting(given, line.meeting.facts)

    def add_poll(self) -> None:
        """Ask for another poll in the chosen meeting."""
        line = self.current()
        if line is None:
            self._say_choose()
            return

        def given(_facts: "MeetingFacts", poll: str, ids: list[int]) -> None:
            def work(workspace: "Workspace") -> int:
                from desk_app.services import meetings

                return meetings.open_poll(workspace, line.meeting.id, poll, ids)

            self._write(work, self._made)

        self._ask_meeting(given, line.meeting.facts, poll_only=True)

    def ask_to_remove_meeting(self) -> None:
        """Ask before a meeting is deleted."""
        line = self.current()
        if line is None:
            self._say_choose()
            return
        polls = len(line.meeting.polls)
        also = f"会议里的 {polls} 个测评也一并删除。" if polls else ""

        def work(workspace: "Workspace") -> None:
            from desk_app.services import meetings

            meetings.remove_meeting(workspace, line.meeting.id)

        self.notice.ask(
            f"要删除“{line.meeting.facts.kind}”（{line.title}）吗？{also}",
            [("删除会议", lambda: self._write(work))],
        )

    def open_for_each(self) -> None:
        """Give every subject without one a meeting of its own."""
        round_id = self._round()
        kind = self._single_kind()
        if kind is None:
            self.notice.show_fault("本方案的测评是一次会议评多个党组织，请用“新建会议…”。")
            return

        def work(workspace: "Workspace") -> int:
            from desk_app.services import meetings

            return meetings.open_polls_for_each(workspace, round_id, kind.name)

        def done(made: int) -> None:
            if made:
                self.notice.show_info(
                    f"已为 {made} 个党组织各建一场“{kind.meeting or kind.name}”。"
                )
            else:
                self.notice.show_info("每个参评党组织都已经有测评会，没有新建。")

        self._write(work, done)

    def key_ballots(self) -> None:
        """Key ballots of the poll on show."""
        sheet = self.panel.sheet
        if sheet is not None and not sheet.sealed and sheet.next_batch:
            self.notice.dismiss()
            self.pages.setCurrentWidget(self.keying)
            self.keying.begin(sheet)

    def type_external(self) -> None:
        """Type a count that was signed on paper."""
        sheet = self.panel.sheet
        if sheet is None or sheet.sealed:
            return
        self.external = ExternalCountsPage(self.desk, sheet)
        self.external.left.connect(self._back)
        self.pages.addWidget(self.external)
        self.pages.setCurrentWidget(self.external)
        self.external.issued.setFocus()

    def seal(self) -> None:
        """Seal the count on show."""
        sheet = self.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.seal(workspace, sheet.id)

        def done(sealed: "PollSheet") -> None:
            self.panel.show_sheet(sealed)
            self.notice.show_info("已封存。数据里只留下每个对象各选项的总数，各摞的计数已清除。")

        self._undo.clear()
        self._write(work, done)

    def ask_recount(self) -> None:
        """Ask why a count is taken back."""
        sheet = self.panel.sheet
        if sheet is None:
            return
        what = "重新计票" if sheet.sealed else "清空重录"
        asking = QInputDialog(self)
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

        self._undo.clear()
        self._write(work, self.panel.show_sheet)

    def ask_to_remove_poll(self) -> None:
        """Ask before a poll is deleted."""
        sheet = self.panel.sheet
        if sheet is None:
            return
        keyed = f"，已录的 {sheet.keyed} 张也一并清除" if sheet.keyed else ""

        def work(workspace: "Workspace") -> None:
            from desk_app.services import meetings

            meetings.remove_poll(workspace, sheet.id)

        self.notice.ask(
            f"要删除测评“{sheet.name}”吗{keyed}？", [("删除测评", lambda: self._write(work))]
        )

    def print_ballots(self) -> None:
        """Show the empty ballot of the poll as it prints."""
        sheet = self.panel.sheet
        if sheet is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services import ballots

            return ballots.ballot_pdf(workspace, sheet.id)

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self, self.desk, pdf, f"测评票 {sheet.name}")

        self.desk.operations.run(work, done, self._refused)

    def ask_blank_counts(self) -> None:
        """Ask where the empty workbook goes."""
        path, _ = QFileDialog.getSaveFileName(self, "导出空白计票表", "计票表.xlsx", WORKBOOKS)
        if path:
            self.export_blank_counts(Path(path))

    def export_blank_counts(self, path: Path) -> None:
        """Write the empty workbook for signed counts."""
        round_id = self._round()

        def work(workspace: "Workspace") -> int:
            from desk_app.services import external_counts

            return external_counts.blank_counts(workspace, round_id, path)

        self.desk.operations.run(
            work,
            lambda rows: self.notice.show_info(f"空白计票表已导出（{rows} 行）：{path}"),
            self._refused,
        )

    def ask_import_counts(self) -> None:
        """Ask which workbook comes back."""
        path, _ = QFileDialog.getOpenFileName(
            self, "导入计票表", "", "Excel/WPS 表格 (*.xlsx *.xls *.et)"
        )
        if path:
            self.import_counts(Path(path))

    def import_counts(self, path: Path) -> None:
        """Take a filled workbook whole, or show why it is refused."""
        round_id = self._round()

        def work(workspace: "Workspace") -> "Taken":
            from desk_app.services import external_counts

            return external_counts.import_counts(workspace, round_id, path)

        def done(taken: "Taken") -> None:
            if taken.refused:
                first = "\n".join(taken.refused[:5])
                rest = len(taken.refused) - 5
                more = f"\n……另有 {rest} 处。" if rest > 0 else ""
                self.notice.show_fault(f"{taken.sentence}\n{first}{more}")
            else:
                self.notice.show_info(taken.sentence)

        self._write(work, done)

    # --- inside -------------------------------------------------------------------------------

    def current(self) -> Line | None:
        """The chosen line."""
        index = self.list.currentIndex()
        return self.table.record(index.row()) if index.isValid() else None

    def choose_poll(self, poll_id: int) -> None:
        """Choose a poll in the list."""
        for row, line in enumerate(self.table.records):
            if line.poll is not None and line.poll.id == poll_id:
                self.list.selectRow(row)
                self.list.scrollTo(self.table.index(row, 0))

    def save_papers(self, poll_id: int, issued: int | None, returned: int | None) -> None:
        """Write papers down; what is refused stands under the fields."""

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.set_papers(workspace, poll_id, issued, returned)

        self.desk.operations.run(work, self._saved, self._papers_refused, writes=True)

    def _papers_typed(self, issued: int | None, returned: int | None) -> None:
        sheet = self.panel.sheet
        if sheet is None or (sheet.issued, sheet.returned) == (issued, returned):
            return
        self._undo.push(_Papers(self, sheet.id, (sheet.issued, sheet.returned), (issued, returned)))

    def _papers_refused(self, fault: Fault) -> None:
        # A step that could not be made is none to be undone.
        self._undo.clear()
        self.panel.say_wrong(str(fault))

    def _saved(self, sheet: "PollSheet") -> None:
        self.panel.show_sheet(sheet)
        self.desk.changed()
        self.reload()

    def _loaded(self, overview: "Overview") -> None:
        self.overview = overview
        line = self.current()
        meeting = line.meeting.id if line else None
        poll = self._wanted_poll or (line.poll.id if line and line.poll else None)
        self._wanted_poll = None
        lines = [Line(one, found) for one in overview.meetings for found in (one.polls or (None,))]
        self._loading = True
        self.table.show(lines)
        at = next(
            (row for row, one in enumerate(lines) if one.poll is not None and one.poll.id == poll),
            next((row for row, one in enumerate(lines) if one.meeting.id == meeting), 0),
        )
        if lines:
            self.list.selectRow(at)
        self._loading = False
        self._show_what_is_possible(overview)
        self._say_next(overview)
        if lines:
            self._chosen()
        else:
            self._show_nothing(
                "本方案没有测评。"
                if not overview.poll_kinds
                else "还没有测评会议。用左边的按钮新建一次会议；"
                "已在纸上计票签字的，可导出空白计票表填好再导入。"
            )

    def _show_what_is_possible(self, overview: "Overview") -> None:
        open_ = not overview.locked
        kind = self._single_kind()
        wanted = kind is not None and dict(overview.missing).get(kind.name, 0) > 0
        self.each.setVisible(wanted and open_)
        self.new.setEnabled(open_)
        for action in (self.change_action, self.add_action, self.remove_action):
            action.setEnabled(open_ and bool(overview.meetings))
        self.import_action.setEnabled(open_ and bool(overview.poll_kinds))
        self.blank_action.setEnabled(bool(overview.poll_kinds))

    def _single_kind(self) -> "PollKind | None":
        """The scheme's poll that each organisation holds for itself."""
        kinds = self.overview.poll_kinds if self.overview else ()
        return next((one for one in kinds if one.single), None)

    def _say_next(self, overview: "Overview") -> None:
        polls = [poll for one in overview.meetings for poll in one.polls]
        unsealed = sum(1 for poll in polls if poll.sealed_at is None)
        missing = sum(count for _, count in overview.missing)
        if not overview.poll_kinds:
            self.next_step.emit("本方案没有测评", "grading")
        elif unsealed:
            self.next_step.emit(f"还有 {unsealed} 个测评没有封存", "")
        elif missing:
            self.next_step.emit(f"还有 {missing} 个党组织没有测评", "")
        else:
            self.next_step.emit("测评都已封存", "grading")

    def _chosen(self) -> None:
        if self._loading:
            return
        line = self.current()
        if line is None or line.poll is None:
            if line is not None:
                self._show_nothing(
                    f"“{line.meeting.facts.kind}”还没有测评。"
                    "用左边“会议和计票表”里的“加一个测评”建立。"
                )
            return
        poll_id = line.poll.id

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.poll_sheet(workspace, poll_id)

        def done(sheet: "PollSheet") -> None:
            line = self.current()
            if line is not None and line.poll is not None and line.poll.id == sheet.id:
                self.panel.show_sheet(sheet)
                self.right.setCurrentWidget(self.panel)

        self.desk.operations.run(work, done, self._refused)

    def _show_nothing(self, words: str) -> None:
        self.empty.setText(words)
        self.right.setCurrentWidget(self.empty)

    def _write(
        self,
        work: "Callable[[Workspace], object]",
        done: Callable[..., object] | None = None,
    ) -> None:
        """Do something that writes, then show how everything stands."""

        def wrote(result: object) -> None:
            self.notice.dismiss()
            if done is not None:
                done(result)
            self.desk.changed()
            self.reload()

        self.desk.operations.run(work, wrote, self._refused, writes=True)

    def _made(self, poll_id: int | None) -> None:
        self._wanted_poll = poll_id

    def _refused(self, fault: Fault) -> None:
        self.notice.show_fault(str(fault))

    def _say_choose(self) -> None:
        self.notice.show_fault("请先在左边选一次会议。")

    def _round(self) -> int:
        if self.round_id is None:
            raise ValueError("no round is open")
        return self.round_id

    def _ask_meeting(
        self,
        given: "Callable[[MeetingFacts, str, list[int]], object]",
        facts: "MeetingFacts | None" = None,
        *,
        poll_only: bool = False,
    ) -> None:
        from desk_app.views.polling.meeting_dialog import MeetingDialog

        if self.overview is None:
            return
        dialog = MeetingDialog(self.overview, given, facts, poll_only=poll_only, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _back(self) -> None:
        """Back from keying or typing to the list."""
        self.pages.setCurrentIndex(0)
        if self.external is not None:
            self.pages.removeWidget(self.external)
            self.external.deleteLater()
            self.external = None
        self.list.setFocus()
        self.reload()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.new)
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.each)
        column.addWidget(self.list, 1)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self.right)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        letter = self.fontMetrics().horizontalAdvance("国")
        splitter.setSizes([letter * 27, letter * 58])
        splitter.setChildrenCollapsible(False)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.addWidget(self.notice)
        whole.addWidget(splitter, 1)
        self.pages.addWidget(page)
        self.pages.addWidget(self.keying)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.pages)


class _Papers(QUndoCommand):
    """发出 and 收回 as typed."""

    def __init__(
        self,
        room: PollingRoom,
        poll_id: int,
        before: tuple[int | None, int | None],
        after: tuple[int | None, int | None],
    ) -> None:
        super().__init__("填写票数")
        self._room = room
        self._poll_id = poll_id
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._room.save_papers(self._poll_id, *self._after)

    def undo(self) -> None:
        self._room.save_papers(self._poll_id, *self._before)
