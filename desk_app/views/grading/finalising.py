"""What is asked before 定稿: the list of what is missing, and whether to go on without it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.views.kit.checks_grid import ChecksGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.missing import ReadinessCheck

LOCKS = "定稿以后，评分、测评和决定都不能再改（可写明原因解除）。"


class FinalisingPage(QWidget):
    """Takes the place of the board while it is asked; Esc leaves all as it is."""

    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.checks = ChecksGrid(names=True)
        self.yes = QPushButton("缺这些也定稿(&F)")
        self.yes.clicked.connect(self.confirmed)
        self.no = QPushButton("先不定稿")
        self.no.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        for widget in (self.heading, self.words):
            whole.addWidget(widget)
        whole.addWidget(self.checks, 1)
        whole.addLayout(row)

    def show_missing(self, missing: "Sequence[ReadinessCheck]") -> None:
        """Show what is missing; without every decision there is no 定稿."""
        forbidding = next((one for one in missing if one.forbids), None)
        self.heading.setText(f"定稿前还缺 {len(missing)} 项")
        self.words.setText(
            f"{LOCKS}可以先去补上；确有原因的，也可以缺着定稿。"
            if forbidding is None
            else f"“{forbidding.words}”，全部定级后才能定稿。其余各项可以缺着定稿。"
        )
        self.checks.show_checks(missing)
        self.yes.setEnabled(forbidding is None)

    def take_keys(self) -> None:
        """Let the keys act here: the way back stands under them, not the one that locks."""
        self.no.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
