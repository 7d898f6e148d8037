"""The tables. One ``MetaData``, SQLAlchemy Core only: mapped classes would cost start-up time.

Points are whole thousandths, days and moments ISO text. What could tell in which order people
voted is not here: the smallest unit of a poll is the batch.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False, server_default="")


def _entered() -> tuple[Column[str], Column[str]]:
    """Who entered a row and when: reasons say where a fact comes from. The session fills it in."""
    return _text("entered_by"), _text("entered_at")


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
    _text("short_name"),
    Column("kind", String, nullable=False),
    Column("parent_id", Integer, ForeignKey("organisation.id")),
    _text("domain"),
    _text("area"),
    _text("secretary"),
    _text("contact"),
    _text("phone"),
    Column("member_count", Integer),
    Column("elected_on", String),
    Column("term_ends_on", String),
    Column("founded_on", String),
    Column("position", Integer, nullable=False, server_default="0"),
    _text("initials"),
    Column("retired_on", String),
    _text("retired_reason"),
    Index("ix_organisation_parent_id", "parent_id"),
)

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
)

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
    _text("domain"),
    _text("area"),
    _text("parent"),
    _text("code"),
    _text("secretary"),
    Column("member_count", Integer),
    Column("elected_on", String),
    Column("term_ends_on", String),
    Column("founded_on", String),
    Column("participates", Integer, nullable=False, server_default="1"),
    _text("absence_reason"),
    UniqueConstraint("round_id", "organisation_id"),
)

score = Table(
    "score",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("evaluator", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("points_milli", Integer),
    _text("note"),
    *_entered(),
    sqlite_with_rowid=False,
)

adjustment = Table(
    "adjustment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), nullable=False),
    Column("adjustment", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("count", Integer, CheckConstraint("count >= 1", name="count"), nullable=False),
    _text("proof"),
    *_entered(),
    Index("ix_adjustment_subject_id", "subject_id"),
)

fact = Table(
    "fact",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", String, primary_key=True),
    Column("value", String, nullable=False),
    *_entered(),
    sqlite_with_rowid=False,
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("held_on", String),
    _text("place"),
    _text("note"),
    Column("expected", Integer),
    Column("present", Integer),
    _text("host"),
    _text("agenda"),
    _text("minutes"),
    _text("supervisors"),
    _text("tellers"),
    _text("caller"),
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
    _text("category"),
    Column("name", String, nullable=False),
    Column("signed_in", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False),
    Index("ix_attendee_meeting_id", "meeting_id"),
)
"""Who is asked to come, and whether he came. No moment: nobody learns who sat beside whom."""

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
    _text("voided_reason"),
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
    _text("category"),
    Column("number", Integer, nullable=False),
    Column("valid", Integer, nullable=False),
    Column("invalid", Integer, nullable=False),
    Column("second_valid", Integer),
    Column("second_invalid", Integer),
    _text("first_teller"),
    _text("second_teller"),
    Column("state", String, nullable=False, server_default="settled"),
    _text("settled_by"),
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
    _text("teller"),
    sqlite_with_rowid=False,
)
"""The batch somebody is keying: after a power cut the program knows what was lost."""

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
    _text("tellers"),
    Column("code", String, nullable=False),
    _text("reopened_reason"),
    UniqueConstraint("poll_id", "number"),
)
"""Every count that was sealed. ``reopened_reason`` says why it was taken back, "" if it stands."""

remark = Table(
    "remark",
    metadata,
    Column("poll_id", Integer, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("code", String, primary_key=True),
    _text("finding"),
    Column("reason", String, nullable=False),
    sqlite_with_rowid=False,
)
"""The reason given for a soft check, and what the check said."""

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

opinion = Table(
    "opinion",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("step", String, primary_key=True),
    Column("level", String, nullable=False),
    _text("reason"),
    Column("decided_on", String),
    _text("meeting"),
    *_entered(),
    sqlite_with_rowid=False,
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
    _text("source"),
    *_entered(),
    sqlite_with_rowid=False,
)
"""Levels of years before this program was used, typed or imported."""

rectification = Table(
    "rectification",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), nullable=False),
    _text("indicator"),
    Column("problem", String, nullable=False),
    _text("goal"),
    _text("measures"),
    _text("owner"),
    Column("due_on", String),
    _text("progress"),
    Column("closed_on", String),
    _text("proof"),
    _text("closed_by"),
    Index("ix_rectification_round_id", "round_id"),
)

amendment = Table(
    "amendment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round_id", Integer, ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("what", String, nullable=False),
    _text("before"),
    _text("after"),
    _text("reason"),
    Index("ix_amendment_round_id", "round_id"),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", String, nullable=False),
    _text("made_by"),
    Column("round_id", Integer),
    _text("about"),
    Column("what", String, nullable=False),
    _text("before"),
    _text("after"),
    _text("why"),
)
"""The record of changes: only ever added to, by ``services.session``.

It outlives what it speaks of, so ``round_id`` is no foreign key and ``about`` is a name. Nothing
about ballots is in it.
"""
