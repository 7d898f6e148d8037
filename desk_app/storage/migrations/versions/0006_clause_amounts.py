"""How often the clauses of an indicator apply, beside the scores that come of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; no scheme before had clauses."""
    op.create_table(
        "clause_amount",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("amount_milli", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("amount_milli > 0", name="ck_clause_amount_amount"),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_clause_amount_subject_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "subject_id", "evaluator", "indicator", "clause", name="pk_clause_amount"
        ),
        sqlite_with_rowid=False,
    )
