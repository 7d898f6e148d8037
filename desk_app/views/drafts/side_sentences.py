"""读一遍: a draft read back in numbered sentences, the source's words behind each."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from desk_app.views.drafts.lines import LineList, SideLine
from desk_app.views.drafts.side import DraftSide
from desk_app.views.kit.theme import QUIET_BACKGROUND, TEXT, WRONG

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack, DraftSentence
    from desk_app.domain.drafts.tree import SchemeDraft

TITLE = "读一遍"
_LONGEST = 160
"""Letters of the source's words that are shown; the field has all of them."""


class SentencesSide(DraftSide):
    """Numbered sentences under the headings of the scheme; a click goes to the row."""

    def __init__(self) -> None:
        super().__init__()
        self.originals = QCheckBox("同时显示原文")
        self.originals.setChecked(True)
        self.originals.toggled.connect(self._again)
        self.list = LineList(TITLE)
        self.list.chosen.connect(self.going)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.originals)
        column.addWidget(self.list, 1)

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:  # noqa: ARG002
        """List the sentences, a heading before the first of each section."""
        shown = list(_lines(reading.sentences, originals=self.originals.isChecked()))
        self.list.show_lines(shown or [SideLine("还没有可以读的内容。")])

    def _again(self) -> None:
        if self.draft is not None and self.reading is not None:
            self.fill(self.draft, self.reading)


def _lines(said: "tuple[DraftSentence, ...]", *, originals: bool) -> Iterator[SideLine]:
    section = ""
    for one in said:
        if one.section != section:
            section = one.section
            yield SideLine(f"—— {section} ——", ground=QUIET_BACKGROUND.name())
        under = []
        if originals and one.origin.phrase:
            place = f"（{one.origin.source}）" if one.origin.source else ""
            under.append(f"原文：{_short(one.origin.phrase)}{place}")
        if originals and one.origin.ours:
            under.append(f"补定：{_short(one.origin.ours)}")
        mark, colour = ("✗", WRONG) if one.faulty else ("", TEXT)
        yield SideLine(f"{one.number}. {one.text}", one.path, mark, colour, tuple(under))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}……"
