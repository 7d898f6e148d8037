"""The calendar under a field for a day, in Chinese, its weeks beginning on Monday."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCalendarWidget,
    QFrame,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.theme import ACCENT, pen


class CalendarPopup(QFrame):
    """A click or Enter chooses a day; Esc or a click beside it closes and chooses nothing."""

    chosen = Signal(object)
    """The ``date``."""

    def __init__(self, parent: QWidget, day: date | None, today: date | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("日历")
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        weekend = QTextCharFormat()
        weekend.setForeground(pen(ACCENT))
        for one in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(one, weekend)
        for name, shown, words in (
            ("qt_calendar_prevmonth", "‹ 上月", "上个月"),
            ("qt_calendar_nextmonth", "下月 ›", "下个月"),
            ("qt_calendar_monthbutton", "", "选月份"),
            ("qt_calendar_yearbutton", "", "选年份"),
        ):
            button = self.calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setAccessibleName(words)
                button.setToolTip(words)
                if shown:
                    button.setIcon(QIcon())
                    button.setText(shown)
        if day is not None:
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.clicked.connect(self._choose)
        self.calendar.activated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.calendar)
        if today is not None:
            now = QPushButton(f"今天 {today.isoformat()}")
            now.setProperty("kind", "link")
            now.clicked.connect(lambda _: self._take(today))
            column.addWidget(now)

    def open_under(self, field: QWidget) -> None:
        """Show below a field, or above where the screen ends."""
        self.adjustSize()
        at = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        if at.y() + self.height() > screen.bottom():
            at.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height())
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        at.setY(max(screen.top(), at.y()))
        self.move(at)
        self.show()
        view = self.calendar.findChild(QAbstractItemView)
        if isinstance(view, QAbstractItemView):
            view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _choose(self, day: QDate) -> None:
        self._take(date(day.year(), day.month(), day.day()))

    def _take(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)
