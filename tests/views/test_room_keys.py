"""Keys are pressed in each room right after it was entered, and they arrive."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolTip, QWidget

from desk_app.app import Program
from desk_app.services.grading import opinions
from desk_app.views.grading import GradingRoom
from desk_app.views.home import HomeRoom
from desk_app.views.kit.name_field import NameField
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.room import Room
from desk_app.views.rooms import ROOMS
from desk_app.views.schemes import SchemesRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from desk_app.views.submission.words import of_file
from tests.support.scoring_room import OWN
from tests.support.scoring_round import make_scoring_round
from tests.support.waiting import wait_for

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Way = Callable[[Program, str], None]


def press(program: Program, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key as the keyboard does: it goes to whatever has the focus."""
    handle = program.window.windowHandle()
    QTest.keyClick(handle, key, modifier or Qt.KeyboardModifier.NoModifier)
    # An editor hands over what it holds by a posted call, before the next real key.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)


def write(program: Program, text: str) -> None:
    """Type letters and figures; ⏎ is Enter."""
    for sign in text:
        key = Qt.Key.Key_Return if sign == "⏎" else Qt.Key(ord(sign.upper()))
        press(program, key)


def by_number(program: Program, room: str) -> None:
    press(program, Qt.Key(Qt.Key.Key_1 + list(ROOMS).index(room)), CONTROL)


