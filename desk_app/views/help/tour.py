"""The tour of a first run: four cards that say where things are, to be skipped at any moment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.overlay import Overlay
from desk_app.views.settings import TOUR_SEEN

if TYPE_CHECKING:
    from desk_app.views.window import MainWindow

_GAP = 10
_LETTERS = 26
"""Width of a card."""


@dataclass(frozen=True, slots=True)
class TourCard:
    """What one card says and what it points at."""

    title: str
    words: str
    target: QWidget


class Tour(Overlay):
    """One card at a time beside what it speaks of; Enter turns to the next one.

    Esc skips it, and so does whoever begins to work: it lies over no other room. When it is
    over the room on show has the keys.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window.frame)
        self.setObjectName("tour")
        self._cards = _cards(window)
        self._at = 0
        self._settings = window.settings
        self._enter_room = window.enter_room
        self._around = QFrame(window.frame)
        self._around.setObjectName("pointed")
        self._around.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._around.hide()
        self.title = QLabel()
        self.title.setProperty("kind", "next")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.next = QPushButton()
        self.next.setProperty("kind", "primary")
        self.skip = QPushButton("跳过（Esc）")
        window.pages.currentChanged.connect(lambda _: self.dismiss())
        self.next.clicked.connect(self.go_on)
        self.skip.clicked.connect(self.dismiss)
        buttons = QHBoxLayout()
        buttons.addWidget(self.next)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.addWidget(self.title)
        whole.addWidget(self.words)
        whole.addLayout(buttons)
        set_widths(self, fixed=_LETTERS)

    def begin(self) -> None:
        """Show the first card; this computer remembers that the tour was shown."""
        self._settings.set_text(TOUR_SEEN, "1")
        self._settings.save()
        self._at = 0
        self._show_card()

    def go_on(self) -> None:
        """Show the next card; after the last one the tour is over."""
        self._at += 1
        if self._at < len(self._cards):
            self._show_card()
        else:
            self.dismiss()

    def dismiss(self) -> None:
        """End the tour; the keys go back to the room."""
        focus = QApplication.focusWidget()
        mine = focus is None or self.isAncestorOf(focus)
        self._around.hide()
        super().dismiss()
        if mine:
            self._enter_room()

    def place(self, taken: list[QRect]) -> QRect:  # noqa: ARG002  it lies beside its target
        """Lie beside what the card speaks of, inside the window."""
        window = self.window()
        card = self._cards[self._at]
        origin = self._host.mapTo(window, QPoint(0, 0))
        target = QRect(card.target.mapTo(self._host, QPoint(0, 0)), card.target.size())
        self._around.setGeometry(target)
        self._around.setVisible(card.target.isVisible())
        self._around.raise_()
        self.raise_()
        width = min(self.width(), self._host.width())
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        if target.height() > self._host.height() // 2:  # a list at the side
            place = QPoint(target.right() + _GAP, target.top() + _GAP)
        elif target.top() > self._host.height() // 2:  # a line at the bottom
            place = QPoint(target.left() + _GAP, target.top() - _GAP - height)
        else:
            place = QPoint(target.right() - width, target.bottom() + _GAP)
        place.setX(max(0, min(place.x(), self._host.width() - width)))
        place.setY(max(0, min(place.y(), self._host.height() - height)))
        self.setGeometry(QRect(place, self.size()).adjusted(0, 0, 0, height - self.height()))
        return self.geometry().translated(origin)

    def _show_card(self) -> None:
        card, last = self._cards[self._at], self._at + 1 == len(self._cards)
        self.title.setText(card.title)
        self.words.setText(card.words)
        self.next.setText("知道了" if last else f"下一张（{self._at + 1}/{len(self._cards)}）")
        self.skip.setVisible(not last)
        self.setAccessibleName(f"{card.title}：{card.words}")
        self._come()
        self.next.setFocus()


def _cards(window: "MainWindow") -> tuple[TourCard, ...]:
    frame = window.frame
    return (
        TourCard(
            "八个房间",
            "从上到下就是一轮定级的顺序，点一下或按 Ctrl+1 至 Ctrl+8 过去。",
            frame.rooms,
        ),
        TourCard(
            "下一步",
            "这一行总是说接着做什么，旁边的按钮直接过去。",
            frame.bottom,
        ),
        TourCard(
            "帮助",
            "在哪个房间按 F1，就打开哪个房间的帮助。这个菜单里还有备份、字号和这几张卡片。",
            frame.top.workspace,
        ),
        TourCard(
            "换人和保存",
            "这里写您的姓名，换了人也在这里换。填的每一格当时就保存，底部右边写着时间。",
            frame.top.clerk,
        ),
    )
