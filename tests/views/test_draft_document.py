"""原文对照: a document's sentences are dealt with by single keys and become rows of the draft."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.offering import coverage_of, is_aside
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import SchemeDraft, at, rows, text_at
from desk_app.domain.drafts.writing import text_of
from desk_app.services import drafts, schemes
from desk_app.views.drafts.document_page import DocumentPage
from desk_app.views.schemes import SchemesRoom
from tests.support.screens import DeskOfTest

TEXT = """关于开展基层党组织定级工作的通知
各党支部：
党组织分为好、较好、一般、较差四个等级。
对基层党组织进行评分，总分100分。
90分以上为好，80—89分为较好，60—79分为一般，60分以下为较差。
评定为“好”等级的党组织一般不超过20%。
发生重大安全事故的，不得评为“好”等级。
评定结果公示5个工作日。
各级党组织要高度重视。
"""
EMPTY = SchemeDraft()


class Held:
    """A page with a draft that follows what it asks for."""

    def __init__(self, qtbot: QtBot, desk: DeskOfTest, draft: SchemeDraft) -> None:
        self.desk = desk
        self.page = DocumentPage(desk.context)
        qtbot.addWidget(self.page)
        self.page.edited.connect(lambda changed, _: self.take(changed))
        self.page.resize(900, 470)
        self.page.show()
        self.take(draft)

    def take(self, draft: SchemeDraft) -> None:
        self.draft = draft
        self.page.show_draft(draft, read_back(draft))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.list, key)

    def go(self, words: str) -> None:
        lines = self.page.list.lines
        self.page.list.go(next(at for at, one in enumerate(lines) if words in one.text))

    def mark(self, words: str) -> str:
        return next(one.mark for one in self.page.list.lines if words in one.text)


def test_sentences_become_rows_by_single_keys(
    qtbot: QtBot, desk: DeskOfTest, tmp_path: Path
) -> None:
    held = Held(qtbot, desk, draft_of('format = 2\nid = "新"\ntitle = "新方案"\n'))
    file = tmp_path / "通知.txt"
    file.write_text(TEXT, encoding="utf-8")
    held.page.read_file(file)
    desk.wait()
    before = held.draft
    assert "通知.txt" in held.page.state.text()
    held.go("不得评为")
    assert held.mark("不得评为").endswith("肯定")
    held.press(Qt.Key.Key_Return)
    assert held.mark("不得评为") == "✓ 已收"
    assert "重大安全事故" in text_at(held.draft, ("limits", "rules", 0, "phrase"))
    held.take(before)
    assert held.mark("不得评为").endswith("肯定")
    held.go("不得评为")
    with qtbot.waitSignal(held.page.going) as going:
        held.press(Qt.Key.Key_E)
    assert going.args == [("limits", "rules", 0)]
    held.go("公示5个工作日")
    held.press(Qt.Key.Key_N)
    assert held.mark("公示5个工作日") == "— 说明"
    QTest.keyClick(held.page.rest, Qt.Key.Key_Space)
    assert not held.page.rest.isEnabled()
    assert len(rows(held.draft, ("levels",))) == 4
    assert at(held.draft, ("steps",)) is None
    while any(one.mark[:1] in "●◐○？" and one.mark for one in held.page.list.lines):
        held.page._next(-1)
        open_before = [one.mark for one in held.page.list.lines]
        question = held.page._current()
        asked = question is not None and question.question is not None
        held.press(Qt.Key.Key_1 if asked else Qt.Key.Key_Return)
        if [one.mark for one in held.page.list.lines] == open_before:
            held.press(Qt.Key.Key_N)
    assert "未处理 0" in held.page.state.text()
    kept = draft_of(text_of(held.draft))
    assert "未处理 0" in coverage_of(kept)
    assert is_aside(kept, "评定结果公示5个工作日。")
    assert len(rows(kept, ("levels",))) == 4
    held.page.begin()
    held.take(kept)
    assert "通知.txt" in held.page.state.text()
    assert len(rows(held.draft, ("bands",))) == 4


def test_pasted_text_is_read_and_a_fault_is_said(qtbot: QtBot, desk: DeskOfTest) -> None:
    held = Held(qtbot, desk, draft_of(schemes.shipped_text("D1")))
    assert any("90分以上为“好”" in one.text for one in held.page.list.lines)
    QGuiApplication.clipboard().setText("")
    QTest.mouseClick(held.page.paste_button, Qt.MouseButton.LeftButton)
    desk.wait()
    assert held.page.notice.text
    QGuiApplication.clipboard().setText(TEXT)
    QTest.mouseClick(held.page.paste_button, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "粘贴的文字" in held.page.state.text()


def test_a_document_is_read_from_the_shelf_and_its_draft_is_kept(
    qtbot: QtBot, desk: DeskOfTest, tmp_path: Path
) -> None:
    room = SchemesRoom(desk.context)
    qtbot.addWidget(room)
    room.resize(840, 400)
    room.show()
    room.open_round(None)
    desk.wait()
    old = tmp_path / "旧.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    room.drafts.read_file(old)
    desk.wait()
    assert "旧.doc" in room.notice.text
    assert not drafts.listing(desk.workspace)
    file = tmp_path / "定级通知.txt"
    file.write_text(TEXT, encoding="utf-8")
    room.drafts.read_file(file)
    for _ in range(3):
        desk.wait()
    editor, sides = room.drafts.editor, room.drafts.sides
    assert editor is not None
    assert sides is not None
    assert sides.document.isVisible()
    assert text_at(editor.presenter.draft, ("title",)) == "定级通知"
    QTest.keyClick(sides.document.rest, Qt.Key.Key_Space)
    taken = editor.presenter.draft
    assert rows(taken, ("limits", "rules"))
    room.may_leave()
    desk.wait()
    kept = drafts.open_draft(desk.workspace, editor.presenter.draft_id)
    assert kept.undo_words == "接受全部肯定的建议"
    assert len(rows(kept.draft, ("limits", "rules"))) == len(rows(taken, ("limits", "rules")))
