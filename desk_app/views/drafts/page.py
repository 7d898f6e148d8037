"""The editor: sections on the left, the chosen one in the middle, panels on the right.

``add_side`` puts a panel on the right: it is shown every state of the draft, goes to fields and
edits as the sections do.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.drafts.tree import Path, text_at
from desk_app.views.drafts.field_editors import QuietCombo
from desk_app.views.drafts.section_page import SectionPage
from desk_app.views.drafts.sections import BESIDE, SECTIONS, counts, place_of
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import Pages
from desk_app.views.kit.short_words import ShortLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading
    from desk_app.views.drafts.side import DraftSide

TRIALS = "试算"
_LIST_FROM, _SIDE_FROM = 48, 66
"""Letters of width from which the list of sections, and the panels, stand beside the section."""


class EditorPage(QWidget):
    """Shows the draft that its presenter has in hand."""

    left = Signal()
    """The way back was pressed."""

    def __init__(self, presenter: "DraftPresenter") -> None:
        super().__init__()
        self.presenter = presenter
        self.notice = Notice(self)
        self.back = QPushButton("← 返回方案")
        self.back.setProperty("kind", "link")
        self.back.clicked.connect(self.left.emit)
        self.heading = ShortLabel()
        self.heading.setProperty("kind", "title")
        self.saved = QLabel()
        self.saved.setProperty("kind", "quiet")
        self.check = QPushButton()
        self.check.setToolTip("到第一处要改的地方（F4）")
        self.check.clicked.connect(self._go_to_first)
        self.turn = QPushButton()
        self.turn.clicked.connect(self._turn)
        self.use = QPushButton("采用")
        self.use.setProperty("kind", "primary")
        self.use.setToolTip("检查没有问题的草稿成为方案，新的轮次可以选用")
        self.use.clicked.connect(self._use)
        self.list = QListWidget()
        self.list.setAccessibleName("方案的各部分")
        set_widths(self.list, least=8, most=9)
        self.combo = QuietCombo()
        self.combo.setAccessibleName("方案的各部分")
        for section in SECTIONS:
            self.list.addItem(QListWidgetItem(section.title))
            self.combo.addItem(section.title)
        self.list.currentRowChanged.connect(self.show_section)
        self.combo.activated.connect(self.show_section)
        self.pages = Pages()
        self._made: dict[int, SectionPage] = {}
        self._titles: list[str] = []
        self._more: list[QWidget] = []
        self.asked_before_use: list[Callable[[], str]] = []
        """What is asked before a draft is adopted; "" for nothing."""
        self.side = QTabWidget()
        self.side.setDocumentMode(True)
        set_widths(self.side, least=20)
        self._folded = self._on_side = False
        self._lay_out()
        presenter.changed.connect(self._show)
        presenter.opened.connect(lambda _: self._opened())
        presenter.stored.connect(lambda kept: self._say_saved(kept.saved_at))
        presenter.wanted.connect(self.go_to)
        presenter.told.connect(self.notice.show_info)
        presenter.failed.connect(self.notice.show_fault)
        self._fold()

    def add_side(self, title: str, side: "DraftSide") -> None:
        """Put a panel on the right, behind those that are there."""
        self._titles.append(title)
        self.side.addTab(side, title)
        side.titled.connect(lambda words: self.side.setTabText(self.side.indexOf(side), words))
        self._connect(side)
        self._fold()

    def add_page(self, title: str, page: "DraftSide") -> None:
        """Put a page into the list behind the sections."""
        self.list.addItem(QListWidgetItem(title))
        self.combo.addItem(title)
        self.pages.addWidget(page)
        self._more.append(page)
        self._connect(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page that was added."""
        self._show_side(on=False)
        self.show_section(len(SECTIONS) + self._more.index(page))

    def put_bands(self, side: "DraftSide", go: "Callable[[Path], bool]") -> None:
        """Put the line of the bands over their table; ``go`` gives the keys to a limit on it."""
        page = self.page_of(place_of(("bands",))[0])
        page.put_before("数轴", side, go)
        self._connect(side)

    def _connect(self, side: "DraftSide") -> None:
        side.going.connect(self.presenter.go_to)
        side.edited.connect(self.presenter.edit)
        self.presenter.changed.connect(lambda reading: side.show_draft(reading.draft, reading.back))

    def page_of(self, section: int) -> SectionPage:
        """The page of a section, made when it is wanted first."""
        if section not in self._made:
            page = SectionPage(self.presenter, SECTIONS[section])
            self._made[section] = page
            self.pages.addWidget(page)
            page.show_reading(self.presenter.reading)
        return self._made[section]

    def show_section(self, number: int) -> None:
        """Show a section."""
        if number < 0:
            return
        for widget in (self.list, self.combo):
            widget.blockSignals(True)
        self.list.setCurrentRow(number)
        self.combo.setCurrentIndex(number)
        for widget in (self.list, self.combo):
            widget.blockSignals(False)
        if number >= len(SECTIONS):
            self.pages.setCurrentWidget(self._more[number - len(SECTIONS)])
            return
        page = self.page_of(number)
        page.show_reading(self.presenter.reading)
        self.pages.setCurrentWidget(page)

    def go_to(self, path: Path) -> None:
        """Show what a path leads to, with the keys in its field."""
        if path[:1] in BESIDE:
            if TRIALS in self._titles:
                self.side.setCurrentIndex(self._titles.index(TRIALS))
                self._show_side(on=True)
            return
        self._show_side(on=False)
        section, page = place_of(path)
        self.show_section(section)
        self.page_of(section).go_to(page, path)

    def first_focus(self) -> QWidget:
        """Where the keys go when the editor is opened."""
        return self.combo if self.list.isHidden() else self.list

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 goes to what is wrong; Esc that nothing else wants goes back, nothing is lost."""
        if event.key() == Qt.Key.Key_F4:
            self._go_to_first()
        elif event.key() == Qt.Key.Key_Escape:
            if self._folded and self._on_side:
                self._show_side(on=False)
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国") * 24, 240)

    def _opened(self) -> None:
        self.notice.dismiss()
        self._on_side = False
        self.saved.setText("")
        self.show_section(0)
        self._fold()

    def _show(self, reading: "DraftReading") -> None:
        title = text_at(reading.draft, ("title",)) or "（还没有名称）"
        self.heading.setText(f"草稿：{title}")
        found = counts(reading.back.problems)
        for number, section in enumerate(SECTIONS):
            words = f"{section.title}　{found[number]}" if found[number] else section.title
            self.list.item(number).setText(words)
            self.combo.setItemText(number, words)
        errors = reading.back.errors
        self.check.setText(f"检查：还有 {errors} 处 ▸" if errors else "✓ 检查没有问题")
        self.check.setEnabled(bool(errors))
        page = self.pages.currentWidget()
        if isinstance(page, SectionPage):
            page.show_reading(reading)

    def _say_saved(self, moment: str) -> None:
        self.saved.setText(f"已保存 {moment[11:16]}")

    def _go_to_first(self) -> None:
        problems = self.presenter.reading.back.problems
        if problems:
            self.go_to(problems[0].path)

    def _use(self) -> None:
        words = "".join(ask() for ask in self.asked_before_use)
        if words and self.presenter.reading.back.scheme is not None:
            self.notice.ask(words, [("仍然采用", self.presenter.adopt)], stay="先看看")
        else:
            self.presenter.adopt()

    def _turn(self) -> None:
        self._show_side(on=not self._on_side)

    def _show_side(self, *, on: bool) -> None:
        self._on_side = on
        self._fold()

    def _fold(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        listed = self.width() >= letter * _LIST_FROM
        beside = self.width() >= letter * _SIDE_FROM
        has_side = bool(self.side.count())
        self._folded = not beside
        turned = has_side and self._folded and self._on_side
        self.list.setVisible(listed and not turned)
        self.combo.setVisible(not listed and not turned)
        self.pages.setVisible(not turned)
        self.side.setVisible(has_side and (beside or turned))
        self.turn.setVisible(has_side and self._folded)
        self.turn.setText("◂ 回到填写" if turned else f"{'、'.join(self._titles)} ▸")

    def _lay_out(self) -> None:
        bar = FlowBar(self.back, self.combo)
        bar.add(self.heading, stretched=True)
        bar.add(self.saved)
        for one in (self.turn, self.check, self.use):
            bar.add(one)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        for place, (widget, share) in enumerate(((self.list, 0), (self.pages, 3), (self.side, 2))):
            self.split.addWidget(widget)
            self.split.setStretchFactor(place, share)
        self.split.setSizes([130, 620, 330])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(bar)
        column.addWidget(self.split, 1)
        self.notice.lie_over(self.split)
