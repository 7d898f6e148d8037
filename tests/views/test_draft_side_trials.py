"""试算 beside a draft: rows are typed, graded at every change, kept, taken from the round."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import SchemeDraft, put, rows, text_at
from desk_app.services import schemes
from desk_app.views.drafts.side_trials import TrialsSide
from desk_app.views.drafts.trial_model import LEVEL, NAME, RESULT
from tests.support.screens import DeskOfTest


class Held:
    """A side with a draft that follows what it asks for, as the editor's page does."""

    def __init__(self, qtbot: QtBot, desk: DeskOfTest, draft: SchemeDraft) -> None:
        self.desk, self.draft = desk, draft
        self.side = TrialsSide(desk.context)
        qtbot.addWidget(self.side)
        self.side.edited.connect(lambda changed, _: self.take(changed))
        self.side.resize(560, 460)
        self.side.show()
        self.take(draft)

    def take(self, draft: SchemeDraft) -> None:
        self.draft = draft
        self.side.show_draft(draft, read_back(draft))

    def settle(self) -> None:
        self.side._timer.stop()
        self.side._grade()
        self.desk.wait()
        QApplication.processEvents()

    def type(self, row: int, column: int, text: str) -> None:
        table = self.side.table
        table.setCurrentIndex(self.side.model.index(row, column))
        QTest.keyClick(table, Qt.Key.Key_F2)
        field = table.findChildren(QLineEdit)[-1]
        field.insert(text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def shown(self, row: int, column: int) -> str:
        return str(self.side.model.index(row, column).data())


def test_rows_are_typed_graded_and_held_to_what_they_must_get(
    qtbot: QtBot, desk: DeskOfTest
) -> None:
    held = Held(qtbot, desk, draft_of(schemes.shipped_text("D1")))
    side = held.side
    titles = [one.title for one in side.model.headings]
    points = [3 + at for at, one in enumerate(titles) if one.startswith("考评·")]
    held.type(0, NAME, "甲")
    held.type(0, 3 + titles.index("领域"), "农村")
    for column in points:
        held.type(0, column, "19")
    assert text_at(held.draft, ("trials", 0, "name")) == "甲"
    held.settle()
    assert held.shown(0, RESULT) == "好　95"
    assert len(side.why.lines) > 2
    before = held.shown(0, RESULT)
    side.model.keep_outcomes([0])
    held.settle()
    assert held.shown(0, RESULT) == f"✓ {before}"
    assert not side.changes
    held.take(put(held.draft, ("bands", 0, "range"), "x >= 96"))
    held.take(put(held.draft, ("bands", 1, "range"), "80 <= x < 96"))
    held.settle()
    assert held.shown(0, RESULT).startswith("✗")
    assert "结果变了" in side.state.text()
    side.accept_changes()
    assert not side.changes
    side.table.setCurrentIndex(side.model.index(0, LEVEL))
    side.model.take_out([0])
    assert not rows(held.draft, ("trials",))


def test_rows_are_taken_from_the_round(qtbot: QtBot, example_desk: DeskOfTest) -> None:
    pinned = schemes.pinned(example_desk.workspace, 1)
    text = schemes.text_of(example_desk.workspace, pinned.id)
    held = Held(qtbot, example_desk, draft_of(text))
    side = held.side
    side.open_round(1)
    QTest.mouseClick(side.take, Qt.MouseButton.LeftButton)
    example_desk.wait()
    assert side.names.count() == 2 + 36
    side.names.setCurrentIndex(1)
    QTest.mouseClick(side.take, Qt.MouseButton.LeftButton)
    held.settle()
    assert side.tried is not None
    assert len(side.tried.run.outcomes) == 36
    for one, was in zip(side.tried.run.outcomes, side._found, strict=True):
        assert (one.trial.name, one.level, one.refused) == (was.name, was.level, ())
