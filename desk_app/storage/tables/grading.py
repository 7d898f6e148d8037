"""The level at which each step arrived."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from desk_app.storage.tables.columns import entered, metadata, text

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
