"""Score sheets on their way out and back: blank workbooks, filled ones, and paper."""

from desk_app.services.scoring.workbooks.blank import blank_sheets, note_word
from desk_app.services.scoring.workbooks.filled import (
    Applied,
    ScoresTaken,
    apply_scores,
    read_scores,
    refusal_sentences,
    take_scores,
)
from desk_app.services.scoring.workbooks.printing import print_sheets

__all__ = [
    "Applied",
    "ScoresTaken",
    "apply_scores",
    "blank_sheets",
    "note_word",
    "print_sheets",
    "read_scores",
    "refusal_sentences",
    "take_scores",
]
