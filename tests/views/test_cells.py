"""Cut texts are read as tool tips, long names keep their ends; lists have their menu too."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QMenu,
    QStyleOptionViewItem,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.views.kit.cells import NameDelegate
from desk_app.views.kit.list_menus import ListMenu
from desk_app.views.kit.records import AnyIndex, Column, Records
from desk_app.views.kit.tables import TableView
from tests.support.screens import DeskOfTest

LONG = "中共槐溪镇杏花坞村总支部委员会第三党支部"
COLUMNS = (
    Column[str]("党组织", lambda one: one, width=6),
    Column[str]("说明和其他要写的", lambda one: one, width=6),
    Column[str]("短", lambda _: "短", width=6),
    Column[str]("末列", lambda _: "", width=6),
)


def sheet(desk: DeskOfTest, qtbot: QtBot) -> TableView:
    made = TableView("names", desk.context.settings)
    qtbot.addWidget(made)
    model = Records(COLUMNS)
    made.setModel(model)
    model.show([LONG])
    made.resize(500, 200)
    made.show()
    return made


def rest_on(qtbot: QtBot, target: QWidget, at: QPoint) -> str:
    """The tool tip that appears while the mouse rests."""
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    help_ = QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at))
    QApplication.sendEvent(target, help_)
    return QToolTip.text() if QToolTip.isVisible() else ""


def test_a_cut_text_is_read_whole_as_a_tool_tip(desk: DeskOfTest, qtbot: QtBot) -> None:
    table = sheet(desk, qtbot)
    for column in (0, 1):
        at = table.visualRect(table.model().index(0, column)).center()
        assert rest_on(qtbot, table.viewport(), at) == LONG
    at = table.visualRect(table.model().index(0, 2)).center()
    assert rest_on(qtbot, table.viewport(), at) == ""
    table.setColumnWidth(1, 60)
    heading = table.horizontalHeader()
    at = QPoint(heading.sectionViewportPosition(1) + 5, 5)
    assert rest_on(qtbot, heading.viewport(), at) == "说明和其他要写的"
    QToolTip.hideText()


def test_long_names_leave_out_their_middle(desk: DeskOfTest, qtbot: QtBot) -> None:
    table = sheet(desk, qtbot)
    delegate = table.itemDelegateForColumn(0)
    assert isinstance(delegate, NameDelegate)
    assert not isinstance(table.itemDelegateForColumn(1), NameDelegate)
    option = QStyleOptionViewItem()
    delegate.initStyleOption(option, table.model().index(0, 0))
    assert option.textElideMode == Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]


def choose(words: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text().split("\t")[0] == words)
    at = menu.actionGeometry(action).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)


def test_a_list_is_copied_by_the_right_button_and_by_keys(qtbot: QtBot) -> None:
    shown = QListWidget()
    qtbot.addWidget(shown)
    shown.addItems(["石桥村党支部", "农技站党支部"])
    ListMenu(shown)
    shown.show()
    shown.setCurrentRow(1)
    at = shown.visualItemRect(shown.item(1)).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, shown.viewport().mapToGlobal(at))
    QApplication.sendEvent(shown.viewport(), asked)
    choose("复制")
    assert QGuiApplication.clipboard().text() == "农技站党支部\n"
    QTest.keyClick(shown, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    choose("复制全部")
    assert QGuiApplication.clipboard().text() == "石桥村党支部\n农技站党支部\n"
    shown.setCurrentRow(0)
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "石桥村党支部\n"


def test_a_tree_is_folded_by_its_menu(qtbot: QtBot) -> None:
    shown = QTreeWidget()
    qtbot.addWidget(shown)
    shown.setColumnCount(2)
    top = QTreeWidgetItem(shown, ["青山镇党委", "参评"])
    QTreeWidgetItem(top, ["石桥村党支部", ""])
    ListMenu(shown)
    shown.show()
    shown.setCurrentItem(top)
    QTest.keyClick(shown, Qt.Key.Key_Menu)
    choose("全部展开")
    assert top.isExpanded()
    QTest.keyClick(shown, Qt.Key.Key_Menu)
    choose("复制全部")
    assert QGuiApplication.clipboard().text() == "青山镇党委\t参评\n石桥村党支部\t\n"


def test_the_number_of_those_that_are_not_named_is_never_cut(
    desk: DeskOfTest, qtbot: QtBot
) -> None:
    made = sheet(desk, qtbot)
    model = made.model()
    assert isinstance(model, Records)
    model.show([f"{LONG}等 136 个"])
    index = model.index(0, 0)
    painted: list[str] = []

    class Heard(NameDelegate):
        def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
            super().initStyleOption(option, index)
            painted.append(option.text)  # type: ignore[attr-defined]

    delegate = Heard(made)
    made.setItemDelegateForColumn(0, delegate)
    made.grab()
    assert painted[-1].endswith("…等 136 个")
    assert made.fontMetrics().horizontalAdvance(painted[-1]) < made.columnWidth(0)
    assert index.data() == f"{LONG}等 136 个"
