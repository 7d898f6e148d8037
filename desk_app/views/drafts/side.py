"""What every panel beside a draft has in common: it is shown a draft, it asks for changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft


class DraftSide(QWidget):
    """A panel that reads a draft; what is out of sight waits until it is seen."""

    going = Signal(object)
    """The path of the field or row that was clicked."""
    edited = Signal(object, str)
    """A new ``SchemeDraft`` and what was done (改下限)."""
    titled = Signal(str)
    """What the panel is called now, with its counts."""

    def __init__(self) -> None:
        super().__init__()
        self.draft: SchemeDraft | None = None
        self.reading: DraftReadBack | None = None
        self._stale = False

    def show_draft(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:
        """Take the draft as it is now; it is laid out when the panel is in sight."""
        self.draft, self.reading = draft, reading
        self.count()
        self._stale = True
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def count(self) -> None:
        """Say in the title what there is, also while the panel is out of sight."""

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:
        """Lay out a draft."""

    def _fill(self) -> None:
        if self._stale and self.draft is not None and self.reading is not None:
            self._stale = False
            self.fill(self.draft, self.reading)
