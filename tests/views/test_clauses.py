"""Clauses under real keys: ticked and counted on the sheet, turned, whole, pasted, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy import update

from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.scoring import Evaluator
from desk_app.services.scoring import sheets
from desk_app.storage import tables
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
from tests.domain.clause_schemes import CLAUSES
from tests.support.polling_round import ExampleRound, make_round
from tests.support.scoring_room import GIVEN, OWN, REASON, key_click, keys, shown_room
from tests.support.screens import DeskOfTest, picture

RULES = replace(read_usable(CLAUSES), evaluators=(Evaluator("自评"), Evaluator("考评", total=True)))
MISSED, OVERDUE, FALLEN, OTHER, SPECIAL = 1, 2, 3, 4, 5
"""Rows of the clauses of 组织生活, which is row 0."""
TASKS, DONE = 6, 7
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def town(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch, rules=RULES)


@pytest.fixture
def room(desk: DeskOfTest, town: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, town) as room:
        yield room


def shown(room: ScoringRoom, row: int, column: int = GIVEN) -> str:
    return str(room.sheet.model.index(row, column).data())


def score(town: ExampleRound, indicator: str = "组织生活", evaluator: str = "考评") -> object:
    view = sheets.sheet(town.workspace, town.subject_ids[0])
    found = view.score(evaluator, indicator)
    return found.points, dict(found.amounts), found.note


def stand(room: ScoringRoom, row: int, column: int = GIVEN) -> None:
    room.sheet.table.setCurrentIndex(room.sheet.model.index(row, column))


def test_the_clerk_begins_at_the_first_clause(room: ScoringRoom) -> None:
    assert room.sheet.model.first_wanted().row() == MISSED
    names = [shown(room, row, 0) for row in range(TASKS + 3)]
    assert names == [
        "组织生活",
        "　缺会",
        "　不按期换届",
        "　满意率降低",
        "　其他不规范",
        "　活动有特色",
        "重点工作",
        "　完成任务",
        "　弄虚作假",
    ]
    assert [room.sheet.model.row_heading(row) for row in range(TASKS + 1)] == [
        "1",
        *[""] * 5,
        "2",
    ]
    assert shown(room, MISSED, 1) == "每次扣 1"


def test_clauses_are_counted_and_ticked_by_keys_and_points_follow(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    stand(room, MISSED)
    assert "填次数：每次扣 1 分，最多 5 分。　每少开1次会扣1分" in room.sheet.hint.text()
    keys(room, "3↵")
    assert shown(room, 0) == "17", "at once, not when it is saved"
    assert shown(room, MISSED, REASON) == "扣 3 分"
    key_click(room.sheet.table, Qt.Key.Key_Space)
    assert (shown(room, OVERDUE), shown(room, 0)) == ("√", "12")
    key_click(room.sheet.table, Qt.Key.Key_Down)
    keys(room, "0.5↵1.5↵")
    desk.wait()
    assert score(town) == (
        Decimal(10),
        {
            "缺会": Decimal(3),
            "不按期换届": Decimal(1),
            "满意率降低": Decimal("0.5"),
            "其他不规范": Decimal("1.5"),
        },
        "",
    )
    assert shown(room, 0, REASON) == (
        "缺会 3 次，扣 3 分；不按期换届，扣 5 分；满意率降低 0.5 个百分点，扣 0.5 分；"
        "其他不规范，扣 1.5 分"
    )
    assert shown(room, SPECIAL) == "×", "looked at, and it does not apply"
    assert room.sheet.notes.text() == "", "no reason is asked for"
    picture(room, tmp_path / "clauses.png")


def test_a_note_is_written_behind_the_clauses_words(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    stand(room, MISSED)
    keys(room, "3↵")
    stand(room, 0, REASON)
    keys(room, "ok↵")
    desk.wait()
    assert score(town) == (Decimal(17), {"缺会": Decimal(3)}, "ok")
    assert shown(room, 0, REASON) == "缺会 3 次，扣 3 分；ok"
    note = room.sheet.model.index(0, REASON)
    assert note.data(Qt.ItemDataRole.EditRole) == "ok"
    # what a clerk copies from the sheet and pastes back has the words once
    room.sheet.model.setData(note, "缺会 3 次，扣 3 分；ok，已补开")
    desk.wait()
    assert score(town) == (Decimal(17), {"缺会": Decimal(3)}, "ok，已补开")


def test_space_on_the_indicator_says_that_no_clause_applies(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    stand(room, 0)
    key_click(room.sheet.table, Qt.Key.Key_Space)
    desk.wait()
    assert score(town) == (Decimal(20), {}, "")
    assert [shown(room, row) for row in (MISSED, OVERDUE)] == ["0", "×"]
    stand(room, TASKS)
    key_click(room.sheet.table, Qt.Key.Key_Space)
    desk.wait()
    assert score(town, "重点工作") == (Decimal(0), {}, "")
    stand(room, DONE)
    keys(room, "4↵")
    desk.wait()
    assert score(town, "重点工作") == (Decimal(4), {"完成任务": Decimal(4)}, "")


def test_points_alone_are_refused_where_they_stand(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    stand(room, 0)
    keys(room, "15↵")
    desk.wait()
    assert score(town) == (None, {}, "")
    assert "请在各条情形里填" in room.sheet.hint.text()
    stand(room, MISSED)
    keys(room, "2.5↵")
    assert "要填整数（次），不能填 2.5" in room.sheet.hint.text()
    keys(room, "2↵")
    desk.wait()
    assert score(town) == (Decimal(18), {"缺会": Decimal(2)}, "")
    assert shown(room, 0) == "18", "the points that were refused are forgotten"


def test_a_step_is_taken_back_and_done_again(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    stand(room, MISSED)
    keys(room, "3↵")
    key_click(room.sheet.table, Qt.Key.Key_Space)
    desk.wait()
    room.undo_stack().undo()
    desk.wait()
    assert score(town) == (Decimal(17), {"缺会": Decimal(3)}, "")
    assert room.sheet.table.currentIndex().row() == OVERDUE, "where it was typed"
    room.undo_stack().undo()
    desk.wait()
    assert score(town) == (None, {}, "")
    room.undo_stack().redo()
    desk.wait()
    assert score(town) == (Decimal(17), {"缺会": Decimal(3)}, "")
    stand(room, MISSED)
    key_click(room.sheet.table, Qt.Key.Key_Delete)
    desk.wait()
    assert score(town) == (None, {}, "")


def test_a_column_of_counts_is_pasted_on_the_sheet(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    stand(room, MISSED, OWN)
    QGuiApplication.clipboard().setText("1\t2\n否\t是\n0\t1.5\n0\t1\n")
    key_click(room.sheet.table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert score(town, evaluator="自评") == (Decimal(19), {"缺会": Decimal(1)}, "")
    given = {"缺会": 2, "不按期换届": 1, "满意率降低": Decimal("1.5"), "其他不规范": 1}
    assert score(town) == (Decimal("10.5"), given, "")


def test_one_indicator_for_all_has_a_column_for_each_clause(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    model = room.turned.model
    heads = [model.heading(column) for column in range(model.columnCount())]
    assert heads[2:4] == ["自评", "自评·缺会"]
    assert heads[8:11] == ["考评", "考评·缺会", "考评·不按期换届"]
    room.turned.table.setFocus()
    room.turned.table.setCurrentIndex(model.index(0, 9))
    keys(room, "2↵1↵")
    desk.wait()
    assert score(town) == (Decimal(18), {"缺会": Decimal(2)}, "")
    assert model.index(0, 8).data() == "18"
    assert model.index(1, 8).data() == "19"
    assert model.index(0, model.columnCount() - 1).data() == "缺会 2 次，扣 2 分"


def test_a_block_of_counts_goes_into_the_whole_sheet_by_its_headings(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    room.show_page(ScoringPage.WHOLE)
    desk.wait()
    model, table = room.whole.model, room.whole.table
    heads = [model.heading(column) for column in range(4)]
    assert heads == [
        "组织生活（按情形，满分20分）",
        "组织生活·缺会",
        "组织生活·不按期换届",
        "组织生活·满意率降低",
    ]
    table.setFocus()
    table.setCurrentIndex(model.index(0, 0))
    QGuiApplication.clipboard().setText(
        "党组织\t组织生活·不按期换届\t组织生活·缺会（每次扣 1）\t班子（30分）\n"
        "石桥村党支部\t√\t3\t30\n柳树湾村党支部\t\t1\t29\n"
    )
    key_click(table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert score(town) == (Decimal(19), {"缺会": Decimal(1)}, "")
    assert [model.index(1, column).data() for column in range(3)] == ["12", "3", "√"]
    picture(room, tmp_path / "whole.png")
    # the whole sheet copied over itself changes nothing; points that contradict are refused
    table.selectAll()
    key_click(table, Qt.Key.Key_C, CONTROL)
    table.setCurrentIndex(model.index(0, 0))
    key_click(table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert score(town) == (Decimal(19), {"缺会": Decimal(1)}, "")
    QGuiApplication.clipboard().setText("党组织\t组织生活\t组织生活·缺会\n柳树湾村党支部\t18\t4\n")
    key_click(table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert "填的是 18 分，按各条情形算是 16 分" in room.whole.hint.text()
    # the reasons' half shows the clauses' words, without columns of their own
    key_click(table, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    desk.wait()
    assert [model.heading(column) for column in range(2)] == ["组织生活", "重点工作"]
    assert model.index(1, 0).data() == "缺会 3 次，扣 3 分；不按期换届，扣 5 分"


def test_a_locked_round_shows_counts_and_takes_none(desk: DeskOfTest, town: ExampleRound) -> None:
    with desk.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1))
    with shown_room(desk, town) as room:
        stand(room, MISSED)
        keys(room, "3↵")
        desk.wait()
        assert score(town) == (None, {}, "")


def test_a_filled_sheet_comes_back_by_keys(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    path = tmp_path / "考评.xlsx"
    room.files.export_blank("考评", path)
    desk.wait()
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet["C4"], sheet["D4"], sheet["C5"], sheet["C6"] = 3, "√", 0, "两"
    workbook.save(path)
    room.files.import_file(path)
    desk.wait()
    shown_rows = [
        room.arrivals.records.index(row, 5).data()
        for row in range(room.arrivals.records.rowCount())
    ]
    assert shown_rows == [
        "“两”不是数字，请用阿拉伯数字填写。",
        "12　缺会 3 次，扣 3 分；不按期换届，扣 5 分",
        "20",
    ]
    room.arrivals.take_good.setFocus()
    key_click(room.arrivals.take_good, Qt.Key.Key_Space)
    desk.wait()
    assert score(town) == (Decimal(12), {"缺会": Decimal(3), "不按期换届": Decimal(1)}, "")
    assert [shown(room, row) for row in (0, MISSED, OVERDUE, FALLEN)] == ["12", "3", "√", "0"]


def test_the_printed_sheet_is_shown_with_its_clauses(room: ScoringRoom, desk: DeskOfTest) -> None:
    stand(room, MISSED)
    keys(room, "3↵")
    key_click(room.sheet.table, Qt.Key.Key_Space)
    desk.wait()
    made: list[bytes] = []
    room.files.laid_out.disconnect()  # the preview is another test's
    room.files.laid_out.connect(lambda pdf, _: made.append(bytes(pdf)))
    room.files.print_sheets("考评", everybody=False)
    desk.wait()
    (pdf,) = made
    document = pypdfium2.PdfDocument(pdf)
    words = document[0].get_textpage().get_text_range()
    for expected in ("缺会", "3 次", "√ 有", "＿＿＿ 项", "每少开1次会扣1分", "扣 5 分"):
        assert expected in words, expected
    assert len(document) == 1
