"""What two people counted differently: both values, and the paper's, with a name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.points import to_half_width
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WRONG_BACKGROUND

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.services.polling.settling import Differences, DifferingCell
    from desk_app.services.workspace import Workspace
    from desk_app.views.context import RoomContext

_SETTLED = 4
_MOST_DIGITS = 3


class DifferencesModel(QAbstractTableModel):
    """One line a differing counter; the last column is typed."""

    changed = Signal()

    def __init__(self, found: "Differences", parent: QWidget) -> None:
        super().__init__(parent)
        self.found = found
        self.texts = [""] * len(found.cells)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.found.cells)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else _SETTLED + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        first, second = self.found.first_teller, self.found.second_teller
        return ("测评对象", "选项", f"{first}录的", f"{second}录的", "票面上是")[section]

    def width(self, column: int) -> int:
        """Characters of a column at first."""
        return (14, 8, 8, 8, 8)[column]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == _SETTLED:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        cell = self.found.cells[row]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            name = cell.name or "（整摞票数）"
            return (name, cell.option, str(cell.first), str(cell.second), self.texts[row])[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column < 2 else RIGHT
        wrong = column == _SETTLED and self.texts[row] and self.number(row) is None
        if role == Qt.ItemDataRole.BackgroundRole and wrong:
            return QColor(WRONG_BACKGROUND)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != _SETTLED:
            return False
        self.texts[index.row()] = str(value).strip()
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells."""
        for index in indexes:
            self.setData(index, "")

    def number(self, row: int) -> int | None:
        """What is typed in a line; ``None`` for nothing and for what is no number."""
        text = to_half_width(self.texts[row])
        good = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
        return int(text) if good else None

    def values(self) -> dict[tuple[int | None, str], int]:
        """Votes by (subject, option) as far as they are typed."""
        found = {}
        for row, cell in enumerate(self.found.cells):
            number = self.number(row)
            if number is not None:
                found[cell.subject_id, cell.option] = number
        return found

    def missing(self) -> "DifferingCell | None":
        """The first line without a number."""
        lines = (one for row, one in enumerate(self.found.cells) if self.number(row) is None)
        return next(lines, None)


class SettlingPage(QWidget):
    """Settles one batch against its papers."""

    left = Signal()

    def __init__(
        self, context: "RoomContext", found: "Differences", people: tuple[str, ...], poll: str
    ) -> None:
        super().__init__()
        self.context = context
        self.found = found
        title = f"核定 {poll}　{found.line.words}"
        self.title = QLabel(title)
        self.title.setProperty("kind", "title")
        self.notice = Notice()
        self.words = QLabel(
            f"两人不一致的有 {len(found.cells)} 处，其余一致，不用再看。"
            "请取出这一摞票逐项数一遍，把票面上的数填在最后一列。"
        )
        self.words.setWordWrap(True)
        self.model = DifferencesModel(found, self)
        self.table = TableView("polling/settling", context.settings, editable=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName("不一致的票数")
        self.by = QComboBox()
        self.by.setEditable(True)
        self.by.addItems(list(people))
        self.by.setCurrentText("")
        self.by.setAccessibleName("核定人")
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.store = QPushButton("照票面核定，入库")
        self.store.setProperty("kind", "primary")
        self.store.clicked.connect(self.settle)
        self.again = QPushButton("退回，两人重录这一摞…")
        self.again.clicked.connect(self._ask_again)
        self.back = QPushButton("返回")
        self.back.clicked.connect(self.ask_to_leave)
        self.model.changed.connect(self._check)
        self.by.currentTextChanged.connect(lambda _text: self._check())
        self._lay_out()
        self._check()

    def begin(self) -> None:
        """Put the keys on the first number to be typed."""
        self.table.setCurrentIndex(self.model.index(0, _SETTLED))
        self.table.setFocus()

    @property
    def unfinished(self) -> bool:
        """Whether numbers were typed that are not stored."""
        return any(self.model.texts)

    def ask_to_leave(self) -> None:
        """Leave, or ask first when numbers were typed."""
        if not self.unfinished:
            self.left.emit()
            return
        self.notice.ask(
            "已填的核定还没有入库，离开后要重新填写。",
            [("继续填写", self.table.setFocus), ("放弃并离开", self.left.emit)],
        )

    def settle(self) -> None:
        """Store what the papers say."""
        batch_id, values, by = self._id(), self.model.values(), self.by.currentText()

        def work(workspace: "Workspace") -> "BatchLine":
            from desk_app.services.polling import settling

            return settling.settle(workspace, batch_id, values, by)

        self.context.runner.run(work, self._stored, self._refused, writes=True)

    def _id(self) -> int:
        if self.found.line.id is None:
            raise ValueError(self.found.line)
        return self.found.line.id

    def _ask_again(self) -> None:
        self.notice.ask(
            f"要退回{self.found.line.words}吗？两人录的数都清除，这一摞重新录两遍。",
            [("退回重录", self._discard)],
        )

    def _discard(self) -> None:
        batch_id = self._id()

        def work(workspace: "Workspace") -> "BatchLine":
            from desk_app.services.polling import settling

            return settling.discard(workspace, batch_id)

        self.context.runner.run(work, self._stored, self._refused, writes=True)

    def _stored(self, _line: "BatchLine") -> None:
        self.context.changed()
        self.left.emit()

    def _refused(self, fault: "Fault") -> None:
        self.notice.show_fault(str(fault))

    def _check(self) -> None:
        cell = self.model.missing()
        words = ""
        if cell is not None:
            words = f"请填写{cell.name or '整摞'}“{cell.option}”票面上的数。"
        elif not self.by.currentText().strip():
            words = "请填写核定人。"
        self.wrong.setText(words)
        self.store.setEnabled(not words)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.back)
        bottom = QHBoxLayout()
        bottom.addWidget(QLabel("核定人"))
        bottom.addWidget(self.by)
        bottom.addWidget(self.wrong, 1)
        bottom.addWidget(self.again)
        bottom.addWidget(self.store)
        self.by.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * 8)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addWidget(self.words)
        whole.addWidget(self.table, 1)
        whole.addLayout(bottom)