def by_click(program: Program, room: str) -> None:
    rooms = program.window.rooms
    row = rooms.visualItemRect(rooms.item(list(ROOMS).index(room)))
    place = rooms.viewport().mapTo(program.window, row.center())
    QTest.mouseClick(program.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


def by_number_from_the_list(program: Program, room: str) -> None:
    program.window.rooms.setFocus()
    by_number(program, room)


def by_enter_in_the_list(program: Program, room: str) -> None:
    rooms = program.window.rooms
    rooms.setFocus()
    while program.window.key != room:
        press(program, Qt.Key.Key_Down)
    assert rooms.hasFocus()
    press(program, Qt.Key.Key_Return)


WAYS = (by_number, by_click, by_number_from_the_list, by_enter_in_the_list)


@pytest.fixture
def at_desk(example_window: Program) -> Program:
    example_window.window.activateWindow()
    return example_window


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.fixture
def unscored(window: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A window on a round in which nothing is scored."""
    window.window.activateWindow()
    window.runner.call(lambda opened: make_scoring_round(opened, monkeypatch)).then(
        lambda made: window.window.open_round(made.round_id)
    )
    wait_for(window.runner)
    return window


@pytest.mark.parametrize("loaded_before", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_scores_typed_right_after_entering_are_all_there(
    unscored: Program, way: Way, loaded_before: bool
) -> None:
    if loaded_before:
        by_number(unscored, "scoring")
        wait_for(unscored.runner)
        by_number(unscored, "home")
        wait_for(unscored.runner)
    way(unscored, "scoring")
    write(unscored, "1⏎2⏎3⏎")
    wait_for(unscored.runner)
    write(unscored, "4⏎")
    wait_for(unscored.runner)
    room = unscored.window.room
    assert isinstance(room, ScoringRoom)
    table = room.sheet.table
    assert [table.model().index(row, OWN).data() for row in range(4)] == ["1", "2", "3", "4"]
    assert table.hasFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (4, OWN)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_typed_in_the_ledger_arrives(at_desk: Program, way: Way) -> None:
    way(at_desk, "rectification")
    write(at_desk, "abc⏎")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    here = room.sheet.currentIndex()
    assert room.table.index(here.row() - 1, here.column()).data() == "abc"
    assert room.sheet.hasFocus()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("organisations", OrganisationsRoom),
        ("schemes", SchemesRoom),
        ("polling", PollingRoom),
        ("grading", GradingRoom),
        ("submission", SubmissionRoom),
    ],
)
def test_what_is_typed_in_a_list_searches_it(
    at_desk: Program, way: Way, key: str, kind: type[Room]
) -> None:
    way(at_desk, key)
    write(at_desk, "d1")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, kind)
    if isinstance(room, SubmissionRoom):  # nothing was made yet: the button that makes it
        assert room.make.hasFocus()
        return
    field = room.search_field()
    assert field is not None
    assert field.hasFocus()
    assert field.text().casefold() == "d1"


@pytest.mark.parametrize("way", WAYS)
def test_enter_on_the_home_page_does_what_comes_next(at_desk: Program, way: Way) -> None:
    by_number(at_desk, "schemes")
    wait_for(at_desk.runner)
    if way is by_enter_in_the_list:
        at_desk.window.rooms.setFocus()
        press(at_desk, Qt.Key.Key_Up)
        press(at_desk, Qt.Key.Key_Up)
        press(at_desk, Qt.Key.Key_Return)
    else:
        way(at_desk, "home")
    wait_for(at_desk.runner)
    step = at_desk.window.overview
    assert step is not None
    press(at_desk, Qt.Key.Key_Return)
    wait_for(at_desk.runner)
    assert at_desk.window.key == step.next.room


@pytest.mark.parametrize("key", [one for one in ROOMS if one not in ("home", "scoring")])
def test_keys_arrive_in_an_empty_workspace(window: Program, key: str) -> None:
    window.window.activateWindow()
    by_number(window, key)
    wait_for(window.runner)
    shown = window.window.room
    assert shown is not None
    assert focus() is shown or shown.isAncestorOf(focus())


@pytest.mark.parametrize("key", [one for one in ROOMS if one != "home"])
def test_control_f_and_f3_search_in_every_room(at_desk: Program, key: str) -> None:
    by_number(at_desk, key)
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert room is not None
    field = room.search_field()
    assert field is not None
    field.setText("x")
    press(at_desk, Qt.Key.Key_F, CONTROL)
    assert focus() is field
    assert field.selectedText() == "x"
    press(at_desk, Qt.Key.Key_Delete)
    assert field.text() == ""


def test_f3_walks_through_the_hits_and_back(at_desk: Program) -> None:
    by_number(at_desk, "organisations")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, OrganisationsRoom)
    press(at_desk, Qt.Key.Key_F, CONTROL)
    write(at_desk, "dzb")
    rows = room.records.rowCount()
    assert 2 < rows < len(room.everyone)
    seen = [room.sheet.currentIndex().row()]
    for _ in range(rows):
        press(at_desk, Qt.Key.Key_F3)
        seen.append(room.sheet.currentIndex().row())
    assert seen == [*range(rows), 0]
    press(at_desk, Qt.Key.Key_F3, SHIFT)
    assert room.sheet.currentIndex().row() == rows - 1


def test_control_f_says_so_where_there_is_nothing_to_search(at_desk: Program) -> None:
    room = at_desk.window.room
    assert isinstance(room, HomeRoom)
    room.search_field().setEnabled(False)
    press(at_desk, Qt.Key.Key_F, CONTROL)
    assert at_desk.window.bottom.passing.text() == "“首页”现在没有可以搜索的内容。"


def test_home_finds_an_organisation_by_initials_and_opens_its_scores(at_desk: Program) -> None:
    press(at_desk, Qt.Key.Key_F, CONTROL)
    wait_for(at_desk.runner)
    home = at_desk.window.room
    assert isinstance(home, HomeRoom)
    field = home.search_field()
    assert focus() is field
    write(at_desk, "zzzz⏎")
    assert at_desk.window.bottom.passing.text() == "没有找到“zzzz”。"
    press(at_desk, Qt.Key.Key_Escape)
    assert field.text() == ""
    write(at_desk, "l")
    name = field.listed[1]
    press(at_desk, Qt.Key.Key_Down)
    press(at_desk, Qt.Key.Key_Down)
    press(at_desk, Qt.Key.Key_Return)
    wait_for(at_desk.runner)
    scoring = at_desk.window.room
    assert isinstance(scoring, ScoringRoom)
    assert scoring.heading.text().startswith(name)


def test_the_cell_that_has_the_keys_is_the_one_that_comes_next(unscored: Program) -> None:
    by_number(unscored, "scoring")
    wait_for(unscored.runner)
    room = unscored.window.room
    assert isinstance(room, ScoringRoom)
    assert "自评" in unscored.window.bottom.sentence
    here = room.sheet.table.currentIndex()
    assert (here.row(), here.column()) == (0, OWN)
    assert room.sheet.table.hasFocus()
    write(unscored, "1⏎1⏎")
    press(unscored, Qt.Key.Key_Up)
    by_number(unscored, "home")
    wait_for(unscored.runner)
    by_number(unscored, "scoring")
    wait_for(unscored.runner)
    here = room.sheet.table.currentIndex()
    assert (here.row(), here.column()) == (1, OWN)  # where she was


def test_enter_presses_a_button_and_escape_closes_what_lies_on_top(at_desk: Program) -> None:
    by_number(at_desk, "rectification")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    room.buttons["新增"].setFocus()
    press(at_desk, Qt.Key.Key_Return)
    assert room.line.isVisible()
    at_desk.window.message.show_info("已备份。")
    press(at_desk, Qt.Key.Key_Escape)
    assert at_desk.window.message.text == ""
    assert room.line.isVisible()
    press(at_desk, Qt.Key.Key_Escape)
    assert not room.line.isVisible()
    assert room.sheet.hasFocus()


def test_keys_typed_while_a_room_fails_to_load_are_not_kept_for_ever(at_desk: Program) -> None:
    going_on = threading.Event()
    at_desk.runner.compute(going_on.wait, 10)  # the room cannot have loaded before it fails to
    by_number(at_desk, "grading")
    write(at_desk, "a")
    at_desk.runner.faulted.emit("磁盘坏了。")
    going_on.set()
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert room is not None
    write(at_desk, "b")
    field = room.search_field()
    assert isinstance(field, QLineEdit)
    assert "a" not in field.text()


def test_ctrl_z_acts_from_a_field_in_which_nothing_was_typed(at_desk: Program) -> None:
    by_number(at_desk, "grading")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, GradingRoom)
    decided = room.model.record(0).decision
    room.form.level.setCurrentIndex(room.form.level.count() - 1)
    room.form.reason.setFocus()
    write(at_desk, "A⏎")
    wait_for(at_desk.runner)
    assert room.model.record(0).decision != decided
    assert room.form.reason.hasFocus()
    press(at_desk, Qt.Key.Key_Z, CONTROL)
    wait_for(at_desk.runner)
    assert room.model.record(0).decision == decided
    write(at_desk, "B")  # what is typed in the field itself is taken back there first
    press(at_desk, Qt.Key.Key_Z, CONTROL)
    assert room.form.reason.text() == ""
    assert room.model.record(0).decision == decided


def test_a_key_where_nobody_types_says_why_and_moves_nothing(at_desk: Program) -> None:
    at_desk.runner.call(lambda opened: opinions.finalise(opened, 1))
    wait_for(at_desk.runner)
    at_desk.window.open_round(1)
    by_number(at_desk, "scoring")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, ScoringRoom)
    here = room.sheet.table.currentIndex()
    write(at_desk, "12")
    assert room.sheet.table.currentIndex() == here
    assert "已定稿" in QToolTip.text()


def test_what_was_said_in_the_window_goes_with_the_next_room(at_desk: Program) -> None:
    at_desk.window.message.show_info("上次没有正常关闭，已保存的都在。")
    by_number(at_desk, "scoring")
    assert at_desk.window.message.text == ""
    at_desk.window.message.show_fault("磁盘满了。")
    by_number(at_desk, "grading")
    assert at_desk.window.message.text == "磁盘满了。"


def test_what_was_done_is_not_said_any_more_once_it_is_taken_back(at_desk: Program) -> None:
    by_number(at_desk, "rectification")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    room.undo_stack().push(QUndoCommand("导入"))
    room.notice.show_info("已导入：新增 5 个。")
    press(at_desk, Qt.Key.Key_Z, CONTROL)
    assert room.notice.text == ""


def test_a_click_on_a_message_is_not_a_click_on_what_is_below(at_desk: Program) -> None:
    by_number(at_desk, "rectification")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    before = room.sheet.currentIndex().row()
    room.notice.show_info("已销号 1 项。")
    QApplication.processEvents()
    place = room.notice.mapTo(at_desk.window, QPoint(6, 6))
    QTest.mouseClick(at_desk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert room.sheet.currentIndex().row() == before
    close = room.notice.findChildren(QPushButton)[0]
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert room.notice.text == ""


def test_the_ledger_takes_the_organisation_that_is_shown_for_its_initials(at_desk: Program) -> None:
    by_number(at_desk, "rectification")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    room.sheet.clearSelection()
    room.ask_new()
    field = room.line.field("党组织")
    assert focus() is field
    assert isinstance(field, NameField)
    write(at_desk, "dzb")
    shown = field.listed
    assert len(shown) > 2
    popup = QApplication.activePopupWidget()
    assert popup is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.activePopupWidget() or focus(), key)
    assert field.text() == shown[1]
    assert focus() is room.line.field("存在问题")


def test_a_line_that_asks_for_an_act_names_what_it_acts_on(at_desk: Program) -> None:
    by_number(at_desk, "rectification")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, RectificationRoom)
    rows = range(room.table.rowCount())
    row = next(row for row in rows if room.table.item(row).closed_on is None)
    item = room.table.item(row)
    room.sheet.selectRow(row)
    for _ in range(3):  # bars tell their hosts, hosts lay out anew
        QApplication.processEvents()
    before = room.sheet.geometry()
    room.ask_closing()
    QApplication.processEvents()
    assert room.line.accessibleName().startswith(f"销号：{item.subject} · {item.problem[:16]}")
    assert room.sheet.geometry() == before
    cell = room.sheet.visualRect(room.sheet.currentIndex())
    cell.moveTopLeft(room.sheet.viewport().mapTo(room, cell.topLeft()))
    assert not room.line.geometry().intersects(cell)


def test_people_are_offered_where_the_registry_names_them(at_desk: Program) -> None:
    by_number(at_desk, "organisations")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, OrganisationsRoom)
    room.sheet.selectRow(3)
    room.pair.show_detail()
    for name in ("secretary", "contact"):
        field = room.editor.fields[name]
        assert isinstance(field, NameField)
        field.setFocus()
        wait_for(at_desk.runner)
        field.clear()
        press(at_desk, Qt.Key.Key_Down)
        assert field.listed
        wanted = field.listed[1]
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(QApplication.activePopupWidget() or focus(), key)
        assert field.text() == wanted
        assert not field.hasFocus()
    wait_for(at_desk.runner)
    assert "联系人" not in at_desk.window.message.text


def test_papers_of_an_organisation_are_found_by_its_initials(at_desk: Program) -> None:
    by_number(at_desk, "submission")
    wait_for(at_desk.runner)
    room = at_desk.window.room
    assert isinstance(room, SubmissionRoom)
    name, initials = room.names.organisations[3]
    files = (f"申报表/04_{name}_申报表.pdf", "汇总表.pdf")
    shown = [one for one in files if of_file(one, dict(room.names.organisations)) == initials]
    assert shown == [files[0]]
