"""The line over the paper: which batch, how far it is, the second screen, the way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desk_app.domain.polling.counting import BatchState

if TYPE_CHECKING:
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.domain.polling.keying import Hand
    from desk_app.views.use_cases import parts


class KeyingHead(QWidget):
    """Its buttons never take the keys away from the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.progress = QLabel()
        self.progress.setProperty("kind", "title")
        self.projector = QPushButton("投影…")
        self.projector.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leave = QPushButton("返回（Esc）")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.heading)
        row.addStretch(1)
        row.addWidget(self.progress)
        row.addSpacing(12)
        row.addWidget(self.projector)
        row.addWidget(self.leave)

    def show_batch(
        self, sheet: "parts.PollSheet", line: "BatchLine", hand: "Hand", counted: int, teller: str
    ) -> None:
        """Show how far a batch is; ``counted`` papers of the poll are stored or on their way."""
        who = f"　{teller}" if teller else ""
        again = "（第二人）" if line.state is BatchState.FIRST else ""
        self.heading.setText(f"{sheet.name}　{line.category}第 {line.number} 摞 · {hand.size} 张")
        done = counted + hand.keyed
        self.progress.setText(
            f"已录 {hand.keyed}/{hand.size}　全部 {done}/{sheet.papers.returned}{who}{again}"
        )
