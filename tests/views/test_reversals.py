"""Ctrl+Z of imports, pastes and generations: in the session, and after the program was closed."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desk_app.app import Program
from desk_app.services import grading, rectification
from desk_app.services.grading import DecisionEntry
from desk_app.services.organisations import registry
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Workspace, open_
from desk_app.views.grading import GradingRoom
from desk_app.views.kit.messages import Notice
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.scoring import ScoringRoom
from tests.support.screens import open_copy, picture, running
from tests.support.waiting import wait_for

CTRL = Qt.KeyboardModifier.ControlModifier
ROUND = 1


@pytest.fixture
def folder(dressed: QApplication, example_database: Path, tmp_path: Path) -> Path:
    """A folder with the example township; some are not decided, the ledger is empty."""
    opened = open_copy(example_database, tmp_path / "工作区")
    present = grading.board(opened, ROUND).present[:4]
    undecided = [DecisionEntry(row.evidence.subject.id, "") for row in present]
    grading.decide(opened, ROUND, undecided)
    rectification.remove(opened, [one.id for one in rectification.ledger(opened, ROUND)])
    opened.close(back_up=False)
    return opened.folder


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    with running(folder) as found:
        yield found


def press(program: Program, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    """Press a key where the focus is, and wait for what follows from it and from that."""
    QTest.keyClick(QApplication.focusWidget() or program.window, key, modifier)
    for _ in range(3):
        wait_for(program.runner)


def ask(program: Program, use_case: object, *given: object) -> list[object]:
    """Ask the database through the program's own worker."""
    found: list[object] = []
    program.runner.call(use_case, *given).then(found.append)  # type: ignore[arg-type]
    wait_for(program.runner)
    return found


def listed(path: Path) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (
        ("党组织名称", "类型", "所属领域", "书记"),
        ("新桥村党支部", "党支部", "农村", "新某"),
        ("水口村党支部", "党支部", "农村", "口某"),
    ):
        book.active.append(row)
    book.save(path)
    return path


def names(office: Workspace) -> set[str]:
    return {one.name for one in registry.tree(office)}


def new_names(program: Program) -> set[str]:
    (found,) = ask(program, names)
    assert isinstance(found, set)
    return found & {"新桥村党支部", "水口村党支部"}


def import_list(program: Program, folder: Path) -> None:
    press(program, Qt.Key.Key_2)
    room = program.window.room
    assert isinstance(room, OrganisationsRoom)
    room.pages.setCurrentWidget(room.page)
    room.page.load(listed(folder / "名单.xlsx"))
    wait_for(program.runner)
    QTest.keyClick(room.page.go, Qt.Key.Key_Space)
    for _ in range(3):
        wait_for(program.runner)
    assert len(new_names(program)) == 2


def question(notice: Notice) -> list[str]:
    """The words of a question and of its buttons."""
    shown = [one for one in notice.findChildren(QPushButton) if not one.isHidden()]
    return [notice.text, *(one.text() for one in shown)]


def test_an_import_is_taken_back_and_done_again_at_once(program: Program, folder: Path) -> None:
    import_list(program, folder)
    press(program, Qt.Key.Key_Z)
    assert new_names(program) == set()
    room = program.window.room
    assert isinstance(room, OrganisationsRoom)
    assert "新桥村党支部" not in [one.name for one in room.records.records]
    assert program.window.bottom.passing.text() == "已撤销：导入名单"
    press(program, Qt.Key.Key_Y)
    assert len(new_names(program)) == 2
    assert "新桥村党支部" in [one.name for one in room.records.records]


