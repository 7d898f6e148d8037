"""What goes up on the stick: is everything ready, and make the folder."""

from desk_app.services.submission.checks import Readiness, readiness
from desk_app.services.submission.folder import (
    Result,
    export,
    ledger_pdf,
    made_before,
    summary_pdf,
)
from desk_app.services.submission.look import SubmissionLook, look
from desk_app.services.submission.papers import Papers, gather

__all__ = [
    "Papers",
    "Readiness",
    "Result",
    "SubmissionLook",
    "export",
    "gather",
    "ledger_pdf",
    "look",
    "made_before",
    "readiness",
    "summary_pdf",
]
