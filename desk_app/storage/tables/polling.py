"""A poll and its papers while they are counted.

What could tell in which order people voted is not here: the smallest unit is the batch.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from desk_app.storage.tables.columns import metadata, text

poll = Table(
    "poll",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meeting.id", ondelete="CASCADE"), nullable=False),
    Column("poll", String, nullable=False),
    Column("issued", Integer),
    Column("returned", Integer),
    Column("valid", Integer),
    Column("invalid", Integer),
    Column("external", Integer, nullable=False, server_default="0"),
    Column("sealed_at", String),
    Column("mode", String, nullable=False, server_default="two"),
    Column("version", Integer, nullable=False, server_default="1"),
    text("voided_reason"),
    Column("voided_at", String),
    Index("ix_poll_meeting_id", "meeting_id"),
)
"""``mode``: one, two (blind) or called (唱票). ``version``: the count that stands or is made."""

papers = Table(
    "papers",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("category", String, primary_key=True),
    Column("issued", Integer),
    Column("returned", Integer),
    Column("valid", Integer),
    Column("invalid", Integer),
    Column("expected", Integer),
    Column("present", Integer),
    sqlite_with_rowid=False,
)
"""Papers by category and version; category "" where a poll is not broken down.

While a count is open there are rows only for categories. Sealing fills in what counted and the
attendance of that moment, so that a version says the same for ever.
"""

poll_subject = Table(
    "poll_subject",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, nullable=False),
    Index("ix_poll_subject_subject_id", "subject_id"),
    sqlite_with_rowid=False,
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), nullable=False),
    text("category"),
    Column("number", Integer, nullable=False),
    Column("valid", Integer, nullable=False),
    Column("invalid", Integer, nullable=False),
    Column("second_valid", Integer),
    Column("second_invalid", Integer),
    text("first_teller"),
    text("second_teller"),
    Column("state", String, nullable=False, server_default="settled"),
    text("settled_by"),
    UniqueConstraint("poll_id", "category", "number"),
)
"""``state``: first (waits for the second person), differs, settled. Only settled ones count.

``again``: to be keyed again; ``second_valid`` is then the number of papers, and no counter is kept.

``valid`` and ``invalid`` are the first person's until the batch is settled.
"""

batch_count = Table(
    "batch_count",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("keying", Integer, primary_key=True, server_default="0"),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("option", String, primary_key=True),
    Column("votes", Integer, CheckConstraint("votes >= 0", name="votes"), nullable=False),
    sqlite_with_rowid=False,
)
"""``keying``: 1 the first person's, 2 the second's, 0 what counts."""

void_count = Table(
    "void_count",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("keying", Integer, primary_key=True, server_default="0"),
    Column("reason", String, primary_key=True),
    Column("papers", Integer, CheckConstraint("papers >= 0", name="papers"), nullable=False),
    sqlite_with_rowid=False,
)
"""Why papers of a batch are void as a whole, added up; reason "" where none was given."""

in_hand = Table(
    "in_hand",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("category", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    text("teller"),
    sqlite_with_rowid=False,
)
"""The batch somebody is keying: after a power cut the program knows what was lost."""
