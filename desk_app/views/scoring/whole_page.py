"""The whole sheet on screen: whose scores, points or reasons, and a sentence on the cell."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.score_blocks import CellPart
from desk_app.views.kit.clipboard import read_block, write_block
from desk_app.views.kit.heading import FALLING, RISING
from desk_app.views.kit.kept_keys import KeptKeys
from desk_app.views.kit.menus import Entry, pop_up
from desk_app.views.kit.tab_order import keep_order
from desk_app.views.kit.theme import QUIET, WARNING, WRONG, tint
from desk_app.views.scoring.editor import ScoreCell, ScoreEditor
from desk_app.views.scoring.layout import add_keys
from desk_app.views.scoring.score_table import ScoreTable
from desk_app.views.scoring.sorted_grid import NAMES
from desk_app.views.scoring.whole import WholeModel
from desk_app.views.scoring.words import OBJECT_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.domain.scoring import Summary
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import sheets

NO_INDICATORS = "本轮的方案没有评分指标，不用填评分表。"
HOW_TO_PASTE = (
    "从 WPS、Excel 复制的整块，在左上角一次粘贴；连同表头、{0}名称一起复制的，按名称对号入座。"
)

SORT_NAMES = "点一下按名称排序，再点反过来，第三下恢复名单的次序"
_HEADING_LINES = 2.4
"""Lines of a heading, with a little room around them."""
_NAME_LETTERS = 15
"""How many letters of a name stand beside the rows."""


class WholeTable(ScoreTable):
    """The names stand beside the rows, in view however far one scrolls to the right."""

    def __init__(self, name: str, settings: "Settings") -> None:
        super().__init__(name, settings, editable=True)
        beside = self.verticalHeader()
        beside.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        beside.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.heading.setStretchLastSection(False)
        self.heading.break_lines()
        self._fit_letters()
        beside.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        beside.customContextMenuRequested.connect(self._names_menu)
        corner = self.findChild(QAbstractButton)
        self._over_names = QPushButton(OBJECT_NAME, corner or self)
        """Stands over the names as a heading does: a click sorts by them."""
        self._over_names.setFlat(True)
        self._over_names.setProperty("kind", "heading")
        self._over_names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over_names.setToolTip(SORT_NAMES)
        self._over_names.clicked.connect(self._turn_names)
        if corner is not None:
            row = QHBoxLayout(corner)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(self._over_names)

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show the sheet, with an arrow over what its rows are sorted by."""
        super().setModel(model)
        if isinstance(model, WholeModel):
            for moved in (model.layoutChanged, model.modelReset):
                moved.connect(self._tell_order)

    def follow_letters(self) -> None:
        """Give names and headings the room that the letters ask for now."""
        self._fit_letters()
        super().follow_letters()

    def _fit_letters(self) -> None:
        measured = self.fontMetrics()
        self.verticalHeader().setFixedWidth(_NAME_LETTERS * measured.horizontalAdvance("国"))
        self.heading.setFixedHeight(int(measured.height() * _HEADING_LINES))

    def _turn_names(self) -> None:
        """Rising, falling, as the list has it: as a click on a heading does."""
        model = self.model()
        if isinstance(model, WholeModel):
            column, order = model.sorted_by
            rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
            if column != NAMES:
                model.sort(NAMES, rising)
            elif order == rising:
                model.sort(NAMES, falling)
            else:
                model.sort(-1, rising)

    def _tell_order(self) -> None:
        """Put the arrow where the model is sorted: it moves with the half that is shown."""
        model = self.model()
        if not isinstance(model, WholeModel):
            return
        column, order = model.sorted_by
        with QSignalBlocker(self.heading):  # the rows are in this order already
            self.heading.setSortIndicator(max(column, -1), order)
        self.heading.viewport().update()
        arrow = RISING if order == Qt.SortOrder.AscendingOrder else FALLING
        called = model.object_name
        self._over_names.setText(f"{called} {arrow}" if column == NAMES else called)

    def _names_menu(self, at: QPoint) -> None:
        model = self.model()
        if isinstance(model, WholeModel):
            entries = [Entry(words, act) for words, act in model.offered(())]
            pop_up(self, entries, self.verticalHeader().viewport().mapToGlobal(at))

    def selected_text(self) -> str:
        """The selection for a workbook; the whole sheet brings its names along."""
        text, model = super().selected_text(), self.model()
        rows = {one.row() for one in self.selectedIndexes()}
        if not isinstance(model, WholeModel) or not 1 < model.rowCount() == len(rows):
            return text
        names = [model.object_name, *(model.name(row) for row in range(model.rowCount()))]
        return write_block(
            [[name, *line] for name, line in zip(names, read_block(text), strict=True)]
        )


