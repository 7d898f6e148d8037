"""The list on the left: whom one scores, found by name or initials, with marks and totals."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.list_menus import ListMenu
from desk_app.views.kit.no_hits import NoHits
from desk_app.views.kit.records import AnyIndex
from desk_app.views.kit.theme import (
    ACCENT,
    CHOSEN_BACKGROUND,
    GOOD,
    QUIET,
    QUIET_BACKGROUND,
    TEXT,
    WARNING,
    WRONG,
    pen,
)
from desk_app.views.scoring.roster import (
    DONE,
    LINE_ROLE,
    REFUSED,
    WRONG_ROLE,
    SubjectFilter,
    SubjectModel,
    state_mark,
    total_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desk_app.domain.scoring import Summary
    from desk_app.views.kit.short_names import ShortNames
    from desk_app.views.use_cases import sheets


class _Painter(QStyledItemDelegate):
    """Mark, name, total."""

    def __init__(self, view: QListView, names: "Callable[[], ShortNames]") -> None:
        super().__init__(view)
        self._names = names

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        size = super().sizeHint(option, index)
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        return QSize(size.width(), int(metrics.height() * 1.6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: sheets.RosterLine = index.data(LINE_ROLE)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, CHOSEN_BACKGROUND)
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), pen(ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QUIET_BACKGROUND)
        metrics = painter.fontMetrics()
        inner = rect.adjusted(10, 0, -8, 0)
        letter = metrics.horizontalAdvance("国")
        mark = state_mark(line) if line.participates else "－"
        painter.setPen(pen(GOOD if mark == DONE else QUIET))
        if index.data(WRONG_ROLE):
            mark = REFUSED
            painter.setPen(pen(WRONG))
        painter.drawText(inner, _LEFT, mark)
        total = total_words(line)
        unreasoned = bool(line.summary.unreasoned)
        painter.setPen(pen(WARNING if unreasoned else QUIET))
        painter.drawText(inner, _RIGHT, total)
        room = inner.adjusted(
            int(letter * 1.5), 0, -metrics.horizontalAdvance(total) - letter // 2, 0
        )
        painter.setPen(pen(TEXT if line.participates else QUIET))
        name = self._names().cut(line.subject.name, metrics, room.width())
        painter.drawText(room, _LEFT, name)
        painter.restore()


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class _Search(QLineEdit):
    """Arrow down and Enter go on to the list and the sheet."""

    down = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class _List(QListView):
    """Lays nothing out anew for a total that changed: all rows are equally high."""

    def dataChanged(
        self,
        first: AnyIndex,
        last: AnyIndex,
        roles: "Sequence[int]" = (),  # noqa: ARG002
    ) -> None:
        for row in range(first.row(), last.row() + 1):
            self.update(self.model().index(row, 0))


class SubjectList(QWidget):
    """Search line, list, and how many are done."""

    chosen = Signal(int)
    """The subject that is current now."""
    opened = Signal()
    """Enter: the sheet wants the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.model = SubjectModel()
        self._filter = SubjectFilter()
        self._filter.setSourceModel(self.model)
        self.search = _Search()
        self.search.setPlaceholderText("名称或拼音首字母")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.list = _List()
        self.list.setAccessibleName("考评对象")
        self.list.setModel(self._filter)
        ListMenu(self.list)
        self.list.setItemDelegate(_Painter(self.list, lambda: self.model.names))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        NoHits(self.search, self.list)
        self.count = QLabel()
        self.count.setProperty("kind", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        self.search.textChanged.connect(self._search)
        self.search.down.connect(self.list.setFocus)
        self.search.entered.connect(self.opened)
        self.list.activated.connect(lambda _: self.opened.emit())
        self.list.selectionModel().currentChanged.connect(self._changed)

    def show(self, lines: "Sequence[sheets.RosterLine]", subject_id: int | None) -> int | None:  # type: ignore[override]
        """Show the round's subjects, ``subject_id`` or else the first current; says which is."""
        self.list.blockSignals(True)
        self.model.show(lines)
        self.list.blockSignals(False)
        self.recount()
        known = {one.subject.id for one in lines}
        if subject_id not in known:
            subject_id = next((one.subject.id for one in lines if one.participates), None)
        if subject_id is not None:
            self.choose(subject_id)
        return subject_id

    def show_summaries(self, summaries: "Mapping[int, Summary]") -> None:
        """Show what some subjects' sheets come to now."""
        for index in self.model.take_summaries(summaries):
            shown = self._filter.mapFromSource(index)
            if shown.isValid():
                self.list.update(shown)
        self.recount()

    def show_wrong(self, counts: "Mapping[int, int]") -> None:
        """Mark who holds cells that cannot stand: subject → how many."""
        self.model.wrong = counts
        self.list.viewport().update()

    def recount(self) -> None:
        """Say how many are complete."""
        self.count.setText(self.model.count_words)

    def current(self) -> int | None:
        """The subject that is current."""
        line = self.list.currentIndex().data(LINE_ROLE)
        return None if line is None else line.subject.id

    def choose(self, subject_id: int) -> None:
        """Make a subject current, also one that the search hides."""
        rows = [one.subject.id for one in self.model.lines]
        if subject_id not in rows:
            return
        index = self._filter.mapFromSource(self.model.index(rows.index(subject_id)))
        if not index.isValid():
            self.search.clear()
            index = self._filter.mapFromSource(self.model.index(rows.index(subject_id)))
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def step(self, down: int) -> bool:
        """Make the next (or last) subject that takes part current; says whether there is one."""
        row = self.list.currentIndex().row() + down
        while 0 <= row < self._filter.rowCount():
            index = self._filter.index(row, 0)
            if index.data(LINE_ROLE).participates:
                self.list.setCurrentIndex(index)
                return True
            row += down
        return False

    def find_next(self, *, back: bool) -> bool:
        """Make the next subject that the search leaves current, after the last the first."""
        count = self._filter.rowCount()
        if not count:
            return False
        row = self.list.currentIndex().row() + (-1 if back else 1)
        self.list.setCurrentIndex(self._filter.index(row % count, 0))
        return True

    def _search(self, text: str) -> None:
        self._filter.want(text)
        if self._filter.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._filter.index(0, 0))

    def _changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = now.data(LINE_ROLE) if now.isValid() else None
        if line is not None:
            self.chosen.emit(line.subject.id)
