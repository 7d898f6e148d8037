"""Tab follows the eye also where fields are made after everything around them."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def keep_order(place: QWidget, fields: Iterable[QWidget]) -> None:
    """Let Tab come to ``fields``, one after the other, where ``place`` stands in its screen.

    Fields that are made later would come after everything else. ``place`` itself is passed over.
    """
    if place.focusPolicy() == Qt.FocusPolicy.NoFocus:
        place.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Qt orders only what can have the focus
    before = place
    for one in fields:
        QWidget.setTabOrder(before, one)
        before = one
