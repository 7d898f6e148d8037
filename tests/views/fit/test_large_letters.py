"""The largest letters in small windows: what is worked with stays in sight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from desk_app.app import Program
from desk_app.views.home import HomeRoom
from desk_app.views.kit.looks import Appearance, dress
from desk_app.views.scoring import ScoringRoom
from tests.support.waiting import wait_for

SMALL = [(1093, 575), (911, 470)]


@pytest.fixture(autouse=True)
def usual_again(dressed: QApplication) -> Iterator[None]:
    yield
    dress(dressed, Appearance())


def enter(program: Program, key: str, size: tuple[int, int], larger: int = 6) -> None:
    for _ in range(larger):
        QTest.keyClick(program.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    program.window.resize(*size)
    program.window.go(key)
    wait_for(program.runner)
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.parametrize("size", SMALL)
def test_home_scrolls_to_no_side(example_window: Program, size: tuple[int, int]) -> None:
    enter(example_window, "home", size)
    room = example_window.window.room
    assert isinstance(room, HomeRoom)
    area = room.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    left = room.button.mapTo(area.viewport(), room.button.rect().topLeft()).x()
    assert left + room.button.width() <= area.viewport().width()


@pytest.mark.parametrize(("size", "larger"), [(SMALL[0], 6), (SMALL[1], 6), (SMALL[1], 0)])
def test_a_sheet_shows_four_rows(
    example_window: Program, size: tuple[int, int], larger: int
) -> None:
    enter(example_window, "scoring", size, larger)
    room = example_window.window.room
    assert isinstance(room, ScoringRoom)
    table = room.sheet.table
    assert table.viewport().height() >= 4 * table.rowHeight(0)
    assert not room.sheet.band.isVisible()
    assert room.sheet.words.isVisible()
    hint = room.sheet.hint
    assert hint.height() < 2 * hint.fontMetrics().height()
    enough = hint.fontMetrics().horizontalAdvance(hint.text()) <= hint.contentsRect().width()
    assert hint.toolTip() == ("" if enough else hint.text())


def test_the_ladder_comes_back_where_there_is_room(example_window: Program) -> None:
    enter(example_window, "scoring", SMALL[1], 0)
    room = example_window.window.room
    assert isinstance(room, ScoringRoom)
    example_window.window.resize(1366, 720)
    for _ in range(5):
        QApplication.processEvents()
    assert room.sheet.band.isVisible()
    assert room.sheet.hint.wordWrap()
