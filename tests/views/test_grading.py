"""The room 定级 with real keys."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.levels import Band, Consequence, ConsequenceKind, Measure, Star
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota, Step, StepYield
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scheme.reading.values import parse_interval
from desk_app.domain.scoring import ScoreChange
from desk_app.services import example, grading, rounds
from desk_app.services.scoring import sheets
from desk_app.storage.tables import subject
from desk_app.views.grading import GradingRoom
from tests.domain.small_scheme import INNOVATION, SMALL
from tests.support.polling_round import make_round
from tests.support.screens import DeskOfTest, picture


@pytest.fixture
def room(desk: DeskOfTest) -> GradingRoom:
    example.build(desk.workspace)
    shown = GradingRoom(desk.context)
    shown.resize(1230, 660)
    shown.show()
    shown.open_round(1)
    desk.wait()
    return shown


def test_reasons_follow_the_current_row(room: GradingRoom, tmp_path: Path) -> None:
    assert room.model.rowCount() == 36
    room.table.setFocus()
    first = room.reasons.text
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    assert room.reasons.text != first
    assert "为什么是这个等级" in room.reasons.text
    assert "超出" in room.quotas.text or "符合" in room.quotas.text
    picture(room, tmp_path / "grading.png")


def test_a_click_on_a_number_shows_where_it_comes_from(room: GradingRoom) -> None:
    titles = [one.title for one in room.model.columns]
    room.table.setCurrentIndex(room.model.index(3, titles.index("考评")))
    assert "考评各项得分" in room.reasons.text
    room.table.setCurrentIndex(room.model.index(3, titles.index("满意率")))
    assert "÷" in room.reasons.text


def test_a_small_window_shows_the_levels_beside_the_names(room: GradingRoom) -> None:
    room.resize(1093 - 72, 480)
    titles = [one.title for one in room.model.columns]
    for title in ("考评", "拟定等级", "党委会决定"):
        place = room.table.visualRect(room.model.index(0, titles.index(title)))
        assert room.table.viewport().rect().contains(place), title


def test_another_level_wants_a_reason_in_place(room: GradingRoom, desk: DeskOfTest) -> None:
    row = room.model.record(0)
    assert row.proposal is not None
    other = "一星" if row.proposal.level != "一星" else "二星"
    form = room.form
    form.level.setCurrentIndex(form.level.findData(other))
    form.reason.clear()
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert "理由" in form.wrong.text()
    form.reason.insert("实地核查")  # an input method types Chinese
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    desk.wait()
    stored = grading.board(desk.workspace, 1).present[0].decision
    assert stored is not None
    assert (stored.level, stored.reason) == (other, "实地核查")
    assert desk.heard.changed == 1
    room.undo_stack().undo()
    desk.wait()
    back = grading.board(desk.workspace, 1).present[0].decision
    assert back == row.decision


def test_the_lock_is_asked_about_and_can_be_opened_with_a_reason(
    room: GradingRoom, desk: DeskOfTest
) -> None:
    room.finalise.click()
    assert room.page.isVisible()
    assert "还缺" in room.page.heading.text()
    QTest.keyClick(room.page.no, Qt.Key.Key_Escape)
    assert room.finalise.isVisible(), "Esc leaves all as it is"
    assert not rounds.get(desk.workspace, 1).locked
    room.finalise.click()
    QTest.keyClick(room.page.yes, Qt.Key.Key_Space)
    desk.wait()
    assert rounds.get(desk.workspace, 1).locked
    assert room.unlock.isVisible()
    room.unlock.click()
    QTest.keyClick(room.line.field("原因"), Qt.Key.Key_Return)
    assert room.line.isVisible()  # without a reason nothing is unlocked, and it says so
    room.line.field("原因").insert("县里退回")
    QTest.keyClick(room.line.field("原因"), Qt.Key.Key_Return)
    assert not room.line.isVisible()
    desk.wait()
    assert not rounds.get(desk.workspace, 1).locked


def test_a_room_without_a_round_says_what_to_do(desk: DeskOfTest) -> None:
    shown = GradingRoom(desk.context)
    shown.show()
    shown.open_round(None)
    assert "新建轮次" in shown.empty.text()
    assert shown.empty.isVisible()
    assert not shown.finalise.isVisible()
    assert not shown.notice.text


def test_each_link_says_where_the_fact_was_entered(room: GradingRoom) -> None:
    assert "依据：评分（" in room.reasons.text
    assert "填写）" in room.reasons.text


def stored(desk: DeskOfTest) -> tuple[object, bytes]:
    """What the round says and what lies on disk."""
    board = grading.board(desk.workspace, 1)
    with desk.workspace.session() as session:
        dump = "\n".join(session.connection.connection.iterdump())
    return board.rows, dump.encode()


def test_an_assumption_changes_the_chain_in_place_and_nothing_is_stored(
    room: GradingRoom, desk: DeskOfTest, qtbot: QtBot, tmp_path: Path
) -> None:
    before = stored(desk)
    with qtbot.waitActive(room):
        room.activateWindow()
    chain = room.reasons.text
    row = room.model.record(0)
    assert row.proposal is not None
    total = row.proposal.total.points
    room.what_if.begin.setFocus()
    QTest.keyClick(room.what_if.begin, Qt.Key.Key_Space)
    field = room.what_if.value
    field.setFocus()
    field.selectAll()
    first = field.text()
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    assert "满分" in room.what_if.wrong.text()
    assert room.reasons.text == chain
    field.selectAll()
    QTest.keyClicks(field, "0")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    assert "假设 · 不保存" in room.reasons.text
    assert f"：{first} → 0" in room.reasons.text
    assert f"合计 {total - Decimal(first):g} 分".replace(".0 ", " ") in room.reasons.text
    assert "依据：假设" in room.reasons.text
    picture(room, tmp_path / "what_if.png")
    assert stored(desk) == before
    QTest.keyClick(field, Qt.Key.Key_Escape)
    desk.wait()
    assert room.reasons.text == chain
    assert not room.what_if.area.isVisible()
    assert stored(desk) == before


def test_another_subject_ends_the_assumption(room: GradingRoom, desk: DeskOfTest) -> None:
    room.what_if.begin.click()
    room.what_if.value.setText("0")
    QTest.keyClick(room.what_if.value, Qt.Key.Key_Return)
    desk.wait()
    assert "假设" in room.reasons.text
    room.table.setFocus()
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    assert not room.what_if.active
    assert "假设" not in room.reasons.text


STEPS = (
    Step("群众初评", yields=StepYield.OPINION),
    Step("支部评议", yields=StepYield.OPINION),
    Step("自评", yields=StepYield.OPINION),
    Step("党委审议", yields=StepYield.OPINION),
    Step("党委评定", yields=StepYield.DECISION),
)
BY_OPINION = replace(
    SMALL,
    full_points=Decimal(0),
    measure=Measure.OPINION,
    bands=(),
    limits=(),
    adjustments=(),
    polls=(),
    rates=(),
    deviation=None,
    indicators=(Indicator("表现", Decimal(0), mode=IndicatorMode.INFORMATION),),
    steps=STEPS,
    quotas=(
        Quota("甲", ("甲",), Bound.AT_MOST, Fraction(1, 4), over=Over.AREA, yields_to="至少一个"),
        Quota("至少一个", ("甲",), Bound.AT_LEAST, count=1, over=Over.AREA),
        Quota("丙", ("丙",), Bound.AT_LEAST, Fraction(1, 10), target=True),
    ),
    consequences=(
        Consequence("县委组织部备案", ConsequenceKind.REPORT, ("甲",), to="县委组织部"),
        Consequence("推荐为县级示范", ConsequenceKind.MAY, ("甲",)),
        Consequence("评先评优", ConsequenceKind.MUST_NOT, ("丙",)),
    ),
)


@pytest.fixture
def opinions(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> GradingRoom:
    example_round = make_round(desk.workspace, monkeypatch, rules=BY_OPINION)
    with desk.workspace.session() as session:
        for number, subject_id in enumerate(example_round.subject_ids):
            session.execute(
                update(subject)
                .where(subject.c.id == subject_id)
                .values(area=("东片", "西片", "北片")[number // 3 if number < 6 else 2])
            )
    shown = GradingRoom(desk.context)
    shown.resize(1230, 660)
    shown.show()
    shown.open_round(example_round.round_id)
    desk.wait()
    return shown


def give(room: GradingRoom, desk: DeskOfTest, step: str, level: str) -> None:
    room.form.step.setCurrentIndex(room.form.step.findData(step))
    room.form.level.setCurrentIndex(room.form.level.findData(level))
    room.form.reason.setText("核对后一致" if step == "党委评定" else "")
    QTest.keyClick(room.form.reason, Qt.Key.Key_Return)
    desk.wait()
    assert room.form.wrong.text() == ""


def test_the_opinions_of_all_steps_stand_beside_each_other(
    opinions: GradingRoom, desk: DeskOfTest, tmp_path: Path
) -> None:
    offered = [opinions.form.step.itemText(at) for at in range(opinions.form.step.count())]
    assert offered == ["群众初评", "支部评议", "自评", "党委审议", "党委评定", "上级审定"]
    assert opinions.form.step.currentText() == "党委评定"
    said = {
        "群众初评": "丙",
        "支部评议": "乙",
        "自评": "甲",
        "党委审议": "乙",
        "党委评定": "甲",
        "上级审定": "甲",
    }
    for step, level in said.items():
        give(opinions, desk, step, level)
    row = grading.board(desk.workspace, 1).rows[0]
    assert {step: one.level for step, one in row.opinions.items()} == said
    titles = [one.title for one in opinions.model.columns]
    earlier = ["群众初评", "支部评议", "自评", "党委审议"]
    assert [one for one in titles if one in said] == [*earlier, "上级审定"]
    for step, level in said.items():
        assert f"{step}　{level}" in opinions.reasons.text
    assert "报请｜县委组织部备案：县委组织部" in opinions.reasons.text
    assert "可以｜推荐为县级示范" in opinions.reasons.text
    assert "评先评优" not in opinions.reasons.text
    # 3 in the east and in the west: a quarter of them is none, the other quota wants one.
    bar = re.sub("<[^>]*>", "", opinions.quotas.text)
    assert "3 个区域中 3 个符合" in bar
    assert "让位于“至少一个”" in bar
    assert "西片 还差 1 个" in bar
    assert "工作目标" in bar
    picture(opinions, tmp_path / "opinions.png")
    opinions.undo_stack().undo()
    desk.wait()
    assert "上级审定" not in grading.board(desk.workspace, 1).rows[0].opinions


def test_stars_are_shown_awarded_or_withheld(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rules = replace(
        SMALL,
        measure=Measure.STARS,
        bands=(
            Band("甲", parse_interval("x >= 2")),
            Band("乙", parse_interval("1 <= x < 2")),
            Band("丙", parse_interval("x < 1")),
        ),
        stars=(
            Star("组织星", Comparison(Operand.POINTS, "班子", Comparator.AT_LEAST, Decimal(30))),
            Star("创新星", INNOVATION, kind="个性星"),
        ),
        limits=(),
        adjustments=(),
    )
    example_round = make_round(desk.workspace, monkeypatch, rules=rules)
    first = example_round.subject_ids[0]
    sheets.record_many(
        desk.workspace,
        [
            ScoreChange(first, "考评", name, Decimal(points))
            for name, points in (("班子", 35), ("队伍", 30), ("制度", 10))
        ],
    )
    shown = GradingRoom(desk.context)
    shown.resize(1230, 660)
    shown.show()
    shown.open_round(example_round.round_id)
    desk.wait()
    text = shown.reasons.text
    assert re.search("★ 组织星 授予：[^<]*班子[^<]* 35", text)
    assert "☆ 创新星（个性星） 不授予：“创新项目”为“否”" in text
    assert "再得 1 颗星" in text
    assert "星数" in [one.title for one in shown.model.columns]
    picture(shown, tmp_path / "stars.png")
