"""Points that follow from facts, under real keys: entered, pasted, printed, read back."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.scoring import Evaluator
from desk_app.services import grading
from desk_app.services.scoring import facts, sheets
from desk_app.views.grading.explanation import score_lines
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
from tests.domain.fact_schemes import FACTS
from tests.support.polling_round import ExampleRound, make_round
from tests.support.scoring_room import GIVEN, OWN, REASON, key_click, keys, shown_room
from tests.support.screens import DeskOfTest, picture

RULES = replace(read_usable(FACTS), evaluators=(Evaluator("自评"), Evaluator("考评", total=True)))
INCOME, ELECTED, TASKS, GROWTH, HEALTH, TEAM = range(6)
"""Rows of the sheet."""
CONTROL = Qt.KeyboardModifier.ControlModifier
TIER = "人均收入 2800 元，属“2300 元（含）以上、不到 3000 元”一档（5—8 分）"


@pytest.fixture
def town(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch, rules=RULES)


@pytest.fixture
def room(desk: DeskOfTest, town: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, town) as room:
        yield room


def enter(room: ScoringRoom, desk: DeskOfTest, texts: str, page: ScoringPage) -> None:
    """Type one row of 其他情况, a Tab between the cells, and come back to a page."""
    room.show_page(ScoringPage.FACTS)
    desk.wait()
    table = room.facts.table
    table.setFocus()
    table.setCurrentIndex(room.facts.model.index(0, 1))
    keys(room, texts)
    desk.wait()
    room.show_page(page)
    desk.wait()


def shown(room: ScoringRoom, row: int, column: int = GIVEN) -> str:
    return str(room.sheet.model.index(row, column).data())


def points(town: ExampleRound, indicator: str, evaluator: str = "考评") -> Decimal | None:
    return sheets.sheet(town.workspace, town.subject_ids[0]).score(evaluator, indicator).points


def test_facts_are_typed_and_the_sheet_follows(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    assert room.sheet.model.first_wanted().row() == TEAM, "the others wait for 其他情况"
    room.sheet.table.setCurrentIndex(room.sheet.model.index(INCOME, GIVEN))
    assert "“人均收入”还没有填" in room.sheet.hint.text()
    keys(room, "6")
    desk.wait()
    assert shown(room, INCOME) == "", "nobody types there yet"
    assert not room.sheet.model.is_typed(TASKS, GIVEN)
    enter(room, desk, "2800⇥3.6⇥1⇥7⇥95↵", ScoringPage.BY_SUBJECT)
    assert [shown(room, row) for row in (ELECTED, TASKS, GROWTH, HEALTH)] == ["5", "7", "1.5", "10"]
    assert [shown(room, row, OWN) for row in (ELECTED, TASKS)] == ["5", "7"]
    assert shown(room, TASKS, REASON) == "完成项数 7 项，每项得 1 分，得 7 分"
    assert shown(room, TASKS, 1) == "10，自动算"
    room.sheet.table.setFocus()
    room.sheet.table.setCurrentIndex(room.sheet.model.index(INCOME, GIVEN))
    assert TIER in room.sheet.hint.text()
    keys(room, "9↵")
    desk.wait()
    assert "要填 5 到 8 之间的分数，不能填 9" in room.sheet.hint.text()
    keys(room, "6↵")
    desk.wait()
    assert points(town, "农民增收") == 6
    room.sheet.table.setCurrentIndex(room.sheet.model.index(TEAM, GIVEN))
    keys(room, "20↵40↵")
    desk.wait()
    assert room.sheet.words.text().startswith("89.5 分　乙")
    assert room.sheet.notes.text() == "", "no reason is asked for"
    picture(room, tmp_path / "facts.png")


def test_a_number_that_changes_is_followed_and_taken_back(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    enter(room, desk, "2800⇥3.6⇥1⇥7⇥95↵", ScoringPage.BY_SUBJECT)
    enter(room, desk, "3000↵", ScoringPage.BY_SUBJECT)
    assert shown(room, INCOME) == "10"
    assert not room.sheet.model.is_typed(INCOME, GIVEN)
    room.undo_stack().undo()
    desk.wait()
    room.show_page(ScoringPage.BY_SUBJECT)
    desk.wait()
    assert shown(room, INCOME) == ""
    assert room.sheet.model.is_typed(INCOME, GIVEN)
    assert points(town, "农民增收") is None


def test_facts_are_pasted_and_the_whole_sheet_shows_what_follows(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    room.show_page(ScoringPage.FACTS)
    desk.wait()
    table = room.facts.table
    table.setFocus()
    table.setCurrentIndex(room.facts.model.index(0, 1))
    QGuiApplication.clipboard().setText("2800\t3.6%\t是\t7项\t95%\n3200\t-1\t否\t12\t88.5\n")
    key_click(table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    room.show_page(ScoringPage.WHOLE)
    desk.wait()
    model, whole = room.whole.model, room.whole.table
    rows = [[model.index(row, column).data() for column in range(5)] for row in (0, 1)]
    assert rows == [["", "5", "7", "1.5", "10"], ["10", "0", "10", "0", "1"]]
    # scores are pasted by headings; what says what stands there already is no trouble
    whole.setFocus()
    whole.setCurrentIndex(model.index(0, 0))
    said: list[str] = []
    model.left_out.connect(said.append)
    QGuiApplication.clipboard().setText(
        "党组织\t农民增收\t重点工作\t班子\n柳树湾村党支部\t7\t7\t19\n石桥村党支部\t10\t11\t18\n"
    )
    key_click(whole, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert said == ["有的没有粘贴：表格里第 2 行有 1 格不能填。"]
    assert points(town, "农民增收") == 7
    assert model.index(1, 5).data() == "18"
    # the whole sheet copied over itself changes nothing and says nothing
    said.clear()
    whole.selectAll()
    key_click(whole, Qt.Key.Key_C, CONTROL)
    whole.setCurrentIndex(model.index(0, 0))
    key_click(whole, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert not any("不能填" in one for one in said)


def test_one_indicator_for_all_follows_too(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    enter(room, desk, "2800⇥3.6⇥1⇥7⇥95↵", ScoringPage.BY_INDICATOR)
    model = room.turned.model
    assert room.turned.indicator.currentText() == "农民增收"
    assert model.is_typed(0, GIVEN)
    assert not model.is_typed(1, GIVEN)
    assert "自动算出：“人均收入”还没有填。要改请到“其他情况”" in model.untyped_words(1, GIVEN)
    room.turned.table.setFocus()
    room.turned.table.setCurrentIndex(model.index(0, GIVEN))
    keys(room, "8↵")
    desk.wait()
    assert points(town, "农民增收") == 8


def test_a_filled_sheet_comes_back_by_keys(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    first = town.subject_ids[0]
    changes = [
        facts.FactChange(first, name, text)
        for name, text in (("人均收入", "2800"), ("完成项数", "7"))
    ]
    facts.record_many(town.workspace, town.round_id, changes)
    path = tmp_path / "考评.xlsx"
    room.files.export_blank("考评", path)
    desk.wait()
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    assert (sheet["C4"].value, sheet["E4"].value) == (None, 7)
    assert sheet["R3"].value == "其他情况·\n人均收入（元）"
    sheet["C4"], sheet["C5"], sheet["C6"] = 5.5, 6, 7
    sheet["R6"], sheet["U4"] = 2900, 9
    workbook.save(path)
    room.files.import_file(path)
    desk.wait()
    records = room.arrivals.records
    rows = [records.index(row, 5).data() for row in range(records.rowCount())]
    assert rows[0].startswith("“人均收入”还没有填，“农民增收”还算不出能得几分")
    assert rows[1:5] == ["7 → 9 项", "2900 元", "5.5　" + TIER, rows[4]]
    assert [records.index(1, column).data() for column in (0, 3, 4)] == [
        "改动",
        "其他情况",
        "完成项数",
    ]
    room.arrivals.take_good.setFocus()
    key_click(room.arrivals.take_good, Qt.Key.Key_Space)
    desk.wait()
    assert points(town, "农民增收") == Decimal("5.5")
    assert points(town, "重点工作") == 9, "the number on the sheet came back too"
    assert shown(room, TASKS) == "9"
    room.undo_stack().undo()
    desk.wait()
    assert points(town, "重点工作") == 7


def test_the_printed_sheet_is_shown_with_its_tiers(room: ScoringRoom, desk: DeskOfTest) -> None:
    enter(room, desk, "2800⇥3.6↵", ScoringPage.BY_SUBJECT)
    made: list[bytes] = []
    room.files.laid_out.disconnect()  # the preview is another test's
    room.files.laid_out.connect(lambda pdf, _: made.append(bytes(pdf)))
    room.files.print_sheets("考评", everybody=False)
    desk.wait()
    (pdf,) = made
    document = pypdfium2.PdfDocument(pdf)
    words = "".join(page.get_textpage().get_text_range() for page in document).split()
    plain = "".join(words)
    for expected in ("第1档", "3000元（含）以上的", "属“2300元（含）以上", "完成项数：＿＿＿项"):
        assert expected in plain, expected


def test_the_explanation_says_the_tier(desk: DeskOfTest, town: ExampleRound) -> None:
    first = town.subject_ids[0]
    changes = [
        facts.FactChange(first, "人均收入", "2800"),
        facts.FactChange(first, "完成项数", "7"),
    ]
    facts.record_many(town.workspace, town.round_id, changes)
    board = grading.board(town.workspace, town.round_id)
    lines = score_lines(board.scheme, board.rows[0], "考评")
    assert lines[INCOME] == f"农民增收　未评　{TIER}"
    assert lines[ELECTED] == "按期换届　未评　“已换届”还没有填"
    assert lines[TASKS] == "重点工作　7 / 10　完成项数 7 项，每项得 1 分，得 7 分"
    desk.wait()
