"""The room 评分: whom one scores on the left, what is scored on the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.scoring import ScoreChange
from desk_app.views.context import RoomContext
from desk_app.views.kit import preview
from desk_app.views.kit.messages import Notice
from desk_app.views.room import Room
from desk_app.views.scoring.arrivals import ArrivalsPage
from desk_app.views.scoring.earlier_page import EarlierPage
from desk_app.views.scoring.editor import ScoreEditor
from desk_app.views.scoring.facts_page import FactsPage
from desk_app.views.scoring.layout import add_key, page_bar, sheet_side
from desk_app.views.scoring.next_step import next_step
from desk_app.views.scoring.presenter import ScoringPresenter
from desk_app.views.scoring.register import RegisterPage
from desk_app.views.scoring.sheet_files import ScoreSheetFiles
from desk_app.views.scoring.sheet_page import SheetPage
from desk_app.views.scoring.subjects import SubjectList
from desk_app.views.scoring.turned_page import TurnedPage

if TYPE_CHECKING:
    from desk_app.domain.score_sheets import ScoreImport
    from desk_app.views.use_cases import adjustments, round_overview, sheets

BY_SUBJECT, BY_INDICATOR, REGISTER, FACTS, EARLIER, ARRIVALS = range(6)
PAGES = ("按对象", "按指标", "加减分", "其他情况", "往年等级")
QUIET_AFTER = 600
"""Milliseconds without typing after which the window counts again what is left to do."""


class ScoringRoom(Room):
    """Sheets by subject and by indicator, the register, the other facts."""

    key = "scoring"
    title = "评分"

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.round_id: int | None = None
        self.overview: round_overview.ScoringOverview | None = None
        self.editor = ScoreEditor(context.runner, self)
        self.presenter = ScoringPresenter(context.runner, self)
        self._cell: ScoreChange | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_AFTER)
        self.notice = Notice(self)
        self.subjects = SubjectList()
        self.subjects.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * 17)
        stack, settings = self.editor.undo_stack, context.settings
        self.sheet = SheetPage(self.editor, settings)
        self.turned = TurnedPage(self.editor, settings)
        self.register = RegisterPage(context.runner, stack, settings)
        self.facts = FactsPage(context.runner, stack, settings)
        self.earlier = EarlierPage(context.runner, stack, settings)
        self.arrivals = ArrivalsPage(settings)
        self.files = ScoreSheetFiles(context, self)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.pages = QStackedWidget()
        self.empty = QLabel("还没有轮次。请先在首页新建轮次，再来评分。")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QWidget()
        self.tabs = QButtonGroup(self)
        self._lay_out()
        self._connect_reading()
        self._connect_pages()
        self._keys()
        self._show_empty()

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
            self._show_empty()
            return
        self.presenter.open_round(round_id)

    def first_focus(self) -> QWidget | None:
        """Return the table in which one types."""
        on_sheet = self.overview is not None and self.pages.currentIndex() == BY_SUBJECT
        return self.sheet.table if on_sheet else None

    # --- pages -----------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Show one of the pages and read it again."""
        if self.overview is None:
            return
        self.pages.setCurrentIndex(page)
        self.subjects.setVisible(page == BY_SUBJECT)
        button = self.tabs.button(page)
        if button is not None:
            button.setChecked(True)
        # The page that goes takes the focus with it; without one no key of this room works.
        tables = {BY_SUBJECT: self.sheet.table, BY_INDICATOR: self.turned.table}
        target = tables.get(page) or button
        if target is not None:
            target.setFocus()
        self._load_page()

    def step(self, down: int) -> None:
        """Go to the next (or last) subject; what is being typed is saved before."""
        if self.pages.currentIndex() != BY_SUBJECT:
            return
        self.sheet.table.setFocus()
        here = self.sheet.table.currentIndex()
        if self.subjects.step(down):
            self.sheet.table.setCurrentIndex(self.sheet.model.index(0, here.column()))
        else:
            self.context.say("已经是最后一个了。" if down > 0 else "已经是第一个了。")

    def _search(self) -> None:
        """Begin a search afresh: what is typed next replaces what was searched before."""
        self.subjects.search.setFocus()
        self.subjects.search.selectAll()

    def _load_page(self) -> None:
        loaders = {
            BY_SUBJECT: self._load_sheet,
            BY_INDICATOR: self._load_turned,
            REGISTER: self._load_register,
            FACTS: self.presenter.read_facts,
            EARLIER: self.presenter.read_earlier,
        }
        load = loaders.get(self.pages.currentIndex())
        if load is not None and self.overview is not None:
            load()

    def _load_sheet(self) -> None:
        subject_id = self.subjects.current()
        if subject_id is not None:
            self.presenter.read_sheet(subject_id)

    def _load_turned(self) -> None:
        indicator = self.turned.indicator.currentText()
        if indicator:
            self.presenter.read_turned(indicator)

    def _load_register(self) -> None:
        if self.overview is None:
            return
        self.register.show_subjects(self.overview.roster)
        current = self.subjects.current()
        if current is not None:
            self.register.choose_subject(current)
        self.presenter.read_register()

    def _show_import(self, name: str, read: "ScoreImport") -> None:
        """Show what a workbook would change."""
        self.notice.dismiss()
        self.subjects.hide()
        self.pages.setCurrentIndex(ARRIVALS)
        self.arrivals.show_import(name, read)

    def leave_import(self) -> None:
        """Leave the preview and read everything again."""
        self.show_page(BY_SUBJECT)
        self.open_round(self.round_id)

    # --- what arrives ----------------------------------------------------------------------

    def _show(self, overview: "round_overview.ScoringOverview") -> None:
        if self.round_id is None:
            return
        self.overview = overview
        self.empty.hide()
        self.body.show()
        for one in self.tabs.buttons():
            one.setEnabled(True)
        if overview.locked:
            self.notice.show_info(
                "本轮已经定稿，评分只能看，不能改。需要修改时请先在“定级”中解除定稿。"
            )
        self.turned.show_indicators(overview.indicators)
        self.files.show_round(self.round_id, overview)
        self.subjects.show(overview.roster, self.subjects.current())
        if self.pages.currentIndex() != ARRIVALS:
            self.subjects.setVisible(self.pages.currentIndex() == BY_SUBJECT)
            self._load_page()
        self._tell_next()

    def _show_empty(self) -> None:
        self.body.hide()
        self.empty.show()
        self.files.show_nothing()
        for one in self.tabs.buttons():
            one.setEnabled(False)

    def _show_sheet(self, view: "sheets.SheetView") -> None:
        if self.overview is None or view.subject.id != self.subjects.current():
            return
        parts = [view.subject.name, view.subject.domain, view.subject.area]
        self.heading.setText("　".join(part for part in parts if part))
        self.sheet.show(view, locked=self.overview.locked)
        self.subjects.show_summaries({view.subject.id: view.summary})
        self._show_cell()

    def _show_turned(self, view: "sheets.TurnedView") -> None:
        if self.overview is None or view.indicator != self.turned.indicator.currentText():
            return
        self.turned.show(view, locked=self.overview.locked)
        self._show_cell()

    @property
    def _locked(self) -> bool:
        return self.overview is None or self.overview.locked

    def _recorded(self, recorded: "sheets.Recorded") -> None:
        self.subjects.show_summaries(recorded.summaries)
        view = self.sheet.model.view
        if view is not None and view.subject.id in recorded.summaries:
            self.sheet.show_summary(recorded.summaries[view.subject.id])
        if recorded.refused:
            self.complain(recorded.refused[0].reason)
            self._load_page()
        self._quiet.start()

    def _written(self, written: "adjustments.Written") -> None:
        self.subjects.show_summaries({written.subject_id: written.summary})
        self._quiet.start()

    def _refresh_roster(self) -> None:
        self.presenter.read_summaries()
        self._quiet.start()

    def _applied(self, words: str) -> None:
        # Cells on the stack may hold what the file has just replaced.
        self.editor.forget()
        self.notice.show_info(f"评分表已导入：{words}")
        self.leave_import()
        self.context.changed()

    def _take_import(self, only_good: bool) -> None:
        if self.arrivals.read is not None:
            self.files.take_import(self.arrivals.read, only_good=only_good)

    def _revisit(self, change: ScoreChange) -> None:
        """Bring the cell of an undone change on screen."""
        self._cell = change
        page = self.pages.currentIndex()
        if page == BY_INDICATOR:
            if self.turned.indicator.currentText() != change.indicator:
                self.turned.indicator.setCurrentText(change.indicator)
                self._load_turned()
        elif page != BY_SUBJECT or self.subjects.current() != change.subject_id:
            self.subjects.choose(change.subject_id)
            self.show_page(BY_SUBJECT)
        self._show_cell()

    def _reveal(self, page: int) -> None:
        if self.pages.currentIndex() != page:
            self.show_page(page)

    def _show_cell(self) -> None:
        if self._cell is None:
            return
        by_subject = self.pages.currentIndex() == BY_SUBJECT
        page = self.sheet if by_subject else self.turned
        index = page.model.find(self._cell)
        if index.isValid():
            page.table.setCurrentIndex(index)
            self._cell = None

    def complain(self, sentence: str) -> None:
        """Say what went wrong, on the line above the tables."""
        self.notice.show_fault(sentence)

    def _tell_next(self) -> None:
        if self.overview is not None:
            self.next_step.emit(*next_step(self.overview, self.subjects.model.lines))

    # --- layout and signals ----------------------------------------------------------------

    def _lay_out(self) -> None:
        for page in (
            sheet_side(self.heading, self.sheet),
            self.turned,
            self.register,
            self.facts,
            self.earlier,
            self.arrivals,
        ):
            self.pages.addWidget(page)
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.subjects)
        row.addWidget(self.pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addLayout(page_bar(self.tabs, PAGES, self.files.buttons))
        whole.addWidget(self.notice)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.empty, 1)

    def _connect_reading(self) -> None:
        presenter, files = self.presenter, self.files
        presenter.opened.connect(self._show)
        presenter.sheet_read.connect(self._show_sheet)
        presenter.turned_read.connect(self._show_turned)
        presenter.register_read.connect(
            lambda found: self.register.show(found, locked=self._locked)
        )
        presenter.facts_read.connect(lambda found: self.facts.show(found, locked=self._locked))
        presenter.earlier_read.connect(lambda found: self.earlier.show(found, locked=self._locked))
        presenter.summaries_read.connect(self.subjects.show_summaries)
        presenter.failed.connect(self.complain)
        files.said.connect(self.notice.show_info)
        files.failed.connect(self.complain)
        files.read.connect(self._show_import)
        files.applied.connect(self._applied)
        files.laid_out.connect(
            lambda pdf, title: preview.show_preview(self, self.context, pdf, title)
        )
        self._quiet.timeout.connect(self.context.changed)
        self._quiet.timeout.connect(self._tell_next)

    def _connect_pages(self) -> None:
        self.tabs.idClicked.connect(self.show_page)
        self.subjects.chosen.connect(self.files.choose_subject)
        self.subjects.chosen.connect(lambda _: self._load_sheet())
        self.subjects.opened.connect(self.sheet.table.setFocus)
        self.sheet.finished.connect(lambda: self.step(1))
        self.turned.wanted.connect(lambda _: self._load_turned())
        for grid in (self.sheet.model, self.turned.model):
            grid.outside.connect(
                lambda count: self.context.say(f"有 {count} 格落在可填的格子之外，没有粘贴。")
            )
        self.editor.applied.connect(lambda _: self.presenter.note_sent())
        self.editor.recorded.connect(self._recorded)
        self.editor.failed.connect(self.complain)
        self.editor.revisited.connect(self._revisit)
        self.register.written.connect(self._written)
        self.register.failed.connect(self.complain)
        self.register.revisited.connect(lambda: self._reveal(REGISTER))
        self.facts.model.revisited.connect(lambda: self._reveal(FACTS))
        self.facts.model.recorded.connect(self._refresh_roster)
        self.facts.model.failed.connect(self.complain)
        self.earlier.model.revisited.connect(lambda: self._reveal(EARLIER))
        self.earlier.model.recorded.connect(self._quiet.start)
        self.earlier.model.failed.connect(self.complain)
        self.arrivals.accepted.connect(self._take_import)
        self.arrivals.closed.connect(self.leave_import)

    def _keys(self) -> None:
        for keys, act in (
            ("Alt+Down", lambda: self.step(1)),
            ("Ctrl+PgDown", lambda: self.step(1)),
            ("Alt+Up", lambda: self.step(-1)),
            ("Ctrl+PgUp", lambda: self.step(-1)),
            ("Ctrl+F", self._search),
            *(
                (f"Alt+{page + 1}", lambda page=page: self.show_page(page))
                for page in range(len(PAGES))
            ),
        ):
            add_key(self, keys, act)
