"""Schemes that are being written; rounds that take a new edition, or are begun again under it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables and a column; before, a scheme was written outside of the program."""
    op.create_table(
        "scheme_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("made_from", sa.String(), server_default="", nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), server_default="", nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), server_default="", nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_draft"),
    )
    op.create_table(
        "scheme_draft_step",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["scheme_draft.id"],
            name="fk_scheme_draft_step_draft_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("draft_id", "position", name="pk_scheme_draft_step"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision_review",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), server_default="", nullable=False),
        sa.Column("after", sa.String(), server_default="", nullable=False),
        sa.Column("marked_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_decision_review_subject_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name="fk_decision_review_scheme_id"),
        sa.PrimaryKeyConstraint("subject_id", name="pk_decision_review"),
        sqlite_with_rowid=False,
    )
    op.add_column("round", sa.Column("closed_at", sa.String(), nullable=True))
