"""The room 评分 under real keys: typed, entered, pasted, undone, and wrong where it stands."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import ScoreChange
from desk_app.services.scoring import round_overview, sheets
from desk_app.storage import tables
from desk_app.views.scoring import ScoringRoom, presenter
from desk_app.views.scoring.pages import ScoringPage
from desk_app.views.scoring.roster import total_words
from tests.support.indicator_modes import MODES, WEIGHED
from tests.support.polling_round import ExampleRound, make_round
from tests.support.recording import record_score
from tests.support.scoring_room import GIVEN, OWN, REASON, key_click, keys, shown_room, stored
from tests.support.scoring_round import RULES, make_scoring_round
from tests.support.screens import DeskOfTest, picture, wait_until


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_scoring_round(desk.workspace, monkeypatch)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, example_round) as room:
        yield room


def here(room: ScoringRoom) -> tuple[int, int]:
    index = room.sheet.table.currentIndex()
    return index.row(), index.column()


def fill_all(example_round: ExampleRound, subject: int, given: str = "10") -> None:
    """Complete a village's sheets."""
    sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(
                example_round.subject_ids[subject], evaluator, one.name, Decimal(given), "理由"
            )
            for evaluator in ("自评", "考评")
            for one in RULES.indicators_for("农村")
        ],
    )


def test_typing_goes_down_with_enter_and_right_with_tab(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, tmp_path: Path
) -> None:
    assert here(room) == (0, GIVEN)
    keys(room, "13.5↵")
    assert here(room) == (1, GIVEN)
    keys(room, "１４⇥")
    assert here(room) == (1, REASON)
    keys(room, "ok↵")
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal("13.5")
    assert stored(example_round, 0, "骨干队伍") == Decimal(14)
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[0])
    assert view.score("考评", "骨干队伍").note == "ok"
    last = room.sheet.model.rowCount() - 1
    assert room.sheet.model.index(last, GIVEN).data() == "27.5"
    assert room.sheet.words.text() == "27.5 分　还有 5 项未评"
    assert room.sheet.notes.text() == "有 1 处扣分没有写理由"
    assert room.subjects.model.lines[0].summary.total.points == Decimal("27.5")
    picture(room, tmp_path / "typed.png")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("八十", "不是数字"), ("15.5", "满分 15 分"), ("-1", "负分"), ("1.2345", "三位")],
)
def test_a_wrong_cell_is_marked_where_it_stands_and_nothing_is_saved(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, typed: str, words: str
) -> None:
    room.sheet.model.setData(room.sheet.model.index(0, GIVEN), typed)
    desk.wait()
    cell = room.sheet.model.index(0, GIVEN)
    assert cell.data() == typed
    assert cell.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert words in room.sheet.hint.text()
    assert "没有保存" in room.sheet.hint.text()
    assert room.sheet.isVisible()
    assert QApplication.activeModalWidget() is None
    assert stored(example_round, 0, "领导班子") is None
    keys(room, "12↵")
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal(12)
    assert cell.data(Qt.ItemDataRole.BackgroundRole) is None


