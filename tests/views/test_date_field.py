"""Days are typed as offices write them, or chosen from a calendar in Chinese."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desk_app.domain.rectification import ItemField, Rectification
from desk_app.views.kit.calendar_popup import CalendarPopup
from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.tables import TableView
from desk_app.views.rectification.table import COLUMNS, CellsTyped, LedgerTable
from desk_app.views.room import Room
from tests.support.screens import DeskOfTest

_ITEM = Rectification(1, 1, "石桥村党支部", "活动场所未建成", due_on=date(2026, 6, 1))


@pytest.fixture
def field(desk: DeskOfTest, qtbot: QtBot) -> Iterator[DateField]:
    room = Room(desk.context)
    qtbot.addWidget(room)
    made, other = DateField(), QLineEdit()
    column = QVBoxLayout(room)
    column.addWidget(made)
    column.addWidget(other)
    room.show()
    made.setFocus()
    yield made
    room.hide()


def calendar() -> CalendarPopup:
    found = QApplication.activePopupWidget()
    assert isinstance(found, CalendarPopup)
    return found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026.4.8", "2026-04-08"),
        ("2026年3月20日", "2026-03-20"),
        ("20260320", "2026-03-20"),
        ("６。30", "{year}-06-30"),
        ("6.30", "{year}-06-30"),
        ("明天", "明天"),
        ("2026-02-30", "2026-02-30"),
        ("", ""),
    ],
)
def test_typed_days_are_understood_and_written_out(
    field: DateField, desk: DeskOfTest, typed: str, shown: str
) -> None:
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == shown.format(year=desk.context.clock.now().year)


def test_a_month_alone_is_its_last_day_where_that_is_meant(desk: DeskOfTest, qtbot: QtBot) -> None:
    field = DateField("2026年6月", last_of_month=True)
    qtbot.addWidget(field)
    assert field.read_day() == date(2026, 6, 30)
    assert DateField("2026年6月").read_day() == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_keys_open_the_calendar_on_the_day_and_enter_takes_it(
    field: DateField, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    field.setText("2026.4.8")
    finished: list[str] = []
    edited: list[str] = []
    field.editingFinished.connect(lambda: finished.append(field.text()))
    field.textEdited.connect(edited.append)
    QTest.keyClick(field, key, modifier)
    shown = calendar()
    assert shown.calendar.selectedDate() == QDate(2026, 4, 8)
    assert shown.calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    days = shown.calendar.findChild(QAbstractItemView)
    assert isinstance(days, QAbstractItemView)
    assert days.model().index(0, 0).data() == "周一"
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert field.text() == "2026-04-09"
    assert edited == ["2026-04-09"]
    assert finished[-1] == "2026-04-09"
    assert QApplication.activePopupWidget() is None


def test_the_mouse_opens_it_too_and_esc_changes_nothing(field: DateField) -> None:
    field.setText("2026.4.8")
    QTest.mouseClick(field.button, Qt.MouseButton.LeftButton)
    days = calendar().calendar.findChild(QAbstractItemView)
    assert isinstance(days, QAbstractItemView)
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert field.text() in ("2026.4.8", "2026-04-08")


def test_an_empty_field_begins_with_today(field: DateField, desk: DeskOfTest) -> None:
    today = desk.context.clock.now().date()
    shown = field.open_calendar()
    assert shown.calendar.selectedDate() == QDate(today.year, today.month, today.day)
    shown.close()


def test_a_day_in_a_table_has_the_calendar(desk: DeskOfTest, qtbot: QtBot) -> None:
    room = Room(desk.context)
    qtbot.addWidget(room)
    sheet, model = TableView("ledger", desk.context.settings, editable=True), LedgerTable()
    QVBoxLayout(room).addWidget(sheet)
    sheet.setModel(model)
    room.resize(900, 300)
    room.show()
    model.show([_ITEM], date(2026, 4, 1))
    sheet.setFocus()
    typed: list[CellsTyped] = []
    model.typed.connect(typed.append)
    sheet.setCurrentIndex(model.index(0, COLUMNS.index(ItemField.DUE)))
    QTest.keyClick(sheet, Qt.Key.Key_F2)
    editor = sheet.findChild(DateField)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_F4)
    days = calendar().calendar.findChild(QAbstractItemView)
    assert isinstance(days, QAbstractItemView)
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert editor.text() == "2026-06-02"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(typed))
    assert [one.after for step in typed for one in step.changes] == [date(2026, 6, 2)]
