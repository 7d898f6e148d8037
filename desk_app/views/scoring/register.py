"""加减分: the register of bonuses and deductions with tier, count and proof."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.points import format_points
from desk_app.views.kit.records import RIGHT, Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import GOOD, QUIET, WARNING, WRONG, pen, tint
from desk_app.views.scoring.register_form import RegisterForm
from desk_app.views.scoring.register_history import RegisterHistory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import adjustments, sheets


class RegisterPage(QWidget):
    """A line of fields to enter with, and the register below it."""

    written = Signal(object)
    """``Written``: what the subject's sheets come to now."""
    failed = Signal(str)
    revisited = Signal()
    """Undo or redo changed the register: it should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self._register: adjustments.Register | None = None
        self._locked = False
        self._changing: int | None = None
        self._history = RegisterHistory(runner, undo_stack, self)
        self.records = _RegisterLines(self._begin_change, self._remove)
        self.table = _RegisterTable("sheets.register", settings)
        self.table.setAccessibleName("加减分登记表")
        self.table.setModel(self.records)
        self.form = RegisterForm()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.change = QPushButton("修改")
        self.remove = QPushButton("删除")
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._lay_out()
        self._connect()
        self._stop_changing()

    @property
    def object_name(self) -> str:
        """What the scheme calls its subjects."""
        return self.records.object_name

    @object_name.setter
    def object_name(self, name: str) -> None:
        self.records.object_name = name
        self.form.call_subjects(name)

    def show_subjects(self, lines: "Sequence[sheets.RosterLine]", chosen: int | None) -> None:
        """Offer the subjects that take part; the chosen one stands in the field."""
        self.form.show_subjects(lines)
        if chosen is not None:
            self.form.choose_subject(chosen)

    def first_field(self) -> QWidget:
        """Return the first field of an entry, or the entries where none is to be added."""
        return self.form.subject if self.form.subject.isEnabled() else self.table

    def show(self, register: "adjustments.Register", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's register."""
        self._register = register
        self._locked = self.records.locked = locked
        self.records.show(register.lines)
        self.form.show_choices(register.choices)
        self._enable()
        used = bool(register.choices or register.lines)
        for one in (self.form, self.hint, self.table, self.change, self.remove):
            one.setVisible(used)
        self.empty.setVisible(not used)
        self.empty.setText(f"本轮方案没有需要登记的加减分。{self._automatic()}")

    def _automatic(self) -> str:
        """Say what the program works out by itself."""
        if self._register is None or not self._register.others:
            return ""
        names = "、".join(one.name for one in self._register.others)
        return f"“{names}”由程序按其他情况或测评结果自动计算，不用登记。"

    def _tell_worth(self) -> None:
        """Say what the entry would be worth, and what counts by itself."""
        parts = (*self.form.worth(), self._automatic())
        tint(self.hint, QUIET, "；".join(part for part in parts if part))

    def _enable(self) -> None:
        chosen = self._selected() is not None and not self._locked
        self.change.setEnabled(chosen)
        self.remove.setEnabled(chosen)
        self.form.set_usable(usable=not self._locked and self.form.choice is not None)

    def _selected(self) -> "adjustments.RegisterLine | None":
        rows = self.table.selectionModel().selectedRows()
        return self.records.record(rows[0].row()) if rows else None

    def _begin_change(self) -> None:
        line = self._selected()
        if line is None or self._locked:
            return
        self._changing = line.id
        self.form.begin_change(line.entry)

    def _stop_changing(self) -> None:
        self._changing = None
        self.form.begin_new()

    def _save(self, entry: "adjustments.RegisterEntry") -> None:
        if self._changing is None:
            self._history.add(entry)
        else:
            line = next(one for one in self.records.records if one.id == self._changing)
            self._history.change(line, entry)
        self._stop_changing()
        self.form.subject.setFocus()

    def _remove(self) -> None:
        line = self._selected()
        if line is not None and not self._locked:
            self._history.remove(line)

    def _stored(self, written: "adjustments.Written", register: "adjustments.Register") -> None:
        self.show(register, locked=self._locked)
        self.written.emit(written)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self._stop_changing)
        self.form.refused.connect(lambda sentence: tint(self.hint, WRONG, sentence))
        self.form.worth_changed.connect(self._tell_worth)
        self.change.clicked.connect(self._begin_change)
        self.remove.clicked.connect(self._remove)
        self.table.removing.connect(self._remove)
        self.table.doubleClicked.connect(self._begin_change)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self._history.stored.connect(self._stored)
        self._history.failed.connect(self.failed)
        self._history.revisited.connect(self.revisited)


class _RegisterLines(Records["adjustments.RegisterLine"]):
    """The entries; the context menu has the acts of the buttons below them."""

    def __init__(self, change: "Callable[[], object]", remove: "Callable[[], object]") -> None:
        super().__init__(_COLUMNS)
        self.locked = False
        self._acts = [("修改", change), ("删除", remove)]

    def offered(self, indexes: list[QModelIndex]) -> "list[tuple[str, Callable[[], object]]]":
        """Offer to change or remove the chosen entry."""
        return self._acts if indexes and not self.locked else []


class _RegisterTable(TableView):
    """Delete asks to remove the chosen entry."""

    removing = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
        else:
            super().keyPressEvent(event)


def _signed(line: "adjustments.RegisterLine") -> str:
    sign = "+" if line.points > 0 else "−"
    return f"{sign}{format_points(abs(line.points))}"


_COLUMNS: "tuple[Column[adjustments.RegisterLine], ...]" = (
    Column("党组织", lambda line: line.subject, width=14),
    Column("事项", lambda line: line.entry.adjustment, width=14),
    Column("档次", lambda line: line.entry.tier, width=10),
    Column("次数", lambda line: line.entry.count, width=4),
    Column(
        "分值",
        _signed,
        align=RIGHT,
        width=5,
        colour=lambda line: pen(GOOD if line.points > 0 else WRONG),
        hint=lambda _line: "本条单独的分值；几条以最高的为准时，总分只计一条。",
    ),
    Column(
        "佐证",
        lambda line: line.entry.proof or "缺佐证",
        colour=lambda line: None if line.entry.proof else pen(WARNING),
    ),
)
