from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.services import rounds
from desk_app.services.session import Changed
from desk_app.views.kit import files
from desk_app.views.submission import SubmissionRoom
from tests.support.opened_folders import OpenedFolders
from tests.support.screens import DeskOfTest, type_text
from tests.support.submission_township import ABSENT, PLACES, Township, make_township, score
from tests.support.waiting import wait_for

NAME = "2026年度_青山镇_定级上报材料"


@pytest.fixture
def township(desk: DeskOfTest) -> Township:
    made = make_township(desk.workspace)
    score(made, "石桥村党支部", "0.9")
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def room(desk: DeskOfTest, township: Township, stick: Path, qtbot: QtBot) -> SubmissionRoom:
    made = SubmissionRoom(desk.context)
    qtbot.addWidget(made)
    made.resize(1210, 640)
    made.show()
    made.open_round(township.round_id)
    made.set_place(stick)
    desk.wait()
    return made


def finish(desk: DeskOfTest) -> None:
    wait_for(desk.runner, 30_000)
    desk.wait()


def words(room: SubmissionRoom) -> list[str]:
    return [one.text() for one in room.findChildren(QLabel) if "：" in one.text()]


def test_what_is_missing_is_said_and_leads_there(
    room: SubmissionRoom, desk: DeskOfTest, township: Township
) -> None:
    assert "考评评分表：还差 4 份" in words(room)
    assert "定稿：还没有定稿" in words(room)
    assert f"将生成文件夹：{NAME}" in words(room)
    links = [one for one in room.findChildren(QPushButton) if one.text() == "去测评"]
    links[0].click()
    first = next(one for one in PLACES if one[0] != ABSENT)[0]
    assert desk.heard.sought == [("polling", township.ids[first])]


