"""Keys that act wherever one is in a window."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(window: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let each of the keys do something while the window is in front."""
    for one, act in keys.items():
        shortcut = QShortcut(QKeySequence(one), window)
        shortcut.activated.connect(act)


def stepping_keys(step: Callable[..., object]) -> dict[str, Callable[[], object]]:
    """Return the keys that take a step back (``step(forward=False)``) or do it again."""
    back, again = partial(step, forward=False), partial(step, forward=True)
    return {"Ctrl+Z": back, "Ctrl+Y": again, "Ctrl+Shift+Z": again}
