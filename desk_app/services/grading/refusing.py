"""Why a level that somebody entered cannot stand."""

from desk_app.domain.chain import Proposal
from desk_app.domain.rounds import decision_words
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.yearly import beyond
from desk_app.services.grading.boards import GradingBoard
from desk_app.services.grading.writing import DecisionEntry


def refuse(
    now: GradingBoard, entry: DecisionEntry, *, approval: bool = False, free: bool = False
) -> str:
    """Why ``entry`` cannot stand, "" when it can; a ``free`` step needs no reason."""
    row = next((row for row in now.rows if row.evidence.subject.id == entry.subject_id), None)
    if row is None:
        return f"这{now.scheme.counted}不在本轮名单里。"
    name = row.evidence.subject.name
    if row.proposal is None:
        return f"“{name}”本轮不参评（{row.absence_reason}），不能定级。"
    if not entry.level:
        return ""
    try:
        level = now.scheme.level(entry.level).name
    except KeyError:
        known = "、".join(one.name for one in now.scheme.levels)
        return f"“{name}”的等级“{entry.level}”不在方案里，应为：{known}。"
    if free or (not approval and now.scheme.measure is Measure.OPINION):
        # Where the level is what the steps arrive at, there is nothing else to differ from.
        return ""
    if entry.reason.strip():
        return ""
    if approval and row.decision:
        return _unexplained(name, decision_words(now.scheme), row.decision.level, level)
    return _beside(now.scheme, row.proposal, name, level)


def _beside(scheme: Scheme, proposal: Proposal, name: str, level: str) -> str:
    """Why a level beside the proposed one wants a reason; a step too far (破格) by its name."""
    step = beyond(scheme, proposal, level)
    if step is None:
        return _unexplained(name, "方案拟定", proposal.level or "", level)
    return (
        f"“{name}”方案拟定为{proposal.level}（适用“{step.name}”），"
        f"改定为{level}属于{step.waiver}，要写明{step.waiver}的理由。"
    )


def _unexplained(name: str, before: str, compared: str, level: str) -> str:
    """Why a level without a reason differs from what stood before; "" when it does not."""
    if compared == level:
        return ""
    return f"“{name}”{before}为{compared or '尚不能拟定'}，改定为{level}要写明理由。"
