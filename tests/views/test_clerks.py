"""The clerk's own name: written once, used in every change from then on, 换人 at any time."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desk_app.app import Program
from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import LONGEST_NAME, person_name
from desk_app.domain.rounds import Participant
from desk_app.services import clerks, example, rounds
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.views.clerks import FIELD
from desk_app.views.first_start import FirstStart
from desk_app.views.scoring import ScoringRoom
from desk_app.views.settings import ASK_NAME
from tests.support.scoring_room import GIVEN, keys
from tests.support.screens import open_copy, type_text
from tests.support.waiting import wait_for


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张桂芳", "张桂芳"),
        ("  李 明 ", "李 明"),
        ("买买提·艾力", "买买提·艾力"),
        ("Li Na", "Li Na"),
        ("张伟（大）", "张伟（大）"),
        ("张伟2", "张伟2"),
    ],
)
def test_a_name_stands(typed: str, name: str) -> None:
    assert person_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "请写下"),
        ("   ", "请写下"),
        ("张" * (LONGEST_NAME + 1), "最多"),
        ("张\u0007三", "看不见"),
        ("张\n三", "看不见"),
        ("=1+1", "“=”"),
        ("张\u200b三", "看不见"),
        ("12", "要有字"),
        ("·", "要有字"),
        ("张\t三", "看不见"),
        ("\u202e张三", "看不见"),
        ("　", "请写下"),
        ("<b>张", "“<”"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Fault, match=why):
        person_name(typed)


def test_another_name_goes_on_with_the_round_on_the_desk_and_has_her_own(
    example_database: Path, tmp_path: Path
) -> None:
    workspace = open_copy(example_database, tmp_path / "工作区")
    one = Participant(rounds.candidates(workspace)[0].id)
    first, second = (
        rounds.create(workspace, example.SCHEME, year, "年初定级", [one]) for year in (2027, 2028)
    )

    def chosen() -> int | None:
        found = rounds.current(workspace)
        return None if found is None else found.id

    rounds.set_current(workspace, first)
    clerks.act_as(workspace, "张桂芳")
    assert workspace.actor.name == "张桂芳"
    assert chosen() == first
    rounds.set_current(workspace, second)
    clerks.act_as(workspace, "李明")
    rounds.set_current(workspace, first)
    clerks.act_as(workspace, "张桂芳")
    assert chosen() == second
    workspace.close(back_up=False)


@pytest.fixture
def at_desk(example_window: Program) -> Program:
    example_window.window.activateWindow()
    return example_window


def press(program: Program, key: Qt.Key, *, control: bool = False) -> None:
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    target = QApplication.focusWidget() or program.window
    QTest.keyClick(target, key, ctrl if control else none)
    wait_for(program.runner)


def sit_down(program: Program, name: str) -> None:
    """换人 by hand: the menu's entry, the name, Enter."""
    made = program.workspaces.clerks
    assert made is not None
    made.ask()
    type_text(name)
    press(program, Qt.Key.Key_Return)


def who(program: Program) -> list[str]:
    """Who entered scores, the latest last."""
    found: list[str] = []

    def read(workspace: Workspace) -> list[str]:
        with workspace.session() as session:
            return list(
                session.scalars(select(tables.change.c.made_by).order_by(tables.change.c.id))
            )

    program.runner.call(read).then(found.extend)
    wait_for(program.runner)
    return found


def score(program: Program, points: str) -> None:
    program.window.go("scoring")
    wait_for(program.runner)
    room = program.window.room
    assert isinstance(room, ScoringRoom)
    table = room.sheet.table
    table.setFocus()
    table.setCurrentIndex(room.sheet.model.index(0, GIVEN))
    keys(room, f"{points}↵")
    wait_for(program.runner)


def test_a_score_bears_the_name_at_once_and_the_next_ones_name_too(at_desk: Program) -> None:
    window = at_desk.window
    assert window.top.clerk.text() == f"{ASK_NAME} ▾"
    sit_down(at_desk, "张桂芳")
    assert window.top.clerk.text() == "张桂芳 ▾"
    assert "张桂芳" in window.bottom.passing.text()
    score(at_desk, "3")
    assert who(at_desk)[-1] == "张桂芳"
    sit_down(at_desk, "李明")
    score(at_desk, "2")
    assert who(at_desk)[-1] == "李明"
    assert window.settings.clerks == ("李明", "张桂芳")


def test_names_that_were_used_are_offered_and_one_click_changes(at_desk: Program) -> None:
    sit_down(at_desk, "张桂芳")
    sit_down(at_desk, "李明")
    menu = at_desk.window.top.clerk.menu()
    menu.aboutToShow.emit()
    entries = {one.text(): one for one in menu.actions()}
    assert list(entries) == ["李明", "张桂芳", "", "换人…"]
    assert entries["李明"].isChecked()
    entries["张桂芳"].trigger()
    wait_for(at_desk.runner)
    assert at_desk.window.settings.clerk == "张桂芳"


def test_an_odd_name_is_refused_where_it_is_typed_and_esc_changes_nothing(
    at_desk: Program,
) -> None:
    sit_down(at_desk, "=1+1")
    made = at_desk.workspaces.clerks
    assert made is not None
    assert made.line is not None
    assert made.line.isVisible()
    assert "“=”" in made.line._wrong.text()
    assert made.line.field(FIELD).hasFocus()
    press(at_desk, Qt.Key.Key_Escape)
    assert not made.line.isVisible()
    assert at_desk.window.settings.clerk == ""


def test_the_first_start_asks_once_and_the_name_is_kept(first_window: Program) -> None:
    page = first_window.window.pages.currentWidget()
    assert isinstance(page, FirstStart)
    page.full_name.setText("中共柳溪乡委员会")
    page.clerk.setText("张\u0007三")
    page.make.click()
    assert page.clerk.hasFocus()
    assert "看不见" in page.wrong.text()
    page.clerk.setText(" 张桂芳 ")
    page.make.click()
    wait_for(first_window.runner)
    assert first_window.window.top.clerk.text() == "张桂芳 ▾"
    first_window.workspaces.ask_new()
    assert page.clerk.isHidden()


def test_whatever_stands_in_the_settings_the_program_opens(at_desk: Program) -> None:
    at_desk.window.settings.set_text("clerk/name", "=1+1")
    made = at_desk.workspaces.clerks
    assert made is not None
    made.begin()
    wait_for(at_desk.runner)
    assert at_desk.window.top.clerk.text() == f"{ASK_NAME} ▾"
