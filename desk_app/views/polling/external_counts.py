"""A count that was signed on paper, typed or pasted as totals."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.faults import Fault
from desk_app.domain.points import to_half_width
from desk_app.domain.polling.checks import CHECKS
from desk_app.domain.polling.counts import (
    ABSTAINED,
    SPOILT,
    BallotCounts,
    check_papers,
    check_votes,
)
from desk_app.views.context import RoomContext
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WRONG_BACKGROUND
from desk_app.views.polling.numbers import NumberField

if TYPE_CHECKING:
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.workspace import Workspace

Cell = tuple[int, int]


class TotalsModel(QAbstractTableModel):
    """Subjects × options as typed texts; every change is one step to be undone."""

    changed = Signal()

    def __init__(self, names: list[str], votes: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.names = names
        self.votes = votes
        self.texts: dict[Cell, str] = {}
        self.undo = QUndoStack(self)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.votes) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return ("测评对象", *self.votes, "合计")[section]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if 1 <= index.column() <= len(self.votes):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        vote = 1 <= column <= len(self.votes)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if column == 0:
                return self.names[row]
            return self.texts.get((row, column), "") if vote else str(sum(self.row(row).values()))
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return RIGHT if vote else LEFT
        if role == Qt.ItemDataRole.BackgroundRole and vote and self.number(row, column) is None:
            return QColor(WRONG_BACKGROUND)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        return self._change({(index.row(), index.column()): str(value).strip()}, "填写票数")

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Put a block from Excel or WPS in place; what does not fit falls off."""
        found = {
            (index.row() + down, index.column() + right): text.strip()
            for down, row in enumerate(rows)
            for right, text in enumerate(row)
        }
        self._change(found, "粘贴票数")

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells."""
        self._change({(one.row(), one.column()): "" for one in indexes}, "清除票数")

    def number(self, row: int, column: int) -> int | None:
        """Votes in a cell, 0 where it is empty, ``None`` where no number stands."""
        text = to_half_width(self.texts.get((row, column), ""))
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None

    def row(self, row: int) -> dict[str, int]:
        """One subject's votes; what is no number is left out."""
        found = {vote: self.number(row, at) for at, vote in enumerate(self.votes, 1)}
        return {vote: number for vote, number in found.items() if number is not None}

    def wrong(self, valid: int) -> str:
        """Return why the totals cannot stand, the first reason."""
        for row, name in enumerate(self.names):
            for column, vote in enumerate(self.votes, 1):
                if self.number(row, column) is None:
                    text = self.texts[row, column]
                    return f"“{name}”的“{vote}”写的是“{text}”，请用阿拉伯数字填写整数。"
        for row, name in enumerate(self.names):
            sentence = check_votes(name, valid, self.row(row))
            if sentence:
                return sentence
        return ""

    def put(self, texts: dict[Cell, str]) -> None:
        """Write texts without a step to be undone."""
        for cell, text in texts.items():
            self.texts[cell] = text
        self.dataChanged.emit(
            self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
        )
        self.changed.emit()

    def _change(self, texts: dict[Cell, str], words: str) -> bool:
        new = {
            (row, column): text
            for (row, column), text in texts.items()
            if 0 <= row < len(self.names)
            and 1 <= column <= len(self.votes)
            and self.texts.get((row, column), "") != text
        }
        if new:
            self.undo.push(_Typed(self, new, words))
        return bool(new)


class _Typed(QUndoCommand):
    """Totals typed or pasted. These are sums, not ballots: they may be undone."""

    def __init__(self, model: TotalsModel, texts: dict[Cell, str], words: str) -> None:
        super().__init__(words)
        self._model = model
        self._after = texts
        self._before = {cell: model.texts.get(cell, "") for cell in texts}

    def redo(self) -> None:
        self._model.put(self._after)

    def undo(self) -> None:
        self._model.put(self._before)


