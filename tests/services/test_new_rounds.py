"""新建轮次 is taken back while nothing is in the round, and begun again as it was."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import rounds
from desk_app.services.polling import meetings
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.reversals import new_rounds
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    with opened.session() as session:
        session.execute(
            insert(tables.organisation),
            [
                {"id": one, "name": name, "kind": "党支部", "domain": "农村"}
                for one, name in ((1, "柳树湾村党支部"), (2, "石桥村党支部"))
            ],
        )
    yield opened
    opened.close(back_up=False)


def begun(workspace: Workspace, name: str = "年初定级") -> int:
    return rounds.create(workspace, "C5", 2026, name, [Participant(1), Participant(2)])


def test_a_round_goes_and_comes_again_as_it_was(workspace: Workspace) -> None:
    former = begun(workspace)
    round_id = begun(workspace, "季度抽检")
    before = rounds.subjects(workspace, round_id)
    new = new_rounds.made(workspace, round_id, former)
    new_rounds.take_back(workspace, new)
    assert [one.id for one in rounds.listing(workspace)] == [former]
    found = rounds.current(workspace)
    assert found is not None
    assert found.id == former
    new_rounds.put_back(workspace, new)
    assert rounds.subjects(workspace, round_id) == before
    found = rounds.current(workspace)
    assert found is not None
    assert found.id == round_id
    with workspace.session() as session:
        said = session.execute(select(tables.change.c.what).order_by(tables.change.c.id)).scalars()
        assert list(said)[-2:] == ["撤销“新建轮次”", "重做“新建轮次”"]


def test_what_was_entered_since_holds_it_back_until_it_is_gone(workspace: Workspace) -> None:
    round_id = begun(workspace)
    new = new_rounds.made(workspace, round_id)
    meeting_id = meetings.add_meeting(workspace, round_id, MeetingFacts("测评会"))
    with pytest.raises(Fault, match="里已经有会议，不能撤销“新建轮次”"):
        new_rounds.take_back(workspace, new)
    meetings.remove_meeting(workspace, meeting_id)
    (first, _) = rounds.subjects(workspace, round_id)
    scored = ScoreChange(first.id, "考评", "领导班子", Decimal(15))
    sheets.record_many(workspace, [scored])
    with pytest.raises(Fault, match="里已经有评分"):
        new_rounds.take_back(workspace, new)
    back = ScoreChange(first.id, "考评", "领导班子", None)
    sheets.record_many(workspace, [back])
    new_rounds.take_back(workspace, new)
    assert rounds.listing(workspace) == ()
    with pytest.raises(Fault, match="已经不在了"):
        new_rounds.take_back(workspace, new)


def test_a_round_that_changed_or_cannot_stand_is_left_alone(workspace: Workspace) -> None:
    new = new_rounds.made(workspace, begun(workspace))
    with workspace.session() as session:
        session.execute(tables.round_.update().values(locked=1))
    with pytest.raises(Fault, match="又改过"):
        new_rounds.take_back(workspace, new)
    with workspace.session() as session:
        session.execute(tables.round_.update().values(locked=0))
    new_rounds.take_back(workspace, new)
    other = begun(workspace)
    with pytest.raises(Fault, match="已经有“年初定级”"):
        new_rounds.put_back(workspace, new)
    new_rounds.take_back(workspace, new_rounds.made(workspace, other))
    with workspace.session() as session:
        session.execute(delete(tables.organisation).where(tables.organisation.c.id == 2))
    with pytest.raises(Fault, match="名册或方案后来改过"):
        new_rounds.put_back(workspace, new)
