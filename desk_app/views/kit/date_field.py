"""A field for a day: typed as offices write days, or chosen from the calendar beside it."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desk_app.domain.days import parse_day, with_year
from desk_app.views.kit.around import context_around

if TYPE_CHECKING:
    from desk_app.views.kit.calendar_popup import CalendarPopup


class DateField(QLineEdit):
    """Understands 2026.4.8, 2026年3月20日, 6.30 and shows, once it is left, which day that is.

    F4 or Alt+Down opens the calendar; Esc closes it and changes nothing. A day that was chosen
    is as if it had been typed: ``textEdited``, then ``editingFinished``.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        last_of_month: bool = False,
        in_cell: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._last_of_month = last_of_month
        self.choosing = False
        """The calendar is open."""
        self.button = QToolButton(self)
        self.button.setText("▾")
        self.button.setAccessibleName("打开日历")
        self.button.setToolTip("日历（F4）")
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.button.clicked.connect(lambda _: self.open_calendar())
        wide = self.fontMetrics().horizontalAdvance("国") + 8
        self.button.setFixedWidth(wide)
        self.setTextMargins(0, 0, wide, 0)
        if not in_cell:
            day = self.fontMetrics().horizontalAdvance("2026-00-00")
            self.setMinimumWidth(day + wide + 16)
        if not in_cell:  # a cell's table reads and writes days itself
            self.editingFinished.connect(self._show_understood)

    def read_day(self) -> date | None:
        """Return the day; ``None`` for nothing. Raises ValueError with a Chinese sentence."""
        context = context_around(self)
        text = self.text()
        if context is not None:
            text = with_year(text, context.clock.now().year)
        return parse_day(text, last_of_month=self._last_of_month)

    def open_calendar(self) -> "CalendarPopup":
        """Show the calendar under the field, on its day or on today."""
        from desk_app.views.kit.calendar_popup import CalendarPopup

        context = context_around(self)
        today = context.clock.now().date() if context is not None else None
        try:
            day = self.read_day()
        except ValueError:
            day = None
        popup = CalendarPopup(self, day or today, today)
        popup.chosen.connect(self._take)
        popup.destroyed.connect(self._chosen)
        self.choosing = True
        popup.open_under(self)
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            if not self.isReadOnly():
                self.open_calendar()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.setFixedHeight(max(self.height() - 4, 0))
        self.button.move(self.width() - self.button.width() - 2, 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self.button.setHidden(self.isReadOnly())

    def _chosen(self) -> None:
        self.choosing = False

    def _take(self, day: date) -> None:
        self.selectAll()
        self.insert(day.isoformat())
        self.setModified(True)
        self.editingFinished.emit()
        self.setFocus()

    def _show_understood(self) -> None:
        """Write the day out; what cannot be read stays for whoever says why."""
        try:
            day = self.read_day()
        except ValueError:
            return
        if day is not None and self.text() != day.isoformat():
            self.setText(day.isoformat())
