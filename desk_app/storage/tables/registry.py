"""The office, its organisations, and the levels of years before this program."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import entered, metadata, text

workspace = Table(
    "workspace",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="single"), primary_key=True),
    Column("full_name", String, nullable=False),
    Column("short_name", String, nullable=False),
    Column("created_at", String, nullable=False),
)

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String, unique=True),
    Column("name", String, nullable=False),
    text("short_name"),
    Column("kind", String, nullable=False),
    Column("parent_id", Integer, ForeignKey("organisation.id")),
    text("domain"),
    text("area"),
    text("secretary"),
    text("contact"),
    text("phone"),
    Column("member_count", Integer),
    Column("elected_on", String),
    Column("term_ends_on", String),
    Column("founded_on", String),
    Column("position", Integer, nullable=False, server_default="0"),
    text("initials"),
    Column("retired_on", String),
    text("retired_reason"),
    Index("ix_organisation_parent_id", "parent_id"),
)

earlier_level = Table(
    "earlier_level",
    metadata,
    Column(
        "organisation_id",
        Integer,
        ForeignKey("organisation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("year", Integer, primary_key=True),
    Column("level", String, nullable=False),
    text("source"),
    *entered(),
    sqlite_with_rowid=False,
)
"""Levels of years before this program was used, typed or imported."""
