"""Columns follow the letters, an empty table has no bar, frozen scores are marked like others."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.views.kit import theme
from desk_app.views.kit.frozen import FrozenColumns
from desk_app.views.kit.looks import Appearance, dress
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from tests.support.scoring_room import OWN, keys, shown_room
from tests.support.scoring_round import make_scoring_round
from tests.support.screens import DeskOfTest

COLUMNS = (
    Column[str]("名称", lambda one: one, width=12),
    Column[str]("代码", lambda _: "DZB-01"),
    Column[str]("备注", lambda _: "", width=40),
    Column[str]("说明", lambda _: "", width=40),
)


@pytest.fixture(autouse=True)
def usual_again(dressed: QApplication) -> Iterator[None]:
    yield
    dress(dressed, Appearance())


@pytest.fixture
def sheet(desk: DeskOfTest, qtbot: QtBot) -> TableView:
    return made(desk, qtbot)


def made(desk: DeskOfTest, qtbot: QtBot) -> TableView:
    sheet = TableView("columns", desk.context.settings)
    qtbot.addWidget(sheet)
    sheet.setModel(Records(COLUMNS))
    sheet.resize(500, 300)
    sheet.show()
    return sheet


def show(sheet: TableView, *names: str) -> None:
    model = sheet.model()
    assert isinstance(model, Records)
    model.show(list(names))
    QApplication.processEvents()


def test_a_table_without_rows_has_no_bar(sheet: TableView) -> None:
    assert not sheet.horizontalScrollBar().isVisible()
    show(sheet, "石桥村党支部")
    assert sheet.horizontalScrollBar().isVisible()
    show(sheet)
    assert not sheet.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("room", [800, 720, 660])
def test_a_table_that_nearly_fits_has_no_bar(desk: DeskOfTest, qtbot: QtBot, room: int) -> None:
    narrow = [Column[str](one, lambda _: 1, width=2) for one in "甲乙丙"]
    wide = [Column[str](one, lambda one: one, width=18) for one in ("名称", "怎样算")]
    sheet = TableView("nearly", desk.context.settings)
    qtbot.addWidget(sheet)
    sheet.setModel(Records([*narrow, *wide]))
    sheet.resize(room, 300)
    sheet.show()
    show(sheet, "石桥村党支部")
    assert sheet.horizontalScrollBar().maximum() == 0
    assert all(sheet.columnWidth(one) >= sheet.heading.needed(one) for one in range(5))


def test_columns_grow_and_shrink_with_the_letters(
    sheet: TableView, desk: DeskOfTest, dressed: QApplication, qtbot: QtBot
) -> None:
    show(sheet, "石桥村党支部")
    sheet.setColumnWidth(1, 200)  # the clerk pulls it
    before = [sheet.columnWidth(one) for one in range(3)]
    dress(dressed, Appearance(percent=160))
    larger = [sheet.columnWidth(one) for one in range(3)]
    assert all(now > 1.4 * was for now, was in zip(larger, before, strict=True))
    assert larger[1] == 320
    again = made(desk, qtbot)  # what is remembered belongs to letters of the usual size
    show(again, "石桥村党支部")
    assert again.columnWidth(1) == 320
    dress(dressed, Appearance())
    assert [sheet.columnWidth(one) for one in range(3)] == before


def test_frozen_scores_are_framed_and_ask_for_reasons(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_scoring_round(desk.workspace, monkeypatch)
    with shown_room(desk, example_round) as room:
        table = room.sheet.table
        table.setCurrentIndex(table.model().index(0, OWN))
        keys(room, "99↵")
        desk.wait()
        table.columns.freeze(OWN)
        room.resize(640, 480)
        QApplication.processEvents()
        table.horizontalScrollBar().setValue(40)
        frozen = table.findChild(FrozenColumns)
        assert frozen is not None
        assert frozen.isVisible()
        table.setCurrentIndex(table.model().index(1, OWN))
        shown = frozen.viewport().grab().toImage()
        cell = frozen.visualRect(table.model().index(0, OWN))
        edge = [shown.pixelColor(cell.left() + 1, y) for y in range(cell.top(), cell.bottom())]
        assert theme.WRONG.casefold() in {one.name() for one in edge}


def test_a_name_keeps_its_letters_when_columns_give_some(desk: DeskOfTest, qtbot: QtBot) -> None:
    sheet = TableView("named", desk.context.settings)
    qtbot.addWidget(sheet)
    wide = [Column[str](one, lambda one: one, width=18) for one in ("测评对象", "怎样算")]
    sheet.setModel(Records(wide))
    name = "老井冲村党支部"
    letters = sheet.fontMetrics().horizontalAdvance(name)
    sheet.resize(letters * 5, 300)
    sheet.show()
    show(sheet, name)
    assert sheet.horizontalScrollBar().maximum() == 0
    assert sheet.columnWidth(0) > letters


def test_what_is_scored_stays_in_sight_where_the_rest_is_scrolled(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_scoring_round(desk.workspace, monkeypatch)
    with shown_room(desk, example_round) as room:
        table = room.sheet.table
        for column in range(1, table.model().columnCount()):
            table.setColumnWidth(column, 300)
        table.columns.ease()
        QApplication.processEvents()
        table.horizontalScrollBar().setValue(300)
        assert table.columns.frozen() == [0]
        frozen = table.findChild(FrozenColumns)
        assert frozen is not None
        assert frozen.isVisible()
        table.columns.freeze(-1)
        assert table.columns.frozen() == [], "who frees the columns is left alone"


def test_what_stands_elsewhere_gives_way_where_the_rest_has_no_room(
    desk: DeskOfTest, qtbot: QtBot
) -> None:
    columns = (
        Column[str]("名称", lambda one: one, width=12),
        Column[str]("代码", lambda _: "DZB-01", width=10, gives_way=1),
        Column[str]("区域", lambda _: "东片区", width=10, gives_way=2),
        Column[str]("书记", lambda _: "韩范", width=10),
    )

    def opened() -> TableView:
        table = TableView("gives way", desk.context.settings)
        qtbot.addWidget(table)
        table.setModel(Records(columns))
        table.resize(1000, 300)
        table.show()
        show(table, "石桥村党支部", "柳湾村党支部")
        return table

    table = opened()
    assert table.columns.shown() == [0, 1, 2, 3]
    table.resize(480, 300)
    assert table.columns.shown() == [0, 2, 3]
    table.resize(320, 300)
    assert table.columns.shown() == [0, 3]
    assert not table.horizontalScrollBar().isVisible()
    # What is copied still has everything, as it goes into a workbook.
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_text().splitlines()[:2] == [
        "名称\t代码\t区域\t书记",
        "石桥村党支部\tDZB-01\t东片区\t韩范",
    ]
    assert table.columns.has_hidden()
    table.columns.show_all()
    assert table.columns.shown() == [0, 1, 2, 3]
    # and stays so, until a column is hidden by hand
    again = opened()
    again.resize(320, 300)
    assert again.columns.shown() == [0, 1, 2, 3]
    again.columns.hide(2)
    assert again.columns.shown() == [0, 3]
    again.resize(1000, 300)
    assert again.columns.shown() == [0, 1, 3]
