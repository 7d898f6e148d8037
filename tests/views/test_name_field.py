import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.views.kit.name_combo import NameCombo
from desk_app.views.kit.name_field import NameField, fitting

NONE = Qt.KeyboardModifier.NoModifier
NAMES = (
    ("杏花坞村党支部", "xhwcdzb"),
    ("柳家湾村党支部", "ljwcdzb"),
    ("柳家湾小学党支部", "ljwxxdzb"),
    ("石桥村党支部", "sqcdzb"),
)


class Form(QWidget):
    def __init__(self, *, several: bool = False) -> None:
        super().__init__()
        self.field, self.next = NameField(several=several), QLineEdit()
        self.field.offer(NAMES)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.next)


@pytest.fixture
def form(dressed: QApplication, qtbot: QtBot) -> Form:
    return shown(Form(), qtbot)


def shown(made: Form, qtbot: QtBot) -> Form:
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.field.setFocus()
    return made


def press(form: Form, *keys: Qt.Key) -> None:
    """Press keys as the keyboard does: an open list is asked first."""
    for key in keys:
        popup = QApplication.activePopupWidget()
        QTest.keyClick(popup or QApplication.focusWidget() or form, key)


def test_initials_list_what_fits_and_arrows_choose_among_it(form: Form) -> None:
    QTest.keyClicks(form.field, "ljw")
    assert form.field.listed == ["柳家湾村党支部", "柳家湾小学党支部"]
    press(form, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert form.field.text() == "柳家湾小学党支部"
    assert form.field.listed == []


def test_one_that_fits_is_taken_with_enter_or_tab(form: Form) -> None:
    QTest.keyClicks(form.field, "sqc")
    press(form, Qt.Key.Key_Return)
    assert form.field.text() == "石桥村党支部"
    form.field.clear()
    QTest.keyClicks(form.field, "xhw")
    press(form, Qt.Key.Key_Tab)
    assert form.field.text() == "杏花坞村党支部"


def test_two_that_fit_are_never_guessed(form: Form) -> None:
    QTest.keyClicks(form.field, "ljw")
    press(form, Qt.Key.Key_Return)
    assert form.field.text() == "ljw"


def test_down_in_an_empty_field_shows_all(form: Form) -> None:
    QTest.keyClick(form.field, Qt.Key.Key_Down)
    assert form.field.listed == [name for name, _ in NAMES]
    press(form, Qt.Key.Key_Escape)
    assert form.field.listed == []
    assert form.field.text() == ""


def test_a_part_of_a_name_lists_it_too(form: Form) -> None:
    form.field.setText("家湾")
    form.field.textEdited.emit("家湾")
    assert form.field.listed == ["柳家湾村党支部", "柳家湾小学党支部"]


def test_of_several_names_only_the_one_in_hand_is_looked_for(
    dressed: QApplication, qtbot: QtBot
) -> None:
    form = shown(Form(several=True), qtbot)
    form.field.setText("张桂芳、")
    QTest.keyClicks(form.field, "sqc")
    press(form, Qt.Key.Key_Return)
    assert form.field.text() == "张桂芳、石桥村党支部"


def test_names_that_begin_so_stand_first() -> None:
    names = (("中共石桥村党支部", "zgsqcdzb"), ("石桥小学党支部", "sqxxdzb"))
    assert fitting(names, "sq") == ["石桥小学党支部", "中共石桥村党支部"]
    assert fitting(names, "") == ["中共石桥村党支部", "石桥小学党支部"]
    assert fitting(names, "不在") == []


def test_a_choice_among_names_is_typed_by_initials(dressed: QApplication, qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    combo = NameCombo()
    combo.addItem("（没有上级）")
    for name, initials in NAMES:
        combo.addItem(f"　{name}")
        combo.setItemData(combo.count() - 1, initials, NameCombo.INITIALS)
    column = QVBoxLayout(box)
    column.addWidget(combo)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    combo.setFocus()
    changed: list[int] = []
    combo.activated.connect(changed.append)
    QTest.keyClick(combo, Qt.Key.Key_S)
    field = combo.field
    assert field is not None
    assert field.listed == ["石桥村党支部"]
    QTest.keyClick(QApplication.activePopupWidget() or field, Qt.Key.Key_Return)
    assert combo.currentText() == "　石桥村党支部"
    assert changed == [4]
    QTest.keyClick(combo, Qt.Key.Key_L)
    field = combo.field
    assert field is not None
    assert field.listed == ["柳家湾村党支部", "柳家湾小学党支部"]
    field.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NONE))
    assert combo.currentText() == "　石桥村党支部"
    assert combo.hasFocus()
