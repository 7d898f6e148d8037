"""What is done to the registry: read, typed, added, retired, moved, each a step for Ctrl+Z."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from desk_app.domain.organisations.model import OrganisationForm
from desk_app.views.kit.done_step import DoneStep
from desk_app.views.organisations.steps import AddStep, EditStep, RetireStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.faults import Fault
    from desk_app.views.answer import Answer
    from desk_app.views.runner import Runner

T = TypeVar("T")


class RegistryPresenter(QObject):
    """Reads and writes behind the screen; it knows the runner, no widget."""

    loaded = Signal(object)
    """All organisations as ``OrganisationRow`` s in the order of the tree."""
    saved = Signal(object)
    """The ``OrganisationForm`` that stands on disk now."""
    save_refused = Signal(object, object)
    """A form, and the ``Fault`` that says why it was not kept."""
    added = Signal(object)
    """The form of an organisation that is registered now."""
    retired = Signal()
    retire_refused = Signal(str)
    removed = Signal(object)
    """An organisation was deleted: the number under which it can be taken back."""
    began = Signal()
    """Something is about to be written: what was said before has passed."""
    written = Signal(object)
    """Something else was written; the organisation to be chosen, ``None`` for the same."""
    refused = Signal(object)
    """The ``Fault`` that says why it was not written."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self.undo_stack = QUndoStack(self)

    def load(self) -> None:
        """Read the registry."""
        self._runner.call(registry.tree, include_retired=True).then(self.loaded.emit)

    def save(self, form: OrganisationForm, before: OrganisationForm | None) -> None:
        """Keep a form that was typed; ``before`` is what stood there."""

        def done(_organisation_id: int) -> None:
            self.saved.emit(form)
            if before is not None:
                self.undo_stack.push(EditStep(self, before, form))
            self.written.emit(None)

        self._runner.save(registry.save, form).then(done).otherwise(
            lambda fault: self.save_refused.emit(form, fault)
        )

    def add(self, form: OrganisationForm) -> None:
        """Register a new organisation."""

        def done(organisation_id: int) -> None:
            self.undo_stack.push(AddStep(self, form, organisation_id))
            self.added.emit(form)
            self.written.emit(organisation_id)

        self._runner.save(registry.save, form).then(done).otherwise(self.refused.emit)

    def take_out_of_use(self, organisation_id: int, day: date, reason: str) -> None:
        """Retire an organisation; a fault is said beside the day and the reason."""

        def done(_: None) -> None:
            self.undo_stack.push(RetireStep(self, organisation_id, day, reason))
            self.retired.emit()
            self.written.emit(None)

        self._runner.save(registry.retire, organisation_id, day, reason).then(done).otherwise(
            lambda fault: self.retire_refused.emit(str(fault))
        )

    def remove(self, organisation_id: int) -> None:
        """Delete an organisation, as a step to be undone."""

        def done(act_id: int | None) -> None:
            self.removed.emit(act_id)
            self.written.emit(None)

        self.began.emit()
        self._runner.save(registry.remove, organisation_id, keep=True).then(done).otherwise(
            self._refused
        )

    def move(self, organisation_id: int, steps: int) -> None:
        """Put an organisation further up or down among its siblings."""

        def done(moved: int) -> None:
            if moved:
                self.undo_stack.push(
                    DoneStep(
                        "移动",
                        lambda: self.shift(organisation_id, moved),
                        lambda: self.shift(organisation_id, -moved),
                    )
                )
            self.written.emit(organisation_id)

        self.began.emit()
        self._runner.save(registry.reorder, organisation_id, steps).then(done).otherwise(
            self._refused
        )

    def bring_back(self, one: "registry.OrganisationRow") -> None:
        """Bring a retired organisation back into use."""
        day, reason = one.retired_on, one.retired_reason

        def done(_: None) -> None:
            if day is not None:
                self.undo_stack.push(
                    DoneStep(
                        "恢复",
                        lambda: self.restore(one.id),
                        lambda: self.retire(one.id, day, reason),
                    )
                )
            self.written.emit(one.id)

        self.began.emit()
        self._runner.save(registry.restore, one.id).then(done).otherwise(self._refused)

    # --- undo ------------------------------------------------------------------------------

    def shift(self, organisation_id: int, steps: int) -> None:
        """Move among the siblings without a step of its own."""
        self._write(
            lambda: self._runner.save(registry.reorder, organisation_id, steps), organisation_id
        )

    def put(self, form: OrganisationForm) -> None:
        """Save a form as it was at some time."""
        self._write(lambda: self._runner.save(registry.save, form), form.id)

    def add_again(self, form: OrganisationForm, organisation_id: int) -> None:
        """Add what was taken away by undoing."""
        self._write(
            lambda: self._runner.save(registry.save, form, again=organisation_id),
            organisation_id,
        )

    def take_away(self, organisation_id: int) -> None:
        """Delete what was just added."""
        self._write(lambda: self._runner.save(registry.remove, organisation_id), None)

    def retire(self, organisation_id: int, day: date, reason: str) -> None:
        """Take out of use once more (redo)."""
        self._write(
            lambda: self._runner.save(registry.retire, organisation_id, day, reason),
            organisation_id,
        )

    def restore(self, organisation_id: int) -> None:
        """Bring back into use."""
        self._write(lambda: self._runner.save(registry.restore, organisation_id), organisation_id)

    def _write(self, ask: "Callable[[], Answer[T]]", choose: int | None) -> None:
        """Do something with the registry that leaves no undo step of its own."""
        self.began.emit()
        ask().then(lambda _: self.written.emit(choose)).otherwise(self._refused)

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(fault)
