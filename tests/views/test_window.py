import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.app import Program
from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.domain.progress import Progress
from desk_app.services import second_start
from desk_app.services.computer import COMPUTER, login
from desk_app.services.workspace import Workspace
from desk_app.views.context import RoomContext
from desk_app.views.in_use import InUsePage
from desk_app.views.room import Room
from desk_app.views.rooms import PLACES
from tests.support.screens import type_text, wait_until
from tests.support.waiting import wait_for


class Remembering(Room):
    """A room that notes what it is asked for."""

    key = "scoring"
    title = "评分"

    def __init__(self, desk: RoomContext) -> None:
        super().__init__(desk)
        self.opened: list[int | None] = []
        self.stack = QUndoStack(self)

    def open_round(self, round_id: int | None) -> None:
        self.opened.append(round_id)

    def undo_stack(self) -> QUndoStack:
        return self.stack


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in list(PLACES):
        if key != "home":
            monkeypatch.setitem(PLACES, key, f"{__name__}:Remembering")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Remembering.__module__])


def press(program: Program, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClick(program.window, key, modifier)
    wait_for(program.runner)


CONTROL = Qt.KeyboardModifier.ControlModifier


def test_home_is_shown_with_the_office_and_what_comes_first(window: Program) -> None:
    main = window.window
    assert main.key == "home"
    assert main.windowTitle() == "青山镇 — 定级工作台"
    assert "导入或添加党组织" in main.bottom.sentence
    assert main.top.round.text() == "还没有轮次 ▾"


def test_rooms_are_made_when_they_are_first_shown(window: Program, remembering: None) -> None:
    main = window.window
    main.activateWindow()
    press(window, Qt.Key.Key_4, CONTROL)
    assert main.key == "scoring"
    room = main.room
    assert isinstance(room, Remembering)
    assert room.opened == [None]
    press(window, Qt.Key.Key_1, CONTROL)
    press(window, Qt.Key.Key_4, CONTROL)
    assert main.room is room
    assert room.opened == [None, None]


def test_arrow_keys_walk_through_the_rooms(window: Program, remembering: None) -> None:
    main = window.window
    main.rooms.setFocus()
    for key in ("organisations", "schemes"):
        QTest.keyClick(main.rooms, Qt.Key.Key_Down)
        wait_for(window.runner)
        assert main.key == key
    assert main.rooms.hasFocus()


def test_undo_goes_to_the_room_on_show(window: Program, remembering: None) -> None:
    main = window.window
    main.go("scoring")
    room = main.room
    assert isinstance(room, Remembering)
    done: list[str] = []

    class Typed(QUndoCommand):
        def redo(self) -> None:
            done.append("redo")

        def undo(self) -> None:
            done.append("undo")

    room.stack.push(Typed("考评 14"))
    press(window, Qt.Key.Key_Z, CONTROL)
    assert main.bottom.passing.text() == "已撤销：考评 14"
    press(window, Qt.Key.Key_Y, CONTROL)
    assert done == ["redo", "undo", "redo"]
    press(window, Qt.Key.Key_Y, CONTROL)
    assert main.bottom.passing.text() == "没有可以重做的。"


def test_what_a_room_says_comes_next_stands_only_while_it_is_shown(
    window: Program, remembering: None
) -> None:
    main = window.window
    main.go("scoring")
    assert main.room is not None
    main.room.next_step.emit("还有 3 个没有评。", "grading")
    assert main.bottom.sentence == "下一步：还有 3 个没有评。"
    main.go("home")
    wait_for(window.runner)
    assert "导入或添加党组织" in main.bottom.sentence


def test_badges_and_round_of_the_example(example_window: Program) -> None:
    main = example_window.window
    assert main.round_id == 1
    assert main.top.round.text().startswith("青山镇 · ")
    assert main.rooms.badge("rectification").endswith("!")
    assert main.rooms.badge("home") == ""


def test_fault_is_one_line_that_can_be_closed(window: Program, qtbot: QtBot) -> None:
    def work(_workspace: Workspace) -> None:
        raise Fault("文件正在 WPS 中打开，请先关闭它。")

    window.runner.call(work)
    wait_for(window.runner)
    message = window.window.message
    assert message.text == "文件正在 WPS 中打开，请先关闭它。"
    close = message.findChildren(QPushButton)[0]
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert message.text == ""


def test_saved_and_passing_words(window: Program) -> None:
    window.runner.save(lambda _workspace: None)
    wait_for(window.runner)
    assert window.window.bottom.passing.text().startswith("已保存 ")
    window.window.context.say("已复制 12 行")
    assert window.window.bottom.passing.text() == "已复制 12 行"


def test_close_backs_up_before_it_goes(window: Program, tmp_path: Path) -> None:
    window.window.close()
    assert window.window.isVisible()
    assert window.window.bottom.passing.text() == "正在保存并备份，请稍候……"
    wait_for(window.runner)
    assert not window.window.isVisible()
    assert list((tmp_path / "工作区" / "backups").glob("*-close.db"))


def test_failed_backup_is_shown_and_one_can_go_all_the_same(
    window: Program, tmp_path: Path
) -> None:
    (tmp_path / "工作区" / "backups").write_text("a file where a folder should be")
    window.window.close()
    wait_for(window.runner)
    assert window.window.isVisible()
    assert "备份没有写成" in window.window.message.text
    leave = next(one for one in window.window.findChildren(QPushButton) if one.text() == "关闭程序")
    QTest.keyClick(leave, Qt.Key.Key_Space)
    assert not window.window.isVisible()


@pytest.mark.logs_errors
def test_our_own_error_is_reported_and_written_down(window: Program, tmp_path: Path) -> None:
    window.runner.call(lambda _workspace: 1 // 0)
    with pytest.raises(RuntimeError):
        wait_for(window.runner)
    assert window.reporter is not None
    box = window.reporter.box
    assert box is not None
    words = " ".join(one.text() for one in box.findChildren(QLabel))
    assert "此前已保存的数据都在" in words
    copy = next(one for one in box.findChildren(QPushButton) if one.text() == "复制报告")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    (report,) = (tmp_path / "工作区" / "logs").glob("report-*.txt")
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    box.accept()


def test_error_that_nobody_caught_is_reported_from_any_thread(window: Program) -> None:
    def fail() -> None:
        raise LookupError("nothing there")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    wait_until(lambda: window.reporter is not None)
    assert window.reporter is not None
    assert window.reporter.thread() is window.window.thread()
    assert window.reporter.box is not None
    assert "LookupError" in window.reporter.box.report
    window.reporter.box.accept()
    with pytest.raises(RuntimeError, match="LookupError"):
        wait_for(window.runner)


def test_long_work_shows_how_far_it_is_after_half_a_second(window: Program) -> None:
    going_on = threading.Event()

    def work(_workspace: Workspace, progress: Progress) -> None:
        progress.step(12, 36, "申报表 12/36")
        going_on.wait(5)
        progress.step(13, 36, "申报表 13/36")

    told: list[object] = []
    window.runner.call(work, window.runner.long("生成上报材料")).then(told.append)
    wait_until(lambda: window.progress is not None)
    box = window.progress
    assert box is not None
    assert box.isHidden()
    wait_until(box.isVisible)
    assert any(one.text() == "申报表 12/36" for one in box.findChildren(QLabel))
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.isVisible()
    cancel = box.findChildren(QPushButton)[0]
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    going_on.set()
    wait_for(window.runner)
    assert box.isHidden()
    assert told == []


def start_again(folder: Path, actor: Actor | None = None) -> Program:
    other = Program(folder, fixed=True, clock=COMPUTER, actor=actor)
    other.window.show()
    wait_until(lambda: hasattr(other, "workspaces"))
    wait_for(other.runner)
    return other


def test_second_program_of_one_person_brings_the_first_one_to_the_front(
    window: Program, tmp_path: Path, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both share one thread here, which other tests may keep busy for longer than a clerk waits.
    patient = partial(second_start.hand_over, patience_s=20.0)
    monkeypatch.setattr(second_start, "hand_over", patient)
    window.window.showMinimized()
    other = start_again(tmp_path / "工作区")
    assert not other.window.isVisible()
    other.end()
    wait_until(lambda: window.window.message.text == "已在这里打开。")
    assert not window.window.isMinimized()
    assert not (tmp_path / "工作区" / "workspace.show").exists()


def test_second_program_of_somebody_else_is_told_who_has_it_and_asks_for_nothing(
    window: Program, tmp_path: Path, dressed: QApplication
) -> None:
    other = start_again(tmp_path / "工作区", Actor("沈例"))
    page = other.window.pages.currentWidget()
    assert isinstance(page, InUsePage)
    said = page.sentence.text()
    assert f"正由“{login().name}”在这台电脑上使用（" in said
    assert not other.window.rooms.isVisible()
    assert window.window.message.text == ""
    window.window.close()
    wait_for(window.runner)
    QTest.keyClick(page.again, Qt.Key.Key_Space)
    wait_for(other.runner)
    assert other.window.rooms.isVisible()
    assert other.window.windowTitle() == "青山镇 — 定级工作台"
    other.window.close()
    wait_for(other.runner)
    other.end()


def test_folder_that_cannot_be_used_is_said_on_the_page(
    first_window: Program, tmp_path: Path
) -> None:
    page = first_window.workspaces._page
    assert page is not None
    (tmp_path / "文件").write_text("a file where a folder should be", encoding="utf-8")
    page.folder.setText(str(tmp_path / "文件"))
    type_text("中共柳溪乡委员会", page.full_name)
    QTest.mouseClick(page.make, Qt.MouseButton.LeftButton)
    wait_for(first_window.runner)
    assert "不能写入" in page.wrong.text()
    assert page.make.isEnabled()


def test_an_empty_database_is_said_and_stays_as_it_is(
    first_window: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    (folder / "workspace.db").touch()
    first_window.workspaces.open_folder(folder)
    wait_for(first_window.runner)
    assert "空文件（0 字节）" in first_window.window.message.text
    assert "取回最近的备份" in first_window.window.message.text
    assert (folder / "workspace.db").stat().st_size == 0
    assert not (folder / "backups").exists()


def test_first_start_asks_one_thing(first_window: Program, tmp_path: Path) -> None:
    main = first_window.window
    page = main.pages.currentWidget()
    assert page is first_window.workspaces._page
    page = first_window.workspaces._page
    assert page is not None
    assert page.folder.text() == str(tmp_path / "工作区")
    QTest.keyClick(page.full_name, Qt.Key.Key_Return)
    assert page.wrong.text() == "请填写单位全称。"
    type_text("中共柳溪乡委员会", page.full_name)
    assert page.wrong.text() == ""
    QTest.keyClick(page.full_name, Qt.Key.Key_Return)
    assert page.short_name.hasFocus(), "Enter goes on to what is still empty"
    type_text("柳溪乡", page.short_name)
    QTest.keyClick(page.short_name, Qt.Key.Key_Return)
    assert page.clerk.hasFocus()
    QTest.keyClick(page.clerk, Qt.Key.Key_Return)
    wait_for(first_window.runner)
    assert main.windowTitle() == "柳溪乡 — 定级工作台"
    assert main.key == "home"
    assert main.rooms.isVisible()


def test_example_opens_from_the_first_start(first_window: Program) -> None:
    page = first_window.workspaces._page
    assert page is not None
    QTest.mouseClick(page.example, Qt.MouseButton.LeftButton)
    wait_until(lambda: first_window.window.round_id is not None, 20000)
    wait_for(first_window.runner)
    assert first_window.window.top.round.text().startswith("青山镇 · ")


def test_backup_from_the_menu(window: Program, tmp_path: Path) -> None:
    menu = window.window.top.workspace.menu()
    action = next(one for one in menu.actions() if one.text() == "立即备份")
    action.trigger()
    wait_for(window.runner)
    assert "已备份到" in window.window.message.text
    assert list((tmp_path / "工作区" / "backups").glob("*-manual.db"))


def test_folder_without_a_workspace_leaves_the_open_one(window: Program, tmp_path: Path) -> None:
    window.workspaces.open_folder(tmp_path / "没有")
    wait_for(window.runner)
    assert "没有工作区" in window.window.message.text
    window.runner.call(lambda workspace: workspace.folder.name).then(window.window.context.say)
    wait_for(window.runner)
    assert window.window.bottom.passing.text() == "工作区"
