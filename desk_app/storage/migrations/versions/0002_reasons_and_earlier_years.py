"""Who entered what, days of the registry in a round, and levels of earlier years."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ENTERED = ("score", "adjustment", "fact", "opinion")
_DAYS = ("elected_on", "term_ends_on", "founded_on")


def upgrade() -> None:
    """Add the columns; what is there already was entered by nobody known."""
    for table in _ENTERED:
        for name in ("entered_by", "entered_at"):
            column = sa.Column(name, sa.String(), server_default="", nullable=False)
            op.add_column(table, column)
    op.add_column("organisation", sa.Column("founded_on", sa.String()))
    for name in _DAYS:
        op.add_column("subject", sa.Column(name, sa.String()))
    op.create_table(
        "earlier_level",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("entered_by", sa.String(), server_default="", nullable=False),
        sa.Column("entered_at", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_earlier_level_organisation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "year", name="pk_earlier_level"),
        sqlite_with_rowid=False,
    )
