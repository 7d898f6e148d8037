"""The drafts in the room 方案: which there are, begin one, go on with one, delete one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.flow import FlowBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import drafts

_ID = Qt.ItemDataRole.UserRole
_MOST_LINES = 4
UNTITLED = "（还没有名称）"


class DraftsShelf(QWidget):
    """Says what is asked for; the list is there as soon as there is a draft."""

    wanted = Signal(int)
    """The number of a draft to be written on."""
    unwanted = Signal(int, str)
    """A draft to be deleted, and its title."""

    def __init__(self) -> None:
        super().__init__()
        self.new_button = QPushButton("新建方案")
        self.new_button.setToolTip("从空白开始，填表写一份方案")
        self.read_button = QPushButton("从文件读入…")
        self.heading = QLabel("草稿")
        self.heading.setProperty("kind", "quiet")
        self.list = QListWidget()
        self.list.setAccessibleName("草稿")
        # A long title gives way at its end; the tool tip has it whole.
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda item: self.wanted.emit(int(item.data(_ID))))
        self.open_button = QPushButton("继续编辑")
        self.open_button.clicked.connect(self._open)
        self.delete_button = QPushButton("删除草稿")
        self.delete_button.clicked.connect(self._delete)
        self.new_bar = FlowBar(self.new_button, self.read_button)
        self.bar = FlowBar(self.open_button, self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for one in (self.heading, self.list, self.bar, self.new_bar):
            column.addWidget(one)
        self.show_cards(())

    def show_cards(self, cards: "Sequence[drafts.DraftCard]") -> None:
        """Show the drafts, the one that was changed last first."""
        self.list.clear()
        for card in cards:
            state = "已采用" if card.adopted_at else "改于"
            changed = card.changed_at[5:16].replace("T", " ")
            item = QListWidgetItem(f"{state} {changed}　{card.title or UNTITLED}")
            item.setToolTip(f"{card.title or UNTITLED}\n{card.made_from}，{card.changed_by}")
            item.setData(_ID, card.id)
            self.list.addItem(item)
        if cards:
            self.list.setCurrentRow(0)
        for widget in (self.heading, self.list, self.bar):
            widget.setVisible(bool(cards))
        lines = min(max(len(cards), 1), _MOST_LINES)
        self.list.setFixedHeight((self.list.fontMetrics().height() + 6) * lines + 8)

    def _open(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            self.wanted.emit(int(item.data(_ID)))

    def _delete(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        if item is not None:
            self.unwanted.emit(int(item.data(_ID)), item.toolTip().split("\n")[0])
