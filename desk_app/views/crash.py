"""A fault of ours: a report that can be copied and lies in the logs; the data stays."""

import platform
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app import __version__
from desk_app.views.kit.dialogs import FittingDialog

if TYPE_CHECKING:
    from desk_app.domain.kit.clock import Clock


class CrashReporter(QObject):
    """Writes down what went wrong and shows it once."""

    def __init__(self, logs: Path, clock: "Clock", parent: QWidget) -> None:
        super().__init__(parent)
        self._logs = logs
        self._clock = clock
        self._window = parent
        self._box: CrashBox | None = None

    def report(self, details: str) -> None:
        """Write a report and show it; while one is on show, later ones are only written."""
        text = describe(details, self._clock)
        path = self._write(text)
        if self._box is not None and self._box.isVisible():
            return
        self._box = CrashBox(text, path, self._window)
        self._box.open()

    @property
    def box(self) -> "CrashBox | None":
        """The report on show."""
        return self._box

    def _write(self, text: str) -> Path | None:
        stamp = f"{self._clock.now():%Y%m%d-%H%M%S}"
        path = self._logs / f"report-{stamp}.txt"
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            path = _free(path)
            path.write_text(text, encoding="utf-8")
        except OSError:
            return None
        return path


class CrashBox(FittingDialog):
    """What happened in two sentences, and the report for whoever mends the program."""

    def __init__(self, text: str, path: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.report = text
        self.setWindowTitle("程序出错")
        where = f"报告已存到“{path}”。" if path else "报告没有存成文件，请点“复制报告”。"
        words = QLabel(
            "程序自身出了错，刚才那一步没有做完；此前已保存的数据都在。"
            f"请把报告交给维护人员。{where}"
        )
        words.setWordWrap(True)
        details = QPlainTextEdit(text)
        details.setAccessibleName("错误报告")
        details.setReadOnly(True)
        copy = QPushButton("复制报告")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = QPushButton("继续使用")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(details, 1)
        column.addLayout(row)
        letter = self.fontMetrics().horizontalAdvance("国")
        self.settle(QSize(letter * 48, letter * 28))


def describe(details: str, clock: "Clock") -> str:
    """Put the program, the system and the moment above a traceback."""
    return (
        f"定级工作台 {__version__} · Python {platform.python_version()} · Qt {qVersion()}\n"
        f"{platform.platform()} · {clock.now():%Y-%m-%d %H:%M:%S}\n\n{details}"
    )


def _free(path: Path) -> Path:
    """The path, or the next one with a number where a report of that second lies already."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())
