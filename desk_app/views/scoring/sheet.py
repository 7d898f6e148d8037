"""One subject's score sheet: filled like a workbook, with total and band always in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model import IndicatorMode
from desk_app.domain.scoring import Change, Summary, full_points
from desk_app.views.scoring.entry import Entry, Part, Place
from desk_app.views.scoring.grid import ROOT, AnyIndex, Grid, ScoreTable, full_words, tint
from desk_app.views.tables import LEFT, RIGHT
from desk_app.views.theme import ACCENT, LINE, QUIET, WARNING, WRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.scheme.model import Band
    from desk_app.services.scoring.sheets import SheetView
    from desk_app.views.settings import Settings

NAME, FULL = 0, 1
FIRST_POINTS = 2


class SheetModel(Grid):
    """Rows are indicators, with the sums at the end; columns are evaluators' points and notes."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self.view: SheetView | None = None
        self.summary: Summary | None = None
        self._columns: list[tuple[str, Part]] = []

    def show(self, view: "SheetView", *, locked: bool) -> None:
        """Show another subject, or the same one as read again."""
        self.beginResetModel()
        self.view = view
        self.locked = locked or not view.participates
        self.superior = view.superior
        self.summary = view.summary
        self.scores = {
            (view.subject.id, evaluator, indicator): score
            for evaluator, own in view.scores.items()
            for indicator, score in own.items()
        }
        others = [one for one in view.evaluators if one != view.superior]
        self._columns = [(one, Part.POINTS) for one in [*others, view.superior]]
        self._columns += [(one, Part.NOTE) for one in [view.superior, *others]]
        self.endResetModel()

    def show_summary(self, summary: Summary) -> None:
        """Show sums that were worked out anew; only those that changed are drawn again."""
        before, self.summary = self.summary, summary
        last = self.rowCount() - 1
        for column in range(FIRST_POINTS, self.columnCount()) if last >= 0 else ():
            evaluator, part = self._columns[column - FIRST_POINTS]
            same = before is not None and before.sums[evaluator] == summary.sums[evaluator]
            if part is Part.POINTS and not same:
                self.redraw(last, column)

    def row_of(self, change: Change) -> int:
        if self.view is None or self.view.subject.id != change.subject_id:
            return -1
        names = [one.name for one in self.view.indicators]
        return names.index(change.indicator) if change.indicator in names else -1

    def columns_of(self, evaluator: str) -> list[int]:
        columns = enumerate(self._columns, start=FIRST_POINTS)
        return [column for column, (name, _) in columns if name == evaluator]

    def find(self, change: Change) -> QModelIndex:
        """The cell of a change; invalid where another subject is shown."""
        row = self.row_of(change)
        return self.index(row, self.points_column(change.evaluator)) if row >= 0 else QModelIndex()

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        if column < FIRST_POINTS:
            return (12, 3 if self._plain() else 6)[column]
        return 4 if self._columns[column - FIRST_POINTS][1] is Part.POINTS else 17

    def points_column(self, evaluator: str) -> int:
        """The column of an evaluator's points."""
        return self._columns.index((evaluator, Part.POINTS)) + FIRST_POINTS

    def _plain(self) -> bool:
        """Whether every entry is points."""
        return self.view is None or all(
            one.mode is IndicatorMode.SCORED for one in self.view.indicators
        )

    def place(self, row: int, column: int) -> Place | None:
        if self.view is None or column < FIRST_POINTS or row >= len(self.view.indicators):
            return None
        evaluator, part = self._columns[column - FIRST_POINTS]
        return Place(self.view.subject.id, evaluator, self.view.indicators[row], part)

    def fixed(self, row: int, column: int) -> str:
        if self.view is None:
            return ""
        if row < len(self.view.indicators):
            indicator = self.view.indicators[row]
            return indicator.name if column == NAME else full_words(indicator)
        if column == NAME:
            return "合计"
        if column == FULL:
            return format_points(full_points(self.view.indicators))
        return self._sum(*self._columns[column - FIRST_POINTS])

    def _sum(self, evaluator: str, part: Part) -> str:
        if self.summary is None or part is Part.NOTE:
            return ""
        found = self.summary.sums[evaluator]
        return format_points(found.points) if found.begun else "—"

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        if parent.isValid() or self.view is None:
            return 0
        return len(self.view.indicators) + 1

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else FIRST_POINTS + len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            text = str(section + 1) if section < self.rowCount() - 1 else ""
            return text if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = section == FULL or (
                section > FULL and self._columns[section - FIRST_POINTS][1] is Part.POINTS
            )
            return RIGHT if number else LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIRST_POINTS:
            return ("指标", "分值")[section]
        evaluator, part = self._columns[section - FIRST_POINTS]
        if part is Part.POINTS:
            weight = self.view.weights.get(evaluator) if self.view else None
            return f"{evaluator}×{weight}" if weight else evaluator
        return "扣分理由" if evaluator == self.superior else f"{evaluator}佐证"

    def bold(self, row: int) -> bool:
        return row == self.rowCount() - 1

    def tip(self, row: int, column: int) -> str:
        if column == NAME and self.view is not None and row < len(self.view.indicators):
            return self.view.indicators[row].standard
        return super().tip(row, column)


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


