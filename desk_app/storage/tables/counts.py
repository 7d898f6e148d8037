"""What a sealed count of a poll says, version by version."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from desk_app.storage.tables.columns import metadata, text

tally = Table(
    "tally",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, server_default="1"),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("category", String, primary_key=True, server_default=""),
    Column("option", String, primary_key=True),
    Column("votes", Integer, CheckConstraint("votes >= 0", name="votes"), nullable=False),
    sqlite_with_rowid=False,
)
"""Categories too small to be broken down are added up under ""."""

void_tally = Table(
    "void_tally",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("category", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("papers", Integer, CheckConstraint("papers >= 0", name="papers"), nullable=False),
    sqlite_with_rowid=False,
)
"""The reasons of a sealed version; categories as in ``tally``. None of an external count."""

count_version = Table(
    "count_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sealed_at", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("external", Integer, nullable=False, server_default="0"),
    text("tellers"),
    Column("code", String, nullable=False),
    text("reopened_reason"),
    UniqueConstraint("poll_id", "number"),
)
"""Every count that was sealed. ``reopened_reason`` says why it was taken back, "" if it stands."""

remark = Table(
    "remark",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("code", String, primary_key=True),
    text("finding"),
    Column("reason", String, nullable=False),
    sqlite_with_rowid=False,
)
"""The reason given for a soft check, and what the check said."""
