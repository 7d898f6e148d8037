"""加减分: the register of bonuses and deductions with tier, count and proof."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.points import format_points
from desk_app.views.scoring.grid import tint
from desk_app.views.tables import RIGHT, Column, Records, Sheet
from desk_app.views.theme import GOOD, QUIET, WARNING, WRONG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desk_app.domain.faults import Fault
    from desk_app.domain.scheme.model import Adjustment
    from desk_app.services.adjustments import Entry, Register, RegisterLine, Written
    from desk_app.services.scoring import RosterLine
    from desk_app.services.workspace import Workspace
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings


class RegisterPage(QWidget):
    """A line of fields to enter with, and the register below it."""

    written = Signal(object)
    """``Written``: what the subject's sheets come to now."""
    failed = Signal(str)
    revisited = Signal()
    """Undo or redo changed the register: it should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self._runner = runner
        self._undo_stack = undo_stack
        self._register: Register | None = None
        self._locked = False
        self._changing: int | None = None
        self._ids: dict[int, int] = {}
        self.records: Records[RegisterLine] = Records(_COLUMNS)
        self.table = _Table("scoring.register", settings)
        self.table.setAccessibleName("加减分登记表")
        self.table.setModel(self.records)
        self.subject = QComboBox()
        self.adjustment = QComboBox()
        self.tier = QComboBox()
        self.count = QSpinBox()
        self.proof = QLineEdit()
        self.save = QPushButton("登记")
        self.cancel = QPushButton("取消")
        self.change = QPushButton("修改")
        self.remove = QPushButton("删除")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.form = self._form()
        column.addWidget(self.form)
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        column.addWidget(self.empty, 1)
        self.adjustment.currentIndexChanged.connect(self._offer_tiers)
        self.tier.currentIndexChanged.connect(self._tell_worth)
        self.count.valueChanged.connect(self._tell_worth)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._stop_changing)
        self.proof.returnPressed.connect(self._save)
        self.change.clicked.connect(self._begin_change)
        self.remove.clicked.connect(self._remove)
        self.table.removing.connect(self._remove)
        self.table.doubleClicked.connect(self._begin_change)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self._stop_changing()

    def show_subjects(self, lines: "Sequence[RosterLine]") -> None:
        """Offer the subjects that take part; the one chosen before stays where it can."""
        chosen = self.subject.currentData()
        self.subject.clear()
        for one in lines:
            if one.participates:
                self.subject.addItem(one.subject.name, one.subject.id)
        found = self.subject.findData(chosen)
        self.subject.setCurrentIndex(max(found, 0))

    def choose_subject(self, subject_id: int) -> None:
        """Put a subject into the field."""
        found = self.subject.findData(subject_id)
        if found >= 0:
            self.subject.setCurrentIndex(found)

    def show(self, register: "Register", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's register."""
        names = [one.name for one in register.choices]
        before = [self.adjustment.itemText(row) for row in range(self.adjustment.count())]
        self._register = register
        self._locked = locked
        self.records.show(register.lines)
        if names != before:
            self.adjustment.clear()
            self.adjustment.addItems(names)
        self._offer_tiers()
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

    def _form(self) -> QWidget:
        self.subject.setEditable(True)
        self.subject.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.subject.model(), self.subject)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.subject.setCompleter(completer)
        letter = self.fontMetrics().horizontalAdvance("国")
        self.subject.setMinimumWidth(letter * 12)
        self.adjustment.setMinimumWidth(letter * 9)
        self.tier.setMinimumWidth(letter * 8)
        self.count.setRange(1, 999)
        self.proof.setPlaceholderText("佐证：文件、文号、日期")
        frame = QFrame()
        frame.setObjectName("form")
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        for words, field in (
            ("党组织(&Z)", self.subject),
            ("事项(&X)", self.adjustment),
            ("档次(&D)", self.tier),
            ("次数(&C)", self.count),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words.partition("(")[0])
            row.addWidget(label)
            row.addWidget(field)
        self.proof.setAccessibleName("佐证")
        row.addWidget(self.proof, 1)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        return frame

    def _choice(self) -> "Adjustment | None":
        if self._register is None or self.adjustment.currentIndex() < 0:
            return None
        return self._register.choices[self.adjustment.currentIndex()]

    def _offer_tiers(self) -> None:
        choice = self._choice()
        before = self.tier.currentText()
        self.tier.clear()
        if choice is not None:
            self.tier.addItems([one.name for one in choice.tiers])
            if before in {one.name for one in choice.tiers}:
                self.tier.setCurrentText(before)
            self.count.setSuffix(f" {choice.unit}")
        self._tell_worth()

    def _tell_worth(self) -> None:
        """Say what the entry would be worth, and what counts by itself."""
        choice = self._choice()
        parts = []
        if choice is not None and self.tier.currentIndex() >= 0:
            points = choice.tiers[self.tier.currentIndex()].points * self.count.value()
            parts.append(f"{'加' if choice.bonus else '减'} {format_points(points)} 分")
            if choice.origin.phrase:
                parts.append(f"方案原文：{choice.origin.phrase}")
        if automatic := self._automatic():
            parts.append(automatic)
        tint(self.hint, QUIET, "；".join(parts))

    def _enable(self) -> None:
        chosen = self._selected() is not None and not self._locked
        self.change.setEnabled(chosen)
        self.remove.setEnabled(chosen)
        usable = not self._locked and self._choice() is not None
        for one in (self.subject, self.adjustment, self.tier, self.count, self.proof, self.save):
            one.setEnabled(usable)

    def _selected(self) -> "RegisterLine | None":
        rows = self.table.selectionModel().selectedRows()
        return self.records.record(rows[0].row()) if rows else None

    def _begin_change(self) -> None:
        line = self._selected()
        if line is None or self._locked:
            return
        self._changing = line.id
        self.choose_subject(line.entry.subject_id)
        self.adjustment.setCurrentText(line.entry.adjustment)
        self.tier.setCurrentText(line.entry.tier)
        self.count.setValue(line.entry.count)
        self.proof.setText(line.entry.proof)
        self.save.setText("保存修改")
        self.cancel.show()
        self.proof.setFocus()

    def _stop_changing(self) -> None:
        self._changing = None
        self.save.setText("登记")
        self.cancel.hide()
        self.proof.clear()
        self.count.setValue(1)

    def _save(self) -> None:
        from desk_app.services.adjustments import Entry

        index = self.subject.findText(self.subject.currentText().strip())
        if index < 0:
            self._complain(f"本轮名单里没有“{self.subject.currentText()}”，请从列表中选择。")
            self.subject.setFocus()
            return
        entry = Entry(
            self.subject.itemData(index),
            self.adjustment.currentText(),
            self.tier.currentText(),
            self.count.value(),
            self.proof.text().strip(),
        )
        changing = self._changing
        if changing is None:
            self._undo_stack.push(_Step(self, None, entry, None, "登记加减分"))
        else:
            before = next(one.entry for one in self.records.records if one.id == changing)
            self._undo_stack.push(_Step(self, changing, entry, before, "修改加减分"))
        self._stop_changing()
        self.subject.setFocus()

    def _remove(self) -> None:
        line = self._selected()
        if line is not None and not self._locked:
            self._undo_stack.push(_Step(self, line.id, None, line.entry, "删除加减分"))

    def real_id(self, row_id: int) -> int:
        """The number under which an entry stands now: one that was removed came back anew."""
        while row_id in self._ids:
            row_id = self._ids[row_id]
        return row_id

    def write(
        self, row_id: int | None, entry: "Entry | None", done: "Callable[[int], None]"
    ) -> None:
        """Add (without ``row_id``), change, or remove (without ``entry``)."""

        def work(workspace: "Workspace") -> "tuple[Written, Register]":
            from desk_app.services import adjustments, scoring

            if row_id is None and entry is not None:
                written = adjustments.add(workspace, entry)
            elif row_id is not None and entry is not None:
                written = adjustments.change(workspace, row_id, entry)
            elif row_id is not None:
                written = adjustments.remove(workspace, row_id)
            else:
                raise ValueError((row_id, entry))
            round_id = scoring.round_id(workspace, written.subject_id)
            return written, adjustments.listing(workspace, round_id)

        def show(found: "tuple[Written, Register]") -> None:
            done(found[0].id)
            self.show(found[1], locked=self._locked)
            self.written.emit(found[0])

        self._runner.run(work, show, self._failed, writes=True)

    def came_back(self, before: int, now: int) -> None:
        """Remember that a removed entry stands under another number."""
        if before != now:
            self._ids[before] = now

    def _failed(self, fault: "Fault") -> None:
        self._undo_stack.clear()
        self.failed.emit(str(fault))

    def _complain(self, sentence: str) -> None:
        tint(self.hint, WRONG, sentence)


