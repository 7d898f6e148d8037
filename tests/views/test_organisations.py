"""The room 党组织 with real keys: import with a preview, search, form, retiring, undo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from desk_app.domain.organisations.model import KINDS
from desk_app.services import example_rounds
from desk_app.services.organisations import registry
from desk_app.services.organisations.registry import OrganisationRow
from desk_app.views.organisations import OrganisationsRoom
from tests.support.screens import HEIGHT, WIDTH, DeskOfTest, picture

HEAD = ("序号", "党组织名称", "代码", "上级", "所在单位类别", "片区", "书记", "书记身份证号",
        "党员人数", "换届时间", "届满时间")  # fmt: skip
ROWS: tuple[tuple[object, ...], ...] = (
    (1, "青山镇党委", "QS", None, "机关", None, "王某某", None, 975, "20210901", "2026-09-01"),
    (2, "石桥村党支部", "QS01", "青山镇党委", "农村", "东片", "单小明",
     "11010519491231002X", "３１", "2023年3月5日", "20280304"),
    (3, "柳树湾村党总支", "QS02", "青山镇党委", "农村", "西片", "赵某某", None, 44, None, None),
    (4, "柳树湾第一党支部", None, "柳树湾村党总支", "村", "西片", "曾某", None, 20, None, None),
    (5, "农技站党支部", "QS05", "青山镇党委", "事业", None, "孙某某", None, "八十", None, None),
    (6, "青山电商联合党支部", "QS06", "青山镇党委", "两新", None, "周某某", None, 9, None, None),
)  # fmt: skip


def listed(path: Path, *rows: tuple[object, ...], head: tuple[object, ...] = HEAD) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (("青山镇党组织情况表",), head, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def room(desk: DeskOfTest) -> OrganisationsRoom:
    shown = OrganisationsRoom(desk.context)
    shown.resize(WIDTH - 150, HEIGHT - 110)
    shown.show()
    shown.open_round(None)
    desk.wait()
    return shown


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Choose a file in the dialog that opens next."""

    def chosen(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    return chosen


def names(room: OrganisationsRoom) -> list[str]:
    return [row.name for row in room.records.records]


def stored(desk: DeskOfTest) -> dict[str, OrganisationRow]:
    found: list[OrganisationRow] = []
    desk.runner.call(registry.tree, include_retired=True).then(found.extend)
    desk.wait()
    return {row.name: row for row in found}


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def line(room: OrganisationsRoom, field: str) -> QLineEdit:
    found = room.editor.fields[field]
    assert isinstance(found, QLineEdit)
    return found


def retype(room: OrganisationsRoom, field: str, text: str) -> None:
    edit = line(room, field)
    edit.setFocus()
    edit.selectAll()
    if text:
        edit.insert(text)
    else:
        edit.clear()
    QTest.keyClick(edit, Qt.Key.Key_Return)


@pytest.fixture
def filled(desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path) -> OrganisationsRoom:
    room.page.load(listed(tmp_path / "名单.xlsx", *ROWS[:4]))
    desk.wait()
    room.page.apply()
    desk.wait()
    room.notice.dismiss()
    return room


def test_an_empty_registry_offers_the_import(
    desk: DeskOfTest, room: OrganisationsRoom, choose: Callable[[Path], None], tmp_path: Path
) -> None:
    assert room.pages.currentIndex() == 1
    choose(listed(tmp_path / "名单.xlsx", *ROWS))
    QTest.keyClick(room.first_import, Qt.Key.Key_Space)
    desk.wait()
    page = room.page
    assert room.pages.currentWidget() is page
    assert page.counts.text() == "新增 4 · 变更 0 · 不变 0 · 拒收 2"
    assert "身份证" in page.notes.text()
    assert page.columns.combos[1].currentText() == "全称"
    assert 7 not in page.columns.combos
    assert [one.result for one in page.records.records[:2]] == ["拒收", "拒收"]
    QTest.keyClick(page.go, Qt.Key.Key_Space)
    desk.wait()
    assert names(room) == [
        "青山镇党委", "石桥村党支部", "柳树湾村党总支", "柳树湾第一党支部",
    ]  # fmt: skip
    assert "名单_未导入.xlsx" in room.notice.text
    sheet = load_workbook(tmp_path / "名单_未导入.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 3
    assert desk.heard.changed == 1


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_columns_are_mended_in_the_preview(
    desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path
) -> None:
    path = listed(tmp_path / "a.xlsx", ("石桥村党支部", 31), head=("单位", "人数"))
    room.pages.setCurrentWidget(room.page)
    room.page.load(path)
    desk.wait()
    page = room.page
    assert not page.go.isEnabled()
    page.heading_row.setValue(2)
    desk.wait()
    for column, steps in ((0, 2), (1, 11)):
        combo = page.columns.combos[column]
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        for _ in range(steps):
            QTest.keyClick(combo.view(), Qt.Key.Key_Down)
        QTest.keyClick(combo.view(), Qt.Key.Key_Return)
        desk.wait()
        assert room.focusWidget() is page.columns.combos[column]
    assert [page.columns.combos[one].currentText() for one in (0, 1)] == ["全称", "党员数"]
    assert page.go.isEnabled()
    page.apply()
    desk.wait()
    assert stored(desk)["石桥村党支部"].member_count == 31


def test_questions_are_answered_in_place(
    desk: DeskOfTest, filled: OrganisationsRoom, tmp_path: Path
) -> None:
    page = filled.page
    row = (1, "石桥社区党支部", "QS01", "青山镇党委", "社区")
    other = (2, "某某党支部", "QS09", "河东党总支", "农村")
    page.load(listed(tmp_path / "b.xlsx", row, other))
    desk.wait()
    assert page.counts.text().endswith("拒收 1 · 待确认 1")
    same, _, create = page.questions.buttons
    click(same)
    desk.wait()
    assert page.counts.text() == "新增 0 · 变更 1 · 不变 0 · 拒收 1"
    (create,) = page.questions.buttons
    assert create.text() == "新建为党总支"
    click(create)
    desk.wait()
    assert page.counts.text() == "新增 2 · 变更 1 · 不变 0 · 拒收 0"
    page.apply()
    desk.wait()
    kept = stored(desk)
    assert kept["石桥社区党支部"].code == "QS01"
    assert kept["某某党支部"].parent_id == kept["河东党总支"].id


def test_the_same_list_again_says_so(
    desk: DeskOfTest, filled: OrganisationsRoom, tmp_path: Path
) -> None:
    filled.page.load(tmp_path / "名单.xlsx")
    desk.wait()
    assert "一致（4 个）" in filled.page.counts.text()
    assert not filled.page.go.isEnabled()


def test_a_damaged_list_is_one_sentence(
    desk: DeskOfTest, room: OrganisationsRoom, choose: Callable[[Path], None], tmp_path: Path
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    choose(tmp_path / "坏.xlsx")
    room.open_import()
    desk.wait()
    assert "坏.xlsx" in room.page.notice.text


def test_search_by_initials_and_keys_into_the_form(
    desk: DeskOfTest, filled: OrganisationsRoom
) -> None:
    filled.search.setFocus()
    QTest.keyClicks(filled.search, "sxm")
    assert names(filled) == ["石桥村党支部"]
    QTest.keyClick(filled.search, Qt.Key.Key_Return)
    assert filled.sheet.hasFocus()
    QTest.keyClick(filled.sheet, Qt.Key.Key_Return)
    assert line(filled, "name").hasFocus()
    QTest.keyClick(line(filled, "name"), Qt.Key.Key_Escape)
    assert filled.sheet.hasFocus()
    QTest.keyClick(filled.search, Qt.Key.Key_Escape)
    assert len(names(filled)) == 4


def press(room: OrganisationsRoom, words: str) -> None:
    """Press a button of the line in which something is asked."""
    click(next(one for one in room.notice.findChildren(QPushButton) if one.text() == words))


def choose_name(room: OrganisationsRoom, name: str) -> None:
    room.sheet.selectRow(names(room).index(name))


def test_the_day_of_the_founding_is_typed(
    desk: DeskOfTest, filled: OrganisationsRoom, tmp_path: Path
) -> None:
    choose_name(filled, "石桥村党支部")
    retype(filled, "founded_on", "2019年7月1日")
    desk.wait()
    assert stored(desk)["石桥村党支部"].founded_on == date(2019, 7, 1)
    picture(filled, tmp_path / "founded.png")


def test_a_field_is_kept_when_it_is_left_and_undone(
    desk: DeskOfTest, filled: OrganisationsRoom
) -> None:
    choose_name(filled, "石桥村党支部")
    retype(filled, "member_count", "３３")
    desk.wait()
    assert stored(desk)["石桥村党支部"].member_count == 33
    assert filled.undo_stack().canUndo()
    filled.undo_stack().undo()
    desk.wait()
    assert stored(desk)["石桥村党支部"].member_count == 31
    assert line(filled, "member_count").text() == "31"
    filled.undo_stack().redo()
    desk.wait()
    assert stored(desk)["石桥村党支部"].member_count == 33


def test_who_is_of_another_kind_stays_so(desk: DeskOfTest, room: OrganisationsRoom) -> None:
    desk.runner.call(example_rounds.build, "C15", size=2)
    desk.wait()
    room.open_round(None)
    desk.wait()
    member = next(one for one in stored(desk).values() if one.kind == "党员")
    choose_name(room, member.name)
    retype(room, "area", "西片")
    desk.wait()
    assert stored(desk)[member.name] == replace(member, area="西片")
    click(room.add_button)
    offered = room.editor.fields["kind"]
    assert isinstance(offered, QComboBox)
    assert offered.currentText() == "党支部"
    assert offered.findText("党员") == len(KINDS)
    above = room.editor.fields["parent_id"]
    assert isinstance(above, QComboBox)
    branch = next(one.id for one in stored(desk).values() if one.kind == "党支部")
    assert above.findData(branch) < 0
    offered.setCurrentText("党员")
    offered.activated.emit(offered.currentIndex())
    assert above.findData(branch) > 0


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [("member_count", "八十", "不是整数"), ("elected_on", "去年", "不是日期"),
     ("founded_on", "七一", "不是日期"),
     ("code", "QS02", "柳树湾村党总支"), ("name", "", "全称")],
)  # fmt: skip
def test_what_cannot_be_kept_says_so_under_the_field(
    desk: DeskOfTest, filled: OrganisationsRoom, field: str, text: str, said: str
) -> None:
    before = stored(desk)["石桥村党支部"]
    choose_name(filled, "石桥村党支部")
    retype(filled, field, text)
    desk.wait()
    assert said in filled.editor.errors[field].text()
    assert line(filled, field).text() == text
    assert stored(desk)["石桥村党支部"] == before
    choose_name(filled, "青山镇党委")
    assert "不能保存" in filled.notice.text
    press(filled, "回去改")
    assert line(filled, field).text() == text
    assert filled.editor.form is not None
    assert filled.editor.form.id == before.id


def test_adding_under_the_chosen_one_and_taking_it_back(
    desk: DeskOfTest, filled: OrganisationsRoom
) -> None:
    choose_name(filled, "柳树湾村党总支")
    click(filled.add_button)
    assert filled.editor.fields["area"].text() == "西片"  # type: ignore[union-attr]
    QTest.keyClicks(line(filled, "name"), "A3")
    click(filled.editor.buttons.add)
    desk.wait()
    kept = stored(desk)
    added, above = kept["A3"], kept["柳树湾村党总支"]
    assert (added.parent_id, added.kind, added.domain) == (above.id, "党支部", "农村")
    assert filled.sheet.hasFocus()
    filled.undo_stack().undo()
    desk.wait()
    assert "A3" not in stored(desk)
    filled.undo_stack().redo()
    desk.wait()
    assert stored(desk)["A3"].id == added.id


def test_a_new_one_without_a_name_says_so(desk: DeskOfTest, filled: OrganisationsRoom) -> None:
    click(filled.add_button)
    click(filled.editor.buttons.add)
    desk.wait()
    assert "请填写党组织全称" in filled.editor.errors["name"].text()
    click(filled.editor.buttons.give_up)
    desk.wait()
    assert len(stored(desk)) == 4


def test_what_was_typed_for_a_new_one_is_never_lost(
    desk: DeskOfTest, filled: OrganisationsRoom
) -> None:
    click(filled.add_button)
    QTest.keyClicks(line(filled, "name"), "A4")
    filled.open_round(None)
    desk.wait()
    assert line(filled, "name").text() == "A4"
    choose_name(filled, "柳树湾村党总支")
    assert "“A4”还没有登记" in filled.notice.text
    press(filled, "继续填写")
    assert line(filled, "name").text() == "A4"
    click(filled.editor.buttons.add)
    desk.wait()
    assert stored(desk)["A4"].parent_id == stored(desk)["青山镇党委"].id


def test_retiring_and_bringing_back(desk: DeskOfTest, filled: OrganisationsRoom) -> None:
    editor = filled.editor
    choose_name(filled, "石桥村党支部")
    click(editor.buttons.retire)
    QTest.keyClick(editor.retire_box.reason, Qt.Key.Key_Return)
    desk.wait()
    assert "原因" in editor.retire_box.error.text()
    editor.retire_box.reason.setText("并入柳树湾村")
    QTest.keyClick(editor.retire_box.reason, Qt.Key.Key_Return)
    desk.wait()
    assert "石桥村党支部" not in names(filled)
    filled.retired.setChecked(True)
    choose_name(filled, "石桥村党支部")
    assert "并入柳树湾村" in editor.state.text()
    assert not editor.fields["name"].isEnabled()
    click(editor.buttons.restore)
    desk.wait()
    assert stored(desk)["石桥村党支部"].retired_on is None
    assert filled.undo_stack().canUndo()


def test_moving_and_bringing_back_are_steps_too(
    desk: DeskOfTest, filled: OrganisationsRoom
) -> None:
    before = names(filled)
    filled.undo_stack().clear()
    choose_name(filled, "石桥村党支部")
    click(filled.editor.buttons.up)
    desk.wait()
    assert not filled.undo_stack().canUndo(), "the first goes no further up"
    click(filled.editor.buttons.down)
    desk.wait()
    moved = names(filled)
    assert moved != before
    filled.undo_stack().undo()
    desk.wait()
    assert names(filled) == before
    filled.undo_stack().redo()
    desk.wait()
    assert names(filled) == moved
    choose_name(filled, "石桥村党支部")
    click(filled.editor.buttons.retire)
    filled.editor.retire_box.reason.setText("并入柳树湾村")
    QTest.keyClick(filled.editor.retire_box.reason, Qt.Key.Key_Return)
    desk.wait()
    retired = stored(desk)["石桥村党支部"]
    filled.retired.setChecked(True)
    choose_name(filled, "石桥村党支部")
    click(filled.editor.buttons.restore)
    desk.wait()
    assert stored(desk)["石桥村党支部"].retired_on is None
    filled.undo_stack().undo()
    desk.wait()
    again = stored(desk)["石桥村党支部"]
    assert (again.retired_on, again.retired_reason) == (retired.retired_on, "并入柳树湾村")


def test_deleting_asks_and_moving_moves(desk: DeskOfTest, filled: OrganisationsRoom) -> None:
    choose_name(filled, "石桥村党支部")
    click(filled.editor.buttons.down)
    desk.wait()
    assert names(filled)[1] == "柳树湾村党总支"
    choose_name(filled, "石桥村党支部")
    click(filled.editor.buttons.remove)
    press(filled, "删除")
    desk.wait()
    before = stored(desk)
    assert "石桥村党支部" not in before
    assert filled.undo_stack().undoText() == "删除党组织"
    filled.undo_stack().undo()
    desk.wait()
    assert "石桥村党支部" in stored(desk)
    assert "石桥村党支部" in names(filled)[-1], "where it stood"
    filled.undo_stack().redo()
    desk.wait()
    assert stored(desk) == before


def test_the_bottom_line_leads_on(desk: DeskOfTest, filled: OrganisationsRoom) -> None:
    heard: list[tuple[str, str]] = []
    filled.next_step.connect(lambda *said: heard.append(said))
    filled.open_round(None)
    desk.wait()
    assert heard == [("名册里有 4 个党组织，可以新建轮次。", "new_round")]
