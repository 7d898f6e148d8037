"""Quick texts: the reasons and proofs that this workspace has written before, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from desk_app.services.workspace import Workspace
from desk_app.storage import tables

MOST = 40
"""Texts kept for one indicator: a list that nobody reads to its end helps nobody."""


@dataclass(frozen=True, slots=True)
class LearntReason:
    """A text that was written beside points, and how often."""

    text: str
    times: int


Learnt = Mapping[tuple[str, str], tuple[LearntReason, ...]]
"""Evaluator and indicator → the texts written there, the most frequent first."""


def learnt(workspace: Workspace) -> Learnt:
    """Read the texts of all rounds of the workspace, grouped by evaluator and indicator."""
    score = tables.score
    times = func.count().label("times")
    query = (
        select(score.c.evaluator, score.c.indicator, score.c.note, times)
        .where(score.c.note != "")
        .group_by(score.c.evaluator, score.c.indicator, score.c.note)
        .order_by(times.desc(), score.c.note)
    )
    found: dict[tuple[str, str], list[LearntReason]] = {}
    with workspace.session() as session:
        for evaluator, indicator, note, count in session.execute(query):
            kept = found.setdefault((evaluator, indicator), [])
            if len(kept) < MOST:
                kept.append(LearntReason(note, count))
    return {place: tuple(kept) for place, kept in found.items()}
