"""Lists of every kind in the room 党组织, mended in place with real keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desk_app.domain.organisations.headings import ListField
from desk_app.services.organisations import registry
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.organisations.arrivals import holds_list
from tests.support.list_files import FILES, NAMES, csv
from tests.support.screens import DeskOfTest, picture, type_text

ROWS = """党组织名称,领域,书记,换届时间,党员数
甲党支部,火星,王某某,2003.6,12
乙党支部,农村（行政村）,李某某,2023-03-05,八
丙党支部,农村,周某某,2023-03-06,9
"""


@pytest.fixture
def room(desk: DeskOfTest) -> OrganisationsRoom:
    shown = OrganisationsRoom(desk.context)
    shown.resize(1093, 575)
    shown.show()
    shown.activateWindow()
    shown.open_round(None)
    desk.wait()
    return shown


@pytest.fixture
def loaded(desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path) -> OrganisationsRoom:
    (tmp_path / "名单.csv").write_text(ROWS, "gbk")
    room._open_with(tmp_path / "名单.csv")
    desk.wait()
    return room


def names(desk: DeskOfTest) -> list[str]:
    found: list[registry.OrganisationRow] = []
    desk.runner.call(registry.tree).then(found.extend)
    desk.wait()
    return [one.name for one in found]


def results(room: OrganisationsRoom) -> list[str]:
    return [one.result for one in room.page.records.records]


def opened(room: OrganisationsRoom) -> QLineEdit:
    """Open the current cell of the preview for typing."""
    QTest.keyClick(room.page.table, Qt.Key.Key_F2)
    (editor,) = [one for one in room.page.table.findChildren(QLineEdit) if one.isVisible()]
    return editor


def typed(room: OrganisationsRoom, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the current cell of the preview and end with a key."""
    editor = opened(room)
    editor.selectAll()
    type_text(text, editor)
    QTest.keyClick(editor, key)
    QApplication.processEvents()


def current(room: OrganisationsRoom) -> tuple[str, ListField | None]:
    index = room.page.table.currentIndex()
    return room.page.records.record(index.row()).name, room.page.records.field(index)


