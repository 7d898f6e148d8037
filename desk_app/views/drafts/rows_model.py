"""The rows of one table of a draft as a grid to type in; the last line begins a new row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from desk_app.domain.drafts.bands import KEY as BANDS
from desk_app.domain.drafts.bands import joined_up, low_shown, with_low
from desk_app.domain.drafts.catalogue import order_of
from desk_app.domain.drafts.entering import enter, paste, shown
from desk_app.domain.drafts.fields import Editor, FieldTable, SchemeField
from desk_app.domain.drafts.renaming import named_in, rename
from desk_app.domain.drafts.tree import Path, SchemeDraft, at, insert, rows
from desk_app.views.drafts.pasted import columns_of, filled_groups
from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import LEFT, ROOT, AnyIndex
from desk_app.views.kit.theme import WRONG_BACKGROUND

if TYPE_CHECKING:
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading

LOW = "从几分起"
_NUMBERS = frozenset({Editor.RANGE, Editor.NUMBER, Editor.WHOLE, Editor.PERCENT, Editor.SIZE})
_WIDTHS = {Editor.LONG_TEXT: 24, Editor.NAMES: 14, Editor.NAMES_OF: 14, Editor.TEXT: 12}


class RowsModel(NumberGrid):
    """Cells are texts; what cannot be read as a value stays and is drawn red."""

    def __init__(
        self, presenter: "DraftPresenter", table: FieldTable, fields: Sequence[SchemeField]
    ) -> None:
        super().__init__()
        self.table = table
        self.fields = tuple(fields)
        self._presenter = presenter
        self._path: Path = table.path
        self._draft = SchemeDraft()
        self._wrong: dict[tuple[int, str], str] = {}
        self._said: dict[int, str] = {}
        self._count = 0

    @property
    def path(self) -> Path:
        """The list whose rows are shown."""
        return self._path

    def show_rows(self, reading: "DraftReading", path: Path) -> None:
        """Show the rows at ``path`` and what is wrong in them."""
        self._wrong = {}
        length = len(path)
        for one in reading.back.at(path):
            if len(one.path) > length and isinstance(row := one.path[length], int):
                keys = one.path[length + 1 :]
                key = str(keys[0]) if keys else self.table.main
                self._wrong.setdefault((row, key), one.sentence)
        self._said = {
            number: one.text
            for one in reading.back.sentences
            if one.path[:length] == path
            and len(one.path) > length
            and isinstance(number := one.path[length], int)
        }
        self.show_draft(reading.draft, path)

    def show_draft(self, draft: SchemeDraft, path: Path) -> None:
        """Show the rows as they stand, before anything is known of their mistakes."""
        count = len(rows(draft, path))
        again = path == self._path
        if again and count == self._count:
            self._draft = draft
            self.repaint()
        elif again and count > self._count:
            self.beginInsertRows(ROOT, self._count, count - 1)
            self._draft, self._count = draft, count
            self.endInsertRows()
            self.repaint()
        elif again:
            self.beginRemoveRows(ROOT, count, self._count - 1)
            self._draft, self._count = draft, count
            self.endRemoveRows()
            self.repaint()
        else:
            self.beginResetModel()
            self._draft, self._path, self._count = draft, path, count
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self._count + 1

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def is_typed(self, row: int, column: int) -> bool:
        return row <= self._count and 0 <= column < len(self.fields)

    def typing_words(self, row: int, column: int) -> str:  # noqa: ARG002  (of the grid)
        return f"改{self.fields[column].label}"

    def width(self, column: int) -> int:
        """Characters that a column begins with."""
        return _WIDTHS.get(self.fields[column].editor, 8)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, field = index.row(), self.fields[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                if field.editor is Editor.RANGE:
                    return low_shown(self._draft, row)
                return shown(field, at(self._draft, (*self._path, row, field.key)))
            case Qt.ItemDataRole.BackgroundRole:
                return WRONG_BACKGROUND if (row, field.key) in self._wrong else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._wrong.get((row, field.key)) or self._said.get(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                numbers = field.editor in _NUMBERS
                return Qt.AlignmentFlag.AlignCenter if numbers else LEFT
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if section < self._count else "＋"
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.fields):
            field = self.fields[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return LOW if field.editor is Editor.RANGE else field.label
            if role == Qt.ItemDataRole.ToolTipRole:
                return field.hint or None
        return None

    def take_cells(self, cells: Cells, words: str) -> None:
        draft = self._presenter.draft
        for (wanted, column), text in sorted(cells.items()):
            count = len(rows(draft, self._path))
            if wanted >= count and not text.strip():
                continue
            if wanted >= count:
                draft = insert(draft, self._path, {}, order=order_of(self._path))
            row = min(wanted, count)
            draft = self._entered(draft, (*self._path, row), self.fields[column], text)
        self._changed(draft, words)

    def paste(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> None:
        """Put a block in from a cell on; its own heading says which columns it has."""
        columns, body = columns_of(self.table, block)
        keys = [one.key for one in self.fields]
        if not columns:
            columns = keys[index.column() :]
        body = filled_groups(columns, body)
        place = index.row() if index.row() < self._count else None
        self._changed(paste(self._presenter.draft, self._path, columns, body, place), "粘贴")

    def _entered(
        self, draft: SchemeDraft, path: Path, field: SchemeField, text: str
    ) -> SchemeDraft:
        if field.key == "name" and text.strip() and named_in(draft, path):
            return rename(draft, path, text.strip())
        if field.editor is Editor.RANGE:
            return with_low(draft, int(path[-1]), text)
        entered = enter(draft, (*path, field.key), text)
        return joined_up(entered) if field.key == "level" and path[0] == BANDS else entered

    def _changed(self, draft: SchemeDraft, words: str) -> None:
        self._presenter.edit(draft, words)
        self.show_draft(draft, self._path)
