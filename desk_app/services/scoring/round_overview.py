"""What 评分 shows of a round before a sheet is chosen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.domain.asked import polls_asked
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.polling.sealed import sealed_of_each
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
    """Whether a poll is still to be counted."""
    typists: tuple[str, ...] = ()
    """The evaluators whose sheets somebody fills in."""
    counted: str = "个党组织"
    object_name: str = "党组织"
    """What the scheme calls its subjects: 党员, 干部."""
    closed: bool = False
    """Whether the round was begun again under another edition of its scheme (停用)."""


def read(workspace: Workspace, round_id: int) -> ScoringOverview:
    """Gather it; raises ``Fault`` for an unknown round."""
    found = rounds.get(workspace, round_id)
    scheme = schemes.pinned(workspace, round_id)
    roster = sheets.roster(workspace, round_id, at_most=AT_ONCE)
    return ScoringOverview(
        counted=scheme.counted,
        object_name=scheme.object_name,
        title=f"{found.year}年度{found.name}",
        locked=found.locked,
        closed=found.closed,
        roster=roster,
        indicators=sheets.line_names(scheme),
        typists=tuple(one.name for one in scheme.sheets.typists),
        evaluators=tuple(one.name for one in scheme.evaluators),
        superior=scheme.superior.name,
        polls=_polls_left(workspace, scheme, round_id, roster),
    )


def _polls_left(
    workspace: Workspace, scheme: Scheme, round_id: int, roster: Sequence[RosterLine]
) -> bool:
    """Whether some poll has not been counted for everybody who is asked for it."""
    if not scheme.polls:
        return False
    with workspace.session() as session:
        sealed = sealed_of_each(session, round_id)
    domains = Counter(one.subject.domain for one in roster if one.participates)
    asked: Counter[str] = Counter()
    for domain, number in domains.items():
        try:
            polls = polls_asked(scheme, domain)
        except KeyError:  # its sheet says that the 领域 has to be mended
            continue
        asked.update({one.name: number for one in polls})
    return any(number > sealed.get(name, 0) for name, number in asked.items())
