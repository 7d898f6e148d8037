"""What the record of changes says of an item."""

from datetime import date

from desk_app.domain.rectification import Rectification
from desk_app.services.session import Changed, Session

_RECORDED = {
    "problem": "整改问题",
    "goal": "整改目标",
    "measures": "整改措施",
    "owner": "责任人",
    "due_on": "完成时限",
    "progress": "进展",
    "closed_on": "销号",
    "proof": "佐证",
    "closed_by": "销号人",
}
"""Field of an item → what the record of changes calls it."""


def record_differences(session: Session, before: Rectification, after: Rectification) -> None:
    """Record every field in which an item differs from what it was."""
    session.record(
        *(
            Changed(
                words,
                about=f"{after.subject}“{after.problem[:20]}”",
                before=_shown(getattr(before, field)),
                after=_shown(getattr(after, field)),
            )
            for field, words in _RECORDED.items()
        )
    )


def whole(one: Rectification) -> str:
    """An item in one line, so that nothing of a deleted one is lost."""
    return "；".join(
        f"{words}：{_shown(getattr(one, field))}"
        for field, words in _RECORDED.items()
        if getattr(one, field)
    )


def _shown(value: str | date | None) -> str:
    return "" if value is None else str(value)
