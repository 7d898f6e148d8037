"""The table turned: which indicator, its grid, and a sentence on the current cell."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.views.kit.kept_keys import KeptKeys
from desk_app.views.kit.theme import QUIET, WARNING, WRONG, tint
from desk_app.views.scoring.editor import ScoreEditor
from desk_app.views.scoring.score_table import ScoreTable
from desk_app.views.scoring.turned import TurnedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import sheets


class TurnedPage(QWidget):
    """Which indicator, its table, and one sentence on the cell that is current."""

    wanted = Signal(str)
    """Another indicator is to be shown."""

    def __init__(self, editor: ScoreEditor, settings: "Settings") -> None:
        super().__init__()
        self.model = TurnedModel(editor)
        self.indicator = QComboBox()
        self.indicator.setAccessibleName("指标")
        self.table = ScoreTable("sheets.turned", settings, editable=True)
        self.table.setAccessibleName("按指标评分")
        self.table.setModel(self.model)
        self.keys = KeptKeys(self.table)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        line = QHBoxLayout()
        line.addWidget(QLabel("指标"))
        line.addWidget(self.indicator)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.indicator.textActivated.connect(self._choose)
        self.table.selectionModel().currentChanged.connect(self._explain)
        editor.marked.connect(self._explain)
        editor.applied.connect(self._explain)

    def first_field(self) -> QWidget:
        """Return where one types."""
        return self.table

    def show_indicators(self, names: "Sequence[str]") -> None:
        """Offer these indicators; the one chosen before stays where it can."""
        before = self.indicator.currentText()
        self.indicator.clear()
        self.indicator.addItems(list(names))
        if before in names:
            self.indicator.setCurrentText(before)

    def _choose(self, indicator: str) -> None:
        shown = self.model.view
        self.keys.expect(None if shown is None or shown.indicator == indicator else indicator)
        self.wanted.emit(indicator)

    def want(self, indicator: str) -> None:
        """Have another indicator shown."""
        if self.indicator.currentText() != indicator:
            self.indicator.setCurrentText(indicator)
            self.wanted.emit(indicator)

    def show(self, view: "sheets.TurnedView", *, locked: bool) -> None:  # type: ignore[override]
        """Show an indicator; the cursor stays in its cell, with another one it begins above."""
        here = self.table.currentIndex()
        same = self.model.view is not None and self.model.view.indicator == view.indicator
        row, column = max(here.row(), 0) if same else 0, here.column()
        self.model.show(view, locked=locked)
        self.indicator.setCurrentText(view.indicator)
        wanted = self.model.first_wanted()
        if column < 0 and wanted.isValid():
            row, column = wanted.row(), wanted.column()
        elif column < 0:
            column = self.model.points_column(view.superior)
        if self.model.rowCount():
            row = min(row, self.model.rowCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))
        if not same:
            self.table.scrollToTop()
        self._explain()
        self.keys.arrived(view.indicator)

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        sentence, colour = "", QUIET
        if here.isValid():
            sentence = self.model.sentence(here.row(), here.column())
            colour = WRONG if self.model.is_wrong(here.row(), here.column()) else WARNING
            if not sentence:
                sentence, colour = self.model.hint(here.row(), here.column()), QUIET
        tint(self.hint, colour, sentence)
