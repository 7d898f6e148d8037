"""方案: which schemes there are, and each one read back in sentences."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.context import RoomContext
from desk_app.views.drafts.corner import DraftsCorner
from desk_app.views.kit import files
from desk_app.views.kit.finding import Finder, search_line
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.folding import FoldingPair
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.list_menus import ListMenu
from desk_app.views.kit.messages import Notice
from desk_app.views.room import Room
from desk_app.views.schemes.cards import ID, fill
from desk_app.views.schemes.page import comparison_page, refusal_page, scheme_page
from desk_app.views.schemes.presenter import SchemesPresenter
from desk_app.views.settings import CHOSEN_FOR_ROUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.rounds import Round
    from desk_app.views.use_cases import scheme_versions, schemes


class SchemesRoom(Room):
    """The list on the left, the chosen scheme on the right."""

    key: ClassVar[str] = "schemes"
    title: ClassVar[str] = "方案"
    loads: ClassVar[bool] = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.presenter = SchemesPresenter(context.runner, self)
        self._read: scheme_versions.ReadBack | None = None
        self._listed: scheme_versions.SchemeList | None = None
        self._wanted = ""
        self._round_id: int | None = None
        self._clashes: list[scheme_versions.VersionClash] = []
        self.notice = Notice(self)
        self.drafts = DraftsCorner(context, self, self.presenter.undo_stack)
        self.list = QListWidget()
        set_widths(self.list, least=15, most=21)
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setAccessibleName("方案")
        ListMenu(self.list)
        self.list.currentItemChanged.connect(self._chosen)
        self.search = search_line("搜索：编号、名称", 300)
        self.search.textChanged.connect(self._search)
        self.finder = Finder(self.search, self.list)
        self.import_button = QPushButton("导入方案文件…")
        self.import_button.clicked.connect(self.ask_for_file)
        self.export_button = QPushButton("导出…")
        self.export_button.clicked.connect(self.ask_where)
        self.compare_button = QPushButton("与…比较")
        self.compare_menu = QMenu(self.compare_button)
        self.compare_button.setMenu(self.compare_menu)
        self.back_button = QPushButton("回到方案")
        self.back_button.clicked.connect(self._show_scheme)
        self.use_button = QPushButton("用此方案新建轮次")
        self.use_button.setProperty("kind", "primary")
        self.use_button.clicked.connect(self.use)
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.heading.setWordWrap(True)
        self.heading.setText("正在读取方案……")
        self.source = QLabel()
        self.source.setProperty("kind", "quiet")
        self.source.setWordWrap(True)
        self.originals = QCheckBox("同时显示原文")
        self.originals.toggled.connect(self._fill_page)
        self.page = QTextBrowser()
        self.page.setAccessibleName("方案内容")
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(14)
        self._lay_out()
        self._connect()
        self._comparing(on=False)
        self._enable()

    @property
    def current_id(self) -> str:
        """The id of the chosen scheme; "" while there is none."""
        item: QListWidgetItem | None = self.list.currentItem()
        return "" if item is None else str(item.data(ID))

    def open_round(self, round_id: int | None) -> None:
        """Read the list again; the chosen scheme stays chosen, the round's own comes first."""
        self._round_id = round_id
        if round_id is None:
            self.next_step.emit("选好方案，按“用此方案新建轮次”开始新的一轮。", "")
        self._load(self.current_id)
        self.drafts.open_round(round_id)

    def may_leave(self) -> bool:
        self.drafts.keep()
        return True

    def first_focus(self) -> QWidget:
        return self.drafts.first_focus() or self.list

    def undo_stack(self) -> QUndoStack:
        """Return the imports, and the rounds that went over to a new version."""
        return self.drafts.undo_stack() or self.presenter.undo_stack

    def search_field(self) -> QLineEdit:
        return self.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.finder.step(back=back)

    def _search(self) -> None:
        """Leave the schemes in the list that fit; the first of them is shown."""
        wanted = self.search.text().strip().casefold()
        rows = range(self.list.count())
        fitting = [row for row in rows if wanted in self.list.item(row).text().casefold()]
        for row in rows:
            self.list.setRowHidden(row, row not in fitting)
        if fitting and self.list.currentRow() not in fitting:
            self.list.setCurrentRow(fitting[0])

    def _load(self, wanted: str) -> None:
        self._wanted = wanted
        self.presenter.load()

    # --- what the buttons do ------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Ask which file to import."""
        path = files.ask_open(
            self, self.context.settings, files.Purpose.SCHEMES, "导入方案文件", files.SCHEMES
        )
        if path is not None:
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        """Import a file; what is wrong with it is shown in place of a scheme."""
        self.notice.dismiss()
        self.presenter.import_file(path)

    def ask_where(self) -> None:
        """Ask where to put the chosen scheme."""
        path = files.ask_save(
            self,
            self.context.settings,
            files.Purpose.SCHEMES,
            "导出方案文件",
            f"方案-{self.current_id}.toml",
            files.SCHEMES,
        )
        if path is not None:
            self.export_file(path)

    def export_file(self, path: Path) -> None:
        """Write the chosen scheme to a file."""
        self.notice.dismiss()
        self.presenter.export_file(self.current_id, path)

    def use(self) -> None:
        """Begin a round with the chosen scheme."""
        self.context.settings.set_text(CHOSEN_FOR_ROUND, self.current_id)
        self.context.go("new_round")

    # --- comparing ----------------------------------------------------------------------

    def compare_with_round(self, one: "Round") -> None:
        """Hold the chosen scheme against the version that a round goes by."""
        self.notice.dismiss()
        self.presenter.compare_with_round(one, self.current_id)

    def compare_with_scheme(self, other: str) -> None:
        """Hold the chosen scheme against another one."""
        self.notice.dismiss()
        self.presenter.compare_with_scheme(other, self.current_id)

    def _show_clash(self, one: "Round", clash: "scheme_versions.VersionClash") -> None:
        if one.locked or not clash.compared.differences:
            self._show_comparison(clash.compared)
        else:
            self._clashes = [clash]
            self._ask_next()

    def _ask_next(self) -> None:
        """Ask what becomes of the next running round; its differences stand below."""
        if not self._clashes:
            return
        clash = self._clashes.pop(0)
        self._show_comparison(clash.compared)
        count = len(clash.compared.differences)
        self.notice.ask(
            f"“{clash.name}”正按原来的版本进行，新版本与它有 {count} 处不同（见下）。本轮怎么办？",
            (
                ("本轮仍用原来的版本", lambda: self._keep(clash)),
                ("改用新版本", lambda: self.presenter.repin(clash)),
            ),
        )

    def _keep(self, clash: "scheme_versions.VersionClash") -> None:
        self.notice.show_info(f"“{clash.name}”仍用原来的版本；以后新建的轮次用新版本。")
        self._ask_next()

    def _repinned(self, clash: "scheme_versions.VersionClash", reviews: int) -> None:
        said = f"“{clash.name}”已改用新版本，原来的版本也留着，可以比较。"
        marked = f"有 {reviews} 个决定待复核，请到“定级”。" if reviews else ""
        self.notice.show_info(said + marked)
        self.context.changed()
        self._ask_next()

    def _turned(self, scheme_id: str) -> None:
        """A step was taken back or done again: what was asked about it has passed."""
        self._clashes = []
        self.notice.dismiss()
        self._load(scheme_id)
        self.context.changed()

    def _show_comparison(self, compared: "scheme_versions.Compared") -> None:
        count = len(compared.differences)
        self.heading.setText(f"比较：{count} 处不同" if count else "比较：内容相同")
        self.source.setText("")
        self.page.setHtml(comparison_page(compared.before, compared.after, compared.differences))
        self.page.verticalScrollBar().setValue(0)
        self._comparing(on=True)

    def _comparing(self, *, on: bool) -> None:
        self.back_button.setVisible(on)
        self.originals.setVisible(not on)

    def _offer_comparisons(self) -> None:
        self.compare_menu.clear()
        mine = self.current_id
        if self._listed is None:
            return
        for one in self._listed.rounds:
            if one.scheme_id == mine:
                words = f"{one.year}年度{one.name}所用的版本"
                self.compare_menu.addAction(words, lambda one=one: self.compare_with_round(one))
        self.compare_menu.addSeparator()
        for card in self._listed.cards:
            if card.id != mine:
                self.compare_menu.addAction(
                    f"{card.id}　{card.title}",
                    lambda other=card.id: self.compare_with_scheme(other),
                )

    # --- loading ------------------------------------------------------------------------

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.listed.connect(self._show_list)
        presenter.read.connect(self._show_read)
        presenter.imported.connect(self._imported)
        presenter.import_refused.connect(self._import_refused)
        presenter.exported.connect(
            lambda scheme_id, path: self.notice.show_info(f"方案 {scheme_id} 已写入“{path}”。")
        )
        presenter.compared.connect(self._show_comparison)
        presenter.clash_found.connect(self._show_clash)
        presenter.repinned.connect(self._repinned)
        presenter.turned.connect(self._turned)
        presenter.failed.connect(self.notice.show_fault)
        self.drafts.adopted.connect(self._imported)
        self.drafts.copy_button.clicked.connect(lambda: self.drafts.copy(self.current_id))

    def _imported(self, done: "scheme_versions.Arrived") -> None:
        self.notice.show_info(done.imported.sentence)
        self._clashes = list(done.clashes)
        self._load(done.imported.id)

    def _import_refused(self, path: Path, sentences: "Sequence[str]") -> None:
        first, *rest = sentences
        self.notice.show_fault(first.rstrip("：") + ("，原因见下。" if rest else ""))
        if rest:
            self._show_refusal(path, rest)

    def _show_list(self, listed: "scheme_versions.SchemeList") -> None:
        self._listed = listed
        own = (one.scheme_id for one in listed.rounds if one.id == self._round_id)
        self._fill_list(listed.cards, self._wanted or next(own, ""))
        self.arrived.emit()

    def _fill_list(self, cards: "tuple[schemes.SchemeCard, ...]", wanted: str) -> None:
        fill(self.list, cards, wanted)
        self._search()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.presenter.read_back(str(item.data(ID)))

    def _show_read(self, read: "scheme_versions.ReadBack") -> None:
        self._read = read
        self._show_scheme()
        self._offer_comparisons()
        self._ask_next()

    # --- showing ------------------------------------------------------------------------

    def _show_scheme(self) -> None:
        if self._read is None:
            return
        scheme = self._read.scheme
        self.heading.setText(scheme.title)
        source = f"依据：{scheme.source}" if scheme.source else ""
        self.source.setText("　　".join(one for one in (f"编号：{scheme.id}", source) if one))
        self._comparing(on=False)
        self._fill_page()
        self.page.verticalScrollBar().setValue(0)
        self._enable()

    def _fill_page(self) -> None:
        if self._read is None:
            return
        at = self.page.verticalScrollBar().value()
        self.page.setHtml(
            scheme_page(
                self._read.sections,
                self._read.scheme.readings,
                self._read.findings,
                originals=self.originals.isChecked(),
            )
        )
        self.page.verticalScrollBar().setValue(at)

    def _show_refusal(self, path: Path, sentences: list[str]) -> None:
        self._read = None
        self.presenter.forget()
        self._clashes = []
        self._comparing(on=False)
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self.heading.setText(path.name)
        self.source.setText(str(path.parent))
        self.page.setHtml(refusal_page(f"有 {len(sentences)} 处要改", sentences))
        self._enable()

    def _enable(self) -> None:
        for button in (
            self.export_button,
            self.use_button,
            self.originals,
            self.compare_button,
            self.drafts.copy_button,
        ):
            button.setEnabled(self._read is not None)

    def _lay_out(self) -> None:
        listed = QWidget()
        left = QVBoxLayout(listed)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        left.addWidget(self.drafts.shelf)
        left.addWidget(self.import_button)
        buttons = FlowBar(self.originals, self.back_button)
        buttons.add_gap()
        copy = self.drafts.copy_button
        for one in (self.compare_button, self.export_button, copy, self.use_button):
            buttons.add(one)
        shown = QWidget()
        right = QVBoxLayout(shown)
        right.setContentsMargins(8, 0, 0, 0)
        right.addWidget(self.heading)
        right.addWidget(self.source)
        right.addWidget(self.page, 1)
        right.addWidget(buttons)
        set_widths(shown, least=26)
        self.pair = FoldingPair(listed, shown, back="← 返回方案目录", sizes=(1, 3))
        self.list.itemClicked.connect(self.pair.show_detail)
        self.list.itemActivated.connect(self.pair.show_detail)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.drafts.lay_around(self.pair, self.notice), 1)
        self.notice.lie_over(self.page)
