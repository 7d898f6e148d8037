"""Rows of the schemes that are being written."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from desk_app.storage.rows.reading import query
from desk_app.storage.tables import scheme_draft, scheme_draft_step


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as it stands: the text of its step, and how far back and forth steps go."""

    id: int
    title: str
    made_from: str
    made_at: str
    made_by: str
    changed_at: str
    changed_by: str
    step: int
    adopted_at: str | None
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class DraftStepRow:
    """What one step changed."""

    position: int
    words: str


@dataclass(frozen=True, slots=True)
class RemovedDraftRow:
    """The row of a draft that is deleted, as it is put back."""

    id: int
    title: str
    made_from: str
    made_at: str
    made_by: str
    changed_at: str
    changed_by: str
    step: int
    adopted_at: str | None


@dataclass(frozen=True, slots=True)
class RemovedStepRow:
    """One of its steps."""

    draft_id: int
    position: int
    words: str
    text: str
    made_at: str


_one, _step = scheme_draft.c, scheme_draft_step.c
_ends = (
    select(
        _step.draft_id,
        func.min(_step.position).label("first"),
        func.max(_step.position).label("last"),
    )
    .group_by(_step.draft_id)
    .subquery()
)
DRAFTS: Select[Any] = (
    query(DraftRow, scheme_draft, text=_step.text, first=_ends.c.first, last=_ends.c.last)
    .join(scheme_draft_step, (_step.draft_id == _one.id) & (_step.position == _one.step))
    .join(_ends, _ends.c.draft_id == _one.id)
    .order_by(_one.changed_at.desc(), _one.id.desc())
)
STEPS: Select[Any] = query(DraftStepRow, scheme_draft_step)
REMOVED_DRAFT: Select[Any] = query(RemovedDraftRow, scheme_draft)
REMOVED_STEPS: Select[Any] = query(RemovedStepRow, scheme_draft_step)
