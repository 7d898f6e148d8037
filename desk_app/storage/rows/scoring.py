"""Rows of 加减分."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from desk_app.storage.rows.reading import query
from desk_app.storage.tables import adjustment, subject


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A bonus or deduction with its proof; ``count`` is how many times over."""

    id: int
    subject_id: int
    adjustment: str
    tier: str
    count: int
    proof: str
    name: str


ADJUSTMENTS: Select[Any] = query(AdjustmentRow, adjustment, name=subject.c.name).join(
    subject, subject.c.id == adjustment.c.subject_id
)
