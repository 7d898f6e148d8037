"""A list comes in: columns matched to fields, what would happen, questions, then 导入."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.organisations.headings import ListField, match_headings
from desk_app.domain.organisations.mending import Mend
from desk_app.domain.organisations.model import key
from desk_app.domain.organisations.planning import Answers, ImportPlan, Question
from desk_app.domain.organisations.reading import ListSheet
from desk_app.views.context import RoomContext
from desk_app.views.kit import files
from desk_app.views.kit.clipboard import read_block
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.short_words import tell_whole
from desk_app.views.organisations.buttons import line_height
from desk_app.views.organisations.encoding_box import EncodingBox
from desk_app.views.organisations.import_presenter import ImportPresenter
from desk_app.views.organisations.list_columns import ListColumns
from desk_app.views.organisations.list_preview import ListPreview
from desk_app.views.organisations.questions import Choice, ImportQuestions

if TYPE_CHECKING:
    from desk_app.views.use_cases import importing

_MOST_PASTED = 4_000_000
"""Letters; a list of organisations has a hundredth of them."""


class ImportPage(QWidget):
    """Preview of a list. ``imported`` brings the sentence that says what went in.

    With it comes the number under which it can be taken back.
    """

    closed = Signal()
    imported = Signal(str, object)

    def __init__(self, context: RoomContext) -> None:
        super().__init__()
        self.presenter = ImportPresenter(context.runner, self)
        self._settings = context.settings
        self.path: Path | None = None
        self.plan: ImportPlan | None = None
        self.answers = Answers()
        self.notice = Notice(self)
        self.title = QLabel("导入名单")
        self.title.setProperty("kind", "title")
        self.other = QPushButton("换一个文件(&O)…")
        self.other.clicked.connect(self.choose_file)
        self.paste = QPushButton("从剪贴板粘贴(&V)")
        self.paste.setToolTip("在 WPS 或 Excel 里选中名单（连同标题行）复制，再按这里")
        self.paste.clicked.connect(self.paste_list)
        self.back = QPushButton("返回名册(&B)")
        self.back.clicked.connect(self.closed)
        self.which = QComboBox()
        self.which.setAccessibleName("工作表")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        set_widths(self.which, least=8, most=22)
        tell_whole(self.which)
        self.which.activated.connect(lambda _: self._show_columns())
        self.heading_row = QSpinBox()
        self.heading_row.setRange(1, 30)
        self.heading_row.setPrefix("第 ")
        self.heading_row.setSuffix(" 行")
        self.heading_row.setMinimumHeight(line_height(self.heading_row))
        self.heading_row.valueChanged.connect(self._set_heading_row)
        self.encoding = EncodingBox()
        self.encoding.chosen.connect(self._read_again)
        self.columns = ListColumns()
        self.columns.mended.connect(self._mend)
        self.counts = QLabel()
        self.counts.setProperty("kind", "next")
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("kind", "quiet")
        self.questions = ImportQuestions()
        self.preview = ListPreview(context.settings, self._mended)
        self.records, self.table = self.preview.records, self.preview.table
        self.go = QPushButton("导入(&S)")
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self.apply)
        self._lay_out()
        self.presenter.read.connect(self._show_list)
        self.presenter.read_refused.connect(self._cannot_read)
        self.presenter.replanned.connect(self._show_again)
        self.presenter.imported.connect(self._done)
        self.presenter.failed.connect(self._failed)

    def choose_file(self) -> None:
        """Ask for the list; giving up leads back to the registry where nothing is shown yet."""
        path = files.ask_open(
            self,
            self._settings,
            files.Purpose.ORGANISATIONS,
            "选择党组织名单",
            files.LISTS,
        )
        if path is not None:
            self.load(path)
        elif self.plan is None:
            self.closed.emit()

    def load(self, path: Path) -> None:
        """Read a list and show what it would do."""
        self.notice.dismiss()
        self.presenter.read_list(path)

    def paste_list(self) -> None:
        """Take the list that lies on the clipboard."""
        self.notice.dismiss()
        data = QGuiApplication.clipboard().mimeData()
        cells = read_block(data.text()[:_MOST_PASTED])
        self.presenter.read_pasted(cells, data.html()[:_MOST_PASTED])

    def apply(self) -> None:
        """Write what goes in."""
        plan = self.plan
        if plan is None or plan.changes_nothing:
            return
        self.go.setEnabled(False)
        # What was typed last may not have come back yet.
        plan = replace(plan, sheets=self.preview.sheets)
        self.presenter.apply(plan, self.answers, self.path)

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
        top.addWidget(self.paste)
        top.addWidget(self.other)
        top.addWidget(self.back)
        pick = FlowBar()
        for words, widget in (("工作表", self.which), ("标题在", self.heading_row)):
            label = QLabel(words)
            label.setBuddy(widget)
            pick.add(label)
            pick.add(widget)
        pick.add(self.encoding)
        hint = QLabel("请核对每一列对应的内容，认错的在下拉框里改。")
        hint.setProperty("kind", "quiet")
        pick.add(hint)
        lower = QWidget()
        rows = QVBoxLayout(lower)
        rows.setContentsMargins(0, 4, 0, 0)
        bar = QHBoxLayout()
        bar.addWidget(self.counts, 1)
        bar.addWidget(self.preview.next_wrong)
        bar.addWidget(self.go)
        rows.addLayout(bar)
        rows.addWidget(self.notes)
        rows.addWidget(self.questions)
        rows.addWidget(self.preview, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.columns)
        split.addWidget(lower)
        split.setSizes([190, 400])
        split.setStretchFactor(1, 1)
        # Whoever mends rows is done with the columns: the rows get their room.
        self.preview.next_wrong.pressed.connect(lambda: split.setSizes([1, 10_000]))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(top)
        whole.addWidget(pick)  # a splitter would give a bar that wraps one line's height
        whole.addWidget(split, 1)
        self.notice.lie_over(split)

    def _show(self, plan: ImportPlan, *, mended: bool = False) -> None:
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
        if mended:
            self.preview.show_again(plan)
        else:
            self.preview.show_plan(plan)
        self._show_questions(plan)
        self.go.setEnabled(not plan.changes_nothing)

    def _show_questions(self, plan: ImportPlan) -> None:
        asked: list[tuple[str, list[Choice]]] = [
            (
                f"{plan.where(question.place)}：{question.sentence}",
                [
                    ("是同一个", partial(self.answer, question, same=True)),
                    ("不是，是另一个", partial(self.answer, question, same=False)),
                ],
            )
            for question in plan.questions
        ]
        asked += [
            (
                f"有 {missing.rows} 行的上级是“{missing.name}”，名单和名册里都没有它。",
                [(f"新建为{missing.kind}", partial(self.create_parent, missing.name))],
            )
            for missing in plan.missing_parents
            if key(missing.name) not in self.answers.create_parents
        ]
        self.questions.show_questions(asked)

    def _show_columns(self) -> None:
        """Show a sheet's columns, and in which row its headings stand."""
        listed = self._listed()
        self.columns.show_list(listed)
        if listed is not None:
            rows = listed.sheet.rows
            self.heading_row.blockSignals(True)
            self.heading_row.setMaximum(max(1, min(30, len(rows))))
            self.heading_row.setValue((listed.match.heading_row or 0) + 1)
            self.heading_row.blockSignals(False)

    def _mend(self, column: int, field: ListField | None) -> None:
        listed = self._listed()
        if listed is not None:
            self._change(
                listed, ListSheet(listed.sheet, listed.match.mended({column: field})), column
            )

    def _set_heading_row(self, row: int) -> None:
        listed = self._listed()
        if listed is not None:
            match = match_headings(listed.sheet.rows, heading_row=row - 1)
            self._change(listed, ListSheet(listed.sheet, match))

    def _mended(self, sheets: tuple[ListSheet, ...], cells: list[Mend]) -> None:
        """Look again at a list in which cells were typed over; answers to their rows are void."""
        rows = {place for place, _, _ in cells}
        told = {place: one for place, one in self.answers.same.items() if place not in rows}
        self.answers = Answers(told, self.answers.create_parents)
        self.presenter.replan(sheets, self.answers, columns=False, column=-1)

    def _read_again(self, encoding: str) -> None:
        if self.path is not None:
            self.notice.dismiss()
            self.presenter.read_list(self.path, encoding)

    def _change(self, old: ListSheet, new: ListSheet, column: int = -1) -> None:
        if self.plan is not None:
            sheets = tuple(new if one is old else one for one in self.preview.sheets)
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
        self.answers = answers or self.answers
        self.preview.sheets = sheets or self.preview.sheets
        self.presenter.replan(self.preview.sheets, self.answers, columns=columns, column=column)

    def _show_list(self, path: Path | None, plan: ImportPlan) -> None:
        self.path = path
        self.answers = Answers()
        self.title.setText(f"导入名单：{path.name if path else '从剪贴板粘贴的'}")
        self.encoding.show_encoding(plan.encoding)
        self.which.clear()
        self.which.addItems([one.sheet.name for one in plan.sheets])
        full = max(
            range(len(plan.sheets)),
            key=lambda number: len(plan.sheets[number].match.mapping),
            default=0,
        )
        self.which.setCurrentIndex(full)
        self.preview.begin(plan.sheets)
        self._show(plan)
        self._show_columns()
        (self.go if self.go.isEnabled() else self.preview.next_wrong).setFocus()

    def _show_again(self, plan: ImportPlan, columns: bool, column: int) -> None:
        if plan.sheets is not self.preview.sheets and not columns:
            return  # more was typed meanwhile: the plan for that follows
        self._show(plan, mended=not columns)
        if columns:
            self._show_columns()
        if column in self.columns.combos:
            self.columns.combos[column].setFocus()
        elif self.questions.buttons and not columns:
            self.questions.buttons[0].setFocus()

    def _listed(self) -> ListSheet | None:
        number = self.which.currentIndex()
        if self.plan is None or not 0 <= number < len(self.preview.sheets):
            return None
        return self.preview.sheets[number]

    def _done(self, result: "importing.ImportResult") -> None:
        plan = result.plan
        added = len(plan.new) + len(plan.created_parents)
        sentence = f"已导入：新增 {added} 个，变更 {len(plan.changed)} 个。"
        if result.refused_file is not None:
            sentence += (
                f"有 {len(plan.left_out)} 行没有导入，已写到“{result.refused_file}”，"
                "每行后面写着原因，改好后再导入这个文件即可。"
            )
        self.plan = None
        self.imported.emit(sentence, result.act)

    def first_focus(self) -> QWidget:
        """Return the button that goes on: the import, or another file."""
        return self.go if self.go.isEnabled() else self.other

    def _cannot_read(self, sentence: str) -> None:
        self.encoding.go_back()
        self.notice.show_fault(sentence)
        self.other.setFocus()

    def _failed(self, sentence: str) -> None:
        self.go.setEnabled(True)
        self.notice.show_fault(sentence)
