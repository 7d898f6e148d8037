"""One whole round through the window: the first start, a list, D1, and the folder that goes up.

Everything is done with keys and clicks on what is on the screen; then the folder is read, the
window is closed the usual way, a backup is found, and the same workspace is opened again.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desk_app.views.first_start import FirstStart
from desk_app.views.grading import GradingRoom
from desk_app.views.home import HomeRoom
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.rounds.dialog import NewRoundDialog
from desk_app.views.rounds.tree import ABSENT
from desk_app.views.scoring import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.opened_folders import OpenedFolders
from tests.walk import folder, paper
from tests.walk.hand import ALT, Hand, get_up, sit_down
from tests.walk.paper import NAMES, PASTED, POINTS, REASONS, TYPED

GIVEN, REASON_COLUMN = 3, 4
"""Columns of the sheet: 考评, 扣分理由."""
DIFFERENT = "“好”名额已满，按考评名次研究决定"


# The offscreen platform cannot raise menus and says so for each.
@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.usefixtures("dressed")
def test_the_whole_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened_folders: OpenedFolders
) -> None:
    desk = tmp_path / "定级 资料"
    desk.mkdir()
    data, stick = tmp_path / "数据", tmp_path / "U盘"
    stick.mkdir()
    hand = sit_down(data, monkeypatch, tmp_path / "pictures")
    first_start(hand)
    bring_the_list(hand, desk)
    new_round(hand)
    type_scores(hand)
    bring_scores(hand, desk)
    own_meeting(hand)
    signed_counts(hand, desk)
    decide(hand)
    mend(hand)
    hand_up(hand, stick)
    assert opened_folders.opened == [stick / folder.NAME]
    folder.read(stick / folder.NAME)
    get_up(hand)
    assert list((data / "backups").glob("*.db"))

    again = sit_down(data, monkeypatch, tmp_path / "pictures")
    everything_is_there(again)
    get_up(again)


def first_start(hand: Hand) -> None:
    page = hand.window.pages.currentWidget()
    assert isinstance(page, FirstStart)
    hand.look("01_first_start")
    hand.keys(paper.OFFICE + "⇥青山镇↵↵")
    hand.wait()
    assert isinstance(hand.room, HomeRoom)
    assert hand.room.heading.text() == paper.OFFICE
    hand.look("02_home_empty")
    hand.click(hand.room.button)


def bring_the_list(hand: Hand, desk: Path) -> None:
    room = hand.room
    assert isinstance(room, OrganisationsRoom)
    hand.expects_file(paper.make_list(desk / "名单 2026.xlsx"))
    hand.press("导入名单")
    hand.look("03_import")
    assert room.page.counts.text() == "新增 8 · 变更 0 · 不变 0 · 拒收 0"
    hand.keys("␣")  # 导入 has the focus
    hand.wait()
    assert room.notice.text == "已导入：新增 8 个，变更 0 个。"
    assert room.sheet.model().rowCount() == 8
    assert {one.member_count for one in room.everyone} == {None, 35}
    hand.look("04_registry")
    hand.follow("可以新建轮次")


def new_round(hand: Hand) -> None:
    dialog = next(iter(hand.window.findChildren(NewRoundDialog)))
    hand.choose(dialog.scheme, "D1")
    year = dialog.year.lineEdit()
    hand.fill(year, "2026")
    hand.fill(dialog.name, "年初定级")
    assert dialog.count.text() == "参评 7 个，不参评 0 个"
    tree = dialog.tree
    found = tree.findItems(paper.ABSENT, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    hand.click_index(tree, tree.indexFromItem(found[0], ABSENT), tick=True)
    hand.press("新建轮次", dialog)
    assert dialog.isVisible(), "不参评 wants its reason"
    assert "原因" in dialog.notice.text
    hand.keys("新成立不满一年↵")
    hand.look("05_new_round")
    assert dialog.count.text() == "参评 6 个，不参评 1 个"
    hand.press("新建轮次", dialog)
    hand.wait()
    assert hand.window.overview is not None
    assert hand.window.overview.round is not None
    assert "2026年度" in hand.window.top.round.text()
    assert isinstance(hand.room, HomeRoom)
    hand.look("05_home")
    hand.click(hand.room.button)


def type_scores(hand: Hand) -> None:
    """A sheet typed, a wrong value refused where it stands, undo, columns pasted."""
    room = hand.room
    assert isinstance(room, ScoringRoom)
    table = room.sheet.table
    find(hand, room, "lswc")
    assert room.heading.text().startswith(TYPED)
    hand.click_cell(table, 0, GIVEN)  # 自评, which comes first, is left for the file
    hand.keys("八十↵")
    hand.wait()
    hand.click_cell(table, 0, GIVEN)
    assert "没有保存" in room.sheet.hint.text()
    hand.look("06_refused")
    hand.keys("19↵" + "".join(f"{one}↵" for one in POINTS[TYPED][1:]))
    hand.wait()
    assert room.sheet.words.text() == "93.5 分　好"
    hand.click_cell(table, 4, GIVEN)
    hand.keys("1↵")
    hand.wait()
    assert room.sheet.words.text().startswith("76.5 分　一般")
    hand.chord(Qt.Key.Key_Z)
    assert room.sheet.words.text() == "93.5 分　好"
    hand.click_cell(table, 0, REASON_COLUMN)
    hand.paste("\r\n".join(REASONS[TYPED]) + "\r\n")
    assert room.sheet.notes.text() == ""
    hand.look("07_sheet")
    find(hand, room, "sqc")
    hand.click_cell(table, 0, GIVEN)
    hand.paste("\r\n".join(POINTS[PASTED]) + "\r\n")
    assert room.sheet.words.text() == "90 分　好"
    hand.chord(Qt.Key.Key_2, ALT)
    turned = room.turned
    rows = [str(turned.model.index(row, 0).data()) for row in range(turned.model.rowCount())]
    assert sorted(rows) == sorted(NAMES)
    hand.click_cell(turned.table, 0, GIVEN)
    hand.paste("".join(f"{POINTS[name][0]}\n" for name in rows))
    hand.look("08_turned")
    hand.chord(Qt.Key.Key_1, ALT)


def bring_scores(hand: Hand, desk: Path) -> None:
    """Blank workbooks go out; one comes back with a wrong cell, is mended, and goes in."""
    room = hand.room
    assert isinstance(room, ScoringRoom)
    for evaluator in ("考评", "自评"):
        path = desk / f"{evaluator}.xlsx"
        hand.expects_file(path)
        hand.pick(room.files.export, evaluator)
        assert "共 6 个对象" in room.notice.text
        paper.fill_scores(path, wrong=("荷塘村党支部", "八十"))
        hand.expects_file(path)
        hand.press("导入评分表")
        assert "不能导入 1 格" in room.arrivals.words.text()
        hand.look(f"09_arrivals_{evaluator}")
        hand.press("不导入")
        paper.fill_scores(path)
        hand.expects_file(path)
        hand.press("导入评分表")
        assert "不能导入" not in room.arrivals.words.text()
        hand.keys("␣")
        hand.wait()
        assert room.notice.text.startswith("评分表已导入")
    hand.chord(Qt.Key.Key_4, ALT)
    assert room.register.isVisible()
    hand.look("10_register")
    hand.chord(Qt.Key.Key_5, ALT)
    assert room.facts.isVisible()
    hand.look("11_facts")
    hand.chord(Qt.Key.Key_1, ALT)
    hand.follow("测评")


def own_meeting(hand: Hand) -> None:
    """One organisation's own 测评会: attendance, twelve papers keyed, sealed."""
    room = hand.room
    assert isinstance(room, PollingRoom)
    hand.press("为每个参评党组织各建一场测评会")
    assert "6 个党组织" in room.notice.text
    choose_meeting(hand, room, TYPED)
    hand.pick(room.meetings.more, "修改会议")
    hand.look("12_meeting")
    hand.fill(hand.field("日期"), "2026-03-21")
    hand.fill(hand.field("应到"), "14")
    hand.fill(hand.field("实到"), "12")
    hand.press("确定")
    hand.fill(room.panel.issued, "12")
    hand.fill(room.panel.returned, "12")
    hand.keys("⇥")
    hand.wait()
    hand.press("录入测评票（还有 12 张）")
    batches = room.counting.batches
    assert "两名" in batches.notice.text
    hand.press("填写计票人")
    hand.fill(room.meeting.tellers, "张样、李例")
    hand.fill(room.meeting.supervisors, "王示")
    hand.keys("⇥")
    hand.wait()
    room.tabs.setCurrentIndex(0)
    hand.press("录入测评票（还有 12 张）")
    for teller in ("张样", "李例"):
        batches.choose(teller)
        hand.press(f"{teller}开始录入")
        hand.keys("1↵" * 7 + "2↵" * 3 + "3↵")
        assert "已录 11/12" in room.keying.progress.text()
        hand.look("13_keying")
        hand.keys("-1↵")
        assert room.keying.hand.full
        hand.keys("↵")
        hand.wait()
    assert "没有要录的摞" in batches.key.text()
    hand.press("返回")
    hand.wait()
    for code in tuple(room.panel.checks.reasons):
        hand.fill(room.panel.checks.reasons[code], "有一张没有写选项")
        hand.keys("⇥")
        hand.wait()
    hand.press("封存计票")
    hand.press("封存", room.panel.seal)
    assert "已封存" in room.notice.text
    hand.look("14_sealed")


