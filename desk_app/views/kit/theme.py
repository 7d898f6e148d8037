"""How everything looks: one accent, large enough letters, level colours with a mark each."""

import os
import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QSize, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desk_app.assets import resources_dir

ACCENT = "#B3261E"
TEXT = "#1F1F1F"
QUIET = "#5F6368"
FAINT = "#676D73"
"""Hints in empty fields, words of what cannot be used now: still 4.5 : 1 on every ground."""
LINE = "#DADCE0"
WRONG = "#B3261E"
GOOD = "#1E7B34"
WARNING = "#9A5B00"
STRONG_INKS = {
    ACCENT: "#8B0000",
    TEXT: "#000000",
    QUIET: "#262626",
    FAINT: "#404040",
    LINE: "#000000",
    GOOD: "#0B4D1C",
    WARNING: "#5C3700",
}
"""What stands for a colour with strong contrast: letters have 7 : 1 on every ground then."""
WRONG_BACKGROUND = QColor("#FDECEA")
NOTED_BACKGROUND = QColor("#FFF6E5")
"""Something to be looked at or filled in: a reason that is wanted, what is only supposed."""
QUIET_BACKGROUND = QColor("#F1F3F4")
"""Cells that nobody types in, and what the mouse rests on."""
CHOSEN_BACKGROUND = QColor("#FBE9E7")
"""The line of a list that is chosen."""
PAPER = "#FFFFFF"
DESK = "#E8EAED"
"""What lies under the pages of a preview."""
BALLOT = QColor("#FFFDF8")
BALLOT_VEIL = QColor(255, 253, 248, 210)
"""Laid over a ballot of which something is said as a whole."""


PROGRAM = "dingji"
"""The name of the program and of its .desktop file, by which windows and entry find together."""
PROGRAM_WORDS = "定级工作台"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
_POINTS = "points"
_STRONG = "strong"
POINT_SIZE = 10.5
"""五号, the size of an office's tables. Nothing on screen is smaller."""

_LEVELS = (
    ("●", "#F9E3E1"),
    ("▲", "#FCEFD9"),
    ("◆", "#E6F1E7"),
    ("■", "#E3EDF7"),
    ("▼", "#ECE8F3"),
    ("○", QUIET_BACKGROUND.name()),
)
_PREFERRED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_FAMILIES = {
    "win32": ("Microsoft YaHei UI", "Microsoft YaHei"),
    "darwin": ("PingFang SC",),
}


def arguments() -> list[str]:
    """Return what the application is made with: one style on every system.

    The first is what the desktop knows the window by, however the program was called. The style
    is on the line because ``setStyle`` would make PySide build a class of five hundred names.
    """
    return [PROGRAM, "-style", "fusion"]


def apply(application: QApplication) -> None:
    """Set colours, letters and Qt's own words; before the first window is made."""
    application.setPalette(palette())
    font = _font(application.font())
    application.setProperty(_POINTS, font.pointSizeF())
    application.setFont(font)
    application.setStyleSheet((resources_dir() / "style.qss").read_text(encoding="utf-8"))
    translate(application)


def keep_chinese_days() -> None:
    """Have days of Qt's own dialogs Chinese where the desktop has another language, or none.

    Before the application is made: Qt asks the environment once, the first time that anybody
    wants to know of the system's language. The environment itself stays as it is.
    """
    names = ("LC_ALL", "LC_TIME", "LANG")
    said = next((os.environ[one] for one in names if os.environ.get(one)), "")
    if not sys.platform.startswith("linux") or said.startswith("zh"):
        return
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "zh_CN.UTF-8"
    try:
        QLocale.system().name()
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


def introduce() -> None:
    """Say to the desktop which program this is; before the first window is shown."""
    QGuiApplication.setApplicationName(PROGRAM)
    QGuiApplication.setApplicationDisplayName(PROGRAM_WORDS)
    QGuiApplication.setDesktopFileName(PROGRAM)


def show_icon() -> None:
    """Put the mark on every window; behind the first paint."""
    from PySide6.QtGui import QIcon

    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(resources_dir() / "icon" / f"{PROGRAM}-{size}.png"), QSize(size, size))
    QGuiApplication.setWindowIcon(icon)