class WholePage(QWidget):
    """Whose scores, points or reasons, the table, and one sentence on the current cell."""

    wanted = Signal(str)
    """The sheets of this evaluator are to be shown."""

    def __init__(self, editor: ScoreEditor, settings: "Settings") -> None:
        super().__init__()
        self.model = WholeModel(editor)
        self.evaluators = QButtonGroup(self)
        self._place = QWidget()
        self._whose = QHBoxLayout(self._place)
        self._whose.setContentsMargins(0, 0, 0, 0)
        self._whose.setSpacing(0)
        self.table = WholeTable("sheets.whole", settings)
        self.table.setAccessibleName("整表评分")
        self.table.setModel(self.model)
        self.keys = KeptKeys(self.table)
        self.points, self.notes = _tab("分数"), _tab("扣分理由")
        self._parts = QButtonGroup(self)
        self.empty = QLabel(NO_INDICATORS)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        self._awaited: ScoreCell | None = None
        self._lay_out()
        self.evaluators.buttonClicked.connect(lambda one: self._choose(one.text()))
        add_keys(self, lambda: self._step(-1), "Alt+Left")
        add_keys(self, lambda: self._step(1), "Alt+Right")
        for one, keys in ((self.points, "Alt+F"), (self.notes, "Alt+R")):
            one.setToolTip(keys)
            add_keys(self, one.click, keys)
        self._parts.idClicked.connect(self._switch)
        self.table.selectionModel().currentChanged.connect(self._explain)
        editor.marked.connect(self._explain)
        editor.applied.connect(self._explain)

    @property
    def evaluator(self) -> str:
        """Whose scores are wanted; "" before a round is open."""
        return next((one.text() for one in self.evaluators.buttons() if one.isChecked()), "")

    def first_field(self) -> QWidget:
        """Return the sheet in which one types."""
        return self.table

    def show_evaluators(self, names: "tuple[str, ...]", superior: str) -> None:
        """Offer these evaluators; the one chosen before stays where it can, else the superior."""
        before = self.evaluator
        if [one.text() for one in self.evaluators.buttons()] != list(names):
            for old in self.evaluators.buttons():
                self.evaluators.removeButton(old)
                old.deleteLater()
            for name in names:
                button = _tab(name)
                button.setToolTip("Alt+←、Alt+→")
                self.evaluators.addButton(button)
                self._whose.addWidget(button)
            keep_order(self._place, self.evaluators.buttons())
        self._check(before if before in names else superior)

    def show(self, view: "sheets.WholeView", *, locked: bool) -> None:  # type: ignore[override]
        """Show an evaluator's sheets; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 0)
        stood = self.model.lines[row].subject.id if self.model.lines else 0
        self._check(view.evaluator)
        self.notes.setText("扣分理由" if view.evaluator == view.superior else "佐证")
        self.model.show(view, self._part(), locked=locked)
        for one in (self.table, self.hint):
            one.setVisible(bool(view.indicators))
        self.empty.setVisible(not view.indicators)
        if self.model.rowCount() and view.indicators:
            last = len(self.model.shown) - 1
            # Another evaluator's rows are sorted anew: the cursor stays with its subject.
            row = max(self.model.row_of_subject(stood), 0)
            index = self.model.index(row, min(column, last))
            self.table.setCurrentIndex(index)
        self._find()
        self._explain()
        self.keys.arrived(view.evaluator)

    def show_summaries(self, summaries: "Mapping[int, Summary]") -> None:
        """Show sums and bands that were worked out anew."""
        self.model.show_summaries(summaries)

    def reveal(self, place: ScoreCell) -> None:
        """Bring a cell on screen, with the evaluator and the half that show it."""
        (self.notes if place.part is CellPart.NOTE else self.points).setChecked(True)
        self._switch()
        self._awaited = place
        if self.model.view is None or place.evaluator != self.model.view.evaluator:
            self._check(place.evaluator)
            self.wanted.emit(place.evaluator)
        else:
            self._find()

    def _check(self, evaluator: str) -> None:
        for one in self.evaluators.buttons():
            if one.text() == evaluator:
                one.setChecked(True)

    def _choose(self, evaluator: str) -> None:
        self.table.setFocus()
        shown = self.model.view
        self.keys.expect(None if shown is None or shown.evaluator == evaluator else evaluator)
        self.wanted.emit(evaluator)

    def _step(self, right: int) -> None:
        """Go to the evaluator beside."""
        buttons = self.evaluators.buttons()
        here = [one.text() for one in buttons].index(self.evaluator) + right
        if 0 <= here < len(buttons):
            buttons[here].click()

    def _find(self) -> None:
        if self._awaited is not None:
            index = self.model.find(self._awaited)
            if index.isValid():
                self.table.setCurrentIndex(index)
                self._awaited = None

    def _part(self) -> CellPart:
        return CellPart.NOTE if self.notes.isChecked() else CellPart.POINTS

    def _switch(self, _: int = 0) -> None:
        """Show points or reasons; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = here.row(), here.column()
        column = self.model.show_part(self._part(), column)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, column))
        self.table.setFocus()
        self._explain()

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        sentence, colour = "", QUIET
        if here.isValid():
            row, column = here.row(), here.column()
            sentence = self.model.sentence(row, column)
            colour = WRONG if self.model.is_wrong(row, column) else WARNING
            if not sentence:
                how = "" if self.model.locked else HOW_TO_PASTE.format(self.model.object_name)
                sentence, colour = self.model.hint(row, column) or how, QUIET
        tint(self.hint, colour, sentence)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(QLabel("谁的评分　"))
        line.addWidget(self._place)
        line.addWidget(QLabel("　　填什么　"))
        for number, one in enumerate((self.points, self.notes)):
            self._parts.addButton(one, number)
            line.addWidget(one)
        self.points.setChecked(True)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.hint)


def _tab(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setCheckable(True)
    button.setProperty("kind", "tab")
    return button