def signed_counts(hand: Hand, desk: Path) -> None:
    """Counts signed on paper: one typed, the others from a workbook."""
    room = hand.room
    assert isinstance(room, PollingRoom)
    choose_meeting(hand, room, PASTED)
    hand.press("录入外部计票")
    page = room.counting.external
    assert page is not None
    for field, number in zip(
        (page.issued, page.returned, page.valid, page.invalid), ("32", "30", "28", "1"), strict=True
    ):
        hand.fill(field, number)
    hand.click_cell(page.table, 0, 1)
    hand.keys("20⇥6⇥2⇥1↵")
    assert page.wrong.text()
    assert not page.store.isEnabled()
    hand.look("15_external")
    hand.fill(page.valid, "29")
    assert not page.wrong.text()
    hand.press("核对无误")
    path = desk / "计票.xlsx"
    hand.expects_file(path)
    hand.pick(room.meetings.more, "导出空白计票表")
    paper.fill_counts(path, without=(TYPED, PASTED))
    hand.expects_file(path)
    hand.pick(room.meetings.more, "导入计票表")
    assert room.notice.text.startswith("导入外部计票 4 个")
    assert {line.state for line in room.meetings.table.records} == {"已封存", "外部计票"}
    hand.look("16_polls")
    hand.follow("封存")


