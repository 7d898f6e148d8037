"""The level at which each step arrived."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from desk_app.storage.tables.columns import entered, metadata, text

decision_review = Table(
    "decision_review",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("scheme_id", Integer, ForeignKey("scheme.id"), nullable=False),
    text("before"),
    text("after"),
    Column("marked_at", String, nullable=False),
    sqlite_with_rowid=False,
)
"""Decisions to be looked at again: under the edition ``scheme_id`` another level is proposed.

``before`` and ``after`` are the proposed levels, "" for none. A new decision takes the row away.
"""

opinion = Table(
    "opinion",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("step", String, primary_key=True),
    Column("level", String, nullable=False),
    text("reason"),
    Column("decided_on", String),
    text("meeting"),
    *entered(),
    sqlite_with_rowid=False,
)
