"""首页: how far every step is, what is late, and what to do next."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.home import StepProgress, deadline_words
from desk_app.views.context import RoomContext
from desk_app.views.kit.theme import ACCENT, GOOD, LINE, pen
from desk_app.views.room import Room

if TYPE_CHECKING:
    from desk_app.views.use_cases import home


ORDER = "党组织名册 → 新建轮次 → 评分 → 测评 → 定级 → 整改 → 上报"


class HomeRoom(Room):
    """One look at the round. The window reads the data and hands it over."""

    key: ClassVar[str] = "home"
    title: ClassVar[str] = "首页"

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self._room = ""
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.facts = QLabel()
        self.facts.setProperty("kind", "quiet")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("kind", "next")
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self.button.clicked.connect(lambda: self.context.go(self._room))
        self.late = QLabel()
        self.late.setProperty("kind", "wrong")
        self.late.setWordWrap(True)
        self.order = QLabel(f"一轮定级的顺序：{ORDER}")
        self.order.setProperty("kind", "quiet")
        self.order.hide()
        self._card = QFrame()
        self._card.setObjectName("card")
        row = QHBoxLayout(self._card)
        row.setContentsMargins(18, 14, 18, 14)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self._steps = QWidget()
        self._grid = QGridLayout(self._steps)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        for one in (self.heading, self.facts, self._card, self.order, self.late, self._steps):
            column.addWidget(one)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("首页")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_overview(self, overview: "home.RoundOverview") -> None:
        """Show what was read."""
        one = overview.round
        self.heading.setText(one.label if one else overview.office.full_name)
        self.order.setVisible(one is None)
        self.facts.setText(_facts(overview))
        step = overview.next
        self._room = step.room
        self.sentence.setText(step.sentence)
        self.button.setText(step.action)
        self.button.setVisible(bool(step.room))
        late = _late(overview)
        self.late.setText(late)
        self.late.setVisible(bool(late))
        self._show_steps(overview)

    def first_focus(self) -> QWidget | None:
        """Return the button that takes one to what comes next."""
        return self.button if self._room else None

    def _show_steps(self, overview: "home.RoundOverview") -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        for row, step in enumerate(overview.steps):
            name = self._name(row, step)
            words = QLabel(step.words)
            until = QLabel(deadline_words(step, overview.today))
            until.setProperty("kind", "wrong" if step.overdue else "quiet")
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(Bar(step.done, step.total), row, 1)
            self._grid.addWidget(words, row, 2)
            self._grid.addWidget(until, row, 3)

    def _name(self, row: int, step: StepProgress) -> QWidget:
        text = f"{row + 1}. {step.name}"
        if not step.room:
            label = QLabel(text)
            label.setToolTip(step.actor)
            label.setProperty("kind", "step")
            return label
        button = QPushButton(text)
        button.setProperty("kind", "step")
        button.setToolTip(step.actor)
        button.clicked.connect(lambda: self.context.go(step.room))
        return button


class Bar(QWidget):
    """How much of a step is done; nothing is drawn where nothing is counted."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__()
        self._share = min(1.0, done / total) if total else -1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{done}/{total}" if total else "")

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share < 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = max(8.0, self.height() * 0.5)
        whole = QRectF(0, (self.height() - height) / 2, self.width(), height)
        painter.setBrush(pen(LINE))
        painter.drawRoundedRect(whole, 4, 4)
        if self._share:
            painter.setBrush(pen(GOOD if self._share >= 1 else ACCENT))
            done = QRectF(whole.left(), whole.top(), whole.width() * self._share, height)
            painter.drawRoundedRect(done, 4, 4)


def _facts(overview: "home.RoundOverview") -> str:
    one, counts = overview.round, overview.counts
    if one is None:
        return f"名册中有 {overview.organisations} 个党组织，还没有轮次。"
    parts = [one.scheme_title, f"参评 {counts.participants} 个"]
    if counts.absent:
        parts.append(f"不参评 {counts.absent} 个")
    if one.locked:
        parts.append("已定稿")
    if one.amendments:
        parts.append(f"上报后改动 {one.amendments} 处")
    items = counts.items_open + counts.items_closed
    if items:
        parts.append(f"整改事项 {items} 项，已销号 {counts.items_closed} 项")
    return " · ".join(parts)


def _late(overview: "home.RoundOverview") -> str:
    parts = []
    steps = [one.name for one in overview.steps if one.overdue]
    if steps:
        parts.append(f"已超期的环节：{'、'.join(steps)}。")
    if overview.counts.items_overdue:
        parts.append(f"整改事项有 {overview.counts.items_overdue} 项已逾期。")
    return "".join(parts)
