from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.domain.rectification import ItemField, Rectification, Status
from desk_app.services import rectification
from desk_app.views.kit.theme import WRONG
from desk_app.views.rectification import RectificationRoom
from desk_app.views.rectification.table import COLUMNS, STATUS
from tests.support.screens import DeskOfTest, picture
from tests.support.submission_township import Township, make_township, score

GOAL, DUE, OWNER = (COLUMNS.index(one) for one in (ItemField.GOAL, ItemField.DUE, ItemField.OWNER))
STATE = COLUMNS.index(STATUS)


@pytest.fixture
def township(desk: DeskOfTest) -> Township:
    made = make_township(desk.workspace)
    score(
        made,
        "柳树湾村党支部",
        "0.9",
        low={"领导班子": ("10", "班子缺 1 名委员"), "活动阵地": ("5", "没有活动室")},
    )
    score(made, "石桥村党支部", "0.9", low={"工作制度": ("1", "")})
    return made


@pytest.fixture
def room(desk: DeskOfTest, township: Township, qtbot: QtBot) -> RectificationRoom:
    made = RectificationRoom(desk.context)
    qtbot.addWidget(made)
    made.resize(1210, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_round(township.round_id)
    desk.wait()
    return made


@pytest.fixture
def drawn(room: RectificationRoom, desk: DeskOfTest) -> RectificationRoom:
    room.buttons["从低分指标生成"].click()
    settle(desk)
    room.notice.dismiss()
    return room


def test_a_small_window_shows_every_column(drawn: RectificationRoom) -> None:
    drawn.resize(1093 - 72, 480)
    QApplication.processEvents()
    assert drawn.sheet.horizontalScrollBar().maximum() == 0


def settle(desk: DeskOfTest) -> None:
    """Until the answer of an answer is shown too."""
    desk.wait()
    desk.wait()


def stored(desk: DeskOfTest, township: Township) -> tuple[Rectification, ...]:
    return rectification.ledger(desk.workspace, township.round_id)


def typed(room: RectificationRoom, row: int, column: int, text: str) -> None:
    """Type over a cell with real keys, then Enter."""
    room.sheet.setFocus()
    room.sheet.setCurrentIndex(room.table.index(row, column))
    QTest.keyClicks(room.sheet, text[0])
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(5)


def beside(room: RectificationRoom) -> str:
    """What the current cell says right beside it."""
    label = room.sheet.findChild(QLabel, "refusal")
    return label.text() if isinstance(label, QLabel) and label.isVisible() else ""


def press(key: Qt.Key) -> None:
    """Press a key wherever the focus is."""
    there = QApplication.focusWidget()
    assert there is not None
    QTest.keyClick(there, key)


def shown(room: RectificationRoom, column: int) -> list[str]:
    return [room.table.index(row, column).data() for row in range(room.table.rowCount())]


def test_an_empty_ledger_says_what_to_do(room: RectificationRoom) -> None:
    assert room.sheet.isHidden()
    assert "从低分指标生成" in room.empty.text()


def test_drawing_fills_the_table_and_says_how_many(
    room: RectificationRoom, desk: DeskOfTest
) -> None:
    room.buttons["从低分指标生成"].click()
    settle(desk)
    assert shown(room, 0) == ["柳树湾村党支部", "柳树湾村党支部", "石桥村党支部"]
    assert room.notice.text.startswith("从低分指标新增 3 项，涉及 2 个党组织。")
    assert room.filters[None].text() == "全部 3"
    room.buttons["从低分指标生成"].click()
    settle(desk)
    assert room.notice.text.startswith("没有新的低分指标。")
    assert room.table.rowCount() == 3
    assert desk.heard.changed >= 1


def test_typing_saves_each_cell_and_goes_down(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    typed(drawn, 0, OWNER, "Wang")
    here = drawn.sheet.currentIndex()
    assert (here.row(), here.column()) == (1, OWNER)
    desk.wait()
    assert stored(desk, township)[0].owner == "Wang"


def test_undo_and_redo_reach_the_disk(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    typed(drawn, 0, OWNER, "Wang")
    drawn.undo_stack().undo()
    desk.wait()
    assert (stored(desk, township)[0].owner, shown(drawn, OWNER)[0]) == ("", "")
    drawn.undo_stack().redo()
    desk.wait()
    assert (stored(desk, township)[0].owner, shown(drawn, OWNER)[0]) == ("Wang", "Wang")


@pytest.mark.parametrize("text", ["20260315", "2026.3.15", "2026-03-15"])
def test_due_days_are_typed_in_any_form_and_turn_a_row_red(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township, text: str
) -> None:
    typed(drawn, 0, DUE, text)
    desk.wait()
    assert stored(desk, township)[0].due_on == date(2026, 3, 15)
    assert "已逾期" in drawn.table.index(0, STATE).data()
    assert drawn.table.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert drawn.table.index(1, 0).data(Qt.ItemDataRole.BackgroundRole) is None
    assert drawn.filters[Status.OVERDUE].text() == "已逾期 1"


def test_a_wrong_day_stays_where_it_stands_and_is_not_saved(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    typed(drawn, 0, DUE, "2026-2-30")
    desk.wait()
    assert shown(drawn, DUE)[0] == "2026-2-30"
    assert "“2026-2-30”不是日期" in beside(drawn)
    assert stored(desk, township)[0].due_on is None
    typed(drawn, 0, DUE, "2-28")
    desk.wait()
    assert beside(drawn) == ""
    assert stored(desk, township)[0].due_on is not None


def test_a_refused_cell_holds_the_cursor_says_why_and_is_undone(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township, tmp_path: Path
) -> None:
    typed(drawn, 0, DUE, "2026.13.40")
    here = drawn.sheet.currentIndex()
    assert (here.row(), here.column()) == (0, DUE)
    assert "“2026.13.40”不是日期" in beside(drawn)
    assert drawn.notice.text == ""
    cell = drawn.sheet.visualRect(here)
    seen = drawn.sheet.grab().toImage()
    picture(drawn, tmp_path / "refused.png")
    frame = drawn.sheet.viewport().mapTo(drawn.sheet, cell.topLeft() + QPoint(1, 1))
    assert seen.pixelColor(frame) == QColor(WRONG)
    QTest.keyClick(drawn.sheet, Qt.Key.Key_Down)
    assert beside(drawn) == ""
    drawn.open_round(township.round_id)
    settle(desk)
    assert shown(drawn, DUE)[0] == "2026.13.40"
    drawn.undo_stack().undo()
    settle(desk)
    assert shown(drawn, DUE)[0] == ""
    drawn.undo_stack().redo()
    assert shown(drawn, DUE)[0] == "2026.13.40"


def test_of_several_refused_cells_the_first_is_stood_on_and_the_notice_counts(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.setFocus()
    drawn.sheet.setCurrentIndex(drawn.table.index(0, DUE))
    QGuiApplication.clipboard().setText("3-15\n2026.13.1\n2026.13.2\n")
    QTest.keyClick(drawn.sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    assert stored(desk, township)[0].due_on is not None
    assert drawn.sheet.currentIndex().row() == 1
    assert drawn.notice.text.startswith("有 2 格填得不对")
    for row in (1, 2):
        typed(drawn, row, DUE, "3-15")
    settle(desk)
    assert drawn.notice.text == ""
    assert shown(drawn, DUE)[1] == shown(drawn, DUE)[0]


def test_a_day_set_by_the_line_overtakes_what_was_refused(
    drawn: RectificationRoom, desk: DeskOfTest
) -> None:
    typed(drawn, 0, DUE, "2026.13.1")
    drawn.buttons["设定时限…"].click()
    field = drawn.line.field("完成时限")
    QTest.keyClicks(field, "12-31")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(desk)
    assert shown(drawn, DUE)[0].endswith("-12-31")


def test_a_block_from_wps_is_one_step(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.setFocus()
    drawn.sheet.setCurrentIndex(drawn.table.index(0, GOAL))
    QGuiApplication.clipboard().setText("补齐班子\t召开党员大会\n建活动室\t申请资金\n")
    QTest.keyClick(drawn.sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert [one.goal for one in stored(desk, township)] == ["补齐班子", "建活动室", ""]
    assert [one.measures for one in stored(desk, township)] == ["召开党员大会", "申请资金", ""]
    drawn.undo_stack().undo()
    desk.wait()
    assert [one.goal for one in stored(desk, township)] == ["", "", ""]


def test_a_problem_cannot_be_emptied(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.setCurrentIndex(drawn.table.index(0, 1))
    QTest.keyClick(drawn.sheet, Qt.Key.Key_Delete)
    desk.wait()
    assert "存在问题不能为空" in beside(drawn)
    assert stored(desk, township)[0].problem


def test_closing_asks_for_proof_and_name_on_a_line(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.selectRow(0)
    drawn.buttons["销号…"].click()
    proof = drawn.line.field("佐证")
    assert QApplication.focusWidget() is proof
    for _ in range(3):  # Enter goes from field to field, on the last it submits
        press(Qt.Key.Key_Return)
    assert not drawn.line.isHidden()
    assert "佐证" in drawn.line._wrong.text()

    QTest.keyClicks(proof, "photo")
    QTest.keyClicks(drawn.line.field("销号人"), "Wang")
    QTest.keyClick(drawn.line.field("日期"), Qt.Key.Key_Return)
    settle(desk)

    assert drawn.line.isHidden()
    first = stored(desk, township)[0]
    assert (first.proof, first.closed_by) == ("photo", "Wang")
    assert first.closed_on == desk.workspace.today()
    assert "已销号" in drawn.table.index(0, STATE).data()
    drawn.undo_stack().undo()
    settle(desk)
    assert stored(desk, township)[0].closed_on is None
    drawn.undo_stack().redo()
    settle(desk)
    assert stored(desk, township)[0].proof == "photo"


def test_cells_typed_while_the_question_stands_survive_the_undo(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.selectRow(0)
    drawn.buttons["设定时限…"].click()
    typed(drawn, 0, OWNER, "Wang")
    field = drawn.line.field("完成时限")
    QTest.keyClicks(field, "12-31")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(desk)
    drawn.undo_stack().undo()
    settle(desk)
    first = stored(desk, township)[0]
    assert (first.owner, first.due_on) == ("Wang", None)


def test_escape_closes_the_line_and_nothing_happens(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.selectRow(0)
    drawn.buttons["销号…"].click()
    QTest.keyClicks(drawn.line.field("佐证"), "photo")
    QTest.keyClick(drawn.line.field("佐证"), Qt.Key.Key_Escape)
    desk.wait()
    assert drawn.line.isHidden()
    assert stored(desk, township)[0].closed_on is None


def test_one_due_day_for_the_selected_rows(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.sheet.selectAll()
    drawn.buttons["设定时限…"].click()
    field = drawn.line.field("完成时限")
    QTest.keyClicks(field, "2026.13.1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "不是日期" in drawn.line._wrong.text()
    assert isinstance(field, QLineEdit)
    field.clear()
    QTest.keyClicks(field, "12-31")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(desk)
    year = desk.workspace.today().year
    assert {one.due_on for one in stored(desk, township)} == {date(year, 12, 31)}


def test_a_new_item_by_initials(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    drawn.buttons["新增"].click()
    chosen = drawn.line.field("党组织")
    problem = drawn.line.field("存在问题")
    QTest.keyClicks(chosen, "dzb")
    QTest.keyClick(chosen, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is problem
    QTest.keyClicks(problem, "no ledger")
    QTest.keyClick(problem, Qt.Key.Key_Return)
    assert "有 6 个党组织符合" in drawn.line._wrong.text()
    chosen.clear()
    QTest.keyClicks(chosen, "jgdy")
    problem.setFocus()
    QTest.keyClick(problem, Qt.Key.Key_Return)
    settle(desk)
    assert drawn.line.isHidden()
    assert [one.subject for one in stored(desk, township)].count("机关第一党支部") == 1
    drawn.undo_stack().undo()
    settle(desk)
    assert len(stored(desk, township)) == 3


def test_a_new_item_is_seen_at_once_also_where_a_search_would_hide_it(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    QTest.keyClicks(drawn.search, "sqc")
    drawn.filters[Status.OPEN].click()
    drawn.buttons["新增"].click()
    chosen, problem = drawn.line.field("党组织"), drawn.line.field("存在问题")
    assert isinstance(chosen, QLineEdit)
    chosen.clear()
    QTest.keyClicks(chosen, "jgdy")
    problem.setFocus()
    QTest.keyClicks(problem, "no ledger")
    QTest.keyClick(problem, Qt.Key.Key_Return)
    settle(desk)
    here = drawn.sheet.currentIndex()
    assert drawn.table.item(here.row()).problem == "no ledger"
    assert [one.problem for one in drawn.selected()] == ["no ledger"]
    assert drawn.sheet.viewport().rect().contains(drawn.sheet.visualRect(here).center())
    assert drawn.filters[None].isChecked()
    drawn.buttons["新增"].click()
    assert drawn.line.texts()["党组织"] == "", "nobody has chosen the item that was just added"


def test_headings_and_menus_sort_and_the_cursor_stays_with_its_item(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    for row, text in enumerate(("12-31", "6-30", "9-30")):
        typed(drawn, row, DUE, text)
    settle(desk)
    drawn.sheet.setCurrentIndex(drawn.table.index(1, GOAL))
    cursor = drawn.table.item(1)
    heading = drawn.sheet.heading
    at = QPoint(heading.sectionViewportPosition(DUE) + 8, heading.height() // 2)
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [one[5:] for one in shown(drawn, DUE)] == ["06-30", "09-30", "12-31"]
    assert heading.arrow == (DUE, "▲")
    assert drawn.table.item(drawn.sheet.currentIndex().row()).id == cursor.id
    typed(drawn, 0, DUE, "12-1")
    settle(desk)
    assert [one[5:] for one in shown(drawn, DUE)] == ["12-01", "09-30", "12-31"]
    drawn.open_round(township.round_id)
    settle(desk)
    assert [one[5:] for one in shown(drawn, DUE)] == ["09-30", "12-01", "12-31"]
    heading.setSortIndicator(STATE, Qt.SortOrder.DescendingOrder)
    heading.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert [one[5:] for one in shown(drawn, DUE)] == ["12-31", "12-01", "09-30"]


def test_a_new_item_for_the_selected_organisation_asks_for_the_problem_alone(
    drawn: RectificationRoom,
) -> None:
    drawn.sheet.selectRow(2)
    drawn.buttons["新增"].click()
    QTest.qWait(5)
    assert drawn.line.texts()["党组织"] == "石桥村党支部"
    assert QApplication.focusWidget() is drawn.line.field("存在问题")


@pytest.mark.parametrize("loaded_again", [False, True])
def test_a_cell_that_the_room_marked_chooses_no_organisation(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township, loaded_again: bool
) -> None:
    drawn.sheet.setCurrentIndex(QModelIndex())
    assert drawn.first_focus() is drawn.sheet
    if loaded_again:
        drawn.open_round(township.round_id)
        settle(desk)
        assert len(drawn.selected()) == 1
    drawn.buttons["新增"].click()
    assert drawn.line.texts()["党组织"] == ""
    assert QApplication.focusWidget() is drawn.line.field("党组织")


def test_deleting_asks_and_can_be_undone(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    before = stored(desk, township)
    drawn.sheet.selectRow(1)
    drawn.buttons["删除"].click()
    QTest.qWait(5)
    assert "要从台账中删除" in drawn.notice.text
    assert len(stored(desk, township)) == 3
    press(Qt.Key.Key_Space)
    settle(desk)
    assert stored(desk, township) == (before[0], before[2])
    drawn.undo_stack().undo()
    settle(desk)
    assert stored(desk, township) == before


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda room: room.filters[Status.OVERDUE].click(), ["柳树湾村党支部"]),
        (lambda room: room.filters[Status.CLOSED].click(), ["石桥村党支部"]),
        (lambda room: QTest.keyClicks(room.search, "sqc"), ["石桥村党支部"]),
    ],
)
def test_filters_and_search(
    drawn: RectificationRoom,
    desk: DeskOfTest,
    township: Township,
    act: Callable[[RectificationRoom], object],
    left: list[str],
) -> None:
    items = stored(desk, township)
    rectification.set_due(desk.workspace, [items[0].id], date(2026, 1, 1))
    rectification.close(desk.workspace, [items[2].id], "照片", "王某", date(2026, 1, 2))
    drawn.presenter.reload()
    settle(desk)
    act(drawn)
    assert shown(drawn, 0) == left


def test_the_ledger_prints(
    drawn: RectificationRoom, desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []
    monkeypatch.setattr(
        "desk_app.views.kit.preview.show_preview",
        lambda _parent, _desk, pdf, _title: seen.append(pdf),
    )
    drawn.buttons["打印台账"].click()
    settle(desk)
    assert seen[0].startswith(b"%PDF")


def test_a_fault_of_the_disk_is_told_and_the_truth_is_shown(
    drawn: RectificationRoom, desk: DeskOfTest, township: Township
) -> None:
    rectification.remove(desk.workspace, [stored(desk, township)[0].id])
    typed(drawn, 0, OWNER, "Wang")
    settle(desk)
    assert "已被删除" in drawn.notice.text
    assert drawn.table.rowCount() == 2
