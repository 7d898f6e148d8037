"""A list comes in: columns matched to fields, what would happen, questions, then 导入."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.organisations.headings import Field, match_headings
from desk_app.domain.organisations.model import key
from desk_app.domain.organisations.planning import Answers, ImportPlan, Question
from desk_app.domain.organisations.reading import ListSheet
from desk_app.domain.sheets import cell_place, cell_text
from desk_app.views import theme
from desk_app.views.messages import Notice
from desk_app.views.organisations.form import line_height
from desk_app.views.organisations.outcome import Outcome, outcome_columns, outcomes
from desk_app.views.room import Desk
from desk_app.views.tables import Records, Sheet

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.services.organisation_import import ImportResult
    from desk_app.services.workspace import Workspace

_SAMPLES = 4
_QUESTIONS_HEIGHT = 190
"""Pixels; more questions are scrolled."""
_NOT_READ = "（不导入）"


class ImportPage(QWidget):
    """Preview of a list. ``imported`` brings the sentence that says what went in."""

    closed = Signal()
    imported = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.path: Path | None = None
        self.plan: ImportPlan | None = None
        self.answers = Answers()
        self.notice = Notice(self)
        self.title = QLabel("导入名单")
        self.title.setProperty("kind", "title")
        self.other = QPushButton("换一个文件(&O)…")
        self.other.clicked.connect(self.choose_file)
        self.back = QPushButton("返回名册(&B)")
        self.back.clicked.connect(self.closed)
        self.which = QComboBox()
        self.which.setAccessibleName("工作表")
        self.which.activated.connect(lambda _: self._show_columns())
        self.heading_row = QSpinBox()
        self.heading_row.setRange(1, 30)
        self.heading_row.setPrefix("第 ")
        self.heading_row.setSuffix(" 行")
        self.heading_row.setMinimumHeight(line_height(self.heading_row))
        self.heading_row.valueChanged.connect(self._set_heading_row)
        self.columns = QTableWidget()
        self.columns.setAccessibleName("各列对应的内容")
        self.columns.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.columns.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.combos: dict[int, QComboBox] = {}
        self.counts = QLabel()
        self.counts.setProperty("kind", "next")
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("kind", "quiet")
        self.questions = QVBoxLayout()
        self.question_box = QScrollArea()
        self.question_buttons: list[QPushButton] = []
        self.records: Records[Outcome] = Records(outcome_columns())
        self.table = Sheet("导入预览", desk.settings)
        self.table.setModel(self.records)
        self.go = QPushButton("导入(&S)")
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self.apply)
        self._lay_out()

    def choose_file(self) -> None:
        """Ask for the list; giving up leads back to the registry where nothing is shown yet."""
        name, _ = QFileDialog.getOpenFileName(
            self, "选择党组织名单", "", "表格 (*.xlsx *.xls *.xlsm *.et);;所有文件 (*)"
        )
        if name:
            self.load(Path(name))
        elif self.plan is None:
            self.closed.emit()

    def load(self, path: Path) -> None:
        """Read a list and show what it would do."""

        def work(workspace: "Workspace") -> ImportPlan:
            from desk_app.services import organisation_import

            return organisation_import.plan_import(workspace, path)

        def done(plan: ImportPlan) -> None:
            self.path = path
            self.answers = Answers()
            self.title.setText(f"导入名单：{path.name}")
            self.which.clear()
            self.which.addItems([one.sheet.name for one in plan.sheets])
            full = max(
                range(len(plan.sheets)),
                key=lambda number: len(plan.sheets[number].match.mapping),
                default=0,
            )
            self.which.setCurrentIndex(full)
            self._show(plan)
            self._show_columns()
            self.go.setFocus()

        self.notice.dismiss()
        self.desk.runner.run(work, done, self._cannot_read)

    def apply(self) -> None:
        """Write what goes in."""
        plan, path, answers = self.plan, self.path, self.answers
        if plan is None or path is None or plan.changes_nothing:
            return

        def work(workspace: "Workspace") -> "ImportResult":
            from desk_app.services import organisation_import as importing

            return importing.apply_import(
                workspace, plan, answers, refused_file=importing.refused_name(path)
            )

        self.go.setEnabled(False)
        self.desk.runner.run(work, self._done, self._failed, writes=True)

    def answer(self, question: Question, *, same: bool) -> None:
        """Say whether a row is the organisation that the question names."""
        told = {**self.answers.same, question.place: question.existing_id if same else None}
        self._replan(answers=Answers(told, self.answers.create_parents))

    def create_parent(self, name: str) -> None:
        """Have a missing superior made with the import."""
        create = self.answers.create_parents | {key(name)}
        self._replan(answers=Answers(self.answers.same, create))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.other)
        top.addWidget(self.back)
        pick = QHBoxLayout()
        for words, widget in (("工作表", self.which), ("标题在", self.heading_row)):
            label = QLabel(words)
            label.setBuddy(widget)
            pick.addWidget(label)
            pick.addWidget(widget)
        hint = QLabel("请核对每一列对应的内容，认错的在下拉框里改。")
        hint.setProperty("kind", "quiet")
        pick.addWidget(hint)
        pick.addStretch(1)
        upper = QWidget()
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(pick)
        rows.addWidget(self.columns)
        lower = QWidget()
        rows = QVBoxLayout(lower)
        rows.setContentsMargins(0, 4, 0, 0)
        bar = QHBoxLayout()
        bar.addWidget(self.counts, 1)
        bar.addWidget(self.go)
        rows.addLayout(bar)
        rows.addWidget(self.notes)
        inner = QWidget()
        inner.setLayout(self.questions)
        self.questions.setContentsMargins(0, 0, 0, 0)
        self.question_box.setWidget(inner)
        self.question_box.setWidgetResizable(True)
        self.question_box.setFrameShape(QFrame.Shape.NoFrame)
        rows.addWidget(self.question_box)
        rows.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(upper)
        split.addWidget(lower)
        split.setSizes([230, 400])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addWidget(split, 1)

    def _show(self, plan: ImportPlan) -> None:
        self.plan = plan
        parts = [
            f"新增 {len(plan.new) + len(plan.created_parents)}",
            f"变更 {len(plan.changed)}",
            f"不变 {len(plan.unchanged)}",
            f"拒收 {len(plan.refused)}",
        ]
        if plan.questions:
            parts.append(f"待确认 {len(plan.questions)}")
        words = " · ".join(parts)
        if plan.changes_nothing and plan.unchanged and not plan.left_out:
            words = f"名单与名册一致（{len(plan.unchanged)} 个），不需要导入。"
        self.counts.setText(words)
        self.notes.setText("\n".join(plan.notes))
        self.notes.setVisible(bool(plan.notes))
        self.records.show(outcomes(plan))
        self._show_questions(plan)
        self.go.setEnabled(not plan.changes_nothing)

    def _show_questions(self, plan: ImportPlan) -> None:
        while self.questions.count():
            widget = self.questions.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.question_buttons = []
        for question in plan.questions:
            self._add_question(
                f"{plan.where(question.place)}：{question.sentence}",
                ("是同一个", partial(self.answer, question, same=True)),
                ("不是，是另一个", partial(self.answer, question, same=False)),
            )
        for missing in plan.missing_parents:
            if key(missing.name) not in self.answers.create_parents:
                self._add_question(
                    f"有 {missing.rows} 行的上级是“{missing.name}”，名单和名册里都没有它。",
                    (f"新建为{missing.kind}", partial(self.create_parent, missing.name)),
                )
        height = self.questions.count() * int(self.fontMetrics().height() * 2.7)
        self.question_box.setFixedHeight(min(height, _QUESTIONS_HEIGHT))
        self.question_box.setVisible(bool(self.question_buttons))

    def _add_question(self, words: str, *choices: tuple[str, Callable[[], object]]) -> None:
        line = QFrame()
        line.setObjectName("notice")
        line.setProperty("kind", "question")
        row = QHBoxLayout(line)
        row.setContentsMargins(10, 3, 6, 3)
        label = QLabel(words)
        label.setWordWrap(True)
        row.addWidget(label, 1)
        for text, act in choices:
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            self.question_buttons.append(button)
        self.questions.addWidget(line)

    def _show_columns(self) -> None:
        """Show a sheet's columns: what each holds, its heading, a few rows below."""
        listed = self._listed()
        self.columns.clear()
        self.combos = {}
        if listed is None:
            return
        match, rows = listed.match, listed.sheet.rows
        first = match.first_row
        samples = rows[first : first + _SAMPLES]
        self.heading_row.blockSignals(True)
        self.heading_row.setMaximum(max(1, min(30, len(rows))))
        self.heading_row.setValue((match.heading_row or 0) + 1)
        self.heading_row.blockSignals(False)
        self.columns.setColumnCount(len(match.headings))
        self.columns.setRowCount(2 + len(samples))
        self.columns.setHorizontalHeaderLabels(
            [cell_place(0, column)[:-1] for column in range(len(match.headings))]
        )
        self.columns.setVerticalHeaderLabels(
            ["对应", "标题", *(str(first + number + 1) for number in range(len(samples)))]
        )
        letter = self.fontMetrics().horizontalAdvance("国")
        for column, heading in enumerate(match.headings):
            self._show_column(column, heading, listed)
            for number, row in enumerate(samples):
                hidden = column in match.id_columns
                text = "（不读）" if hidden else cell_text(row[column])
                self.columns.setItem(2 + number, column, QTableWidgetItem(text))
            self.columns.setColumnWidth(column, 9 * letter)
        height = int(self.fontMetrics().height() * 1.6)
        for number in range(self.columns.rowCount()):
            self.columns.setRowHeight(number, height + (8 if number == 0 else 0))

    def _show_column(self, column: int, heading: str, listed: ListSheet) -> None:
        item = QTableWidgetItem(heading)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.columns.setItem(1, column, item)
        if column in listed.match.id_columns:
            dropped = QTableWidgetItem("身份证号，不读")
            dropped.setForeground(QColor(theme.QUIET))
            self.columns.setItem(0, column, dropped)
            return
        combo = _FieldBox()
        combo.addItem(_NOT_READ, None)
        for field in Field:
            combo.addItem(field.value, field)
        held = listed.match.mapping.get(column)
        # Qt hands a str enum back as plain text: the place in the list is what counts.
        combo.setCurrentIndex(list(Field).index(held) + 1 if held is not None else 0)
        combo.setAccessibleName(f"{heading or cell_place(0, column)[:-1]} 列对应")
        combo.activated.connect(lambda index, at=column: self._mend(at, index))
        self.columns.setCellWidget(0, column, combo)
        self.combos[column] = combo

    def _mend(self, column: int, index: int) -> None:
        listed = self._listed()
        if listed is not None:
            field = list(Field)[index - 1] if index else None
            self._change(
                listed, ListSheet(listed.sheet, listed.match.mended({column: field})), column
            )

    def _set_heading_row(self, row: int) -> None:
        listed = self._listed()
        if listed is not None:
            match = match_headings(listed.sheet.rows, heading_row=row - 1)
            self._change(listed, ListSheet(listed.sheet, match))

    def _change(self, old: ListSheet, new: ListSheet, column: int = -1) -> None:
        if self.plan is not None:
            sheets = tuple(new if one is old else one for one in self.plan.sheets)
            # Answers were given to rows as they were read before.
            told = Answers({}, self.answers.create_parents)
            self._replan(sheets, told, columns=True, column=column)

    def _replan(
        self,
        sheets: tuple[ListSheet, ...] | None = None,
        answers: Answers | None = None,
        *,
        columns: bool = False,
        column: int = -1,
    ) -> None:
        if self.plan is None:
            return
        wanted = sheets or self.plan.sheets
        self.answers = answers or self.answers
        told = self.answers

        def work(workspace: "Workspace") -> ImportPlan:
            from desk_app.services import organisation_import

            return organisation_import.replan(workspace, wanted, told)

        def done(plan: ImportPlan) -> None:
            self._show(plan)
            if columns:
                self._show_columns()
            if column in self.combos:
                self.combos[column].setFocus()
            elif self.question_buttons and not columns:
                self.question_buttons[0].setFocus()

        self.desk.runner.run(work, done, self._failed)

    def _listed(self) -> ListSheet | None:
        number = self.which.currentIndex()
        if self.plan is None or not 0 <= number < len(self.plan.sheets):
            return None
        return self.plan.sheets[number]

    def _done(self, result: "ImportResult") -> None:
        plan = result.plan
        added = len(plan.new) + len(plan.created_parents)
        sentence = f"已导入：新增 {added} 个，变更 {len(plan.changed)} 个。"
        if result.refused_file is not None:
            sentence += (
                f"有 {len(plan.left_out)} 行没有导入，已写到“{result.refused_file}”，"
                "每行后面写着原因，改好后再导入这个文件即可。"
            )
        self.plan = None
        self.imported.emit(sentence)

    def _cannot_read(self, fault: "Fault") -> None:
        self.notice.show_fault(str(fault))
        self.other.setFocus()

    def _failed(self, fault: "Fault") -> None:
        self.go.setEnabled(True)
        self.notice.show_fault(str(fault))


class _FieldBox(QComboBox):
    """A choice that nothing changes in passing: keys open it, the wheel goes by."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
