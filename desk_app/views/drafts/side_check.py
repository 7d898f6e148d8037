"""检查: what is wrong with a draft and where; a click or Enter goes to the field."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from desk_app.domain.scheme.model.problems import Severity
from desk_app.views.drafts.lines import LineList, SideLine
from desk_app.views.drafts.places import place_words
from desk_app.views.drafts.side import DraftSide
from desk_app.views.kit.theme import GOOD, WARNING, WRONG

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft

TITLE = "检查"
CLEAN = "检查没有发现问题：分数、档次、名额都对得上。"


class CheckSide(DraftSide):
    """The list of what the check says, errors first, counts in its title."""

    def __init__(self) -> None:
        super().__init__()
        self.list = LineList(TITLE)
        self.list.chosen.connect(self.going)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def count(self) -> None:
        """Say how many places are wrong, else how many to look at."""
        if self.reading is None:
            return
        errors, every = self.reading.errors, len(self.reading.problems)
        self.titled.emit(f"{TITLE}（{errors or every}）" if every else f"{TITLE} ✓")

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:
        """List every finding with its place."""
        lines = [
            SideLine(
                one.sentence,
                one.path,
                *(("✗", WRONG) if one.severity is Severity.ERROR else ("·", WARNING)),
                under=(place,) if (place := place_words(draft, one.path)) else (),
            )
            for one in reading.problems
        ]
        self.list.show_lines(lines or [SideLine(CLEAN, None, "✓", GOOD)])
