"""What Ctrl+Z takes back in the registry. A step stands already when it is pushed."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.organisations.model import OrganisationForm


class RegistryWriter(Protocol):
    """The presenter, as far as undoing is concerned."""

    def put(self, form: "OrganisationForm") -> None:
        """Save a form as it was at some time."""

    def add_again(self, form: "OrganisationForm", organisation_id: int) -> None:
        """Add what was taken away by undoing."""

    def take_away(self, organisation_id: int) -> None:
        """Delete what was just added."""

    def retire(self, organisation_id: int, day: "date", reason: str) -> None:
        """Take out of use."""

    def restore(self, organisation_id: int) -> None:
        """Bring back into use."""


class _RegistryStep(QUndoCommand):
    def __init__(self, words: str, writer: RegistryWriter) -> None:
        super().__init__(words)
        self.writer = writer
        self._stands = True

    def redo(self) -> None:
        if self._stands:
            self._stands = False
            return
        self.again()

    def again(self) -> None:
        """Do once more what was undone."""
        raise NotImplementedError


class EditStep(_RegistryStep):
    """A field that was typed."""

    def __init__(
        self, writer: RegistryWriter, before: "OrganisationForm", after: "OrganisationForm"
    ) -> None:
        super().__init__("修改", writer)
        self._before, self._after = before, after

    def again(self) -> None:
        self.writer.put(self._after)

    def undo(self) -> None:
        self.writer.put(self._before)


class AddStep(_RegistryStep):
    """An organisation that was added."""

    def __init__(
        self, writer: RegistryWriter, form: "OrganisationForm", organisation_id: int
    ) -> None:
        super().__init__("登记", writer)
        self._form, self._id = form, organisation_id

    def again(self) -> None:
        self.writer.add_again(self._form, self._id)

    def undo(self) -> None:
        self.writer.take_away(self._id)


class RetireStep(_RegistryStep):
    """An organisation that was taken out of use."""

    def __init__(
        self, writer: RegistryWriter, organisation_id: int, day: "date", reason: str
    ) -> None:
        super().__init__("撤销党组织", writer)
        self._id, self._day, self._reason = organisation_id, day, reason

    def again(self) -> None:
        self.writer.retire(self._id, self._day, self._reason)

    def undo(self) -> None:
        self.writer.restore(self._id)
