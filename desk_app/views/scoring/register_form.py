"""The line of fields with which a bonus or deduction is entered or changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
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
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.name_field import NameField
from desk_app.views.kit.short_words import tell_whole
from desk_app.views.use_cases import adjustments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.scheme.model.scoring import Adjustment
    from desk_app.views.use_cases import sheets


SUBJECT_LABEL = "{}(&Z)"


class RegisterForm(QFrame):
    """党组织, 事项, 档次, 次数, 佐证; hands up a ``RegisterEntry`` that can stand."""

    submitted = Signal(object)
    """The ``RegisterEntry`` that was typed."""
    cancelled = Signal()
    refused = Signal(str)
    """Why what was typed is no entry."""
    worth_changed = Signal()
    """Another matter, tier or count is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("form")
        self._choices: tuple[Adjustment, ...] = ()
        self.subject = NameField()
        self._ids: dict[str, int] = {}
        self.adjustment = QComboBox()
        self.tier = QComboBox()
        self.count = QSpinBox()
        self.proof = QLineEdit()
        self.save = QPushButton("登记")
        self.cancel = QPushButton("取消")
        self._lay_out()
        self.adjustment.currentIndexChanged.connect(self._offer_tiers)
        self.tier.currentIndexChanged.connect(lambda _: self.worth_changed.emit())
        self.count.valueChanged.connect(lambda _: self.worth_changed.emit())
        self.save.clicked.connect(self._submit)
        self.cancel.clicked.connect(lambda _=False: self.cancelled.emit())
        self.proof.returnPressed.connect(self._submit)

    @property
    def choice(self) -> "Adjustment | None":
        """The matter that is chosen."""
        row = self.adjustment.currentIndex()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def show_subjects(self, lines: "Sequence[sheets.RosterLine]") -> None:
        """Offer the subjects that take part; the one chosen before stays where it can."""
        shown = [one for one in lines if one.participates]
        self._ids = {one.subject.name: one.subject.id for one in reversed(shown)}
        self.subject.offer([(one.subject.name, one.initials) for one in shown])
        if self.subject.text() not in self._ids:
            self.subject.setText(shown[0].subject.name if shown else "")

    def choose_subject(self, subject_id: int) -> None:
        """Put a subject into the field."""
        name = next((name for name, one in self._ids.items() if one == subject_id), None)
        if name is not None:
            self.subject.setText(name)

    def show_choices(self, choices: "Sequence[Adjustment]") -> None:
        """Offer the scheme's matters; what was chosen stays where it can."""
        names = [one.name for one in choices]
        before = [self.adjustment.itemText(row) for row in range(self.adjustment.count())]
        self._choices = tuple(choices)
        if names != before:
            self.adjustment.clear()
            self.adjustment.addItems(names)
        self._offer_tiers()

    def worth(self) -> tuple[str, ...]:
        """Say what the entry would be worth, and the scheme's words for it."""
        choice = self.choice
        if choice is None or self.tier.currentIndex() < 0:
            return ()
        points = choice.tiers[self.tier.currentIndex()].points * self.count.value()
        said = f"{'加' if choice.bonus else '减'} {format_points(points)} 分"
        return (said, f"方案原文：{choice.origin.phrase}") if choice.origin.phrase else (said,)

    def set_usable(self, *, usable: bool) -> None:
        """Let nothing be entered in a round that is locked or asks for nothing."""
        for one in (self.subject, self.adjustment, self.tier, self.count, self.proof, self.save):
            one.setEnabled(usable)

    def begin_change(self, entry: "adjustments.RegisterEntry") -> None:
        """Put an entry of the register into the fields."""
        self.choose_subject(entry.subject_id)
        self.adjustment.setCurrentText(entry.adjustment)
        self.tier.setCurrentText(entry.tier)
        self.count.setValue(entry.count)
        self.proof.setText(entry.proof)
        self.save.setText("保存修改")
        self.cancel.show()
        self.proof.setFocus()

    def begin_new(self) -> None:
        """Wait for a new entry; subject and matter stay as they are chosen."""
        self.save.setText("登记")
        self.cancel.hide()
        self.proof.clear()
        self.count.setValue(1)

    def _submit(self) -> None:
        self.subject.resolve()
        subject_id = self._ids.get(self.subject.text().strip())
        if subject_id is None:
            self.refused.emit(f"本轮名单里没有“{self.subject.text()}”，请从列表中选择。")
            self.subject.setFocus()
            return
        self.submitted.emit(
            adjustments.RegisterEntry(
                subject_id,
                self.adjustment.currentText(),
                self.tier.currentText(),
                self.count.value(),
                self.proof.text().strip(),
            )
        )

    def call_subjects(self, name: str) -> None:
        """Label the field of the subject with the scheme's word."""
        self._subject_label.setText(SUBJECT_LABEL.format(name))
        self.subject.setAccessibleName(name)

    def _offer_tiers(self) -> None:
        choice = self.choice
        before = self.tier.currentText()
        self.tier.clear()
        if choice is not None:
            self.tier.addItems([one.name for one in choice.tiers])
            if before in {one.name for one in choice.tiers}:
                self.tier.setCurrentText(before)
            self.count.setSuffix(f" {choice.unit}")
        self.worth_changed.emit()

    def _lay_out(self) -> None:
        self.subject.setPlaceholderText("名称或拼音首字母")
        # Long names: the list that opens shows them whole, the field takes no more than its share.
        set_widths(self.subject, fixed=16)
        for box, letters in ((self.adjustment, 14), (self.tier, 10)):
            set_widths(box, fixed=letters)
            tell_whole(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        set_widths(self.proof, least=14)
        self.count.setRange(1, 999)
        self.proof.setPlaceholderText("佐证：文件、文号、日期")
        row = FlowBar()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)
        for words, field in (
            (SUBJECT_LABEL.format("党组织"), self.subject),
            ("事项(&X)", self.adjustment),
            ("档次(&D)", self.tier),
            ("次数(&C)", self.count),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            if field is self.subject:
                self._subject_label = label
            field.setAccessibleName(words.partition("(")[0])
            row.add(_beside(label, field))
        self.proof.setAccessibleName("佐证")
        row.add(self.proof, stretched=True)
        row.add(self.save)
        row.add(self.cancel)


def _beside(label: QLabel, field: QWidget) -> QWidget:
    """A label and its field, which no line break parts."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addWidget(field)
    return pair
