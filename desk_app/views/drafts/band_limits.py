"""档次 by their lower limits: the line, a field a limit under it, a way out of bands with gaps."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.drafts.bands import (
    LowerLimit,
    limits_of,
    mended_limits,
    suggested,
    typed_limit,
    with_limits,
)
from desk_app.domain.drafts.tree import at, rows, text_at
from desk_app.domain.points import format_points
from desk_app.views.drafts.band_line import BandLine
from desk_app.views.drafts.side import DraftSide
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.theme import WRONG, level_mark, tint

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import Path, SchemeDraft

_NUMBERED = "下限要填数字，例如 90 或 89.5。"
_GAPS = "现在的档次有空档、重叠，或写法看不懂，画不成数轴。按下限重新排好，就不会有空档。"
_NONE = "还没有档次。先在“等次”里填好等次，再按等次生成，然后拖动或填写下限。"
_WORDS = "改下限"


class BandLimits(DraftSide):
    """The section 档次 of a draft: limits are dragged, moved by keys or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.line = BandLine()
        self.line.moved.connect(self._moved)
        self.line.typed.connect(self._typed_at)
        self.fields: list[QLineEdit] = []
        self._limits: tuple[LowerLimit, ...] = ()
        self._row = QWidget()
        self._bar = QVBoxLayout(self._row)
        self._bar.setContentsMargins(0, 0, 0, 0)
        self.saying = QLabel()
        self.saying.setWordWrap(True)
        self.make = QPushButton()
        self.make.clicked.connect(self._make)
        self.hint = QLabel(
            "拖动竖线，或按 ←→ 移一分（Ctrl+←→ 移 0.1 分），↑↓ 换一条；也可以直接填数字。"
        )
        self.hint.setProperty("kind", "quiet")
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for one in (self.line, self.hint, self._row, self.saying):
            column.addWidget(one)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:  # noqa: ARG002
        """Show the bands of a draft, or what keeps them off the line."""
        limits = limits_of(draft)
        can = limits is not None and len(limits) > 1
        for one in (self.line, self.hint, self._row):
            one.setVisible(can)
        self.make.setVisible(not can and len(rows(draft, ("levels",))) > 1)
        if not can or limits is None:
            banded = bool(rows(draft, ("bands",)))
            tint(self.saying, WRONG if banded else "", _GAPS if banded else _NONE)
            self.make.setText("按下限重新排好" if banded else "按等次生成档次")
            self.saying.show()
            self._limits = ()
            return
        self.saying.hide()
        self._limits = limits
        self.line.show_limits(limits, _number(draft, "floor", 0), _most(draft))
        self._show_fields()

    def go(self, path: "Path") -> bool:
        """Put the keys into the field of a band; say whether there is one."""
        place = path[1] if len(path) > 1 and path[0] == "bands" else None
        if isinstance(place, int) and place < len(self.fields):
            self.fields[place].setFocus()
            self.fields[place].selectAll()
            return True
        return False

    def _show_fields(self) -> None:
        wanted = [one for one in self._limits if one.low is not None]
        if len(self.fields) != len(wanted):
            self._make_fields(len(wanted))
        for rank, (field, one) in enumerate(zip(self.fields, wanted, strict=True)):
            shown = format_points(one.low) if one.low is not None else ""
            if not field.hasFocus() or typed_limit(field.text()) != one.low:
                field.setText(shown)
            label = field.property("label")
            if isinstance(label, QLabel):
                label.setText(f"{level_mark(rank)} {one.level}　{'高于' if one.open else '从'}")
            field.setAccessibleName(f"{one.level}的下限")

    def _make_fields(self, count: int) -> None:
        while self._bar.count():
            self._bar.takeAt(0).widget().deleteLater()
        self.fields = []
        flow = FlowBar(spacing=14)
        for place in range(count):
            one = QWidget()
            line = QHBoxLayout(one)
            line.setContentsMargins(0, 0, 0, 0)
            label, field = QLabel(), QLineEdit()
            set_widths(field, fixed=4.5)
            field.setProperty("label", label)
            field.editingFinished.connect(lambda place=place: self._typed(place))
            line.addWidget(label)
            line.addWidget(field)
            line.addWidget(QLabel("分起"))
            flow.add(one)
            self.fields.append(field)
        self._bar.addWidget(flow)

    def _moved(self, place: int, points: Decimal) -> None:
        self._set(place, points)

    def _typed_at(self, place: int, digit: str) -> None:
        field = self.fields[place]
        field.setFocus()
        field.setText(digit)

    def _typed(self, place: int) -> None:
        if place >= len(self._limits):
            return
        points = typed_limit(self.fields[place].text())
        if points is None:
            self._refuse(_NUMBERED)
        elif points != self._limits[place].low:
            self._set(place, points)
        else:
            self.saying.hide()
        self.line.go(place)

    def _set(self, place: int, points: Decimal) -> None:
        if self.draft is None:
            return
        changed = replace(self._limits[place], low=points)
        limits = (*self._limits[:place], changed, *self._limits[place + 1 :])
        try:
            draft = with_limits(self.draft, limits)
        except ValueError as wrong:
            self._refuse(str(wrong))
            return
        self.saying.hide()
        self._limits, self.draft = limits, draft
        self._show_fields()
        self.line.show_limits(limits, _number(draft, "floor", 0), _most(draft))
        self.edited.emit(draft, _WORDS)

    def _refuse(self, why: str) -> None:
        tint(self.saying, WRONG, why)
        self.saying.show()

    def _make(self) -> None:
        """Bands for the levels that there are, by limits that can be moved then."""
        if self.draft is None:
            return
        levels = [
            name
            for place, _ in enumerate(rows(self.draft, ("levels",)))
            if (name := text_at(self.draft, ("levels", place, "name")).strip())
            and at(self.draft, ("levels", place, "none")) is not True
        ]
        made = mended_limits(self.draft)
        if made is None and len(levels) > 1:
            made = suggested(levels, _number(self.draft, "full", 100))
        if made is not None:
            self.edited.emit(with_limits(self.draft, made), "生成档次")


def _number(draft: "SchemeDraft", key: str, otherwise: int) -> Decimal:
    found = at(draft, ("total", key))
    return Decimal(found) if isinstance(found, int | Decimal) else Decimal(otherwise)


def _most(draft: "SchemeDraft") -> Decimal:
    ceiling = at(draft, ("total", "ceiling"))
    return _number(draft, "full", 100) if ceiling is None else _number(draft, "ceiling", 100)
