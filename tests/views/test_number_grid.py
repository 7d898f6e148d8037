import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import ROOT, AnyIndex


class Halls(NumberGrid):
    """Three rows of a name that stands and two numbers that are typed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[tuple[int, int], str] = {}
        self.steps: list[tuple[str, dict[tuple[int, int], str]]] = []

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.texts.get((index.row(), index.column()), "")
        return None

    def is_typed(self, row: int, column: int) -> bool:
        return row >= 0 and column > 0

    def take_cells(self, cells: Cells, words: str) -> None:
        self.texts.update(cells)
        self.steps.append((words, dict(cells)))


@pytest.fixture
def grid(qapp: QApplication) -> Halls:
    return Halls()


def test_typing_is_one_step_and_the_same_text_none(grid: Halls) -> None:
    cell: QModelIndex = grid.index(0, 1)
    assert grid.setData(cell, "8")
    assert grid.setData(cell, "8")
    assert grid.steps == [("填写", {(0, 1): "8"})]
    assert not grid.setData(grid.index(0, 0), "柳树湾村")
    assert not grid.flags(grid.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert grid.flags(cell) & Qt.ItemFlag.ItemIsEditable


def test_a_block_is_one_step_and_what_lies_outside_is_said(grid: Halls) -> None:
    outside: list[int] = []
    grid.outside.connect(outside.append)
    grid.paste(grid.index(2, 0), [["村", "1", "2", "3"], ["", "4", "", ""]])
    assert grid.steps == [("粘贴", {(2, 1): "1", (2, 2): "2"})]
    assert outside == [3]


def test_emptying_is_one_step_and_leaves_what_nobody_types(grid: Halls) -> None:
    grid.clear([grid.index(row, column) for row in range(2) for column in range(2)])
    assert grid.steps == [("清除", {(0, 1): "", (1, 1): ""})]


def test_filling_down_is_one_step_and_one_cell_takes_what_stands_above(grid: Halls) -> None:
    grid.texts = {(0, 0): "村", (0, 1): "8", (0, 2): "9"}
    grid.fill_down([grid.index(row, column) for row in range(3) for column in range(2)])
    assert grid.steps == [("向下填充", {(1, 1): "8", (2, 1): "8"})]
    grid.fill_down([grid.index(1, 2)])
    assert grid.steps[1:] == [("向下填充", {(1, 2): "9"})]
    grid.fill_down([grid.index(0, 1)])
    assert len(grid.steps) == 2
