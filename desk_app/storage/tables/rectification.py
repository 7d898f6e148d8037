"""The rectification ledger."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import metadata, text

rectification = Table(
    "rectification",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), nullable=False),
    text("indicator"),
    Column("problem", String, nullable=False),
    text("goal"),
    text("measures"),
    text("owner"),
    Column("due_on", String),
    text("progress"),
    Column("closed_on", String),
    text("proof"),
    text("closed_by"),
    Index("ix_rectification_round_id", "round_id"),
)
