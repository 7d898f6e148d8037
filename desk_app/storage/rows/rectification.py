"""Rows of 整改台账."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from desk_app.storage.rows.reading import query
from desk_app.storage.tables import organisation, rectification, subject


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """An item with the name of its subject and how that is found by initials."""

    id: int
    subject_id: int
    subject: str
    problem: str
    indicator: str
    goal: str
    measures: str
    owner: str
    due_on: date | None
    progress: str
    closed_on: date | None
    proof: str
    closed_by: str
    initials: str


RECTIFICATIONS: Select[Any] = (
    query(RectificationRow, rectification, subject=subject.c.name, initials=organisation.c.initials)
    .join(subject, subject.c.id == rectification.c.subject_id)
    .join(organisation, organisation.c.id == subject.c.organisation_id)
    .order_by(subject.c.position, subject.c.id, rectification.c.id)
)
