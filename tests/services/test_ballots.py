"""The ballot as it prints: every line and option, one paper like the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model import Poll
from desk_app.services import ballots, meetings
from desk_app.services.meetings import MeetingFacts
from desk_app.services.workspace import Office, Workspace, create
from tests.polling_house import COMMON, FEELINGS, NAMES, OWN, SCHEME, House, furnish


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield workspace
    workspace.close(back_up=False)


def opened(house: House, poll: str, count: int) -> int:
    meeting_id = meetings.add_meeting(house.workspace, house.round_id, MeetingFacts("测评大会"))
    return meetings.open_poll(house.workspace, meeting_id, poll, house.subject_ids[:count])


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_ballot_lists_everybody_and_bears_no_number(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnish(workspace, monkeypatch)
    poll_id = opened(house, COMMON.name, 12)
    pdf = ballots.ballot_pdf(workspace, poll_id)
    pages = texts(pdf)
    assert len(pages) == 1
    plain = "".join(pages[0].split())
    for word in ("2026年度测评票", *NAMES, *FEELINGS, "无记名", "测评大会"):
        assert word in plain
    assert "票号" not in plain
    assert ballots.ballot_pdf(workspace, poll_id) == pdf


def test_a_ballot_on_one_organisation(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnish(workspace, monkeypatch)
    pages = texts(ballots.ballot_pdf(workspace, opened(house, OWN.name, 1)))
    assert len(pages) == 1
    assert NAMES[0] in "".join(pages[0].split())


def test_more_options_than_columns_are_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = Poll("打分", tuple(str(points) for points in range(11)))
    house = furnish(workspace, monkeypatch, rules=replace(SCHEME, polls=(many,), rates=()))
    with pytest.raises(Fault, match="11 个选项"):
        ballots.ballot_pdf(workspace, opened(house, "打分", 1))