class SheetPage(QWidget):
    """The table, the band below it, and one sentence on the cell that is current."""

    finished = Signal()

    def __init__(self, entry: Entry, settings: "Settings") -> None:
        super().__init__()
        self.model = SheetModel(entry)
        self.table = SheetTable("scoring.sheet", settings, editable=True)
        self.table.setAccessibleName("评分表")
        self.table.setModel(self.model)
        self.table.finished.connect(self.finished)
        self.band = BandBar()
        self.words = QLabel()
        self.words.setObjectName("bandWords")
        font = self.words.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.words.setFont(font)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.hint = QLabel()
        self.hint.setObjectName("cellHint")
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        line = QHBoxLayout()
        line.addWidget(QLabel("档次"))
        line.addWidget(self.band, 1)
        line.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        column.addLayout(line)
        column.addWidget(self.notes)
        self.table.selectionModel().currentChanged.connect(self._explain)
        entry.marked.connect(self._explain)
        entry.applied.connect(self._explain)

    def show(self, view: "SheetView", *, locked: bool) -> None:  # type: ignore[override]
        """Show a subject's sheets; the cursor stays in its row and column."""
        here = self.table.currentIndex()
        row, column = here.row(), here.column()
        same = self.model.view is not None and self.model.view.subject.id == view.subject.id
        self.model.show(view, locked=locked)
        if column < 0:
            column = self.model.points_column(view.superior)
        self.table.setCurrentIndex(self.model.index(row if same and row >= 0 else 0, column))
        self.band.show_bands(view.bands)
        self.show_summary(view.summary)
        self._explain()

    def show_summary(self, summary: Summary) -> None:
        """Show total, band and distance, and what else is to be said."""
        self.model.show_summary(summary)
        self.band.show_points(summary.total.points if summary.total.complete else None)
        total = format_points(summary.total.points)
        begun = any(one.begun for one in summary.sums.values())
        self.words.setText(f"{total} 分　{summary.place_words}" if begun else "还没有评分")
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
            if row < len(self.model.view.indicators):
                standard = self.model.view.indicators[row].standard
                how = self.model.hint(row, column)
                sentence = "　".join(part for part in (how, standard) if part)
            else:
                sentence = "按 Enter 到下一个党组织；Alt+↓、Ctrl+PgDn 也可以。"
            if not self.model.view.participates:
                sentence = "本轮不参评，不能填分。"
        tint(self.hint, colour, sentence)


class BandBar(QWidget):
    """The ladder of bands from low to high, with a mark where the total stands."""

    def __init__(self) -> None:
        super().__init__()
        self._lows: list[float] = []
        self._points: float | None = None
        height = int(self.fontMetrics().height() * 1.6)
        self.setMinimumSize(height * 8, height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bands(self, bands: "Sequence[Band]") -> None:
        """Show where the bands begin."""
        self._lows = sorted(float(one.range.low) for one in bands if one.range.low is not None)
        self.update()

    def show_points(self, points: object) -> None:
        """Show where a total stands; ``None`` takes the mark away."""
        self._points = None if points is None else float(str(points))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  (Qt's signature)
        if not self._lows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() // 2
        painter.setPen(QPen(QColor(LINE), 2))
        painter.drawLine(6, middle, self.width() - 6, middle)
        metrics = painter.fontMetrics()
        for low in self._lows:
            text = f"{low:g}"
            width = metrics.horizontalAdvance(text) + 8
            box = QRect(self._x(low) - width // 2, 0, width, self.height())
            painter.fillRect(box, self.palette().window())
            painter.setPen(QPen(QColor(QUIET)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if self._points is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ACCENT))
            size = self.height() // 2
            painter.drawEllipse(self._x(self._points) - size // 2, middle - size // 2, size, size)
        painter.end()

    def _x(self, points: float) -> int:
        """The place of points: half a band's room is left at both ends."""
        low, high = self._lows[0], self._lows[-1]
        room = (high - low) / max(len(self._lows) - 1, 1) or 10
        share = (points - (low - room)) / (high - low + 2 * room)
        edge = self.height() // 4 + 2  # the mark stays whole at both ends
        return int(edge + min(max(share, 0.0), 1.0) * (self.width() - 2 * edge))
