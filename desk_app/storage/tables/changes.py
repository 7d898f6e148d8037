"""What people changed: the record, and what was amended after 定稿."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import metadata, text

amendment = Table(
    "amendment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("what", String, nullable=False),
    text("before"),
    text("after"),
    text("reason"),
    Index("ix_amendment_round_id", "round_id"),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", String, nullable=False),
    text("made_by"),
    Column("round_id", Integer),
    text("about"),
    Column("what", String, nullable=False),
    text("before"),
    text("after"),
    text("why"),
)
"""The record of changes: only ever added to, by ``services.session``.

It outlives what it speaks of, so ``round_id`` is no foreign key and ``about`` is a name. Nothing
about ballots is in it.
"""
