"""What should stand before papers go up: a line a check, with the way to the room."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from desk_app.views.kit import theme
from desk_app.views.kit.tab_order import keep_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.submission import ReadinessCheck

ROOM_NAMES = {
    "scoring": "去评分",
    "polling": "去测评",
    "grading": "去定级",
    "rectification": "去整改",
}


class ChecksGrid(QWidget):
    """✓ or ○, what it is about, and a button where something is left to do."""

    go = Signal(str)
    """The key of the room in which it is done."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_checks(self, checks: "Sequence[ReadinessCheck]") -> None:
        """Show these instead of the ones before."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        buttons: list[QWidget] = []
        for row, one in enumerate(checks):
            mark = QLabel()
            theme.tint(mark, theme.GOOD if one.done else theme.WARNING, "✓" if one.done else "○")
            words = QLabel(one.words)
            words.setWordWrap(True)
            self._grid.setRowMinimumHeight(row, int(self.fontMetrics().height() * 1.7))
            self._grid.addWidget(mark, row, 0)
            self._grid.addWidget(words, row, 1)
            if not one.done:
                button = QPushButton(ROOM_NAMES[one.room])
                button.setProperty("kind", "link")
                button.clicked.connect(lambda _=False, room=one.room: self.go.emit(room))
                self._grid.addWidget(button, row, 2)
                buttons.append(button)
        keep_order(self, buttons)