def usual_points(application: QApplication) -> float:
    """Return the size of the letters at 100 %, in points."""
    return float(application.property(_POINTS) or application.font().pointSizeF())


def translate(application: QApplication) -> None:
    """Put Qt's own words (buttons of dialogs, menus of input lines) and days into Chinese.

    Whatever language the computer speaks: an office's Linux often has none at all (locale C).
    """
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def tint(label: QLabel, colour: str, text: str) -> None:
    """Show a sentence in a colour; dressing anew costs time, so only where it changes."""
    if label.property("tint") != colour:
        label.setProperty("tint", colour)
        _dye(label)
    label.setText(text)


def tint_again() -> None:
    """Dress sentences in the colours of the look that was just put on."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QLabel) and widget.property("tint"):
            _dye(widget)


def _dye(label: QLabel) -> None:
    colour = str(label.property("tint") or "")
    label.setStyleSheet(f"color: {ink(colour)}" if colour else "")


def ink(colour: str) -> str:
    """Return a colour of letters and lines as the look wants it: stronger with strong contrast."""
    application = QApplication.instance()
    strong = application is not None and bool(application.property(_STRONG))
    return STRONG_INKS.get(colour, colour) if strong else colour


def pen(colour: str) -> QColor:
    """Return ``ink`` for a painter or a cell."""
    return QColor(ink(colour))


def set_strong(application: QApplication, *, strong: bool) -> None:
    """Say whether letters and lines are to be strong from now on."""
    application.setProperty(_STRONG, strong)


def fill_behind(widget: QWidget, colour: str) -> None:
    """Put a colour behind a widget and what lies on it."""
    widget.setStyleSheet(f"background: {colour}")


def level_mark(rank: int) -> str:
    """Return a mark that tells a level apart without colour; rank 0 is the highest."""
    return _LEVELS[min(rank, len(_LEVELS) - 1)][0]


def level_colour(rank: int) -> QColor:
    """Return the background of a level in tables; rank 0 is the highest."""
    return QColor(_LEVELS[min(rank, len(_LEVELS) - 1)][1])


def _font(font: QFont) -> QFont:
    """The system's own Chinese letters; where it has none, the ones that came along.

    A font without Chinese would borrow letters from another, taller one, and fields cut them.
    """
    families = _FAMILIES.get(sys.platform)
    if families:
        font.setFamilies(list(families))
    else:
        writing = QFontDatabase.WritingSystem.SimplifiedChinese
        known = QFontDatabase.families(writing)
        if not known:
            path = resources_dir() / "fonts" / "NotoSansSC-Regular.ttf"
            number = QFontDatabase.addApplicationFont(str(path))
            known = QFontDatabase.applicationFontFamilies(number)
        if known and font.family() not in known:
            first = [one for one in _PREFERRED if one in known] or known
            font.setFamilies([first[0], font.family()])
    font.setPointSizeF(max(font.pointSizeF(), POINT_SIZE))
    return font


def palette() -> QPalette:
    """Return the colours of everything that draws itself; none is left to the system.

    A system in dark mode would put in its own for every role that is not named here.
    """
    palette = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, "#F8F9FA"),
        (role.WindowText, TEXT),
        (role.Base, "#FFFFFF"),
        (role.AlternateBase, "#F6F7F9"),
        (role.Text, TEXT),
        (role.Button, "#FFFFFF"),
        (role.ButtonText, TEXT),
        (role.ToolTipBase, "#FFFFFF"),
        (role.ToolTipText, TEXT),
        (role.PlaceholderText, FAINT),
        (role.Light, "#FFFFFF"),
        (role.Midlight, "#CACACA"),
        (role.Mid, "#B8B8B8"),
        (role.Dark, "#9F9F9F"),
        (role.Shadow, "#767676"),
        (role.BrightText, "#FFFFFF"),
        (role.NoRole, TEXT),
        (role.Highlight, "#F4D4D1"),
        (role.HighlightedText, TEXT),
        (role.Link, ACCENT),
        (role.LinkVisited, ACCENT),
        (role.Accent, ACCENT),
    ):
        palette.setColor(one, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, one, QColor(FAINT))
    return palette
