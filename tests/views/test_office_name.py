"""The names of the office, changed in the window by real keys and changed back by Ctrl+Z."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.app import Program
from desk_app.services.workspace import Office, office
from desk_app.views.office_name import FULL, SHORT, OfficeName
from tests.support.screens import type_text
from tests.support.waiting import wait_for

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at_desk(example_window: Program) -> Program:
    example_window.window.activateWindow()
    return example_window


def press(program: Program, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(QApplication.focusWidget() or program.window, key, modifier)
    for _ in range(3):
        wait_for(program.runner)
        QApplication.processEvents()


def asked(program: Program) -> OfficeName:
    menu = program.window.top.workspace.menu()
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == "单位名称…").trigger()
    wait_for(program.runner)
    asking = program.workspaces.office
    assert asking is not None
    assert asking.line.isVisible()
    return asking


def stored(program: Program) -> Office:
    found: list[Office] = []
    program.runner.call(office).then(found.append)
    wait_for(program.runner)
    return found[0]


@pytest.mark.parametrize("room", [Qt.Key.Key_1, Qt.Key.Key_6])
def test_the_names_are_changed_in_place_and_back(at_desk: Program, room: Qt.Key) -> None:
    press(at_desk, room)
    before = stored(at_desk)
    line = asked(at_desk).line
    assert line.field(FULL).hasFocus()
    assert line.field(FULL).text() == before.full_name
    type_text("中共柳溪乡委员会")  # all of it is selected: what is typed replaces it
    press(at_desk, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert line.field(SHORT).hasFocus()
    line.field(SHORT).selectAll()
    type_text("柳溪乡")
    press(at_desk, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert not line.isVisible()
    assert stored(at_desk) == Office("中共柳溪乡委员会", "柳溪乡")
    assert at_desk.window.top.workspace.text() == "柳溪乡 ▾"
    press(at_desk, Qt.Key.Key_Z)
    assert stored(at_desk) == before
    assert at_desk.window.top.workspace.text() == f"{before.short_name} ▾"
    assert at_desk.window.bottom.passing.text() == "已撤销：更改单位名称"
    press(at_desk, Qt.Key.Key_Y)
    assert stored(at_desk).short_name == "柳溪乡"


def test_without_a_full_name_it_is_refused_there_and_esc_changes_nothing(
    at_desk: Program,
) -> None:
    before = stored(at_desk)
    line = asked(at_desk).line
    press(at_desk, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    for _ in range(2):
        press(at_desk, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert line._wrong.text() == "请填写单位全称。"
    assert line.field(FULL).hasFocus()
    press(at_desk, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not line.isVisible()
    assert stored(at_desk) == before
