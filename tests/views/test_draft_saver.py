"""A draft is kept a moment after it was changed, many changes at once as one step."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.tree import put, text_at
from desk_app.services import drafts
from desk_app.views.drafts.saver import DraftSaver
from tests.support.screens import DeskOfTest


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
