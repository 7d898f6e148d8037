"""Puts the panels beside a draft together: what the page of the editor takes in."""

from typing import TYPE_CHECKING

from desk_app.views.drafts.band_limits import BandLimits
from desk_app.views.drafts.document_page import DocumentPage
from desk_app.views.drafts.side_check import CheckSide
from desk_app.views.drafts.side_sentences import SentencesSide
from desk_app.views.drafts.side_trials import TrialsSide
from desk_app.views.drafts.version_page import VersionPage

if TYPE_CHECKING:
    from desk_app.views.context import RoomContext
    from desk_app.views.drafts.side import DraftSide
    from desk_app.views.use_cases import drafts

_MOST = 3


class DraftSides:
    """All panels of one draft: ``beside`` it, ``pages`` of their own, ``bands`` as a drawing."""

    def __init__(self, context: "RoomContext") -> None:
        self.check = CheckSide()
        self.sentences = SentencesSide()
        self.trials = TrialsSide(context)
        self.document = DocumentPage(context)
        self.versions = VersionPage(context)
        self.bands = BandLimits()
        self.beside: tuple[tuple[str, DraftSide], ...] = (
            ("检查", self.check),
            ("读一遍", self.sentences),
            ("试算", self.trials),
        )
        self.pages: tuple[tuple[str, DraftSide], ...] = (
            ("原文对照", self.document),
            ("两版对照", self.versions),
        )

    def open_round(self, round_id: int | None) -> None:
        """Say which round is in hand."""
        self.trials.open_round(round_id)
        self.versions.open_round(round_id)

    def begin(self, opened: "drafts.OpenedDraft") -> None:
        """Another draft is in hand."""
        self.trials.begin()
        self.document.begin()
        self.versions.begin(opened.id)

    def changed_trials(self) -> str:
        """What is asked before a draft is adopted whose trials come out otherwise; "" for none."""
        found = self.trials.changes
        if not found:
            return ""
        said = "".join(one.words for one in found[:_MOST])
        return f"试算有 {len(found)} 行的结果和打开草稿时不同：{said}仍然采用吗？"
