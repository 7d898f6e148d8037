"""Backups in the window: every half hour, quietly; and back as a workspace of its own."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desk_app.app import Program
from desk_app.services import backups
from desk_app.services.computer import COMPUTER
from desk_app.services.workspace import DATABASE, Office, Workspace, open_, rename
from desk_app.views.restoring import RestoreDialog
from tests.support.screens import wait_until
from tests.support.waiting import wait_for


def rename_office(program: Program, name: str) -> None:
    def work(workspace: Workspace) -> None:
        rename(workspace, Office(name, name))

    program.runner.call(work)
    wait_for(program.runner)


def half_an_hour(program: Program) -> None:
    program.workspaces.half_hourly.timeout.emit()
    wait_for(program.runner)


def reasons(folder: Path) -> list[str]:
    return [one.reason for one in backups.listing(folder)]


def menu(program: Program, words: str) -> None:
    actions = program.window.top.workspace.menu().actions()
    next(one for one in actions if one.text() == words).trigger()
    wait_for(program.runner)


def restoring(program: Program) -> RestoreDialog:
    menu(program, "恢复为副本…")
    wait_until(lambda: program.workspaces.restoring is not None)
    dialog = program.workspaces.restoring
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_every_half_hour_what_changed_is_backed_up(window: Program, tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    timer = window.workspaces.half_hourly
    assert timer.isActive()
    assert timer.interval() == 30 * 60 * 1000
    assert not timer.isSingleShot()
    half_an_hour(window)
    half_an_hour(window)
    assert reasons(folder) == ["auto"]
    rename_office(window, "甲镇")
    half_an_hour(window)
    half_an_hour(window)
    assert reasons(folder) == ["auto", "auto"]
    assert window.window.message.text == ""
    assert not window.window.bottom.passing.text()  # quietly


def test_closing_after_a_backup_makes_no_second_one(window: Program, tmp_path: Path) -> None:
    half_an_hour(window)
    window.window.close()
    wait_for(window.runner)
    assert not window.window.isVisible()
    assert reasons(tmp_path / "工作区") == ["auto"]


def test_a_failure_is_said_once(window: Program, tmp_path: Path) -> None:
    blocked = tmp_path / "工作区" / "backups"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    half_an_hour(window)
    assert "备份没有写成" in window.window.message.text
    window.window.message.dismiss()
    half_an_hour(window)
    assert window.window.message.text == ""
    blocked.unlink()
    half_an_hour(window)
    shutil.rmtree(blocked)
    blocked.write_text("again", encoding="utf-8")
    half_an_hour(window)
    assert "备份没有写成" in window.window.message.text
    blocked.unlink()


def test_nothing_is_backed_up_where_nothing_is_open(first_window: Program, tmp_path: Path) -> None:
    assert not first_window.workspaces.half_hourly.isActive()
    half_an_hour(first_window)
    assert reasons(tmp_path / "工作区") == []


def test_the_folder_that_was_deleted_is_said_at_the_close(window: Program, tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    shutil.rmtree(folder)
    window.window.close()
    wait_for(window.runner)
    assert "不见了" in window.window.message.text
    assert not (folder / "backups").exists()
    assert not (folder / DATABASE).exists()
    leave = next(one for one in window.window.findChildren(QPushButton) if one.text() == "关闭程序")
    QTest.keyClick(leave, Qt.Key.Key_Space)


def test_without_backups_it_is_said(window: Program) -> None:
    menu(window, "恢复为副本…")
    assert "还没有备份" in window.window.message.text


def test_a_backup_becomes_a_workspace_of_its_own_and_is_opened(
    window: Program, tmp_path: Path
) -> None:
    rename_office(window, "甲镇")
    menu(window, "立即备份")
    rename_office(window, "乙镇")
    half_an_hour(window)
    dialog = restoring(window)
    assert [one.why for one in dialog.records.records] == ["定时", "手动"]
    assert dialog.folder.text() == str(tmp_path / "工作区-副本")
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    wait_for(window.runner)
    assert not dialog.isVisible()
    target = tmp_path / "工作区-副本"
    assert str(target) in window.window.message.text
    assert [one.name for one in target.iterdir()] == [DATABASE]
    open_ = next(one for one in window.window.findChildren(QPushButton) if one.text() == "打开副本")
    QTest.keyClick(open_, Qt.Key.Key_Space)
    wait_for(window.runner)
    assert window.window.windowTitle() == "甲镇 — 定级工作台"


def test_a_folder_that_is_not_empty_is_refused_in_the_dialog(
    window: Program, tmp_path: Path
) -> None:
    menu(window, "立即备份")
    dialog = restoring(window)
    dialog.folder.setText(str(tmp_path / "工作区"))
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    wait_for(window.runner)
    assert dialog.isVisible()
    assert "已经有文件" in dialog.notice.text
    assert dialog.restore.isEnabled()
    dialog.folder.setText("不是完整位置")
    QTest.keyClick(dialog.folder, Qt.Key.Key_Return)
    assert "新的或空的文件夹" in dialog.notice.text
    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # first what lies on top
    assert dialog.notice.text == ""
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_closed_too_soon_hides_nothing(window: Program, tmp_path: Path) -> None:
    menu(window, "立即备份")
    for folder, words in ((tmp_path / "工作区", "已经有文件"), (tmp_path / "副本", "已恢复到")):
        dialog = restoring(window)
        dialog.folder.setText(str(folder))
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        wait_for(window.runner)
        assert words in window.window.message.text


def test_where_the_workspace_cannot_be_opened_its_backups_still_can(
    dressed: QApplication, new_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "工作区"
    folder.mkdir()
    shutil.copyfile(new_database, folder / DATABASE)
    open_(folder).close()
    whole = bytearray((folder / DATABASE).read_bytes())
    whole[4096:12288] = b"\x99" * 8192
    (folder / DATABASE).write_bytes(whole)
    program = Program(folder, fixed=True, clock=COMPUTER)
    program.window.show()
    wait_until(lambda: hasattr(program, "workspaces"))
    wait_for(program.runner)
    assert "恢复为副本" in program.window.message.text
    dialog = restoring(program)
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    wait_for(program.runner)
    assert (tmp_path / "工作区-副本" / DATABASE).exists()
    program.window.close()
    wait_for(program.runner)
    program.end()
