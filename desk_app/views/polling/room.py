"""The room 测评 itself."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLineEdit, QTabWidget, QVBoxLayout, QWidget

from desk_app.views import samples
from desk_app.views.context import RoomContext
from desk_app.views.kit import preview
from desk_app.views.kit.empty_page import NO_ROUND, EmptyPage
from desk_app.views.kit.folding import FoldingPair
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import Pages
from desk_app.views.kit.reach import Reach
from desk_app.views.polling.counting_pages import CountingPages
from desk_app.views.polling.lines import poll_on
from desk_app.views.polling.meeting_list import MeetingList
from desk_app.views.polling.meeting_panel import MeetingPanel
from desk_app.views.polling.meeting_questions import MeetingQuestions
from desk_app.views.polling.meetings_presenter import MeetingsPresenter
from desk_app.views.polling.next_step import next_step, no_poll_words, nothing_words
from desk_app.views.polling.poll_panel import PollPanel
from desk_app.views.polling.poll_presenter import PollPresenter
from desk_app.views.polling.questions import PollQuestions
from desk_app.views.polling.roster_presenter import RosterPresenter
from desk_app.views.projector.second_screen import SecondScreen
from desk_app.views.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.views.use_cases import overview, parts, standing


class PollingRoom(Room):
    """Meetings and polls on the left, one poll on the right; keying takes the whole room."""

    key: ClassVar[str] = "polling"
    title: ClassVar[str] = "测评"
    loads: ClassVar[bool] = True
    nothing_to_undo: ClassVar[str] = (
        "没有可以撤销的。已入库的票数不能撤销，请用“重录这一摞”或“重新计票”。"
    )

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.poll = PollPresenter(context.runner, self)
        self.presenter = MeetingsPresenter(context.runner, self.poll.undo_stack, self)
        self.roster = RosterPresenter(context.runner, self.poll.undo_stack, self)
        self.overview: overview.PollingOverview | None = None
        self._wanted: int | None = None
        self.front = QWidget()
        self.notice = Notice(self.front)
        self.poll_questions = PollQuestions(self.notice, self)
        self.meeting_questions = MeetingQuestions(self.notice, context.settings, self)
        self.meetings = MeetingList(context.settings)
        self.panel = PollPanel(context.settings)
        self.meeting = MeetingPanel(context.settings)
        self.empty = EmptyPage()
        self.right = Pages()
        self.right.addWidget(self.empty)
        self.right.addWidget(self.panel)
        self.tabs = QTabWidget()
        self.tabs.addTab(Reach(self.right), "计票")
        self.tabs.addTab(self.meeting, "会议与到会")
        self.projector = SecondScreen(self)
        self.pages = Pages()
        self._lay_out()
        self.counting = CountingPages(context, self.pages, self)
        self.keying = self.counting.keying
        self.names = self.counting.names
        self.names.serve(*self.meeting.name_fields(), self.panel.seal.second)
        self.names.read.connect(self._show_names)
        self._connect_meetings()
        self._connect_roster()
        self._connect_poll()
        self._connect_counting()

    # --- what the window asks -----------------------------------------------------------------

    def open_round(self, round_id: int | None) -> None:
        """Load a round; a batch in hand stays in hand."""
        if round_id != self.presenter.round_id:
            self.poll.undo_stack.clear()
            self.meetings.want(None)
        self.presenter.round_id = round_id
        if self.pages.currentWidget() is self.keying:
            self.keying.take_keys()
            self.arrived.emit()  # marks of ballots are kept nowhere, not even for a moment
        self.reload()
        self.names.fetch()

    def _show_names(self) -> None:
        initials = self.names.initials()
        self.meetings.show_names(initials)
        self.meeting_questions.initials = initials
        self.counting.batches.know(self.names.people)

    def first_focus(self) -> QWidget | None:
        """Return the list of meetings, or where one is while ballots are counted."""
        if self.pages.currentWidget() is not self.front:
            return self.counting.first_focus()
        if self.meetings.table.rowCount():
            return self.meetings.list
        unused = self.presenter.round_id is None or not self.meetings.new.isEnabled()
        return self.empty.first_field() if unused else self.meetings.new

    def search_field(self) -> QLineEdit:
        return self.meetings.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.pages.currentWidget() is self.front and self.meetings.finder.step(back=back)

    def want_subject(self, subject_id: int) -> None:
        """Choose a poll on a subject once the meetings are read, one that is not sealed first."""
        self._wanted = subject_id

    def take_back_unstored(self) -> bool:
        """Step back on the paper that is keyed; what is stored is never taken back.

        Nor are steps from before a count that was begun again, which is said.
        """
        if self.pages.currentWidget() is self.keying:
            return self.keying.paper.step_back()
        return self.undo_stack() is self.poll.undo_stack and self.poll.refuses_step()

    def undo_stack(self) -> QUndoStack | None:
        """Meetings, polls and papers; totals while a signed count is typed; never ballots."""
        if self.pages.currentWidget() is self.keying:
            return None
        typed = self.counting.external
        return self.poll.undo_stack if typed is None else typed.model.undo

    def may_leave(self) -> bool:
        """Say whether the window may be closed; with papers in hand it is asked on the page."""
        return self.counting.may_leave()

    def reload(self) -> None:
        """Read the meetings and the chosen poll again."""
        if self.presenter.round_id is None:
            self._enable_list(any_meeting=False)
            self._show_nothing(f"{NO_ROUND}。", "去首页", lambda: self.context.go("home"))
            self.arrived.emit()
        else:
            self.presenter.load()

    # --- what the buttons do ------------------------------------------------------------------

    def key_ballots(self) -> None:
        """Key ballots of the poll on show."""
        sheet = self.poll.sheet
        if sheet is not None and not sheet.sealed and sheet.plan:
            self.notice.dismiss()
            self.counting.start(sheet)

    def type_external(self) -> None:
        """Type a count that was signed on paper."""
        sheet = self.poll.sheet
        if sheet is not None and not sheet.sealed:
            self.counting.type_external(sheet)

    def open_projector(self) -> None:
        """Open the second screen, or bring it back."""
        beside = self.projector.open_beside(self)
        if not beside:
            notice = self.keying.notice if self.keying.isVisible() else self.notice
            notice.show_info("没有第二块屏幕：投影先开成一个窗口，拖到投影上按 F11 全屏。")
        if self.keying.sheet is not None and self.keying.called:
            self.keying.show_board()
        elif self.poll.sheet is not None:
            self.projector.show_sheet(self.poll.sheet)
        if beside or self.pages.currentWidget() is self.keying:
            self.window().activateWindow()  # else it would cover the only window of the projector
        if self.pages.currentWidget() is self.keying:
            self.keying.take_keys()

    def show_meeting(self) -> None:
        """Show the meeting of the chosen poll, where the 计票人 are written."""
        self.tabs.setCurrentWidget(self.meeting)
        self.pair.show_detail()
        self.meeting.tellers.setFocus()

    def back(self) -> None:
        """Back from keying or typing to the list."""
        self.pages.setCurrentIndex(0)
        self.meetings.list.setFocus()
        self.reload()

    # --- inside -------------------------------------------------------------------------------

    def _loaded(self, overview: "overview.PollingOverview") -> None:
        self.overview = overview
        if self._wanted is not None:
            self.meetings.want(poll_on(overview, self._wanted))
            self._wanted = None
        self.projector.whose = overview.whose
        self.meetings.show_overview(overview)
        self._enable_list(any_meeting=bool(overview.meetings))
        self.next_step.emit(*next_step(overview))
        self.tabs.setTabEnabled(1, bool(overview.meetings))
        if overview.meetings:
            self._chosen()
        else:
            self.poll.open(None)
            new = self.meetings.new
            if new.isEnabled() and overview.poll_kinds:
                self._show_nothing(nothing_words(overview), new.text(), new.click)
            else:
                self._show_nothing(
                    nothing_words(overview), "去定级", lambda: self.context.go("grading")
                )
        self.arrived.emit()

    def _chosen(self) -> None:
        line = self.meetings.current()
        if line is None:
            return
        self.meeting.show_meeting(line.meeting)
        self.roster.open(line.meeting)
        self.poll.open(line.poll_id)
        if line.poll is None:
            add = self.meetings.add_action
            act = add.trigger if add.isEnabled() else None
            self._show_nothing(no_poll_words(line.meeting), "加一个测评…" if act else "", act)

    def _show_poll(self, found: "standing.PollStanding") -> None:
        self.panel.show_standing(found)
        self.right.setCurrentWidget(self.panel)
        if self.pages.currentIndex() == 0:
            self.projector.show_sheet(found.sheet)

    def _enable_list(self, *, any_meeting: bool) -> None:
        """Let the list be used once there is a round; an empty one has nothing to scroll."""
        policy = Qt.ScrollBarPolicy
        self.meetings.setEnabled(self.presenter.round_id is not None)
        self.meetings.list.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if any_meeting else policy.ScrollBarAlwaysOff
        )

    def _show_nothing(
        self, words: str, button: str = "", act: "Callable[[], object] | None" = None
    ) -> None:
        self.empty.say(words, button, act)
        self.right.setCurrentWidget(self.empty)

    def _changed(self) -> None:
        self.context.changed()
        self.reload()

    def _with_overview(self, ask: "Callable[[overview.PollingOverview], object]") -> None:
        if self.overview is not None:
            ask(self.overview)

    def _with_sheet(self, ask: "Callable[[parts.PollSheet], object]") -> None:
        if self.poll.sheet is not None:
            ask(self.poll.sheet)

    def _open_samples(self) -> None:
        if self.presenter.round_id is not None:
            samples.open_samples(self.context, self.presenter.round_id, self)

    def _show_pdf(self, pdf: bytes, title: str, note: str = "") -> None:
        self.context.say("")  # it is laid out: nothing to wait for
        preview.show_preview(self, self.context, pdf, title, note)

    def _connect_meetings(self) -> None:
        shown, ask, presenter = self.meetings, self.meeting_questions, self.presenter
        shown.chosen.connect(self._chosen)
        shown.new_wanted.connect(lambda: self._with_overview(ask.ask_new))
        shown.each_wanted.connect(lambda: self._with_overview(ask.ask_each))
        shown.change_wanted.connect(
            lambda: self._with_overview(lambda all_: ask.ask_change(all_, shown.current()))
        )
        shown.add_wanted.connect(
            lambda: self._with_overview(lambda all_: ask.ask_poll(all_, shown.current()))
        )
        shown.remove_wanted.connect(lambda: ask.ask_removal(shown.current()))
        shown.blank_wanted.connect(ask.ask_blank_counts)
        shown.import_wanted.connect(ask.ask_import_counts)
        shown.samples_wanted.connect(self._open_samples)
        shown.voted_on_wanted.connect(presenter.load_voted_on)
        presenter.voted_on.connect(shown.show_voted_on)
        ask.added.connect(presenter.add)
        ask.each_chosen.connect(presenter.open_for_each)
        ask.changed.connect(presenter.change)
        ask.poll_added.connect(presenter.add_poll)
        ask.removed.connect(presenter.remove)
        ask.blank_chosen.connect(presenter.export_blank_counts)
        ask.import_chosen.connect(presenter.import_counts)
        presenter.loaded.connect(self._loaded)
        presenter.done.connect(self.notice.dismiss)
        presenter.made.connect(shown.want)
        presenter.added.connect(shown.list.setFocus)
        presenter.said.connect(self.notice.show_info)
        presenter.failed.connect(self.notice.show_fault)
        presenter.failed.connect(self.unread)
        presenter.changed.connect(self._changed)

    def _connect_roster(self) -> None:
        shown, ask, presenter = self.meeting, self.meeting_questions, self.roster
        shown.facts_typed.connect(presenter.save_facts)
        shown.attendance_typed.connect(presenter.save_attendance)
        shown.signed.connect(presenter.sign)
        shown.all_signed.connect(presenter.sign_all)
        shown.pasted.connect(
            lambda rows: presenter.add_names(rows, shown.category.currentText().strip())
        )
        shown.removed.connect(lambda rows: ask.ask_names_off(presenter.roster, rows))
        shown.clear_wanted.connect(lambda: ask.ask_roster_cleared(presenter.roster))
        shown.sign_in_wanted.connect(presenter.print_sign_in)
        shown.minutes_wanted.connect(presenter.print_minutes)
        ask.names_chosen.connect(presenter.set_names)
        presenter.read.connect(shown.show_roster)
        presenter.noted.connect(self.context.say)
        presenter.refused.connect(shown.say_wrong)
        presenter.failed.connect(self.notice.show_fault)
        presenter.laid_out.connect(self._show_pdf)
        presenter.written.connect(self.reload)

    def _connect_poll(self) -> None:
        panel, buttons, ask, presenter = (
            self.panel, self.panel.buttons, self.poll_questions, self.poll,
        )  # fmt: skip
        panel.papers_typed.connect(presenter.type_papers)
        panel.reason_given.connect(presenter.give_reason)
        panel.verify_wanted.connect(presenter.verify)
        buttons.key_wanted.connect(self.key_ballots)
        buttons.external_wanted.connect(self.type_external)
        buttons.projector_wanted.connect(self.open_projector)
        buttons.mode_wanted.connect(presenter.choose_mode)
        buttons.print_wanted.connect(lambda: self.context.say("正在排版，请稍候……"))
        buttons.print_wanted.connect(presenter.print_ballots)
        buttons.register_wanted.connect(presenter.print_register)
        buttons.report_wanted.connect(presenter.print_report)
        buttons.seal_wanted.connect(lambda: self._with_sheet(panel.seal.ask))
        buttons.recount_wanted.connect(lambda: self._with_sheet(ask.ask_recount))
        buttons.void_wanted.connect(lambda: self._with_sheet(ask.ask_void))
        buttons.remove_wanted.connect(lambda: self._with_sheet(ask.ask_removal))
        panel.seal.chosen.connect(presenter.seal)
        ask.recount_chosen.connect(presenter.recount)
        ask.void_chosen.connect(presenter.void)
        ask.removal_chosen.connect(self.presenter.remove_poll)
        presenter.read.connect(self._show_poll)
        presenter.shown.connect(panel.show_sheet)
        presenter.done.connect(self.notice.dismiss)
        presenter.replaced.connect(self.meetings.want)
        presenter.said.connect(self.notice.show_info)
        presenter.failed.connect(self.notice.show_fault)
        presenter.papers_refused.connect(panel.say_wrong)
        presenter.verified.connect(panel.show_verdict)
        presenter.laid_out.connect(self._show_pdf)
        presenter.changed.connect(self._changed)

    def _connect_counting(self) -> None:
        counting, keying = self.counting, self.keying
        counting.left.connect(self.back)
        counting.meeting_wanted.connect(self.show_meeting)
        counting.changed.connect(self.context.changed)
        counting.failed.connect(self.notice.show_fault)
        counting.complained.connect(self.context.complain)
        counting.sheet_read.connect(self.projector.show_sheet)
        keying.board_changed.connect(self.projector.show_board)
        keying.projector_key.connect(self.projector.press)
        keying.projector_wanted.connect(self.open_projector)
        self.projector.changed.connect(keying.projector.setText)

    def _lay_out(self) -> None:
        self.pair = FoldingPair(self.meetings, self.tabs, back="← 返回会议和测评", sizes=(27, 58))
        set_widths(self.meetings, least=15)
        set_widths(self.tabs, least=34)
        self.meetings.list.clicked.connect(self.pair.show_detail)
        self.meetings.list.activated.connect(self.pair.show_detail)
        whole = QVBoxLayout(self.front)
        whole.addWidget(self.pair, 1)
        self.notice.lie_over(self.tabs)
        self.pages.addWidget(self.front)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.pages)
