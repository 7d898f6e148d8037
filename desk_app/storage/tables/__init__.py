"""The tables, a file a word. SQLAlchemy Core only: mapped classes would cost start-up time."""

from desk_app.storage.tables.changes import amendment, change
from desk_app.storage.tables.columns import metadata
from desk_app.storage.tables.counts import count_version, remark, tally, void_tally
from desk_app.storage.tables.drafts import scheme_draft, scheme_draft_step
from desk_app.storage.tables.grading import decision_review, opinion
from desk_app.storage.tables.meetings import attendance, attendee, household_sample, meeting
from desk_app.storage.tables.polling import (
    batch,
    batch_count,
    in_hand,
    papers,
    poll,
    poll_subject,
    void_count,
)
from desk_app.storage.tables.rectification import rectification
from desk_app.storage.tables.registry import earlier_level, organisation, workspace
from desk_app.storage.tables.reversals import bulk_act
from desk_app.storage.tables.rounds import chosen_round, round_, scheme, subject
from desk_app.storage.tables.scoring import adjustment, clause_amount, fact, score

__all__ = [
    "adjustment",
    "amendment",
    "attendance",
    "attendee",
    "batch",
    "batch_count",
    "bulk_act",
    "change",
    "chosen_round",
    "clause_amount",
    "count_version",
    "decision_review",
    "earlier_level",
    "fact",
    "household_sample",
    "in_hand",
    "meeting",
    "metadata",
    "opinion",
    "organisation",
    "papers",
    "poll",
    "poll_subject",
    "rectification",
    "remark",
    "round_",
    "scheme",
    "scheme_draft",
    "scheme_draft_step",
    "score",
    "subject",
    "tally",
    "void_count",
    "void_tally",
    "workspace",
]
