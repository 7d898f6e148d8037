"""The ballot as it prints: every line and option, one paper like the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll
from desk_app.services.polling import ballots, meetings, opening, reopening
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, Workspace, create
from tests.support.polling_round import (
    COMMON,
    FEELINGS,
    NAMES,
    OWN,
    SCHEME,
    ExampleRound,
    make_round,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield workspace
    workspace.close(back_up=False)


def opened(example_round: ExampleRound, poll: str, count: int) -> int:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评大会")
    )
    return opening.open_poll(
        example_round.workspace, meeting_id, poll, example_round.subject_ids[:count]
    )


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_ballot_lists_everybody_and_bears_no_number(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch)
    poll_id = opened(example_round, COMMON.name, 12)
    pdf = ballots.print_ballots(workspace, poll_id).pdf
    pages = texts(pdf)
    assert len(pages) == 1
    plain = "".join(pages[0].split())
    for word in ("2026年度测评票", *NAMES, *FEELINGS, "无记名", "测评大会"):
        assert word in plain
    assert "票号" not in plain
    assert ballots.print_ballots(workspace, poll_id).pdf == pdf


def test_a_ballot_on_one_organisation(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch)
    pages = texts(ballots.print_ballots(workspace, opened(example_round, OWN.name, 1)).pdf)
    assert len(pages) == 1
    assert NAMES[0] in "".join(pages[0].split())


def test_more_options_than_columns_are_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Poll("打分", tuple(str(points) for points in range(11)))
    example_round = make_round(
        workspace, monkeypatch, rules=replace(SCHEME, polls=(many,), rates=())
    )
    with pytest.raises(Fault, match="11 个选项"):
        ballots.print_ballots(workspace, opened(example_round, "打分", 1))


BY_CATEGORY = replace(COMMON, counting=Counting(categories=("党员", "群众代表")))
POINTS = tuple(
    Poll(
        f"评星·{star}",
        tuple(str(number) for number in range(11)),
        meeting="评星会",
        single=False,
        counting=Counting(kind=BallotKind.POINTS),
    )
    for star in ("爱岗敬业星", "技术创新星", "安全生产星", "奉献爱心星", "诚实守信星")
)


def plain(pdf: bytes) -> list[str]:
    return ["".join(page.split()) for page in texts(pdf)]


def test_each_category_has_its_own_paper(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch, rules=replace(SCHEME, polls=(BY_CATEGORY,)))
    poll_id = opened(example_round, COMMON.name, 12)
    assert ballots.categories(workspace, poll_id) == ("党员", "群众代表")
    both = plain(ballots.print_ballots(workspace, poll_id).pdf)
    assert ["党员票" in page for page in both] == [True, False]
    assert ["群众代表票" in page for page in both] == [False, True]
    members = ballots.print_ballots(workspace, poll_id, category="党员", papers=5)
    assert (members.sides, members.to_page, members.papers) == (1, 1, 5)
    assert len(set(plain(members.pdf))) == 1
    assert ballots.paper(workspace, poll_id).category == "党员"
    with pytest.raises(Fault, match="没有“旁听”这一类票"):
        ballots.paper(workspace, poll_id, "旁听")


def test_points_for_all_stars_stand_on_one_paper(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C15: 每项 0 到 10 分, five stars, every member of the branch."""
    example_round = make_round(
        workspace, monkeypatch, rules=replace(SCHEME, polls=POINTS, rates=())
    )
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, MeetingFacts("评星会"))
    ids = [
        opening.open_poll(workspace, meeting_id, one.name, example_round.subject_ids[:4])
        for one in reversed(POINTS)
    ]
    made = {ballots.paper(workspace, one) for one in ids}
    assert len(made) == 1
    paper = made.pop()
    assert paper.columns == ("爱岗敬业星", "技术创新星", "安全生产星", "奉献爱心星", "诚实守信星")
    assert paper.lines == NAMES[:4]
    assert paper.held.endswith("评星会　评星")
    alone = opening.open_poll(workspace, meeting_id, POINTS[0].name, example_round.subject_ids[5:7])
    assert ballots.paper(workspace, alone).columns == ("得分（0—10）",)


def test_a_long_list_becomes_several_papers(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tuple(f"中共青山镇柳树湾第{number}支部委员会" for number in range(1, 96))
    example_round = make_round(workspace, monkeypatch, names=names)
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, MeetingFacts("测评大会"))
    ids = ballots.open_polls(workspace, meeting_id, COMMON.name, example_round.subject_ids)
    made = [ballots.paper(workspace, one) for one in ids]
    assert [one.title for one in made] == [
        "2026年度测评票（票一）",
        "2026年度测评票（票二）",
        "2026年度测评票（票三）",
    ]
    assert [len(one.lines) for one in made] == [32, 32, 31]
    assert tuple(name for one in made for name in one.lines) == names
    assert all(ballots.print_ballots(workspace, one).sides <= 2 for one in ids)
    again = reopening.void(workspace, ids[0], "收回多于发出")
    assert ballots.paper(workspace, again).title == "2026年度测评票（票一）"
    assert ballots.paper(workspace, ids[2]).title == "2026年度测评票（票三）"


def test_a_vote_held_again_is_the_same_paper(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch)
    poll_id = opened(example_round, COMMON.name, 3)
    before = ballots.paper(workspace, poll_id)
    assert before.title == "2026年度测评票"
    assert ballots.paper(workspace, reopening.void(workspace, poll_id, "收回多于发出")) == before


def test_a_short_list_is_one_poll(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    example_round = make_round(workspace, monkeypatch)
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, MeetingFacts("测评大会"))
    assert (
        len(ballots.open_polls(workspace, meeting_id, COMMON.name, example_round.subject_ids)) == 1
    )
    with pytest.raises(Fault, match="至少选择一个"):
        ballots.open_polls(workspace, meeting_id, COMMON.name, ())


def test_more_than_two_sides_are_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tuple(f"中共青山镇柳树湾第{number}支部委员会" for number in range(1, 91))
    example_round = make_round(workspace, monkeypatch, names=names)
    poll_id = opened(example_round, COMMON.name, 90)
    with pytest.raises(Fault, match="正反两面印不下"):
        ballots.print_ballots(workspace, poll_id)


def test_a_poll_that_is_gone(workspace: Workspace) -> None:
    with pytest.raises(Fault, match="不在了"):
        ballots.paper(workspace, 99)
