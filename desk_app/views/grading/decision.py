"""The line under the reasons: what the committee or the superior decided for one subject."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desk_app.domain.rounds import deciding_meeting
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.views.grading.explanation import steps
from desk_app.views.kit import theme
from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import show_from_start, tell_whole
from desk_app.views.use_cases import grading


class DecisionForm(QWidget):
    """Chooses a level, with reason, day and meeting. What is refused is said beside its field."""

    decided = Signal(str, object)
    """The name of the step and the ``DecisionEntry``."""
    upheld = Signal(object)
    """The row whose decision is 待复核 and stands."""

    def __init__(self) -> None:
        super().__init__()
        self._board: grading.GradingBoard | None = None
        self._row: grading.BoardRow | None = None
        self._locked = False
        self._reviewing = False
        self.step = QComboBox()
        self.level = QComboBox()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("与拟定等级不同时必须写明理由")
        self.day = DateField()
        self.day.setPlaceholderText("2026-03-15")
        self.meeting = QLineEdit()
        self.wrong = Saying(self)
        self.foot = QWidget()
        """The buttons that end the work; they stand apart from the fields, which may scroll."""
        self.save = QPushButton("记下决定")
        self.save.setProperty("kind", "primary")
        self.uphold = QPushButton("维持(&W)")
        self.uphold.setToolTip("新版方案拟定的等级变了，原来的决定仍然有效")
        self.uphold.setAutoDefault(True)  # Enter presses it as well
        self.uphold.hide()
        self.history = QPushButton("经过")
        self.history.setCheckable(True)
        self.history.setToolTip("这个等级以前定成什么，谁在什么时候改的")
        for field in (self.reason, self.meeting):
            tell_whole(field)
        self._lay_out()
        self.step.currentIndexChanged.connect(self._show_stored)
        self.save.clicked.connect(self._save)
        self.uphold.clicked.connect(self._uphold)
        for line in (self.reason, self.day, self.meeting):
            line.returnPressed.connect(self._save)
            line.textEdited.connect(lambda _: self.wrong.say(""))
        self.level.activated.connect(lambda _: self.wrong.say(""))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (text, field) in enumerate(
            (
                ("环节(&H)", self.step),
                ("等级(&L)", self.level),
                ("理由(&Y)", self.reason),
                ("日期(&R)", self.day),
            )
        ):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 1 if field is self.day else 3)
        meeting = QLabel("会议(&M)")
        meeting.setBuddy(self.meeting)
        grid.addWidget(meeting, 3, 2)
        grid.addWidget(self.meeting, 3, 3)
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.save, 2)
        line.addWidget(self.uphold, 2)
        line.addWidget(self.history, 1)

    def show_board(self, board: "grading.GradingBoard") -> None:
        """Offer the scheme's levels, and every step that arrives at one."""
        self._board = board
        self.meeting.setPlaceholderText(f"如：{deciding_meeting(board.scheme)}")
        for combo, items, first in (
            (self.step, [(one, one) for one in steps(board)], board.decision_step),
            (self.level, _levels(board.scheme), ""),
        ):
            chosen = combo.currentData()
            combo.blockSignals(True)
            combo.clear()
            for text, value in items:
                combo.addItem(text, value)
            wanted = combo.findData(chosen)
            combo.setCurrentIndex(wanted if wanted >= 0 else max(combo.findData(first), 0))
            combo.blockSignals(False)

    @property
    def row(self) -> "grading.BoardRow | None":
        """The subject that the form speaks of."""
        return self._row

    def chosen_day(self) -> date | None:
        """The day in the form; ``None`` where it is empty or no day."""
        try:
            return self.day.read_day()
        except ValueError:
            return None

    def show_row(self, row: "grading.BoardRow | None") -> None:
        """Show what is stored for a subject, else what the scheme proposes."""
        self._row = row
        self._show_stored()

    def lock(self, *, locked: bool) -> None:
        """After 定稿 the committee's decision is only to be read; the superior's still comes."""
        self._locked = locked
        self._show_stored()

    def _show_stored(self) -> None:
        row, board = self._row, self._board
        self.wrong.say("")
        approving = board is not None and self.step.currentData() == board.approval_step
        shut = self._locked and not approving
        for field in (self.level, self.reason, self.day, self.meeting, self.save):
            field.setEnabled(not shut)
        for part in (self, self.foot):
            part.setEnabled(row is not None and row.proposal is not None)
        self._reviewing = False
        if row is None or row.proposal is None or board is None:
            self.uphold.hide()
            return
        step = str(self.step.currentData())
        self._reviewing = not shut and bool(row.review) and step == board.decision_step
        self._word_fields(board, step)
        level = _level_shown(board, row, step)
        self.level.setCurrentIndex(max(self.level.findData(level or ""), 0))
        stored = row.opinions.get(step)
        show_from_start(self.reason, stored.reason if stored else "")
        # Day and meeting stay from the subject before: one meeting decides on many.
        if stored is not None:
            show_from_start(self.day, stored.decided_on.isoformat() if stored.decided_on else "")
            show_from_start(self.meeting, stored.meeting)

    def _word_fields(self, board: "grading.GradingBoard", step: str) -> None:
        """Say whether a reason is wanted, and what the button writes down."""
        free = _is_free(board, step)
        by_opinion = board.scheme.measure is Measure.OPINION and step != board.approval_step
        self.reason.setPlaceholderText(
            "可以不写" if free or by_opinion else "与拟定等级不同时必须写明理由"
        )
        decides = "改定(&G)" if self._reviewing else "记下决定"
        self.save.setText("记下意见" if free else decides)
        if self.uphold.hasFocus() and not self._reviewing:
            self.save.setFocus()  # the focus of a button that goes would leave the form
        self.uphold.setVisible(self._reviewing)

    def _save(self) -> None:
        if self._row is None or self._board is None:
            return
        try:
            day: date | None = self.day.read_day()
        except ValueError as error:
            self._refuse(str(error), self.day)
            return
        entry = grading.DecisionEntry(
            subject_id=self._row.evidence.subject.id,
            level=str(self.level.currentData() or ""),
            reason=self.reason.text().strip(),
            decided_on=day,
            meeting=self.meeting.text().strip(),
        )
        step = str(self.step.currentData())
        stored = self._row.opinions.get(step)
        if self._reviewing and stored is not None and entry.level == stored.level:
            words = f"等级还是“{entry.level}”。要改定请先选另一个等级；不改请按“维持”。"
            self._refuse(words, self.level)
            return
        approving = step == self._board.approval_step
        free = _is_free(self._board, step)
        wrong = grading.refuse(self._board, entry, approval=approving, free=free)
        if wrong:
            self._refuse(wrong, self.reason)
            return
        self.wrong.say("")
        self.decided.emit(step, entry)

    def _uphold(self) -> None:
        if self._row is not None:
            self.wrong.say("")
            self.upheld.emit(self._row)

    def _refuse(self, sentence: str, field: QWidget) -> None:
        field.setFocus()
        self.wrong.say(sentence, field)


def _is_free(board: "grading.GradingBoard", step: str) -> bool:
    """Whether a step's opinion stands beside the decision, and may differ without a reason."""
    return step not in {board.decision_step, board.approval_step}


def _level_shown(board: "grading.GradingBoard", row: "grading.BoardRow", step: str) -> str | None:
    """What is stored for a step, else what it would most likely say."""
    stored = row.opinions.get(step)
    if stored is not None:
        return stored.level
    if _is_free(board, step) or row.proposal is None:
        return None
    if step == board.approval_step and row.decision is not None:
        return row.decision.level
    return row.proposal.level


def _levels(scheme: Scheme) -> tuple[tuple[str, str], ...]:
    return (
        ("（未决定）", ""),
        *(
            (f"{theme.level_mark(rank)} {one.name}", one.name)
            for rank, one in enumerate(scheme.levels)
        ),
    )
