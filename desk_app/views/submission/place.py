"""Where the folder that goes up is put: a field that is typed into, checked where it stands."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import tell_whole


class PlaceField(QWidget):
    """A folder, typed, pasted or chosen. What is wrong with it is said beside it, and it stays."""

    settled = Signal()
    """Another folder that is there was put in."""
    choose_wanted = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.line = QLineEdit(folder)
        tell_whole(self.line)
        self.line.setAccessibleName("材料放在哪个文件夹")
        self.line.setPlaceholderText("文件夹，如 D:\\上报 或 U 盘里的文件夹")
        self.choose = QPushButton("选择文件夹…")
        self.wrong = Saying(self)
        self._settled = folder
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        self.line.editingFinished.connect(self._settle)
        self.line.textEdited.connect(lambda _: self._say(""))
        self.choose.clicked.connect(self.choose_wanted)

    @property
    def folder(self) -> Path:
        """What is typed, with ~ as the home folder; quotes that a file manager copies are gone."""
        return Path(self.line.text().strip().strip('"')).expanduser()

    def set_folder(self, folder: Path) -> None:
        """Put a folder in, as if it had been typed."""
        self.line.setText(str(folder))
        self._settle()

    def check(self) -> bool:
        """Say beside it what is wrong with the folder; whether nothing is."""
        wrong = place_problem(self.folder) if self.line.text().strip() else "请写明放在哪个文件夹。"
        self._say(wrong)
        return not wrong

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.wrong.text():
            self.check()  # the stick may have been plugged in meanwhile

    def _settle(self) -> None:
        text = self.line.text()
        if text != self._settled and self.check():
            self._settled = text
            self.settled.emit()

    def _say(self, wrong: str) -> None:
        self.wrong.say(wrong, self.line)


def place_problem(folder: Path) -> str:
    """Why nothing can be put into a folder, "" when it can."""
    try:
        if not folder.is_absolute():
            return f"“{folder}”不是完整的位置，请从盘符或最上层写起，或按“选择文件夹”。"
        if folder.is_file():
            return f"“{folder}”是一个文件，不是文件夹，请换一个位置。"
        if not folder.is_dir():
            return f"找不到文件夹“{folder}”。请确认U盘已插好、位置没有写错，再试一次。"
        if not os.access(folder, os.W_OK):
            return f"文件夹“{folder}”不能写入，请换一个位置。"
    except OSError as error:
        return f"文件夹“{folder}”打不开（{error.strerror or error}），请换一个位置。"
    return ""


def usual_place() -> str:
    """The desktop, where office people look first; else their documents."""
    for kind in (
        QStandardPaths.StandardLocation.DesktopLocation,
        QStandardPaths.StandardLocation.DocumentsLocation,
    ):
        found = QStandardPaths.writableLocation(kind)
        if found and Path(found).is_dir():
            return str(Path(found))
    return str(Path.home())
