"""Every scheme that travels with the program: a made-up round is opened, decided and handed up.

A faulty scheme shows in a room, in a decision or on paper; so each of them goes all the way.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk_app.domain.rounds import YEARS
from desk_app.services import example_rounds, grading, rounds, schemes
from desk_app.services.example import FULL_NAME, SHORT_NAME
from desk_app.services.grading import missing
from desk_app.services.workspace import Office, Workspace, create
from desk_app.views.grading import GradingRoom
from desk_app.views.kit.messages import Notice
from desk_app.views.rooms import ROOMS
from desk_app.views.submission import SubmissionRoom
from tests.support.opened_folders import OpenedFolders
from tests.support.rooms_on_screens import pages_of
from tests.walk.hand import Hand, get_up, sit_down

SCHEMES = tuple(one.id for one in schemes.shipped())
SIZE = 5


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_a_round_of_every_scheme(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened_folders: OpenedFolders,
    scheme_id: str,
) -> None:
    data, stick = tmp_path / "数据", tmp_path / "U盘"
    stick.mkdir()
    workspace = create(data, Office(FULL_NAME, SHORT_NAME))
    try:
        made = example_rounds.build(workspace, scheme_id, size=SIZE)
        assert not lacking(workspace, made.round_id), "everything that the scheme asks for is there"
        wanted = decided_as_proposed(workspace, made.round_id)
    finally:
        workspace.close(back_up=False)
    hand = sit_down(data, monkeypatch, tmp_path / "pictures")
    open_all_rooms(hand)
    decide_and_finalise(hand)
    hand_up(hand, stick)
    get_up(hand)
    read(opened_folders.opened[0], wanted)


def test_there_are_nineteen() -> None:
    assert len(SCHEMES) == 19


def lacking(workspace: Workspace, round_id: int) -> list[str]:
    """What the scheme asks for and the example has not; quotas are the committee's business."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        found = missing.look(session, scheme, rounds.read(session, round_id))
        return [one.words for one in found if not one.done and not one.words.startswith("名额")]


def decided_as_proposed(workspace: Workspace, round_id: int) -> dict[str, str]:
    """Take decisions back where there is a proposal; return name → level to come, "" for none."""
    before = grading.board(workspace, round_id)
    grading.decide(
        workspace,
        round_id,
        [grading.DecisionEntry(row.evidence.subject.id, "") for row in before.present],
    )
    found = {}
    again = []
    for old, row in zip(before.rows, grading.board(workspace, round_id).rows, strict=True):
        subject = row.evidence.subject
        proposed = row.proposal.level if row.proposal is not None else None
        found[subject.name] = proposed or ""
        if not proposed and not row.out:  # nothing but the committee's word decides
            assert old.decision is not None
            found[subject.name] = old.decision.level
            again.append(grading.DecisionEntry(subject.id, old.decision.level, "集体研究决定"))
    grading.decide(workspace, round_id, again)
    return found


def open_all_rooms(hand: Hand) -> None:
    """Walk into every room and turn to all its pages; none may complain."""
    for key in ROOMS:
        hand.window.go(key)
        hand.wait()
        room = hand.window.room
        assert room is not None, key
        for page, turn in pages_of(room):
            turn()
            hand.wait()
            assert not hand.window.grab().isNull()
            assert not faults(hand), f"{key} {page}"


def faults(hand: Hand) -> list[str]:
    """The faults that stand in the window, its room's own among them."""
    notices = hand.window.findChildren(Notice)
    return [one.text for one in notices if one.text and one.property("kind") == "fault"]


def decide_and_finalise(hand: Hand) -> None:
    hand.window.go("grading")
    hand.wait()
    room = hand.room
    assert isinstance(room, GradingRoom)
    if any(row.decision is None and not row.out for row in room.model.records):
        hand.press("其余全部按拟定等级决定")
        hand.press("全部按拟定等级决定")
    assert all(row.decision is not None or row.out for row in room.model.records)
    room.presenter.finalise()
    hand.wait()
    assert not faults(hand)
    assert hand.button("解除定稿").isEnabled()


def hand_up(hand: Hand, stick: Path) -> None:
    hand.window.go("submission")
    hand.wait()
    room = hand.room
    assert isinstance(room, SubmissionRoom)
    hand.expects_file(stick)
    hand.press("选择文件夹")
    hand.press("生成上报材料")
    assert room.notice.text.startswith("已生成"), room.notice.text
    assert not faults(hand)


def read(folder: Path, wanted: dict[str, str]) -> None:
    """Everybody has a declaration and stands in the 汇总表 with the level decided."""
    names = [one.name for one in folder.rglob("*") if one.is_file()]
    for name in wanted:
        for ending in ("xlsx", "pdf"):
            assert sum(one.endswith(f"_{name}_申报表.{ending}") for one in names) == 1, name
    assert {"汇总表.xlsx", "汇总表.pdf", "整改台账.xlsx", "整改台账.pdf", "目录.txt"} <= {*names}
    levels = dict(lines(folder / "汇总表.xlsx"))
    assert levels == wanted


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Name and decided level of every numbered line of a 汇总表."""
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    heading = next(row for row in rows if row[0] == "序号")
    decided = next(at for at, cell in enumerate(heading) if str(cell).startswith("决定"))
    for row in rows:
        if isinstance(row[0], int) and row[0] not in YEARS:
            yield str(row[1]), str(row[decided] or "")
