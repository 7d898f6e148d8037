"""What 评分 shows of a round before a sheet is chosen."""

from dataclasses import dataclass

from desk_app.services import rounds, schemes
from desk_app.services.scoring import sheets
from desk_app.services.scoring.sheets import RosterLine
from desk_app.services.workspace import Workspace

AT_ONCE = 200
"""Subjects whose sheets are added up before the room is shown; of more the room would wait."""


@dataclass(frozen=True, slots=True)
class ScoringOverview:
    """A round as it is scored: its subjects, and what the scheme asks of whom.

    In a large round the summaries of the roster are ``UNREAD`` at first.
    """

    title: str
    locked: bool
    roster: tuple[RosterLine, ...]
    indicators: tuple[str, ...]
    evaluators: tuple[str, ...]
    superior: str
    polls: bool
    typists: tuple[str, ...] = ()
    """The evaluators whose sheets somebody fills in."""
    counted: str = "个党组织"
    object_name: str = "党组织"
    """What the scheme calls its subjects: 党员, 干部."""


def read(workspace: Workspace, round_id: int) -> ScoringOverview:
    """Gather it; raises ``Fault`` for an unknown round."""
    found = rounds.get(workspace, round_id)
    scheme = schemes.pinned(workspace, round_id)
    return ScoringOverview(
        counted=scheme.counted,
        object_name=scheme.object_name,
        title=f"{found.year}年度{found.name}",
        locked=found.locked,
        roster=sheets.roster(workspace, round_id, at_most=AT_ONCE),
        indicators=sheets.line_names(scheme),
        typists=tuple(one.name for one in scheme.sheets.typists),
        evaluators=tuple(one.name for one in scheme.evaluators),
        superior=scheme.superior.name,
        polls=bool(scheme.polls),
    )
