"""The draft in hand: edited in memory, read back at once, kept a moment later, stepped back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.domain.drafts.judging import DraftReadBack, read_back
from desk_app.domain.drafts.tree import Path, SchemeDraft
from desk_app.domain.scheme.model.problems import Severity
from desk_app.views.drafts.history import DraftHistory
from desk_app.views.drafts.saver import DraftSaver
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import drafts

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings

READ_AFTER = 20
"""Milliseconds from the last key to list and sentences: a hand that types on is not held up."""


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft as it stands, and what its check and its sentences say."""

    draft: SchemeDraft
    back: DraftReadBack


class DraftPresenter(QObject):
    """Knows the runner and the draft in hand; every screen of the editor listens to it.

    ``changed`` says what stands now, ``edit`` sets another state: nothing else goes between the
    editor's parts.
    """

    changed = Signal(object)
    """``DraftReading`` after every change, also after a step back."""
    opened = Signal(object)
    """``OpenedDraft``: another draft is in hand."""
    wanted = Signal(object)
    """A path of the draft that is to be shown, with the keys in its field."""
    stored = Signal(object)
    """``OpenedDraft``: what lies on disk now."""
    adopted = Signal(object)
    """``Adopted``: the draft is a scheme."""
    told = Signal(str)
    """A sentence on what was done, where it is worth one."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", settings: "Settings", parent: QObject) -> None:
        super().__init__(parent)
        self.settings = settings
        self._runner = OwnedRunner(runner, self)
        self._draft_id = 0
        self._draft = SchemeDraft()
        self._reading = DraftReading(self._draft, read_back(self._draft))
        self._walking = False
        self._field: object = None
        self.saver = DraftSaver(runner, self)
        self.saver.saved.connect(self._saved)
        self.saver.failed.connect(self.failed.emit)
        self.history = DraftHistory(self)
        self.history.stepped.connect(lambda forward: self._walk(forward=forward))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_AFTER)
        self._timer.timeout.connect(self.read_now)

    @property
    def draft_id(self) -> int:
        """The number of the draft in hand; 0 while there is none."""
        return self._draft_id

    @property
    def draft(self) -> SchemeDraft:
        """The draft in hand, the last key included."""
        return self._draft

    @property
    def reading(self) -> DraftReading:
        """What the draft in hand says now."""
        if self._timer.isActive():
            self.read_now()
        return self._reading

    def open(self, draft_id: int) -> None:
        """Take a draft in hand, where it was left."""
        self._runner.call(drafts.open_draft, draft_id).then(self.take).otherwise(self._failed)

    def take(self, opened: "drafts.OpenedDraft") -> None:
        """Take an opened draft in hand."""
        self.leave()
        self._draft_id = opened.id
        self.history.know(opened)
        self._show(opened.draft)
        self.opened.emit(opened)

    def leave(self) -> None:
        """Keep at once what waits; the draft is out of hand then."""
        self.saver.flush()
        self._draft_id = 0
        self._field = None

    def edit(self, draft: SchemeDraft, words: str, field: object = None) -> None:
        """Set another state of the draft; ``words`` say what was changed (改分值).

        States of one ``field`` that follow each other are one step for Ctrl+Z.
        """
        if self._walking or not self._draft_id or draft == self._draft:
            return
        again = field is not None and field == self._field
        self._field = field
        self._draft = draft
        self.saver.take(self._draft_id, draft, words, again=again)
        self.history.wait(words)
        self._timer.start()

    def read_now(self) -> None:
        """Read the draft back and say so."""
        self._timer.stop()
        self._reading = DraftReading(self._draft, read_back(self._draft))
        self.changed.emit(self._reading)

    def go_to(self, path: Path) -> None:
        """Show a field, a row or a table of the draft."""
        self.wanted.emit(path)

    def adopt(self) -> None:
        """Let the draft become a scheme; while something is wrong, go to the first of it."""
        reading = self.reading
        if reading.back.scheme is None:
            errors = [one for one in reading.back.problems if one.severity is Severity.ERROR]
            if errors:
                self.go_to(errors[0].path)
            return
        self.saver.flush()
        self._runner.save(drafts.adopt, self._draft_id).then(self.adopted.emit).otherwise(
            self._failed
        )

    def _walk(self, *, forward: bool) -> None:
        self.saver.flush()
        self._walking, self._field = True, None
        step = drafts.redo if forward else drafts.undo
        self._runner.save(step, self._draft_id).then(self._walked).otherwise(self._failed)

    def _walked(self, opened: "drafts.OpenedDraft") -> None:
        self._walking = False
        if opened.id != self._draft_id:
            return
        self.history.know(opened)
        self.stored.emit(opened)
        self._show(opened.draft)

    def _show(self, draft: SchemeDraft) -> None:
        self._draft = draft
        self.read_now()

    def _saved(self, opened: "drafts.OpenedDraft") -> None:
        if opened.id == self._draft_id and not self._walking:
            if not self.saver.waiting:
                self.history.know(opened)
            self.stored.emit(opened)

    def _failed(self, fault: "Fault") -> None:
        self._walking = False
        self.failed.emit("".join(fault.sentences))
