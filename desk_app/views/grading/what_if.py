"""假设: what a subject's level would be if a score or a fact were another; nothing is stored."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.entries import counting, format_entry, parse_entry
from desk_app.domain.evidence import FactValue
from desk_app.domain.facts import format_fact, parse_fact
from desk_app.domain.scheme.model.scoring import Fact, Indicator
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.sayings import Saying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.views.use_cases import grading


WHAT_IF = "试改{0}情况，看等级怎么变；不保存"
_HOW = "写好按回车推算；不保存。"


@dataclass(slots=True)
class Assumed:
    """What is supposed: the superior's points by indicator, facts by name."""

    points: dict[str, Decimal] = field(default_factory=dict)
    facts: dict[str, FactValue | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is supposed."""
        return bool(self.points or self.facts)


class WhatIf(QWidget):
    """One button; behind it what to change and to what. Esc or 还原 ends it."""

    supposed = Signal(object)
    """``Assumed``: the chain of the current subject is wanted under this."""
    ended = Signal()
    """Nothing is supposed any more."""
    shown = Signal(bool)
    """Whether the line to change something is open: then its chain wants the room."""

    def __init__(self) -> None:
        super().__init__()
        self._board: grading.GradingBoard | None = None
        self._row: grading.BoardRow | None = None
        self.assumed = Assumed()
        self.begin = QPushButton("假设(&W)…")
        self.begin.setToolTip(WHAT_IF.format("某项分数或"))
        self.what = QComboBox()
        self.what.setAccessibleName("假设改动哪一项")
        self.what.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.what.setMinimumContentsLength(8)
        self.value = QLineEdit()
        self.value.setAccessibleName("假设改成")
        set_widths(self.value, most=6)
        self.end = QPushButton("还原")
        self.end.setToolTip("Esc")
        self.hint = QLabel(_HOW)
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "quiet")
        self.wrong = Saying(self)
        self.area = QWidget()
        self._lay_out()
        self.begin.clicked.connect(self.open)
        self.end.clicked.connect(self.close_area)
        self.what.currentIndexChanged.connect(self._show_value)
        self.value.returnPressed.connect(self._suppose)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.activated.connect(self.close_area)
        self._escape.setEnabled(False)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self.area)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.what, 1)
        line.addWidget(QLabel("改为"))
        line.addWidget(self.value)
        line.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.area)
        column.addWidget(self.hint)
        self.area.hide()
        self.hint.hide()

    @property
    def active(self) -> bool:
        """Whether the panel shows something that is only supposed."""
        return bool(self.assumed)

    def show_row(self, board: "grading.GradingBoard", row: "grading.BoardRow | None") -> None:
        """Speak of another subject, or of the same one as read again: nothing is supposed."""
        fresh = self._row is None or row is None or self._row is not row
        self._board, self._row = board, row
        scored = "某项分数或" if counting(board.scheme.indicators) else "某种"
        self.begin.setToolTip(WHAT_IF.format(scored))
        self.begin.setEnabled(row is not None and row.proposal is not None)
        if not fresh:
            return
        self.assumed = Assumed()
        self._show_area(on=False)
        self._offer()

    def open(self) -> None:
        """Show what can be changed."""
        self._show_area(on=True)
        self.what.setFocus()

    def close_area(self) -> None:
        """Suppose nothing any more."""
        was = self.active
        self.assumed = Assumed()
        self._show_area(on=False)
        self._show_value()
        self.begin.setFocus()
        if was:
            self.ended.emit()

    def refuse(self, sentence: str) -> None:
        """Say why something cannot be supposed."""
        self.wrong.say(sentence, self.value)

    def words(self) -> tuple[str, ...]:
        """What is supposed, each with what stands now."""
        if self._row is None or self._board is None:
            return ()
        known = self._row.evidence
        sheet: Mapping[str, Decimal] = known.points.get(self._board.scheme.superior.name, {})
        lines = []
        for name, points in self.assumed.points.items():
            one = self._indicators()[name]
            before = format_entry(one, sheet.get(name)) or "未评"
            lines.append(f"{name}：{before} → {format_entry(one, points)}")
        for name, value in self.assumed.facts.items():
            before = format_fact(known.facts.get(name)) or "未填"
            lines.append(f"{name}：{before} → {format_fact(value) or '未填'}")
        if any(one.assign for one in self._board.scheme.quotas):
            lines.append("按名额排定的等级要看全体，这里只按本组织自己的情况推算。")
        return tuple(lines)

    def _show_area(self, *, on: bool) -> None:
        self.area.setVisible(on)
        self.begin.setVisible(not on)
        self._escape.setEnabled(on)
        self.hint.setText(_HOW)
        self.hint.setVisible(on)
        self.wrong.say("")
        self.shown.emit(on)

    def _indicators(self) -> dict[str, Indicator]:
        if self._board is None or self._row is None:
            return {}
        domain, scheme = self._row.evidence.subject.domain, self._board.scheme
        if scheme.superior.ballots is not None:
            return {}  # nobody types what ballots give
        lines = scheme.lines_of(scheme.superior.name, domain)
        return {one.name: one for one in lines if one.mode.counts}

    def _facts(self) -> dict[str, Fact]:
        return {} if self._board is None else {one.name: one for one in self._board.scheme.facts}

    def _offer(self) -> None:
        before = self.what.currentData()
        self.what.blockSignals(True)
        self.what.clear()
        if self._row is not None and self._row.proposal is not None:
            for name in self._indicators():
                self.what.addItem(name, ("points", name))
            for name in self._facts():
                self.what.addItem(f"情况：{name}", ("facts", name))
        # PySide hands tuples back as lists, which findData does not find.
        places = [self.what.itemData(at) for at in range(self.what.count())]
        self.what.setCurrentIndex(places.index(before) if before in places else 0)
        self.what.blockSignals(False)
        self._show_value()

    def _chosen(self) -> tuple[str, str]:
        data = self.what.currentData()
        return (str(data[0]), str(data[1])) if data else ("", "")

    def _show_value(self) -> None:
        kind, name = self._chosen()
        self.wrong.say("")
        if self._row is None or self._board is None or not name:
            self.value.clear()
            return
        known = self._row.evidence
        if kind == "points":
            sheet = known.points.get(self._board.scheme.superior.name, {})
            points = self.assumed.points.get(name, sheet.get(name))
            self.value.setText(format_entry(self._indicators()[name], points))
        else:
            value = self.assumed.facts.get(name, known.facts.get(name))
            self.value.setText(format_fact(value))
        self.value.selectAll()

    def _suppose(self) -> None:
        kind, name = self._chosen()
        try:
            if kind == "points":
                points = parse_entry(self._indicators()[name], self.value.text())
                if points is None:
                    self.assumed.points.pop(name, None)
                else:
                    self.assumed.points[name] = points
            elif kind == "facts":
                self.assumed.facts[name] = parse_fact(self._facts()[name], self.value.text())
        except ValueError as error:
            self.refuse(str(error))
            return
        self.wrong.say("")
        self.hint.setText("再改一项，或按 Esc 还原。")
        self.value.selectAll()
        self.supposed.emit(self.assumed)
