"""Puts the panels beside a draft together: what the page of the editor takes in."""

from typing import TYPE_CHECKING

from desk_app.views.drafts.band_limits import BandLimits
from desk_app.views.drafts.document_page import DocumentPage
from desk_app.views.drafts.side_check import CheckSide
from desk_app.views.drafts.side_sentences import SentencesSide
from desk_app.views.drafts.side_trials import TrialsSide

if TYPE_CHECKING:
    from desk_app.views.context import RoomContext
    from desk_app.views.drafts.side import DraftSide


class DraftSides:
    """All panels of one draft. ``beside`` stand at the side; ``bands`` is the section 档次."""

    def __init__(self, context: "RoomContext") -> None:
        self.check = CheckSide()
        self.sentences = SentencesSide()
        self.trials = TrialsSide(context)
        self.document = DocumentPage(context)
        self.bands = BandLimits()
        self.beside: tuple[tuple[str, DraftSide], ...] = (
            ("检查", self.check),
            ("读一遍", self.sentences),
            ("试算", self.trials),
            ("原文对照", self.document),
        )
