"""待复核 in 定级 with real keys: a round took a new edition, its decisions are looked at again."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import example, grading, rounds, schemes, version_offers
from desk_app.services.scoring import sheets
from desk_app.views.grading import GradingRoom
from tests.domain.scheme_texts import TINY, tiny
from tests.support.screens import DeskOfTest, picture

NEWER = tiny(("x >= 90", "x >= 87"), ("80 <= x < 90", "80 <= x < 87"))
SCORES = (58, 57, 52, 50)
"""Of 60; everybody has 36 of 40 beside them: 94, 93, 88, 86 points."""


@pytest.fixture
def room(desk: DeskOfTest, tmp_path: Path) -> GradingRoom:
    """Four decided as proposed; then 甲 begins at 87 points, so that the third rises."""
    office = desk.workspace
    example.build(office, orgs=6)
    path = tmp_path / "小.toml"
    path.write_text(TINY, encoding="utf-8")
    chosen = [Participant(one.id) for one in rounds.candidates(office)[:4]]
    round_id = rounds.create(office, path, 2026, "年终", chosen)
    subjects = [one.id for one in rounds.subjects(office, round_id)]
    changes = [
        ScoreChange(one, "考评", name, Decimal(points), "")
        for one, first in zip(subjects, SCORES, strict=True)
        for name, points in (("班子", first), ("队伍", 36))
    ]
    sheets.record_many(office, changes)
    grading.decide_as_proposed(office, round_id, None, "")
    path.write_text(NEWER, encoding="utf-8")
    schemes.import_file(office, path)
    version_offers.take(office, round_id, "小")
    shown = GradingRoom(desk.context)
    shown.resize(1093 - 72, 480)
    shown.show()
    shown.open_round(round_id)
    desk.wait()
    return shown


def third(room: GradingRoom) -> grading.BoardRow:
    return room.model.record(2)


def cells(room: GradingRoom) -> list[str]:
    return [str(room.model.index(2, at).data() or "") for at in range(room.model.columnCount())]


def test_a_decision_that_is_to_be_looked_at_again_says_so(
    room: GradingRoom, tmp_path: Path
) -> None:
    assert "？ ▲ 乙" in cells(room), "a mark, not a colour alone"
    assert any(one.startswith("？ 待复核：") for one in cells(room))
    assert not room.form.uphold.isVisible()
    assert room.form.save.text() == "记下决定"
    room.table.setFocus()
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    assert room.form.uphold.isVisible()
    assert room.form.save.text() == "改定(&G)"
    assert "改版前拟定：乙　→　改版后拟定：甲" in room.reasons.text
    assert "现在的决定：乙" in room.reasons.text
    picture(room, tmp_path / "reviews.png")


def test_a_decision_is_upheld_by_keys_and_that_is_taken_back(
    room: GradingRoom, desk: DeskOfTest
) -> None:
    room.table.setCurrentIndex(room.model.index(2, 0))
    room.form.uphold.setFocus()
    QTest.keyClick(room.form.uphold, Qt.Key.Key_Return)
    desk.wait()
    assert not third(room).review
    assert third(room).level == "乙"
    assert not room.form.uphold.isVisible()
    assert room.table.hasFocus()
    assert "待复核" not in "".join(cells(room)) + room.reasons.text
    room.undo_stack().undo()
    desk.wait()
    assert third(room).review
    assert room.form.uphold.isVisible()
    room.undo_stack().redo()
    desk.wait()
    assert not third(room).review


def test_another_decision_settles_it_and_comes_back_with_its_mark(
    room: GradingRoom, desk: DeskOfTest
) -> None:
    room.table.setCurrentIndex(room.model.index(2, 0))
    form = room.form
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert "请按“维持”" in form.wrong.text(), "the level is still the one that was decided"
    form.level.setFocus()
    QTest.keyClick(form.level, Qt.Key.Key_Up)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    desk.wait()
    assert (third(room).level, third(room).review) == ("甲", "")
    room.undo_stack().undo()
    desk.wait()
    assert third(room).level == "乙"
    assert third(room).review, "the reason that the proposal changed is still there"
    assert not room.notice.text


def test_a_round_that_was_begun_again_says_so_and_is_only_read(
    room: GradingRoom, desk: DeskOfTest
) -> None:
    said: list[tuple[str, str]] = []
    room.next_step.connect(lambda *words: said.append(words))
    closed = rounds.current(desk.workspace)
    assert closed is not None
    version_offers.begin_again(desk.workspace, closed.id, "小", "年终（新办法）")
    room.open_round(closed.id)
    desk.wait()
    assert said == [("本轮已停用，按方案的新版另开了一轮，这里只能看", "")]
    room.table.setCurrentIndex(room.model.index(2, 0))
    assert third(room).review
    assert not room.unlock.isVisible(), "nobody can take that back"
    assert not room.finalise.isVisible()
    assert not room.form.uphold.isVisible()
