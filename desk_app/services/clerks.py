"""办理人: in whose name the open workspace is worked on."""

from desk_app.domain.kit.actor import Actor, person_name
from desk_app.services.rounds.choosing import choose, chosen_round, has_chosen
from desk_app.services.workspace import Workspace


def act_as(workspace: Workspace, name: str) -> str:
    """Write every change from now on in this name; return it as it is written.

    Whoever has chosen no round yet goes on with the one on the desk. What was written in other
    names stays. Raises ``Fault`` for what is no person's name.
    """
    actor = Actor(person_name(name))
    with workspace.session() as session:
        round_id = chosen_round(session)
        if round_id is not None and not has_chosen(session, actor):
            choose(session, round_id, actor)
    workspace.actor = actor
    return actor.name
