"""Instead of the rooms, where another program has the workspace: who, since when, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class InUsePage(QWidget):
    """One sentence, and a button to try again."""

    again_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel("工作区正在使用")
        title.setProperty("kind", "title")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.again = QPushButton("再试一次")
        self.again.setProperty("kind", "primary")
        self.again.clicked.connect(self._try_again)
        self.leave = QPushButton("关闭程序")
        self.leave.clicked.connect(lambda _=False: self.leave_wanted.emit())
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(self.fontMetrics().horizontalAdvance("国") * 42)
        buttons = QHBoxLayout()
        buttons.addWidget(self.again)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(14)
        column.addWidget(title)
        column.addWidget(self.sentence)
        column.addLayout(buttons)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 8)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(middle)

    def say(self, sentence: str) -> None:
        """Show who has it; another try is possible."""
        self.sentence.setText(sentence)
        self.again.setEnabled(True)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.again.setFocus()

    def _try_again(self) -> None:
        self.again.setEnabled(False)
        self.sentence.setText("正在打开……")
        self.again_wanted.emit()
