"""Letters of another size, strong contrast, and a system in dark mode."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.app import Program
from desk_app.services.computer import COMPUTER
from desk_app.views.kit import theme
from desk_app.views.kit.looks import Appearance, dress
from desk_app.views.scoring import ScoringRoom
from tests.support.waiting import wait_for

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def usual_again(dressed: QApplication) -> Iterator[None]:
    yield
    dress(dressed, Appearance())


def press(program: Program, key: Qt.Key) -> None:
    program.window.activateWindow()
    QTest.keyClick(program.window, key, CONTROL)


def test_keys_make_letters_larger_and_smaller(window: Program, dressed: QApplication) -> None:
    usual = dressed.font().pointSizeF()
    press(window, Qt.Key.Key_Plus)
    press(window, Qt.Key.Key_Equal)
    assert dressed.font().pointSizeF() == pytest.approx(usual * 1.2)
    assert window.window.bottom.passing.text() == "字号 120%。"
    press(window, Qt.Key.Key_Minus)
    assert dressed.font().pointSizeF() == pytest.approx(usual * 1.1)
    press(window, Qt.Key.Key_0)
    assert dressed.font().pointSizeF() == pytest.approx(usual)


def test_letters_end_at_160_and_the_window_stays_as_it_is(
    example_window: Program, dressed: QApplication
) -> None:
    main = example_window.window
    usual = dressed.font().pointSizeF()
    size = main.size()
    for key in ("scoring", "grading"):
        main.go(key)
        wait_for(example_window.runner)
    for _ in range(9):
        press(example_window, Qt.Key.Key_Plus)
    assert dressed.font().pointSizeF() == pytest.approx(usual * 1.6)
    assert main.bottom.passing.text() == "字号 160%，已是最大。"
    QApplication.processEvents()
    assert main.size() == size
    letter = main.fontMetrics().horizontalAdvance("国")
    assert main.rooms.width() >= 5 * letter
    assert main.bottom.fontMetrics().horizontalAdvance("国") == letter


def test_rooms_made_before_and_after_have_rows_of_one_height(example_window: Program) -> None:
    from desk_app.views.grading.room import GradingRoom

    main = example_window.window
    main.go("grading")
    wait_for(example_window.runner)
    room = main.room
    assert isinstance(room, GradingRoom)
    before = room.table.rowHeight(0)
    for _ in range(5):
        press(example_window, Qt.Key.Key_Plus)
    assert room.table.rowHeight(0) > before * 1.3


def test_the_size_is_remembered(window: Program, dressed: QApplication) -> None:
    usual = dressed.font().pointSizeF()
    press(window, Qt.Key.Key_Plus)
    window.settings.save()
    dress(dressed, Appearance())
    other = Program(window.data_dir, fixed=True, clock=COMPUTER)
    assert dressed.font().pointSizeF() == pytest.approx(usual * 1.1)
    other.end()


def test_smaller_letters_bring_the_names_back_into_sight(
    example_window: Program, dressed: QApplication
) -> None:
    main = example_window.window
    main.resize(1093, 575)
    main.go("scoring")
    wait_for(example_window.runner)
    room = main.room
    assert isinstance(room, ScoringRoom)
    table = room.sheet.table
    table.setCurrentIndex(table.model().index(0, 3))
    for _ in range(6):
        press(example_window, Qt.Key.Key_Plus)
        QApplication.processEvents()
    table.horizontalScrollBar().setValue(200)
    press(example_window, Qt.Key.Key_0)
    QApplication.processEvents()
    assert table.visualRect(table.model().index(0, 0)).left() == 0


def test_strong_contrast_is_a_menu_entry_and_is_remembered(
    window: Program, dressed: QApplication
) -> None:
    menu = window.window.top.workspace.menu()
    entry = next(one for one in menu.actions() if one.text() == "高对比度")
    entry.trigger()
    role = QPalette.ColorRole
    assert dressed.palette().color(role.WindowText) == QColor("#000000")
    assert "#8B0000" in dressed.styleSheet()
    assert window.settings.text("look/contrast") == "strong"
    entry.trigger()
    assert dressed.palette().color(role.WindowText) == QColor(theme.TEXT)


def test_a_system_in_dark_mode_changes_none_of_the_colours(dressed: QApplication) -> None:
    usual = {
        (group, role): dressed.palette().color(group, role)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
        for role in QPalette.ColorRole
        if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole)
    }
    dark = QPalette(QColor("#202020"), QColor("#101010"))
    for _group, role in usual:
        dark.setColor(role, QColor("#111111"))
    dressed.setPalette(dark)
    dress(dressed, Appearance())
    for (group, role), colour in usual.items():
        assert dressed.palette().color(group, role) == colour, (group, role)
    assert all(
        theme.palette().isBrushSet(QPalette.ColorGroup.Active, role) for _group, role in usual
    )
