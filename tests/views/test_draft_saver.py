"""A draft is kept a moment after it was changed, many changes at once as one step."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.tree import put, text_at
from desk_app.services import drafts
from desk_app.services.workspace import create, open_
from desk_app.views.drafts.saver import DraftSaver
from tests.support.screens import OFFICE, DeskOfTest


def test_changes_are_kept_together_and_at_once_when_asked(qtbot: QtBot, desk: DeskOfTest) -> None:
    owner = QObject()
    saver = DraftSaver(desk.runner, owner)
    found: list[drafts.OpenedDraft] = []
    desk.runner.call(drafts.new, "一").then(found.append)
    desk.wait()
    begun = found[0]
    with qtbot.waitSignal(saver.saved) as kept:
        for title in ("二", "三", "四"):
            saver.take(begun.id, put(begun.draft, ("title",), title), "改名称")
        assert saver.waiting
    opened = kept.args[0]
    assert text_at(opened.draft, ("title",)) == "四"
    assert opened.undo_words == "改名称"
    with qtbot.waitSignal(saver.saved) as again:
        saver.take(begun.id, put(begun.draft, ("title",), "五"), "改编号")
        saver.flush()
    assert text_at(again.args[0].draft, ("title",)) == "五"
    saver.flush()  # nothing waits
    with qtbot.waitSignal(saver.failed) as refused:
        saver.take(begun.id + 1, begun.draft, "")
        saver.flush()
    assert "已经删去" in refused.args[0]


def test_a_draft_outlives_the_program_that_writes_it(tmp_path: Path) -> None:
    """Killed at no chosen moment: what was said to be kept is there, with every step to it."""
    folder = tmp_path / "工作区"
    workspace = create(folder, OFFICE)
    begun = drafts.copy_of(workspace, "D1")
    workspace.close(back_up=False)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.views.dying_drafter", str(folder), str(begun.id)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        encoding="ascii",
    ) as drafter:
        assert drafter.stdout is not None
        said = [int(drafter.stdout.readline()) for _ in range(5)]
        drafter.kill()
        said += [int(one) for one in drafter.stdout.read().split("\n")[:-1]]
    assert drafter.returncode, "nobody can catch it"
    workspace = open_(folder)
    try:
        assert not workspace.problems()
        found = drafts.open_draft(workspace, begun.id)
        kept = int(text_at(found.draft, ("title",)))
        assert kept in {said[-1], said[-1] + 1}, "one may be kept that was not said any more"
        assert text_at(found.draft, ("indicators", 0, "points")) == f"{kept}分吧"
        for number in range(kept - 1, 0, -1):
            back = drafts.undo(workspace, begun.id).draft
            assert text_at(back, ("title",)) == str(number)
        assert drafts.undo(workspace, begun.id).draft == begun.draft
    finally:
        workspace.close(back_up=False)
