"""300 cells and 150 reasons as an office has them in WPS: a list, three blocks, few keys."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desk_app.assets import resources_dir
from desk_app.domain.rounds import Participant
from desk_app.services import rounds
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Workspace
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.scoring.pages import ScoringPage
from tests.support.opened_folders import OpenedFolders
from tests.walk.hand import ALT, CTRL, Hand, get_up, sit_down
from tests.walk.paper import INDICATORS, OFFICE

MOST = 40
"""Keys and clicks for the list, 300 cells and 150 reasons; a paste is one."""
ORGANISATIONS = tuple(
    f"{one}{kind}党支部"
    for one in ("柳树湾", "石桥", "荷塘", "松岗", "槐荫", "白鹭")
    for kind in ("村", "社区", "茶业", "小学", "卫生院")
)


class CountingHand(Hand):
    """Counts each key, chord, click and paste as one."""

    presses = 0

    def keys(self, text: str) -> None:
        self.presses += len(text)
        super().keys(text)

    def chord(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
        self.presses += 1
        super().chord(key, modifier)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.presses += 1
        super().click(widget, at)


def block(rows: Sequence[Sequence[str]]) -> str:
    """Cells as WPS puts them on the clipboard, with headings and names."""
    head = ["序号", "党组织名称", *INDICATORS]
    lines = [
        [str(number), name, *row]
        for number, (name, row) in enumerate(zip(ORGANISATIONS, rows, strict=True), start=1)
    ]
    return "".join("\t".join(line) + "\r\n" for line in [head, *lines])


def points(less: int) -> list[list[str]]:
    """Five scores for each of thirty."""
    return [
        [str(20 - less - (row + column) % 5) for column in range(len(INDICATORS))]
        for row in range(len(ORGANISATIONS))
    ]


def reasons() -> list[list[str]]:
    """Five reasons for each of thirty; every third repeats the one above."""
    return [
        ["同上" if row % 3 == 2 else f"第{row}次检查发现{name[:2]}问题" for name in INDICATORS]
        for row in range(len(ORGANISATIONS))
    ]


# The offscreen platform cannot raise menus and says so for each.
@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.usefixtures("dressed")
def test_three_hundred_cells_with_their_reasons_take_few_keys(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened_folders: OpenedFolders,  # nothing may open outside
    capsys: pytest.CaptureFixture[str],
) -> None:
    hand = sit_down(tmp_path / "数据", monkeypatch, tmp_path / "pictures", CountingHand)
    assert isinstance(hand, CountingHand)
    hand.keys(OFFICE + "⇥青山镇↵↵")
    hand.wait()
    hand.presses = 0
    bring_the_list(hand, tmp_path / "名单.xlsx")
    for_the_list = hand.presses
    made: list[int] = []
    hand.program.runner.save(begin_round).then(made.append)
    hand.wait()
    hand.window.open_round(made[0])
    hand.wait()

    hand.presses = 0
    room = hand.go(4)
    assert isinstance(room, ScoringRoom)
    hand.chord(Qt.Key.Key_3, ALT)
    assert room.pages.currentIndex() == ScoringPage.WHOLE
    hand.paste(block(points(1)))  # 考评
    hand.chord(Qt.Key.Key_R, ALT)  # 扣分理由
    hand.paste(block(reasons()))
    hand.chord(Qt.Key.Key_F, ALT)  # 分数
    hand.press("自评", room.whole)
    hand.paste(block(points(0)))  # 自评
    hand.look("whole")
    pressed = for_the_list + hand.presses
    with capsys.disabled():
        print(
            f"\n导入名单 {for_the_list}，300 格 150 条理由 {hand.presses}，共 {pressed}（≤ {MOST}）"
        )
    assert pressed <= MOST
    assert room.notice.text == ""

    stored: list[sheets.WholeView] = []
    for evaluator in ("考评", "自评"):
        hand.program.runner.call(sheets.whole, made[0], evaluator).then(stored.append)
    hand.wait()
    given, own = stored
    assert len(given.scores) == len(own.scores) == 150
    by_name = {line.subject.name: line.subject.id for line in given.lines}
    for row, name in enumerate(ORGANISATIONS):
        for column, indicator in enumerate(INDICATORS):
            score = given.scores[by_name[name], indicator]
            assert score.points == Decimal(points(1)[row][column])
            above = row - 1 if row % 3 == 2 else row
            assert score.note == reasons()[above][column]
            assert own.scores[by_name[name], indicator].points == Decimal(points(0)[row][column])
    get_up(hand)


def bring_the_list(hand: Hand, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "类型", "领域"])
    for name in ORGANISATIONS:
        sheet.append([name, "党支部", "农村"])
    book.save(path)
    room = hand.go(2)
    assert isinstance(room, OrganisationsRoom)
    hand.expects_file(path)
    hand.press("导入名单")
    hand.keys("␣")  # 导入 has the focus
    hand.wait()
    assert room.notice.text == "已导入：新增 30 个，变更 0 个。"


def begin_round(workspace: Workspace) -> int:
    people = [Participant(number) for number in range(1, len(ORGANISATIONS) + 1)]
    return rounds.create(
        workspace, resources_dir() / "schemes" / "D1.toml", 2026, "年初定级", people
    )
