"""The colours of the second screen: black on white, or the other way round."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class BoardColours:
    """The colours of the second screen."""

    ground: QColor
    ink: QColor
    quiet: QColor
    rule: QColor
    bar: QColor
    reading: QColor


LIGHT_BOARD = BoardColours(
    QColor("#FFFFFF"), QColor("#000000"), QColor("#404040"), QColor("#9A9A9A"),
    QColor("#C9D6E8"), QColor("#FFF0C2"),
)  # fmt: skip
"""Black on white."""
DARK_BOARD = BoardColours(
    QColor("#000000"), QColor("#FFFFFF"), QColor("#C8C8C8"), QColor("#6A6A6A"),
    QColor("#2F4F78"), QColor("#4A3B00"),
)  # fmt: skip
"""White on black."""
