from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.views.kit.messages import Notice


def test_fault_stays_until_it_is_closed(dressed: QApplication, qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    assert notice.text == ""
    notice.show_fault("文件打不开，请先在 WPS 中关闭它。")
    assert notice.text == "文件打不开，请先在 WPS 中关闭它。"
    with qtbot.waitSignal(notice.closed):
        QTest.mouseClick(notice.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert notice.isHidden()


def test_question_does_what_was_chosen_once(dressed: QApplication, qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    done: list[str] = []
    notice.ask("是同一个党组织吗？", [("是", lambda: done.append("是"))])
    yes = next(one for one in notice.findChildren(QPushButton) if one.text() == "是")
    QTest.keyClick(yes, Qt.Key.Key_Space)
    assert done == ["是"]
    assert notice.isHidden()
    notice.show_info("已导入 36 个。")
    words = [one.text() for one in notice.findChildren(QPushButton) if one.isVisibleTo(notice)]
    assert "是" not in words or not yes.isVisible()


def test_an_answer_gives_the_keys_back(dressed: QApplication, qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    other, field, notice = QLineEdit(), QLineEdit(), Notice()
    column = QVBoxLayout(room)
    for one in (other, notice, field):
        column.addWidget(one)
    with qtbot.waitActive(room):
        room.show()
        room.activateWindow()
    field.setFocus()
    notice.ask("现在定稿？", [("定稿", lambda: None)])
    QApplication.processEvents()  # the buttons are laid out
    yes = QApplication.focusWidget()
    assert isinstance(yes, QPushButton)
    QTest.keyClick(yes, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is field
