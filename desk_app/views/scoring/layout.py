"""How the room 评分 is laid out: the tabs with their buttons, a sheet under its heading, keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import make_larger


def page_bar(tabs: QButtonGroup, names: Sequence[str], buttons: Sequence[QPushButton]) -> FlowBar:
    """Lay out a tab for each page on the left (the first one pressed), buttons on the right."""
    row = FlowBar(spacing=4)
    for number, words in enumerate(names):
        button = QPushButton(words)
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setProperty("kind", "tab")
        button.setToolTip(f"Alt+{number + 1}")
        tabs.addButton(button, number)
        row.add(button)
    row.add_gap()
    for button in buttons:
        row.add(button)
    return row


def sheet_side(heading: QLabel, sheet: QWidget) -> QWidget:
    """Lay out a sheet under the name of whose it is."""
    side = QWidget()
    heading.setWordWrap(True)
    make_larger(heading, 1.2)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(heading)
    column.addWidget(sheet, 1)
    return side


def empty_label() -> QLabel:
    """Return what stands in the room while there is no round."""
    label = QLabel("还没有轮次。请到“首页”按提示导入名册、新建轮次，再来评分。")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label


def add_key(widget: QWidget, keys: str, act: Callable[[], object]) -> None:
    """Let keys do something while the focus is in ``widget``."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