def test_the_next_step_is_said(
    room: SubmissionRoom, desk: DeskOfTest, township: Township, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(room.next_step) as said:
        room.open_round(township.round_id)
    desk.wait()
    assert said.args == ["先补齐 5 份自评评分表，再生成上报材料", "scoring"]


def test_one_button_makes_the_folder(
    room: SubmissionRoom, desk: DeskOfTest, township: Township, stick: Path
) -> None:
    room.make.setFocus()
    QTest.keyClick(room.make, Qt.Key.Key_Space)
    assert not room.make.isEnabled()
    finish(desk)

    assert room.notice.text == "已生成 15 个文件。"
    assert (stick / NAME / "汇总表.pdf").is_file()
    assert [one.split(".")[0] for one in room.files.records[:5]] == [
        "汇总表",
        "汇总表",
        "整改台账",
        "整改台账",
        "目录",
    ]
    assert len(room.files.records) == 15
    assert room.make.isEnabled()
    assert desk.heard.changed == 1
    assert "上次生成：" in room.hint.text()


def test_open_and_preview(
    room: SubmissionRoom,
    desk: DeskOfTest,
    stick: Path,
    opened_folders: OpenedFolders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    previews: list[tuple[bytes, str]] = []
    monkeypatch.setattr(
        "desk_app.views.kit.preview.show_preview",
        lambda _parent, _desk, pdf, title: previews.append((pdf, title)),
    )
    room.look.click()
    desk.wait()
    assert [title for _, title in previews] == ["汇总表"]
    previews.clear()
    room.make.click()
    finish(desk)
    assert opened_folders.opened == [stick / NAME]
    room.open.click()
    assert opened_folders.opened == [stick / NAME] * 2

    room.sheet.selectRow(room.files.records.index("申报表/03_石桥村党支部_申报表.xlsx"))
    room.preview.click()
    desk.wait()
    assert previews[0][1] == "03_石桥村党支部_申报表"
    assert previews[0][0].startswith(b"%PDF")

    room.sheet.selectRow(room.files.records.index("目录.txt"))
    assert not room.preview.isEnabled()


def test_cancelling_leaves_nothing_and_the_button_works_again(
    room: SubmissionRoom, desk: DeskOfTest, stick: Path
) -> None:
    desk.runner.long_started.connect(lambda _title: desk.runner.cancel())
    room.make.click()
    finish(desk)
    assert list(stick.iterdir()) == []
    assert room.make.isEnabled()
    assert room.notice.text == ""


def test_a_stick_that_is_gone_is_told_on_the_line(
    room: SubmissionRoom, desk: DeskOfTest, stick: Path
) -> None:
    stick.rmdir()
    room.make.click()
    finish(desk)
    assert "U盘已插好" in room.place.wrong.text()
    assert room.make.isEnabled()


def test_the_place_is_remembered(
    room: SubmissionRoom,
    desk: DeskOfTest,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path))
    room.place.choose.click()
    desk.wait()
    assert files.last_folder(desk.context.settings, files.Purpose.SUBMISSION) == str(tmp_path)
    again = SubmissionRoom(desk.context)
    qtbot.addWidget(again)
    assert again.place.line.text() == str(tmp_path)


def test_changes_after_the_papers_are_listed(
    room: SubmissionRoom, desk: DeskOfTest, township: Township
) -> None:
    assert room.amended.isHidden()
    with desk.workspace.session() as session:
        session.connection.exec_driver_sql("UPDATE round SET finalised_at = '2026-04-01 10:00:00'")
        changed = Changed("考评 领导班子", about="石桥村党支部", before="10", after="12")
        rounds.amend(session, township.round_id, changed)
    room.open_round(township.round_id)
    desk.wait()
    assert room.amended.text() == "定稿后改动 1 处", "nothing has gone up yet"
    with desk.workspace.session() as session:
        session.connection.exec_driver_sql("UPDATE round SET exported_at = '2026-04-02 10:00:00'")
    room.open_round(township.round_id)
    desk.wait()
    assert room.amended.text() == "上报后改动 1 处"
    room.amended.click()
    assert not room.amendment_sheet.isHidden()
    assert [room.amendments.index(0, at).data() for at in (1, 2, 3, 4)] == [
        "石桥村党支部",
        "考评 领导班子",
        "10",
        "12",
    ]


def test_what_lies_there_from_before_is_listed_again(
    room: SubmissionRoom, desk: DeskOfTest, township: Township, qtbot: QtBot
) -> None:
    room.make.click()
    finish(desk)
    again = SubmissionRoom(desk.context)
    qtbot.addWidget(again)
    again.open_round(township.round_id)
    desk.wait()
    assert set(again.files.records) == set(room.files.records)
    assert again.files.records[0].startswith("汇总表")
    assert again.open.isEnabled()


def test_without_a_round_nothing_can_be_made(desk: DeskOfTest, qtbot: QtBot) -> None:
    room = SubmissionRoom(desk.context)
    qtbot.addWidget(room)
    room.open_round(None)
    assert not room.make.isEnabled()
    assert "新建轮次" in room.empty.text()
    assert not room.look.isVisible()


def test_what_is_typed_as_place_is_checked_where_it_stands(
    room: SubmissionRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    line = room.place.line
    line.setFocus()
    for typed, said in (
        ("上报", "不是完整的位置"),
        (str(tmp_path / "没有"), "找不到文件夹"),
        ("", "请写明"),
    ):
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        type_text(typed, line)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert said in room.place.wrong.text()
        assert line.text() == typed, "what was typed stays"
        room.make.click()
        finish(desk)
        assert not room.notice.text
    chosen = tmp_path / "上报 材料"
    chosen.mkdir()
    type_text(str(chosen), line)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert room.place.wrong.isHidden()
    room.make.click()
    finish(desk)
    assert (chosen / NAME / "汇总表.pdf").is_file()
    assert files.last_folder(desk.context.settings, files.Purpose.SUBMISSION) == str(chosen)


def test_without_a_file_manager_the_place_is_said(
    room: SubmissionRoom, desk: DeskOfTest, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    room.make.click()
    finish(desk)
    assert "已生成 15 个文件" in room.notice.text
    assert f"没有能打开文件夹的程序。材料在“{stick / NAME}”" in room.notice.text
    room.notice.dismiss()
    room.open.click()
    assert "没有能打开文件夹的程序" in room.notice.text
