"""Rooms in a narrow window: lists and details are two pages with a way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.app import Program
from desk_app.views.grading.room import GradingRoom
from desk_app.views.organisations.room import OrganisationsRoom
from desk_app.views.polling.room import PollingRoom
from tests.support.waiting import wait_for

NARROW = (600, 470)
LEFT = Qt.MouseButton.LeftButton


def resize(program: Program, width: int, height: int) -> None:
    program.window.resize(width, height)
    for _ in range(3):
        QApplication.processEvents()


def entered(program: Program, key: str) -> object:
    program.window.activateWindow()
    program.window.go(key)
    wait_for(program.runner)
    resize(program, *NARROW)
    return program.window.room


def test_the_list_of_rooms_gives_way_and_comes_back(example_window: Program) -> None:
    rooms = example_window.window.rooms
    resize(example_window, 1366, 700)
    wide = rooms.width()
    assert wide == 10 * rooms.fontMetrics().horizontalAdvance("国")
    resize(example_window, 1093, 575)
    assert rooms.narrow
    assert rooms.width() < wide * 0.6
    assert rooms.item(3).text() == "评分"
    resize(example_window, 1366, 700)
    assert rooms.width() == wide


def test_a_click_turns_to_the_organisation_and_the_button_back(example_window: Program) -> None:
    room = entered(example_window, "organisations")
    assert isinstance(room, OrganisationsRoom)
    assert room.pair.folded
    assert not room.editor.isVisible()
    place = room.sheet.visualRect(room.records.index(2, 0)).center()
    QTest.mouseClick(room.sheet.viewport(), LEFT, pos=place)
    assert room.editor.isVisible()
    assert room.editor.fields["name"].isVisible()
    QTest.mouseClick(room.pair.back, LEFT)
    assert room.sheet.isVisible()
    assert room.sheet.hasFocus()


def test_enter_leads_to_the_form_and_esc_back(example_window: Program) -> None:
    room = entered(example_window, "organisations")
    assert isinstance(room, OrganisationsRoom)
    room.sheet.setFocus()
    QTest.keyClick(room.sheet, Qt.Key.Key_Return)
    assert room.editor.fields["name"].hasFocus()
    QTest.keyClick(room.editor.fields["name"], Qt.Key.Key_Escape)
    assert room.sheet.isVisible()
    assert room.sheet.hasFocus()


def test_a_level_is_decided_on_its_own_page(example_window: Program) -> None:
    room = entered(example_window, "grading")
    assert isinstance(room, GradingRoom)
    assert room.pair.folded
    place = room.table.visualRect(room.model.index(1, 0)).center()
    QTest.mouseClick(room.table.viewport(), LEFT, pos=place)
    assert room.form.save.isVisible()
    assert room.finalise.isVisible()  # what ends the room's work stays in sight
    room.form.history.click()
    QTest.keyClick(room.form.history, Qt.Key.Key_Escape)
    assert not room.form.history.isChecked()
    assert room.form.save.isVisible()  # what lay on top is closed first
    QTest.keyClick(room.form.history, Qt.Key.Key_Escape)
    assert room.table.isVisible()


def test_the_meeting_is_found_from_the_list(example_window: Program) -> None:
    room = entered(example_window, "polling")
    assert isinstance(room, PollingRoom)
    assert room.pair.folded
    room.show_meeting()
    assert room.meeting.tellers.isVisible()
    QTest.mouseClick(room.pair.back, LEFT)
    assert room.meetings.list.isVisible()


@pytest.mark.parametrize("key", ["organisations", "scoring", "polling", "grading", "submission"])
def test_no_room_changes_the_size_of_the_window(example_window: Program, key: str) -> None:
    resize(example_window, 911, 470)
    example_window.window.go(key)
    wait_for(example_window.runner)
    QApplication.processEvents()
    assert (example_window.window.width(), example_window.window.height()) == (911, 470)
    least = example_window.window.minimumSizeHint()
    assert least.width() <= 911
    assert least.height() <= 470
