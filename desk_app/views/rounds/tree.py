"""The tree of organisations in which one ticks who is graded, and who is not and why."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desk_app.domain.rounds import Candidate, Participant, ticked_at_first
from desk_app.views.kit.finding import found
from desk_app.views.kit.list_menus import ListMenu
from desk_app.views.kit.theme import WRONG, WRONG_BACKGROUND, pen

NAME, GRADED, ABSENT, REASON, WRONG_WORDS = range(5)
TAKES_PART, ABSENCE = "参评", "不参评"
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ParticipantTree(QTreeWidget):
    """Superiors above what stands under them; 参评 and 不参评 exclude each other."""

    ticked = Signal()
    """Something was ticked or typed."""

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.items: dict[int, QTreeWidgetItem] = {}
        """Organisation → its line, from top to bottom."""
        self.setHeaderLabels(["党组织", TAKES_PART, ABSENCE, "不参评的原因", ""])
        self.setItemDelegate(_OnlyReason(self))
        self.setAlternatingRowColors(True)
        self.setEditTriggers(
            QTreeWidget.EditTrigger.AnyKeyPressed
            | QTreeWidget.EditTrigger.EditKeyPressed
            | QTreeWidget.EditTrigger.SelectedClicked
            | QTreeWidget.EditTrigger.DoubleClicked
        )
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        letter = self.fontMetrics().horizontalAdvance("国")
        for column, width in ((NAME, 21), (GRADED, 4), (ABSENT, 5), (REASON, 13)):
            self.setColumnWidth(column, letter * width)
        self.itemChanged.connect(self._changed)
        ListMenu(self)

    def participants(self) -> list[Participant]:
        """Return who is on the list as it is ticked now, in the order of the tree."""
        listed = []
        for organisation_id, item in self.items.items():
            if item.checkState(ABSENT) == ON:
                listed.append(Participant(organisation_id, False, item.text(REASON).strip()))
            elif item.checkState(GRADED) == ON:
                listed.append(Participant(organisation_id))
        return listed

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        """Show everybody who is not retired, ticked as is usual.

        Raises RuntimeError where organisations stand above each other in a circle.
        """
        self._filling = True
        ticked = ticked_at_first(candidates)
        made: dict[int, QTreeWidgetItem] = {}
        waiting = [one for one in candidates if not one.retired]
        living = {one.id for one in waiting}
        while waiting:
            later = []
            for one in waiting:
                if one.parent_id in living and one.parent_id not in made:
                    later.append(one)
                else:
                    above = made.get(one.parent_id) if one.parent_id is not None else None
                    made[one.id] = self._line(one, above, graded=one.id in ticked)
            if len(later) == len(waiting):
                raise RuntimeError("organisations stand above each other in a circle")
            waiting = later
        self.expandAll()
        self.items = {number: made[number] for number in self._from_top()}
        self._filling = False

    def show_found(self, query: str, initials: Mapping[str, str]) -> None:
        """Show whom a query finds by name or initials, below those they stand under.

        What is ticked stays ticked. The first hit is current where the current line is hidden.
        """
        hits = [one for one in self.items.values() if found(query, *_names(one, initials))]
        for item in self.items.values():
            item.setHidden(True)
        for one in hits:
            above: QTreeWidgetItem | None = one
            while above is not None and above.isHidden():
                above.setHidden(False)
                above = above.parent()
        here = self.currentItem()
        if query.strip() and hits and here not in hits:
            self.setCurrentItem(hits[0], GRADED)

    def mark(self, problems: Mapping[int, str]) -> None:
        """Mark the lines of organisations about which something is to be said."""
        self._filling = True
        for number, item in self.items.items():
            words = problems.get(number, "")
            if item.text(WRONG_WORDS) == words:
                continue
            item.setText(WRONG_WORDS, words)
            item.setToolTip(WRONG_WORDS, words)
            item.setForeground(WRONG_WORDS, pen(WRONG))
            for column in range(WRONG_WORDS + 1):
                if words:
                    item.setBackground(column, WRONG_BACKGROUND)
                else:
                    item.setData(column, Qt.ItemDataRole.BackgroundRole, None)
        self._filling = False

    def ask_reason(self, organisation_id: int) -> None:
        """Put the cursor where an organisation's reason is typed."""
        item = self.items.get(organisation_id)
        if item is not None:
            self.setCurrentItem(item, REASON)
            self.scrollToItem(item)
            self.setFocus()

    def _line(
        self, one: Candidate, above: QTreeWidgetItem | None, *, graded: bool
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one.name])
        item.setData(NAME, Qt.ItemDataRole.UserRole, one.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setCheckState(GRADED, ON if graded else OFF)
        item.setCheckState(ABSENT, OFF)
        item.setToolTip(NAME, f"{one.kind} · {one.domain or '没有填领域'}")
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        if self._filling:
            return
        self._filling = True
        if column == GRADED and item.checkState(GRADED) == ON:
            item.setCheckState(ABSENT, OFF)
        elif column == ABSENT and item.checkState(ABSENT) == ON:
            item.setCheckState(GRADED, OFF)
        elif column == REASON and item.text(REASON).strip():
            item.setCheckState(GRADED, OFF)
            item.setCheckState(ABSENT, ON)
        self._filling = False
        self.ticked.emit()

    def _from_top(self) -> list[int]:
        """The organisations' numbers in the order in which the tree shows them."""
        numbers: list[int] = []
        waiting = [self.invisibleRootItem()]
        while waiting:
            item = waiting.pop()
            number = item.data(NAME, Qt.ItemDataRole.UserRole)
            if number is not None:
                numbers.append(int(number))
            waiting += [item.child(row) for row in reversed(range(item.childCount()))]
        return numbers


class TreeSearch(QObject):
    """↓ and Enter go from a search field to the tree, Esc empties the field."""

    def __init__(self, field: QLineEdit, tree: ParticipantTree) -> None:
        super().__init__(tree)
        self._field = field
        self._tree = tree
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._tree.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self._field.text():
                self._field.clear()
                return True
        return super().eventFilter(watched, event)


def _names(item: QTreeWidgetItem, initials: Mapping[str, str]) -> tuple[str, str]:
    return item.text(NAME), initials.get(item.text(NAME), "")


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
