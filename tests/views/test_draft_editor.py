"""A scheme made in the window: by keys, from nothing, and nothing of it is lost."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from desk_app.domain.drafts.tree import at, rows, text_at
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.organisations.model import OrganisationForm
from desk_app.domain.rounds import Participant
from desk_app.services import drafts, rounds, schemes
from desk_app.services.organisations import registry
from desk_app.views import stepping
from desk_app.views.drafts.condition import ConditionField
from desk_app.views.drafts.forms_page import FormsPage
from desk_app.views.drafts.page import EditorPage
from desk_app.views.drafts.rows import RowsPage
from desk_app.views.drafts.sections import SECTIONS
from desk_app.views.schemes import SchemesRoom
from tests.support.screens import DeskOfTest, type_text

TITLES = [one.title for one in SECTIONS]


@pytest.fixture
def room(desk: DeskOfTest) -> SchemesRoom:
    shown = SchemesRoom(desk.context)
    shown.resize(1020, 500)
    shown.show()
    shown.open_round(None)
    desk.wait()
    return shown


@pytest.fixture
def editor(room: SchemesRoom, desk: DeskOfTest) -> EditorPage:
    """The editor with a new draft."""
    QTest.keyClick(room.drafts.shelf.new_button, Qt.Key.Key_Space)
    desk.wait()
    assert room.drafts.editor is not None
    return room.drafts.editor


def go(editor: EditorPage, title: str, page: int = 0) -> RowsPage | FormsPage:
    """Go to a section with the arrow keys."""
    editor.list.setFocus()
    QTest.keyClick(editor.list, Qt.Key.Key_Home)
    for _ in range(TITLES.index(title)):
        QTest.keyClick(editor.list, Qt.Key.Key_Down)
    return editor.page_of(TITLES.index(title)).pages[page]


def table(editor: EditorPage, title: str) -> RowsPage:
    """The table of a section, with the keys in it."""
    page = go(editor, title)
    assert isinstance(page, RowsPage)
    page.view.setFocus()
    return page


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_in(page: RowsPage, row: int, column: int, text: str) -> None:
    """Type into a cell as a hand does, and Enter."""
    page.view.setCurrentIndex(page.model.index(row, column))
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    assert isinstance(focus(), QLineEdit)
    type_text(text, focus())
    QTest.keyClick(focus(), Qt.Key.Key_Return)


def field(page: QWidget, label: str) -> QLineEdit:
    return next(
        one
        for one in page.findChildren(QLineEdit)
        if one.accessibleName() == label and one.isVisibleTo(page)
    )


def write(page: QWidget, label: str, text: str) -> None:
    """Replace what stands in a field of a form."""
    line = field(page, label)
    line.setFocus()
    line.selectAll()
    type_text(text, line)


def test_a_small_scheme_is_made_from_nothing_and_adopted(
    room: SchemesRoom, editor: EditorPage, desk: DeskOfTest
) -> None:
    general = go(editor, "基本")
    write(general, "编号", "青山2026")
    write(general, "方案名称", "青山镇定级办法")
    write(general, "总分", "100")
    levels = table(editor, "等次")
    for row, name in enumerate(("好", "一般", "差")):
        type_in(levels, row, 0, name)
    indicators = table(editor, "指标")
    QGuiApplication.clipboard().setText(
        "一级指标\t指标\t分值\t评分标准\n班子\t班子好\t60\t配齐配强\n\t活动好\t40\t按时开展\n合计\t\t100\t\n"
    )
    QTest.keyClick(indicators.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    editor.presenter.read_now()
    assert "合计 100 分，总分 100 分" in indicators.sum.text()
    bands = table(editor, "档次")
    for row, (level, low) in enumerate((("好", "90"), ("一般", "60"), ("差", ""))):
        type_in(bands, row, 0, level)
        if low:
            type_in(bands, row, 1, low)
    people = table(editor, "评价主体")
    type_in(people, 0, 0, "考评")
    type_in(people, 0, 1, "是")
    steps = table(editor, "环节")
    type_in(steps, 0, 0, "考评打分")
    type_in(steps, 0, 2, "评分")
    editor.presenter.read_now()
    table(editor, "领域")
    QTest.keyClick(editor.use, Qt.Key.Key_Space)  # goes to what is still wrong
    assert focus() is steps.view
    assert any("用“谁的评分”" in one.text() for one in steps.form.findChildren(QLabel))
    whose = next(
        one for one in steps.form.findChildren(QComboBox) if one.accessibleName() == "谁的评分"
    )
    QTest.keyClick(whose, Qt.Key.Key_Down)
    assert editor.presenter.reading.back.errors == 0
    QTest.keyClick(editor.use, Qt.Key.Key_Space)
    desk.wait()
    assert not room.drafts.on_show
    assert room.current_id == "青山2026"
    assert "已导入方案 青山2026" in room.notice.text
    scheme = schemes.load(desk.workspace, "青山2026")
    assert [one.name for one in scheme.indicators] == ["班子好", "活动好"]
    assert [one.group for one in scheme.indicators] == ["班子", "班子"]
    QTest.keyClick(room.use_button, Qt.Key.Key_Space)
    assert desk.heard.went == ["new_round"]
    branch = registry.save(desk.workspace, OrganisationForm("石桥村党支部", "党支部"))
    number = rounds.create(desk.workspace, scheme.id, 2026, "定级", [Participant(branch)])
    points = {"考评": {"班子好": Decimal(55), "活动好": Decimal(35)}}
    pinned = schemes.pinned(desk.workspace, number)
    assert grade(pinned, Evidence(SubjectFacts(1, "石桥村党支部"), points)).level == "好"


def test_every_change_is_kept_and_walks_back(
    room: SchemesRoom, editor: EditorPage, desk: DeskOfTest
) -> None:
    levels = table(editor, "等次")
    for row, name in enumerate(("好", "差")):
        type_in(levels, row, 0, name)
        desk.wait()
        editor.presenter.saver.flush()
        desk.wait()
    QTest.keyClick(levels.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    write(levels.form, "管理名称", "红旗")
    desk.wait()
    room.may_leave()
    desk.wait()
    kept = drafts.open_draft(desk.workspace, editor.presenter.draft_id)
    assert kept.draft.root == editor.presenter.draft.root
    for _ in range(20):
        stepping.step(room, None, desk.context.say, forward=False)
        desk.wait()
    assert rows(editor.presenter.draft, ("levels",)) == ()
    for _ in range(20):
        stepping.step(room, None, desk.context.say, forward=True)
        desk.wait()
    assert editor.presenter.draft.root == kept.draft.root


def test_what_is_wrong_is_said_at_its_field(editor: EditorPage, desk: DeskOfTest) -> None:
    general = go(editor, "基本")
    write(general, "总分", "一百")
    editor.presenter.read_now()
    said = [one.text() for one in general.findChildren(QLabel) if one.text()]
    assert any("一百" in one for one in said)
    assert field(general, "总分").property("wrong") is True
    assert editor.list.item(0).text().startswith("基本　")
    table(editor, "指标")
    editor.presenter.go_to(("total", "full"))
    assert focus() is field(general, "总分")


def test_a_condition_is_a_sentence_with_drop_downs(editor: EditorPage, desk: DeskOfTest) -> None:
    facts = table(editor, "其他情况")
    type_in(facts, 0, 0, "访民情次数")
    type_in(facts, 0, 1, "次数")
    limits = table(editor, "限定")
    type_in(limits, 0, 0, "次数不够")
    limits.view.setCurrentIndex(limits.model.index(0, 0))
    condition = limits.form.findChild(ConditionField)
    assert condition is not None
    assert condition.add_button is not None
    QTest.keyClick(condition.add_button, Qt.Key.Key_Space)
    QTest.qWait(1)
    line = condition.rows[0]
    assert focus() is line.topic
    QTest.keyClick(line.topic, Qt.Key.Key_End)
    QTest.keyClick(line.topic, Qt.Key.Key_Home)
    how = next(
        one for one in line.findChildren(type(line.topic)) if one.accessibleName() == "怎样比"
    )
    QTest.keyClick(how, Qt.Key.Key_Down)
    value = line.findChild(QLineEdit)
    assert value is not None
    value.setFocus()
    QTest.keyClicks(value, "12")
    when = at(editor.presenter.draft, ("limits", "rules", 0, "when"))
    assert when is not None
    assert line.line.name == "访民情次数"
    assert line.line.value == 12
    again = next(
        one for one in condition.findChildren(QPushButton) if one.text() == "＋ 再加一个条件"
    )
    QTest.keyClick(again, Qt.Key.Key_Space)
    QTest.qWait(1)
    assert len(condition.rows) == 2
    first, second = condition.rows
    QTest.keyClick(second.take_away, Qt.Key.Key_Space)
    QTest.qWait(1)
    assert at(editor.presenter.draft, ("limits", "rules", 0, "when")) == when
    assert first.line.value == 12


def test_a_copy_is_renamed_everywhere_and_a_draft_is_deleted_and_put_back(
    room: SchemesRoom, desk: DeskOfTest
) -> None:
    room.list.setCurrentRow(
        next(row for row in range(room.list.count()) if "D1" in room.list.item(row).text()[:3])
    )
    desk.wait()
    QTest.keyClick(room.drafts.copy_button, Qt.Key.Key_Space)
    desk.wait()
    editor = room.drafts.editor
    assert editor is not None
    assert editor.check.text() == "✓ 检查没有问题"
    levels = table(editor, "等次")
    type_in(levels, 0, 0, "优")
    assert text_at(editor.presenter.draft, ("bands", 0, "level")) == "优"
    QTest.keyClick(levels.view, Qt.Key.Key_Escape)
    desk.wait()
    assert not room.drafts.on_show
    shelf = room.drafts.shelf
    assert shelf.list.count() == 1
    QTest.keyClick(shelf.delete_button, Qt.Key.Key_Space)
    assert "删除草稿" in room.notice.text
    delete = next(one for one in room.notice.findChildren(QPushButton) if one.text() == "删除")
    QTest.keyClick(delete, Qt.Key.Key_Space)
    desk.wait()
    assert shelf.list.count() == 0
    stepping.step(room, None, desk.context.say, forward=False)
    desk.wait()
    assert shelf.list.count() == 1
    QTest.keyClick(shelf.list, Qt.Key.Key_Return)
    desk.wait()
    assert room.drafts.on_show
