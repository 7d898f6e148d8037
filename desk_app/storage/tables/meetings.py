"""Meetings and who comes to them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import metadata, text

meeting = Table(
    "meeting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("held_on", String),
    text("place"),
    text("note"),
    Column("expected", Integer),
    Column("present", Integer),
    text("host"),
    text("agenda"),
    text("minutes"),
    text("supervisors"),
    text("tellers"),
    text("caller"),
    Index("ix_meeting_round_id", "round_id"),
)
"""监票人, 计票人, 唱票人: names, one per line. 应到 and 实到 are the sums of ``attendance``."""

attendance = Table(
    "attendance",
    metadata,
    Column("meeting_id", Integer, ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("category", String, primary_key=True),
    Column("expected", Integer),
    Column("present", Integer),
    sqlite_with_rowid=False,
)
"""应到 and 实到 by category; where names are listed the numbers follow from them."""

attendee = Table(
    "attendee",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
    text("category"),
    Column("name", String, nullable=False),
    Column("signed_in", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False),
    Index("ix_attendee_meeting_id", "meeting_id"),
)
"""Who is asked to come, and whether he came. No moment: nobody learns who sat beside whom."""

household_sample = Table(
    "household_sample",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("name", String, nullable=False),
    Column("seed", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("drawn_on", String, nullable=False),
    Column("rows", String, nullable=False),
    Index("ix_household_sample_round_id", "round_id"),
)
