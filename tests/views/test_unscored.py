"""What 定级 and 评分 say of rounds in which nothing was scored, or nothing is to be."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from desk_app.assets import resources_dir
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import example, rounds
from desk_app.services.home import overview as home_overview
from desk_app.storage.tables import subject
from desk_app.views.grading import GradingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.scoring import ScoringRoom
from tests.support.polling_round import ExampleRound, make_round
from tests.support.screens import DeskOfTest, picture


def scheme(name: str) -> Scheme:
    return read((resources_dir() / "schemes" / f"{name}.toml").read_text(encoding="utf-8"))


def begun(desk: DeskOfTest, name: str) -> ExampleRound:
    """A round on a shipped scheme with two subjects of its first 领域."""
    rules = scheme(name)
    made = make_round(desk.workspace, rules=rules, names=("石桥村党支部", "竹林村党支部"))
    domain = next(((one.includes or (one.name,))[0] for one in rules.domains), "")
    with desk.workspace.session() as session:
        session.execute(update(subject).values(domain=domain))
    return made


def graded(desk: DeskOfTest, made: ExampleRound) -> GradingRoom:
    room = GradingRoom(desk.context)
    room.resize(1093, 575)
    room.show()
    room.open_round(made.round_id)
    desk.wait()
    return room


def line(room: GradingRoom) -> dict[str, str]:
    row = {one.title: one for one in room.model.columns}
    return {title: str(room.model.index(0, place).data()) for place, title in enumerate(row)}


@pytest.mark.parametrize(
    ("name", "evaluator", "words"),
    [("C12", "考评", "评分"), ("C15", "民主评议", "民主评议"), ("C16", "综合评分", "综合评分")],
)
def test_nothing_scored_is_no_zero_and_is_named_as_the_scheme_does(
    desk: DeskOfTest, tmp_path: Path, name: str, evaluator: str, words: str
) -> None:
    said: list[str] = []
    made = begun(desk, name)
    room = GradingRoom(desk.context)
    room.next_step.connect(lambda sentence, _room: said.append(sentence))
    room.show()
    room.open_round(made.round_id)
    desk.wait()
    assert (line(room)[evaluator], line(room)["星数"]) == ("", "")
    assert line(room)["提示"] == f"{words}未完成"
    assert "还没有评分。" in room.reasons.text
    assert "合计 0 分" not in room.reasons.text
    assert "获得 0 颗星" not in room.reasons.text
    assert said[-1].endswith(f"{words}没有评完")
    room.all_as_proposed.click()
    assert room.notice.text.endswith(f"{words}还没有评完。")
    picture(room, tmp_path / f"{name}.png")


def test_an_opinion_scheme_misses_opinions_not_scores(desk: DeskOfTest) -> None:
    room = graded(desk, begun(desk, "E1"))
    room.all_as_proposed.click()
    assert room.notice.text.endswith("或各环节都还没有意见。")


def test_what_is_only_noted_is_no_zero(desk: DeskOfTest) -> None:
    made = begun(desk, "C7b")
    room = ScoringRoom(desk.context)
    said: list[str] = []
    room.next_step.connect(lambda sentence, _room: said.append(sentence))
    room.show()
    room.open_round(made.round_id)
    desk.wait()
    assert said, room.notice.text
    assert said[-1].startswith("本方案不用打分")
    room.sheet.table.setFocus()
    QTest.keyClicks(room.sheet.table, "3")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.wait()
    assert room.sheet.words.text() == "本方案不计分"


@pytest.mark.parametrize("name", ["A1", "A2", "A3", "B1", "E1", "C7b"])
def test_schemes_that_ask_for_no_scores_do_not_praise_them(desk: DeskOfTest, name: str) -> None:
    made = begun(desk, name)
    room = ScoringRoom(desk.context)
    said: list[str] = []
    room.next_step.connect(lambda sentence, _room: said.append(sentence))
    room.open_round(made.round_id)
    desk.wait()
    assert "评分已经齐了" not in said[-1]
    model = room.sheet.model
    assert [model.heading(column) for column in range(model.columnCount())][-1] == "说明"
    assert room.subjects.count.text() == ""


def test_a_name_that_ends_in_scores_is_said_once(desk: DeskOfTest) -> None:
    begun(desk, "C16")
    found = home_overview(desk.workspace)
    words = [found.next.sentence, *(one.words for one in found.steps)]
    assert "综合评分没有填完" in words[0]
    assert not [one for one in words if "评分评分" in one]


def test_lists_are_headed_with_the_scheme_s_word(desk: DeskOfTest) -> None:
    made = begun(desk, "C12")
    room = ScoringRoom(desk.context)
    room.open_round(made.round_id)
    desk.wait()
    assert room.register.records.headerData(0, Qt.Orientation.Horizontal) == "村党支部"
    assert room.register.form.subject.accessibleName() == "村党支部"
    titles = range(room.arrivals.records.columnCount())
    assert "村党支部" in [
        room.arrivals.records.headerData(one, Qt.Orientation.Horizontal) for one in titles
    ]
    ledger = RectificationRoom(desk.context)
    ledger.open_round(made.round_id)
    desk.wait()
    assert ledger.table.headerData(0, Qt.Orientation.Horizontal) == "村党支部"


def test_a_quota_by_parts_that_nobody_filled_in_says_so(desk: DeskOfTest) -> None:
    room = graded(desk, begun(desk, "C15"))
    assert "1 个上级中" not in room.quotas.text
    assert "都没有填上级，合在一起算" in room.quotas.text


def test_changes_after_unlocking_are_not_changes_after_submission(desk: DeskOfTest) -> None:
    example.build(desk.workspace)
    one = rounds.get(desk.workspace, 1)
    assert replace(one, amendments=2).amended == "定稿后改动"
    assert replace(one, amendments=2, exported_at="2026-03-01 10:00:00").amended == "上报后改动"
