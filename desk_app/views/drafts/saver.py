"""Keeps a draft while it is written: a moment after each change, off the screen's thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import drafts

if TYPE_CHECKING:
    from desk_app.domain.drafts.tree import SchemeDraft
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner

DELAY = 300
"""Milliseconds from the first change that is not kept yet; what follows meanwhile goes with it."""
_MOST_WORDS = 3


class DraftSaver(QObject):
    """Takes every state of a draft; writes the newest as one step. Closing asks for ``flush``."""

    saved = Signal(object)
    """``OpenedDraft``: what lies on disk now, and where steps lead from it."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._draft: SchemeDraft | None = None
        self._draft_id = 0
        self._words: list[str] = []
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.flush)

    @property
    def waiting(self) -> bool:
        """Whether there is a change that is not on its way to the disk yet."""
        return self._draft is not None

    def take(self, draft_id: int, draft: "SchemeDraft", words: str, *, again: bool = False) -> None:
        """Keep a state soon; ``words`` say what was changed (改分值).

        ``again``: the same field was changed on, which is no step of its own for Ctrl+Z.
        """
        if self._draft is not None and self._draft_id != draft_id:
            self.flush()
        self._again = again and (self._draft is None or self._again)
        self._draft_id, self._draft = draft_id, draft
        if words and words not in self._words:
            self._words.append(words)
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Write at once what waits: before a step back, and when the room is left."""
        self._timer.stop()
        if self._draft is None:
            return
        draft, words = self._draft, "、".join(self._words[:_MOST_WORDS])
        self._draft, self._words = None, []
        self._runner.save(drafts.save, self._draft_id, draft, words, again=self._again).then(
            self.saved.emit
        ).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
