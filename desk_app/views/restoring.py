"""恢复为副本: a backup is chosen, and the folder in which it becomes a workspace of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.backups import Copy, size_words
from desk_app.views.kit import files
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.short_words import tell_whole
from desk_app.views.kit.tables import TableView
from desk_app.views.settings import Settings

_DAYS = "一二三四五六日"


class RestoreDialog(FittingDialog):
    """The backups, the newest first, and where the chosen one is to go."""

    help_page: ClassVar[str] = "开始"

    chosen = Signal(object, object)
    """The ``Copy`` and the ``Path`` of the folder; ``refuse`` or ``accept`` answers."""

    def __init__(
        self,
        copies: Sequence[Copy],
        folder: Path,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        """``folder`` is the one proposed for the copy."""
        super().__init__(parent)
        self.setWindowTitle("恢复为副本")
        self.records: Records[Copy] = Records(
            (
                Column("编号", lambda one: one.number or None, width=5),
                Column("日期", lambda one: one.made.date(), width=8),
                Column("星期", lambda one: _DAYS[one.made.weekday()], width=4),
                Column("时间", lambda one: f"{one.made:%H:%M}", width=5),
                Column("何时做的", lambda one: one.why, width=7),
                Column("大小", lambda one: size_words(one.size), width=7),
            ),
            self,
        )
        self.records.show(copies)
        self.table = TableView("恢复为副本", settings)
        self.table.setModel(self.records)
        self.table.setAccessibleName("备份")
        self.table.verticalHeader().hide()
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("恢复到的文件夹")
        tell_whole(self.folder)
        self.table.doubleClicked.connect(lambda _index: self.folder.setFocus())
        self.browse = QPushButton("选择…")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.restore = QPushButton("恢　复")
        self.restore.setProperty("kind", "primary")
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._choose)
        self.cancel = QPushButton("取消")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self.table.setCurrentIndex(self.records.index(0, 0))
        self.table.setFocus()

    def refuse(self, text: str) -> None:
        """Say why nothing was restored; another copy or folder can be chosen."""
        self.restore.setEnabled(True)
        self.folder.setFocus()  # the keys left the button while it could not be pressed
        self.notice.show_fault(text)

    def _choose(self) -> None:
        index: QModelIndex = self.table.currentIndex()
        folder = self.folder.text().strip()
        if not index.isValid():
            self.notice.show_fault("请先选一份备份。")
        elif not folder or not Path(folder).is_absolute():
            self.notice.show_fault("请选择一个新的或空的文件夹。")
            self.folder.setFocus()
        else:
            self.notice.dismiss()
            self.restore.setEnabled(False)
            self.chosen.emit(self.records.record(index.row()), Path(folder))

    def _browse(self) -> None:
        start = Path(self.folder.text()).parent
        chosen = files.ask_folder(self, "选择一个空文件夹", str(start))
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _lay_out(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        quiet = QLabel(
            "选一份备份，在另一个文件夹里恢复成单独的工作区。现在的工作区不改动，两边可以对照。"
        )
        quiet.setProperty("kind", "quiet")
        quiet.setWordWrap(True)
        place = QHBoxLayout()
        place.addWidget(QLabel("恢复到"))
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.restore)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(quiet)
        column.addWidget(self.table, 1)
        self.notice.lie_over(self.table)
        column.addLayout(place)
        column.addLayout(buttons)
        self.settle(QSize(letter * 50, letter * 28))