def decide(hand: Hand) -> None:
    """Reasons, the quota's hint, one decision that differs, the rest as proposed, 定稿."""
    room = hand.room
    assert isinstance(room, GradingRoom)
    hand.look("17_grading")
    hints = {row.evidence.subject.name: row.hint for row in room.model.records}
    assert hints[PASTED]
    assert "名额" not in hints["荷塘村党支部"]
    row = list(hints).index(PASTED)
    hand.click_cell(room.table, row, 0)
    assert "考评各项合计 90 分" in room.reasons.text
    assert "名额提示" in room.reasons.text
    hand.choose(room.form.level, "较好")
    hand.press("记下决定")
    assert "理由" in room.form.wrong.text()
    hand.look("18_refused")
    hand.fill(room.form.day, "2026-04-08")
    hand.fill(room.form.meeting, "党委会")
    hand.fill(room.form.reason, DIFFERENT)
    hand.keys("↵")
    hand.wait()
    assert not room.form.wrong.text()
    hand.press("其余全部按拟定等级决定")
    hand.press("全部按拟定等级决定")
    decided = {
        row.evidence.subject.name: row.decision.level
        for row in room.model.records
        if row.decision is not None
    }
    assert decided == paper.LEVELS
    hand.press("定稿")
    hand.press("定稿", room.notice)
    assert hand.in_room(), "the keys stay in the room"
    assert not room.form.save.isEnabled()
    hand.look("19_finalised")
    assert hand.button("解除定稿").isEnabled()


