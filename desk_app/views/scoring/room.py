"""The room 评分: whom one scores on the left, what is scored on the right."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QLineEdit,
    QWidget,
)

from desk_app.domain.reversals import BulkKind
from desk_app.domain.scoring import UNREAD
from desk_app.views.context import RoomContext
from desk_app.views.kit import preview
from desk_app.views.kit.empty_page import NO_ROUND, READING, EmptyPage
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import Pages
from desk_app.views.reversals import Reversals
from desk_app.views.room import Room
from desk_app.views.scoring.arrivals import ArrivalsPage
from desk_app.views.scoring.earlier_page import EarlierPage
from desk_app.views.scoring.editor import ScoreCell, ScoreEditor
from desk_app.views.scoring.facts_page import FactsPage
from desk_app.views.scoring.layout import (
    BeginsWith,
    add_keys,
    hand_over,
    page_bar,
    put_together,
    quiet_timer,
    sheet_side,
)
from desk_app.views.scoring.next_step import asked, locked_words, next_step
from desk_app.views.scoring.pages import PAGES, ScoringPage
from desk_app.views.scoring.presenter import PAINTED_AFTER, ScoringPresenter
from desk_app.views.scoring.refusals import follow_refusals
from desk_app.views.scoring.register import RegisterPage
from desk_app.views.scoring.score_pages import ScorePages
from desk_app.views.scoring.sheet_files import ScoreSheetFiles
from desk_app.views.scoring.subjects import SubjectList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk_app.domain.score_sheets import ScoreImport
    from desk_app.domain.scoring import Summary
    from desk_app.views.use_cases import adjustments, round_overview, sheets, workbooks


class ScoringRoom(Room):
    """Sheets by subject and by indicator, the register, the other facts."""

    key = "scoring"
    title = "评分"
    loads = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.round_id: int | None = None
        self.overview: round_overview.ScoringOverview | None = None
        self.editor = ScoreEditor(context.runner, self)
        self.presenter = ScoringPresenter(context.runner, self)
        self._wanted: int | None = None
        self._quiet = quiet_timer(self)
        self.notice = Notice(self)
        self.complain = self.notice.show_fault
        self.subjects = SubjectList()
        set_widths(self.subjects, least=15, most=17)
        stack, settings = self.editor.undo_stack, context.settings
        kinds = (BulkKind.SCORES, BulkKind.FACTS, BulkKind.LEVELS)
        self.reversals: Reversals = Reversals(
            context, stack, self.notice, lambda: self.open_round(self.round_id), *kinds
        )
        self.scores = ScorePages(self.editor, settings)
        self.sheet, self.turned = self.scores.sheet, self.scores.turned
        self.whole = self.scores.whole
        self.register = RegisterPage(context.runner, stack, settings)
        self.facts = FactsPage(context.runner, stack, settings)
        self.earlier = EarlierPage(context.runner, stack, settings)
        self.arrivals = ArrivalsPage(settings)
        self.files = ScoreSheetFiles(context, self)
        self.heading, self.body = QLabel(), QWidget()
        self.pages, self.empty = Pages(), EmptyPage()
        self.tabs = QButtonGroup(self)
        self._lay_out()
        self._connect_reading()
        self._connect_pages()
        self._keys()
        self._show_empty()

    def want_subject(self, subject_id: int) -> None:
        """Choose a subject once its round is read; its sheet is shown."""
        self._wanted = subject_id

    def undo_stack(self) -> QUndoStack:
        """Everything typed, pasted or registered since the round was opened."""
        return self.editor.undo_stack

    def open_round(self, round_id: int | None) -> None:
        """Load the round's subjects and what is shown of them."""
        if round_id != self.round_id:
            self.editor.forget()
            self.notice.dismiss()
        self.round_id = round_id
        if round_id is None:
            self.overview = None
            self.empty.say(f"{NO_ROUND}，再来评分。", "去首页", lambda: self.context.go("home"))
            self._show_empty()
            return
        self.empty.say(READING)
        self.presenter.open_round(round_id)

    def first_focus(self) -> QWidget | None:
        """Return the table in which one types; on a page without one, its first field."""
        shown = self.empty if self.overview is None else self.pages.currentWidget()
        return shown.first_field() if isinstance(shown, BeginsWith) else self.sheet.table

    def search_field(self) -> QLineEdit:
        """Return the search of the list of subjects, which stands on its own page."""
        if self.pages.currentIndex() != ScoringPage.BY_SUBJECT and self.overview is not None:
            self.show_page(ScoringPage.BY_SUBJECT)
        return self.subjects.search

    def find_next(self, *, back: bool = False) -> bool:
        """Go to the next subject that the search leaves."""
        return self.pages.currentIndex() == ScoringPage.BY_SUBJECT and self.subjects.find_next(
            back=back
        )

    # --- pages -----------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Show one of the pages and read it again."""
        if self.overview is None:
            return
        self.pages.setCurrentIndex(page)
        self.subjects.setVisible(page == ScoringPage.BY_SUBJECT)
        button = self.tabs.button(page)
        if button is not None:
            button.setChecked(True)
        # The page that goes takes the focus with it; without one no key of this room works.
        target = self.scores.table(page) or button
        if target is not None:
            target.setFocus()
        self._load_page()

    def _page_arrived(self) -> None:
        hand_over(self.tabs.checkedButton(), self.first_focus())
        self.arrived.emit()

    def step(self, down: int) -> None:
        """Go to the next (or last) subject; what is being typed is saved before."""
        page = self.pages.currentIndex()
        if page != ScoringPage.BY_SUBJECT:
            table = self.scores.table(page)
            if down > 0 and table is not None:
                table.offer()
            return
        self.sheet.table.setFocus()
        here = self.sheet.table.currentIndex()
        if self.subjects.step(down):
            self.sheet.table.setCurrentIndex(self.sheet.model.index(0, here.column()))
        else:
            self.context.say("已经是最后一个了。" if down > 0 else "已经是第一个了。")

    def _load_page(self) -> None:
        loaders: dict[int, Callable[[], None]] = {
            ScoringPage.BY_SUBJECT: self._load_sheet,
            ScoringPage.BY_INDICATOR: self._load_turned,
            ScoringPage.WHOLE: lambda: self.presenter.read_whole(self.whole.evaluator),
            ScoringPage.REGISTER: self._load_register,
            ScoringPage.FACTS: self.presenter.read_facts,
            ScoringPage.EARLIER: self.presenter.read_earlier,
        }
        load = loaders.get(self.pages.currentIndex())
        if load is not None and self.overview is not None:
            load()

    def _load_sheet(self) -> None:
        subject_id = self.subjects.current()
        self.sheet.expect(subject_id)
        if subject_id is not None:
            self.presenter.read_sheet(subject_id)

    def _load_turned(self) -> None:
        if indicator := self.turned.indicator.currentText():
            self.presenter.read_turned(indicator)

    def _load_register(self) -> None:
        if self.overview is not None:
            self.register.show_subjects(self.overview.roster, self.subjects.current())
            self.presenter.read_register()

    def _show_import(self, name: str, read: "ScoreImport") -> None:
        self.notice.dismiss()
        self.subjects.hide()
        self.pages.setCurrentIndex(ScoringPage.ARRIVALS)
        self.arrivals.show_import(name, read)

    def leave_import(self) -> None:
        """Leave the preview and read everything again."""
        self.show_page(ScoringPage.BY_SUBJECT)
        self.open_round(self.round_id)

    # --- what arrives ----------------------------------------------------------------------

    def _show(self, overview: "round_overview.ScoringOverview") -> None:
        if self.round_id is None:
            return
        self.overview = overview
        self._show_working(working=True)
        if overview.locked:
            self.notice.show_info(locked_words(closed=overview.closed))
        beside = (self.register, self.arrivals.records)
        self.scores.show_overview(overview, self.facts.model, self.earlier.model, beside=beside)
        self.files.show_round(self.round_id, overview)
        wanted, self._wanted = self._wanted, None
        first = wanted or self.subjects.current() or asked(overview)
        with QSignalBlocker(self.subjects):  # the page is read once, below
            chosen = self.subjects.show(overview.roster, first)
        self.whole.show_summaries(self.subjects.model.summaries())
        if chosen is not None:
            self.files.choose_subject(chosen)
        if wanted is not None:
            self.show_page(ScoringPage.BY_SUBJECT)
        elif self.pages.currentIndex() != ScoringPage.ARRIVALS:
            self.subjects.setVisible(self.pages.currentIndex() == ScoringPage.BY_SUBJECT)
            self._load_page()
        if self.subjects.current() is None or self.pages.currentIndex() == ScoringPage.ARRIVALS:
            self.arrived.emit()  # no page reads anything
        self.editor.reasons.read()
        self.presenter.read_summaries(
            [one.subject.id for one in overview.roster if one.summary is UNREAD],
            after_ms=PAINTED_AFTER,
        )
        self._tell_next()

    def _show_empty(self) -> None:
        self._show_working(working=False)
        self.files.show_nothing()
        self.arrived.emit()

    def _show_working(self, *, working: bool) -> None:
        self.body.setVisible(working)
        self.empty.setVisible(not working)
        for one in self.tabs.buttons():
            one.setEnabled(working)

    def _show_sheet(self, view: "sheets.SheetView") -> None:
        if self.overview is None or view.subject.id != self.subjects.current():
            return
        parts = [view.subject.name, view.subject.domain, view.subject.area]
        self.heading.setText("　".join(part for part in parts if part))
        self.sheet.show(view, locked=self.overview.locked)
        self._show_summaries({view.subject.id: view.summary})
        self.scores.show_cell(self.pages.currentIndex())

    def _show_whole(self, view: "sheets.WholeView") -> None:
        if self.overview is not None and view.round_id == self.round_id:
            self.whole.show(view, locked=self.overview.locked)

    def _show_summaries(self, summaries: "Mapping[int, Summary]") -> None:
        self.subjects.show_summaries(summaries)
        self.whole.show_summaries(summaries)

    @property
    def _locked(self) -> bool:
        return self.overview is None or self.overview.locked

    def _recorded(self, recorded: "sheets.Recorded") -> None:
        self._show_summaries(recorded.summaries)
        view = self.sheet.model.view
        if view is not None and view.subject.id in recorded.summaries:
            self.sheet.show_summary(recorded.summaries[view.subject.id])
        if recorded.refused:
            self.complain(recorded.refused[0].reason)
            self._load_page()
        self._quiet.start()

    def _written(self, written: "adjustments.Written") -> None:
        self._show_summaries({written.subject_id: written.summary})
        self._quiet.start()

    def _refresh_roster(self) -> None:
        self.presenter.read_summaries([one.subject.id for one in self.subjects.model.lines])
        self._quiet.start()

    def _applied(self, done: "workbooks.Applied") -> None:
        self.editor.forget_marks()
        self.reversals.remember("导入评分表", done.act)
        self.notice.show_info(f"评分表已导入：{done.words}")
        self.leave_import()
        self.context.changed()

    def _take_import(self, only_good: bool) -> None:
        if self.arrivals.read is not None:
            self.files.take_import(self.arrivals.read, only_good=only_good)

    def _revisit(self, place: ScoreCell) -> None:
        """Bring the cell of an undone change on screen."""
        page = self.pages.currentIndex()
        if page == ScoringPage.WHOLE:
            self.whole.reveal(place)
            return
        self.scores.await_cell(place)
        if page == ScoringPage.BY_INDICATOR:
            self.turned.want(place.indicator.name)
        elif page != ScoringPage.BY_SUBJECT or self.subjects.current() != place.subject_id:
            self.subjects.choose(place.subject_id)
            self.show_page(ScoringPage.BY_SUBJECT)
        self.scores.show_cell(self.pages.currentIndex())

    def _reveal(self, page: int) -> None:
        if self.pages.currentIndex() != page:
            self.show_page(page)

    def _tell_next(self) -> None:
        if self.overview is not None:
            self.next_step.emit(*next_step(self.overview, self.subjects.model.lines))

    # --- layout and signals ----------------------------------------------------------------

    def _lay_out(self) -> None:
        for page in (
            sheet_side(self.heading, self.sheet),
            self.turned,
            self.whole,
            self.register,
            self.facts,
            self.earlier,
            self.arrivals,
        ):
            self.pages.addWidget(page)
        bar = page_bar(self.tabs, PAGES, self.files.buttons)
        put_together(self, bar, self.body, (self.subjects, self.pages), self.empty)
        self.notice.lie_over(self.pages)

    def _connect_reading(self) -> None:
        presenter, files = self.presenter, self.files
        presenter.opened.connect(self._show)
        presenter.sheet_read.connect(self._show_sheet)
        scores = self.scores
        presenter.turned_read.connect(lambda read: scores.show_turned(read, locked=self._locked))
        presenter.whole_read.connect(self._show_whole)
        presenter.register_read.connect(
            lambda found: self.register.show(found, locked=self._locked)
        )
        presenter.facts_read.connect(lambda found: self.facts.show(found, locked=self._locked))
        presenter.earlier_read.connect(lambda found: self.earlier.show(found, locked=self._locked))
        presenter.summaries_read.connect(self._show_summaries)
        presenter.failed.connect(self.unread)
        presenter.failed.connect(scores.drop_keys)
        for read in presenter.pages_read:
            read.connect(lambda _: self._page_arrived())
        presenter.added_up.connect(self._tell_next)
        files.said.connect(self.notice.show_info)
        files.read.connect(self._show_import)
        files.applied.connect(self._applied)
        files.laid_out.connect(partial(preview.show_preview, self, self.context))
        self._quiet.timeout.connect(self.context.changed)
        self._quiet.timeout.connect(self._tell_next)

    def _connect_pages(self) -> None:
        self.tabs.idClicked.connect(self.show_page)
        self.subjects.chosen.connect(self.files.choose_subject)
        self.subjects.chosen.connect(lambda _: self._load_sheet())
        self.subjects.opened.connect(self.sheet.table.setFocus)
        self.sheet.finished.connect(lambda: self.step(1))
        self.sheet.wanted.connect(self._load_sheet)
        self.turned.wanted.connect(lambda _: self._load_turned())
        self.whole.wanted.connect(self.presenter.read_whole)
        self.scores.say_left_out(self.complain)
        follow_refusals(self.editor, self.subjects, self.notice)
        self.editor.applied.connect(lambda _: self.presenter.note_sent())
        self.editor.recorded.connect(self._recorded)
        self.editor.revisited.connect(self._revisit)
        facts, earlier = self.facts.model, self.earlier.model
        for failing in (self.presenter, self.files, self.editor, self.register, facts, earlier):
            failing.failed.connect(self.complain)
        self.register.written.connect(self._written)
        self.register.revisited.connect(lambda: self._reveal(ScoringPage.REGISTER))
        facts.revisited.connect(lambda: self._reveal(ScoringPage.FACTS))
        facts.recorded.connect(self._refresh_roster)
        earlier.revisited.connect(lambda: self._reveal(ScoringPage.EARLIER))
        earlier.recorded.connect(self._quiet.start)
        self.arrivals.accepted.connect(self._take_import)
        self.arrivals.closed.connect(self.leave_import)

    def _keys(self) -> None:
        add_keys(self, lambda: self.step(1), "Alt+Down", "Ctrl+PgDown")
        add_keys(self, lambda: self.step(-1), "Alt+Up", "Ctrl+PgUp")
        for page in range(len(PAGES)):
            add_keys(self, partial(self.show_page, page), f"Alt+{page + 1}")
