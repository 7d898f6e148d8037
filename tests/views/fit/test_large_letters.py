"""The largest letters in small windows: what is worked with stays in sight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from desk_app.app import Program
from desk_app.views.grading.room import GradingRoom
from desk_app.views.home import HomeRoom
from desk_app.views.kit.looks import Appearance, dress
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
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


def test_the_whole_sheet_grows_with_the_letters(example_window: Program) -> None:
    enter(example_window, "scoring", SMALL[0], 0)
    room = example_window.window.room
    assert isinstance(room, ScoringRoom)
    room.show_page(ScoringPage.WHOLE)
    wait_for(example_window.runner)
    table = room.whole.table
    assert table.heading.height() >= 2 * table.fontMetrics().height()
    assert table.horizontalScrollBar().maximum() == 0, "every indicator is in sight"
    enter(example_window, "scoring", SMALL[0])
    assert table.heading.height() >= 2 * table.fontMetrics().height()
    assert table.viewport().height() >= 4 * table.rowHeight(0)
    names = table.verticalHeader()
    assert names.width() >= 14 * names.fontMetrics().horizontalAdvance("国")


def test_what_wraps_over_the_columns_of_a_list_is_not_cut(example_window: Program) -> None:
    enter(example_window, "organisations", SMALL[0])
    room = example_window.window.room
    assert isinstance(room, OrganisationsRoom)
    room.pages.setCurrentWidget(room.page)
    for _ in range(5):
        QApplication.processEvents()
    words = [one for one in room.page.findChildren(QLabel) if one.text().startswith("请核对每一列")]
    (hint,) = words
    assert hint.isVisible()
    assert hint.visibleRegion().boundingRect().height() >= hint.fontMetrics().height()


@pytest.mark.parametrize("key", ["organisations", "grading"])
def test_names_and_levels_scroll_to_no_side(example_window: Program, key: str) -> None:
    enter(example_window, key, SMALL[0], 0)
    room = example_window.window.room
    assert isinstance(room, OrganisationsRoom | GradingRoom)
    table = room.sheet if isinstance(room, OrganisationsRoom) else room.table
    assert table.horizontalScrollBar().maximum() == 0
