"""Rosters, counting by two, categories of papers, versions of a count, household samples."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new; counts that were keyed so far were keyed by one person."""
    _meetings()
    _polls()
    _batches()
    _tallies()
    _versions()
    op.create_table(
        "household_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "seed")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("size", "total")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "drawn_on", "rows")),
        _key("household_sample", "round_id", "round.id"),
        sa.PrimaryKeyConstraint("id", name="pk_household_sample"),
    )
    op.create_index("ix_household_sample_round_id", "household_sample", ["round_id"])


def _meetings() -> None:
    for name in ("host", "agenda", "minutes", "supervisors", "tellers", "caller"):
        op.add_column("meeting", _text(name))
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer()),
        sa.Column("present", sa.Integer()),
        _key("attendance", "meeting_id", "meeting.id"),
        sa.PrimaryKeyConstraint("meeting_id", "category", name="pk_attendance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        _text("category"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signed_in", sa.Integer(), server_default="0", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _key("attendee", "meeting_id", "meeting.id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendee"),
    )
    op.create_index("ix_attendee_meeting_id", "attendee", ["meeting_id"])


def _polls() -> None:
    op.add_column("poll", sa.Column("mode", sa.String(), server_default="two", nullable=False))
    op.add_column("poll", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("poll", _text("voided_reason"))
    op.add_column("poll", sa.Column("voided_at", sa.String()))
    op.execute(
        "UPDATE poll SET mode = 'one' WHERE (sealed_at IS NOT NULL AND external = 0)"
        " OR id IN (SELECT poll_id FROM batch)"
    )
    numbers = ("issued", "returned", "valid", "invalid", "expected", "present")
    op.create_table(
        "papers",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in numbers),
        _key("papers", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("poll_id", "version", "category", name="pk_papers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "in_hand",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("teller"),
        _key("in_hand", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("poll_id", "category", "number", name="pk_in_hand"),
        sqlite_with_rowid=False,
    )


def _batches() -> None:
    """Make both tables anew beside the old: dropping a parent first would empty its children."""
    op.create_table(
        "new_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        _text("category"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("number", "valid", "invalid")),
        *(sa.Column(name, sa.Integer()) for name in ("second_valid", "second_invalid")),
        *(_text(name) for name in ("first_teller", "second_teller")),
        sa.Column("state", sa.String(), server_default="settled", nullable=False),
        _text("settled_by"),
        _key("batch", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint(
            "poll_id", "category", "number", name="uq_batch_poll_id_category_number"
        ),
    )
    op.create_table(
        "new_batch_count",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("keying", sa.Integer(), server_default="0", nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name="ck_batch_count_votes"),
        _key("batch_count", "batch_id", "new_batch.id"),
        _key("batch_count", "subject_id", "subject.id"),
        sa.PrimaryKeyConstraint(
            "batch_id", "keying", "subject_id", "option", name="pk_batch_count"
        ),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO new_batch (id, poll_id, number, valid, invalid)"
        " SELECT id, poll_id, number, valid, invalid FROM batch ORDER BY id"
    )
    op.execute(
        "INSERT INTO new_batch_count (batch_id, subject_id, option, votes)"
        " SELECT batch_id, subject_id, option, votes FROM batch_count"
        " ORDER BY batch_id, subject_id, option"
    )
    op.drop_table("batch_count")
    op.drop_table("batch")
    op.rename_table("new_batch", "batch")
    op.rename_table("new_batch_count", "batch_count")
    op.create_table(
        "void_count",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("keying", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.CheckConstraint("papers >= 0", name="ck_void_count_papers"),
        _key("void_count", "batch_id", "batch.id"),
        sa.PrimaryKeyConstraint("batch_id", "keying", "reason", name="pk_void_count"),
        sqlite_with_rowid=False,
    )


def _tallies() -> None:
    op.create_table(
        "new_tally",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), server_default="", nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name="ck_tally_votes"),
        _key("tally", "poll_id", "poll.id"),
        _key("tally", "subject_id", "subject.id"),
        sa.PrimaryKeyConstraint(
            "poll_id", "version", "subject_id", "category", "option", name="pk_tally"
        ),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO new_tally (poll_id, subject_id, option, votes)"
        " SELECT poll_id, subject_id, option, votes FROM tally"
        " ORDER BY poll_id, subject_id, option"
    )
    op.drop_table("tally")
    op.rename_table("new_tally", "tally")
    op.create_table(
        "void_tally",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.CheckConstraint("papers >= 0", name="ck_void_tally_papers"),
        _key("void_tally", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("poll_id", "version", "category", "reason", name="pk_void_tally"),
        sqlite_with_rowid=False,
    )


def _versions() -> None:
    op.create_table(
        "count_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("external", sa.Integer(), server_default="0", nullable=False),
        _text("tellers"),
        sa.Column("code", sa.String(), nullable=False),
        _text("reopened_reason"),
        _key("count_version", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("id", name="pk_count_version"),
        sa.UniqueConstraint("poll_id", "number", name="uq_count_version_poll_id_number"),
    )
    op.create_table(
        "remark",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        _text("finding"),
        sa.Column("reason", sa.String(), nullable=False),
        _key("remark", "poll_id", "poll.id"),
        sa.PrimaryKeyConstraint("poll_id", "version", "code", name="pk_remark"),
        sqlite_with_rowid=False,
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default="", nullable=False)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
