"""One subject's score sheet: filled like a workbook, with total and band always in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.domain.points import format_points
from desk_app.domain.scoring import Summary
from desk_app.views.kit.kept_keys import KeptKeys
from desk_app.views.kit.letters import make_larger
from desk_app.views.kit.short_words import FoldingLabel
from desk_app.views.kit.theme import QUIET, WARNING, WRONG, tint
from desk_app.views.scoring.band import BandBar
from desk_app.views.scoring.editor import ScoreEditor
from desk_app.views.scoring.roster import NOTED_ONLY, counts
from desk_app.views.scoring.score_table import ScoreTable
from desk_app.views.scoring.sheet import SheetModel
from desk_app.views.scoring.words import OBJECT_NAME

if TYPE_CHECKING:
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import sheets


class SheetTable(ScoreTable):
    """Enter in the row of the sums goes on to the next subject."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if enter and not back and here.isValid() and here.row() == self.model().rowCount() - 1:
            self.finished.emit()
            return
        super().keyPressEvent(event)


_LOW = 25
"""Lines of letters under which a window is low."""


def total_sentence(summary: Summary) -> str:
    """Say the total and where it stands; while none counts yet, whose sheets there are."""
    if not counts(summary):
        return NOTED_ONLY
    if summary.total.begun:
        return f"{format_points(summary.total.points)} 分　{summary.place_words}".rstrip()
    begun = [
        f"{name} {format_points(one.points)} 分" for name, one in summary.sums.items() if one.begun
    ]
    open_ = [
        f"{name}还没有{'测评结果' if one.voted else '评'}"
        for name, one in summary.sums.items()
        if not one.begun
    ]
    if not begun:
        return "还没有评分"
    return "，".join([*begun, *open_])


class SheetPage(QWidget):
    """The table, the band below it, and one sentence on the cell that is current."""

    finished = Signal()
    wanted = Signal()
    """What came while a cell was typed in is to be read again."""

    def __init__(self, editor: ScoreEditor, settings: "Settings") -> None:
        super().__init__()
        self._late = False
        self.object_name = OBJECT_NAME
        self.model = SheetModel(editor)
        self.table = SheetTable("sheets.sheet", settings, editable=True)
        self.table.setAccessibleName("评分表")
        self.table.setModel(self.model)
        self.keys = KeptKeys(self.table)
        self.table.finished.connect(self.finished)
        self.table.itemDelegate().closeEditor.connect(lambda *_: self._read_late())
        self.band = BandBar()
        self._banded = True
        self.words = QLabel()
        self.words.setObjectName("bandWords")
        make_larger(self.words, 1.25)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.hint = FoldingLabel()
        self.hint.setObjectName("cellHint")
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        line = QHBoxLayout()
        self._ladder = QLabel("档次")
        line.addWidget(self._ladder)
        line.addWidget(self.band, 1)
        line.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        column.addLayout(line)
        column.addWidget(self.notes)
        self.table.selectionModel().currentChanged.connect(self._explain)
        editor.marked.connect(self._explain)
        editor.applied.connect(self._explain)

    def show(self, view: "sheets.SheetView", *, locked: bool) -> None:  # type: ignore[override]
        """Show a subject's sheets; the cursor stays in its row and column."""
        here = self.table.currentIndex()
        row, column = here.row(), here.column()
        same = self.model.view is not None and self.model.view.subject.id == view.subject.id
        if same and self.table.state() == QAbstractItemView.State.EditingState:
            self._late = True  # shown anew it would take with it what is being typed
            return
        self.model.show(view, locked=locked)
        wanted = self.model.first_wanted()
        if column >= 0 or not wanted.isValid():
            column = column if column >= 0 else self.model.points_column(view.superior)
            wanted = self.model.index(row if same and row >= 0 else 0, column)
        self.table.setCurrentIndex(wanted)
        self.band.show_bands(view.bands)
        self._banded = bool(view.bands)
        self._fold()
        self.show_summary(view.summary)
        self._explain()
        self.keys.arrived(view.subject.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """In a low window the sheet needs the room: no ladder of bands, one line of hints."""
        low = self.window().height() < _LOW * self.fontMetrics().height()
        for one in (self._ladder, self.band):
            one.setHidden(low or not self._banded)
        if self.hint.wordWrap() == low:
            self.hint.fold(one_line=low)

    def expect(self, subject_id: int | None) -> None:
        """A subject was chosen, or none: what is typed from now on is for that one."""
        shown = self.model.view
        self.keys.expect(None if shown is None or shown.subject.id == subject_id else subject_id)

    def _read_late(self) -> None:
        if self._late:
            self._late = False
            self.wanted.emit()

    def show_summary(self, summary: Summary) -> None:
        """Show total, band and distance, and what else is to be said."""
        self.model.show_summary(summary)
        stands = summary.total.complete and counts(summary)
        self.band.show_points(summary.total.points if stands else None)
        self.words.setText(total_sentence(summary))
        parts = []
        for one in summary.total.adjustments:
            sign = "+" if one.points > 0 else "−"
            points = format_points(abs(one.points))
            parts.append(f"{one.adjustment.name} {sign}{points} 分")
        colour = QUIET
        if summary.gap is not None and summary.gap.points:
            parts.append(summary.gap.words)
            colour = WARNING if summary.gap.too_far else QUIET
        if summary.unreasoned:
            parts.append(f"有 {len(summary.unreasoned)} 处扣分没有写理由")
            colour = WARNING
        tint(self.notes, colour, "　·　".join(parts))

    def _explain(self, *_: object) -> None:
        """Say below the table what is to be said of the cell that is current."""
        here = self.table.currentIndex()
        if not here.isValid() or self.model.view is None:
            self.hint.clear()
            return
        row, column = here.row(), here.column()
        sentence = self.model.sentence(row, column)
        colour = WRONG if self.model.is_wrong(row, column) else WARNING
        if not sentence:
            colour = QUIET
            if row < self.model.rowCount() - 1:
                standard = self.model.standard(row)
                how = self.model.hint(row, column)
                sentence = "　".join(part for part in (how, standard) if part)
            else:
                sentence = f"按 Enter 到下一个{self.object_name}；Alt+↓、Ctrl+PgDn 也可以。"
            if not self.model.view.participates:
                sentence = "本轮不参评，不能填分。"
        tint(self.hint, colour, sentence)
