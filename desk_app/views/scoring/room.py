"""The room 评分: whom one scores on the left, what is scored on the right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.scoring import Change
from desk_app.views.messages import Notice
from desk_app.views.room import Desk, Room
from desk_app.views.scoring.arrivals import ArrivalsPage
from desk_app.views.scoring.earlier import EarlierPage
from desk_app.views.scoring.entry import Entry
from desk_app.views.scoring.facts import FactsPage
from desk_app.views.scoring.papers import Papers
from desk_app.views.scoring.register import RegisterPage
from desk_app.views.scoring.sheet import SheetPage
from desk_app.views.scoring.subjects import SubjectList
from desk_app.views.scoring.turned import TurnedPage

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.score_sheets import ScoreImport
    from desk_app.services.adjustments import Register, Written
    from desk_app.services.earlier import EarlierTable
    from desk_app.services.facts import FactsTable
    from desk_app.services.scoring import Recorded, RosterLine, SheetView, TurnedView
    from desk_app.services.workspace import Workspace

BY_SUBJECT, BY_INDICATOR, REGISTER, FACTS, EARLIER, ARRIVALS = range(6)
PAGES = ("按对象", "按指标", "加减分", "其他情况", "往年等级")
QUIET_AFTER = 600
"""Milliseconds without typing after which the window counts again what is left to do."""


class Loaded(NamedTuple):
    """What the room shows of a round."""

    title: str
    locked: bool
    roster: "tuple[RosterLine, ...]"
    indicators: tuple[str, ...]
    evaluators: tuple[str, ...]
    superior: str
    polls: bool


class ScoringRoom(Room):
    """Sheets by subject and by indicator, the register, the other facts."""

    key = "scoring"
    title = "评分"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.round_id: int | None = None
        self.loaded: Loaded | None = None
        self.entry = Entry(desk.runner, self)
        self._sent = 0
        self._cell: Change | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_AFTER)
        self._quiet.timeout.connect(desk.changed)
        self._quiet.timeout.connect(self._tell_next)
        self.notice = Notice(self)
        self.subjects = SubjectList()
        self.subjects.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * 17)
        stack = self.entry.undo_stack
        self.sheet = SheetPage(self.entry, desk.settings)
        self.turned = TurnedPage(self.entry, desk.settings)
        self.register = RegisterPage(desk.runner, stack, desk.settings)
        self.facts = FactsPage(desk.runner, stack, desk.settings)
        self.earlier = EarlierPage(desk.runner, stack, desk.settings)
        self.arrivals = ArrivalsPage(desk.settings)
        self.heading = QLabel()
        self.heading.setObjectName("heading")
        self.pages = QStackedWidget()
        for page in (
            self._sheet_side(),
            self.turned,
            self.register,
            self.facts,
            self.earlier,
            self.arrivals,
        ):
            self.pages.addWidget(page)
        self.empty = QLabel("还没有轮次。请先在首页新建轮次，再来评分。")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.subjects)
        row.addWidget(self.pages, 1)
        self.tabs = QButtonGroup(self)
        self.papers = Papers(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addLayout(self._buttons())
        whole.addWidget(self.notice)
        whole.addWidget(self.body, 1)
        whole.addWidget(self.empty, 1)
        self._connect()
        self._keys()
        self._show_empty()

    def undo_stack(self) -> QUndoStack:
        """Everything typed, pasted or registered since the round was opened."""
        return self.entry.undo_stack

    def open_round(self, round_id: int | None) -> None:
        """Load the round's subjects and what is shown of them."""
        if round_id != self.round_id:
            self.entry.forget()
            self.notice.dismiss()
        self.round_id = round_id
        if round_id is None:
            self.loaded = None
            self._show_empty()
            return

        def work(workspace: "Workspace") -> Loaded:
            from desk_app.services import rounds, schemes, scoring

            found = rounds.get(workspace, round_id)
            scheme = schemes.pinned(workspace, round_id)
            return Loaded(
                f"{found.year}年度{found.name}",
                found.locked,
                scoring.roster(workspace, round_id),
                scheme.indicator_names(),
                tuple(one.name for one in scheme.evaluators),
                scheme.superior.name,
                bool(scheme.polls),
            )

        self.desk.runner.run(work, self._show, self.fail)

    # --- pages -----------------------------------------------------------------------------

    def show_page(self, page: int) -> None:
        """Show one of the pages and read it again."""
        if self.loaded is None:
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

    def show_subject(self, subject_id: int) -> None:
        """Show a subject's sheets."""
        self.subjects.choose(subject_id)
        self.show_page(BY_SUBJECT)

    def step(self, down: int) -> None:
        """Go to the next (or last) subject; what is being typed is saved before."""
        if self.pages.currentIndex() != BY_SUBJECT:
            return
        self.sheet.table.setFocus()
        here = self.sheet.table.currentIndex()
        if self.subjects.step(down):
            self.sheet.table.setCurrentIndex(self.sheet.model.index(0, here.column()))
        else:
            self.desk.say("已经是最后一个了。" if down > 0 else "已经是第一个了。")

    def _search(self) -> None:
        """Begin a search afresh: what is typed next replaces what was searched before."""
        self.subjects.search.setFocus()
        self.subjects.search.selectAll()

    def _load_page(self) -> None:
        loaders = {
            BY_SUBJECT: self._load_sheet,
            BY_INDICATOR: self._load_turned,
            REGISTER: self._load_register,
            FACTS: self._load_facts,
            EARLIER: self._load_earlier,
        }
        load = loaders.get(self.pages.currentIndex())
        if load is not None:
            load()

    def _load_sheet(self) -> None:
        subject_id = self.subjects.current()
        if subject_id is None:
            return
        sent = self._sent

        def work(workspace: "Workspace") -> "SheetView":
            from desk_app.services import scoring

            return scoring.sheet(workspace, subject_id)

        def done(view: "SheetView") -> None:
            if subject_id != self.subjects.current() or self.loaded is None:
                return
            if sent != self._sent:  # something was typed since: this is older than the screen
                self._load_sheet()
                return
            self._show_heading(view)
            self.sheet.show(view, locked=self.loaded.locked)
            self.subjects.show_summaries({subject_id: view.summary})
            self._show_cell()

        self.desk.runner.run(work, done, self.fail)

    def _load_turned(self) -> None:
        round_id, indicator = self.round_id, self.turned.indicator.currentText()
        if round_id is None or not indicator:
            return
        sent = self._sent

        def work(workspace: "Workspace") -> "TurnedView":
            from desk_app.services import scoring

            return scoring.turned(workspace, round_id, indicator)

        def done(view: "TurnedView") -> None:
            if indicator != self.turned.indicator.currentText() or self.loaded is None:
                return
            if sent != self._sent:
                self._load_turned()
                return
            self.turned.show(view, locked=self.loaded.locked)
            self._show_cell()

        self.desk.runner.run(work, done, self.fail)

    def _load_register(self) -> None:
        round_id, loaded = self.round_id, self.loaded
        if round_id is None or loaded is None:
            return
        self.register.show_subjects(loaded.roster)
        current = self.subjects.current()
        if current is not None:
            self.register.choose_subject(current)

        def work(workspace: "Workspace") -> "Register":
            from desk_app.services import adjustments

            return adjustments.listing(workspace, round_id)

        def done(register: "Register") -> None:
            self.register.show(register, locked=loaded.locked)

        self.desk.runner.run(work, done, self.fail)

    def _load_facts(self) -> None:
        round_id, loaded = self.round_id, self.loaded
        if round_id is None or loaded is None:
            return

        def work(workspace: "Workspace") -> "FactsTable":
            from desk_app.services import facts

            return facts.table(workspace, round_id)

        def done(table: "FactsTable") -> None:
            self.facts.show(table, locked=loaded.locked)

        self.desk.runner.run(work, done, self.fail)

    def _load_earlier(self) -> None:
        round_id, loaded = self.round_id, self.loaded
        if round_id is None or loaded is None:
            return

        def work(workspace: "Workspace") -> "EarlierTable":
            from desk_app.services import earlier

            return earlier.table(workspace, round_id)

        def done(table: "EarlierTable") -> None:
            self.earlier.show(table, locked=loaded.locked)

        self.desk.runner.run(work, done, self.fail)

    def show_arrivals(self, name: str, read: "ScoreImport") -> None:
        """Show what a workbook would change."""
        self.subjects.hide()
        self.pages.setCurrentIndex(ARRIVALS)
        self.arrivals.show_import(name, read)

    def leave_import(self) -> None:
        """Leave the preview and read everything again."""
        self.show_page(BY_SUBJECT)
        self.open_round(self.round_id)

    # --- what arrives ----------------------------------------------------------------------

    def _show(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.empty.hide()
        self.body.show()
        for one in self.tabs.buttons():
            one.setEnabled(True)
        if loaded.locked:
            self.notice.show_info(
                "本轮已经定稿，评分只能看，不能改。需要修改时请先在“定级”中解除定稿。"
            )
        self.turned.show_indicators(loaded.indicators)
        self.papers.offer(loaded.evaluators, locked=loaded.locked)
        self.subjects.show(loaded.roster, self.subjects.current())
        if self.pages.currentIndex() != ARRIVALS:
            self.subjects.setVisible(self.pages.currentIndex() == BY_SUBJECT)
            self._load_page()
        self._tell_next()

    def _show_empty(self) -> None:
        self.body.hide()
        self.empty.show()
        for one in (*self.papers.buttons, *self.tabs.buttons()):
            one.setEnabled(False)

    def _show_heading(self, view: "SheetView") -> None:
        parts = [view.subject.name, view.subject.domain, view.subject.area]
        self.heading.setText("　".join(part for part in parts if part))

    def _recorded(self, recorded: "Recorded") -> None:
        self.subjects.show_summaries(recorded.summaries)
        view = self.sheet.model.view
        if view is not None and view.subject.id in recorded.summaries:
            self.sheet.show_summary(recorded.summaries[view.subject.id])
        if recorded.refused:
            self.complain(recorded.refused[0].reason)
            self._load_page()
        self._quiet.start()

    def _written(self, written: "Written") -> None:
        self.subjects.show_summaries({written.subject_id: written.summary})
        self._quiet.start()

    def _refresh_roster(self) -> None:
        """Read all totals again: something was typed that many of them may rest on."""
        round_id = self.round_id
        if round_id is None:
            return

        def work(workspace: "Workspace") -> "tuple[RosterLine, ...]":
            from desk_app.services import scoring

            return scoring.roster(workspace, round_id)

        def done(lines: "Sequence[RosterLine]") -> None:
            self.subjects.show_summaries({one.subject.id: one.summary for one in lines})

        self.desk.runner.run(work, done, self.fail)
        self._quiet.start()

    def _applied(self, _changes: Sequence[Change]) -> None:
        self._sent += 1

    def _revisit(self, change: Change) -> None:
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

    def fail(self, fault: "Fault") -> None:
        """Say why something was not done."""
        self.complain(str(fault))

    def complain(self, sentence: str) -> None:
        """Say what went wrong, on the line above the tables."""
        self.notice.show_fault(sentence)

    def _tell_next(self) -> None:
        loaded = self.loaded
        if loaded is None:
            return
        lines = [one for one in self.subjects.model.lines if one.participates]
        for evaluator in loaded.evaluators:
            left = sum(1 for one in lines if not one.summary.sums[evaluator].complete)
            if left:
                self.next_step.emit(f"还有 {left} 个党组织没有{evaluator}评分", "")
                return
        unreasoned = sum(len(one.summary.unreasoned) for one in lines)
        if unreasoned:
            self.next_step.emit(f"还有 {unreasoned} 处扣分没有写理由", "")
        elif loaded.polls:
            self.next_step.emit("评分已经齐了，接着做民主测评", "polling")
        else:
            self.next_step.emit("评分已经齐了，可以定级", "grading")

    # --- furniture -------------------------------------------------------------------------

    def _sheet_side(self) -> QWidget:
        side = QWidget()
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self.heading.setFont(font)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.sheet, 1)
        return side

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for number, words in enumerate(PAGES):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setChecked(number == BY_SUBJECT)
            button.setProperty("kind", "tab")
            button.setToolTip(f"Alt+{number + 1}")
            self.tabs.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        for button in self.papers.buttons:
            row.addSpacing(6)
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.tabs.idClicked.connect(self.show_page)
        self.subjects.chosen.connect(lambda _: self._load_sheet())
        self.subjects.opened.connect(self.sheet.table.setFocus)
        self.sheet.finished.connect(lambda: self.step(1))
        self.turned.wanted.connect(lambda _: self._load_turned())
        for grid in (self.sheet.model, self.turned.model):
            grid.outside.connect(
                lambda count: self.desk.say(f"有 {count} 格落在可填的格子之外，没有粘贴。")
            )
        self.entry.applied.connect(self._applied)
        self.entry.recorded.connect(self._recorded)
        self.entry.failed.connect(self.complain)
        self.entry.revisited.connect(self._revisit)
        self.register.written.connect(self._written)
        self.register.failed.connect(self.complain)
        self.register.revisited.connect(lambda: self._reveal(REGISTER))
        self.facts.model.revisited.connect(lambda: self._reveal(FACTS))
        self.facts.model.recorded.connect(self._refresh_roster)
        self.facts.model.failed.connect(self.complain)
        self.earlier.model.revisited.connect(lambda: self._reveal(EARLIER))
        self.earlier.model.recorded.connect(self._quiet.start)
        self.earlier.model.failed.connect(self.complain)
        self.arrivals.accepted.connect(self.papers.take_import)
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
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
