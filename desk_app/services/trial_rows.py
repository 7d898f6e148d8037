"""Rows of a round for 试算: what was entered for each, under the headings of a draft."""

from dataclasses import dataclass

from desk_app.domain.evidence_cells import cells_of
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One subject of a round: ``entered`` is heading → text, ``level`` what is proposed now."""

    name: str
    level: str
    entered: tuple[tuple[str, str], ...]


def of_round(workspace: Workspace, round_id: int, scheme: Scheme) -> tuple[RoundRow, ...]:
    """Read a round as ``scheme`` asks for it, in the round's order; nothing is written.

    Raises ``Fault`` where the scheme does not know what the round holds.
    """
    with workspace.session() as session:
        pinned = schemes.pinned(session, round_id)
        rounds.ensure_fits(session, round_id, scheme, "草稿")
        stand = standings(pinned, gather(session, pinned, round_id))
        levels = {number: one.level or "" for number, one in stand.proposals.items()}
        known = gather(session, scheme, round_id)
        return tuple(
            RoundRow(_name(scheme, one.subject.name, at), levels.get(one.subject.id, ""), cells)
            for at, one in enumerate(known, start=1)
            for cells in (cells_of(scheme, one),)
        )


def _name(scheme: Scheme, name: str, at: int) -> str:
    """A scheme's file goes from hand to hand: persons are numbered in it, not named."""
    return f"{scheme.object_name}{at}" if scheme.of_people else name