class _Step(QUndoCommand):
    """Adding (nothing before), changing, or removing (nothing after) one entry."""

    def __init__(
        self,
        page: RegisterPage,
        row_id: int | None,
        after: "Entry | None",
        before: "Entry | None",
        words: str,
    ) -> None:
        super().__init__(words)
        self._page = page
        self._id = row_id
        self._after = after
        self._before = before
        self._fresh = True

    def redo(self) -> None:
        if not self._fresh:
            self._page.revisited.emit()
        self._fresh = False
        self._write(self._before, self._after)

    def undo(self) -> None:
        self._page.revisited.emit()
        self._write(self._after, self._before)

    def _write(self, old: "Entry | None", new: "Entry | None") -> None:
        known = None if old is None or self._id is None else self._page.real_id(self._id)
        self._page.write(known, new, self._remember)

    def _remember(self, row_id: int) -> None:
        if self._id is not None:
            self._page.came_back(self._page.real_id(self._id), row_id)
        self._id = row_id


class _Table(Sheet):
    """Delete asks to remove the chosen entry."""

    removing = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
        else:
            super().keyPressEvent(event)


def _signed(line: "RegisterLine") -> str:
    sign = "+" if line.points > 0 else "−"
    return f"{sign}{format_points(abs(line.points))}"


_COLUMNS: "tuple[Column[RegisterLine], ...]" = (
    Column("党组织", lambda line: line.subject, width=14),
    Column("事项", lambda line: line.entry.adjustment, width=14),
    Column("档次", lambda line: line.entry.tier, width=10),
    Column("次数", lambda line: line.entry.count, width=4),
    Column(
        "分值",
        _signed,
        align=RIGHT,
        width=5,
        colour=lambda line: QColor(GOOD if line.points > 0 else WRONG),
        hint=lambda _line: "本条单独的分值；几条以最高的为准时，总分只计一条。",
    ),
    Column(
        "佐证",
        lambda line: line.entry.proof or "缺佐证",
        colour=lambda line: None if line.entry.proof else QColor(WARNING),
    ),
)
