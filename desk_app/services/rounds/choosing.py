"""The round that whoever is at the desk works on."""

from sqlalchemy import delete, insert, select

from desk_app.domain.kit.actor import Actor
from desk_app.domain.rounds import Round
from desk_app.services.rounds.queries import read, read_all
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def current(workspace: Workspace) -> Round | None:
    """Return the round that whoever is at the desk works on; the newest where none was chosen."""
    with workspace.session() as session:
        return read_current(session)


def read_current(session: Session) -> Round | None:
    """``current`` inside a transaction that the caller holds."""
    chosen = chosen_round(session)
    every = read_all(session)
    return next((one for one in every if one.id == chosen), every[0] if every else None)


def chosen_round(session: Session) -> int | None:
    """The id of the round that the person at the desk chose, else the one that nobody chose."""
    mine = tables.chosen_round.c
    return session.execute(
        select(mine.round_id)
        .where(mine.actor.in_((session.actor.name, "")))
        .order_by(mine.actor.desc())
        .limit(1)
    ).scalar_one_or_none()


def has_chosen(session: Session, actor: Actor) -> bool:
    """Say whether somebody works on a round of his own choice."""
    mine = tables.chosen_round.c
    found = session.execute(select(mine.round_id).where(mine.actor == actor.name))
    return found.scalar_one_or_none() is not None


def set_current(workspace: Workspace, round_id: int) -> None:
    """Choose the round that the person at the desk works on; raises ``Fault`` for an unknown one.

    What another person works on stays as it is.
    """
    with workspace.session() as session:
        read(session, round_id)
        choose(session, round_id)


def choose(session: Session, round_id: int, actor: Actor | None = None) -> None:
    """``set_current`` for a round that is known, inside a transaction that the caller holds.

    ``actor`` is the person at the desk, unless handed in.
    """
    table, name = tables.chosen_round, (actor or session.actor).name
    session.execute(delete(table).where(table.c.actor == name))
    session.execute(insert(table).values(actor=name, round_id=round_id))
