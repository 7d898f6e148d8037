"""The whole sheet under real keys: one paste fills it, whatever the kind of its cells."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from desk_app.assets import resources_dir
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.score_blocks import CellPart
from desk_app.services.scoring import sheets
from desk_app.storage import tables
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.cell_kinds import KINDS
from desk_app.views.scoring.pages import ScoringPage
from desk_app.views.scoring.quick_line import QuickLine
from desk_app.views.scoring.whole_page import NO_INDICATORS
from tests.support.indicator_modes import MODES
from tests.support.polling_round import NAMES, ExampleRound, make_round
from tests.support.scoring_room import key_click, keys, shown_room, stored
from tests.support.scoring_round import make_scoring_round
from tests.support.screens import DeskOfTest, picture, type_text

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_scoring_round(desk.workspace, monkeypatch)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, example_round) as room:
        key_click(room.sheet.table, Qt.Key.Key_3, ALT)
        desk.wait()
        assert room.pages.currentIndex() == ScoringPage.WHOLE
        yield room


def test_names_stand_below_each_other(room: ScoringRoom) -> None:
    model = room.whole.model
    assert model.rowCount() > 9
    headings = [model.row_heading(row) for row in range(model.rowCount())]
    assert headings[0] == f"\u20071　{model.name(0)}"
    assert headings[9] == f"10　{model.name(9)}"


def paste(room: ScoringRoom, desk: DeskOfTest, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    key_click(room.whole.table, Qt.Key.Key_V, CTRL)
    desk.wait()


def test_a_block_pasted_at_once_goes_to_the_evaluator_that_was_pressed(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    stand(room, 0, 0)
    name = room.whole.model.view.indicators[0].name if room.whole.model.view else ""
    before = stored(example_round, 0, name)
    own = next(one for one in room.whole.evaluators.buttons() if one.text() == "自评")
    QTest.mouseClick(own, Qt.MouseButton.LeftButton)
    assert room.whole.model.view is not None
    assert room.whole.model.view.evaluator == "考评", "nothing has come yet"
    paste(room, desk, "7")
    desk.wait()
    assert stored(example_round, 0, name) == before
    assert stored(example_round, 0, name, "自评") == Decimal(7)


def stand(room: ScoringRoom, row: int, column: int) -> None:
    room.whole.table.setCurrentIndex(room.whole.model.index(row, column))
    room.whole.table.setFocus()


def shown(room: ScoringRoom, row: int, column: int) -> str:
    return str(room.whole.model.index(row, column).data())


def here(room: ScoringRoom) -> tuple[int, int]:
    index = room.whole.table.currentIndex()
    return index.row(), index.column()


def test_one_paste_fills_the_sheet_by_names_and_headings_and_ctrl_z_takes_it_back(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, tmp_path: Path
) -> None:
    stand(room, 3, 2)
    paste(
        room,
        desk,
        "序号\t党组织\t骨干队伍\t领导班子（15分）\t合计\r\n"
        "1\t石桥村党支部\t13\t14\t27\r\n"
        "2\t柳树湾村党支部\t１２\t11\t23\r\n"
        "\t合计\t25\t25\t50\r\n",
    )
    assert stored(example_round, 0, "领导班子") == Decimal(11)
    assert stored(example_round, 0, "骨干队伍") == Decimal(12)
    assert stored(example_round, 1, "领导班子") == Decimal(14)
    assert room.notice.text == ""
    last = len(room.whole.model.view.indicators) if room.whole.model.view else 0
    assert shown(room, 0, last) == "23"
    assert room.undo_stack().count() == 1
    picture(room, tmp_path / "whole.png")
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 0, "领导班子") is None
    assert shown(room, 1, 0) == ""
    room.undo_stack().redo()
    desk.wait()
    assert stored(example_round, 1, "骨干队伍") == Decimal(13)


def test_the_other_evaluator_is_one_click_away(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    key_click(room.whole.table, Qt.Key.Key_Left, ALT)
    desk.wait()
    stand(room, 0, 0)
    paste(room, desk, "15\t14\n13\t12\n")
    assert stored(example_round, 1, "骨干队伍", "自评") == Decimal(12)
    assert stored(example_round, 1, "骨干队伍") is None
    model = room.whole.model
    assert [model.heading(one) for one in range(model.columnCount())][-1] == "合计"
    # a subject that has only its own sheet never reads as zero
    room.show_page(ScoringPage.BY_SUBJECT)
    desk.wait()
    assert room.sheet.words.text() == "自评 29 分，考评还没有评"
    room.undo_stack().undo()
    desk.wait()
    assert stored(example_round, 1, "骨干队伍", "自评") is None


def test_undo_goes_back_to_the_evaluator_and_the_half_it_was_typed_in(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    key_click(room.whole.table, Qt.Key.Key_R, ALT)
    stand(room, 1, 2)
    keys(room, "abc↵")
    desk.wait()
    key_click(room.whole.table, Qt.Key.Key_F, ALT)
    key_click(room.whole.table, Qt.Key.Key_Left, ALT)
    desk.wait()
    assert room.whole.evaluator == "自评"
    room.undo_stack().undo()
    desk.wait()
    assert room.whole.evaluator == "考评"
    assert room.whole.model.part is CellPart.NOTE
    assert here(room) == (1, 2)


def test_while_ctrl_is_held_only_the_cell_gone_to_is_selected(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    key_click(room.whole.table, Qt.Key.Key_R, ALT)
    for row, text in ((3, "keep↵"), (1, "one↵")):
        stand(room, row, 2)
        keys(room, text)
        desk.wait()
    key_click(room.whole.table, Qt.Key.Key_F, ALT)
    stand(room, 3, 2)
    QTest.keyPress(room.whole.table, Qt.Key.Key_Control, CTRL)
    assert QApplication.keyboardModifiers() == CTRL
    room.undo_stack().undo()
    desk.wait()
    QTest.keyRelease(room.whole.table, Qt.Key.Key_Control)
    assert here(room) == (1, 2)
    chosen = room.whole.table.selectedIndexes()
    assert [(one.row(), one.column()) for one in chosen] == [(1, 2)]
    key_click(room.whole.table, Qt.Key.Key_Delete)
    desk.wait()
    assert shown(room, 3, 2) == "keep"


def test_what_does_not_fit_is_said_at_once(room: ScoringRoom, desk: DeskOfTest) -> None:
    stand(room, 9, 0)
    paste(room, desk, "".join(f"{n}\n" for n in range(1, 6)))
    assert room.notice.text == "有的没有粘贴：第 3—5 行超出表格（3 格）。"
    stand(room, 0, 0)
    paste(room, desk, "柳树湾村党支部\t12\n没有这个党支部\t13\n")
    assert room.notice.text == "有的没有粘贴：名单里没有“没有这个党支部”。"


def test_a_refused_paste_is_stood_on_marked_and_undone(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    stand(room, 1, 0)
    keys(room, "12↵")
    stand(room, 0, 0)
    paste(room, desk, "13\n16分\n八\n")
    assert here(room) == (1, 0)
    assert "“16分”不是数字" in room.whole.hint.text()
    label = room.whole.table._refusal
    assert label is not None
    assert label.isVisible()
    assert "“16分”不是数字" in label.text()
    assert room.notice.text == "有 2 格填得不对，没有保存，已经用红框标出，请逐格改正。"
    subject = example_round.subject_ids[1]
    assert room.subjects.model.wrong[subject] == 1
    room.undo_stack().undo()
    desk.wait()
    assert shown(room, 1, 0) == "12"
    assert stored(example_round, 1, "领导班子") == Decimal(12)
    assert stored(example_round, 0, "领导班子") is None
    assert room.subjects.model.wrong == {}
    assert room.notice.text == ""
    assert not label.isVisible()


def test_a_refused_cell_holds_the_cursor_until_it_can_stand(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    stand(room, 0, 0)
    keys(room, "99↵")
    assert here(room) == (0, 0)
    keys(room, "12↵")
    assert here(room) == (1, 0)
    desk.wait()
    assert stored(example_round, 0, "领导班子") == Decimal(12)


def test_reasons_are_offered_filled_down_and_repeated(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, tmp_path: Path
) -> None:
    table, model = room.whole.table, room.whole.model
    key_click(table, Qt.Key.Key_R, ALT)
    stand(room, 0, 0)
    paste(room, desk, "没有按期换届\n没有按期换届\n缺委员\n〃\n")
    assert [shown(room, row, 0) for row in range(4)] == [
        "没有按期换届",
        "没有按期换届",
        "缺委员",
        "缺委员",
    ]
    # by the arrow: the most frequent first; Enter takes it and goes on
    stand(room, 4, 0)
    key_click(table, Qt.Key.Key_Down, ALT)
    picture(room, tmp_path / "offered.png")
    line = QApplication.focusWidget()
    assert line is not None
    key_click(line, Qt.Key.Key_Down)
    keys(room, "↵")
    assert here(room) == (5, 0)
    assert shown(room, 4, 0) == "没有按期换届"
    # by typing part of it
    key_click(table, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "x")
    key_click(line, Qt.Key.Key_Backspace)
    type_text("委员", line)
    assert line.offered == ["缺委员"]  # type: ignore[attr-defined]
    key_click(line, Qt.Key.Key_Down)
    keys(room, "↵")
    assert shown(room, 5, 0) == "缺委员"
    # Ctrl+D
    stand(room, 2, 0)
    table.selectionModel().select(model.index(7, 0), table.selectionModel().SelectionFlag.Select)
    key_click(table, Qt.Key.Key_D, CTRL)
    assert shown(room, 7, 0) == "缺委员"
    # 同上 is spelt out; where nothing stands above it is refused
    stand(room, 8, 0)
    key_click(table, Qt.Key.Key_F2)
    type_text("同上")
    keys(room, "↵")
    desk.wait()
    assert shown(room, 8, 0) == "缺委员"
    view = sheets.whole(example_round.workspace, example_round.round_id)
    assert view.scores[example_round.subject_ids[8], "领导班子"].note == "缺委员"
    stand(room, 0, 1)
    key_click(table, Qt.Key.Key_F2)
    type_text("同上")
    keys(room, "↵")
    assert here(room) == (0, 1)
    assert "上面没有理由" in room.whole.hint.text()


def test_the_first_arrow_down_marks_the_first_reason(
    room: ScoringRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    table = room.whole.table
    key_click(table, Qt.Key.Key_R, ALT)
    stand(room, 0, 0)
    paste(room, desk, "没有按期换届\n没有按期换届\n缺委员\n")
    stand(room, 4, 0)
    key_click(table, Qt.Key.Key_F2)
    line = QApplication.focusWidget()
    assert isinstance(line, QuickLine)
    key_click(line, Qt.Key.Key_Down)
    assert line.marked == "没有按期换届"
    picture(room, tmp_path / "marked.png")
    key_click(line, Qt.Key.Key_Down)
    assert line.marked == "缺委员"
    key_click(line, Qt.Key.Key_Up)
    keys(room, "↵")
    assert shown(room, 4, 0) == "没有按期换届"


def test_esc_closes_the_list_before_the_cell(room: ScoringRoom, desk: DeskOfTest) -> None:
    table = room.whole.table
    key_click(table, Qt.Key.Key_R, ALT)
    stand(room, 0, 0)
    paste(room, desk, "缺委员\n")
    stand(room, 1, 0)
    table.offer()
    line = QApplication.focusWidget()
    assert line is not None
    assert line.offered == ["缺委员"]  # type: ignore[attr-defined]
    key_click(line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is line
    assert line.offered == []  # type: ignore[attr-defined]
    key_click(line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is table


def test_every_mode_has_its_kind_of_cell() -> None:
    assert set(KINDS) == set(IndicatorMode)


def test_checklists_turn_with_the_space_bar_and_take_a_block(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_round(desk.workspace, monkeypatch, rules=MODES)
    with shown_room(desk, made) as room:
        room.show_page(ScoringPage.WHOLE)
        desk.wait()
        columns = {room.whole.model.heading(one).split("（")[0]: one for one in range(5)}
        stand(room, 0, columns["党务公开"])
        assert room.whole.model.heading(columns["党务公开"]) == "党务公开（达到填√）"
        key_click(room.whole.table, Qt.Key.Key_Space)
        assert shown(room, 0, columns["党务公开"]) == "√"
        key_click(room.whole.table, Qt.Key.Key_Space)
        assert shown(room, 0, columns["党务公开"]) == "×"
        stand(room, 0, columns["目标"])
        key_click(room.whole.table, Qt.Key.Key_Space)
        assert shown(room, 0, columns["目标"]) == "30"
        key_click(room.whole.table, Qt.Key.Key_Down, ALT)
        line = QApplication.focusWidget()
        assert line is not None
        assert line.offered == ["30", "0"]  # type: ignore[attr-defined]
        key_click(line, Qt.Key.Key_Escape)
        key_click(line, Qt.Key.Key_Escape)
        stand(room, 1, 0)
        paste(room, desk, "35\t5\t30\t是\t9\n")
        assert [shown(room, 1, one) for one in range(5)] == ["35", "5", "30", "√", "9"]


def test_a_scheme_of_stars_is_filled_the_same_way(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_round(desk.workspace, monkeypatch, rules=scheme("C12"))
    with desk.workspace.session() as session:
        session.execute(update(tables.subject).values(domain="农村"))
    with shown_room(desk, made) as room:
        room.show_page(ScoringPage.WHOLE)
        desk.wait()
        view = room.whole.model.view
        assert view is not None
        stand(room, 0, 0)
        block = "\n".join("\t".join("1" for _ in view.indicators) for _ in NAMES)
        paste(room, desk, block)
        assert room.notice.text == ""
        held = sheets.whole(desk.workspace, made.round_id, view.evaluator)
        assert len(held.scores) == len(NAMES) * len(view.indicators)


def scheme(name: str) -> Scheme:
    path = resources_dir() / "schemes" / f"{name}.toml"
    return read(path.read_text(encoding="utf-8"))


def test_a_locked_round_is_only_looked_at(desk: DeskOfTest, example_round: ExampleRound) -> None:
    with desk.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1))
    with shown_room(desk, example_round) as room:
        room.show_page(ScoringPage.WHOLE)
        desk.wait()
        stand(room, 0, 0)
        keys(room, "5↵")
        paste(room, desk, "5\n")
        assert stored(example_round, 0, "领导班子") is None
        assert room.notice.text == "这张表现在只能看，没有粘贴。"


def test_a_scheme_without_indicators_says_one_sentence(room: ScoringRoom, desk: DeskOfTest) -> None:
    view = room.whole.model.view
    assert view is not None
    room.whole.show(replace(view, indicators=(), scores={}), locked=False)
    assert room.whole.empty.isVisible()
    assert room.whole.empty.text() == NO_INDICATORS
    assert not room.whole.table.isVisible()


def test_a_copy_of_the_whole_sheet_brings_names_and_headings(
    room: ScoringRoom, desk: DeskOfTest
) -> None:
    stand(room, 0, 0)
    paste(room, desk, "11\n12\n")
    key_click(room.whole.table, Qt.Key.Key_A, CTRL)
    key_click(room.whole.table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("党组织\t领导班子（15分）\t")
    assert lines[1].startswith("柳树湾村党支部\t11\t")
    # and comes back as it went
    stand(room, 4, 4)
    paste(room, desk, "\n".join(lines))
    assert shown(room, 1, 0) == "12"
    assert room.notice.text == ""
