"""缺项 on screen: before 定稿, in 上报, on 首页; the way to whom something is missing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import delete, update

from desk_app.app import Program
from desk_app.services import grading, rounds
from desk_app.services.grading import DecisionEntry
from desk_app.storage import tables
from desk_app.views.grading import GradingRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.screens import DeskOfTest, picture
from tests.support.submission_township import Township, make_township
from tests.support.waiting import wait_for

WIDTH, HEIGHT = 1093, 575


def links(room: GradingRoom | SubmissionRoom) -> dict[str, QPushButton]:
    """The buttons of the list by the line that they stand beside."""
    QApplication.processEvents()
    checks = room.page.checks if isinstance(room, GradingRoom) else room.checks
    found = [one for one in checks.findChildren(QPushButton) if one.isVisible()]
    return {one.accessibleName(): one for one in found}


def shown(room: GradingRoom | SubmissionRoom, start: str) -> QPushButton:
    return next(one for words, one in links(room).items() if start in words)


def take_away(desk: DeskOfTest, subject_id: int) -> None:
    """Take a sheet and the count away from one of the example township."""
    with desk.workspace.session() as session:
        session.execute(
            delete(tables.score).where(
                tables.score.c.subject_id == subject_id, tables.score.c.evaluator == "考评"
            )
        )
        session.execute(
            delete(tables.poll_subject).where(tables.poll_subject.c.subject_id == subject_id)
        )


@pytest.fixture
def lacking(example_desk: DeskOfTest) -> int:
    """The id of one without a sheet and a count."""
    subject_id = rounds.subjects(example_desk.workspace, 1)[4].id
    take_away(example_desk, subject_id)
    return subject_id


def grading_room(desk: DeskOfTest, round_id: int = 1) -> GradingRoom:
    room = GradingRoom(desk.context)
    room.resize(WIDTH, HEIGHT)
    room.show()
    room.open_round(round_id)
    desk.wait()
    return room


def test_finalising_shows_what_is_missing_and_leads_to_whom(
    example_desk: DeskOfTest, lacking: int, tmp_path: Path
) -> None:
    room = grading_room(example_desk)
    QTest.keyClick(room.finalise, Qt.Key.Key_Space)
    assert room.page.isVisible()
    picture(room, tmp_path / "missing.png")
    QTest.keyClick(shown(room, "考评评分表：还差 1 份"), Qt.Key.Key_Space)
    assert not room.page.isVisible()
    room.finalise.click()
    QTest.keyClick(shown(room, "没有封存计票"), Qt.Key.Key_Space)
    assert example_desk.heard.sought == [("scoring", lacking), ("polling", lacking)]
    assert not rounds.get(example_desk.workspace, 1).locked


def test_it_is_for_her_to_decide_with_two_keys(example_desk: DeskOfTest, lacking: int) -> None:
    assert lacking
    room = grading_room(example_desk)
    said: list[tuple[str, str]] = []
    room.next_step.connect(lambda words, key: said.append((words, key)))
    QTest.keyClick(room.finalise, Qt.Key.Key_Space)
    QTest.keyClick(room.page.yes, Qt.Key.Key_Space)
    example_desk.wait()
    assert rounds.get(example_desk.workspace, 1).locked
    assert said[-1][1] == "submission"
    assert "解除定稿" in said[-1][0]


def test_without_every_decision_there_is_no_finalising(example_desk: DeskOfTest) -> None:
    subject_id = rounds.subjects(example_desk.workspace, 1)[2].id
    grading.decide(example_desk.workspace, 1, [DecisionEntry(subject_id, "")])
    room = grading_room(example_desk)
    room.finalise.click()
    assert not room.page.yes.isEnabled()
    assert "全部定级后才能定稿" in room.page.words.text()
    QTest.keyClick(shown(room, "没有定级"), Qt.Key.Key_Space)
    assert room.form.row is not None
    assert room.form.row.evidence.subject.id == subject_id


def test_the_way_leads_to_the_very_organisation(example_window: Program) -> None:
    window = example_window.window
    for key, kind in (("scoring", ScoringRoom), ("grading", GradingRoom), ("polling", PollingRoom)):
        window.context.go_to(key, 9)
        wait_for(example_window.runner)
        room = window.room
        assert isinstance(room, kind)
        if isinstance(room, ScoringRoom):
            assert room.subjects.current() == 9
            assert room.sheet.model.view is not None
            assert room.sheet.model.view.subject.id == 9
        elif isinstance(room, GradingRoom):
            assert room.form.row is not None
            assert room.form.row.evidence.subject.id == 9


def test_a_locked_round_leads_nowhere_that_is_locked(example_window: Program) -> None:
    """The dead end: 定稿 with counts missing, and then told to seal them."""
    window = example_window.window
    window.go("grading")
    wait_for(example_window.runner)
    room = window.room
    assert isinstance(room, GradingRoom)
    room.finalise.click()
    room.page.yes.click()
    wait_for(example_window.runner)
    for key in ("home", "organisations", "scoring", "polling", "grading", "submission"):
        window.go(key)
        wait_for(example_window.runner)
        ways = [one.text() for one in window.bottom.findChildren(QPushButton) if one.isVisible()]
        assert not any("去评分" in one or "去测评" in one for one in ways), key
        assert window.bottom.sentence, key


def township_on(desk: DeskOfTest, scheme: str) -> Township:
    return make_township(desk.workspace, scheme)


@pytest.mark.parametrize("scheme", ["E1", "A2", "C15", "C12"])
def test_every_kind_of_scheme_lists_what_it_asks_for(desk: DeskOfTest, scheme: str) -> None:
    """Opinions only (E1, A2), members (C15), stars (C12)."""
    made = township_on(desk, scheme)
    room = SubmissionRoom(desk.context)
    room.resize(WIDTH, HEIGHT)
    room.show()
    room.open_round(made.round_id)
    desk.wait()
    said = " ".join(links(room))
    assert ("去评分" in said) is (scheme == "C12")
    assert ("去测评" in said) is (scheme in {"C15", "C12"})
    assert "去定级" in said
    board = grading_room(desk, made.round_id)
    board.finalise.click()
    assert ("去评分" in " ".join(links(board))) is (scheme == "C12")
    assert not board.page.yes.isEnabled()


def test_the_locked_list_offers_to_take_the_finalising_back(
    example_desk: DeskOfTest, lacking: int
) -> None:
    assert lacking
    with example_desk.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1, finalised_at="2026-05-01 08:00:00"))
    room = SubmissionRoom(example_desk.context)
    room.resize(WIDTH, HEIGHT)
    room.show()
    said: list[tuple[str, str]] = []
    room.next_step.connect(lambda words, key: said.append((words, key)))
    room.open_round(1)
    example_desk.wait()
    assert said[-1][1] == ""
    assert "解除定稿" in said[-1][0]
    button = shown(room, "没有封存计票")
    assert button.text() == "先解除定稿"
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert example_desk.heard.went == ["grading"]


def test_what_was_decided_before_is_shown_with_who_and_when(
    example_desk: DeskOfTest, tmp_path: Path
) -> None:
    room = grading_room(example_desk)
    row = room.form.row
    assert row is not None
    assert row.decision is not None
    other = "一星" if row.decision.level != "一星" else "二星"
    entry = DecisionEntry(row.evidence.subject.id, other, "实地核查")
    grading.decide(example_desk.workspace, 1, [entry])
    room.open_round(1)
    example_desk.wait()
    QTest.keyClick(room.form.history, Qt.Key.Key_Space)
    example_desk.wait()
    with example_desk.workspace.session() as session:
        name = session.actor.name
    text = room.reasons.text
    assert "经过" in text
    assert f"→ {other}（实地核查）" in text
    assert row.decision.level in text
    assert name in text
    picture(room, tmp_path / "history.png")
    room.table.setFocus()
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    example_desk.wait()
    assert f"{other}（实地核查）" not in room.reasons.text
    QTest.keyClick(room.form.history, Qt.Key.Key_Space)
    assert "为什么是这个等级" in room.reasons.text
