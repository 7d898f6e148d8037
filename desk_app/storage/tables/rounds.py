"""Schemes, rounds and who is in them."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from desk_app.storage.tables.columns import metadata, text

scheme = Table(
    "scheme",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme_id", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("imported_at", String, nullable=False),
    UniqueConstraint("scheme_id", "digest"),
)

round_ = Table(
    "round",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme_id", Integer, ForeignKey("scheme.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("finalised_at", String),
    Column("locked", Integer, nullable=False, server_default="0"),
    Column("exported_at", String),
    UniqueConstraint("year", "name"),
    Column("closed_at", String),
)
"""A round is closed that was begun again under another edition of its scheme; it is locked too."""

chosen_round = Table(
    "chosen_round",
    metadata,
    Column("actor", String, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
)
"""The round that each person works on; actor "" is for whoever has not chosen yet."""

subject = Table(
    "subject",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("organisation_id", Integer, ForeignKey("organisation.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    text("domain"),
    text("area"),
    text("parent"),
    text("code"),
    text("secretary"),
    Column("member_count", Integer),
    Column("elected_on", String),
    Column("term_ends_on", String),
    Column("founded_on", String),
    Column("participates", Integer, nullable=False, server_default="1"),
    text("absence_reason"),
    UniqueConstraint("round_id", "organisation_id"),
)
