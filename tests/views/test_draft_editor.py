"""A scheme made in the window: by keys, from nothing, and nothing of it is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.domain.drafts.tree import at, text_at
from desk_app.views import stepping
from desk_app.views.drafts.page import EditorPage
from desk_app.views.drafts.rows import RowsPage
from desk_app.views.drafts.sections import SECTIONS
from desk_app.views.schemes import SchemesRoom
from tests.support.screens import DeskOfTest, picture


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


def section(editor: EditorPage, title: str) -> RowsPage:
    """Go to a section with the arrow keys; return its table."""
    titles = [one.title for one in SECTIONS]
    editor.list.setFocus()
    QTest.keyClick(editor.list, Qt.Key.Key_Home)
    for _ in range(titles.index(title)):
        QTest.keyClick(editor.list, Qt.Key.Key_Down)
    page = editor.page_of(titles.index(title)).pages[0]
    assert isinstance(page, RowsPage)
    page.view.setFocus()
    return page


def type_in(page: RowsPage, row: int, column: int, text: str) -> None:
    """Type into a cell as a hand does, and Enter."""
    page.view.setCurrentIndex(page.model.index(row, column))
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_pictures(room: SchemesRoom, editor: EditorPage, desk: DeskOfTest, tmp_path: Path) -> None:
    for number in range(len(SECTIONS)):
        editor.show_section(number)
    assert tmp_path
