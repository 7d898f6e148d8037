"""缺项 on screen: a line a check, with the way to where it is done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from desk_app.domain.rounds import CLOSED
from desk_app.views.kit import theme
from desk_app.views.kit.tab_order import keep_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.missing import ReadinessCheck

ROOM_NAMES = {
    "scoring": "去评分",
    "polling": "去测评",
    "grading": "去定级",
    "rectification": "去整改",
    "organisations": "去党组织",
}
UNLOCK = "grading"
"""The room in which a 定稿 is taken back."""
LOCKED_WORDS = "本轮已定稿，可以生成上报材料。确需补充或修改，先在“定级”中解除定稿"
CLOSED_WORDS = f"{CLOSED}，这里只能看"
_LEAST_LINES = 3


def locked_step(*, closed: bool) -> tuple[str, str]:
    """Say what comes next in a locked round, and in which room; after 停用 in none."""
    return (CLOSED_WORDS, "") if closed else (LOCKED_WORDS, "submission")


class ChecksGrid(QScrollArea):
    """✓ or ○, what it is about and who lacks it, and a button where something is left to do.

    As high as its lines where there is room; else it scrolls.
    """

    go = Signal(str)
    """The key of the room in which it is done."""
    go_to = Signal(str, int)
    """The room, and the subject that lacks it first."""

    def __init__(self, *, names: bool = False) -> None:
        """``names`` writes who lacks something below each line; else it stands in the tip."""
        super().__init__()
        self._names = names
        self.setAccessibleName("缺项")
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """As high as all lines."""
        return QSize(super().sizeHint().width(), self._inside.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Some lines; the others are scrolled to."""
        few = int(self.fontMetrics().height() * 1.7 * _LEAST_LINES)
        return QSize(self._inside.minimumSizeHint().width(), min(few, self.sizeHint().height()))

    def show_checks(self, checks: "Sequence[ReadinessCheck]") -> None:
        """Show these instead of the ones before."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
            self._grid.setRowStretch(row, 0)
        buttons = [self._show_line(row * 2, one) for row, one in enumerate(checks)]
        keep_order(self, [one for one in buttons if one is not None])
        self._grid.setRowStretch(len(checks) * 2, 1)
        self.updateGeometry()

    def _show_line(self, row: int, one: "ReadinessCheck") -> QPushButton | None:
        mark = QLabel()
        theme.tint(mark, theme.GOOD if one.done else theme.WARNING, "✓" if one.done else "○")
        words = QLabel(one.words)
        words.setWordWrap(True)
        words.setToolTip(one.who)
        self._grid.setRowMinimumHeight(row, int(self.fontMetrics().height() * 1.7))
        self._grid.addWidget(mark, row, 0)
        self._grid.addWidget(words, row, 1)
        if one.done:
            return None
        button = QPushButton("先解除定稿" if one.locked else ROOM_NAMES[one.room])
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{button.text()}：{one.words}")
        button.clicked.connect(lambda _=False, one=one: self._go(one))
        self._grid.addWidget(button, row, 2)
        if self._names and one.who:
            who = QLabel(one.who)
            who.setWordWrap(True)
            who.setProperty("kind", "quiet")
            self._grid.addWidget(who, row + 1, 1, 1, 2)
        return button

    def _go(self, one: "ReadinessCheck") -> None:
        """Nothing can be done in a locked room: then the way leads to where it is unlocked."""
        if one.locked:
            self.go.emit(UNLOCK)
        elif one.subject_id is not None:
            self.go_to.emit(one.room, one.subject_id)
        else:
            self.go.emit(one.room)
