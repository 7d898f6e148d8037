from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.views.kit.clipboard import read_block, write_block
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from tests.support.screens import DeskOfTest


@dataclass(frozen=True)
class Village:
    name: str
    points: Decimal | None


VILLAGES = (
    Village("柳树湾村", Decimal("81.50")),
    Village("石桥村", None),
    Village("=1+1村", Decimal(9)),
)
COLUMNS = (
    Column[Village]("名称", lambda one: one.name, width=10),
    Column[Village]("得分", lambda one: one.points),
)


class Grid(QAbstractTableModel):
    """Three by three cells that can be typed in, except the first column."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = [["" for _ in range(3)] for _ in range(3)]
        self.pasted: list[tuple[int, int, list[list[str]]]] = []
        self.filled: list[list[tuple[int, int]]] = []

    def rowCount(self, _parent: object = None) -> int:
        return 3

    def columnCount(self, _parent: object = None) -> int:
        return 3

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:  # type: ignore[override]
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() else flags

    def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
        return self.cells[index.row()][index.column()] if role in shown else None

    def setData(self, index: QModelIndex, value: str, _role: int = 0) -> bool:  # type: ignore[override]
        self.cells[index.row()][index.column()] = value
        return True

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        self.pasted.append((index.row(), index.column(), rows))

    def clear(self, indexes: list[QModelIndex]) -> None:
        for one in indexes:
            self.cells[one.row()][one.column()] = ""

    def fill_down(self, indexes: list[QModelIndex]) -> None:
        self.filled.append([(one.row(), one.column()) for one in indexes])


def village_sheet(desk: DeskOfTest, qtbot: QtBot) -> tuple[TableView, Records[Village]]:
    sheet = TableView("villages", desk.context.settings)
    qtbot.addWidget(sheet)
    model = Records(COLUMNS)
    sheet.setModel(model)
    model.show(VILLAGES)
    sheet.show()
    return sheet, model


def test_copy_of_everything_brings_headings_and_defuses_formulas(
    desk: DeskOfTest, qtbot: QtBot
) -> None:
    sheet, _model = village_sheet(desk, qtbot)
    QTest.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == "名称\t得分\n柳树湾村\t81.5\n石桥村\t\n'=1+1村\t9\n"
    sheet.clearSelection()
    sheet.selectRow(0)
    QTest.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "柳树湾村\t81.5\n"


def test_numbers_stand_right_and_sort_as_numbers_with_empty_ones_last(
    desk: DeskOfTest, qtbot: QtBot
) -> None:
    sheet, model = village_sheet(desk, qtbot)
    align = model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight
    sheet.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [one.name for one in model.records] == ["=1+1村", "柳树湾村", "石桥村"]
    sheet.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [one.name for one in model.records] == ["柳树湾村", "=1+1村", "石桥村"]


def test_widths_are_remembered_by_name(desk: DeskOfTest, qtbot: QtBot) -> None:
    sheet, _model = village_sheet(desk, qtbot)
    sheet.setColumnWidth(0, 321)
    qtbot.waitUntil(lambda: desk.context.settings.widths("villages") != {})
    other, _model = village_sheet(desk, qtbot)
    assert other.columnWidth(0) == 321


def test_typing_enter_and_tab_go_as_in_a_workbook(desk: DeskOfTest, qtbot: QtBot) -> None:
    sheet = TableView("grid", desk.context.settings, editable=True)
    qtbot.addWidget(sheet)
    grid = Grid()
    sheet.setModel(grid)
    with qtbot.waitActive(sheet):
        sheet.show()
        sheet.activateWindow()
    sheet.setFocus()
    sheet.setCurrentIndex(grid.index(0, 1))

    def typed(text: str, key: Qt.Key) -> None:
        QTest.keyClicks(sheet, text)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        QTest.keyClick(editor, key)
        qtbot.wait(5)

    typed("8", Qt.Key.Key_Return)
    assert grid.cells[0][1] == "8"
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (1, 1)
    typed("9", Qt.Key.Key_Tab)
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (1, 2)
    typed("7", Qt.Key.Key_Tab)
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (2, 1)
    assert grid.cells[1] == ["", "9", "7"]
    typed("5", Qt.Key.Key_Escape)
    assert grid.cells[2][1] == ""


def test_paste_and_delete_go_to_the_model(desk: DeskOfTest, qtbot: QtBot) -> None:
    sheet = TableView("grid", desk.context.settings, editable=True)
    qtbot.addWidget(sheet)
    grid = Grid()
    sheet.setModel(grid)
    sheet.show()
    sheet.setCurrentIndex(grid.index(1, 1))
    QGuiApplication.clipboard().setText("14\t班子缺 1 名\r\n15\t\r\n")
    QTest.keyClick(sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert grid.pasted == [(1, 1, [["14", "班子缺 1 名"], ["15", ""]])]
    grid.cells[1][1] = "x"
    QTest.keyClick(sheet, Qt.Key.Key_Delete)
    assert grid.cells[1][1] == ""


def test_control_d_fills_down_and_control_shift_v_pastes_values(
    desk: DeskOfTest, qtbot: QtBot
) -> None:
    sheet = TableView("grid", desk.context.settings, editable=True)
    qtbot.addWidget(sheet)
    grid = Grid()
    sheet.setModel(grid)
    sheet.show()
    sheet.setCurrentIndex(grid.index(1, 1))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(sheet, Qt.Key.Key_D, control)
    assert grid.filled == [[(1, 1)]]
    QGuiApplication.clipboard().setText("14\n")
    QTest.keyClick(sheet, Qt.Key.Key_V, control | shift)
    assert grid.pasted == [(1, 1, [["14"]])]


def test_block_survives_the_clipboard() -> None:
    rows = [["a\tb", '他说"好"', "两\n行"], ["=cmd|x", "-3", "-text"], ["", "'", "+5.5"]]
    assert read_block(write_block(rows)) == rows
    assert read_block('1\t2\r\n3\t"4\n5"\r\n') == [["1", "2"], ["3", "4\n5"]]
    assert read_block("") == [[""]]
    assert read_block('"never closed\tx') == [['"never closed', "x"]]