@pytest.mark.parametrize("name", ["国标.csv", "旧.xls", "网页.xls", "双字节.txt", "表.xls"])
def test_every_kind_of_list_is_previewed(
    desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    room._open_with(tmp_path / name)
    desk.wait()
    assert room.page.counts.text() == "新增 2 · 变更 0 · 不变 0 · 拒收 0"
    assert "原文“2023.6”，按 2023-06-01 记" in room.page.records.record(0).words
    assert room.page.encoding.isHidden() == (name == "旧.xls")
    QTest.keyClick(room.page.go, Qt.Key.Key_Space)
    desk.wait()
    assert names(desk) == NAMES


def test_the_encoding_is_named_and_changed(
    desk: DeskOfTest, loaded: OrganisationsRoom, tmp_path: Path
) -> None:
    box = loaded.page.encoding.combo
    assert box.currentText() == "GBK"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    desk.wait()
    assert "不是 UTF-8 编码" in loaded.page.notice.text
    assert box.currentText() == "GBK"
    assert len(results(loaded)) == 3
    (tmp_path / "联通.csv").write_bytes("名称,领域\n联通,机关\n".encode("gbk"))
    loaded.page.load(tmp_path / "联通.csv")
    desk.wait()
    assert box.currentText() == "GBK"


def test_refused_rows_are_mended_in_the_table_and_go_in_with_the_rest(
    desk: DeskOfTest, loaded: OrganisationsRoom, tmp_path: Path
) -> None:
    page = loaded.page
    picture(loaded, tmp_path / "preview.png")
    assert "直接改" in page.preview.why.text()
    assert results(loaded) == ["拒收", "拒收", "新增"]
    assert [one.where for one in page.records.records] == ["第 2 行", "第 3 行", "第 4 行"]
    assert page.records.data(page.records.index(0, 0)) == "2"
    QTest.keyClick(page.preview.next_wrong, Qt.Key.Key_Space)
    assert page.table.hasFocus()
    assert current(loaded) == ("甲党支部", ListField.DOMAIN)
    assert "领域“火星”不认识" in page.preview.why.text()
    typed(loaded, "农村")
    assert current(loaded) == ("乙党支部", ListField.DOMAIN)
    desk.wait()
    assert results(loaded) == ["新增", "拒收", "新增"]
    assert page.counts.text() == "新增 2 · 变更 0 · 不变 0 · 拒收 1"
    QTest.keyClick(page.preview.next_wrong, Qt.Key.Key_Space)
    assert current(loaded) == ("乙党支部", ListField.MEMBER_COUNT)
    typed(loaded, "８人")
    desk.wait()
    assert results(loaded) == ["新增"] * 3
    assert page.preview.next_wrong.isHidden()
    page.apply()
    desk.wait()
    assert names(desk) == ["甲党支部", "乙党支部", "丙党支部"]
    assert "没有导入" not in loaded.notice.text


def test_what_was_typed_into_the_preview_is_taken_back(
    desk: DeskOfTest, loaded: OrganisationsRoom
) -> None:
    page, stack = loaded.page, loaded.undo_stack()
    page.preview.go_to_next_wrong()
    typed(loaded, "农村")
    page.preview.go_to_next_wrong()
    desk.wait()
    assert results(loaded)[0] == "新增"
    assert stack.undoText() == "改名单里的内容"
    stack.undo()
    desk.wait()
    assert results(loaded)[0] == "拒收"
    assert page.records.record(0).cells[ListField.DOMAIN] == "火星"
    stack.redo()
    desk.wait()
    assert results(loaded)[0] == "新增"
    page.load(page.path or Path())
    desk.wait()
    assert not stack.canUndo()
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert loaded.undo_stack() is loaded.presenter.undo_stack


def test_what_is_typed_last_goes_in_at_once(desk: DeskOfTest, loaded: OrganisationsRoom) -> None:
    loaded.page.preview.go_to_next_wrong()
    typed(loaded, "农村")
    typed(loaded, "农村")
    loaded.page.apply()
    desk.wait()
    assert names(desk) == ["甲党支部", "丙党支部"]
    assert "名单_未导入.xlsx" in loaded.notice.text


def test_a_cell_being_typed_stays_open_while_the_plan_arrives(
    desk: DeskOfTest, loaded: OrganisationsRoom
) -> None:
    loaded.page.preview.go_to_next_wrong()
    typed(loaded, "农村", Qt.Key.Key_Tab)
    editor = opened(loaded)
    type_text("没打完", editor)
    desk.wait()
    assert results(loaded)[0] == "新增"
    assert "没打完" in editor.text()
    assert editor.isVisible()


def test_blocks_are_pasted_and_cells_emptied(desk: DeskOfTest, loaded: OrganisationsRoom) -> None:
    page = loaded.page
    page.preview.go_to_next_wrong()
    QGuiApplication.clipboard().setText("农村\t1\n社区\t2\n")
    QTest.keySequence(page.table, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.wait()
    assert results(loaded) == ["新增"] * 3
    page.table.setCurrentIndex(page.records.index(0, 3))
    assert current(loaded)[1] is ListField.NAME
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    desk.wait()
    assert results(loaded)[0] == "拒收"
    assert "没有党组织全称" in page.preview.why.text()
    for column in range(3, page.records.columnCount()):
        page.table.setCurrentIndex(page.records.index(0, column))
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
    desk.wait()
    assert results(loaded)[0] == "不读"
    page.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    page.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert results(loaded)[0] == "不读"
    page.table.setCurrentIndex(page.records.index(1, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.records.record(1).place.row == 3


def test_cells_of_the_preview_are_filled_down(desk: DeskOfTest, loaded: OrganisationsRoom) -> None:
    page = loaded.page
    page.preview.go_to_next_wrong()
    typed(loaded, "社区")
    desk.wait()
    here = page.table.currentIndex()
    assert here.row() == 1
    QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert here.data() == "社区"
    assert loaded.undo_stack().canUndo()


def test_a_list_is_pasted_from_the_clipboard(desk: DeskOfTest, room: OrganisationsRoom) -> None:
    QGuiApplication.clipboard().setText(csv("\t"))
    QTest.mouseClick(room.first_paste, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "剪贴板" in room.page.title.text()
    QTest.keyClick(room.page.go, Qt.Key.Key_Space)
    desk.wait()
    assert names(desk) == NAMES
    QGuiApplication.clipboard().setText(csv("\t").replace("农村\t", "社区\t") + "丙党支部\t火星\n")
    assert room.sheet.hasFocus()
    QTest.keySequence(room.sheet, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.wait()
    assert room.pages.currentWidget() is room.page
    assert room.page.counts.text() == "新增 0 · 变更 1 · 不变 1 · 拒收 1"
    room.page.apply()
    desk.wait()
    assert str(desk.folder / "粘贴的名单_未导入.xlsx") in room.notice.text


@pytest.mark.parametrize(
    "text", ["", "石桥村", "石桥村\t31\n柳树湾村\t4\n", "党组织名称\t书记\n", "\0\0"]
)
def test_what_is_no_list_is_not_pasted_and_said(
    desk: DeskOfTest, loaded: OrganisationsRoom, text: str
) -> None:
    loaded.page.apply()
    desk.wait()
    assert not holds_list(text)
    QGuiApplication.clipboard().setText(text)
    QTest.keySequence(loaded.sheet, QKeySequence(QKeySequence.StandardKey.Paste))
    assert loaded.pages.currentIndex() == 0
    assert "剪贴板里不是党组织名单" in loaded.notice.text
    QTest.mouseClick(loaded.page.paste, Qt.MouseButton.LeftButton)
    desk.wait()
    if not text:
        assert "剪贴板里没有表格" in loaded.page.notice.text


def test_a_file_is_dropped_on_the_room(
    desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(ROWS, "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(room, QDragEnterEvent(QPoint(5, 5), *rest))
    QApplication.sendEvent(room, QDropEvent(QPointF(5, 5), *rest))
    desk.wait()
    assert room.page.encoding.combo.currentText() == "UTF-8"
    assert len(results(room)) == 3


def test_several_sheets_say_which_one_and_the_row_number_is_seen(
    desk: DeskOfTest, room: OrganisationsRoom, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for title in ("党组织花名册", "第二张"):
        sheet = book.create_sheet(title)
        sheet.append(["党组织名称", "党员数"])
        sheet.append([f"{title}党支部", "一"])
    book.save(tmp_path / "a.xlsx")
    room._open_with(tmp_path / "a.xlsx")
    desk.wait()
    page = room.page
    shown = [page.records.data(page.records.index(0, column)) for column in range(3)]
    assert shown == ["2", "党组织花名册", "拒收"]
    hint = page.records.data(page.records.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert hint == "工作表“党组织花名册”第 2 行"
    box = page.which
    letters = box.fontMetrics().horizontalAdvance("党组织花名册")
    picture(room, tmp_path / "sheets.png")
    assert box.width() > letters + 20


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    from PySide6.QtWidgets import QFileDialog

    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))

    return choose


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("图.csv", b"\x89PNG\r\n\x1a\n\0\0", "不是 Excel/WPS 表格"), ("空.csv", b"", "是空文件")],
)
def test_what_is_no_list_is_one_sentence(
    desk: DeskOfTest, room: OrganisationsRoom, chosen: Callable[[Path], None], tmp_path: Path,
    name: str, data: bytes, said: str,
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(data)
    chosen(tmp_path / name)
    room.open_import()
    desk.wait()
    assert said in room.page.notice.text
