"""The names that fields offer and searches know by their initials, read when they are wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.views.kit.name_field import NameField, Names
from desk_app.views.kit.records import AnyIndex
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import names

if TYPE_CHECKING:
    from desk_app.views.runner import Runner


class NameBook(QObject):
    """Organisations and people of the workspace; as fresh as the last ``fetch``."""

    read = Signal()
    """Names were read that may differ from those before."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._asked = False
        self.organisations: Names = ()
        self.people: Names = ()

    def fetch(self) -> None:
        """Read the names again, unless that is under way."""
        if not self._asked:
            self._asked = True
            self._runner.call(names.known).then(self._take).otherwise(lambda _: self._forget())

    def serve(self, *fields: "NameField") -> None:
        """Offer people in these fields, read when one of them is entered."""
        for field in fields:
            field.fetch_with(self.fetch)
            self.read.connect(lambda field=field: field.offer(self.people))

    def initials(self) -> dict[str, str]:
        """Return organisation → the initials by which it is found."""
        return dict(self.organisations)

    def _take(self, found: "names.KnownNames") -> None:
        self._asked = False
        self.organisations, self.people = found.organisations, found.people
        self.read.emit()

    def _forget(self) -> None:
        """Nothing could be read, which another call of the room says: offer what was known."""
        self._asked = False


class PeopleDelegate(QStyledItemDelegate):
    """People are listed while a cell is typed that names some."""

    def __init__(self, book: NameBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002  (Qt's signature)
        index: AnyIndex,  # noqa: ARG002
    ) -> QWidget:
        field = NameField(parent, several=True)
        field.setFrame(False)
        field.offer(self._book.people)
        return field