class ExternalCountsPage(QWidget):
    """The signed report's numbers, checked while they are typed."""

    left = Signal()

    def __init__(self, context: RoomContext, sheet: "PollSheet") -> None:
        super().__init__()
        self.context = context
        self.sheet = sheet
        self.notice = Notice()
        self.issued = NumberField("发出票数")
        self.returned = NumberField("收回票数")
        self.valid = NumberField("有效票数")
        self.invalid = NumberField("无效票数")
        self.issued.show_number(sheet.papers.issued)
        self.returned.show_number(sheet.papers.returned)
        self.invalid.show_number(0)
        self.model = TotalsModel(
            [name for _, name in sheet.head.subjects],
            [*sheet.head.options, ABSTAINED, SPOILT],
            self,
        )
        self.table = TableView(f"polling/external/{sheet.name}", context.settings, editable=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName("外部计票")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("说明")
        self.reason.setPlaceholderText("弃权、无效票偏多等情况要写明原因，会印在计票报告单上")
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.store = QPushButton("核对无误，存为外部计票")
        self.store.setProperty("kind", "primary")
        self.store.clicked.connect(self.store_counts)
        self.back = QPushButton("返回")
        self.back.clicked.connect(self.ask_to_leave)
        for field in self._fields():
            field.textChanged.connect(lambda _text: self._check())
        self.model.changed.connect(self._check)
        self._lay_out()
        self._check()

    @property
    def unfinished(self) -> bool:
        """Whether something was typed that is not stored."""
        return any(self.model.texts.values())

    def store_counts(self) -> None:
        """Store the count; it is sealed at once."""
        poll_id = self.sheet.id
        papers = self._papers()
        votes = {one: self.model.row(at) for at, (one, _) in enumerate(self.sheet.head.subjects)}
        reason = self.reason.text().strip()
        reasons = {one.code: reason for one in CHECKS if not one.hard} if reason else {}

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services.polling import totals

            return totals.store_external(workspace, poll_id, papers, votes, reasons)

        self.store.setEnabled(False)
        self.context.runner.run(work, self._stored, self._refused, writes=True)

    def ask_to_leave(self) -> None:
        """Leave, or ask first when numbers were typed."""
        if not self.unfinished:
            self.left.emit()
            return
        self.notice.ask(
            "已填的外部计票还没有保存，离开后要重新填写。",
            [("继续填写", self.table.setFocus), ("放弃并离开", self.left.emit)],
        )

    def _fields(self) -> tuple[NumberField, ...]:
        return self.issued, self.returned, self.valid, self.invalid

    def _papers(self) -> BallotCounts:
        issued, returned, valid, invalid = (field.number or 0 for field in self._fields())
        return BallotCounts(issued, returned, valid, invalid, self.sheet.head.present)

    def _check(self) -> None:
        self.wrong.setText(self._sentence())
        self.store.setEnabled(not self.wrong.text())

    def _sentence(self) -> str:
        for field in self._fields():
            if field.wrong:
                return field.wrong
            if field.number is None:
                return f"请填写{field.accessibleName()}。"
        papers = self._papers()
        return "".join(check_papers(papers)) or self.model.wrong(papers.valid)

    def _stored(self, _sheet: "PollSheet") -> None:
        self.model.texts.clear()
        self.context.changed()
        self.left.emit()

    def _refused(self, fault: Fault) -> None:
        self.notice.show_fault(str(fault))
        self._check()

    def _lay_out(self) -> None:
        title = QLabel(f"外部计票 · {self.sheet.name}")
        title.setProperty("kind", "title")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.back)
        papers = QHBoxLayout()
        for word, field in zip(("发出", "收回", "有效", "无效"), self._fields(), strict=True):
            papers.addWidget(QLabel(word))
            papers.addWidget(field)
            papers.addWidget(QLabel("张"))
            papers.addSpacing(8)
        papers.addStretch(1)
        hint = QLabel(
            "照已签字的计票报告单填写，也可从 Excel、WPS 复制后粘贴（Ctrl+V）；没有票的空着。"
        )
        hint.setProperty("kind", "quiet")
        told = QHBoxLayout()
        label = QLabel("说明")
        label.setBuddy(self.reason)
        told.addWidget(label)
        told.addWidget(self.reason, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.wrong, 1)
        bottom.addWidget(self.store)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(hint)
        whole.addWidget(self.notice)
        whole.addLayout(papers)
        whole.addWidget(self.table, 1)
        whole.addLayout(told)
        whole.addLayout(bottom)
