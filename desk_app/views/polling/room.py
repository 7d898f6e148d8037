"""The room 测评."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.domain.polling.state import Act
from desk_app.views.context import RoomContext
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.polling.counting_acts import CountingActs
from desk_app.views.polling.external_counts import ExternalCountsPage
from desk_app.views.polling.meeting_acts import MeetingActs
from desk_app.views.polling.poll_acts import PollActs
from desk_app.views.polling.poll_panel import PollPanel
from desk_app.views.polling.roster_acts import RosterActs
from desk_app.views.room import Room

if TYPE_CHECKING:
    from desk_app.services.polling.overview import Meeting, Overview, PollKind, PollLine
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.polling.versions import Version
    from desk_app.services.workspace import Workspace


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
        day = f"{facts.held_on.isoformat()} " if facts.held_on else ""
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

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.round_id: int | None = None
        self.overview: Overview | None = None
        self._wanted_poll: int | None = None
        self._loading = False
        self.undo = QUndoStack(self)
        self.notice = Notice()
        self.meetings = MeetingActs(self)
        self.polls = PollActs(self)
        self.table: Records[Line] = Records(
            [
                Column("测评对象", lambda line: line.title, width=11),
                Column("状态", lambda line: line.state, width=5),
                Column(
                    "会议 · 测评", lambda line: line.held, width=10, hint=lambda line: line.held
                ),
            ]
        )
        self.list = TableView("polling/meetings", context.settings)
        self.list.setModel(self.table)
        self.list.setAccessibleName("会议和测评")
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._chosen())
        self.new = QPushButton("新建会议…")
        self.new.clicked.connect(self.meetings.new)
        self.each = QPushButton("为每个参评党组织各建一场测评会")
        self.each.clicked.connect(self.meetings.open_for_each)
        self._make_menu()
        self.counting = CountingActs(self)
        self.keying = self.counting.keying
        self.panel = self._poll_panel()
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.right = QStackedWidget()
        self.right.addWidget(self.empty)
        self.right.addWidget(self.panel)
        self.held = RosterActs(self)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.right, "计票")
        self.tabs.addTab(self.held.panel, "会议与到会")
        self.external: ExternalCountsPage | None = None
        self.pages = QStackedWidget()
        self._lay_out()

    # --- what the window asks -----------------------------------------------------------------

    def open_round(self, round_id: int | None) -> None:
        """Load a round; a batch in hand stays in hand."""
        if round_id != self.round_id:
            self.undo.clear()
            self._wanted_poll = None
        self.round_id = round_id
        if self.pages.currentWidget() is self.keying:
            self.keying.take_keys()
        self.reload()

    def undo_stack(self) -> QUndoStack | None:
        """Papers typed here, totals while a signed count is typed; never ballots."""
        if self.pages.currentWidget() is self.keying:
            return None
        if self.external is not None and self.pages.currentWidget() is self.external:
            return self.external.model.undo
        return self.undo

    def may_leave(self) -> bool:
        """Say whether the window may be closed; with papers in hand it is asked on the page."""
        page = self.pages.currentWidget()
        if page is self.keying and self.keying.unfinished:
            self.keying.ask_to_leave()
            return False
        settling = self.counting.settling
        if settling is not None and settling.unfinished:
            settling.ask_to_leave()
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
            from desk_app.services.polling import overview

            return overview.overview(workspace, round_id)

        self.context.runner.run(work, self._loaded, self.refused)

    # --- what the buttons do ------------------------------------------------------------------

    def key_ballots(self) -> None:
        """Key ballots of the poll on show."""
        sheet = self.panel.sheet
        if sheet is not None and sheet.may(Act.KEY) and sheet.plan:
            self.counting.start(sheet)

    def type_external(self) -> None:
        """Type a count that was signed on paper."""
        sheet = self.panel.sheet
        if sheet is None or not sheet.may(Act.ENTER_TOTALS):
            return
        self.external = ExternalCountsPage(self.context, sheet)
        self.external.left.connect(self.back)
        self.pages.addWidget(self.external)
        self.pages.setCurrentWidget(self.external)
        self.external.issued.setFocus()

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
        self.tabs.setTabEnabled(1, bool(lines))
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
        kind = self.single_kind()
        wanted = kind is not None and dict(overview.missing).get(kind.name, 0) > 0
        self.each.setVisible(wanted and open_)
        self.new.setEnabled(open_)
        for action in (self.change_action, self.add_action, self.remove_action):
            action.setEnabled(open_ and bool(overview.meetings))
        self.import_action.setEnabled(open_ and bool(overview.poll_kinds))
        self.blank_action.setEnabled(bool(overview.poll_kinds))

    def single_kind(self) -> "PollKind | None":
        """The scheme's poll that each organisation holds for itself."""
        kinds = self.overview.poll_kinds if self.overview else ()
        return next((one for one in kinds if one.single), None)

    def _say_next(self, overview: "Overview") -> None:
        polls = [poll for one in overview.meetings for poll in one.polls]
        unsealed = sum(1 for poll in polls if not (poll.sealed or poll.voided))
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
        if line is not None:
            self.held.show_meeting(line.meeting)
        if line is None or line.poll is None:
            if line is not None:
                self._show_nothing(
                    f"“{line.meeting.facts.kind}”还没有测评。"
                    "用左边“会议和计票表”里的“加一个测评”建立。"
                )
            return
        poll_id = line.poll.id

        def work(
            workspace: "Workspace",
        ) -> "tuple[PollSheet, tuple[Version, ...], tuple[str, ...]]":
            from desk_app.services.polling import (
                batches,
                polls,
                versions,
            )

            return (
                polls.poll_sheet(workspace, poll_id),
                versions.versions(workspace, poll_id),
                batches.unfinished(workspace, poll_id),
            )

        def done(found: "tuple[PollSheet, tuple[Version, ...], tuple[str, ...]]") -> None:
            sheet = found[0]
            line = self.current()
            if line is not None and line.poll is not None and line.poll.id == sheet.id:
                self.panel.show_sheet(*found)
                self.right.setCurrentWidget(self.panel)
                if self.pages.currentIndex() == 0:
                    self.counting.project(sheet)

        self.context.runner.run(work, done, self.refused)

    def _show_nothing(self, words: str) -> None:
        self.empty.setText(words)
        self.right.setCurrentWidget(self.empty)

    def write(
        self,
        work: "Callable[[Workspace], object]",
        done: Callable[..., object] | None = None,
    ) -> None:
        """Do something that writes, then show how everything stands."""

        def wrote(result: object) -> None:
            self.notice.dismiss()
            if done is not None:
                done(result)
            self.context.changed()
            self.reload()

        self.context.runner.run(work, wrote, self.refused, writes=True)

    def show_meeting(self) -> None:
        """Show the meeting of the chosen poll, where the 计票人 are written."""
        self.tabs.setCurrentWidget(self.held.panel)
        self.held.panel.tellers.setFocus()

    def made(self, poll_id: int | None) -> None:
        """Choose a new poll once the list is read again."""
        self._wanted_poll = poll_id

    def refused(self, fault: Fault) -> None:
        """Show why something was not done."""
        self.notice.show_fault(str(fault))

    def round_open(self) -> int:
        """The round that is open; there is one wherever a button can be pressed."""
        if self.round_id is None:
            raise ValueError("no round is open")
        return self.round_id

    def back(self) -> None:
        """Back from keying or typing to the list."""
        self.pages.setCurrentIndex(0)
        if self.external is not None:
            self.pages.removeWidget(self.external)
            self.external.deleteLater()
            self.external = None
        self.list.setFocus()
        self.reload()

    def _make_menu(self) -> None:
        self.more = QToolButton()
        self.more.setText("会议和计票表 ▾")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.change_action = self.menu.addAction("修改会议（应到、实到…）", self.meetings.change)
        self.add_action = self.menu.addAction("在这次会议上加一个测评…", self.meetings.add_poll)
        self.remove_action = self.menu.addAction("删除会议…", self.meetings.ask_to_remove)
        self.menu.addSeparator()
        self.blank_action = self.menu.addAction("导出空白计票表…", self.meetings.ask_blank_counts)
        self.import_action = self.menu.addAction("导入计票表…", self.meetings.ask_import_counts)
        self.menu.addSeparator()
        self.samples_action = self.menu.addAction("住户抽样…", self.meetings.open_samples)

    def _poll_panel(self) -> PollPanel:
        panel = PollPanel(self.context.settings)
        panel.papers_typed.connect(self.polls.papers_typed)
        panel.key_wanted.connect(self.key_ballots)
        panel.external_wanted.connect(self.type_external)
        panel.seal_wanted.connect(self.polls.seal)
        panel.recount_wanted.connect(self.polls.ask_recount)
        panel.print_wanted.connect(self.polls.print_ballots)
        panel.register_wanted.connect(self.polls.print_register)
        panel.report_wanted.connect(self.polls.print_report)
        panel.reason_given.connect(self.polls.give_reason)
        panel.verify_wanted.connect(self.polls.verify)
        panel.mode_wanted.connect(self.polls.choose_mode)
        panel.void_wanted.connect(self.polls.ask_void)
        panel.remove_wanted.connect(self.polls.ask_to_remove)
        panel.projector_wanted.connect(self.counting.open_projector)
        return panel

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
        splitter.addWidget(self.tabs)
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
        self.pages.addWidget(self.counting.batches)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.pages)
