"""Bars that wrap, pairs that fold, pages that shrink again, windows that stay on the screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.folding import FoldingPair
from desk_app.views.kit.pages import Pages, clamp_to_screen
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.short_words import ShortButton, ShortLabel

LONG = "中共槐溪镇杏花坞村总支部委员会第三党支部（农村）"


@pytest.fixture
def shown(dressed: QApplication, qtbot: QtBot) -> QWidget:
    host = QWidget()
    QVBoxLayout(host)
    host.resize(600, 300)
    qtbot.addWidget(host)
    return host


def put(host: QWidget, widget: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    layout.addWidget(widget)
    host.show()
    QApplication.processEvents()


def test_bar_wraps_and_keeps_every_button_inside(shown: QWidget) -> None:
    bar = FlowBar(*(QPushButton(f"第 {number} 个按钮") for number in range(6)))
    put(shown, bar)
    for width in (900, 400, 200):
        shown.resize(width, 300)
        QApplication.processEvents()
        for button in bar.findChildren(QPushButton):
            assert bar.rect().contains(button.geometry()), width
    assert bar.minimumSizeHint().width() < 200


def test_what_stands_behind_the_gap_is_on_the_right_while_one_line_holds_all(
    shown: QWidget,
) -> None:
    first, last = QPushButton("新增"), QPushButton("打印")
    bar = FlowBar(first)
    bar.add_gap()
    bar.add(last)
    put(shown, bar)
    assert first.x() == 0
    assert last.geometry().right() == bar.rect().right()


def test_a_button_that_comes_later_gets_a_line_of_its_own(shown: QWidget) -> None:
    bar = FlowBar(*(QPushButton("按钮" * 4) for _ in range(3)))
    late = QPushButton("迟到的按钮" * 6)
    late.hide()
    bar.add(late)
    put(shown, bar)
    put(shown, QPlainTextEdit())
    before = bar.height()
    late.show()
    for _ in range(2):  # the bar tells its host, the host lays out anew
        QApplication.processEvents()
    assert bar.rect().contains(late.geometry())
    assert bar.height() > before


def pair_of_two() -> tuple[FoldingPair, QPushButton, QPushButton]:
    listed, detail = QPushButton("名单"), QPushButton("明细")
    listed.setMinimumWidth(200)
    detail.setMinimumWidth(200)
    return FoldingPair(listed, detail), listed, detail


def test_a_pair_shows_both_sides_where_there_is_room(shown: QWidget) -> None:
    pair, listed, detail = pair_of_two()
    put(shown, pair)
    assert not pair.folded
    assert listed.isVisible()
    assert detail.isVisible()
    pair.show_detail()
    assert listed.isVisible()


def test_a_narrow_pair_turns_pages_with_a_way_back(shown: QWidget) -> None:
    pair, listed, detail = pair_of_two()
    put(shown, pair)
    shown.resize(300, 300)
    QApplication.processEvents()
    assert pair.folded
    assert listed.isVisible()
    assert not detail.isVisible()
    pair.show_detail()
    assert detail.isVisible()
    assert not listed.isVisible()
    QTest.mouseClick(pair.back, Qt.MouseButton.LeftButton)
    assert listed.isVisible()
    assert not pair.back.isVisible()
    shown.resize(600, 300)
    QApplication.processEvents()
    assert detail.isVisible()


def test_pages_ask_for_no_more_than_the_one_on_show(shown: QWidget) -> None:
    pages = Pages()
    small, wide = QLabel("小"), QWidget()
    wide.setMinimumSize(3000, 2000)
    pages.addWidget(small)
    pages.addWidget(wide)
    put(shown, Reach(pages))
    pages.setCurrentWidget(wide)
    QApplication.processEvents()
    assert pages.width() == 3000  # it scrolls, and the window stays as it is
    assert shown.width() == 600
    pages.setCurrentWidget(small)
    QApplication.processEvents()
    assert pages.width() < 600


def test_cut_words_stand_in_the_tool_tip(shown: QWidget) -> None:
    label, button = ShortLabel(LONG), ShortButton()
    button.setText(LONG)
    put(shown, label)
    put(shown, button)
    assert label.toolTip() == button.toolTip() == ""
    shown.resize(120, 100)
    QApplication.processEvents()
    assert label.toolTip() == button.toolTip() == LONG


def test_a_dialog_is_no_larger_than_the_screen_and_its_buttons_are_in_sight(
    dressed: QApplication, qtbot: QtBot
) -> None:
    dialog = FittingDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    for number in range(80):
        column.addWidget(QLabel(f"第 {number} 行"))
    ok = QPushButton("确定")
    column.addWidget(ok)
    dialog.settle()
    dialog.show()
    QApplication.processEvents()
    free = dialog.screen().availableGeometry()
    assert dialog.height() <= free.height()
    assert dialog.rect().contains(ok.geometry())


def test_a_window_is_put_back_onto_the_screen(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    free = window.screen().availableGeometry()
    window.setGeometry(free.right() - 20, free.bottom() - 20, 5000, 4000)
    clamp_to_screen(window)
    assert free.contains(window.geometry())
