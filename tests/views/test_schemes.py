"""The room 方案 with real keys."""

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from desk_app.services import rounds, schemes
from desk_app.views import stepping
from desk_app.views.schemes import SchemesRoom
from desk_app.views.settings import CHOSEN_FOR_ROUND
from tests.domain.scheme_texts import TINY, shipped_text, tiny
from tests.support.screens import DeskOfTest, picture


@pytest.fixture
def room(desk: DeskOfTest) -> SchemesRoom:
    shown = SchemesRoom(desk.context)
    shown.resize(1230, 660)
    shown.show()
    shown.open_round(None)
    desk.wait()
    return shown


def ids(room: SchemesRoom) -> list[str]:
    texts = [room.list.item(row).text() for row in range(room.list.count())]
    return [re.split(r"\s", one)[0] for one in texts]


def choose(room: SchemesRoom, desk: DeskOfTest, scheme_id: str) -> None:
    """Walk down the list with the arrow key until the scheme is reached."""
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_Home)
    while room.current_id != scheme_id:
        QTest.keyClick(room.list, Qt.Key.Key_Down)
    desk.wait()
    assert room.current_id == scheme_id


def test_the_chosen_scheme_is_read_back_in_sentences(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    assert {"C5", "C11", "D1"} <= set(ids(room))
    choose(room, desk, "D1")
    page = room.page.toPlainText()
    assert "本方案在以下地方作了选择" in page
    assert "1. “好”为 90 分（含）以上。" in page
    assert "〔补定〕" in page
    assert "〔原文〕" not in page
    QTest.keyClick(room.originals, Qt.Key.Key_Space)
    assert "〔原文〕90分以上为“好”（三（一））" in room.page.toPlainText()
    picture(room, tmp_path / "schemes.png")


def test_an_import_is_shown_and_the_same_again_says_so(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "我县.toml"
    path.write_text(TINY + '\n[[facts]]\nname = "备<注"\nkind = "text"\n', encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    room.import_button.setFocus()
    QTest.keyClick(room.import_button, Qt.Key.Key_Space)
    desk.wait()
    assert ids(room)[-1] == "小"
    assert room.current_id == "小"
    assert "已导入方案 小" in room.notice.text
    assert "其他情况“备<注”没有被任何规则用到" in room.page.toPlainText()
    QTest.keyClick(room.import_button, Qt.Key.Key_Space)
    desk.wait()
    assert "没有改动" in room.notice.text
    assert desk.heard.complaints == []


def test_a_faulty_file_is_shown_with_its_lines(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    path = tmp_path / "坏.toml"
    path.write_text(
        tiny(("points = 60", 'points = "六十"'), ("x < 80", "x < 79")), encoding="utf-8"
    )
    room.import_file(path)
    desk.wait()
    assert "没有采用" in room.notice.text
    assert "指标“班子”的 points 应为数字" in room.page.toPlainText()
    assert not room.use_button.isEnabled()
    assert "小" not in ids(room)
    picture(room, tmp_path / "refused.png")
    # Choosing a scheme brings everything back.
    room.list.setFocus()
    QTest.keyClick(room.list, Qt.Key.Key_Down)
    desk.wait()
    assert room.use_button.isEnabled()
    assert room.current_id in ids(room)


def test_a_missing_file_is_one_sentence(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    room.import_file(tmp_path / "没有.toml")
    desk.wait()
    assert "找不到方案文件" in room.notice.text
    assert room.current_id == ids(room)[0]


def test_export_writes_the_file_and_use_goes_to_a_new_round(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "带走"
    choose(room, desk, "C5")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTest.keyClick(room.export_button, Qt.Key.Key_Space)
    desk.wait()
    assert (tmp_path / "带走.toml").read_text("utf-8") == shipped_text("C5")
    assert "已写入" in room.notice.text
    QTest.keyClick(room.use_button, Qt.Key.Key_Space)
    assert desk.heard.went == ["new_round"]
    assert desk.context.settings.text(CHOSEN_FOR_ROUND) == "C5"


def test_the_list_says_how_many_rounds_use_a_scheme(room: SchemesRoom, desk: DeskOfTest) -> None:
    from tests.services.test_schemes import new_round

    new_round(desk.workspace, "C5")
    room.open_round(1)
    desk.wait()
    assert any("用于 1 个轮次" in room.list.item(row).text() for row in range(room.list.count()))
    assert {one.rounds for one in schemes.listing(desk.workspace)} == {0, 1}


@pytest.fixture
def changed(desk: DeskOfTest, tmp_path: Path) -> Path:
    """A running round on the tiny scheme, and a file in which that scheme was changed."""
    from tests.services.test_schemes import new_round

    first = tmp_path / "小.toml"
    first.write_text(TINY, encoding="utf-8")
    schemes.import_file(desk.workspace, first)
    new_round(desk.workspace, "小")
    path = tmp_path / "小-新.toml"
    text = tiny(
        ("x >= 90", "x >= 85"),
        ("80 <= x < 90", "80 <= x < 85"),
        more='\n[[facts]]\nname = "备注"\nkind = "text"\n',
    )
    path.write_text(text, encoding="utf-8")
    return path


def buttons(room: SchemesRoom) -> dict[str, QPushButton]:
    return {one.text(): one for one in room.notice.findChildren(QPushButton)}


def test_a_changed_scheme_asks_about_the_running_round_and_shows_what_changed(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path, changed: Path
) -> None:
    room.import_file(changed)
    desk.wait()
    assert "正按原来的版本进行" in room.notice.text
    assert "3 处不同" in room.notice.text
    page = room.page.toPlainText()
    assert "原来：“甲”为 90 分（含）以上。" in page
    assert "现在：“甲”为 85 分（含）以上。" in page
    assert "新增" in page
    picture(room, tmp_path / "changed.png")
    QTest.keyClick(buttons(room)["本轮仍用原来的版本"], Qt.Key.Key_Space)
    desk.wait()
    assert "仍用原来的版本" in room.notice.text
    assert not schemes.pinned(desk.workspace, 1).facts
    assert schemes.load(desk.workspace, "小").facts
    QTest.keyClick(room.back_button, Qt.Key.Key_Space)
    assert "“甲”为 85 分（含）以上。" in room.page.toPlainText()
    assert "原来：" not in room.page.toPlainText()


def test_a_running_round_can_go_by_the_new_version_also_later(
    room: SchemesRoom, desk: DeskOfTest, changed: Path
) -> None:
    room.import_file(changed)
    desk.wait()
    QTest.keyClick(buttons(room)["本轮仍用原来的版本"], Qt.Key.Key_Space)
    actions = {one.text(): one for one in room.compare_menu.actions() if one.text()}
    assert "2026年度年初定级所用的版本" in actions
    actions["2026年度年初定级所用的版本"].trigger()
    desk.wait()
    QTest.keyClick(buttons(room)["改用新版本"], Qt.Key.Key_Space)
    desk.wait()
    assert "已改用新版本" in room.notice.text
    assert "待复核" not in room.notice.text, "nobody had decided anything yet"
    assert schemes.pinned(desk.workspace, 1).facts
    assert desk.heard.changed == 1


def test_two_schemes_are_compared_in_words(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    choose(room, desk, "C5")
    actions = [one for one in room.compare_menu.actions() if one.text().startswith("C11")]
    actions[0].trigger()
    desk.wait()
    assert "处不同" in room.heading.text()
    assert "去掉" in room.page.toPlainText()
    picture(room, tmp_path / "compared.png")
    QTest.keyClick(room.back_button, Qt.Key.Key_Space)
    assert room.heading.text() == schemes.load_shipped("C5").title


def test_an_import_is_taken_back_and_done_again(
    room: SchemesRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    path = tmp_path / "我县.toml"
    path.write_text(TINY, encoding="utf-8")
    before = ids(room)
    room.import_file(path)
    desk.wait()
    step = partial(stepping.step, room, None, desk.context.say)
    step(forward=False)
    desk.wait()
    desk.wait()
    assert ids(room) == before
    assert room.current_id == before[0]
    step(forward=True)
    desk.wait()
    desk.wait()
    assert room.current_id == "小"
    from tests.services.test_schemes import new_round

    new_round(desk.workspace, "小")
    step(forward=False)
    desk.wait()
    assert room.notice.text == (
        "轮次“2026 年度年初定级”正用着方案 小 的这一版，不能撤销“导入方案”。"
    )
    assert "小" in ids(room)


def test_the_question_goes_with_the_import_that_asked_it(
    room: SchemesRoom, desk: DeskOfTest, changed: Path
) -> None:
    room.import_file(changed)
    desk.wait()
    QTest.keyClick(buttons(room)["改用新版本"], Qt.Key.Key_Space)
    desk.wait()
    assert schemes.pinned(desk.workspace, 1).facts
    stack = room.undo_stack()
    assert [stack.text(at) for at in range(stack.count())] == ["导入方案", "改用新版本"]
    stack.undo()
    desk.wait()
    desk.wait()
    assert not schemes.pinned(desk.workspace, 1).facts
    assert room.notice.text == ""
    stack.undo()
    desk.wait()
    desk.wait()
    assert not schemes.load(desk.workspace, "小").facts


def test_the_scheme_of_the_round_on_the_desk_comes_first(example_desk: DeskOfTest) -> None:
    shown = SchemesRoom(example_desk.context)
    shown.show()
    shown.open_round(1)
    example_desk.wait()
    assert shown.current_id == rounds.get(example_desk.workspace, 1).scheme_id
    shown.list.setCurrentRow(0)
    example_desk.wait()
    first = shown.current_id
    shown.open_round(1)
    example_desk.wait()
    assert shown.current_id == first, "what was chosen stays chosen"
