"""How the 经过 of a decision is said: who, when, before and after, why."""

from typing import TYPE_CHECKING

from desk_app.views.grading.explanation import ExplanationLine, ExplanationPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import history

_NOTHING = "改动记录里没有这个等级的改动。记录从数据库 0004 版开始，更早记下的没有经过。"
_ROUND = ("定稿", "解除定稿")


def history_parts(changes: "Sequence[history.DecisionChange]") -> tuple[ExplanationPart, ...]:
    """Say all changes, the newest first: what stands now is the first to be seen."""
    if not changes:
        return (ExplanationPart("以前各次决定", (ExplanationLine(_NOTHING),)),)
    lines = tuple(ExplanationLine(_said(one), _by(one)) for one in reversed(changes))
    return (ExplanationPart("以前各次决定（最近的在前）", lines),)


def _said(one: "history.DecisionChange") -> str:
    if one.what in _ROUND:
        return one.what
    if not one.after:
        return f"{one.what}：撤回，原为 {one.before}"
    if not one.before:
        return f"{one.what}：{one.after}"
    return f"{one.what}：{one.before} → {one.after}"


def _by(one: "history.DecisionChange") -> str:
    said = f"{one.made_at[:16]}　{one.made_by}"
    # A decision has its reason among its words already.
    known = not one.why or one.why in one.after
    return said if known else f"{said}　原因：{one.why}"
