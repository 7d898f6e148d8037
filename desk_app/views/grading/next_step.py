"""What comes next in 定级, and in which room."""

from typing import TYPE_CHECKING

from desk_app.domain.rounds import decision_words
from desk_app.domain.scheme.model.levels import Measure
from desk_app.views.grading.columns import unscored_words
from desk_app.views.kit.checks_grid import CLOSED_WORDS

if TYPE_CHECKING:
    from desk_app.domain.scheme.model.scheme import Scheme
    from desk_app.views.use_cases import grading, round_board


def next_step(found: "round_board.RoundBoard") -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one).

    After 定稿 nothing leads back into a locked room.
    """
    board, missing = found.board, found.missing
    if found.round.closed:
        return CLOSED_WORDS, ""
    if found.round.locked:
        if missing:
            return (
                f"本轮已定稿（缺 {len(missing)} 项），可以生成上报材料；要补先解除定稿",
                "submission",
            )
        return "本轮已定稿，可以生成上报材料", "submission"
    return _open_step(board, len(missing))


def _open_step(board: "grading.GradingBoard", missing: int) -> tuple[str, str]:
    """What comes next while decisions can be made."""
    unproposed = sum(
        row.proposal is not None and row.proposal.level is None and not row.proposal.disqualified
        for row in board.present
    )
    undecided = sum(row.decision is None and not row.out for row in board.present)
    if unproposed and board.scheme.measure is Measure.OPINION:
        return f"还有 {unproposed} {board.scheme.counted}没有任何环节的意见", ""
    if unproposed and undecided:
        return (
            f"还有 {unproposed} {board.scheme.counted}{unscored_words(board.scheme)}没有评完",
            "scoring",
        )
    if undecided:
        return f"还有 {undecided} {board.scheme.counted}没有{decision_words(board.scheme)}", ""
    reviews = sum(bool(row.review) for row in board.rows)
    if reviews:
        return f"方案改版后，{reviews} {board.scheme.counted}的决定待复核，逐个维持或改定", ""
    if missing:
        return f"全部已决定，还缺 {missing} 项，按“定稿”看缺什么", ""
    return "全部已决定，核对后请定稿", ""


def none_proposed(scheme: "Scheme") -> str:
    """Say why 其余全部按拟定等级 finds nobody."""
    opinion = scheme.measure is Measure.OPINION
    lack = "各环节都还没有意见" if opinion else f"{unscored_words(scheme)}还没有评完"
    return f"没有可以按拟定等级决定的{scheme.object_name}：都已决定，或{lack}。"
