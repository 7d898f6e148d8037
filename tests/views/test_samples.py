"""The dialog of household samples: a list chosen, drawn from, printed, checked again."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_app.services.polling import samples
from desk_app.views.kit.preview import Preview
from desk_app.views.samples import SamplesDialog, open_samples
from tests.support.polling_round import SCHEME, ExampleRound, make_round
from tests.support.screens import DeskOfTest, picture

HEADS = ("章喆祎", "李堃", "欧阳珺", "𬱖某", "冯䶮")


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch)


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return write(tmp_path / "柳树湾村住户.xlsx", 263)


def write(path: Path, count: int) -> Path:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["序号", "户主", "家庭住址"])
    for number in range(1, count + 1):
        sheet.append([number, HEADS[number % 5], f"柳树湾村{number}号"])
    sheet.append([count + 1, None, "空房"])
    workbook.save(path)
    return path


@pytest.fixture
def dialog(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[SamplesDialog]:
    dialog = SamplesDialog(desk.context, example_round.round_id)
    dialog.show()
    desk.wait()
    yield dialog
    dialog.close()
    dialog.deleteLater()


def test_from_a_list_to_a_sheet_with_keys(
    dialog: SamplesDialog,
    desk: DeskOfTest,
    example_round: ExampleRound,
    village: Path,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    assert len(dialog.seed.text()) == 8
    assert not dialog.print.isEnabled()
    picture(dialog, tmp_path / "空.png")
    dialog.choose_list(village)
    desk.wait()
    assert dialog.chosen.text() == ("柳树湾村住户.xlsx（Sheet）：共 263 户；1 行没有户主，没有算。")
    assert dialog.name.text() == "柳树湾村住户"
    assert dialog.size_words.text().startswith("263 户中抽 27 户")
    dialog.seed.setFocus()
    dialog.seed.selectAll()
    QTest.keyClicks(dialog.seed, "58213047")
    QTest.keyClick(dialog.seed, Qt.Key.Key_Tab)
    dialog.draw.setFocus()
    QTest.keyClick(dialog.draw, Qt.Key.Key_Space)
    desk.wait()
    desk.wait()
    (kept,) = samples.listing(desk.workspace, example_round.round_id)
    assert (kept.sample.seed, len(kept.sample.drawn)) == ("58213047", 27)
    assert "已抽取 27 户，种子 58213047" in dialog.notice.text
    assert dialog.records.records == (kept,)
    assert dialog.table.currentIndex().row() == 0
    assert dialog.seed.text() != "58213047"
    assert desk.heard.changed == 1
    picture(dialog, tmp_path / "已抽取.png")
    dialog.check_again(village)
    desk.wait()
    assert "相符" in dialog.notice.text


def test_the_share_says_what_it_comes_to(
    dialog: SamplesDialog, desk: DeskOfTest, village: Path, qtbot: QtBot
) -> None:
    dialog.choose_list(village)
    desk.wait()
    for typed, words in (
        ("20", "263 户中抽 53 户"),
        ("9%", "在 10% 到 100%"),
        ("1x", "不是百分数"),
    ):
        dialog.share.selectAll()
        QTest.keyClicks(dialog.share, typed)
        assert words in dialog.size_words.text()
    dialog.draw_sample()
    assert "不是百分数" in dialog.notice.text


def test_the_share_that_the_scheme_asks_for_is_offered(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, village: Path
) -> None:
    polls = tuple(replace(one, sample=Fraction(1, 5)) for one in SCHEME.polls)
    made = make_round(desk.workspace, monkeypatch, rules=replace(SCHEME, format=2, polls=polls))
    dialog = SamplesDialog(desk.context, made.round_id)
    dialog.show()
    desk.wait()
    assert dialog.share.text() == "20%"
    dialog.choose_list(village)
    desk.wait()
    assert dialog.size_words.text().startswith("263 户中抽 53 户（不少于 20%")
    dialog.share.selectAll()
    QTest.keyClicks(dialog.share, "10")
    assert "在 20% 到 100%" in dialog.size_words.text()
    dialog.close()
    dialog.deleteLater()


def test_a_second_draw_is_said_and_kept(
    dialog: SamplesDialog, desk: DeskOfTest, example_round: ExampleRound, village: Path
) -> None:
    dialog.choose_list(village)
    desk.wait()
    for _ in range(2):
        dialog.draw_sample()
        desk.wait()
        desk.wait()
    assert "第 2 次" in dialog.notice.text
    assert len(samples.listing(desk.workspace, example_round.round_id)) == 2
    assert dialog.table.currentIndex().row() == 1


def test_what_is_refused_stands_on_the_dialog(
    dialog: SamplesDialog, desk: DeskOfTest, village: Path, tmp_path: Path
) -> None:
    dialog.draw_sample()
    assert "请先选择住户名单" in dialog.notice.text
    dialog.choose_list(tmp_path / "没有.xlsx")
    desk.wait()
    assert "找不到文件" in dialog.notice.text
    dialog.choose_list(village)
    desk.wait()
    dialog.seed.setText("种 子")
    dialog.draw_sample()
    desk.wait()
    assert "种子请用" in dialog.notice.text
    assert dialog.draw.isEnabled()
    dialog.seed.setText("1")
    dialog.draw_sample()
    desk.wait()
    desk.wait()
    dialog.check_again(write(tmp_path / "别的.xlsx", 262))
    desk.wait()
    assert "名单指纹不同" in dialog.notice.text


def test_the_sheet_is_shown_and_saved(
    dialog: SamplesDialog, desk: DeskOfTest, village: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.choose_list(village)
    desk.wait()
    dialog.draw_sample()
    desk.wait()
    desk.wait()
    dialog.save_sheet(tmp_path / "名单.pdf")
    desk.wait()
    assert (tmp_path / "名单.pdf").read_bytes().startswith(b"%PDF")
    assert "已写出" in dialog.notice.text
    dialog.print_sheet()
    desk.wait()
    qtbot.wait(30)
    desk.wait()
    (preview,) = dialog.findChildren(Preview)
    assert preview.title == "住户抽样名单 柳树湾村住户"
    preview.close()


def test_it_opens_over_a_room(
    desk: DeskOfTest, example_round: ExampleRound, dressed: QApplication, qtbot: QtBot
) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    room.show()
    dialog = open_samples(desk.context, example_round.round_id, room)
    desk.wait()
    assert dialog.isVisible()
    assert dialog.isModal()
    dialog.close()


def test_no_draw_is_taken_back(
    dialog: SamplesDialog, desk: DeskOfTest, example_round: ExampleRound, village: Path
) -> None:
    """Each stays, as docs/计票.md has it: Ctrl+Z says so."""
    dialog.activateWindow()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.notice.text == "本轮还没有抽取过，没有可以撤销的。"
    dialog.choose_list(village)
    desk.wait()
    dialog.draw.setFocus()
    QTest.keyClick(dialog.draw, Qt.Key.Key_Space)
    desk.wait()
    desk.wait()
    focus = QApplication.focusWidget() or dialog
    QTest.keyClick(focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.notice.text.startswith("抽取过的名单都要留存，不能撤销，也不能删除。")
    assert len(samples.listing(desk.workspace, example_round.round_id)) == 1
