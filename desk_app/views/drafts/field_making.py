"""Which editor a field of the catalogue gets."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit

from desk_app.domain.drafts.catalogue import table_of
from desk_app.domain.drafts.fields import Editor, FieldTable, SchemeField
from desk_app.domain.drafts.tree import DraftTable
from desk_app.views.drafts.field_editors import (
    ChoiceField,
    FieldEditor,
    LineField,
    LinesField,
    TextField,
    TickField,
    TicksField,
)
from desk_app.views.drafts.offered import names_of

if TYPE_CHECKING:
    from desk_app.domain.drafts.tree import Node, Path, SchemeDraft
    from desk_app.views.drafts.presenter import DraftPresenter

_BY_PATH: dict[tuple[str, ...], type[FieldEditor]] = {
    ("rates", "numerator"): TicksField,
    ("readings", "options"): LinesField,
    ("readings", "chosen"): ChoiceField,
}
"""Fields whose words stand in another field of the draft, and sentences with commas."""


def editor_of(
    presenter: "DraftPresenter", table: FieldTable, field: SchemeField
) -> FieldEditor | None:
    """An editor for a field; ``None`` for what has a place of its own (cells of trials, bands)."""
    path = (*table.path, field.key)
    match field.editor:
        case Editor.CELLS | Editor.RANGE:
            return None
        case Editor.YES_NO:
            # where nothing chosen means yes, a tick could not say no
            return ChoiceField(field) if field.hint.startswith("不选") else TickField(field)
        case Editor.CONDITION:
            from desk_app.views.drafts.condition import ConditionField

            return ConditionField(field)
        case Editor.ROWS:
            from desk_app.views.drafts.nested import NestedRows

            inner = table_of((*table.path, field.key))
            return None if inner is None else NestedRows(presenter, field, inner)
        case editor:
            return _BY_PATH.get(path, _plain(editor, chosen=bool(field.choices)))(field)


def _plain(editor: Editor, *, chosen: bool) -> type[FieldEditor]:
    if editor is Editor.NAMES and chosen:
        return TicksField
    return _BY_EDITOR.get(editor, LineField)


class TextsField(FieldEditor):
    """A text for each row of another table, such as the standard of each 领域."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self.lines: dict[str, QLineEdit] = {}

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        found = value.fields if isinstance(value, DraftTable) else {}
        named = [name for table in self.field.of for name in names_of(draft, table)]
        names = [*dict.fromkeys([*named, *found])]
        if names != list(self.lines):
            self._build(names)
        for name, line in self.lines.items():
            text = found.get(name, "")
            if isinstance(text, str) and line.text().strip() != text:
                line.setText(text)

    def useful(self) -> bool:
        return bool(self.lines)

    def _build(self, names: list[str]) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = {}
        for row, name in enumerate(names):
            line = QLineEdit()
            line.setAccessibleName(f"{self.field.label}：{name}")
            line.textEdited.connect(lambda _: self._typed())
            self._grid.addWidget(QLabel(name), row, 0)
            self._grid.addWidget(line, row, 1)
            self.lines[name] = line
        if self.lines:
            self.setFocusProxy(next(iter(self.lines.values())))

    def _typed(self) -> None:
        texts = {name: line.text().strip() for name, line in self.lines.items()}
        fields: dict[str, Node] = {name: text for name, text in texts.items() if text}
        self.edited.emit(DraftTable(fields) if fields else None)


_BY_EDITOR: dict[Editor, type[FieldEditor]] = {
    Editor.LONG_TEXT: TextField,
    Editor.WORD: ChoiceField,
    Editor.NAME_OF: ChoiceField,
    Editor.OUT: ChoiceField,
    Editor.WORDS: TicksField,
    Editor.NAMES_OF: TicksField,
    Editor.TEXTS_BY: TextsField,
}
