"""What was written at once, so that it can be taken back whole after a restart too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what was imported before cannot be taken back."""
    op.create_table(
        "bulk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer()),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), server_default="", nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("images", sa.String(), nullable=False),
        sa.Column("first_change", sa.Integer(), nullable=False),
        sa.Column("last_change", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.String()),
        sa.Column("undone_by", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name="fk_bulk_act_round_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_act"),
    )
    op.create_index("ix_bulk_act_round_id", "bulk_act", ["round_id"])