def mend(hand: Hand) -> None:
    """The ledger is drawn from low scores; one item is filled in and closed."""
    room = hand.go(7)
    assert isinstance(room, RectificationRoom)
    hand.press("从低分指标生成")
    assert len(room.items()) == 10  # below 14 of 20: five of 松岗村, five of 槐荫村
    hand.click_cell(room.sheet, 0, 3)
    hand.keys("每月调度一次⇥钱例⇥6-30↵")
    hand.wait()
    assert (room.items()[0].owner, str(room.items()[0].due_on)) == ("钱例", "2026-06-30")
    hand.click_cell(room.sheet, 0, 0)
    hand.press("销号")
    hand.keys("↵↵↵")
    assert "佐证" in hand.seen(room.line)
    hand.look("20_closing")
    hand.fill(hand.field("佐证", room.line), "验收单 3 号")
    hand.keys("↵赵样↵")
    hand.fill(hand.field("日期", room.line), "2026-05-20")
    hand.keys("↵")
    hand.wait()
    assert [one.closed_by for one in room.items() if one.closed_on] == ["赵样"]
    hand.look("21_ledger")
    hand.follow("上报")


def hand_up(hand: Hand, stick: Path) -> None:
    room = hand.room
    assert isinstance(room, SubmissionRoom)
    hand.expects_file(stick)
    hand.press("选择文件夹")
    hand.look("22_ready")
    assert room.readiness is not None
    assert all(one.done for one in room.readiness.checks if one.room != "rectification")
    hand.press("生成上报材料")
    assert room.notice.text == "已生成 17 个文件。"
    hand.look("23_made")


def everything_is_there(hand: Hand) -> None:
    """What a clerk sees the next morning."""
    home = hand.room
    assert isinstance(home, HomeRoom)
    hand.look("24_next_morning")
    assert "已定稿" in hand.window.top.round.text()
    scoring = hand.go(4)
    assert isinstance(scoring, ScoringRoom)
    find(hand, scoring, "lswc")
    assert scoring.sheet.words.text() == "93.5 分　好"
    polling = hand.go(5)
    assert isinstance(polling, PollingRoom)
    assert {line.state for line in polling.meetings.table.records} == {"已封存", "外部计票"}
    grading = hand.go(6)
    assert isinstance(grading, GradingRoom)
    reasons = [row.decision.reason for row in grading.model.records if row.decision is not None]
    assert sorted(reasons) == [""] * 5 + [DIFFERENT]
    ledger = hand.go(7)
    assert isinstance(ledger, RectificationRoom)
    assert [one.proof for one in ledger.items() if one.closed_on] == ["验收单 3 号"]
    submission = hand.go(8)
    assert isinstance(submission, SubmissionRoom)
    assert submission.result is not None
    assert len(submission.result.files) == 17


def find(hand: Hand, room: ScoringRoom, initials: str) -> None:
    """Find a subject by its initials, as one does without a mouse."""
    hand.chord(Qt.Key.Key_F)
    hand.keys(initials + "↵")
    hand.wait()
    assert room.subjects.list.model().rowCount() == 1


def choose_meeting(hand: Hand, room: PollingRoom, name: str) -> None:
    row = [line.title for line in room.meetings.table.records].index(name)
    hand.click_cell(room.meetings.list, row, 0)
    assert name in room.panel.title.text()