def test_a_wrong_cell_waits_while_one_looks_at_somebody_else(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    keys(room, "99↵")
    room.step(1)
    desk.wait()
    assert room.sheet.model.index(0, GIVEN).data() == ""
    room.step(-1)
    desk.wait()
    assert room.sheet.model.index(0, GIVEN).data() == "99"


def test_undo_shows_the_saved_points_again_in_place_of_wrong_ones(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    cell = room.sheet.model.index(0, GIVEN)
    room.sheet.model.setData(cell, "12")
    room.sheet.model.setData(cell, "99")
    desk.wait()
    assert cell.data() == "99"
    room.undo_stack().undo()
    desk.wait()
    assert cell.data() == "12"
    assert stored(example_round, 0, "领导班子") == Decimal(12)
    room.undo_stack().undo()
    desk.wait()
    assert cell.data() == ""
    assert cell.data(Qt.ItemDataRole.BackgroundRole) is None
    assert stored(example_round, 0, "领导班子") is None


def test_a_reason_does_not_wipe_out_wrong_points_beside_it(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    room.sheet.model.setData(room.sheet.model.index(0, GIVEN), "99")
    room.sheet.model.setData(room.sheet.model.index(0, REASON), "缺委员")
    desk.wait()
    assert room.sheet.model.index(0, GIVEN).data() == "99"
    assert room.sheet.model.index(0, REASON).data() == "缺委员"


def test_escape_gives_up_only_the_cell_being_typed(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    keys(room, "12↵9⎋")
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal(12)
    assert stored(example_round, 0, "骨干队伍") is None


def test_a_deduction_asks_for_its_reason_in_place(room: ScoringRoom, desk: DeskOfTest) -> None:
    keys(room, "13⇥")
    desk.wait()
    assert room.sheet.hint.text() == "“领导班子”扣了 2 分，请写明扣分理由。"
    reason = room.sheet.model.index(0, REASON)
    assert reason.data(Qt.ItemDataRole.BackgroundRole) is not None
    room.sheet.model.setData(reason, "缺委员")
    desk.wait()
    assert reason.data(Qt.ItemDataRole.BackgroundRole) is None
    assert room.sheet.notes.text() == ""


def test_a_pasted_column_is_one_step_and_ctrl_z_takes_it_back(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    keys(room, "11↵")
    room.sheet.table.setCurrentIndex(room.sheet.model.index(0, GIVEN))
    QGuiApplication.clipboard().setText("15\r\n１４\r\n八十\r\n15\r\n20\r\n18\r\n3\r\n97\r\n")
    key_click(room.sheet.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert stored(example_round, 0, "骨干队伍") == Decimal(14)
    assert stored(example_round, 0, "活动阵地") is None
    assert stored(example_round, 0, "加分项目") == Decimal(3)
    assert room.sheet.model.index(2, GIVEN).data() == "八十"
    assert room.notice.text == "有的没有粘贴：第 8 行有 1 格不能填。"
    assert here(room) == (2, GIVEN)
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal(11)
    assert stored(example_round, 0, "加分项目") is None
    room.undo_stack().redo()
    desk.wait()
    assert stored(example_round, 0, "加分项目") == Decimal(3)


def test_undo_brings_back_the_subject_it_was_typed_for(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    keys(room, "12↵")
    key_click(room.sheet.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.wait()
    assert room.subjects.current() == example_round.subject_ids[1]
    room.undo_stack().undo()
    desk.wait()
    assert room.subjects.current() == example_round.subject_ids[0]
    assert here(room) == (0, GIVEN)
    assert room.sheet.model.index(0, GIVEN).data() == ""
    assert stored(example_round, 0, "领导班子") is None


def test_enter_in_the_row_of_sums_goes_on_to_the_next(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    keys(room, "15↵" * 4 + "20↵20↵5↵")
    desk.wait()
    assert here(room) == (7, GIVEN)
    assert room.sheet.words.text() == "105 分　五星"
    keys(room, "↵")
    desk.wait()
    assert room.subjects.current() == example_round.subject_ids[1]
    assert here(room) == (0, GIVEN)


def test_page_keys_go_from_subject_to_subject_and_keep_what_is_being_typed(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    keys(room, "12")
    editor = QApplication.focusWidget()
    assert editor is not None
    room.step(1)
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal(12)
    assert room.subjects.current() == example_round.subject_ids[1]
    key_click(room.sheet.table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert room.subjects.current() == example_round.subject_ids[0]


def test_the_list_is_found_by_initials_and_marks_who_is_done(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    fill_all(example_round, 1)
    room.open_round(example_round.round_id)
    desk.wait()
    assert room.subjects.count.text() == "1/11 已评完"
    room.subjects.search.setFocus()
    keys(room, "sqc")
    desk.wait()
    assert room.subjects.list.model().rowCount() == 1
    keys(room, "↵")
    assert room.subjects.current() == example_round.subject_ids[1]
    assert room.heading.text().startswith("石桥村党支部")
    assert room.sheet.words.text() == "70 分　三星，距四星 10"


def test_far_apart_sheets_are_pointed_out(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    fill_all(example_round, 0)
    first = example_round.subject_ids[0]
    record_score(example_round.workspace, ScoreChange(first, "自评", "村务公开", Decimal(20)))
    record_score(example_round.workspace, ScoreChange(first, "自评", "群众评价", Decimal(20)))
    room.open_round(example_round.round_id)
    desk.wait()
    assert "自评比考评高 20 分，相差超过 10 分" in room.sheet.notes.text()


def test_the_turned_table_is_filled_the_same_way(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    room.turned.indicator.setCurrentText("村务公开")
    room.turned.wanted.emit("村务公开")
    desk.wait()
    room.turned.table.setFocus()
    room.turned.table.setCurrentIndex(room.turned.model.index(0, GIVEN))
    QGuiApplication.clipboard().setText("18\n25\n7\n19\n")
    key_click(room.turned.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert stored(example_round, 0, "村务公开") == Decimal(18)
    assert stored(example_round, 1, "村务公开") is None
    assert stored(example_round, 3, "村务公开") == Decimal(19)
    assert room.turned.model.index(2, 2 - 1).data() == "无此项"
    assert "满分 20 分" in room.turned.model.sentence(1, GIVEN)
    assert room.notice.text == "有的没有粘贴：第 3 行有 1 格不能填。"
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 0, "村务公开") is None
    assert room.pages.currentIndex() == ScoringPage.BY_INDICATOR


def test_only_the_cells_concerned_are_drawn_again(room: ScoringRoom, desk: DeskOfTest) -> None:
    told: list[tuple[int, int]] = []
    room.sheet.model.dataChanged.connect(lambda first, _last: told.append(_place(first)))
    room.sheet.model.setData(room.sheet.model.index(1, GIVEN), "12")
    desk.wait()
    assert set(told) == {(1, GIVEN), (1, REASON), (7, GIVEN)}


def _place(index: QModelIndex) -> tuple[int, int]:
    return index.row(), index.column()


def test_a_locked_round_can_be_looked_at(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    with example_round.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1, finalised_at="2026-05-01"))
    keys(room, "12↵")
    desk.wait()
    assert "已经定稿" in room.notice.text
    assert room.sheet.model.index(0, GIVEN).data() == "", "what was not saved is not shown"
    room.open_round(example_round.round_id)
    desk.wait()
    flags = room.sheet.model.flags(room.sheet.model.index(0, GIVEN))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_without_a_round_it_says_where_to_begin(desk: DeskOfTest, qtbot: QtBot) -> None:
    room = ScoringRoom(desk.context)
    qtbot.addWidget(room)
    room.show()
    room.open_round(None)
    assert room.empty.isVisible()
    assert not room.body.isVisible()


def test_what_comes_next_is_told_when_typing_rests(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, qtbot: QtBot
) -> None:
    told: list[tuple[str, str]] = []
    room.next_step.connect(lambda words, key: told.append((words, key)))
    keys(room, "12↵")
    desk.wait()
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == ("还有 11 个党组织没有自评评分", "")


def test_the_whole_sheet_copies_with_its_headings(room: ScoringRoom, desk: DeskOfTest) -> None:
    keys(room, "12↵")
    desk.wait()
    key_click(room.sheet.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key_click(room.sheet.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "指标\t分值\t自评\t考评\t扣分理由\t自评佐证"
    assert lines[1] == "领导班子\t15\t\t12\t\t"
    assert lines[8].startswith("合计\t110\t—\t12")


def modes_room(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, rules: Scheme
) -> tuple[ScoringRoom, ExampleRound]:
    example_round = make_round(desk.workspace, monkeypatch, rules=rules)
    room = ScoringRoom(desk.context)
    room.resize(1200, 660)
    room.show()
    room.open_round(example_round.round_id)
    desk.wait()
    room.sheet.table.setFocus()
    return room, example_round


def test_deductions_ticks_and_targets_are_typed_as_they_are_meant(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room, example_round = modes_room(desk, monkeypatch, MODES)
    model = room.sheet.model
    worth = [str(model.index(row, 1).data()) for row in range(6)]
    assert worth == ["40", "20，填扣分", "30 或 0", "10，填√×", "不计分", "100"]
    room.sheet.table.setCurrentIndex(model.index(0, GIVEN))
    keys(room, "38↵")
    assert "填扣掉的分数" in room.sheet.hint.text()
    assert "每起扣 5 分" in room.sheet.hint.text()
    keys(room, "5↵15↵")
    desk.wait()
    assert stored(example_round, 0, "目标") is None
    assert model.look(2, GIVEN).wrong
    room.sheet.table.setCurrentIndex(model.index(2, GIVEN))
    keys(room, "30↵")
    QGuiApplication.clipboard().setText("√")
    room.sheet.table.setCurrentIndex(model.index(3, GIVEN))
    key_click(room.sheet.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert stored(example_round, 0, "党务公开") == Decimal(1)
    assert model.index(3, GIVEN).data() == "√"
    # 38 + (20 − 5) + 30 + 10, and a line that counts for nothing is not missing
    assert model.index(5, GIVEN).data() == "93"
    assert room.sheet.words.text().startswith("93 分　甲")
    room.sheet.table.setCurrentIndex(model.index(1, REASON))
    assert "扣了 5 分" in room.sheet.hint.text()
    picture(room, tmp_path / "modes.png")
    room.turned.show_indicators(MODES.indicator_names())
    room.turned.indicator.setCurrentText("党务公开")
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    picture(room, tmp_path / "modes_turned.png")
    room.close()


def test_a_weighted_total_stands_in_the_list_beside_both_sums(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room, example_round = modes_room(desk, monkeypatch, WEIGHED)
    entries = {"班子": ("40", "30"), "纪律": ("0", "10"), "目标": ("30", "30")}
    entries["党务公开"] = ("1", "0")
    first = example_round.subject_ids[0]
    changes = [
        ScoreChange(first, evaluator, name, Decimal(given))
        for name, pair in entries.items()
        for evaluator, given in zip(("自评", "考评"), pair, strict=True)
    ]
    sheets.record_many(desk.workspace, changes)
    room.open_round(example_round.round_id)
    desk.wait()
    line = room.subjects.model.lines[0]
    # 自评 100, 考评 70: (3 × 100 + 7 × 70) ÷ 10
    assert line.summary.total.points == Decimal(79)
    assert [one.points for one in line.summary.sums.values()] == [Decimal(100), Decimal(70)]
    last = room.sheet.model.rowCount() - 1
    sums = [str(room.sheet.model.index(last, column).data()) for column in (OWN, GIVEN)]
    assert sums == ["100", "70"]
    across = Qt.Orientation.Horizontal
    heads = [str(room.sheet.model.headerData(column, across)) for column in (OWN, GIVEN)]
    assert heads == ["自评×3", "考评×7"]
    assert room.sheet.words.text().startswith("79 分　乙")
    picture(room, tmp_path / "weighed.png")
    room.close()


def test_another_indicator_begins_at_its_first_row(room: ScoringRoom, desk: DeskOfTest) -> None:
    room.resize(1000, 320)
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    table, model = room.turned.table, room.turned.model
    table.setCurrentIndex(model.index(model.rowCount() - 1, GIVEN))
    assert table.verticalScrollBar().value() > 0
    room.turned.want("骨干队伍")
    desk.wait()
    assert table.currentIndex().row() == 0
    assert table.verticalScrollBar().value() == 0
    table.setCurrentIndex(model.index(3, GIVEN))
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    assert table.currentIndex().row() == 3


def test_a_full_sheet_of_its_own_never_reads_as_zero(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(example_round.subject_ids[0], "自评", one.name, Decimal(10))
            for one in RULES.indicators_for("农村")
        ],
    )
    room.open_round(example_round.round_id)
    desk.wait()
    assert total_words(room.subjects.model.lines[0]) == "自评 70"
    assert total_words(room.subjects.model.lines[1]) == "—"
    assert room.sheet.words.text() == "自评 70 分，考评还没有评"
    keys(room, "9↵")
    desk.wait()
    assert total_words(room.subjects.model.lines[0]) == "9"
    assert room.sheet.words.text() == "9 分　还有 6 项未评"


def test_a_large_round_is_shown_before_its_totals_are_added_up(
    desk: DeskOfTest, example_round: ExampleRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_overview, "AT_ONCE", 3)
    monkeypatch.setattr(presenter, "SPAN", 5)
    fill_all(example_round, 0)
    steps: list[str] = []
    room = ScoringRoom(desk.context)
    room.next_step.connect(lambda words, _: steps.append(words))
    room.show()
    room.presenter.opened.connect(
        lambda _: steps.append(total_words(room.subjects.model.lines[0]) or "未统计")
    )
    room.open_round(example_round.round_id)
    wait_until(lambda: len(steps) == 3)
    assert steps[:2] == ["正在统计还有几个党组织没有评分", "未统计"]
    assert steps[-1] == "还有 10 个党组织没有自评评分"
    assert total_words(room.subjects.model.lines[0]) == "70"
    assert room.subjects.count.text() == "1/11 已评完"
    # what was known stays in sight while it is read again
    room.open_round(example_round.round_id)
    wait_until(lambda: len(steps) == 6)
    assert steps.count("未统计") == 1
    room.close()
    room.deleteLater()
