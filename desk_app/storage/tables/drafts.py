"""Schemes that are being written, with every state that can be gone back to."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from desk_app.storage.tables.columns import metadata, text

scheme_draft = Table(
    "scheme_draft",
    metadata,
    Column("id", Integer, primary_key=True),
    text("title"),
    text("made_from"),
    Column("made_at", String, nullable=False),
    text("made_by"),
    Column("changed_at", String, nullable=False),
    text("changed_by"),
    Column("step", Integer, nullable=False),
    Column("adopted_at", String),
)
"""``step`` is the ``position`` of the state that the draft is in now: lower after 撤销.

``made_from`` says in words what it began as, ``title`` is the scheme's own, as far as it is typed.
"""

scheme_draft_step = Table(
    "scheme_draft_step",
    metadata,
    Column(
        "draft_id", Integer, ForeignKey("scheme_draft.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("position", Integer, primary_key=True),
    text("words"),
    Column("text", String, nullable=False),
    Column("made_at", String, nullable=False),
    sqlite_with_rowid=False,
)
"""The whole text after each change; ``words`` say what was changed. The newest are kept."""
