"""帮助: F1 in every room and dialog, searched, printed; the tour of a first run; 关于."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from desk_app.app import Program
from desk_app.domain.manual import PAGES
from desk_app.services import manual
from desk_app.views.help.about import AboutDialog
from desk_app.views.help.window import HelpWindow
from desk_app.views.kit.preview import Preview
from desk_app.views.polling.keymap import NAMED, key_map
from desk_app.views.projector.window import KEYS as BOARD_KEYS
from desk_app.views.rooms import ROOMS
from desk_app.views.settings import TOUR_SEEN
from tests.support.opened_folders import OpenedFolders
from tests.support.screens import type_text, wait_until
from tests.support.waiting import wait_for

IN_TABLES = {"Ctrl+C", "Ctrl+V", "Ctrl+D", "Ctrl+Shift+V", "Delete", "Shift+F10", "Shift+Enter"}
"""Keys that ``TableView`` takes itself; ``test_tables`` and ``test_table_menus`` press them."""
OF_QT = {"Enter", "Tab", "Esc", "F2", "↑", "↓", "←", "→", "Alt"}
IN_DATES = {"F4", "Alt+↓"}
"""Pressed by ``test_date_field``."""
WORDS = {".csv", ".xlsx", ".xls", ".pdf"}
WRITTEN = {"Ctrl+Return": "Ctrl+Enter", "Alt+Down": "Alt+↓", "Alt+Up": "Alt+↑"}


def press(program: Program, key: Qt.Key, on: QWidget | None = None) -> None:
    QTest.keyClick(on or QApplication.focusWidget() or program.window, key)
    wait_for(program.runner)
    QApplication.processEvents()


def shown(program: Program) -> HelpWindow:
    found = program.window.help
    assert found is not None
    assert found.isVisible()
    return found


def test_f1_opens_the_page_of_each_room_and_esc_closes_it(example_window: Program) -> None:
    main = example_window.window
    for key, name in ROOMS.items():
        main.go(key)
        wait_for(example_window.runner)
        press(example_window, Qt.Key.Key_F1, main)
        found = shown(example_window)
        assert found.list.currentItem().text() == name
        assert found.page.toPlainText().startswith(name)
        press(example_window, Qt.Key.Key_Escape, found.page)
        assert not found.isVisible()
        assert main.key == key
    assert main.isVisible()


def test_f1_before_there_is_a_workspace_opens_the_beginning(first_window: Program) -> None:
    press(first_window, Qt.Key.Key_F1, first_window.window)
    assert shown(first_window).list.currentItem().text() == "开始"


def test_f1_in_a_dialog_opens_its_page(example_window: Program) -> None:
    main = example_window.window
    main.go("schemes")
    wait_for(example_window.runner)
    main.new_round()
    wait_for(example_window.runner)
    (dialog,) = [one for one in main.findChildren(QDialog) if one.isVisible()]
    press(example_window, Qt.Key.Key_F1, dialog)
    assert shown(example_window).list.currentItem().text() == "首页"
    assert dialog.isVisible()
    dialog.close()


def test_the_manual_is_searched_by_words_and_initials(example_window: Program) -> None:
    main = example_window.window
    main.show_help()
    wait_for(example_window.runner)
    found = shown(example_window)
    QTest.keyClick(found, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert found.search.hasFocus()
    type_text("撤销销号", found.search)
    assert [found.list.item(row).text()[:2] for row in range(found.list.count())] == ["整改"]
    assert "撤销销号" in found.page.textCursor().selectedText()
    found.search.clear()
    QTest.keyClicks(found.search, "jldr")
    assert found.none.isVisible()
    found.search.clear()
    QTest.keyClicks(found.search, "drmd")
    assert found.list.item(0).text() == "党组织：导入名单"
    QTest.keyClick(found.search, Qt.Key.Key_Escape)
    assert found.search.text() == ""
    assert found.isVisible()
    assert found.list.count() == len(PAGES)


def test_links_lead_to_other_pages(example_window: Program) -> None:
    example_window.window.show_help("快捷键")
    wait_for(example_window.runner)
    found = shown(example_window)
    found.page.anchorClicked.emit(found.page.document().baseUrl().resolved(QUrl("测评.md")))
    assert found.list.currentItem().text() == "测评"


def test_the_booklet_is_shown_in_the_preview(example_window: Program) -> None:
    example_window.window.show_help()
    wait_for(example_window.runner)
    found = shown(example_window)
    found.print.click()
    wait_for(example_window.runner, 30_000)
    (preview,) = found.findChildren(Preview)
    assert len(preview.sizes) > len(ROOMS)
    preview.close()


def test_every_key_that_the_manual_names_is_one_of_the_program(example_window: Program) -> None:
    main = example_window.window
    known = IN_TABLES | OF_QT | IN_DATES | WORDS
    for key in ROOMS:
        main.go(key)
        wait_for(example_window.runner)
        main.show_help()
    for top in QApplication.topLevelWidgets():
        for one in top.findChildren(QShortcut):
            known.add(one.key().toString())
        for button in top.findChildren(QAbstractButton):
            known.add(button.shortcut().toString())
    known |= {WRITTEN[one] for one in known & set(WRITTEN)}
    known |= {one.name for one in BOARD_KEYS}
    for options in (("好", "较好", "一般", "差"), (*"0123456789", "10")):
        known |= {one.name for one in key_map(options).keys}
    known |= {str(digit) for digit in range(1, 10)} | set(NAMED.values())
    preview = {"Ctrl+P", "Ctrl+S", "Ctrl++", "Ctrl+-"}
    counting = {"Ctrl+Enter"}
    reviewing, reading = {"Alt+G"}, {"E", "N"}
    named = {key for page in manual.pages() for key in page.keys}
    assert named - known - preview - counting - reviewing - reading == set()
    assert len(named) > 40


def test_keys_of_the_preview_and_of_counting_are_what_the_manual_says() -> None:
    source = Path(manual.__file__).parents[1] / "views"
    keying = (source / "polling" / "keying.py").read_text(encoding="utf-8")
    assert 'QKeySequence("Ctrl+Enter")' in keying
    preview = (source / "kit" / "preview.py").read_text(encoding="utf-8")
    for one in ("Print", "Save", "ZoomIn", "ZoomOut"):
        assert f"StandardKey.{one}" in preview
    assert "改定(&G)" in (source / "grading" / "decision.py").read_text(encoding="utf-8")
    document = (source / "drafts" / "document_page.py").read_text(encoding="utf-8")
    assert 'key in {"E", "N"}' in document


# --- the tour -----------------------------------------------------------------------------------


def begin(program: Program) -> None:
    """Make a workspace, as the first run asks."""
    program.workspaces.create("中共柳溪乡委员会", "柳溪乡", program.data_dir)
    wait_for(program.runner)
    QApplication.processEvents()


def test_a_first_run_shows_four_cards_inside_the_window(first_window: Program) -> None:
    begin(first_window)
    tour = first_window.workspaces.tour
    assert tour is not None
    titles = []
    main = first_window.window
    while tour.isVisible():
        titles.append(tour.title.text())
        assert main.rect().contains(tour.geometry().translated(main.frame.pos()))
        press(first_window, Qt.Key.Key_Return)
        QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert main.home_room.isAncestorOf(focus)
    assert titles == ["八个房间", "下一步", "帮助", "换人和保存"]


def test_whoever_goes_to_work_is_not_followed_by_the_tour(first_window: Program) -> None:
    begin(first_window)
    tour = first_window.workspaces.tour
    assert tour is not None
    assert tour.isVisible()
    first_window.window.go("organisations")
    assert not tour.isVisible()


def test_esc_skips_the_tour_and_it_never_comes_again(first_window: Program) -> None:
    begin(first_window)
    tour = first_window.workspaces.tour
    assert tour is not None
    assert tour.isVisible()
    press(first_window, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert first_window.settings.text(TOUR_SEEN)
    first_window.workspaces.create("中共甲镇委员会", "甲镇", first_window.data_dir / "甲")
    wait_for(first_window.runner)
    QApplication.processEvents()
    assert not tour.isVisible()
    menu = first_window.window.top.workspace.menu()
    (again,) = [one for one in menu.actions() if one.text().startswith("认识窗口")]
    again.trigger()
    assert tour.isVisible()
    assert tour.title.text() == "八个房间"


def test_who_has_a_workspace_already_is_left_alone(window: Program) -> None:
    wait_for(window.runner)
    QApplication.processEvents()
    assert window.workspaces.tour is None


# --- 关于 ---------------------------------------------------------------------------------------


def test_about_says_version_folders_and_licences(
    example_window: Program, opened_folders: OpenedFolders
) -> None:
    example_window.workspaces.about()
    wait_for(example_window.runner)
    (about,) = example_window.window.findChildren(AboutDialog)
    assert "定级工作台" in about.heading.text()
    about.copies["工作区"].click()
    assert QGuiApplication.clipboard().text() == str(example_window.data_dir)
    about.opens["设置和日志"].click()
    assert opened_folders.opened == [example_window.data_dir]
    names = [about.list.item(row).text() for row in range(about.list.count())]
    row = next(at for at, name in enumerate(names) if name.startswith("PySide6"))
    about.list.setCurrentRow(row)
    assert "LESSER GENERAL PUBLIC" in about.text.toPlainText()
    press(example_window, Qt.Key.Key_Escape, about)
    wait_until(lambda: not example_window.window.findChildren(AboutDialog))


@pytest.mark.parametrize("words", ["帮助\tF1", "快捷键", "关于"])
def test_the_menu_has_help_keys_and_about(example_window: Program, words: str) -> None:
    menu = example_window.window.top.workspace.menu()
    (entry,) = [one for one in menu.actions() if one.text() == words]
    entry.trigger()
    wait_for(example_window.runner)
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert any(one.windowTitle() in ("帮助", "关于定级工作台") for one in windows)
    for one in windows:
        if isinstance(one, QDialog):
            one.close()
