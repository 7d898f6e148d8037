"""What comes next in 定级, and in which room."""

from typing import TYPE_CHECKING

from desk_app.domain.scheme.model.levels import Measure

if TYPE_CHECKING:
    from desk_app.domain.rounds import Round
    from desk_app.views.use_cases import grading


def next_step(board: "grading.GradingBoard", round_: "Round | None") -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one)."""
    present = board.present
    missing = sum(
        row.proposal is not None and row.proposal.level is None and not row.proposal.disqualified
        for row in present
    )
    undecided = sum(row.decision is None and not row.out for row in present)
    if missing and board.scheme.measure is Measure.OPINION:
        return f"还有 {missing} 个党组织没有任何环节的意见", ""
    if missing:
        return f"还有 {missing} 个党组织考评没有评完", "scoring"
    if undecided:
        return f"还有 {undecided} 个党组织没有党委会决定", ""
    if round_ is not None and not round_.locked:
        return "全部已决定，核对后请定稿", ""
    return "本轮已定稿，可以生成上报材料", "submission"
