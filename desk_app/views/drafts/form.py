"""The fields of one row or table below each other, what is wrong at each, 原文 and 补定 beside."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.drafts.catalogue import order_of
from desk_app.domain.drafts.fields import ORIGIN, FieldTable
from desk_app.domain.drafts.renaming import named_in, rename
from desk_app.domain.drafts.tree import DraftTable, Node, Path, at, clear, put
from desk_app.domain.drafts.writing import UNREAD
from desk_app.domain.scheme.model.scheme import FORMAT
from desk_app.views.drafts.field_making import editor_of
from desk_app.views.kit.letters import set_widths

if TYPE_CHECKING:
    from desk_app.domain.drafts.fields import SchemeField
    from desk_app.views.drafts.field_editors import FieldEditor
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading

_ORIGIN = frozenset(one.key for one in ORIGIN)
_BESIDE = 46
"""Letters from which on 原文 and 补定 stand beside the other fields."""


class _Entry:
    """A field with its words and what is wrong with it."""

    def __init__(self, grid: QGridLayout, field: "SchemeField", editor: "FieldEditor") -> None:
        self.field, self.editor = field, editor
        row = grid.rowCount()
        self.label = QLabel(field.label)
        self.label.setWordWrap(True)
        set_widths(self.label, fixed=7.5)
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        grid.addWidget(self.label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, row, 1)
        grid.addWidget(self.wrong, row + 1, 1)

    def show(self, *, on: bool) -> None:
        self.editor.setVisible(on)
        self.label.setVisible(on and self.editor.says_label)


class DraftForm(QWidget):
    """All fields of the table or row that ``show_row`` was given last."""

    def __init__(
        self, presenter: "DraftPresenter", table: FieldTable, *, without: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._table = table
        self._path: Path | None = None
        self._entries: list[_Entry] = []
        self._wrong = QLabel()
        self._wrong.setProperty("kind", "wrong")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        self._forget = QPushButton("删去看不懂的几行")
        self._forget.clicked.connect(self._forget_unread)
        self._forget.hide()
        fields, origin = QWidget(), QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(12)
        for widget, beside in ((fields, False), (origin, True)):
            grid = QGridLayout(widget)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for field in table.fields:
                if (field.key in _ORIGIN and table.path != ()) is beside:
                    self._add(grid, field, without)
            grid.setRowStretch(grid.rowCount(), 1)
            self._sides.addWidget(widget, 2 if beside else 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self._wrong)
        column.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._sides, 1)

    def show_row(self, reading: "DraftReading", path: Path) -> None:
        """Show the row or table at ``path``, and what its check says."""
        self._path = path
        row = at(reading.draft, path)
        found = row.fields if isinstance(row, DraftTable) else {}
        for one in self._entries:
            inside = (*path, one.field.key)
            one.editor.show_value(reading.draft, inside, found.get(one.field.key))
            said = _once(problem.sentence for problem in reading.back.at(inside))
            one.wrong.setText(said)
            one.wrong.setVisible(bool(said))
            mark(one.editor, on=bool(said))
            suits = _suits(one.field, found) and one.editor.useful()
            one.show(on=bool(said) or suits)
        said = self._said(reading, path)
        self._wrong.setText(said)
        self._wrong.setVisible(bool(said))
        self._forget.setVisible(isinstance(row, DraftTable) and bool(row.unread))

    def _said(self, reading: "DraftReading", path: Path) -> str:
        """What is wrong with the row as a whole, or with what has no field here."""
        known = {one.field.key for one in self._entries}
        length = len(path)
        return _once(
            one.sentence
            for one in reading.back.at(path)
            if not known.intersection(one.path[length : length + 1])
            and (path or one.path[:1] in _FIRST)
        )

    def focus_field(self, key: str) -> bool:
        """Give the keys to a field; say whether there is one of that key."""
        for one in self._entries:
            if one.field.key == key and not one.editor.isHidden():
                one.editor.take_keys()
                return True
        return False

    def focus_first(self) -> bool:
        """Give the keys to the first field."""
        return any(self.focus_field(one.field.key) for one in self._entries[:1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().horizontalAdvance("国") * _BESIDE
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def _add(self, grid: QGridLayout, field: "SchemeField", without: tuple[str, ...]) -> None:
        editor = None if field.key in without else editor_of(self._presenter, self._table, field)
        if editor is None:
            return
        editor.edited.connect(lambda value, field=field: self._edited(field, value))
        self._entries.append(_Entry(grid, field, editor))

    def _edited(self, field: "SchemeField", value: Node | None) -> None:
        if self._path is None:
            return
        path = (*self._path, field.key)
        draft = self._presenter.draft
        if field.key == "name" and isinstance(value, str) and named_in(draft, self._path):
            new = rename(draft, self._path, value)
        elif value is None:
            new = clear(draft, path)
        else:
            new = put(draft, path, value, order=order_of(path))
        self._presenter.edit(new, f"改{field.label}", path)

    def _forget_unread(self) -> None:
        if self._path is None:
            return
        row = at(self._presenter.draft, self._path)
        if isinstance(row, DraftTable):
            left = DraftTable(row.fields, row.comment)
            self._presenter.edit(put(self._presenter.draft, self._path, left), "删去看不懂的")


_FIRST: tuple[Path, ...] = ((), (UNREAD,))
"""What is said of the draft as a whole stands over its first form."""


def mark(editor: QWidget, *, on: bool) -> None:
    """Draw a field with a mistake in it red."""
    target = editor.focusProxy() or editor
    if bool(target.property("wrong")) != on:
        target.setProperty("wrong", on)
        target.style().unpolish(target)
        target.style().polish(target)


def _once(said: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(said))


def _suits(field: "SchemeField", found: Mapping[str, Node]) -> bool:
    """Whether a field can be written beside the others of its row; one that is, is shown.

    The newest format is nothing to be filled in.
    """
    if field.key == "format":
        return found.get(field.key) != FORMAT
    if field.only is None or field.key in found:
        return True
    key, words = field.only
    return found.get(key) in words
