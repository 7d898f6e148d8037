"""D1 made from nothing in the window: every cell, tick and condition of it by keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from desk_app.domain.drafts.bands import low_shown
from desk_app.domain.drafts.conditions import TOPIC_LABELS, ConditionLine, part_of
from desk_app.domain.drafts.entering import shown
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import Node, Path, SchemeDraft, at, clear, rows
from desk_app.views.drafts.condition import ConditionField
from desk_app.views.drafts.field_editors import (
    ChoiceField,
    FieldEditor,
    LineField,
    LinesField,
    TextField,
    TickField,
    TicksField,
)
from desk_app.views.drafts.form import DraftForm
from desk_app.views.drafts.nested import NestedRows
from desk_app.views.drafts.page import EditorPage
from desk_app.views.drafts.rows import RowsPage
from desk_app.views.drafts.rows_model import RowsModel
from desk_app.views.drafts.sections import SECTIONS
from desk_app.views.kit.tables import TableView
from desk_app.views.schemes import SchemesRoom
from tests.domain.scheme_texts import shipped_text
from tests.support.screens import DeskOfTest, type_text

SAID_AS_IT_IS = ("subjects", "absent_in_base")
"""The file writes out that it is not so; a tick that nobody sets says the same."""


def test_d1_is_made_from_nothing(desk: DeskOfTest) -> None:
    wanted = clear(draft_of(shipped_text("D1")), SAID_AS_IT_IS)
    room = SchemesRoom(desk.context)
    room.resize(1020, 500)
    room.show()
    room.open_round(None)
    desk.wait()
    QTest.keyClick(room.drafts.shelf.new_button, Qt.Key.Key_Space)
    desk.wait()
    editor = room.drafts.editor
    assert editor is not None
    typist = Typist(editor, wanted)
    for number, section in enumerate(SECTIONS):
        editor.show_section(number)
        for keys, page in zip(section.pages, editor.page_of(number).pages, strict=True):
            if isinstance(page, RowsPage):
                typist.rows(page, keys[0])
            else:
                for path, form in page.forms.items():
                    typist.form(form, path)
    made = editor.presenter.reading
    assert made.draft.root.content == wanted.root.content
    assert made.back.problems == read_back(wanted).problems
    assert [one.text for one in made.back.sentences] == [
        one.text for one in read_back(wanted).sentences
    ]
    QTest.keyClick(editor.use, Qt.Key.Key_Space)
    desk.wait()
    assert "方案 D1" in room.notice.text


class Typist:
    """Types what stands in one draft into the editor of another."""

    def __init__(self, editor: EditorPage, wanted: SchemeDraft) -> None:
        self._presenter = editor.presenter
        self._wanted = wanted

    def rows(self, page: RowsPage, path: Path) -> None:
        """Type the cells of each row, then what its form has beside them."""
        for row, _ in enumerate(rows(self._wanted, path)):
            self._cells(page.view, page.model, path, row)
            page.view.setCurrentIndex(page.model.index(row, 0))
            self._presenter.read_now()
            self.form(page.form, (*path, row))

    def form(self, form: DraftForm, path: Path) -> None:
        """Fill in what is not filled in yet."""
        for one in form.findChildren(FieldEditor):
            inside = (*path, one.field.key)
            value = at(self._wanted, inside)
            if value is not None and at(self._presenter.draft, inside) != value:
                self._fill(one, value, inside)
                self._presenter.read_now()

    def _cells(self, view: TableView, model: RowsModel, path: Path, row: int) -> None:
        for column, field in enumerate(model.fields):
            value = at(self._wanted, (*path, row, field.key))
            text = low_shown(self._wanted, row) if field.key == "range" else shown(field, value)
            if text:
                view.setCurrentIndex(model.index(row, column))
                view.setFocus()
                QTest.keyClick(view, Qt.Key.Key_F2)
                field_in_cell = QApplication.focusWidget()
                assert field_in_cell is not None
                type_text(text, field_in_cell)
                QTest.keyClick(field_in_cell, Qt.Key.Key_Return)

    def _fill(self, one: FieldEditor, value: Node, path: Path) -> None:
        listed = value if isinstance(value, tuple) else (value,)
        match one:
            case LineField():
                one.line.selectAll()
                type_text(shown(one.field, value), one.line)
            case LinesField():
                type_text("\n".join(map(str, listed)), one.text)
            case TextField():
                type_text(str(value), one.text)
            case TickField():
                QTest.keyClick(one.tick, Qt.Key.Key_Space)
            case ChoiceField():
                pick(one.combo, shown(one.field, value))
            case TicksField():
                for word in listed:
                    tick = next(tick for tick in one.ticks if tick.text() == word)
                    QTest.keyClick(tick, Qt.Key.Key_Space)
            case _:
                self._fill_parts(one, value, path)

    def _fill_parts(self, one: FieldEditor, value: Node, path: Path) -> None:
        if isinstance(one, ConditionField):
            self._condition(one, value)
        elif isinstance(one, NestedRows):
            for row, _ in enumerate(rows(self._wanted, path)):
                self._cells(one.view, one.model, path, row)

    def _condition(self, one: ConditionField, value: Node) -> None:
        line = part_of(value)
        assert isinstance(line, ConditionLine)
        assert one.add_button is not None
        QTest.keyClick(one.add_button, Qt.Key.Key_Space)
        QTest.qWait(1)
        row = one.rows[0]
        pick(row.topic, TOPIC_LABELS[line.topic])
        if line.name:
            names = next(
                each for each in row.findChildren(QComboBox) if each.accessibleName() == "哪一项"
            )
            pick(names, line.name)
        if isinstance(line.value, tuple):
            for tick in row.findChildren(QCheckBox):
                if tick.text() in line.value:
                    QTest.keyClick(tick, Qt.Key.Key_Space)


def pick(combo: QComboBox, label: str) -> None:
    """Go down or up a choice by keys."""
    place = [combo.itemText(at) for at in range(combo.count())].index(label)
    while combo.currentIndex() != place:
        down = combo.currentIndex() < place
        QTest.keyClick(combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
