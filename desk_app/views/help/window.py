"""The manual beside the work: pages on the left, searched by words and initials, to be printed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desk_app.assets import manual_dir
from desk_app.domain.manual import BEGIN, ManualHit, ManualPage, find
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.finding import Finder, search_line
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import manual

if TYPE_CHECKING:
    from desk_app.views.context import RoomContext

_PAGE, _WORDS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_WIDTH, _HEIGHT = 900, 520
"""Pixels; goes into 1024 × 560 with its frame."""
_PAGE_MARGIN, _LEAST_PICTURE = 14, 200
_SNIPPET = 26
"""Characters of a hit in the list; the tip has all."""


class ManualBrowser(QTextBrowser):
    """Shows a page; its pictures are as wide as there is room, and smooth."""

    def __init__(self) -> None:
        super().__init__()
        # Always there: a picture that just fits must not lose room to a bar that comes with it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(_PAGE_MARGIN)
        self.document().setBaseUrl(QUrl.fromLocalFile(f"{manual_dir()}/"))

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002  the name is Qt's
        """Return a picture in the size in which it is shown."""
        if type != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(type, name)
        picture = QPixmap(self.document().baseUrl().resolved(QUrl(name)).toLocalFile())
        room = self.viewport().width() - 2 * _PAGE_MARGIN
        ratio = self.devicePixelRatioF()
        width = int(min(picture.width(), max(_LEAST_PICTURE, room) * ratio))
        if not picture.isNull():
            picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
        return picture


class HelpWindow(FittingDialog):
    """Stays open beside the program; Esc closes it."""

    help_page: ClassVar[str] = BEGIN

    def __init__(self, context: "RoomContext") -> None:
        super().__init__(None)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle("帮助")
        self._context = context
        self._runner = OwnedRunner(context.runner, self)
        self._pages: tuple[ManualPage, ...] = ()
        self._initials: Mapping[str, str] = {}
        self._wanted = BEGIN
        self.search = search_line("搜索：词语或拼音首字母", 300)
        self.search.textChanged.connect(lambda _: self._list())
        self.list = QListWidget()
        self.list.setAccessibleName("帮助的目录")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda _: self._show_chosen())
        self.finder = Finder(self.search, self.list)
        self.none = QLabel("没有找到，换个词试试。")
        self.none.setProperty("kind", "quiet")
        self.none.setWordWrap(True)
        self.none.hide()
        self.page = ManualBrowser()
        self.page.setAccessibleName("帮助的内容")
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self.page.setPlainText("正在读取……")
        self.notice = Notice(self)
        self.print = QPushButton("打印成册…")
        self.close_button = QPushButton("关闭（Esc）")
        for one in (self.print, self.close_button):
            one.setAutoDefault(False)
        self.print.clicked.connect(self.print_booklet)
        self.close_button.clicked.connect(self.close)
        self._lay_out()
        self._keys()
        self.resize(_WIDTH, _HEIGHT)
        self._runner.compute(manual.pages).then(self._read).otherwise(
            lambda fault: self.page.setPlainText(str(fault))
        )

    def show_page(self, name: str) -> None:
        """Show a page and come to the front; what was searched before is forgotten."""
        self._wanted = name
        self.search.clear()
        self._list()
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def print_booklet(self) -> None:
        """Show all pages as one booklet in the preview, from where it is printed."""
        from desk_app.views.kit.preview import show_preview

        self.print.setEnabled(False)
        self.notice.show_info("正在排版……")

        def done(pdf: bytes) -> None:
            self.print.setEnabled(True)
            self.notice.dismiss()
            show_preview(self, self._context, pdf, "定级工作台使用手册")

        def failed(fault: object) -> None:
            self.print.setEnabled(True)
            self.notice.show_fault(str(fault))

        self._runner.compute(manual.booklet).then(done).otherwise(failed)

    def _lay_out(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        left.addWidget(self.none)
        set_widths(side, least=11, most=17)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 10, 10, 8)
        whole.addWidget(split, 1)
        whole.addLayout(buttons)
        self.notice.lie_over(self.page)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+F", self._search),
            ("F3", lambda: self.finder.step(back=False)),
            ("Shift+F3", lambda: self.finder.step(back=True)),
            ("Ctrl+P", self.print_booklet),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _read(self, pages: tuple[ManualPage, ...]) -> None:
        self._pages = pages
        self._list()
        self._runner.compute(manual.initials, pages).then(self._know_initials)

    def _know_initials(self, initials: Mapping[str, str]) -> None:
        self._initials = initials
        if self.search.text():
            self._list()

    def _list(self) -> None:
        """List the pages, or where the words that are searched stand."""
        hits = find(self._pages, self.search.text(), self._initials)
        quiet = self.list.blockSignals(True)
        self.list.clear()
        for hit in hits:
            self.list.addItem(_entry(hit))
        self.list.blockSignals(quiet)
        self.none.setVisible(bool(self._pages) and not hits)
        wanted = [row for row, hit in enumerate(hits) if hit.page == self._wanted]
        row = wanted[0] if wanted and not self.search.text() else 0
        self.list.setCurrentRow(row if hits else -1)

    def _show_chosen(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is None:
            return
        name, words = str(item.data(_PAGE)), str(item.data(_WORDS))
        text = next((one.text for one in self._pages if one.name == name), "")
        if not self.search.text():
            self._wanted = name
        self.page.setMarkdown(text)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if words:
            self._mark(words)

    def _mark(self, words: str) -> None:
        """Bring the words into sight, what was searched among them marked."""
        block = self.page.document().begin()
        while block.isValid() and words not in block.text():
            block = block.next()
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        wanted = self.search.text().strip().casefold()
        at = block.text().casefold().find(wanted)
        cursor.setPosition(block.position() + max(0, at))
        length = len(wanted) if at >= 0 else len(block.text())
        cursor.setPosition(cursor.position() + length, QTextCursor.MoveMode.KeepAnchor)
        self.page.setTextCursor(cursor)
        self.page.ensureCursorVisible()

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(".md")
        if any(one.name == name for one in self._pages):
            self.show_page(name)


def _entry(hit: ManualHit) -> QListWidgetItem:
    words = hit.words
    short = words if len(words) <= _SNIPPET else f"{words[:_SNIPPET]}…"
    item = QListWidgetItem(f"{hit.page}：{short}" if words else hit.page)
    item.setData(_PAGE, hit.page)
    item.setData(_WORDS, words)
    item.setToolTip(words)
    return item
