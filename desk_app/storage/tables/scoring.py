"""What evaluators give and what is known besides."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from desk_app.storage.tables.columns import entered, metadata, text

score = Table(
    "score",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("evaluator", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("points_milli", Integer),
    text("note"),
    *entered(),
    sqlite_with_rowid=False,
)

clause_amount = Table(
    "clause_amount",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("evaluator", String, primary_key=True),
    Column("indicator", String, primary_key=True),
    Column("clause", String, primary_key=True),
    Column(
        "amount_milli",
        Integer,
        CheckConstraint("amount_milli > 0", name="amount"),
        nullable=False,
    ),
    *entered(),
    sqlite_with_rowid=False,
)
"""How often a clause of an indicator applies, in thousandths; or the points at discretion.

The points of the indicator are always worked out of these rows. Its row of ``score`` says by
``points_milli`` only that it is scored at all.
"""

adjustment = Table(
    "adjustment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), nullable=False),
    Column("adjustment", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("count", Integer, CheckConstraint("count >= 1", name="count"), nullable=False),
    text("proof"),
    *entered(),
    Index("ix_adjustment_subject_id", "subject_id"),
)

fact = Table(
    "fact",
    metadata,
    Column("subject_id", Integer, ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", String, primary_key=True),
    Column("value", String, nullable=False),
    *entered(),
    sqlite_with_rowid=False,
)
