"""The list of schemes: a line each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import schemes

ID = Qt.ItemDataRole.UserRole


def fill(listed: QListWidget, cards: "Sequence[schemes.SchemeCard]", wanted: str) -> None:
    """List the schemes; the one that is wanted is chosen, else the first."""
    listed.blockSignals(True)
    listed.clear()
    chosen = 0
    for row, card in enumerate(cards):
        whence = "程序自带" if card.shipped else f"导入于 {card.imported_at[:16]}"
        used = f"，用于 {card.rounds} 个轮次" if card.rounds else ""
        item = QListWidgetItem(f"{card.id}　{card.title}\n{whence}{used}")
        item.setData(ID, card.id)
        listed.addItem(item)
        if card.id == wanted:
            chosen = row
    listed.blockSignals(False)
    if cards:
        listed.setCurrentRow(chosen)
