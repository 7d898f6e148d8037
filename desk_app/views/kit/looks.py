"""How large the letters are and how strong the contrast is; the settings remember both."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QMenu

from desk_app.assets import resources_dir
from desk_app.views.kit import letters, theme

if TYPE_CHECKING:
    from desk_app.views.settings import Settings

USUAL, LARGEST_PERCENT, STEP = 100, 160, 10
"""Per cent of the system's letters."""

_STRONG = {
    "#DADCE0": "#000000",
    "#BDC1C6": "#000000",
    "#5F6368": "#262626",
    "#B3261E": "#8B0000",
    "#9B1F18": "#5E0000",
    "#F1F3F4": "#E4E4E4",
    "#FBE9E7": "#FFE08A",
    "#FDECEA": "#FFFFFF",
    "#FFF6E5": "#FFFFFF",
    "#EAF5EC": "#FFFFFF",
    "#E4C4C2": "#595959",
    "#5F4544": "#FFFFFF",
    "#F0C4C0": "#FFB300",
}
"""Colour of the style sheet → what stands for it with strong contrast."""
_STRONG_RULES = """
QLineEdit, QPlainTextEdit, QAbstractItemView { border: 1px solid #000000; }
QLineEdit:focus, QPlainTextEdit:focus, QAbstractItemView:focus { border: 2px solid #0000C0; }
QAbstractItemView QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; }
QPushButton:focus, QToolButton:focus { border: 2px solid #0000C0; }
QListWidget#rooms { border: none; border-right: 1px solid #000000; }
"""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the clerk chose: ``percent`` from 100 to 160, strong contrast or not."""

    percent: int = USUAL
    strong: bool = False


def kept_look(settings: "Settings") -> Appearance:
    """Return what the settings remember; whatever cannot stand is as it is at first."""
    text = settings.text("look/letters")
    percent = int(text) if text.isdecimal() else USUAL
    return Appearance(
        min(max(percent, USUAL), LARGEST_PERCENT), settings.text("look/contrast") == "strong"
    )


def dress(application: QApplication, look: Appearance) -> None:
    """Give the program its letters and colours, all windows that are open among it."""
    font = application.font()
    font.setPointSizeF(theme.usual_points(application) * look.percent / 100)
    application.setFont(font)
    theme.set_strong(application, strong=look.strong)
    application.setPalette(_strong_palette() if look.strong else theme.palette())
    application.setStyleSheet(sheet(look))
    theme.tint_again()
    letters.follow()


def stay_light(hints: QStyleHints) -> None:
    """Ask the system for light frames too: the program's own colours are all light."""
    hints.setColorScheme(Qt.ColorScheme.Light)


class Looks(QObject):
    """Changes letters and contrast, and says what it did."""

    said = Signal(str)

    def __init__(self, settings: "Settings", parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.look = kept_look(settings)

    def keys(self) -> dict[str, Callable[[], object]]:
        """Return the keys that make letters larger and smaller."""
        return {
            "Ctrl++": self.enlarge,
            "Ctrl+=": self.enlarge,
            "Ctrl+-": self.reduce,
            "Ctrl+0": self.restore,
        }

    def fill_menu(self, menu: QMenu) -> None:
        """Add the entries to a menu; the one of the contrast shows whether it is on."""
        for words, act in (
            ("字大一些\tCtrl++", self.enlarge),
            ("字小一些\tCtrl+-", self.reduce),
            ("原来的字号\tCtrl+0", self.restore),
        ):
            menu.addAction(words).triggered.connect(act)
        contrast = menu.addAction("高对比度")
        contrast.setCheckable(True)
        contrast.setChecked(self.look.strong)
        contrast.toggled.connect(self.set_strong)

    def enlarge(self) -> None:
        """Make the letters a step larger, up to the largest."""
        self._resize(self.look.percent + STEP)

    def reduce(self) -> None:
        """Make the letters a step smaller, down to the usual size."""
        self._resize(self.look.percent - STEP)

    def restore(self) -> None:
        """Give the letters their usual size."""
        self._resize(USUAL)

    def set_strong(self, on: bool) -> None:
        """Switch the strong contrast on or off."""
        self._take(replace(self.look, strong=on))
        self.said.emit("已打开高对比度。" if on else "已关闭高对比度。")

    def _resize(self, percent: int) -> None:
        percent = min(max(percent, USUAL), LARGEST_PERCENT)
        if percent != self.look.percent:
            self._take(replace(self.look, percent=percent))
        ends = {USUAL: "，这是原来的字号", LARGEST_PERCENT: "，已是最大"}
        self.said.emit(f"字号 {percent}%{ends.get(percent, '')}。")

    def _take(self, look: Appearance) -> None:
        self.look = look
        self._settings.set_text("look/letters", str(look.percent))
        self._settings.set_text("look/contrast", "strong" if look.strong else "")
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, look)


def sheet(look: Appearance) -> str:
    """Return the style sheet of a look."""
    text = (resources_dir() / "style.qss").read_text(encoding="utf-8")
    text = re.sub(r"([\d.]+)pt", lambda found: f"{float(found[1]) * look.percent / 100:g}pt", text)
    if not look.strong:
        return text
    for colour, strong in _STRONG.items():
        text = text.replace(colour, strong)
    return text + _STRONG_RULES


def _strong_palette() -> QPalette:
    palette = theme.palette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, "#FFFFFF"),
        (role.WindowText, "#000000"),
        (role.AlternateBase, "#FFFFFF"),
        (role.Text, "#000000"),
        (role.ButtonText, "#000000"),
        (role.ToolTipText, "#000000"),
        (role.PlaceholderText, "#404040"),
        (role.Highlight, "#FFD54F"),
        (role.HighlightedText, "#000000"),
        (role.Link, "#8B0000"),
        (role.Mid, "#000000"),
        (role.Dark, "#000000"),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor("#454545"))
    return palette
