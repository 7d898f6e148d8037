"""方案: which schemes there are, and each one read back in sentences."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
)

from desk_app.views.messages import Notice
from desk_app.views.room import Desk, Room
from desk_app.views.scheme_page import comparison_page, refusal_page, scheme_page
from desk_app.views.scheme_versions import Clash, Compared, clash, clashes, named

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.rounds import Round
    from desk_app.domain.scheme.model import Scheme
    from desk_app.domain.scheme.problems import Problem
    from desk_app.domain.scheme.sentences import Section
    from desk_app.services.schemes import Imported, SchemeCard
    from desk_app.services.workspace import Workspace

CHOSEN_FOR_ROUND = "new_round/scheme"
"""The setting in which 新建轮次 finds the scheme that was chosen here."""

_FILES = "方案文件 (*.toml)"
_FOLDER = "schemes/folder"
_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Read:
    """A scheme with everything that the page says of it."""

    scheme: "Scheme"
    sections: "tuple[Section, ...]"
    findings: "tuple[Problem, ...]"


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What an import did, and the running rounds that it concerns."""

    imported: "Imported"
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """What stands in the list, and the rounds whose versions can be compared."""

    cards: "tuple[SchemeCard, ...]"
    rounds: "tuple[Round, ...]"


class SchemesRoom(Room):
    """The list on the left, the chosen scheme on the right."""

    key: ClassVar[str] = "schemes"
    title: ClassVar[str] = "方案"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._read: _Read | None = None
        self._wanted = ""
        self._listed = _Listed((), ())
        self._clashes: list[Clash] = []
        self.notice = Notice(self)
        self.list = QListWidget()
        self.list.setFixedWidth(300)
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setAccessibleName("方案")
        self.list.currentItemChanged.connect(self._chosen)
        self.setFocusProxy(self.list)
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
        self.source = QLabel()
        self.source.setProperty("kind", "quiet")
        self.source.setWordWrap(True)
        self.originals = QCheckBox("同时显示原文")
        self.originals.toggled.connect(self._fill_page)
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(14)
        self._lay_out()
        self._comparing(on=False)
        self._enable()

    @property
    def current_id(self) -> str:
        """The id of the chosen scheme; "" while there is none."""
        item: QListWidgetItem | None = self.list.currentItem()
        return "" if item is None else str(item.data(_ID))

    def open_round(self, round_id: int | None) -> None:
        """Read the list again; the chosen scheme stays chosen."""
        if round_id is None:
            self.next_step.emit("选好方案，按“用此方案新建轮次”开始新的一轮。", "")
        self._load(self.current_id)

    # --- what the buttons do ------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Ask which file to import."""
        start = self.desk.settings.text(_FOLDER)
        path, _ = QFileDialog.getOpenFileName(self, "导入方案文件", start, _FILES)
        if path:
            self.desk.settings.set_text(_FOLDER, str(Path(path).parent))
            self.import_file(Path(path))

    def import_file(self, path: Path) -> None:
        """Import a file; what is wrong with it is shown in place of a scheme."""

        def work(workspace: "Workspace") -> _Arrived:
            from desk_app.services import schemes

            imported = schemes.import_file(workspace, path)
            return _Arrived(imported, clashes(workspace, imported) if imported.changed else ())

        def failed(fault: "Fault") -> None:
            first, *rest = fault.sentences
            self.notice.show_fault(first.rstrip("：") + ("，原因见下。" if rest else ""))
            if rest:
                self._show_refusal(path, rest)

        self.notice.dismiss()
        self.desk.runner.run(work, self._imported, failed, writes=True)

    def ask_where(self) -> None:
        """Ask where to put the chosen scheme."""
        name = f"方案-{self.current_id}.toml"
        start = str(Path(self.desk.settings.text(_FOLDER)) / name)
        path, _ = QFileDialog.getSaveFileName(self, "导出方案文件", start, _FILES)
        if path:
            target = Path(path)
            self.export_file(target if target.suffix else target.with_suffix(".toml"))

    def export_file(self, path: Path) -> None:
        """Write the chosen scheme to a file."""
        scheme_id = self.current_id

        def work(workspace: "Workspace") -> None:
            from desk_app.services import schemes

            schemes.export_file(workspace, scheme_id, path)

        def done(_: None) -> None:
            self.notice.show_info(f"方案 {scheme_id} 已写入“{path}”。")

        self.notice.dismiss()
        self.desk.runner.run(
            work, done, lambda fault: self.notice.show_fault("".join(fault.sentences))
        )

    def use(self) -> None:
        """Begin a round with the chosen scheme."""
        self.desk.settings.set_text(CHOSEN_FOR_ROUND, self.current_id)
        self.desk.go("new_round")

    # --- comparing ----------------------------------------------------------------------

    def compare_with_round(self, one: "Round") -> None:
        """Hold the chosen scheme against the version that a round goes by."""
        scheme_id = self.current_id

        def work(workspace: "Workspace") -> Clash:
            from desk_app.services import schemes

            return clash(workspace, one, schemes.load(workspace, scheme_id))

        def done(clash: Clash) -> None:
            if one.locked or not clash.compared.differences:
                self._show_comparison(clash.compared)
            else:
                self._clashes = [clash]
                self._ask_next()

        self.notice.dismiss()
        self.desk.runner.run(work, done)

    def compare_with_scheme(self, other: str) -> None:
        """Hold the chosen scheme against another one."""
        scheme_id = self.current_id

        def work(workspace: "Workspace") -> Compared:
            from desk_app.domain.scheme.comparison import compare
            from desk_app.services import schemes

            before = schemes.load(workspace, other)
            after = schemes.load(workspace, scheme_id)
            return Compared(named(before), named(after), compare(before, after))

        self.notice.dismiss()
        self.desk.runner.run(work, self._show_comparison)

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
                ("改用新版本", lambda: self._repin(clash)),
            ),
        )

    def _keep(self, clash: Clash) -> None:
        self.notice.show_info(f"“{clash.name}”仍用原来的版本；以后新建的轮次用新版本。")
        self._ask_next()

    def _repin(self, clash: Clash) -> None:
        def work(workspace: "Workspace") -> None:
            from desk_app.services import rounds

            rounds.repin(workspace, clash.round_id, clash.scheme_id)

        def done(_: None) -> None:
            self.notice.show_info(f"“{clash.name}”已改用新版本，原来的版本也留着，可以比较。")
            self.desk.changed()
            self._ask_next()

        def failed(fault: "Fault") -> None:
            self.notice.show_fault(str(fault))

        self.desk.runner.run(work, done, failed, writes=True)

    def _show_comparison(self, compared: Compared) -> None:
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

    def _imported(self, done: _Arrived) -> None:
        self.notice.show_info(done.imported.sentence)
        self._clashes = list(done.clashes)
        self._load(done.imported.id)

    def _load(self, wanted: str) -> None:
        def work(workspace: "Workspace") -> _Listed:
            from desk_app.services import rounds, schemes

            return _Listed(schemes.listing(workspace), rounds.listing(workspace))

        def done(listed: _Listed) -> None:
            self._listed = listed
            self._fill_list(listed.cards, wanted)

        self.desk.runner.run(work, done)

    def _fill_list(self, cards: "tuple[SchemeCard, ...]", wanted: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        chosen = 0
        for row, card in enumerate(cards):
            whence = "程序自带" if card.shipped else f"导入于 {card.imported_at[:16]}"
            used = f"，用于 {card.rounds} 个轮次" if card.rounds else ""
            item = QListWidgetItem(f"{card.id}　{card.title}\n{whence}{used}")
            item.setData(_ID, card.id)
            self.list.addItem(item)
            if card.id == wanted:
                chosen = row
        self.list.blockSignals(False)
        if cards:
            self.list.setCurrentRow(chosen)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        scheme_id = str(item.data(_ID))
        self._wanted = scheme_id

        def work(workspace: "Workspace") -> _Read:
            from desk_app.domain.scheme.check import check
            from desk_app.domain.scheme.sentences import sentences
            from desk_app.services import schemes

            scheme = schemes.load(workspace, scheme_id)
            return _Read(scheme, sentences(scheme), check(scheme))

        def done(read: _Read) -> None:
            # Another one may have been chosen while this one was read.
            if self._wanted == scheme_id:
                self._read = read
                self._show_scheme()
                self._offer_comparisons()
                self._ask_next()

        self.desk.runner.run(work, done)

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
        self._wanted = ""
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
        ):
            button.setEnabled(self._read is not None)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self.import_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.originals)
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.compare_button)
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.use_button)
        right = QVBoxLayout()
        right.addWidget(self.heading)
        right.addWidget(self.source)
        right.addWidget(self.page, 1)
        right.addLayout(buttons)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(left)
        halves.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.notice)
        outer.addLayout(halves, 1)
