"""How the room 评分 is laid out: the tabs with their buttons, a sheet under its heading, keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


def page_bar(
    tabs: QButtonGroup, names: Sequence[str], buttons: Sequence[QPushButton]
) -> QHBoxLayout:
    """Lay out a tab for each page on the left (the first one pressed), buttons on the right."""
    row = QHBoxLayout()
    row.setSpacing(0)
    for number, words in enumerate(names):
        button = QPushButton(words)
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setProperty("kind", "tab")
        button.setToolTip(f"Alt+{number + 1}")
        tabs.addButton(button, number)
        row.addWidget(button)
    row.addStretch(1)
    for button in buttons:
        row.addSpacing(6)
        row.addWidget(button)
    return row


def sheet_side(heading: QLabel, sheet: QWidget) -> QWidget:
    """Lay out a sheet under the name of whose it is."""
    side = QWidget()
    font = heading.font()
    font.setPointSizeF(font.pointSizeF() * 1.2)
    font.setBold(True)
    heading.setFont(font)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(heading)
    column.addWidget(sheet, 1)
    return side


def add_keys(widget: QWidget, act: Callable[[], object], *keys: str) -> None:
    """Let any of the keys do something while the focus is in ``widget``."""
    for one in keys:
        shortcut = QShortcut(QKeySequence(one), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)


def hand_over(tab: QWidget, field: QWidget | None) -> None:
    """Give the keys that wait on a tab to its page, which has hidden what it does not need."""
    if tab.hasFocus() and field is not None and field.isVisible():
        field.setFocus()
