"""How the room 评分 is laid out: the tabs with their buttons, a sheet under its heading, keys."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import make_larger
from desk_app.views.scoring.pages import QUIET_AFTER


@runtime_checkable
class BeginsWith(Protocol):
    """A page that says where one begins to type."""

    def first_field(self) -> QWidget:
        """Return the field, or the table, that gets the keys."""


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


def put_together(
    room: QWidget, bar: QWidget, body: QWidget, halves: tuple[QWidget, QWidget], empty: QWidget
) -> None:
    """Put the bar over list and pages, or over the words that stand there while both are empty."""
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for half, share in zip(halves, (1, 4), strict=True):
        row.addWidget(half, share)
    whole = QVBoxLayout(room)
    whole.setContentsMargins(16, 12, 16, 8)
    whole.setSpacing(8)
    whole.addWidget(bar)
    whole.addWidget(body, 1)
    whole.addWidget(empty, 1)


def sheet_side(heading: QLabel, sheet: QWidget) -> QWidget:
    """Lay out a sheet under the name of whose it is."""
    side = QWidget()
    heading.setObjectName("heading")
    heading.setWordWrap(True)
    make_larger(heading, 1.2)
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


def quiet_timer(room: QWidget) -> QTimer:
    """Return the timer that tells when nobody has typed for a while."""
    timer = QTimer(room)
    timer.setSingleShot(True)
    timer.setInterval(QUIET_AFTER)
    return timer
