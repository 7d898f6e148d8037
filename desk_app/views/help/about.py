"""关于: the version, where the data lies, and the licences of what is shipped along."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app import __version__
from desk_app.domain.manual import BEGIN
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.short_words import ShortLabel
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import licences

if TYPE_CHECKING:
    from desk_app.views.runner import Runner

_WIDTH, _HEIGHT = 760, 480
_WORDS = "乡镇党组织考评定级：从名册、评分、测评、定级到上报材料。程序不连接网络，数据只在本机。"


class AboutDialog(FittingDialog):
    """Says what this program is; folders can be copied and opened, licences are read here."""

    help_page: ClassVar[str] = BEGIN

    def __init__(self, runner: "Runner", folders: dict[str, Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于定级工作台")
        self._runner = OwnedRunner(runner, self)
        self._texts: list[str] = []
        self.heading = QLabel(f"定级工作台 {__version__}")
        self.heading.setProperty("kind", "title")
        self.copies: dict[str, QPushButton] = {}
        self.opens: dict[str, QPushButton] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("所用的软件和字体")
        self.list.addItem("正在读取……")
        self.list.currentRowChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("许可证全文")
        self.said = QLabel()
        self.said.setProperty("kind", "quiet")
        self.close_button = QPushButton("关闭（Esc）")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        self._lay_out(folders)
        self.close_button.setFocus()
        self._runner.compute(licences.read).then(self._read).otherwise(
            lambda fault: self.said.setText(str(fault))
        )

    def _lay_out(self, folders: dict[str, Path]) -> None:
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (name, folder) in enumerate(folders.items()):
            grid.addWidget(QLabel(name), row, 0)
            place = ShortLabel(str(folder))
            place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(place, row, 1)
            self.copies[name] = self._button("复制", name, partial(self._copy, folder))
            self.opens[name] = self._button("打开", name, partial(self._open, folder))
            grid.addWidget(self.copies[name], row, 2)
            grid.addWidget(self.opens[name], row, 3)
        set_widths(self.list, least=12, most=16)
        pair = QHBoxLayout()
        pair.addWidget(self.list)
        pair.addWidget(self.text, 1)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        below.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.addWidget(self.heading)
        whole.addWidget(words)
        whole.addLayout(grid)
        whole.addWidget(QLabel("所用的软件和字体，按各自的许可证使用："))
        whole.addLayout(pair, 1)
        whole.addLayout(below)
        self.settle(QSize(_WIDTH, _HEIGHT))

    def _button(self, words: str, name: str, act: "partial[None]") -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{words}：{name}")
        button.clicked.connect(lambda _=False: act())
        return button

    def _copy(self, folder: Path) -> None:
        QGuiApplication.clipboard().setText(str(folder))
        self.said.setText(f"已复制：{folder}")

    def _open(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.said.setText(f"这台电脑没有能打开文件夹的程序，请在文件管理器里找到它：{folder}")

    def _read(self, found: "tuple[licences.Licence, ...]") -> None:
        self._texts = [one.text for one in found]
        self.list.clear()
        for one in found:
            self.list.addItem(f"{one.name} {one.version}".strip())
            self.list.item(self.list.count() - 1).setToolTip(one.kind)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._texts[row] if 0 <= row < len(self._texts) else "")
