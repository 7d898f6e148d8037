import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.app import Program
from desk_app.services import rounds
from desk_app.services.polling import meetings
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.rounds.dialog import NewRoundDialog
from desk_app.views.rounds.tree import ABSENT, GRADED, REASON, WRONG_WORDS
from tests.support.screens import DeskOfTest, type_text
from tests.support.waiting import wait_for

ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def dialog(example_desk: DeskOfTest, qtbot: QtBot) -> NewRoundDialog:
    dialog = NewRoundDialog(example_desk.context)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    example_desk.wait()
    return dialog


def rename(dialog: NewRoundDialog, text: str) -> None:
    dialog.name.selectAll()
    type_text(text, dialog.name)


def test_whoever_grades_is_not_ticked(dialog: NewRoundDialog) -> None:
    assert len(dialog.participants()) == 36
    top = dialog.tree.topLevelItem(0)
    assert top is not None
    assert top.checkState(GRADED) == OFF
    assert dialog.count.text() == "参评 36 个，不参评 0 个"


def test_a_scheme_is_found_by_typing_its_code(
    dialog: NewRoundDialog, example_desk: DeskOfTest
) -> None:
    for _ in range(2):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is dialog.scheme
    QTest.keyClicks(dialog.scheme, "c11")
    example_desk.wait()
    assert dialog.scheme.currentData() == "C11"


def test_a_scheme_of_members_says_how_they_are_entered(
    dialog: NewRoundDialog, example_desk: DeskOfTest
) -> None:
    assert dialog.words.text().startswith("勾选本轮要定级的党组织")
    for code, said in (("C15", "把每名党员录为一条"), ("C5", "勾选本轮要定级的党组织")):
        dialog.scheme.setCurrentIndex(dialog.scheme.findData(code))
        example_desk.wait()
        assert said in dialog.words.text()


def test_name_that_is_taken_is_said_where_it_is_typed(
    dialog: NewRoundDialog, example_desk: DeskOfTest
) -> None:
    assert "已经有“年初定级”" in dialog.name_wrong.text()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    example_desk.wait()
    assert dialog.isVisible()
    rename(dialog, "季度抽检")
    assert dialog.name_wrong.text() == ""


def test_absence_wants_a_reason_where_it_is_ticked(
    dialog: NewRoundDialog, example_desk: DeskOfTest, qtbot: QtBot
) -> None:
    rename(dialog, "季度抽检")
    number, item = next(
        (key, one) for key, one in dialog.tree.items.items() if one.checkState(GRADED) == ON
    )
    item.setCheckState(ABSENT, ON)
    assert item.checkState(GRADED) == OFF
    assert item.text(WRONG_WORDS) == ""
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert "写明原因" in item.text(WRONG_WORDS)
    assert "写明原因" in dialog.notice.text
    assert dialog.tree.currentItem() is item
    assert dialog.tree.currentColumn() == REASON
    QTest.keyClick(dialog.tree, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    type_text("班子正在换届")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: item.text(REASON) == "班子正在换届")
    assert item.text(WRONG_WORDS) == ""
    assert dialog.notice.text == ""
    with qtbot.waitSignal(dialog.created) as created:
        QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    example_desk.wait()
    (round_id,) = created.args or (0,)
    absent = [
        one for one in rounds.subjects(example_desk.workspace, round_id) if not one.participates
    ]
    assert [(one.organisation_id, one.absence_reason) for one in absent] == [
        (number, "班子正在换届")
    ]


def test_typing_a_reason_ticks_the_absence(dialog: NewRoundDialog) -> None:
    item = next(iter(dialog.tree.items.values()))
    item.setText(REASON, "只作上级")
    assert item.checkState(ABSENT) == ON


def test_space_ticks_with_the_keyboard(dialog: NewRoundDialog) -> None:
    item = next(one for one in dialog.tree.items.values() if one.checkState(GRADED) == ON)
    dialog.tree.setFocus()
    dialog.tree.setCurrentItem(item, GRADED)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert item.checkState(GRADED) == OFF
    assert len(dialog.participants()) == 35


def test_esc_loses_nothing_that_was_chosen(dialog: NewRoundDialog) -> None:
    rename(dialog, "季度抽检")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "还没有建成轮次" in dialog.notice.text


def test_esc_closes_what_nobody_touched(dialog: NewRoundDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_new_round_becomes_the_one_on_show(example_window: Program) -> None:
    main = example_window.window
    main.new_round()
    dialog = main.findChild(NewRoundDialog)
    assert dialog is not None
    wait_for(example_window.runner)
    rename(dialog, "季度抽检")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    wait_for(example_window.runner)
    assert "季度抽检" in main.top.round.text()
    main.top.round.menu().aboutToShow.emit()
    words = [one.text() for one in main.top.round.menu().actions()]
    assert any("年初定级" in one for one in words)
    assert words[-1] == "新建轮次…"
    older = next(one for one in main.top.round.menu().actions() if "年初定级" in one.text())
    older.trigger()
    wait_for(example_window.runner)
    assert "年初定级" in main.top.round.text()


def test_ctrl_z_takes_a_new_round_back_while_nothing_is_in_it(example_window: Program) -> None:
    main = example_window.window
    former = main.top.round.text()

    def press(key: Qt.Key) -> None:
        main.activateWindow()
        QApplication.processEvents()
        target = QApplication.focusWidget() or main
        QTest.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)
        for _ in range(3):
            wait_for(example_window.runner)
            QApplication.processEvents()

    main.new_round()
    dialog = main.findChild(NewRoundDialog)
    assert dialog is not None
    wait_for(example_window.runner)
    rename(dialog, "季度抽检")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    wait_for(example_window.runner)
    press(Qt.Key.Key_Z)
    assert main.bottom.passing.text() == "已撤销：新建轮次"
    assert main.top.round.text() == former
    press(Qt.Key.Key_Y)
    assert "季度抽检" in main.top.round.text()
    assert main.round_id is not None
    example_window.runner.call(meetings.add_meeting, main.round_id, MeetingFacts("测评会"))
    press(Qt.Key.Key_Z)
    assert "里已经有会议，不能撤销“新建轮次”。" in main.message.text
    assert "季度抽检" in main.top.round.text()
    assert "已撤销" not in main.bottom.passing.text()
