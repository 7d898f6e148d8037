"""Rows of a table that wraps are measured when they come into sight, never all of them."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.rectification import ItemField, Rectification
from desk_app.views.kit.row_heights import RowHeights
from desk_app.views.kit.tables import TableView
from desk_app.views.rectification.table import COLUMNS, CellChange, LedgerTable
from desk_app.views.settings import Settings

ROWS = 3000
LONG = "活动阵地未建成，党员活动没有固定场所，资料无处存放，" * 4
PROBLEM = COLUMNS.index(ItemField.PROBLEM)


def item(number: int) -> Rectification:
    return Rectification(
        id=number, subject_id=number, subject=f"柳树湾第{number}党支部", problem=LONG
    )


@pytest.fixture
def table() -> LedgerTable:
    made = LedgerTable()
    made.show([item(number) for number in range(1, ROWS + 1)], date(2026, 3, 1))
    return made


@pytest.fixture
def sheet(table: LedgerTable, tmp_path: Path, qtbot: QtBot) -> TableView:
    made = TableView("台账", Settings(tmp_path / "settings.ini"), editable=True)
    qtbot.addWidget(made)
    made.setWordWrap(True)
    made.setModel(table)
    made.resize(900, 500)
    return made


@pytest.fixture
def heights(sheet: TableView, qtbot: QtBot) -> RowHeights:
    made = RowHeights(sheet)
    sheet.show()
    qtbot.waitExposed(sheet)
    return made


def in_sight(sheet: TableView) -> range:
    last = sheet.rowAt(sheet.viewport().height() - 1)
    return range(sheet.rowAt(0), (last if last >= 0 else sheet.model().rowCount() - 1) + 1)


def fits(sheet: TableView, row: int) -> bool:
    return sheet.rowHeight(row) >= sheet.sizeHintForRow(row)


def test_only_what_is_in_sight_is_measured(
    sheet: TableView, heights: RowHeights, table: LedgerTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(fits(sheet, row) for row in in_sight(sheet))
    usual = sheet.verticalHeader().defaultSectionSize()
    assert sheet.rowHeight(ROWS // 2) == usual
    measured: list[int] = []
    monkeypatch.setattr(sheet, "resizeRowToContents", measured.append)
    table.modelReset.emit()
    heights.fit()
    assert 0 < len(measured) <= sheet.viewport().height() // usual + 1
    assert len(sheet.findChildren(QWidget)) < 50  # no widget a row


def test_rows_that_are_scrolled_to_fit_too(sheet: TableView, heights: RowHeights) -> None:
    assert heights is not None
    sheet.verticalScrollBar().setValue(1234)
    assert sheet.rowAt(0) == 1234
    assert all(fits(sheet, row) for row in in_sight(sheet))


def test_the_current_row_stays_in_sight_though_the_rows_above_it_grow(
    sheet: TableView, heights: RowHeights, table: LedgerTable
) -> None:
    assert heights is not None
    for row in (700, ROWS - 1, 699):
        sheet.setCurrentIndex(table.index(row, PROBLEM))
        assert row in in_sight(sheet)
        assert sheet.visualRect(table.index(row, PROBLEM)).bottom() <= sheet.viewport().height()
        assert fits(sheet, row)


def test_a_row_that_changed_is_measured_again(
    sheet: TableView, heights: RowHeights, table: LedgerTable
) -> None:
    before = sheet.rowHeight(0)
    table.apply([CellChange(1, ItemField.GOAL, "", LONG * 4)])
    heights.forget(0)
    heights.fit()
    assert sheet.rowHeight(0) > before


def test_other_rows_and_narrower_columns_are_measured_anew(
    sheet: TableView, heights: RowHeights, table: LedgerTable, qtbot: QtBot
) -> None:
    assert heights is not None
    table.show([Rectification(1, 1, "石桥村党支部", "短")], date(2026, 3, 1))
    qtbot.waitUntil(lambda: sheet.rowHeight(0) == sheet.verticalHeader().defaultSectionSize())
    table.show([item(1)], date(2026, 3, 1))
    sheet.setColumnWidth(PROBLEM, 60)
    qtbot.waitUntil(lambda: fits(sheet, 0))
    narrow = sheet.rowHeight(0)
    sheet.setColumnWidth(PROBLEM, 300)
    qtbot.waitUntil(lambda: sheet.rowHeight(0) < narrow)
