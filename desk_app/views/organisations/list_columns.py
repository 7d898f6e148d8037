"""The columns of a list that comes in: what each holds, its heading, a few rows below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.sheets import cell_place, cell_text
from desk_app.views.kit import theme
from desk_app.views.kit.list_menus import ListMenu

if TYPE_CHECKING:
    from desk_app.domain.organisations.reading import ListSheet

_SAMPLES = 4
_NOT_READ = "（不导入）"


class ListColumns(QTableWidget):
    """A choice over every column; the first rows of the list below, for comparing."""

    mended = Signal(int, object)
    """A column, and the ``ListField`` that it holds, or ``None``."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("各列对应的内容")
        ListMenu(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.combos: dict[int, QComboBox] = {}

    def show_list(self, listed: "ListSheet | None") -> None:
        """Show a sheet's columns, or nothing."""
        self.clear()
        self.combos = {}
        if listed is None:
            return
        match, rows = listed.match, listed.sheet.rows
        first = match.first_row
        samples = rows[first : first + _SAMPLES]
        self.setColumnCount(len(match.headings))
        self.setRowCount(2 + len(samples))
        self.setHorizontalHeaderLabels(
            [cell_place(0, column)[:-1] for column in range(len(match.headings))]
        )
        self.setVerticalHeaderLabels(
            ["对应", "标题", *(str(first + number + 1) for number in range(len(samples)))]
        )
        letter = self.fontMetrics().horizontalAdvance("国")
        for column, heading in enumerate(match.headings):
            self._show_column(column, heading, listed)
            for number, row in enumerate(samples):
                hidden = column in match.id_columns
                text = "（不读）" if hidden else cell_text(row[column])
                self.setItem(2 + number, column, QTableWidgetItem(text))
            self.setColumnWidth(column, 9 * letter)
        height = int(self.fontMetrics().height() * 1.6)
        for number in range(self.rowCount()):
            self.setRowHeight(number, height + (8 if number == 0 else 0))

    def _show_column(self, column: int, heading: str, listed: "ListSheet") -> None:
        item = QTableWidgetItem(heading)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.setItem(1, column, item)
        if column in listed.match.id_columns:
            dropped = QTableWidgetItem("身份证号，不读")
            dropped.setForeground(theme.pen(theme.QUIET))
            self.setItem(0, column, dropped)
            return
        combo = _FieldBox()
        combo.addItem(_NOT_READ, None)
        for field in ListField:
            combo.addItem(field.value, field)
        held = listed.match.mapping.get(column)
        # Qt hands a str enum back as plain text: the place in the list is what counts.
        combo.setCurrentIndex(list(ListField).index(held) + 1 if held is not None else 0)
        combo.setAccessibleName(f"{heading or cell_place(0, column)[:-1]} 列对应")
        combo.activated.connect(
            lambda index, at=column: self.mended.emit(
                at, list(ListField)[index - 1] if index else None
            )
        )
        self.setCellWidget(0, column, combo)
        self.combos[column] = combo


class _FieldBox(QComboBox):
    """A choice that nothing changes in passing: keys open it, the wheel goes by."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
