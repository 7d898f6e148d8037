"""The record of changes, and the round that each person works on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables; the round that the office worked on stays chosen for everybody."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), server_default="", nullable=False),
        sa.Column("round_id", sa.Integer()),
        sa.Column("about", sa.String(), server_default="", nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), server_default="", nullable=False),
        sa.Column("after", sa.String(), server_default="", nullable=False),
        sa.Column("why", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_table(
        "chosen_round",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name="fk_chosen_round_round_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("actor", name="pk_chosen_round"),
        sqlite_with_rowid=False,
    )
    op.execute(
        sa.text(
            "INSERT INTO chosen_round (actor, round_id) SELECT '', workspace.current_round_id"
            " FROM workspace JOIN round ON round.id = workspace.current_round_id"
        )
    )
    op.drop_column("workspace", "current_round_id")
    # A version that was counted again keeps no votes: beside those of the new count they could
    # tell the paper that was found in between. Its papers and its code stay.
    op.execute(
        sa.text(
            "DELETE FROM tally WHERE EXISTS (SELECT 1 FROM count_version AS version"
            " WHERE version.poll_id = tally.poll_id AND version.number = tally.version"
            " AND version.reopened_reason <> '')"
        )
    )
