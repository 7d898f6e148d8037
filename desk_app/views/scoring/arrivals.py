"""The preview of filled score sheets: what would change, what cannot, and the choice."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.points import format_points
from desk_app.domain.score_facts import GROUP, ReadFact
from desk_app.domain.score_sheets import Kind, ReadCell, RefusedCell, ScoreImport, kind_of_fact
from desk_app.views.kit.records import LEFT, Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import GOOD, QUIET, TEXT, WARNING, WRONG, WRONG_BACKGROUND, pen, tint

if TYPE_CHECKING:
    from desk_app.views.settings import Settings

ArrivalLine = ReadCell | RefusedCell | ReadFact
_COLOURS = {Kind.NEW: GOOD, Kind.CHANGED: WARNING, Kind.UNCHANGED: QUIET}


class ArrivalsPage(QWidget):
    """What a workbook brings; nothing is taken over before a button is pressed."""

    accepted = Signal(bool)
    """Take it over; true for the good cells only."""
    closed = Signal()

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self.read: ScoreImport | None = None
        self.records: Records[ArrivalLine] = Records(_COLUMNS)
        self.table = TableView("scoring.arrivals", settings)
        self.table.setAccessibleName("导入预览")
        self.table.setModel(self.records)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.unused = QLabel()
        self.unused.setWordWrap(True)
        self.unused.setProperty("kind", "quiet")
        self.take = QPushButton("导入")
        self.take_good = QPushButton("只导入正确的")
        self.cancel = QPushButton("不导入")
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.take_good)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addWidget(self.unused)
        column.addLayout(row)
        self.take.clicked.connect(lambda: self.accepted.emit(False))
        self.take_good.clicked.connect(lambda: self.accepted.emit(True))
        self.cancel.clicked.connect(self.closed)

    def first_field(self) -> QWidget:
        """Return the button that goes on."""
        return self.take if self.take.isEnabled() else self.cancel

    def show_import(self, name: str, read: ScoreImport) -> None:
        """Show what the file ``name`` would do: what cannot stand first, then what changes."""
        self.read = read
        said: list[ReadFact | ReadCell] = [*read.facts, *read.cells]
        changes = [one for one in said if _kind(one) is not Kind.UNCHANGED]
        same = [one for one in said if _kind(one) is Kind.UNCHANGED]
        self.records.show([*read.refused, *changes, *same])
        new, changed = read.count(Kind.NEW), read.count(Kind.CHANGED)
        words = f"“{name}”：新填 {new} 格，改动 {changed} 格，未变 {len(same)} 格"
        if read.refused:
            words += (
                f"，不能导入 {len(read.refused)} 格。"
                "请在文件里改正后重新导入；或者只导入正确的，其余的以后再补。"
            )
        else:
            words += "。" if changes else "。没有要改动的。"
        tint(self.words, WRONG if read.refused else TEXT, words)
        unused = "、".join(read.unused)
        self.unused.setText(f"没有用到的列：{unused}。" if unused else "")
        self.unused.setVisible(bool(unused))
        self.take.setVisible(not read.refused)
        self.take.setEnabled(bool(changes))
        self.take_good.setVisible(bool(read.refused))
        self.take_good.setEnabled(bool(changes))
        (self.take if not read.refused else self.cancel).setFocus()


def _kind(line: ReadCell | ReadFact) -> Kind:
    return kind_of_fact(line) if isinstance(line, ReadFact) else line.kind


def _state(line: ArrivalLine) -> str:
    return "不能导入" if isinstance(line, RefusedCell) else _kind(line).value


def _colour(line: ArrivalLine) -> QColor:
    return pen(WRONG if isinstance(line, RefusedCell) else _COLOURS[_kind(line)])


def _of(line: ArrivalLine) -> tuple[str, str]:
    """Who scores what; of a fact nobody does."""
    if isinstance(line, ReadFact):
        return GROUP, line.fact.name
    return getattr(line, "evaluator", ""), getattr(line, "indicator", "")


def _score(line: ArrivalLine) -> str:
    if isinstance(line, RefusedCell):
        return line.reason
    if isinstance(line, ReadFact):
        return line.words
    points = format_points(line.points, empty="未评")
    before = format_points(line.before, empty="未评")
    # Where only the note is new, an arrow between two like numbers would puzzle.
    changed = line.kind is Kind.CHANGED and before != points
    text = f"{before} → {points}" if changed else points
    return f"{text}　{line.reason}" if line.reason else text


_COLUMNS: tuple[Column[ArrivalLine], ...] = (
    Column("结果", _state, width=5, colour=_colour),
    Column("位置", lambda line: f"{line.sheet} {line.cell}", width=12),
    Column("党组织", lambda line: getattr(line, "subject", ""), width=12),
    Column("评价主体", lambda line: _of(line)[0], width=5),
    Column("指标", lambda line: _of(line)[1], width=8),
    Column(
        "分数、说明",
        _score,
        align=LEFT,
        hint=_score,
        background=lambda line: WRONG_BACKGROUND if isinstance(line, RefusedCell) else None,
    ),
)
