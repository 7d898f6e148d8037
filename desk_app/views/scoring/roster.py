"""The subjects of a round as a list: how far each one's sheets are, and which a search keeps."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QSortFilterProxyModel, Qt

from desk_app.domain.points import format_points
from desk_app.domain.scoring import UNREAD
from desk_app.views.kit.records import ROOT, AnyIndex
from desk_app.views.kit.short_names import ShortNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.domain.scoring import Summary
    from desk_app.views.use_cases import sheets

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
WRONG_ROLE = Qt.ItemDataRole.UserRole + 2
"""How many cells of the subject hold something that cannot stand."""
NONE, PART, DONE = "○", "◐", "●"
NOTED_ONLY = "本方案不计分"
REFUSED, UNKNOWN = "✕", "…"


def counts(summary: "Summary") -> bool:
    """Whether any line of the sheets counts for anything: some schemes only note things."""
    return any(one.lines for one in summary.sums.values())


def state_mark(line: "sheets.RosterLine") -> str:
    """○ nothing scored, ◐ begun, ● every evaluator complete, … not read yet."""
    if line.summary is UNREAD:
        return UNKNOWN
    sums = [one for one in line.summary.sums.values() if not one.voted]
    if all(one.complete for one in sums):
        return DONE
    return PART if any(one.begun for one in sums) else NONE


def total_words(line: "sheets.RosterLine") -> str:
    """What a subject has, short: its total, or whose sheet there is while none counts yet."""
    summary = line.summary
    if not line.participates:
        return "不参评"
    if summary is UNREAD:
        return ""
    if not counts(summary):
        return ""
    if summary.total.begun:
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
        if not one.lines:
            continue
        if one.complete:
            parts.append(f"{name} {format_points(one.points)} 分")
        elif one.voted:
            parts.append(f"{name}还没有测评结果")
        elif one.begun:
            parts.append(f"{name}还有 {len(one.missing)} 项未评")
        else:
            parts.append(f"{name}未评")
    if line.summary.unreasoned:
        parts.append(f"{len(line.summary.unreasoned)} 处扣分没有写理由")
    return f"{line.subject.name}：{'，'.join(parts) or NOTED_ONLY}"


class SubjectModel(QAbstractListModel):
    """The subjects of the round, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[sheets.RosterLine] = []
        self.names = ShortNames()
        """How a name is cut where it has no room."""
        self.wrong: Mapping[int, int] = {}
        self._rows: dict[int, int] = {}
        self._done: set[int] = set()
        self._unread: set[int] = set()
        self._taking_part = 0

    @property
    def count_words(self) -> str:
        """Say how many are complete."""
        if self._unread:
            return "正在统计…"
        if self.lines and not any(counts(one.summary) for one in self.lines):
            return ""  # nothing is scored, so nobody is done
        return f"{len(self._done)}/{self._taking_part} 已评完" if self._taking_part else ""

    def show(self, lines: "Sequence[sheets.RosterLine]") -> None:
        """Show these subjects."""
        self.beginResetModel()
        before = {one.subject.id: one.summary for one in self.lines}
        # What was known stays in sight until it is read again.
        self.lines = [self._known(one, before.get(one.subject.id, UNREAD)) for one in lines]
        self.names = ShortNames(one.subject.name for one in lines)
        self._rows = {one.subject.id: row for row, one in enumerate(self.lines)}
        self._taking_part = sum(1 for one in self.lines if one.participates)
        self._done, self._unread = set(), set()
        for one in self.lines:
            self._count(one)
        self.endResetModel()

    def _known(self, line: "sheets.RosterLine", before: "Summary") -> "sheets.RosterLine":
        if line.summary is not UNREAD or before is UNREAD:
            return line
        return replace(line, summary=before)

    def take_summaries(self, summaries: "Mapping[int, Summary]") -> list[QModelIndex]:
        """Note what some subjects' sheets come to now; returns whom to draw again.

        Without ``dataChanged``: a list view would lay out all its rows anew for it.
        """
        changed = []
        for subject_id, summary in summaries.items():
            row = self._rows.get(subject_id)
            if row is not None:
                self.lines[row] = replace(self.lines[row], summary=summary)
                self._count(self.lines[row])
                changed.append(self.index(row))
        return changed

    def _count(self, line: "sheets.RosterLine") -> None:
        """Keep count of one line; a round of 3,000 is not counted again for every score."""
        subject_id = line.subject.id
        if not line.participates:
            return
        if line.summary is UNREAD:
            self._unread.add(subject_id)
            return
        self._unread.discard(subject_id)
        if state_mark(line) == DONE:
            self._done.add(subject_id)
        else:
            self._done.discard(subject_id)

    def summaries(self) -> "dict[int, Summary]":
        """What the subjects' sheets come to, as far as it is known."""
        return {one.subject.id: one.summary for one in self.lines if one.summary is not UNREAD}

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
