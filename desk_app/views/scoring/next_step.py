"""What comes next in 评分, and in which room."""

from typing import TYPE_CHECKING

from desk_app.domain.scheme.model.scoring import scores_of
from desk_app.domain.scoring import UNREAD
from desk_app.views.kit.checks_grid import CLOSED_WORDS, locked_step
from desk_app.views.scoring.roster import counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import round_overview, sheets


_NOBODY = "本方案不用打分"


def next_step(
    overview: "round_overview.ScoringOverview", roster: "Sequence[sheets.RosterLine]"
) -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one)."""
    if overview.locked:
        return locked_step(closed=overview.closed)
    lines = [one for one in roster if one.participates]
    if any(one.summary is UNREAD for one in lines):
        return f"正在统计还有几{overview.counted}没有评分", ""
    for evaluator in overview.typists:
        left = sum(1 for one in lines if not one.summary.sums[evaluator].complete)
        if left:
            return f"还有 {left} {overview.counted}没有{scores_of(evaluator)}", ""
    unreasoned = sum(len(one.summary.unreasoned) for one in lines)
    if unreasoned:
        return f"还有 {unreasoned} 处扣分没有写理由", ""
    done = _done(lines) if overview.typists else _NOBODY
    if overview.polls:
        return f"{done}，接着做民主测评", "polling"
    return f"{done}，可以定级", "grading"


def locked_words(*, closed: bool) -> str:
    """Say why scores are only to be read."""
    if closed:
        return f"{CLOSED_WORDS}，不能改。"
    return "本轮已经定稿，评分只能看，不能改。需要修改时请先在“定级”中解除定稿。"


def _done(lines: "Sequence[sheets.RosterLine]") -> str:
    """Say that nothing is left to be scored; where nothing ever was, that is no achievement."""
    scored = not lines or any(counts(one.summary) for one in lines)
    return "评分已经齐了" if scored else _NOBODY


def asked(overview: "round_overview.ScoringOverview") -> int | None:
    """Return the first subject that ``next_step`` asks a score for; None when all are scored.

    In a large round, whose totals are read later, nobody is asked for yet.
    """
    lines = [one for one in overview.roster if one.participates and one.summary is not UNREAD]
    for evaluator in overview.typists:
        for line in lines:
            if not line.summary.sums[evaluator].complete:
                return line.subject.id
    return None
