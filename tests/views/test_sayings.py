"""What is refused is said beside its field, and nothing on the page moves for it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QWidget

from desk_app.app import Program
from desk_app.views.grading import GradingRoom
from desk_app.views.kit.sayings import Saying
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.waiting import wait_for

VIEWPORT = "qt_scrollarea_viewport"
Prepared = tuple[QLineEdit, str, Saying]


@pytest.fixture
def at_desk(example_window: Program) -> Program:
    example_window.window.activateWindow()
    example_window.window.resize(1093, 575)
    return example_window


def entered(program: Program, key: str) -> QWidget:
    program.window.go(key)
    wait_for(program.runner)
    room = program.window.room
    assert room is not None
    return room


def meeting(program: Program) -> Prepared:
    room = entered(program, "polling")
    assert isinstance(room, PollingRoom)
    room.show_meeting()
    wait_for(program.runner)
    room.meeting.day.setReadOnly(False)
    return room.meeting.day, "2026-13-45", room.meeting.wrong


def present(program: Program) -> Prepared:
    room = entered(program, "polling")
    assert isinstance(room, PollingRoom)
    room.show_meeting()
    wait_for(program.runner)
    field = next(iter(room.meeting.attendance.fields.values()))[1]
    field.setReadOnly(False)
    return field, "很多", room.meeting.attendance.wrong


def papers(program: Program) -> Prepared:
    room = entered(program, "polling")
    assert isinstance(room, PollingRoom)
    room.panel.issued.setReadOnly(False)
    return room.panel.issued, "很多", room.panel.wrong


def registry(program: Program) -> Prepared:
    room = entered(program, "organisations")
    assert isinstance(room, OrganisationsRoom)
    room.sheet.selectRow(3)
    room.pair.show_detail()
    wait_for(program.runner)
    field = room.editor.fields["founded_on"]
    assert isinstance(field, QLineEdit)
    return field, "去年", room.editor.errors["founded_on"]


def retiring(program: Program) -> Prepared:
    registry(program)
    room = program.window.room
    assert isinstance(room, OrganisationsRoom)
    room.editor.retire_box.ask()
    room.editor.retire_box.day.setText("去年")
    return room.editor.retire_box.reason, "并入", room.editor.retire_box.error


def decision(program: Program) -> Prepared:
    room = entered(program, "grading")
    assert isinstance(room, GradingRoom)
    room.pair.show_detail()
    return room.form.day, "2026-13-45", room.form.wrong


def supposing(program: Program) -> Prepared:
    room = entered(program, "grading")
    assert isinstance(room, GradingRoom)
    room.pair.show_detail()
    room.what_if.open()
    return room.what_if.value, "很多", room.what_if.wrong


def place(program: Program) -> Prepared:
    room = entered(program, "submission")
    assert isinstance(room, SubmissionRoom)
    return room.place.line, "/没有这里", room.place.wrong


def geometry(page: QWidget) -> dict[QWidget, QRect]:
    """Where everything in sight stands on what it is part of, the sentences beside fields aside."""
    return {
        one: one.geometry()
        for one in page.findChildren(QWidget)
        if one.isVisible()
        and not isinstance(one, Saying)
        # The small button that empties a field comes with its text.
        and not (isinstance(one, QAbstractButton) and isinstance(one.parentWidget(), QLineEdit))
        # A page that scrolls follows the keys to the next field.
        and not isinstance(one.parentWidget(), QAbstractScrollArea)
        and one.parent().objectName() != VIEWPORT
    }


@pytest.mark.parametrize(
    "prepare", [meeting, present, papers, registry, retiring, decision, supposing, place]
)
def test_a_refusal_stands_beside_its_field_and_moves_nothing(
    at_desk: Program, prepare: Callable[[Program], Prepared]
) -> None:
    field, text, saying = prepare(at_desk)
    room = at_desk.window.room
    assert room is not None
    field.setFocus()
    for _ in range(3):  # bars tell their hosts, hosts lay out anew
        QApplication.processEvents()
    before = geometry(room)
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert saying.isVisible()
    assert saying.text()
    after = geometry(room)
    moved = {
        repr(one): (was, after.get(one)) for one, was in before.items() if after.get(one) != was
    }
    assert moved == {}
    said = QRect(saying.mapToGlobal(QPoint(0, 0)), saying.size())
    typed = QRect(field.mapToGlobal(QPoint(0, 0)), field.size())
    keys = QApplication.focusWidget()
    assert keys is not None
    assert not said.intersects(QRect(keys.mapToGlobal(QPoint(0, 0)), keys.size()))
    assert prepare is retiring or not said.intersects(typed)
    assert prepare is retiring or said.adjusted(0, -4, 0, 4).intersects(typed)


def test_a_saying_goes_with_what_it_belongs_to(at_desk: Program) -> None:
    field, text, saying = decision(at_desk)
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert saying.isVisible()
    room = at_desk.window.room
    assert isinstance(room, GradingRoom)
    room.what_if.open()
    assert not saying.isVisible()
    room.what_if.close_area()
    assert saying.isVisible()
    room.table.selectRow(2)
    assert not saying.isVisible()
