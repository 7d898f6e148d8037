"""What comes next in 评分, and in which room."""

from typing import TYPE_CHECKING

from desk_app.domain.scoring import UNREAD
from desk_app.views.kit.checks_grid import LOCKED_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import round_overview, sheets


def next_step(
    overview: "round_overview.ScoringOverview", roster: "Sequence[sheets.RosterLine]"
) -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one)."""
    if overview.locked:
        return LOCKED_WORDS, "submission"
    lines = [one for one in roster if one.participates]
    if any(one.summary is UNREAD for one in lines):
        return f"正在统计还有几{overview.counted}没有评分", ""
    for evaluator in overview.evaluators:
        left = sum(1 for one in lines if not one.summary.sums[evaluator].complete)
        if left:
            return f"还有 {left} {overview.counted}没有{evaluator}评分", ""
    unreasoned = sum(len(one.summary.unreasoned) for one in lines)
    if unreasoned:
        return f"还有 {unreasoned} 处扣分没有写理由", ""
    if overview.polls:
        return "评分已经齐了，接着做民主测评", "polling"
    return "评分已经齐了，可以定级", "grading"


def asked(overview: "round_overview.ScoringOverview") -> int | None:
    """Return the first subject that ``next_step`` asks a score for; None when all are scored.

    In a large round, whose totals are read later, nobody is asked for yet.
    """
    lines = [one for one in overview.roster if one.participates and one.summary is not UNREAD]
    for evaluator in overview.evaluators:
        for line in lines:
            if not line.summary.sums[evaluator].complete:
                return line.subject.id
    return None
