from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desk_app.app import Program
from desk_app.views.home import Bar, HomeRoom
from tests.support.waiting import wait_for


def home_of(program: Program) -> HomeRoom:
    room = program.window.room
    assert isinstance(room, HomeRoom)
    return room


def test_example_shows_every_step_and_what_is_late(example_window: Program) -> None:
    home = home_of(example_window)
    overview = example_window.window.overview
    assert overview is not None
    assert home.heading.text() == f"{overview.today.year}年度 年初定级"
    assert "参评 36 个" in home.facts.text()
    assert len(home.findChildren(Bar)) == len(overview.steps)
    assert "逾期" in home.late.text()
    assert any(one.text() == "自评评分表 36/36" for one in home.findChildren(QLabel))


def test_button_takes_one_to_what_comes_next(window: Program) -> None:
    home = home_of(window)
    assert home.sentence.text() == "名册还是空的，请先导入或添加党组织。"
    assert home.button.text() == "去党组织"
    assert "评分 → 测评" in home.order.text()
    assert not home.order.isHidden()
    QTest.keyClick(home.button, Qt.Key.Key_Space)
    wait_for(window.runner)
    assert window.window.key == "organisations"


def test_step_takes_one_to_its_room(example_window: Program) -> None:
    home = home_of(example_window)
    step = next(one for one in home.findChildren(QPushButton) if one.text().endswith("自评"))
    example_window.window.rooms.setFocus()
    QTest.keyClick(step, Qt.Key.Key_Space)
    wait_for(example_window.runner)
    assert example_window.window.key == "scoring"
