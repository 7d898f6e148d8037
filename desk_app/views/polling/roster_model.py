"""The roster: who is asked, by category, ticked when he signs in; names come from Excel too."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from desk_app.domain.polling.meetings import Attendee
from desk_app.views.kit.number_grid import filled_down
from desk_app.views.kit.records import LEFT, ROOT, AnyIndex

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SIGNED, _NAME, _CATEGORY = range(3)


class RosterModel(QAbstractTableModel):
    """One line a person; the first column is ticked."""

    signed = Signal(object, bool)
    """Attendee and whether he came."""
    all_signed = Signal(object, bool)
    """Attendees and whether they came."""
    pasted = Signal(object)
    """Rows of texts from Excel or WPS."""
    removed = Signal(object)
    """Rows to be taken off the roster."""

    def __init__(self, parent: "QWidget") -> None:
        super().__init__(parent)
        self.names: tuple[Attendee, ...] = ()
        self.locked = False

    def show(self, names: tuple[Attendee, ...], *, locked: bool) -> None:
        """Show a roster; the same people stay where they are on the screen."""
        self.locked = locked
        if [one.id for one in names] == [one.id for one in self.names]:
            changed = [at for at, one in enumerate(names) if one != self.names[at]]
            self.names = names
            for at in changed:
                self.dataChanged.emit(self.index(at, 0), self.index(at, _CATEGORY))
            return
        self.beginResetModel()
        self.names = names
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else _CATEGORY + 1

    def width(self, column: int) -> int:
        """Characters of a column at first."""
        return (4, 12, 10)[column]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return ("签到", "姓名", "类别")[section]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == _SIGNED and not self.locked:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.names[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return ("", one.name, one.category)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _SIGNED:
            return Qt.CheckState.Checked if one.signed_in else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or self.locked:
            return False
        self.signed.emit(self.names[index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def toggle(self, row: int) -> None:
        """Tick a person, or take the tick away."""
        if 0 <= row < len(self.names) and not self.locked:
            self.signed.emit(self.names[row], not self.names[row].signed_in)

    def fill_down(self, indexes: list[QModelIndex]) -> None:
        """Tick the selected people as the topmost of them is, or take their ticks away."""
        for column, top, rows in filled_down(indexes):
            if column == _SIGNED and not self.locked:
                ticked = self.names[top].signed_in
                wanted = [self.names[row] for row in rows if self.names[row].signed_in != ticked]
                if wanted:
                    self.all_signed.emit(wanted, ticked)

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Take names from Excel or WPS: a column of names, or category and name."""
        del index
        if not self.locked:
            self.pasted.emit(rows)

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Take people off the roster."""
        if not self.locked:
            self.removed.emit(sorted({one.row() for one in indexes}))


def read_pasted(
    rows: list[list[str]], category: str, categories: tuple[str, ...]
) -> tuple[Attendee, ...]:
    """Read pasted rows: a cell that names a category is one, the first other cell is the name.

    Rows without a category get ``category``; headings and empty rows fall away.
    """
    found = []
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        named = next((cell for cell in cells if cell in categories), "")
        names = [cell for cell in cells if cell != named and not cell.isdigit()]
        if names and names[0] not in {"姓名", "类别", "序号"}:
            found.append(Attendee(named or category, names[0]))
    return tuple(found)
