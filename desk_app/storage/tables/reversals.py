"""What was written at once and can still be taken back whole."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import metadata, text

bulk_act = Table(
    "bulk_act",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("words", String, nullable=False),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE")),
    Column("made_at", String, nullable=False),
    text("made_by"),
    Column("rows", Integer, nullable=False),
    Column("images", String, nullable=False),
    Column("first_change", Integer, nullable=False),
    Column("last_change", Integer, nullable=False),
    Column("undone_at", String),
    text("undone_by"),
    Index("ix_bulk_act_round_id", "round_id"),
)
"""``images`` are the rows before and after, see ``domain.reversals``; nothing of a count.

``first_change`` to ``last_change`` are the act's own lines in the record of changes. Only the
newest are kept, those of a round until its 定稿.
"""
