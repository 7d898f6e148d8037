"""What an import asks before it goes in, a line a question."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_HEIGHT = 190
"""Pixels; more questions are scrolled."""

Choice = tuple[str, Callable[[], object]]


class ImportQuestions(QScrollArea):
    """Hidden while nothing is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("导入前要回答的问题")
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.buttons: list[QPushButton] = []
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_questions(self, questions: list[tuple[str, list[Choice]]]) -> None:
        """Ask these instead of the ones before."""
        while self._lines.count():
            widget = self._lines.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.buttons = []
        for words, choices in questions:
            self._add(words, choices)
        height = self._lines.count() * int(self.fontMetrics().height() * 2.7)
        self.setFixedHeight(min(height, _HEIGHT))
        self.setVisible(bool(self.buttons))

    def _add(self, words: str, choices: list[Choice]) -> None:
        line = QFrame()
        line.setObjectName("notice")
        line.setProperty("kind", "question")
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 3, 6, 3)
        label = QLabel(words)
        label.setWordWrap(True)
        row.addWidget(label, 1)
        for text, act in choices:
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            self.buttons.append(button)
        self._lines.addWidget(line)
