"""The room 整改: buttons, filters and the lines in which something is asked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.rectification import ItemField, Rectification, Status, matches, standing
from desk_app.domain.reversals import BulkKind
from desk_app.views.context import RoomContext
from desk_app.views.kit import preview
from desk_app.views.kit.ask_line import AskLine
from desk_app.views.kit.empty_page import NO_ROUND, READING, EmptyPage
from desk_app.views.kit.finding import Finder
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.refusing_table import RefusingTable
from desk_app.views.kit.row_heights import RowHeights
from desk_app.views.names import NameBook, PeopleDelegate
from desk_app.views.rectification.cursor import LedgerCursor
from desk_app.views.rectification.presenter import LedgerPresenter
from desk_app.views.rectification.questions import LedgerQuestions, what
from desk_app.views.rectification.table import COLUMNS, CellsTyped, LedgerTable
from desk_app.views.reversals import Reversals
from desk_app.views.room import Room

if TYPE_CHECKING:
    from desk_app.views.use_cases import rectification

ALL = "全部"
REFUSED_CELLS = "格填得不对，没有保存，已经用红框标出，请逐格改正。"


class RectificationRoom(Room):
    """What has to be mended, by whom, until when; typed like a workbook, closed with proof."""

    key = "rectification"
    title = "整改"
    loads = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.presenter = LedgerPresenter(context.runner, self)
        self._shown: Status | None = None
        self._unselected = False
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索整改事项")
        self.search.setPlaceholderText("搜索：拼音首字母、名称、责任人")
        self.search.setClearButtonEnabled(True)
        set_widths(self.search, fixed=17)
        self.search.textChanged.connect(self._filter)
        self.filters: dict[Status | None, QPushButton] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.names = NameBook(context.runner, self)
        self.table = LedgerTable(self)
        self.sheet = RefusingTable("整改台账", context.settings, editable=True)
        self.sheet.setAccessibleName("整改台账")
        self.sheet.setWordWrap(True)
        self.sheet.setModel(self.table)
        self.place = LedgerCursor(self.sheet, self.table)
        self.heights = RowHeights(self.sheet)
        self.owners = PeopleDelegate(self.names, self.sheet)
        self.sheet.setItemDelegateForColumn(COLUMNS.index(ItemField.OWNER), self.owners)
        self.finder = Finder(self.search, self.sheet, typing=False)
        self.empty = EmptyPage()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addWidget(self._filter_row())
        whole.addWidget(self._button_row())
        whole.addWidget(self.sheet, 1)
        whole.addWidget(self.empty, 1)
        # What lies over the ledger comes after it, also for Tab.
        self.notice = Notice(self)
        self.line = AskLine(self)
        self.notice.lie_over(self.sheet)
        self.line.lie_over(self.sheet)
        stack, read_again = self.presenter.undo_stack, self.presenter.reload
        self.reversals: Reversals = Reversals(
            context, stack, self.notice, read_again, BulkKind.LEDGER
        )
        self.questions = LedgerQuestions(self.line, self.names)
        self._connect()
        self._show_items([])

    def undo_stack(self) -> QUndoStack:
        """Everything that was typed, added, closed or deleted since the room was opened."""
        return self.presenter.undo_stack

    def open_round(self, round_id: int | None) -> None:
        """Load the ledger of a round."""
        if round_id != self.presenter.round_id:
            self.notice.dismiss()
            self.table.forget_refused()
        self.line.dismiss()
        self.presenter.open_round(round_id)
        if self.ledger is None:
            self._say_why_empty()  # there is a round now: it is being read
        self.names.fetch()

    def first_focus(self) -> QWidget:
        """Return the ledger, or the button that fills it while it is empty."""
        if self.sheet.isVisible():
            self.place.mark_first()
            return self.sheet
        draw, new = self.buttons["从低分指标生成"], self.buttons["新增"]
        ready = draw if draw.isEnabled() else new if new.isEnabled() else None
        return ready or self.empty.first_field() or self.search

    def search_field(self) -> QLineEdit:
        return self.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.finder.step(back=back)

    @property
    def ledger(self) -> "rectification.Ledger | None":
        """What was read last, as it stands on screen."""
        return self.presenter.ledger

    def items(self) -> tuple[Rectification, ...]:
        """All items of the round as they stand on screen, filtered out or not."""
        return self.presenter.items

    def selected(self) -> list[Rectification]:
        """The items of the selected rows."""
        return self.place.selected()

    # --- what the buttons do ---------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for a new item (新增)."""
        if self.ledger is not None:
            # A cell that the room marked is nobody's choice of an organisation.
            self.questions.ask_new(self.ledger, self.place.chosen())

    def ask_closing(self) -> None:
        """Ask for proof and name (销号)."""
        chosen = [one for one in self.selected() if one.closed_on is None]
        if chosen:
            self.questions.ask_closing(chosen, self.today)
        else:
            self._ask_to_select("请先在表中选中要销号的事项（已销号的不用再选）。")

    def ask_due(self) -> None:
        """Ask for a due day (设定时限)."""
        chosen = self.selected()
        if chosen:
            self.questions.ask_due(chosen, self.today)
        else:
            self._ask_to_select("请先在表中选中要设定时限的事项。")

    def reopen(self) -> None:
        """Take a closing back (撤销销号)."""
        ids = [one.id for one in self.selected() if one.closed_on is not None]
        if ids:
            self.presenter.reopen(ids)
        else:
            self._ask_to_select("请先在表中选中已销号的事项。")

    def ask_removal(self) -> None:
        """Ask before items are deleted (删除)."""
        chosen = self.selected()
        if not chosen:
            self._ask_to_select("请先在表中选中要删除的事项。")
            return
        ids = [one.id for one in chosen]
        self.notice.ask(
            f"要从台账中删除“{what(chosen)}”吗？整改完成的应当销号，不必删除。",
            [("删除", lambda: self.presenter.remove(ids))],
        )

    def print_ledger(self) -> None:
        """打印台账: the PDF that also goes up, in the preview."""
        self.presenter.lay_out(self.ledger.title if self.ledger else self.title)

    def _ask_to_select(self, words: str) -> None:
        self._unselected = True
        self.notice.show_fault(words)

    def _selected(self) -> None:
        if self._unselected and self.selected():
            self._unselected = False
            self.notice.dismiss()
        self._enable()

    # --- inside ----------------------------------------------------------------------------

    def _filter_row(self) -> FlowBar:
        row = FlowBar(self.search)
        group = QButtonGroup(self)
        for status in (None, *Status):
            button = QPushButton(ALL if status is None else str(status))
            button.setCheckable(True)
            button.setChecked(status is None)
            button.setProperty("kind", "filter")
            button.clicked.connect(lambda _=False, status=status: self._choose(status))
            group.addButton(button)
            self.filters[status] = button
            row.add(button)
        return row

    def _button_row(self) -> FlowBar:
        row = FlowBar()
        buttons: tuple[tuple[str, Callable[[], None]], ...] = (
            ("从低分指标生成", self.presenter.draw_items),
            ("新增", self.ask_new),
            ("设定时限…", self.ask_due),
            ("销号…", self.ask_closing),
            ("撤销销号", self.reopen),
            ("删除", self.ask_removal),
            ("打印台账", self.print_ledger),
        )
        for words, act in buttons:
            button = QPushButton(words)
            button.clicked.connect(act)
            self.buttons[words] = button
            if words == "打印台账":
                row.add_gap()
            row.add(button)
        return row

    def _loaded(self, ledger: "rectification.Ledger | None") -> None:
        self._show_ledger(ledger)
        self.arrived.emit()

    def _show_ledger(self, ledger: "rectification.Ledger | None") -> None:
        if ledger is None:
            self._show_items([])
            return
        self._filter()
        if self.place.hidden():
            self._show_all()
        self.place.show_new()
        counts = standing(ledger.items, ledger.today)
        if counts[Status.OVERDUE]:
            self.next_step.emit(
                f"有 {counts[Status.OVERDUE]} 项整改已逾期，请督促责任人并更新进展", ""
            )
        elif not ledger.items and ledger.drawable:
            self.next_step.emit("可从低分指标生成整改事项，再填写措施、责任人和完成时限", "")
        else:
            self.next_step.emit("整改台账会随上报材料一起生成", "submission")

    def _filter(self) -> None:
        """Show the items that fit the chosen state and the search, keeping what is selected."""
        if self.ledger is None:
            return
        self._count()
        self._show_items(
            [
                one
                for one in self.ledger.items
                if matches(one, self.search.text())
                and (self._shown is None or one.status(self.ledger.today) is self._shown)
            ]
        )

    def _count(self) -> None:
        if self.ledger is None:
            return
        counts = standing(self.ledger.items, self.ledger.today)
        for status, button in self.filters.items():
            count = len(self.ledger.items) if status is None else counts[status]
            button.setText(f"{ALL if status is None else status} {count}")

    def _show_items(self, items: Sequence[Rectification]) -> None:
        if self.ledger is not None:
            self.table.object_name = self.ledger.object_name
        self.place.show(items, self.today)
        self.sheet.setVisible(bool(items))
        self.heights.fit()
        self.empty.setVisible(not items)
        self._say_why_empty()
        self._enable()

    def _say_why_empty(self) -> None:
        draw, new = self.buttons["从低分指标生成"], self.buttons["新增"]
        say = self.empty.say
        if self.presenter.round_id is None:
            say(f"{NO_ROUND}。", "去首页", lambda: self.context.go("home"))
        elif self.ledger is None:
            say(READING)
        elif self.ledger.items:
            say("没有符合条件的整改事项。", "显示全部", self._show_all)
        elif not self.ledger.drawable:
            say(
                "台账还是空的。本方案没有写明低分整改的标准，请点“新增”录入。",
                "登记一项",
                new.click,
            )
        else:
            say(
                "台账还是空的。点“从低分指标生成”，或点“新增”录入。",
                "现在生成",
                draw.click,
            )

    def _show_all(self) -> None:
        """Search for nothing, whatever the state."""
        self.search.clear()
        self.filters[None].setChecked(True)
        self._choose(None)

    def _enable(self) -> None:
        ready = self.ledger is not None
        chosen = self.selected() if ready else []
        self.buttons["从低分指标生成"].setEnabled(self.ledger is not None and self.ledger.drawable)
        self.buttons["新增"].setEnabled(ready)
        self.buttons["打印台账"].setEnabled(ready)
        self.buttons["设定时限…"].setEnabled(bool(chosen))
        self.buttons["删除"].setEnabled(bool(chosen))
        self.buttons["销号…"].setEnabled(any(one.closed_on is None for one in chosen))
        self.buttons["撤销销号"].setEnabled(any(one.closed_on is not None for one in chosen))

    def _choose(self, status: Status | None) -> None:
        self._shown = status
        self._filter()

    def _applied(self, typed: CellsTyped, back: bool) -> None:
        self.table.apply(typed.changes, back=back)
        refusals = typed.before if back else typed.after
        self.table.mark(refusals)
        changed = {one.item_id for one in typed.changes} | {item_id for item_id, _ in refusals}
        for item_id in changed:
            self.heights.forget(self.table.row_of(item_id))
        self.heights.fit()
        self.sheet.viewport().update()
        self.sheet.tell()
        self._count()

    def _say_refused(self, now: int, in_all: int) -> None:
        """Say how many cells were refused at once; of a single one its own sentence tells."""
        if now > 1:
            self.notice.show_fault(f"有 {now} {REFUSED_CELLS}")
        elif not in_all and self.notice.text.endswith(REFUSED_CELLS):
            self.notice.dismiss()

    @property
    def today(self) -> date:
        """The day that overdue is measured by."""
        return self.ledger.today if self.ledger is not None else date.min

    def _connect(self) -> None:
        presenter, questions = self.presenter, self.questions
        self.table.typed.connect(presenter.type_cells)
        self.table.refused_at.connect(self.place.hold)
        self.table.refused.connect(self._say_refused)
        self.line.closed.connect(self.sheet.setFocus)
        self.sheet.selectionModel().selectionChanged.connect(self._selected)
        questions.added.connect(presenter.add)
        questions.closed.connect(presenter.close)
        questions.due_set.connect(presenter.set_due)
        presenter.loaded.connect(self._loaded)
        presenter.applied.connect(self._applied)
        presenter.added.connect(self.place.expect)
        presenter.done.connect(self.line.dismiss)
        presenter.refused.connect(self.line.say_wrong)
        presenter.said.connect(self.notice.show_info)
        presenter.failed.connect(self.notice.show_fault)
        presenter.failed.connect(self.unread)
        presenter.changed.connect(self.context.changed)
        presenter.laid_out.connect(
            lambda pdf, title: preview.show_preview(self, self.context, pdf, title)
        )
