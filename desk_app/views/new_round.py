"""新建轮次: scheme, year, name, and who is graded, ticked in the tree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.rounds import (
    YEARS,
    Candidate,
    Participant,
    domain_problem,
    name_problem,
    participant_problems,
    ticked_at_first,
)
from desk_app.views.context import RoomContext
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.theme import WRONG, WRONG_BACKGROUND
from desk_app.views.settings import CHOSEN_FOR_ROUND
from desk_app.views.use_cases import round_material, rounds, schemes

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.scheme.model import Scheme

NAME, GRADED, ABSENT, REASON, WRONG_WORDS = range(5)
TAKES_PART, STAYS_OUT, ABSENCE = "参评", "不列入", "不参评"


class NewRoundDialog(QDialog):
    """Asks for a new round. Esc closes only what has not been touched yet."""

    created = Signal(int)

    def __init__(self, context: RoomContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建轮次")
        self.setModal(True)
        self._context = context
        self._material: round_material.RoundMaterial | None = None
        self._scheme: Scheme | None = None
        self._touched = False
        self._filling = False
        self._items: dict[int, QTreeWidgetItem] = {}
        self.scheme = QComboBox()
        self.year = QSpinBox()
        self.year.setRange(YEARS[0], YEARS[-1])
        self.year.setSuffix(" 年度")
        self.name = QLineEdit("年初定级")
        self.name_wrong = QLabel()
        self.name_wrong.setProperty("kind", "wrong")
        self.count = QLabel()
        self.count.setProperty("kind", "quiet")
        self.notice = Notice()
        self.tree = QTreeWidget()
        self.make = QPushButton("新建轮次")
        self.make.setProperty("kind", "primary")
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.cancel = QPushButton("取消")
        self.cancel.setAutoDefault(False)
        self._lay_out()
        self.scheme.currentIndexChanged.connect(self._load_scheme)
        self.year.valueChanged.connect(self._check_name)
        self.name.textEdited.connect(self._check_name)
        self.tree.itemChanged.connect(self._item_changed)
        self.make.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)
        context.runner.call(round_material.read).then(self._show)

    def participants(self) -> list[Participant]:
        """Return who is on the list as it is ticked now, in the order of the tree."""
        found = []
        for organisation_id, item in self._items.items():
            if item.checkState(ABSENT) == Qt.CheckState.Checked:
                found.append(Participant(organisation_id, False, item.text(REASON).strip()))
            elif item.checkState(GRADED) == Qt.CheckState.Checked:
                found.append(Participant(organisation_id))
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._touched:
            self.notice.ask("已改动的内容还没有建成轮次。", [("放弃，关闭窗口", self.reject)])
            return
        super().keyPressEvent(event)

    # --- loading ----------------------------------------------------------------------

    def _show(self, material: "round_material.RoundMaterial") -> None:
        self._material = material
        self._filling = True
        self.year.setValue(material.today.year)
        self._fill_tree(material.candidates)
        self._filling = False
        self.scheme.blockSignals(True)
        for scheme_id, title in material.schemes:
            self.scheme.addItem(f"{title}（{scheme_id}）", scheme_id)
        chosen = self.scheme.findData(self._context.settings.text(CHOSEN_FOR_ROUND))
        self.scheme.setCurrentIndex(max(chosen, 0))
        self.scheme.blockSignals(False)
        self._load_scheme()
        self._check_name()
        self.name.setFocus()
        self.name.selectAll()
        self._touched = False

    def _load_scheme(self) -> None:
        scheme_id = self.scheme.currentData()
        if scheme_id is None:
            return
        self._touched = True
        self._context.runner.call(schemes.load, str(scheme_id)).then(self._show_scheme).otherwise(
            self._complain
        )

    def _show_scheme(self, scheme: "Scheme") -> None:
        first = self._scheme is None
        self._scheme = scheme
        self.make.setEnabled(True)
        self._check()
        if first:
            self._touched = False

    def _fill_tree(self, candidates: Sequence[Candidate]) -> None:
        ticked = ticked_at_first(candidates)
        made: dict[int, QTreeWidgetItem] = {}
        waiting = [one for one in candidates if not one.retired]
        living = {one.id for one in waiting}
        while waiting:
            later = []
            for one in waiting:
                if one.parent_id in living and one.parent_id not in made:
                    later.append(one)
                    continue
                item = QTreeWidgetItem([one.name])
                item.setData(NAME, Qt.ItemDataRole.UserRole, one.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                graded = one.id in ticked
                item.setCheckState(
                    GRADED, Qt.CheckState.Checked if graded else Qt.CheckState.Unchecked
                )
                item.setCheckState(ABSENT, Qt.CheckState.Unchecked)
                item.setToolTip(NAME, f"{one.kind} · {one.domain or '没有填领域'}")
                above = made.get(one.parent_id) if one.parent_id is not None else None
                if above is None:
                    self.tree.addTopLevelItem(item)
                else:
                    above.addChild(item)
                made[one.id] = item
            if len(later) == len(waiting):
                raise RuntimeError("organisations stand above each other in a circle")
            waiting = later
        self.tree.expandAll()
        self._items = {number: made[number] for number in _from_top(self.tree)}

    # --- checking ---------------------------------------------------------------------

    def _item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        if self._filling:
            return
        self._touched = True
        self._filling = True
        on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
        if column == GRADED and item.checkState(GRADED) == on:
            item.setCheckState(ABSENT, off)
        elif column == ABSENT and item.checkState(ABSENT) == on:
            item.setCheckState(GRADED, off)
        elif column == REASON and item.text(REASON).strip():
            item.setCheckState(GRADED, off)
            item.setCheckState(ABSENT, on)
        self._filling = False
        self._check()

    def _check_name(self) -> bool:
        if self._material is None:
            return False
        self._touched = True
        wrong = name_problem(self.year.value(), self.name.text(), self._material.rounds)
        self.name_wrong.setText(wrong)
        return not wrong

    def _check(self, *, strictly: bool = False) -> bool:
        """Mark what cannot stand where it stands; a missing reason only when it is ``strictly``.

        While somebody is still ticking, a reason that is about to be typed is no fault.
        """
        if self._material is None or self._scheme is None:
            return False
        known = {one.id: one for one in self._material.candidates}
        participants = self.participants()
        problems = participant_problems(self._scheme, known, participants)
        shown: dict[int, str] = {}
        for one in participants:
            number = one.organisation_id
            waits = not one.participates and not one.absence_reason and not strictly
            if waits:
                words = domain_problem(self._scheme, known[number])
            else:
                words = problems.get(number, "")
            if words:
                shown[number] = words
        self._mark(shown)
        graded = sum(one.participates for one in participants)
        self.count.setText(f"参评 {graded} 个，不参评 {len(participants) - graded} 个")
        if strictly and problems:
            number, words = next(iter(problems.items()))
            self.notice.show_fault(words)
            if number in self._items:
                self.tree.setCurrentItem(self._items[number], REASON)
                self.tree.scrollToItem(self._items[number])
                self.tree.setFocus()
        elif not problems:
            self.notice.dismiss()
        return not problems

    def _mark(self, problems: dict[int, str]) -> None:
        self._filling = True
        for number, item in self._items.items():
            words = problems.get(number, "")
            if item.text(WRONG_WORDS) == words:
                continue
            item.setText(WRONG_WORDS, words)
            item.setToolTip(WRONG_WORDS, words)
            item.setForeground(WRONG_WORDS, QColor(WRONG))
            for column in range(WRONG_WORDS + 1):
                if words:
                    item.setBackground(column, WRONG_BACKGROUND)
                else:
                    item.setData(column, Qt.ItemDataRole.BackgroundRole, None)
        self._filling = False

    # --- making -----------------------------------------------------------------------

    def _create(self) -> None:
        if not self._check_name():
            self.name.setFocus()
            return
        if not self._check(strictly=True):
            return
        scheme_id, year = str(self.scheme.currentData()), self.year.value()
        name, participants = self.name.text(), self.participants()
        self.make.setEnabled(False)
        self._context.runner.save(rounds.create, scheme_id, year, name, participants).then(
            self._made
        ).otherwise(self._complain)

    def _made(self, round_id: int) -> None:
        self.created.emit(round_id)
        self.accept()

    def _complain(self, fault: "Fault") -> None:
        self.make.setEnabled(self._scheme is not None)
        self.notice.show_fault(str(fault))

    def _lay_out(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        self.tree.setHeaderLabels(["党组织", TAKES_PART, ABSENCE, "不参评的原因", ""])
        self.tree.setItemDelegate(_OnlyReason(self.tree))
        self.tree.setAlternatingRowColors(True)
        self.tree.setEditTriggers(
            QTreeWidget.EditTrigger.AnyKeyPressed
            | QTreeWidget.EditTrigger.EditKeyPressed
            | QTreeWidget.EditTrigger.SelectedClicked
            | QTreeWidget.EditTrigger.DoubleClicked
        )
        self.tree.setAllColumnsShowFocus(True)
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        for column, width in ((NAME, 21), (GRADED, 4), (ABSENT, 5), (REASON, 13)):
            self.tree.setColumnWidth(column, letter * width)
        first = QHBoxLayout()
        first.addWidget(self.scheme, 1)
        first.addWidget(self.year)
        form = QFormLayout()
        form.addRow("方案和年度", first)
        form.addRow("轮次名称", self.name)
        form.addRow("", self.name_wrong)
        words = QLabel("勾选本轮要定级的党组织；有特殊情况的勾“不参评”并写原因，不相关的都不勾。")
        words.setProperty("kind", "quiet")
        words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.make)
        buttons.addWidget(self.cancel)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(words)
        whole.addWidget(self.notice)
        whole.addWidget(self.tree, 1)
        whole.addLayout(buttons)
        self.resize(letter * 62, letter * 40)


class _OnlyReason(QStyledItemDelegate):
    """Only the reason is typed; everything else in the tree is ticked."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        if index.column() != REASON:
            return None  # type: ignore[return-value]
        return super().createEditor(parent, option, index)


def _from_top(tree: QTreeWidget) -> list[int]:
    """The organisations' numbers in the order in which the tree shows them."""
    found: list[int] = []
    waiting = [tree.invisibleRootItem()]
    while waiting:
        item = waiting.pop()
        number = item.data(NAME, Qt.ItemDataRole.UserRole)
        if number is not None:
            found.append(int(number))
        waiting += [item.child(row) for row in reversed(range(item.childCount()))]
    return found
