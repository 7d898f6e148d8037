"""The question before a count is sealed: what is deleted, and who counted along."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desk_app.domain.polling.counting import LEAST_TO_DISCLOSE, Mode
from desk_app.views.kit.name_field import NameField

if TYPE_CHECKING:
    from desk_app.views.use_cases import parts


class SealQuestion(QFrame):
    """Stands below the results of a poll while it is asked; Esc or 取消 leave all as it is."""

    chosen = Signal(int, str)
    """The poll, and the second person who counted ("" for none)."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("kind", "question")
        self._poll = 0
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.second = NameField()
        self.second.setPlaceholderText("可以不填；印在计票报告单上")
        self.second.returnPressed.connect(self._seal)
        self._label = QLabel("第二名计票人(&E)")
        self._label.setBuddy(self.second)
        self.yes = QPushButton()
        self.yes.setProperty("kind", "primary")
        self.yes.clicked.connect(self._seal)
        self.no = QPushButton("取消")
        self.no.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self.second, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 8, 6)
        whole.addWidget(self.words)
        whole.addLayout(row)
        self.hide()

    def ask(self, sheet: "parts.PollSheet") -> None:
        """Ask of a poll; where two people keyed blind, both names are known already."""
        if self._poll != sheet.id:
            self.second.clear()
        self._poll = sheet.id
        self.words.setText(seal_words(sheet))
        alone = sheet.head.mode is not Mode.TWO
        self._label.setVisible(alone)
        self.second.setVisible(alone)
        self.yes.setText("仍要封存" if _tells(sheet) else "封存")
        self.show()
        self.no.setFocus()  # a second Enter must not delete anything

    def leave(self) -> None:
        """Ask no more; the keys go back to the room."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _seal(self) -> None:
        self.leave()
        two = self.second.isHidden()
        self.chosen.emit(self._poll, "" if two else self.second.text().strip())


def seal_words(sheet: "parts.PollSheet") -> str:
    """Say what is sealed, what is deleted and what is left; and where totals tell too much."""
    subjects = sheet.head.subjects
    covers = subjects[0][1] if len(subjects) == 1 else f"{len(subjects)} 个对象"
    words = (
        f"封存“{sheet.name} · {covers}”？{sheet.counted.batches} 摞的计数随即从数据里删除，"
        "只留下每个对象各选项的总数和校验码；以后要改，只能重新计票、从头再录。"
    )
    if _tells(sheet):
        words += f"有效票只有 {sheet.counted.valid} 张，封存后的总数和报告单会透露个人的选择。"
    return words


def _tells(sheet: "parts.PollSheet") -> bool:
    """Whether the totals themselves tell who voted what."""
    return 0 < sheet.counted.valid < LEAST_TO_DISCLOSE
