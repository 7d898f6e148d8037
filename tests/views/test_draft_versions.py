"""两版对照: a draft is held against a running round, which stays, takes it or begins again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.bands import limits_of, with_limits
from desk_app.domain.drafts.tree import DraftTable, Node, put
from desk_app.services import rounds, schemes
from desk_app.views.drafts.version_page import VersionPage
from desk_app.views.kit.preview import Preview
from desk_app.views.schemes import SchemesRoom
from tests.support.screens import DeskOfTest


@pytest.fixture
def page(qtbot: QtBot, example_desk: DeskOfTest) -> VersionPage:
    """The page of a draft whose highest band begins ten points lower."""
    room = SchemesRoom(example_desk.context)
    qtbot.addWidget(room)
    room.resize(1020, 500)
    room.show()
    room.open_round(1)
    example_desk.wait()
    room.drafts.copy(schemes.pinned(example_desk.workspace, 1).id)
    example_desk.wait()
    editor, sides = room.drafts.editor, room.drafts.sides
    assert editor is not None
    assert sides is not None
    draft = editor.presenter.draft
    limits = limits_of(draft)
    assert limits is not None
    gentle = tuple(
        one if one.low is None else type(one)(one.level, one.low - 10, one.open) for one in limits
    )
    editor.presenter.edit(with_limits(draft, gentle), "改下限")
    editor.presenter.read_now()
    editor.show_page(sides.versions)
    assert sides.versions.summary.text() == "正在读取可以对照的版本……"
    settle(sides.versions, example_desk)
    return sides.versions


def settle(page: VersionPage, desk: DeskOfTest) -> None:
    page._timer.stop()
    page._read()
    desk.wait()
    QApplication.processEvents()


def choose(page: VersionPage, words: str) -> None:
    button = next(one for one in page.notice.findChildren(QPushButton) if one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_levels_that_change_are_listed_and_the_round_takes_the_draft(
    page: VersionPage, example_desk: DeskOfTest
) -> None:
    assert page.offer is not None
    effects = page.offer.effects
    assert effects.levels
    shown = [one.text for one in page.list.lines]
    assert shown[0] == f"等级会变的（{len(effects.levels)}）"
    assert any(effects.levels[0].name in one for one in shown)
    assert any(one.startswith("条文不同的") for one in shown)
    before = schemes.pinned(example_desk.workspace, 1)
    QTest.mouseClick(page.print, Qt.MouseButton.LeftButton)
    example_desk.wait()
    preview = page.window().findChild(Preview)
    assert preview is not None
    assert preview.title == "方案公示稿"
    preview.close()
    QTest.mouseClick(page.stay, Qt.MouseButton.LeftButton)
    assert "仍用原来的版本" in page.notice.text
    QTest.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert "待复核" in page.notice.text
    choose(page, "改用新版")
    for _ in range(3):
        example_desk.wait()
    assert schemes.pinned(example_desk.workspace, 1).bands != before.bands
    assert example_desk.heard.changed
    room = page.window()
    assert isinstance(room, SchemesRoom)
    assert not room.drafts.on_show
    stack = room.undo_stack()
    assert stack.undoText() == "本轮改用新版"
    stack.undo()
    example_desk.wait()
    assert schemes.pinned(example_desk.workspace, 1).bands == before.bands


def test_a_round_is_closed_and_begun_again(page: VersionPage, example_desk: DeskOfTest) -> None:
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    choose(page, "停用并另开")
    for _ in range(3):
        example_desk.wait()
    found = rounds.listing(example_desk.workspace)
    assert [one.closed for one in found if one.id == 1] == [True]
    assert example_desk.heard.rounds == [max(one.id for one in found)]


def test_a_round_after_its_end_is_only_looked_at(
    page: VersionPage, example_desk: DeskOfTest
) -> None:
    example_desk.runner.call(_lock).then(lambda _: None)
    example_desk.wait()
    settle(page, example_desk)
    assert page.offer is not None
    assert page.offer.effects.levels
    assert page.offer.refused
    assert not page.take.isVisible()
    assert not page.again.isVisible()


def _lock(workspace: object) -> None:
    from sqlalchemy import update

    from desk_app.services.workspace import Workspace
    from desk_app.storage import tables

    assert isinstance(workspace, Workspace)
    with workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1))


def test_trials_that_come_out_otherwise_are_asked_about_first(
    page: VersionPage, example_desk: DeskOfTest
) -> None:
    room = page.window()
    assert isinstance(room, SchemesRoom)
    editor, sides = room.drafts.editor, room.drafts.sides
    assert editor is not None
    assert sides is not None
    level = schemes.pinned(example_desk.workspace, 1).levels[0].name
    row: dict[str, Node] = {"name": "甲", "level": level, "entered": DraftTable({"领域": "农村"})}
    for word in ("否", "也许"):
        given = put(editor.presenter.draft, ("trials",), (DraftTable(row),))
        cells = DraftTable({"领域": "农村", "参评": word})
        editor.presenter.edit(put(given, ("trials", 0, "entered"), cells), "试算")
        editor.presenter.read_now()
        sides.trials._grade()
        example_desk.wait()
    assert [one.after.trial.name for one in sides.trials.changes] == ["甲"]
    QTest.mouseClick(editor.use, Qt.MouseButton.LeftButton)
    assert "甲" in editor.notice.text
    assert room.drafts.on_show
