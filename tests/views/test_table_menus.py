"""Context menus, sorting, hidden and frozen columns: what WPS has on the right button."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.views.context import RoomContext
from desk_app.views.kit.frozen import FrozenColumns
from desk_app.views.kit.preview import Preview
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.room import Room
from tests.support.screens import DeskOfTest
from tests.views.test_number_grid import Halls


@dataclass(frozen=True)
class Branch:
    name: str
    members: int
    place: str = "青山镇"


BRANCHES = (Branch("柳树湾村党支部", 31), Branch("石桥村党支部", 12), Branch("农技站党支部", 45))
COLUMNS = (
    Column[Branch]("名称", lambda one: one.name, width=20),
    Column[Branch]("党员数", lambda one: one.members, width=3),
    Column[Branch]("地点", lambda one: one.place, width=40),
    Column[Branch]("备注", lambda _: "", width=40),
)


class Halls2(Halls):
    """Halls that offer one act more."""

    def __init__(self) -> None:
        super().__init__()
        self.offered_for: list[int] = []

    def offered(self, indexes: list[QModelIndex]) -> list[tuple[str, Callable[[], object]]]:
        return [("同上", lambda: self.offered_for.append(len(indexes)))]


class Hall(Room):
    """A room with one table and a stack of steps."""

    def __init__(self, context: RoomContext, sheet: TableView) -> None:
        super().__init__(context)
        self.sheet = sheet
        self.steps = QUndoStack(self)
        QVBoxLayout(self).addWidget(sheet)
        self.resize(700, 300)

    def undo_stack(self) -> QUndoStack:
        return self.steps


@pytest.fixture
def branches(desk: DeskOfTest, qtbot: QtBot) -> Hall:
    return _branches(desk, qtbot)


def _branches(desk: DeskOfTest, qtbot: QtBot) -> Hall:
    sheet = TableView("branches", desk.context.settings)
    sheet.setAccessibleName("党支部")
    model = Records(COLUMNS)
    sheet.setModel(model)
    model.show(BRANCHES)
    room = Hall(desk.context, sheet)
    qtbot.addWidget(room)
    room.show()
    return room


@pytest.fixture
def halls(desk: DeskOfTest, qtbot: QtBot) -> Hall:
    sheet = TableView("halls", desk.context.settings, editable=True)
    sheet.setModel(Halls2())
    room = Hall(desk.context, sheet)
    qtbot.addWidget(room)
    room.show()
    sheet.setFocus()
    sheet.setCurrentIndex(sheet.model().index(1, 1))
    return room


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def entry(words: str) -> QAction:
    return next(one for one in menu().actions() if one.text().split("\t")[0] == words)


def words() -> list[str]:
    return [one.text().split("\t")[0] for one in menu().actions() if one.text()]


def choose(text: str) -> None:
    found, shown = entry(text), menu()
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.actionGeometry(found).center())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def right_click(target: QWidget, at: QPoint) -> None:
    """What a window system sends for the right button."""
    QTest.mousePress(target, Qt.MouseButton.RightButton, pos=at)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at))
    QApplication.sendEvent(target, asked)
    QTest.mouseRelease(target, Qt.MouseButton.RightButton, pos=at)


def right_click_cell(sheet: TableView, row: int, column: int) -> None:
    at = sheet.visualRect(sheet.model().index(row, column)).center()
    right_click(sheet.viewport(), at)


def right_click_heading(sheet: TableView, column: int) -> None:
    heading = sheet.horizontalHeader()
    at = QPoint(heading.sectionViewportPosition(column) + 8, heading.height() // 2)
    right_click(heading.viewport(), at)


def click_heading(sheet: TableView, column: int) -> None:
    heading = sheet.horizontalHeader()
    at = QPoint(heading.sectionViewportPosition(column) + 20, heading.height() // 2)
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_menu_does_what_the_keys_do(halls: Hall) -> None:
    sheet, model = halls.sheet, halls.sheet.model()
    assert isinstance(model, Halls2)
    QGuiApplication.clipboard().setText("8\n9\n")
    right_click_cell(sheet, 0, 1)
    assert words()[:5] == ["同上", "复制", "粘贴", "向下填充", "清除"]
    choose("粘贴")
    assert model.texts == {(0, 1): "8", (1, 1): "9"}
    right_click_cell(sheet, 2, 1)
    choose("向下填充")
    assert model.texts[2, 1] == "9"
    right_click_cell(sheet, 0, 1)
    choose("复制")
    assert QGuiApplication.clipboard().text() == "8\n"
    right_click_cell(sheet, 0, 1)
    choose("清除")
    assert model.texts[0, 1] == ""
    right_click_cell(sheet, 0, 1)
    choose("同上")
    assert model.offered_for == [1]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_menu_key_and_shift_f10_open_it_at_the_cell(
    halls: Hall, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    QTest.keyClick(halls.sheet, key, modifier)
    cell = halls.sheet.visualRect(halls.sheet.currentIndex())
    at = halls.sheet.viewport().mapToGlobal(cell.bottomLeft())
    assert (menu().pos() - at).manhattanLength() < 10
    QTest.keyClick(menu(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_undo_names_its_step_and_is_grey_without_one(halls: Hall) -> None:
    right_click_cell(halls.sheet, 0, 1)
    assert not entry("撤销").isEnabled()
    menu().close()
    halls.steps.push(QUndoCommand("填写领导班子"))
    right_click_cell(halls.sheet, 0, 1)
    choose("撤销“填写领导班子”")
    assert not halls.steps.canUndo()


def test_sorting_points_as_wps_does_and_survives_a_search(branches: Hall) -> None:
    sheet, model = branches.sheet, branches.sheet.model()
    assert isinstance(model, Records)
    click_heading(sheet, 1)
    assert sheet.heading.arrow == (1, "▲")
    assert [one.members for one in model.records] == [12, 31, 45]
    model.show(BRANCHES[:2])
    assert [one.members for one in model.records] == [12, 31]
    model.show(BRANCHES)
    assert [one.members for one in model.records] == [12, 31, 45]
    assert sheet.heading.arrow == (1, "▲")
    click_heading(sheet, 1)
    assert sheet.heading.arrow == (1, "▼")
    assert [one.members for one in model.records] == [45, 31, 12]
    right_click_heading(sheet, 1)
    choose("取消排序")
    assert sheet.heading.arrow == (-1, "")
    assert model.records == BRANCHES


def test_an_arrow_cuts_no_heading(branches: Hall) -> None:
    click_heading(branches.sheet, 1)
    heading = branches.sheet.heading
    assert heading.sectionSize(1) >= heading.needed(1, sorted_too=True)


def test_hidden_columns_stay_hidden_until_all_are_shown(
    branches: Hall, desk: DeskOfTest, qtbot: QtBot
) -> None:
    right_click_heading(branches.sheet, 1)
    choose("隐藏“党员数”列")
    opened = _branches(desk, qtbot)
    again = opened.sheet
    for sheet in (branches.sheet, again):
        assert sheet.isColumnHidden(1)
    right_click_heading(again, 0)
    choose("显示全部列")
    assert not again.isColumnHidden(1)
    opened = _branches(desk, qtbot)
    assert not opened.sheet.isColumnHidden(1)


def test_the_order_of_columns_is_kept(branches: Hall, desk: DeskOfTest, qtbot: QtBot) -> None:
    branches.sheet.horizontalHeader().moveSection(1, 0)
    opened = _branches(desk, qtbot)
    assert opened.sheet.horizontalHeader().visualIndex(1) == 0


def test_frozen_columns_stay_and_scroll_with_the_rows(
    branches: Hall, desk: DeskOfTest, qtbot: QtBot
) -> None:
    right_click_heading(branches.sheet, 0)
    choose("冻结到“名称”列")
    opened = _branches(desk, qtbot)
    sheet = opened.sheet
    model = sheet.model()
    assert isinstance(model, Records)
    model.show([Branch(f"第{number}党支部", number) for number in range(60)])
    qtbot.waitUntil(lambda: sheet.verticalScrollBar().maximum() > 20)
    frozen = sheet.findChild(FrozenColumns)
    assert frozen is not None
    assert not frozen.isVisible()
    sheet.horizontalScrollBar().setValue(200)
    assert frozen.isVisible()
    sheet.verticalScrollBar().setValue(20)
    cell, over = model.index(25, 0), frozen.visualRect(model.index(25, 0))
    place = frozen.viewport().mapToGlobal(over.topLeft())
    assert place.y() == sheet.viewport().mapToGlobal(sheet.visualRect(cell).topLeft()).y()
    assert frozen.viewport().rect().contains(over.center())
    QTest.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=over.center())
    assert sheet.currentIndex() == cell
    assert sheet.hasFocus()
    assert sheet.horizontalScrollBar().value() == 200
    QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert sheet.visualRect(sheet.currentIndex()).left() >= frozen.width() - 2
    right_click_heading(sheet, 2)
    choose("取消冻结")
    assert not frozen.isVisible()


def test_columns_that_nearly_fit_have_no_scroll_bar(desk: DeskOfTest, qtbot: QtBot) -> None:
    sheet = TableView("nearly", desk.context.settings)
    qtbot.addWidget(sheet)
    model = Records(COLUMNS)
    sheet.setModel(model)
    model.show(BRANCHES)
    wide = sum(sheet.columnWidth(one) for one in range(4))
    sheet.show()
    sheet.resize(wide - 20, 300)
    assert sheet.horizontalScrollBar().maximum() == 0
    sheet.resize(wide // 2, 300)
    assert sheet.horizontalScrollBar().maximum() > 0


def test_a_table_is_printed_as_it_stands(branches: Hall, desk: DeskOfTest) -> None:
    click_heading(branches.sheet, 1)
    branches.sheet.columns.hide(2)
    right_click_cell(branches.sheet, 0, 0)
    choose("打印表格…")
    desk.wait()
    shown = next(one for one in branches.findChildren(QDialog) if isinstance(one, Preview))
    assert shown.title == "党支部"
    desk.wait()
    assert len(shown.sizes) == 1
    shown.close()
