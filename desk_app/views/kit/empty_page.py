"""What a room shows while there is nothing in it: what to do, and the button that does it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

NO_ROUND = "还没有轮次。请到“首页”按提示导入名册、新建轮次"
READING = "正在读取……"
UNREAD = "没有读出来。换到别的房间再回来，会重新读取。"


class EmptyPage(QWidget):
    """A sentence in the middle of the page with at most one button below it."""

    def __init__(self, words: str = READING) -> None:
        super().__init__()
        self._act: Callable[[], object] | None = None
        self._label = QLabel(words)
        self._label.setProperty("kind", "next")
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(self._go)
        self.button.hide()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._label)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def text(self) -> str:
        """Return the sentence."""
        return self._label.text()

    def say(self, words: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what to do and offer the button that does it; without words on it there is none."""
        self._label.setText(words)
        self.button.setText(button)
        self._act = act
        self.button.setVisible(bool(button))

    def first_field(self) -> QWidget | None:
        """Return the button, where one is offered."""
        return None if self.button.isHidden() else self.button

    def _go(self) -> None:
        if self._act is not None:
            self._act()