def test_an_import_is_taken_back_after_the_program_was_closed(folder: Path, tmp_path: Path) -> None:
    with running(folder) as program:
        import_list(program, folder)
    with running(folder) as program:
        press(program, Qt.Key.Key_2)
        room = program.window.room
        assert isinstance(room, OrganisationsRoom)
        press(program, Qt.Key.Key_Z)
        words, *buttons = question(room.notice)
        assert words.startswith("撤销 20")
        assert words.endswith(" 的“导入名单”（2 个党组织）？")
        assert sorted(buttons) == ["取消", "撤销"]
        picture(program.window, tmp_path / "question.png")
        assert len(new_names(program)) == 2, "nothing happens before the answer"
        press(program, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        assert room.notice.text == ""
        assert len(new_names(program)) == 2
        press(program, Qt.Key.Key_Z)
        press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert new_names(program) == set()
        assert program.window.bottom.passing.text() == "已撤销：导入名单"
        press(program, Qt.Key.Key_Y)
        assert len(new_names(program)) == 2
        press(program, Qt.Key.Key_Z)
        assert new_names(program) == set()
        press(program, Qt.Key.Key_Z)
        assert program.window.bottom.passing.text() == "没有可以撤销的。"


def open_scoring(program: Program) -> ScoringRoom:
    press(program, Qt.Key.Key_4)
    room = program.window.room
    assert isinstance(room, ScoringRoom)
    for _ in range(3):
        wait_for(program.runner)
    return room


def scores(program: Program) -> dict[tuple[int, str], object]:
    (view,) = ask(program, sheets.whole, ROUND, "自评")
    assert isinstance(view, sheets.WholeView)
    return {key: one.points for key, one in view.scores.items()}


def score_file(program: Program, folder: Path) -> Path:
    (view,) = ask(program, sheets.whole, ROUND, "自评")
    assert isinstance(view, sheets.WholeView)
    book = Workbook()
    assert book.active is not None
    book.active.append(("党组织", "评价主体", *(one.name for one in view.indicators[:2])))
    for line in view.lines[:3]:
        book.active.append((line.subject.name, "自评", 0.5, 1.5))
    book.save(folder / "评分表.xlsx")
    return folder / "评分表.xlsx"


def import_scores(program: Program, room: ScoringRoom, folder: Path) -> None:
    room.files.import_file(score_file(program, folder))
    wait_for(program.runner)
    room.arrivals.accepted.emit(True)
    for _ in range(3):
        wait_for(program.runner)
    assert room.notice.text.startswith("评分表已导入")


def test_an_import_of_scores_is_a_step_among_the_others(program: Program, folder: Path) -> None:
    room = open_scoring(program)
    before = scores(program)
    room.sheet.table.setFocus()
    room.sheet.table.setCurrentIndex(room.sheet.model.index(0, 2))
    for key in "3\r":
        QTest.keyClicks(QApplication.focusWidget() or room, key)
        QApplication.processEvents()
    wait_for(program.runner)
    typed = scores(program)
    assert typed != before
    import_scores(program, room, folder)
    imported = scores(program)
    assert Decimal("0.5") in imported.values()
    press(program, Qt.Key.Key_Z)
    assert scores(program) == typed
    press(program, Qt.Key.Key_Z)
    assert scores(program) == before
    press(program, Qt.Key.Key_Y)
    press(program, Qt.Key.Key_Y)
    assert scores(program) == imported


def test_pasted_scores_are_taken_back_after_the_program_was_closed(folder: Path) -> None:
    with running(folder) as program:
        room = open_scoring(program)
        before = scores(program)
        table = room.sheet.table
        table.setFocus()
        table.setCurrentIndex(room.sheet.model.index(0, 2))
        QGuiApplication.clipboard().setText("0.5\n1\n1.5")
        press(program, Qt.Key.Key_V)
        pasted = scores(program)
        assert pasted != before
        press(program, Qt.Key.Key_Z)
        assert scores(program) == before
        press(program, Qt.Key.Key_Y)
        assert scores(program) == pasted
    with running(folder) as program:
        room = open_scoring(program)
        press(program, Qt.Key.Key_Z)
        words, *_ = question(room.notice)
        assert words.endswith(" 的“粘贴”（3 格）？")
        press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert scores(program) == before
        column = [room.sheet.model.index(row, 2).data() for row in range(3)]
        assert column != ["0.5", "1", "1.5"]


def test_what_was_built_on_it_is_named_and_no_question_is_asked(folder: Path) -> None:
    with running(folder) as program:
        room = open_scoring(program)
        import_scores(program, room, folder)
        room.sheet.table.setFocus()
        room.sheet.table.setCurrentIndex(room.sheet.model.index(0, 2))
        for key in "3\r":
            QTest.keyClicks(QApplication.focusWidget() or room, key)
            QApplication.processEvents()
    with running(folder) as program:
        room = open_scoring(program)
        imported = scores(program)
        press(program, Qt.Key.Key_Z)
        words, *buttons = question(room.notice)
        assert "在“导入评分表”以后又改过，不能整批撤销" in words
        assert buttons == ["知道了"]
        assert scores(program) == imported


def levels(program: Program) -> list[str | None]:
    (board,) = ask(program, grading.board, ROUND)
    assert isinstance(board, grading.GradingBoard)
    return [row.decision.level if row.decision else None for row in board.present]


def test_deciding_the_rest_is_taken_back_at_once_and_after_a_restart(folder: Path) -> None:
    def decide(program: Program) -> GradingRoom:
        press(program, Qt.Key.Key_6)
        room = program.window.room
        assert isinstance(room, GradingRoom)
        room.all_as_proposed.click()
        QTest.keyClick(QApplication.focusWidget() or room, Qt.Key.Key_Return)
        for _ in range(3):
            wait_for(program.runner)
        return room

    with running(folder) as program:
        before = levels(program)
        assert None in before
        decide(program)
        decided = levels(program)
        assert None not in decided
        press(program, Qt.Key.Key_Z)
        assert levels(program) == before
        press(program, Qt.Key.Key_Y)
        assert levels(program) == decided
    with running(folder) as program:
        press(program, Qt.Key.Key_6)
        room = program.window.room
        assert isinstance(room, GradingRoom)
        press(program, Qt.Key.Key_Z)
        words, *_ = question(room.notice)
        assert words.endswith("的“其余全部按拟定等级决定”（4 个党组织）？")
        press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert levels(program) == before
        decided_now = [row.decision for row in room.model.records[:4]]
        assert decided_now == [None] * 4


def test_drawn_items_are_taken_back_after_a_restart(folder: Path) -> None:
    with running(folder) as program:
        press(program, Qt.Key.Key_7)
        room = program.window.room
        assert isinstance(room, RectificationRoom)
        room.buttons["从低分指标生成"].click()
        for _ in range(3):
            wait_for(program.runner)
        count = room.table.rowCount()
        assert count
    with running(folder) as program:
        press(program, Qt.Key.Key_7)
        room = program.window.room
        assert isinstance(room, RectificationRoom)
        assert room.table.rowCount() == count
        press(program, Qt.Key.Key_Z)
        words, *_ = question(room.notice)
        assert words.endswith(f"的“从低分指标生成”（{count} 项）？")
        press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert room.table.rowCount() == 0


def test_a_locked_round_says_why_nothing_is_taken_back(folder: Path) -> None:
    opened = open_(folder)
    grading.decide_as_proposed(opened, ROUND, opened.today(), "党委会")
    grading.finalise(opened, ROUND)
    opened.close(back_up=False)
    with running(folder) as program:
        press(program, Qt.Key.Key_6)
        room = program.window.room
        assert isinstance(room, GradingRoom)
        press(program, Qt.Key.Key_Z)
        assert "本轮已经定稿，不能修改。" in room.notice.text


def test_counts_say_how_they_are_mended(program: Program) -> None:
    press(program, Qt.Key.Key_5)
    press(program, Qt.Key.Key_Z)
    assert program.window.bottom.passing.text() == (
        "没有可以撤销的。已入库的票数不能撤销，请用“重录这一摞”或“重新计票”。"
    )
