"""The box that long work shows after half a second: how far it is, and 取消."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desk_app.views.runner import Runner

AFTER_MS = 500


class ProgressBox(QDialog):
    """Stands before the window while long work runs; only its button cancels, never Esc."""

    def __init__(self, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * 28)
        self._runner = runner
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._button = QPushButton("取消")
        self._button.clicked.connect(self._cancel)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignRight)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.show)
        runner.long_started.connect(self.begin)
        runner.long_stepped.connect(self._step)
        runner.long_ended.connect(self._end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()

    def begin(self, title: str) -> None:
        """Come up after half a second, unless the work is over by then."""
        self.setWindowTitle(title)
        self._words.setText(f"{title}……")
        self._bar.setRange(0, 0)
        self._button.setEnabled(True)
        self._timer.start()

    def _step(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text and self._button.isEnabled():
            self._words.setText(text)

    def _cancel(self) -> None:
        self._button.setEnabled(False)
        self._words.setText("正在取消，不会留下半份文件……")
        self._runner.cancel()

    def _end(self) -> None:
        self._timer.stop()
        self.hide()
