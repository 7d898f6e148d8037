"""The subjects of a round as a list: how far each one's sheets are, and which a search keeps."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QSortFilterProxyModel, Qt

from desk_app.domain.points import format_points
from desk_app.views.kit.records import ROOT, AnyIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.domain.scoring import Summary
    from desk_app.views.use_cases import sheets

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
WRONG_ROLE = Qt.ItemDataRole.UserRole + 2
"""How many cells of the subject hold something that cannot stand."""
NONE, PART, DONE = "○", "◐", "●"
REFUSED = "✕"


def state_mark(line: "sheets.RosterLine") -> str:
    """○ nothing scored, ◐ begun, ● every evaluator complete."""
    sums = line.summary.sums.values()
    if all(one.complete for one in sums):
        return DONE
    return PART if any(one.begun for one in sums) else NONE


def total_words(line: "sheets.RosterLine") -> str:
    """What a subject has, short: its total, or whose sheet there is while none counts yet."""
    summary = line.summary
    if not line.participates:
        return "不参评"
    if summary.total.judged:
        return format_points(summary.total.points)
    for name, one in summary.sums.items():
        if one.begun:
            return f"{name} {format_points(one.points)}"
    return "—"


def state_words(line: "sheets.RosterLine") -> str:
    """Say how far a subject's sheets are."""
    if not line.participates:
        reason = f"（{line.absence_reason}）" if line.absence_reason else ""
        return f"{line.subject.name}：本轮不参评{reason}"
    parts = []
    for name, one in line.summary.sums.items():
        if one.complete:
            parts.append(f"{name} {format_points(one.points)} 分")
        elif one.begun:
            parts.append(f"{name}还有 {len(one.missing)} 项未评")
        else:
            parts.append(f"{name}未评")
    if line.summary.unreasoned:
        parts.append(f"{len(line.summary.unreasoned)} 处扣分没有写理由")
    return f"{line.subject.name}：{'，'.join(parts)}"


class SubjectModel(QAbstractListModel):
    """The subjects of the round, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[sheets.RosterLine] = []
        self._rows: dict[int, int] = {}
        self._done: list[bool] = []
        self.wrong: Mapping[int, int] = {}

    def show(self, lines: "Sequence[sheets.RosterLine]") -> None:
        """Show these subjects."""
        self.beginResetModel()
        self.lines = list(lines)
        self._rows = {one.subject.id: row for row, one in enumerate(self.lines)}
        self._done = [one.participates and state_mark(one) == DONE for one in self.lines]
        self.endResetModel()

    def row_of(self, subject_id: int) -> int | None:
        """Return the row of a subject."""
        return self._rows.get(subject_id)

    def done(self) -> int:
        """Count those who take part and whose sheets are complete."""
        return sum(self._done)

    def take_summaries(self, summaries: "Mapping[int, Summary]") -> list[QModelIndex]:
        """Note what some subjects' sheets come to now; returns whom to draw again.

        Without ``dataChanged``: a list view would lay out all its rows anew for it.
        """
        changed = []
        for subject_id, summary in summaries.items():
            row = self._rows.get(subject_id)
            if row is not None and self.lines[row].summary != summary:
                line = self.lines[row] = replace(self.lines[row], summary=summary)
                self._done[row] = line.participates and state_mark(line) == DONE
                changed.append(self.index(row))
        return changed

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.subject.name
        if role == LINE_ROLE:
            return line
        wrong = self.wrong.get(line.subject.id, 0)
        if role == WRONG_ROLE:
            return wrong
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            refused = f"，有 {wrong} 格填得不对，没有保存" if wrong else ""
            return state_words(line) + refused
        return None


class SubjectFilter(QSortFilterProxyModel):
    """Keeps the subjects whose name, code or initials hold what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""

    def want(self, text: str) -> None:
        """Keep what holds ``text``."""
        self._wanted = text.strip().upper()
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:  # noqa: ARG002
        source = self.sourceModel()
        if not self._wanted or not isinstance(source, SubjectModel):
            return True
        line = source.lines[row]
        where = (line.subject.name, line.initials, line.subject.code)
        return any(self._wanted in text.upper() for text in where)
