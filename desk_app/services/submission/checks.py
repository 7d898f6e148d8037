"""What should stand before papers go up, and what was changed since they did."""

from dataclasses import dataclass

from desk_app.domain.missing import ReadinessCheck, before_submission
from desk_app.domain.rounds import Amendment, Round
from desk_app.domain.submission import folder_name
from desk_app.services import home, rounds, schemes
from desk_app.services.grading import missing
from desk_app.services.workspace import Workspace, read_office


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the room shows before the button is pressed."""

    round: Round
    folder_name: str
    checks: tuple[ReadinessCheck, ...]
    amendments: tuple[Amendment, ...]
    participants: int
    object_name: str

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return all(one.done for one in self.checks)


def readiness(workspace: Workspace, round_id: int) -> Readiness:
    """Look at a round before its papers are made; raises ``Fault`` for an unknown round."""
    today = workspace.today()
    with workspace.session() as session:
        current = rounds.read(session, round_id)
        scheme = schemes.pinned(session, round_id)
        found = missing.look(session, scheme, current)
        participants = rounds.count_participants(session, round_id)
        open_, overdue, closed = home.items(session, round_id, today)
        short_name = read_office(session).short_name
        amendments = rounds.read_amendments(session, round_id)
    return Readiness(
        round=current,
        folder_name=folder_name(current.year, short_name),
        checks=before_submission(found, current, open_ + closed, overdue),
        amendments=amendments,
        participants=participants,
        object_name=scheme.object_name,
    )
