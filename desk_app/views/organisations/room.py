"""The room 党组织: search, the tree as a table, the form beside it, the way to an import."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.organisations.model import OrganisationForm, Unfit, form_of, matches
from desk_app.domain.reversals import BulkKind
from desk_app.views.context import RoomContext
from desk_app.views.kit.finding import Finder
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.folding import FoldingPair
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import Pages
from desk_app.views.kit.records import AnyIndex, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.names import NameBook
from desk_app.views.organisations.arrivals import ListArrivals
from desk_app.views.organisations.buttons import line_height
from desk_app.views.organisations.form import OrganisationEditor
from desk_app.views.organisations.import_page import ImportPage
from desk_app.views.organisations.layout import IndentDelegate, empty_page, registry_columns
from desk_app.views.organisations.presenter import RegistryPresenter
from desk_app.views.reversals import Reversals
from desk_app.views.room import Room

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.use_cases import registry


class OrganisationsRoom(Room):
    """The registry that every round draws its subjects from."""

    key = "organisations"
    title = "党组织"
    loads = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.everyone: tuple[registry.OrganisationRow, ...] = ()
        self._wanted: int | None = None
        self._loaded = False
        self._has_round = False
        self.presenter = RegistryPresenter(context.runner, self)
        self.notice = Notice(self)
        self.names = NameBook(context.runner, self)
        self.reversals: Reversals = Reversals(
            context, self.presenter.undo_stack, self.notice, self.load, BulkKind.LIST
        )
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索党组织")
        self.search.setPlaceholderText("搜索：名称、书记、代码或拼音首字母")
        self.search.setClearButtonEnabled(True)
        set_widths(self.search, fixed=20)
        self.search.setMinimumHeight(line_height(self.search))
        self.search.textChanged.connect(self._filter)
        self.count = QLabel()
        self.count.setProperty("kind", "quiet")
        self.retired = QCheckBox("显示已撤销")
        self.retired.toggled.connect(self._filter)
        self.add_button = QPushButton("新增(&N)")
        self.add_button.clicked.connect(self.begin_new)
        self.import_button = QPushButton("导入名单(&I)…")
        self.import_button.setToolTip(
            "也可以把文件拖到这里，或在 WPS 里复制名单，点一下下面的表再按 Ctrl+V"
        )
        self.import_button.clicked.connect(self.open_import)
        self.first_import = QPushButton("导入名单(&I)…")
        self.first_import.setProperty("kind", "primary")
        self.first_import.clicked.connect(self.open_import)
        self.first_paste = QPushButton("从剪贴板粘贴名单(&V)")
        self.first_paste.clicked.connect(lambda: self._open_with(None))
        self.first_add = QPushButton("逐个登记(&N)")
        self.first_add.clicked.connect(self.begin_new)
        self.records: Records[registry.OrganisationRow] = Records(registry_columns())
        self.sheet = TableView("党组织", context.settings)
        self.sheet.setModel(self.records)
        self.sheet.setItemDelegateForColumn(0, IndentDelegate(self.sheet))
        self.sheet.setAccessibleName("党组织名册")
        self.sheet.installEventFilter(self)
        self.finder = Finder(self.search, self.sheet)
        self.sheet.selectionModel().currentRowChanged.connect(self._chosen)
        self.editor = OrganisationEditor(context.clock)
        self.page = ImportPage(context)
        self.pages = Pages()
        self.pages.addWidget(self._registry_page())
        self.pages.addWidget(empty_page(self.first_import, self.first_paste, self.first_add))
        self.pages.addWidget(self.page)
        self._lay_out()
        self._connect_editor()
        self._connect_presenter()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addWidget(self.pages, 1)
        self.notice.lie_over(self.sheet)
        self.names.serve(*self.editor.people())

    def open_round(self, round_id: int | None) -> None:
        self._has_round = round_id is not None
        self.load()

    def first_focus(self) -> QWidget:
        """Return the list, or the button that brings one while there is none."""
        if self.pages.currentWidget() is self.page:
            return self.page.first_focus()
        return self.sheet if self.everyone else self.first_import

    def search_field(self) -> QLineEdit:
        return self.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.pages.currentIndex() == 0 and self.finder.step(back=back)

    def want_subject(self, subject_id: int) -> None:
        """Choose an organisation of the registry once that is read."""
        self._wanted = subject_id

    def undo_stack(self) -> QUndoStack:
        if self.pages.currentWidget() is self.page:
            return self.page.preview.undo_stack
        return self.presenter.undo_stack

    def load(self, choose: int | None = None) -> None:
        """Read the registry again and choose an organisation (the one chosen now by default)."""
        if choose is not None:
            self._wanted = choose
        self.presenter.load()

    def begin_new(self) -> None:
        """Offer an empty form, under the chosen organisation where it can have branches."""
        chosen = self._current()
        by_id = {one.id: one for one in self.everyone}
        if chosen is not None and chosen.kind.endswith("支部") and chosen.parent_id is not None:
            chosen = by_id.get(chosen.parent_id)
        if chosen is not None and (chosen.retired_on or chosen.kind.endswith("支部")):
            chosen = None
        self.pages.setCurrentIndex(0)
        self.pair.show_detail()
        self.editor.show_new(chosen, self.everyone)

    def open_import(self) -> None:
        """Show the page on which a list comes in, and ask for the file."""
        self.notice.dismiss()
        self.pages.setCurrentWidget(self.page)
        self.page.choose_file()

    def _open_with(self, path: Path | None) -> None:
        """Show the import of a list that was dropped here, or of the one on the clipboard."""
        self.notice.dismiss()
        self.pages.setCurrentWidget(self.page)
        if path is None:
            self.page.paste_list()
        else:
            self.page.load(path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter leads from the table to the form."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.sheet and enter and self._current() is not None:
                self.pair.show_detail()
                self.editor.fields["name"].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _registry_page(self) -> QWidget:
        page = QWidget()
        bar = FlowBar(self.search, self.count)
        bar.add_gap()
        for one in (self.retired, self.add_button, self.import_button):
            bar.add(one)
        set_widths(self.sheet, least=24)
        self.pair = FoldingPair(self.sheet, self.editor, sizes=(7, 3))
        self.sheet.clicked.connect(self.pair.show_detail)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bar)
        whole.addWidget(self.pair, 1)
        return page

    def _connect_editor(self) -> None:
        editor, presenter = self.editor, self.presenter
        editor.typed.connect(lambda form: presenter.save(form, editor.form))
        editor.add_wanted.connect(presenter.add)
        editor.given_up.connect(self._give_up)
        editor.retire_wanted.connect(self._retire)
        editor.restore_wanted.connect(self._bring_back)
        editor.remove_wanted.connect(lambda: self._with_id(self._ask_removal))
        editor.move_wanted.connect(
            lambda steps: self._with_id(lambda one: presenter.move(one, steps))
        )
        editor.left.connect(self._to_list)

    def _connect_presenter(self) -> None:
        presenter = self.presenter
        presenter.loaded.connect(self._show)
        presenter.saved.connect(self._saved)
        presenter.save_refused.connect(self._save_refused)
        presenter.added.connect(self._added)
        presenter.retired.connect(lambda: self.context.say("已撤销，仍保留在历史里"))
        presenter.retire_refused.connect(self.editor.retire_box.show_problem)
        presenter.removed.connect(partial(self.reversals.remember, "删除党组织"))
        presenter.began.connect(self.notice.dismiss)
        presenter.written.connect(self._after_write)
        presenter.refused.connect(self._refused)
        arrivals = ListArrivals(self, self.sheet)
        arrivals.dropped.connect(self._open_with)
        arrivals.pasted.connect(lambda: self._open_with(None))
        arrivals.refused.connect(self.notice.show_info)
        self.page.closed.connect(self._close_import)
        self.page.imported.connect(self._imported)

    def _show(self, everyone: "tuple[registry.OrganisationRow, ...]") -> None:
        self.everyone = everyone
        if self.pages.currentWidget() is not self.page:
            self.pages.setCurrentIndex(0 if everyone else 1)
        self._filter()
        active = sum(one.retired_on is None for one in everyone)
        if active and self._has_round:
            self.next_step.emit("", "")  # then the window says what comes next in the round
        elif active:
            self.next_step.emit(f"名册里有 {active} 个党组织，可以新建轮次。", "new_round")
        else:
            self.next_step.emit("先导入或登记党组织，再新建轮次。", "")
        self.arrived.emit()

    def _filter(self, _: object = None) -> None:
        chosen = self._wanted if self._wanted is not None else self._current_id()
        self._wanted = None
        active = [one for one in self.everyone if self.retired.isChecked() or not one.retired_on]
        found = [one for one in active if matches(one, self.search.text())]
        typing = self.editor.form is not None and self.editor.form.id is None
        blocked = self.sheet.selectionModel().blockSignals(True)
        self.records.show(found)
        self.sheet.selectionModel().blockSignals(blocked)
        shown = f"{len(found)} 个" if len(found) == len(active) else f"找到 {len(found)} 个"
        self.count.setText(shown)
        row = next((row for row, one in enumerate(found) if one.id == chosen), None)
        if typing:
            self._mark(row)
            return
        if row is None and found:
            row = 0
        if row is None:
            self.editor.show_nothing()
        else:
            self._choose_row(row)

    def _choose_row(self, row: int) -> None:
        self._mark(row)
        self._show_chosen()

    def _mark(self, row: int | None) -> None:
        """Make a row the current one without telling the form."""
        if row is None:
            return
        index = self.records.index(row, 0)
        blocked = self.sheet.selectionModel().blockSignals(True)
        self.sheet.setCurrentIndex(index)
        self.sheet.selectionModel().blockSignals(blocked)
        self.sheet.scrollTo(index)
        self.sheet.viewport().update()

    def _chosen(self, _now: AnyIndex, _before: AnyIndex) -> None:
        form, typed = self.editor.form, self.editor.snapshot()
        if form is not None and form.id is not None and self.editor.has_problems():
            where = form.id
            self.notice.ask(
                f"“{form.name}”的修改有一处不能保存，那一处还是原来的内容。",
                [("回去改", lambda: self._back_to(where, typed))],
            )
        elif self.editor.typed_new():
            name = typed["name"] or "新党组织"
            self.notice.ask(
                f"“{name}”还没有登记。", [("继续填写", lambda: self._go_on_adding(typed))]
            )
        self._show_chosen()

    def _back_to(self, organisation_id: int, typed: dict[str, str]) -> None:
        row = next((one for one in self.everyone if one.id == organisation_id), None)
        if row is not None:
            self._wanted = organisation_id
            self.search.clear()
            self._filter()
            self.editor.bring_back(typed)

    def _go_on_adding(self, typed: dict[str, str]) -> None:
        self.editor.show_new(None, self.everyone)
        self.editor.bring_back(typed)

    def _show_chosen(self) -> None:
        row = self._current()
        if row is None:
            self.editor.show_nothing()
            return
        form = self.editor.form
        if form is not None and form == form_of(row) and not self.editor.has_problems():
            return
        self.editor.show_row(row, self.everyone)

    def _current(self) -> "registry.OrganisationRow | None":
        index = self.sheet.currentIndex()
        return self.records.record(index.row()) if index.isValid() else None

    def _current_id(self) -> int | None:
        row = self._current()
        return row.id if row is not None else None

    def _with_id(self, act: Callable[[int], object]) -> None:
        form = self.editor.form
        if form is not None and form.id is not None:
            act(form.id)

    def _saved(self, form: OrganisationForm) -> None:
        if self.editor.form is not None and self.editor.form.id == form.id:
            self.editor.accept_saved(form)

    def _save_refused(self, form: OrganisationForm, fault: "Fault") -> None:
        now = self.editor.form
        if now is not None and now.id == form.id:
            self._refused(fault)
        else:
            self.notice.show_fault(f"“{form.name}”的修改没有保存：{fault}")

    def _added(self, form: OrganisationForm) -> None:
        self.context.say(f"已登记“{form.name}”")
        self.search.clear()
        self.editor.show_nothing()
        self._to_list()

    def _give_up(self) -> None:
        self.editor.show_nothing()
        self._show(self.everyone)
        self._to_list()

    def _to_list(self) -> None:
        self.pair.show_list()
        self.sheet.setFocus()

    def _retire(self, day: date, reason: str) -> None:
        self._with_id(lambda one: self.presenter.take_out_of_use(one, day, reason))

    def _bring_back(self) -> None:
        one = self._current()
        if one is not None:
            self.presenter.bring_back(one)

    def _ask_removal(self, organisation_id: int) -> None:
        name = self.editor.form.name if self.editor.form else ""
        self.notice.ask(
            f"删除“{name}”？删错了可以用 Ctrl+Z 恢复；曾经存在的党组织请用“撤销”。",
            [("删除", lambda: self.presenter.remove(organisation_id))],
        )

    def _after_write(self, choose: int | None) -> None:
        self.load(choose)
        self.context.changed()

    def _refused(self, fault: "Fault") -> None:
        if isinstance(fault, Unfit) and self.pages.currentIndex() == 0:
            self.editor.show_problems(fault.problems)
        else:
            self.notice.show_fault(str(fault))
            self.load()

    def _close_import(self) -> None:
        self.pages.setCurrentIndex(0 if self.everyone else 1)
        self.load()

    def _imported(self, sentence: str, act_id: int | None) -> None:
        self.reversals.remember("导入名单", act_id)
        self.pages.setCurrentIndex(0)
        self.notice.show_info(sentence)
        self._after_write(None)
        self.sheet.setFocus()
