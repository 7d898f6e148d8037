"""Ballots that score and evaluators that give a total, under real keys, from the count to 定级."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services import grading
from desk_app.services.polling import meetings, opening, polls, totals
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.grading import GradingRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.next_step import next_step
from desk_app.views.scoring.pages import ScoringPage
from desk_app.views.scoring.roster import DONE, state_mark, state_words
from tests.domain.ballot_schemes import BALLOTS, SHARED
from tests.support.polling_room import press
from tests.support.polling_room import shown_room as shown_polling
from tests.support.polling_round import ExampleRound, explain, make_round
from tests.support.scoring_room import key_click, keys, shown_room, stored
from tests.support.screens import DeskOfTest, picture, type_text

SCHEME = read_usable(BALLOTS)
POLL = replace(SCHEME.polls[0], meeting="测评大会", single=False, counting=Counting(tellers=1))
RULES = replace(SCHEME, polls=(POLL,))
OFFICE = "党工委"
VOTED, FIGURE, GIVEN = 2, 3, 4
"""Columns of the sheet: 群众测评, 党工委, 考评."""
TOTAL = 2
"""The row of 总分, below the two indicators."""
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def town(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(
        desk.workspace, monkeypatch, rules=RULES, names=("柳树湾村党支部", "石桥村党支部")
    )


@pytest.fixture
def room(desk: DeskOfTest, town: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, town) as room:
        yield room


def shown(room: ScoringRoom, row: int, column: int) -> str:
    return str(room.sheet.model.index(row, column).data())


def held_poll(town: ExampleRound) -> int:
    meeting = MeetingFacts("测评大会", expected=45, present=42)
    meeting_id = meetings.add_meeting(town.workspace, town.round_id, meeting)
    poll_id = opening.open_poll(town.workspace, meeting_id, POLL.name, town.subject_ids)
    polls.set_papers(town.workspace, poll_id, 20, 20)
    return poll_id


def counted(town: ExampleRound) -> None:
    votes = {"好": 15, "较好": 5}
    both = dict.fromkeys(town.subject_ids, votes)
    totals.store_external(
        town.workspace, held_poll(town), BallotCounts(20, 20, 20, 0), both, {"swing": "核对"}
    )


def test_a_count_keyed_and_sealed_is_points_in_scores_and_levels(
    desk: DeskOfTest, town: ExampleRound, qtbot: object, tmp_path: Path
) -> None:
    """Twenty papers: 15 好 and 5 较好 for the first, 较好 alone for the second."""
    poll_id = held_poll(town)
    polling = shown_polling(desk, qtbot)
    polling.activateWindow()
    polling.open_round(town.round_id)
    desk.wait()
    QTest.mouseClick(polling.panel.buttons.key, Qt.MouseButton.LeftButton)
    press(polling.keying.paper, "12⏎" * 15 + "22⏎" * 5 + "⏎")
    desk.wait()
    explain(desk.workspace, poll_id)
    polling.open_round(town.round_id)
    desk.wait()
    QTest.mouseClick(polling.panel.buttons.seal, Qt.MouseButton.LeftButton)
    desk.wait()
    polling.panel.seal.second.setFocus()
    type_text("李例", polling.panel.seal.second)
    key_click(polling.panel.seal.second, Qt.Key.Key_Return)
    desk.wait()
    with shown_room(desk, town) as room:
        assert [room.sheet.model.heading(at) for at in range(2, 7)] == [
            "群众测评×30",
            "党工委×20",
            "考评×50",
            "扣分理由",
            "党工委佐证",
        ]
        assert [shown(room, row, VOTED) for row in range(4)] == ["", "", "95", "95"]
        assert [shown(room, TOTAL, column) for column in (0, 1)] == ["总分", "100、50"]
        room.sheet.table.setCurrentIndex(room.sheet.model.index(TOTAL, VOTED))
        assert "由测评得出，不用填" in room.sheet.hint.text()
        keys(room, "50↵")
        desk.wait()
        assert shown(room, TOTAL, VOTED) == "95", "nobody types what ballots give"
        room.sheet.table.setCurrentIndex(room.sheet.model.index(0, GIVEN))
        keys(room, "60↵40↵")
        room.sheet.table.setCurrentIndex(room.sheet.model.index(TOTAL, FIGURE))
        keys(room, "45↵")
        desk.wait()
        assert stored(town, 0, "总分", OFFICE) == Decimal(45)
        assert room.sheet.words.text().startswith("96.5 分")
        picture(room, tmp_path / "sheet.png")
    first, second = grading.board(desk.workspace, town.round_id).present
    assert first.proposal is not None
    assert (first.proposal.level, first.proposal.points) == ("甲", Decimal("96.5"))
    assert first.proposal.sentences[0] == (
        "考评 100 分，群众测评 95 分（（好 15×100＋较好 5×80）÷收回票 20＝95 分），"
        "党工委 45 分（满分 50 分），按 50:30:20 加权合计 96.5 分。"
    )
    assert second.proposal is not None
    assert second.proposal.sentences[-1] == (
        "考评还有 2 项没有评分（班子、队伍），党工委还没有给总分，暂不能拟定等级。"
    )
    grades = GradingRoom(desk.context)
    qtbot.addWidget(grades)  # type: ignore[attr-defined]
    grades.show()
    grades.open_round(town.round_id)
    desk.wait()
    picture(grades, tmp_path / "levels.png")


def test_one_figure_is_typed_pasted_and_taken_back(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    room.sheet.table.setCurrentIndex(room.sheet.model.index(0, FIGURE))
    keys(room, "9↵")
    assert stored(town, 0, "班子", OFFICE) is None, "it scores no indicator"
    room.sheet.table.setCurrentIndex(room.sheet.model.index(TOTAL, FIGURE))
    assert "只给总分：填 0 到 50。" in room.sheet.hint.text()
    keys(room, "60↵")
    assert "满分 50 分，不能填 60" in room.sheet.hint.text()
    keys(room, "44↵")
    desk.wait()
    assert stored(town, 0, "总分", OFFICE) == Decimal(44)
    room.show_page(ScoringPage.WHOLE)
    desk.wait()
    model = room.whole.model
    for whose in ("群众测评", OFFICE):
        key_click(room.whole.table, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        desk.wait()
        assert room.whole.evaluator == whose
    assert [model.heading(at) for at in range(model.columnCount())] == ["总分（50分）"]
    room.whole.table.setFocus()
    room.whole.table.setCurrentIndex(model.index(0, 0))
    QGuiApplication.clipboard().setText("党组织\t总分\n石桥村党支部\t41\n柳树湾村党支部\t40.5\n")
    key_click(room.whole.table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert [stored(town, at, "总分", OFFICE) for at in (0, 1)] == [Decimal("40.5"), Decimal(41)]
    picture(room, tmp_path / "whole.png")
    room.undo_stack().undo()
    desk.wait()
    assert [stored(town, at, "总分", OFFICE) for at in (0, 1)] == [Decimal(44), None]
    key_click(room.whole.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.wait()
    assert room.whole.evaluator == "群众测评"
    assert model.index(0, 0).data() == "—"
    room.whole.table.setCurrentIndex(model.index(0, 0))
    key_click(room.whole.table, Qt.Key.Key_V, CONTROL)
    desk.wait()
    assert model.index(0, 0).data() == "—"


def test_one_figure_goes_out_on_a_sheet_and_comes_back(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound, tmp_path: Path
) -> None:
    assert [one.text() for one in room.files.export.menu().actions()] == [
        "考评评分表…",
        "党工委评分表…",
    ]
    path = tmp_path / "党工委.xlsx"
    room.files.export_blank(OFFICE, path)
    desk.wait()
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["代码", "党组织", "总分\n（50分）", "总分\n佐证"]
    sheet["C4"], sheet["C5"] = 47, 51
    workbook.save(path)
    room.files.import_file(path)
    desk.wait()
    records = room.arrivals.records
    found = [records.index(row, 5).data() for row in range(records.rowCount())]
    assert found == ["“总分”满分 50 分，不能填 51。", "47"]
    room.arrivals.take_good.setFocus()
    key_click(room.arrivals.take_good, Qt.Key.Key_Space)
    desk.wait()
    assert stored(town, 0, "总分", OFFICE) == Decimal(47)
    made: list[bytes] = []
    room.files.laid_out.disconnect()
    room.files.laid_out.connect(lambda pdf, _: made.append(bytes(pdf)))
    room.files.print_sheets(OFFICE, everybody=False)
    desk.wait()
    words = pypdfium2.PdfDocument(made[0])[0].get_textpage().get_text_range()
    assert "总分" in words
    assert "47" in words
    assert "班子" not in words


def test_one_line_for_all_has_only_those_who_score_it(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    counted(town)
    room.show_page(ScoringPage.BY_INDICATOR)
    desk.wait()
    turned = room.turned
    assert [turned.indicator.itemText(at) for at in range(turned.indicator.count())] == [
        "班子",
        "队伍",
        "总分",
    ]
    assert [turned.model.heading(at) for at in range(2, 4)] == ["考评", "扣分理由"]
    turned.want("总分")
    desk.wait()
    assert [turned.model.heading(at) for at in range(2, turned.model.columnCount())] == [
        "群众测评",
        "党工委",
    ]
    assert [turned.model.index(0, at).data() for at in (1, 2)] == ["100、50", "95"]
    turned.table.setFocus()
    turned.table.setCurrentIndex(turned.model.index(0, 3))
    keys(room, "40↵42↵")
    desk.wait()
    assert [stored(town, at, "总分", OFFICE) for at in (0, 1)] == [Decimal(40), Decimal(42)]


def test_next_step_asks_nobody_for_what_ballots_give(
    room: ScoringRoom, desk: DeskOfTest, town: ExampleRound
) -> None:
    assert room.overview is not None
    room.sheet.table.setCurrentIndex(room.sheet.model.index(0, GIVEN))
    keys(room, "60↵40↵")
    room.sheet.table.setCurrentIndex(room.sheet.model.index(TOTAL, FIGURE))
    keys(room, "44↵")
    desk.wait()
    roster = room.subjects.model.lines
    assert next_step(room.overview, roster)[0] == "还有 1 个党组织没有考评评分"
    assert state_words(roster[0]) == (
        "柳树湾村党支部：考评 100 分，群众测评还没有测评结果，党工委 44 分"
    )
    assert state_mark(roster[0]) == DONE
    assert "群众测评还没有分数" in room.sheet.words.text()


def test_who_scores_a_part_sees_a_part(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = read_usable(SHARED)
    town = make_round(desk.workspace, monkeypatch, rules=rules, names=("柳树湾村党支部",))
    with shown_room(desk, town) as room:
        model = room.sheet.model
        assert [model.heading(at) for at in (2, 3)] == ["群众代表×1", "考评×3"]
        room.sheet.table.setCurrentIndex(model.index(1, 3))
        keys(room, "30↵")
        desk.wait()
        assert stored(town, 0, "队伍") is None
        assert model.index(1, 3).data() == ""
        room.sheet.table.setCurrentIndex(model.index(0, 2))
        keys(room, "54↵33↵")
        room.sheet.table.setCurrentIndex(model.index(0, 3))
        keys(room, "50↵")
        desk.wait()
        assert room.sheet.words.text().startswith("84 分")


def test_stars_have_no_ladder_of_points(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> None:
    star = '[[stars]]\nname = "班子星"\nwhen = { points = "班子", at_least = 40 }\n'
    rules = replace(read_usable(f"{SHARED}\n{star}"), measure=Measure.STARS)
    town = make_round(desk.workspace, monkeypatch, rules=rules, names=("柳树湾村党支部",))
    with shown_room(desk, town) as room:
        assert room.sheet.band.isHidden()
        room.sheet.table.setCurrentIndex(room.sheet.model.index(0, 2))
        keys(room, "54↵33↵")
        room.sheet.table.setCurrentIndex(room.sheet.model.index(0, 3))
        keys(room, "50↵")
        desk.wait()
        assert room.sheet.words.text() == "84 分"
        room.show_page(ScoringPage.WHOLE)
        desk.wait()
        across = range(room.whole.model.columnCount())
        assert "档次" not in [room.whole.model.heading(at) for at in across]
