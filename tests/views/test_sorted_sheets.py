"""整表 and 按指标 are sorted by their headings; keys, blocks and Ctrl+Z follow what is shown."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
from desk_app.views.scoring.score_table import ScoreTable
from tests.support.polling_round import NAMES, SCHEME, ExampleRound, make_round
from tests.support.scoring_room import key_click, keys, shown_room, stored
from tests.support.scoring_round import make_scoring_round
from tests.support.screens import DeskOfTest, type_text

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIRST = "领导班子"


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_scoring_round(desk.workspace, monkeypatch)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, example_round) as room:
        key_click(room.sheet.table, Qt.Key.Key_3, ALT)
        desk.wait()
        stand(room, 0, 0)
        paste(room, desk, "12\n9\n14\n")
        yield room


def paste(room: ScoringRoom, desk: DeskOfTest, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key_click(room.whole.table, Qt.Key.Key_V, CTRL)
    desk.wait()


def stand(room: ScoringRoom, row: int, column: int) -> None:
    room.whole.table.setCurrentIndex(room.whole.model.index(row, column))
    room.whole.table.setFocus()


def click(table: ScoreTable, column: int) -> None:
    """Press a heading with the mouse."""
    heading = table.heading
    at = QPoint(heading.sectionViewportPosition(column) + 8, heading.height() // 2)
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)


def column(room: ScoringRoom, at: int = 0, rows: int = 4) -> list[str]:
    return [str(room.whole.model.index(row, at).data()) for row in range(rows)]


def names(room: ScoringRoom, rows: int = 3) -> list[str]:
    return [room.whole.model.name(row) for row in range(rows)]


def test_a_heading_sorts_up_down_and_back_with_the_cursor_in_its_cell(room: ScoringRoom) -> None:
    table, model = room.whole.table, room.whole.model
    stand(room, 2, 0)
    click(table, 0)
    assert column(room) == ["9", "12", "14", ""], "what is empty comes last"
    assert names(room) == [NAMES[1], NAMES[0], NAMES[2]]
    assert model.row_heading(0).endswith(NAMES[1])
    assert table.heading.arrow == (0, "▲")
    click(table, 0)
    assert column(room) == ["14", "12", "9", ""]
    assert table.heading.arrow == (0, "▼")
    assert table.currentIndex().row() == 0, "the cursor stays with its subject"
    click(table, 0)
    assert names(room) == list(NAMES[:3])
    assert table.heading.arrow == (-1, "")


def test_typing_blocks_and_filling_down_go_by_the_order_shown(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    table, model = room.whole.table, room.whole.model
    click(table, 0)
    stand(room, 0, 0)
    keys(room, "15↵")
    desk.wait()
    assert stored(example_round, 1, FIRST) == Decimal(15)
    assert column(room) == ["15", "12", "14", ""], "no row moves while one types"
    assert table.currentIndex().row() == 1
    stand(room, 0, 1)
    paste(room, desk, "1\n2\n3\n")
    second = model.shown[1][0].name
    assert [stored(example_round, one, second) for one in (1, 0, 2)] == [1, 2, 3]
    stand(room, 1, 1)
    key_click(table, Qt.Key.Key_D, CTRL)
    desk.wait()
    assert stored(example_round, 0, second) == 1
    # A copy of the sheet stands as it is seen, and comes back by its names.
    key_click(table, Qt.Key.Key_A, CTRL)
    key_click(table, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[1].startswith(f"{NAMES[1]}\t15")
    click(table, 1)
    click(table, 1)
    stand(room, 0, 0)
    paste(room, desk, copied)
    assert stored(example_round, 1, FIRST) == Decimal(15)


def test_ctrl_z_finds_the_cell_wherever_its_row_is(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    table = room.whole.table
    stand(room, 2, 0)
    keys(room, "8↵")
    desk.wait()
    click(table, 0)
    assert names(room, 1) == [NAMES[2]]
    stand(room, 3, 3)
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 2, FIRST) == Decimal(14)
    here = table.currentIndex()
    assert (here.row(), here.column()) == (0, 0)
    assert column(room) == ["14", "9", "12", ""]


def test_the_order_stays_with_the_reasons_and_is_taken_anew_for_another_evaluator(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    table = room.whole.table
    key_click(table, Qt.Key.Key_Left, ALT)
    desk.wait()
    stand(room, 0, 0)
    paste(room, desk, "3\n1\n2\n")
    key_click(table, Qt.Key.Key_Right, ALT)
    desk.wait()
    click(table, 0)
    key_click(table, Qt.Key.Key_R, ALT)
    assert names(room) == [NAMES[1], NAMES[0], NAMES[2]]
    assert table.heading.arrow == (0, "▲")
    stand(room, 0, 0)
    key_click(table, Qt.Key.Key_F2)
    type_text("缺委员")
    keys(room, "↵")
    desk.wait()
    stand(room, 1, 0)
    key_click(table, Qt.Key.Key_F2)
    type_text("同上")
    keys(room, "↵")
    desk.wait()
    assert column(room, rows=2) == ["缺委员", "缺委员"]
    key_click(table, Qt.Key.Key_F, ALT)
    stand(room, 0, 0)
    key_click(table, Qt.Key.Key_Left, ALT)
    desk.wait()
    assert column(room) == ["1", "2", "3", ""]
    assert names(room) == [NAMES[1], NAMES[2], NAMES[0]]
    assert room.whole.model.name(table.currentIndex().row()) == NAMES[1]


def test_names_sort_by_what_stands_over_them_and_by_the_menu(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    table, model = room.whole.table, room.whole.model
    click(table, 0)
    over = table._over_names
    QTest.mouseClick(over, Qt.MouseButton.LeftButton)
    assert names(room) == sorted(NAMES)[:3]
    assert over.text() == "党组织 ▲"
    assert table.heading.arrow == (-1, "")
    QTest.mouseClick(over, Qt.MouseButton.LeftButton)
    assert names(room) == sorted(NAMES, reverse=True)[:3]
    QTest.mouseClick(over, Qt.MouseButton.LeftButton)
    assert names(room) == list(NAMES[:3])
    stand(room, 1, 0)
    key_click(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = (one for one in table.findChildren(QMenu) if one.isVisible())
    acts = {one.text(): one for one in menu.actions()}
    acts["按“党组织”降序 ▼"].trigger()
    menu.close()
    assert names(room) == sorted(NAMES, reverse=True)[:3]
    assert ("恢复名单的次序", "") in [(words, "") for words, _ in model.offered(())]
    # What is read again meanwhile leaves the order alone.
    room.open_round(room.round_id)
    desk.wait()
    assert names(room) == sorted(NAMES, reverse=True)[:3]
    assert over.text() == "党组织 ▼"


def test_one_indicator_of_everybody_is_sorted_too(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    key_click(room.whole.table, Qt.Key.Key_2, ALT)
    desk.wait()
    assert room.pages.currentIndex() == ScoringPage.BY_INDICATOR
    table, model = room.turned.table, room.turned.model
    at = model.points_column(model.superior)
    click(table, at)
    assert [str(model.index(row, at).data()) for row in range(4)] == ["9", "12", "14", ""]
    table.setCurrentIndex(model.index(0, at))
    table.setFocus()
    keys(room, "10↵")
    desk.wait()
    assert stored(example_round, 1, FIRST) == Decimal(10)
    click(table, 0)
    shown = [line.subject.name for line in model.lines]
    assert shown == sorted(shown)
    assert table.heading.arrow == (0, "▲")
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 1, FIRST) == Decimal(9)
    assert model.lines[table.currentIndex().row()].subject.name == NAMES[1]


def test_members_are_called_members(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> None:
    members = replace(SCHEME, object_name="党员")
    made = make_round(desk.workspace, monkeypatch, rules=members)
    with shown_room(desk, made) as room:
        key_click(room.sheet.table, Qt.Key.Key_2, ALT)
        desk.wait()
        assert room.turned.model.heading(0) == "党员"
        key_click(room.turned.table, Qt.Key.Key_3, ALT)
        desk.wait()
        assert room.whole.table._over_names.text() == "党员"
        assert "党员名称" in room.whole.hint.text()
        assert room.whole.model.offered(())[0][0] == "按“党员”升序 ▲"


def test_what_is_typed_after_sorting_is_seen(room: ScoringRoom) -> None:
    table = room.whole.table
    table.setFixedHeight(table.heading.height() + 3 * table.rowHeight(0))
    stand(room, 0, 0)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    click(table, 0)
    click(table, 0)
    click(table, 0)  # as the list has it; nothing scrolls while one sorts
    here = table.visualRect(table.currentIndex())
    assert not table.viewport().rect().contains(here)
    keys(room, "1")
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    assert table.viewport().rect().contains(editor.geometry())
    assert editor.text() == "1"
