"""The keys beside the paper, always on screen, and what the batch holds so far."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.polling.keying import VOID_REASONS
from desk_app.views.kit.letters import make_larger
from desk_app.views.polling.keymap import VOID, Command, key_map
from desk_app.views.projector.window import KEYS


def keys_table(options: tuple[str, ...], *, projector: bool) -> tuple[QWidget, dict[str, QLabel]]:
    """Return the table, and by vote the label that shows how many the batch holds."""
    keys = key_map(options)
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(5)
    grid.setColumnMinimumWidth(2, widget.fontMetrics().horizontalAdvance("0000"))
    numbers: dict[str, QLabel] = {}
    grid.addWidget(_quiet("按键"), 0, 0)
    grid.addWidget(_quiet("本摞"), 0, 2, Qt.AlignmentFlag.AlignRight)
    counted = {*options, ABSTAINED, SPOILT, VOID}
    for key, meaning in keys.help(Command.MARK, Command.VOID):
        row = _add(grid, key, meaning)
        if meaning in counted:
            numbers[meaning] = _bold(QLabel("0"))
            numbers[meaning].setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(numbers[meaning], row, 2)
    reasons = _quiet("　".join(f"{at}{one}" for at, one in enumerate(VOID_REASONS, 1)))
    reasons.setWordWrap(True)
    grid.addWidget(reasons, grid.rowCount(), 0, 1, 3)
    _add_all(grid, keys.help(Command.SAME, Command.FORWARD, Command.BACK, Command.LEAVE))
    if projector:
        grid.addWidget(_quiet("投影"), grid.rowCount(), 0)
        _add_all(grid, ((one.name, one.meaning) for one in KEYS))
    return widget, numbers


def _add_all(grid: QGridLayout, lines: Iterable[tuple[str, str]]) -> None:
    for key, meaning in lines:
        _add(grid, key, meaning)


def _add(grid: QGridLayout, key: str, meaning: str) -> int:
    row = grid.rowCount()
    grid.addWidget(_bold(QLabel(key)), row, 0)
    grid.addWidget(QLabel(meaning), row, 1)
    return row


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "quiet")
    return label


def _bold(label: QLabel) -> QLabel:
    make_larger(label, 1)
    return label
