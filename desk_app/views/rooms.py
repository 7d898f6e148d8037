"""The catalogue of rooms: a row a room, from top to bottom as they stand in the window.

A room is a folder or a file of that key with a ``Room`` in it; the window knows no more of it
than this row. Its module is imported when the room is first shown.
"""

from typing import NamedTuple


class RoomRow(NamedTuple):
    """One room: its key, its name on screen, and where its class stands (module:class)."""

    key: str
    name: str
    place: str


CATALOGUE = (
    RoomRow("home", "首页", "desk_app.views.home:HomeRoom"),
    RoomRow("organisations", "党组织", "desk_app.views.organisations:OrganisationsRoom"),
    RoomRow("schemes", "方案", "desk_app.views.schemes:SchemesRoom"),
    RoomRow("scoring", "评分", "desk_app.views.scoring:ScoringRoom"),
    RoomRow("polling", "测评", "desk_app.views.polling:PollingRoom"),
    RoomRow("grading", "定级", "desk_app.views.grading:GradingRoom"),
    RoomRow("rectification", "整改", "desk_app.views.rectification:RectificationRoom"),
    RoomRow("submission", "上报", "desk_app.views.submission:SubmissionRoom"),
)

ROOMS = {one.key: one.name for one in CATALOGUE}
PLACES = {one.key: one.place for one in CATALOGUE}

NEW_ROUND = "new_round"
"""Not a room: going there asks for a new round."""

NARROW_LETTERS = 5.2
"""Width in letters of the list of rooms in its narrow form."""
NARROW_BELOW_LETTERS = 84
"""The window's width in letters under which the list of rooms becomes narrow."""
