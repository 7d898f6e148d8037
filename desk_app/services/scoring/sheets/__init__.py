"""Scoring: who is scored, one subject's sheets, one indicator for all, and every score typed."""

from desk_app.services.scoring.sheets.gathering import (
    Sheets,
    held,
    indicators_of,
    own_lines,
    round_id,
    round_of,
    settled_sheets,
    subject_name,
    summary_of,
)
from desk_app.services.scoring.sheets.recording import (
    Recorded,
    keeping_scores,
    record_many,
    write,
)
from desk_app.services.scoring.sheets.views import (
    RosterLine,
    SheetView,
    TurnedLine,
    TurnedView,
    indicators,
    roster,
    sheet,
    summaries,
    turned,
)
from desk_app.services.scoring.sheets.votes import line_names
from desk_app.services.scoring.sheets.whole import WholeLine, WholeView, whole

__all__ = [
    "Recorded",
    "RosterLine",
    "SheetView",
    "Sheets",
    "TurnedLine",
    "TurnedView",
    "WholeLine",
    "WholeView",
    "held",
    "indicators",
    "indicators_of",
    "keeping_scores",
    "line_names",
    "own_lines",
    "record_many",
    "roster",
    "round_id",
    "round_of",
    "settled_sheets",
    "sheet",
    "subject_name",
    "summaries",
    "summary_of",
    "turned",
    "whole",
    "write",
]
