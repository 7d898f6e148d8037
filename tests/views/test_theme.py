from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desk_app.views.kit import theme


def test_letters_are_large_enough_and_qt_speaks_chinese(dressed: QApplication) -> None:
    assert dressed.font().pointSizeF() >= 10.5
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_levels_differ_without_colour_too() -> None:
    marks = {theme.level_mark(rank) for rank in range(6)}
    assert len(marks) == 6
    assert theme.level_mark(9) == theme.level_mark(5)
