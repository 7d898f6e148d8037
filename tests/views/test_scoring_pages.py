"""The other pages of the room 评分: 加减分, 其他情况, 往年等级, and what a workbook brings."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select, update

from desk_app.services.evidence import earlier
from desk_app.services.scoring import adjustments, facts, workbooks
from desk_app.storage import tables
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
from tests.support.polling_round import ExampleRound
from tests.support.scoring_room import GIVEN, key_click, keys, shown_room, stored
from tests.support.scoring_round import make_scoring_round, without_register
from tests.support.screens import DeskOfTest, picture, type_text


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_scoring_round(desk.workspace, monkeypatch)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, example_round) as room:
        yield room


def test_the_register_takes_changes_and_gives_back(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    room.show_page(ScoringPage.REGISTER)
    desk.wait()
    page = room.register
    page.form.subject.setText("石桥村党支部")
    page.form.adjustment.setCurrentText("受表彰")
    page.form.tier.setCurrentText("省级")
    assert page.hint.text().startswith("加 5 分")
    page.form.proof.setFocus()
    keys(room, "doc3↵")
    desk.wait()

    def lines() -> list[tuple[str, str, str]]:
        register = adjustments.listing(example_round.workspace, example_round.round_id)
        return [(one.subject, one.entry.tier, one.entry.proof) for one in register.lines]

    assert lines() == [("石桥村党支部", "省级", "doc3")]
    assert room.subjects.model.lines[1].summary.total.points == Decimal(5)
    page.table.selectRow(0)
    page.change.click()
    page.form.tier.setCurrentText("国家级")
    page.form.save.click()
    desk.wait()
    assert lines() == [("石桥村党支部", "国家级", "doc3")]
    page.table.selectRow(0)
    offered = page.records.offered(page.table.selectedIndexes())
    assert [words for words, _ in offered] == ["修改", "删除"]
    assert page.records.offered([]) == []
    key_click(page.table, Qt.Key.Key_Delete)
    desk.wait()
    assert lines() == []
    room.undo_stack().undo()
    desk.wait()
    assert lines() == [("石桥村党支部", "国家级", "doc3")]
    room.undo_stack().undo()
    desk.wait()
    assert lines() == [("石桥村党支部", "省级", "doc3")]
    room.undo_stack().undo()
    desk.wait()
    assert lines() == []
    room.undo_stack().redo()
    room.undo_stack().redo()
    desk.wait()
    assert lines() == [("石桥村党支部", "国家级", "doc3")]
    page.form.subject.setText("不存在")
    page.form.save.click()
    assert "没有“不存在”" in page.hint.text()


def test_a_scheme_without_a_register_says_so(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    example_round = make_scoring_round(desk.workspace, monkeypatch, rules=without_register())
    room = ScoringRoom(desk.context)
    qtbot.addWidget(room)
    room.show()
    room.open_round(example_round.round_id)
    desk.wait()
    room.show_page(ScoringPage.REGISTER)
    desk.wait()
    assert room.register.empty.isVisible()
    assert not room.register.form.isVisible()
    assert not room.register.table.isVisible()


def test_facts_are_typed_pasted_and_refused_in_place(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    room.show_page(ScoringPage.FACTS)
    desk.wait()
    room.facts.table.setFocus()
    keys(room, "1↵")
    model = room.facts.model
    room.facts.table.setCurrentIndex(model.index(0, 2))
    QGuiApplication.clipboard().setText("２\t2025年3月5日\n三\t明天\n")
    key_click(room.facts.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    line = facts.table(example_round.workspace, example_round.round_id).lines[0]
    assert line.values["创新项目"] is True
    assert line.values["缺会次数"] == 2
    assert model.index(0, 1).data() == "是"
    assert model.index(0, 3).data() == "2025-03-05"
    assert model.index(1, 2).data() == "三"
    assert model.index(1, 2).data(Qt.ItemDataRole.BackgroundRole) is not None
    room.facts.table.setCurrentIndex(model.index(1, 3))
    assert "要填日期" in room.facts.hint.text()
    assert room.subjects.model.lines[0].summary.total.points == Decimal(0)
    room.undo_stack().undo()
    desk.wait()
    assert (
        "缺会次数"
        not in facts.table(example_round.workspace, example_round.round_id).lines[0].values
    )


def test_a_filled_workbook_is_shown_before_it_is_taken_over(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "考评.xlsx"
    room.files.export_blank("考评", path)
    desk.wait()
    assert "共 11 个对象" in room.notice.text
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet["C4"], sheet["D4"], sheet["C5"] = 14, "八十", 13
    workbook.save(path)
    workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    room.files.import_file(path)
    desk.wait()
    assert room.pages.currentIndex() == ScoringPage.ARRIVALS
    assert room.arrivals.take.isHidden()
    assert not room.arrivals.take_good.isHidden()
    rows = room.arrivals.records
    assert rows.index(0, 0).data() == "不能导入"
    assert rows.index(0, 1).data().endswith("D4")
    assert stored(example_round, 0, "领导班子") is None
    picture(room, tmp_path / "import.png")
    room.arrivals.take_good.click()
    desk.wait()
    assert room.pages.currentIndex() == ScoringPage.BY_SUBJECT
    assert stored(example_round, 0, "领导班子") == Decimal(14)
    assert stored(example_round, 1, "领导班子") == Decimal(13)
    assert room.sheet.model.index(0, GIVEN).data() == "14"
    assert "没有导入 1 格" in room.notice.text


def test_rounds_of_the_same_year_have_a_column_of_their_own(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    table = earlier.table(desk.workspace, example_round.round_id)
    model = room.earlier.model
    model.show(replace(table, years=(2026, *table.years), this_year=2026), locked=False)
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in (1, 2)]
    assert heads == ["2026 年上一轮", "2025 年"]
    assert model.is_typed(0, 1)


def test_earlier_years_are_typed_pasted_and_undone(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound, tmp_path: Path
) -> None:
    with desk.workspace.session() as session:
        organisations = session.execute(
            select(tables.subject.c.organisation_id).order_by(tables.subject.c.position)
        ).scalars()
        first, second, *_ = organisations
        # a round of last year in which the second one was graded
        past = session.execute(
            insert(tables.round_)
            .values(scheme_id=1, year=2025, name="年初定级", created_at="2025-01-05 09:00:00")
            .returning(tables.round_.c.id)
        ).scalar_one()
        then = session.execute(
            insert(tables.subject)
            .values(round_id=past, organisation_id=second, position=0, name="石桥村党支部")
            .returning(tables.subject.c.id)
        ).scalar_one()
        session.execute(
            insert(tables.opinion).values(subject_id=then, step="党委会研究决定", level="二星")
        )
    room.tabs.button(ScoringPage.EARLIER).setFocus()
    key_click(room.tabs.button(ScoringPage.EARLIER), Qt.Key.Key_Space)
    desk.wait()
    page, model = room.earlier, room.earlier.model
    heads = [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(4)]
    assert heads == ["党组织", "2025 年", "2024 年", "2023 年"]
    page.table.setFocus()
    page.table.setCurrentIndex(model.index(0, 1))
    assert "五星、四星、三星、二星、一星" in page.hint.text()
    page.table.edit(model.index(0, 1))
    type_text("三星")
    key_click(QApplication.focusWidget() or page.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    desk.wait()
    assert earlier.table(desk.workspace, example_round.round_id).typed == {(first, 2025): "三星"}
    assert not model.flags(model.index(1, 1)) & Qt.ItemFlag.ItemIsEditable
    page.table.setCurrentIndex(model.index(1, 1))
    assert "以那一轮的结果为准" in page.hint.text()
    QGuiApplication.clipboard().setText("四星\t先进\n五星\t二星\n")
    page.table.setCurrentIndex(model.index(0, 1))
    key_click(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert earlier.table(desk.workspace, example_round.round_id).typed == {
        (first, 2025): "四星",
        (first, 2024): "先进",
        (second, 2024): "二星",
    }
    assert model.index(1, 1).data() == "二星"
    page.table.setCurrentIndex(model.index(0, 2))
    assert "不是本方案的等级" in page.hint.text()
    picture(room, tmp_path / "earlier.png")
    room.undo_stack().undo()
    desk.wait()
    assert earlier.table(desk.workspace, example_round.round_id).typed == {(first, 2025): "三星"}
    room.undo_stack().undo()
    desk.wait()
    assert earlier.table(desk.workspace, example_round.round_id).typed == {}


def test_a_round_that_was_begun_again_is_not_called_finalised(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    with example_round.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1, closed_at="2026-05-01"))
    said: list[str] = []
    room.next_step.connect(lambda words, _: said.append(words))
    room.open_round(example_round.round_id)
    desk.wait()
    closed = "本轮已停用，按方案的新版另开了一轮"
    assert room.notice.text == f"{closed}，这里只能看，不能改。"
    assert room.sheet.model.untyped_words(0, GIVEN) == f"{closed}，不能修改。"
    assert said[-1] == f"{closed}，这里只能看"
    assert not room.files.bring.isEnabled()
