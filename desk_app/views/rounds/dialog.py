"""新建轮次: scheme, year, name, and who is graded, ticked in the tree."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.rounds import (
    YEARS,
    Participant,
    domain_problem,
    name_problem,
    participant_problems,
    places_lacking,
)
from desk_app.views.context import RoomContext
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.finding import search_line
from desk_app.views.names import NameBook
from desk_app.views.rounds.presenter import NewRoundPresenter
from desk_app.views.rounds.tree import ParticipantTree, TreeSearch
from desk_app.views.settings import CHOSEN_FOR_ROUND

if TYPE_CHECKING:
    from desk_app.domain.scheme.model.scheme import Scheme
    from desk_app.views.use_cases import round_material


WHOM = "勾选本轮要定级的党组织；有特殊情况的勾“不参评”并写原因，不相关的都不勾。"
MEMBERS = (
    "本方案评的是{0}，不是党组织：请先在“党组织”里把每名{0}录为一条（名称写姓名，上级写所在党支部），"
    "也可以从名单导入，再在这里勾选；党组织本身不勾。"
)


class NewRoundDialog(FittingDialog):
    """Asks for a new round. Esc closes only what has not been touched yet."""

    help_page: ClassVar[str] = "首页"

    created = Signal(int)

    def __init__(self, context: RoomContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建轮次")
        self.setModal(True)
        self._settings = context.settings
        self.presenter = NewRoundPresenter(context.runner, self)
        self._material: round_material.RoundMaterial | None = None
        self._scheme: Scheme | None = None
        self._touched = False
        self.scheme = QComboBox()
        self.year = QSpinBox()
        self.year.setAccessibleName("年度")
        self.year.setRange(YEARS[0], YEARS[-1])
        self.year.setSuffix(" 年度")
        self.name = QLineEdit("年初定级")
        self.name_wrong = QLabel()
        self.name_wrong.setProperty("kind", "wrong")
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.count.setProperty("kind", "quiet")
        self.names = NameBook(context.runner, self)
        self.names.fetch()
        self.words = QLabel(WHOM)
        self.words.setProperty("kind", "quiet")
        self.words.setWordWrap(True)
        self.search = search_line("名称或拼音首字母", 220)
        self.tree = ParticipantTree()
        self.tree.setAccessibleName("参评党组织")
        self.make = QPushButton("新建轮次")
        self.make.setProperty("kind", "primary")
        self.make.setDefault(True)
        self.make.setEnabled(False)
        self.cancel = QPushButton("取消")
        self.cancel.setAutoDefault(False)
        self._lay_out()
        TreeSearch(self.search, self.tree)
        self.search.textChanged.connect(self._search)
        self.names.read.connect(self._search)
        self.scheme.currentIndexChanged.connect(self._load_scheme)
        self.year.valueChanged.connect(self._check_name)
        self.name.textEdited.connect(self._check_name)
        self.tree.ticked.connect(self._ticked)
        self.make.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)
        self.presenter.read.connect(self._show)
        self.presenter.scheme_read.connect(self._show_scheme)
        self.presenter.created.connect(self._made)
        self.presenter.failed.connect(self._complain)
        self.presenter.load()

    def participants(self) -> list[Participant]:
        """Return who is on the list as it is ticked now, in the order of the tree."""
        return self.tree.participants()

    def at_risk(self) -> str:
        """Say that what was changed is no round yet."""
        return "已改动的内容还没有建成轮次。" if self._touched else ""

    # --- loading ----------------------------------------------------------------------

    def _show(self, material: "round_material.RoundMaterial") -> None:
        self._material = material
        self.year.setValue(material.today.year)
        self.tree.show_candidates(material.candidates)
        self.scheme.blockSignals(True)
        for scheme_id, title in material.schemes:
            # The code in front: typing "D1" goes there.
            self.scheme.addItem(f"{scheme_id}　{title}", scheme_id)
        chosen = self.scheme.findData(self._settings.text(CHOSEN_FOR_ROUND))
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
        self.scheme.setToolTip(self.scheme.currentText())
        self._touched = True
        self.presenter.load_scheme(str(scheme_id))

    def _show_scheme(self, scheme: "Scheme") -> None:
        first = self._scheme is None
        self._scheme = scheme
        self.tree.headerItem().setText(0, scheme.object_name)
        self.words.setText(MEMBERS.format(scheme.object_name) if scheme.grades_people else WHOM)
        self.make.setEnabled(True)
        self._check()
        if first:
            self._touched = False

    def _search(self) -> None:
        self.tree.show_found(self.search.text(), self.names.initials())

    # --- checking ---------------------------------------------------------------------

    def _ticked(self) -> None:
        self._touched = True
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
            if one.participates or one.absence_reason or strictly:
                shown[number] = problems.get(number, "")
            else:
                shown[number] = domain_problem(self._scheme, known[number])
        self.tree.mark(shown)
        graded = sum(one.participates for one in participants)
        unit = self._scheme.counter
        counted = f"参评 {graded} {unit}，不参评 {len(participants) - graded} {unit}"
        lacking = places_lacking(self._scheme, known, participants)
        self.count.setText(f"{counted}；{lacking}" if lacking else counted)
        if strictly and problems:
            number, words = next(iter(problems.items()))
            self.notice.show_fault(words)
            self.tree.ask_reason(number)
        elif not problems:
            self.notice.dismiss()
        return not problems

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
        self.presenter.create(scheme_id, year, name, participants)

    def _made(self, round_id: int) -> None:
        self.created.emit(round_id)
        self.accept()

    def _complain(self, sentence: str) -> None:
        self.make.setEnabled(self._scheme is not None)
        self.notice.show_fault(sentence)

    def _lay_out(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        first = QHBoxLayout()
        first.addWidget(self.scheme, 1)
        first.addWidget(self.year)
        form = QFormLayout()
        form.addRow("方案和年度", first)
        form.addRow("轮次名称", self.name)
        form.addRow("", self.name_wrong)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.make)
        buttons.addWidget(self.cancel)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self.words)
        whole.addWidget(self.search)
        whole.addWidget(self.tree, 1)
        self.notice.lie_over(self.tree)
        whole.addLayout(buttons)
        self.settle(QSize(letter * 62, letter * 40))
