import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.views.kit.messages import Notice


def test_fault_stays_until_it_is_closed(dressed: QApplication, qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    notice = Notice(room)
    assert notice.text == ""
    notice.show_fault("文件打不开，请先在 WPS 中关闭它。")
    assert notice.text == "文件打不开，请先在 WPS 中关闭它。"
    with qtbot.waitSignal(notice.closed):
        QTest.mouseClick(notice.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert notice.isHidden()


def test_question_does_what_was_chosen_once(dressed: QApplication, qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    notice = Notice(room)
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
    other, field, notice = QLineEdit(), QLineEdit(), Notice(room)
    column = QVBoxLayout(room)
    for one in (other, field):
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


class Page(QWidget):
    """A page with a table-like middle, a field on top and the button that finishes it."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.middle, self.done = QLineEdit(), QTextEdit(), QPushButton("存好")
        self.done.setProperty("kind", "primary")
        self.middle.setTabChangesFocus(True)
        self.notice = Notice(self, self.middle)
        self.other = Notice(self)
        column = QVBoxLayout(self)
        for one in (self.field, self.middle, self.done):
            column.addWidget(one)


@pytest.fixture
def page(dressed: QApplication, qtbot: QtBot) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


LONG = "文件打不开，请先在 WPS 中关闭它，再导入一次；没有导入的行列在下面，可以改好后重新导入。" * 3


def test_nothing_moves_and_nothing_grows_when_a_message_comes(page: Page) -> None:
    parts = (page.field, page.middle, page.done)
    before = [one.geometry() for one in parts], page.size(), page.minimumSizeHint()
    page.notice.show_fault(LONG)
    page.other.show_info(LONG)
    QApplication.processEvents()
    assert ([one.geometry() for one in parts], page.size(), page.minimumSizeHint()) == before
    page.notice.dismiss()
    QApplication.processEvents()
    assert [one.geometry() for one in parts] == before[0]


def test_messages_stack_and_keep_clear_of_field_and_button(page: Page) -> None:
    page.field.setFocus()
    page.notice.show_fault("第一句。")
    page.other.show_info("第二句。")
    QApplication.processEvents()
    rects = [one.geometry() for one in (page.notice, page.other, page.field, page.done)]
    for at, one in enumerate(rects):
        assert page.rect().contains(one)
        assert not any(one.intersects(other) for other in rects[at + 1 :])


def test_a_message_follows_the_window(page: Page) -> None:
    page.notice.show_fault(LONG)
    for width, height in ((400, 300), (900, 500)):
        page.resize(width, height)
        QApplication.processEvents()
        assert page.rect().contains(page.notice.geometry())
        assert not page.notice.geometry().intersects(page.done.geometry())


def test_escape_closes_what_came_last_first_wherever_the_keys_are(page: Page) -> None:
    page.field.setFocus()
    page.notice.show_fault("第一句。")
    page.other.show_info("第二句。")
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert (page.notice.text, page.other.text) == ("第一句。", "")
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.notice.text == ""
    assert QApplication.focusWidget() is page.field


def test_escape_does_not_reach_the_page_while_a_message_is_up(page: Page) -> None:
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), page)
    shortcut.activated.connect(lambda: pressed.append("Esc"))
    page.field.setFocus()
    page.notice.ask("现在定稿？", [("定稿", lambda: pressed.append("定稿"))])
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert (pressed, page.notice.text) == ([], "")
    assert QApplication.focusWidget() is page.field
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert pressed == ["Esc"]


def test_enter_chooses_what_has_the_keys(page: Page) -> None:
    done: list[str] = []
    page.notice.ask("现在定稿？", [("定稿", lambda: done.append("定稿"))])
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert (done, page.notice.text) == (["定稿"], "")


def test_closing_with_the_mouse_leaves_the_keys_where_they_are(page: Page) -> None:
    page.field.setFocus()
    page.notice.show_info("已导入 36 个。")
    close = page.notice.findChildren(QPushButton)[0]
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert page.notice.text == ""
    assert QApplication.focusWidget() is page.field


def test_what_went_well_goes_with_its_page_and_a_fault_waits(page: Page) -> None:
    page.notice.show_fault("文件打不开。")
    page.other.show_info("已导入 36 个。")
    page.hide()
    page.show()
    assert (page.notice.text, page.other.text) == ("文件打不开。", "")


def test_a_message_is_there_for_a_screen_reader(page: Page) -> None:
    page.notice.show_fault("文件打不开。")
    assert page.notice.accessibleName() == "文件打不开。"
