"""The room 上报: is everything ready, one button, and the folder it made."""

from desk_app.views.submission.room import SubmissionRoom

__all__ = ["SubmissionRoom"]
