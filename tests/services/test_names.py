from dataclasses import replace
from pathlib import Path

from desk_app.services import names
from desk_app.services.polling import meetings
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from tests.support.polling_round import NAMES, make_round


def test_names_of_the_registry_and_of_people_with_their_initials(tmp_path: Path) -> None:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    made = make_round(workspace)
    facts = MeetingFacts("测评会", host="单小明", tellers=("张桂芳", "王立本"))
    meetings.add_meeting(workspace, made.round_id, facts)
    again = replace(facts, host="由镇党委副书记主持本次会议")
    meetings.add_meeting(workspace, made.round_id, again)
    found = names.known(workspace)
    assert {name for name, _ in found.organisations} == set(NAMES)
    assert found.people == (("单小明", "sxm"), ("张桂芳", "zgf"), ("王立本", "wlb"))
    workspace.close(back_up=False)
