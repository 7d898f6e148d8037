"""发出 and 收回 of a poll, or of each category that has a paper of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desk_app.domain.polling.keying import void_words
from desk_app.views.polling.numbers import NumberField

if TYPE_CHECKING:
    from desk_app.views.use_cases import parts


class PapersFields(QWidget):
    """A line for the poll, or one a category."""

    typed = Signal(str, object, object)
    """Category ("" for the poll), 发出 and 收回, each a number or None."""
    wrong = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(9, 1)
        self.fields: dict[str, tuple[NumberField, NumberField]] = {}
        self.sum = QLabel()
        self.voids = QLabel()
        self.voids.setWordWrap(True)
        self.voids.hide()
        self.show_categories(("",))

    def show_categories(self, categories: tuple[str, ...]) -> None:
        """Give each category its fields; nothing happens while they are the same."""
        if categories == tuple(self.fields):
            return
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget not in (self.sum, self.voids):
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for row, category in enumerate(categories):
            issued = NumberField(f"{category}发出票数")
            returned = NumberField(f"{category}收回票数")
            self._grid.addWidget(QLabel(category), row, 0)
            for place, (word, field) in enumerate((("发出", issued), ("收回", returned))):
                label = QLabel(word)
                label.setBuddy(field)
                self._grid.addWidget(label, row, 1 + 3 * place)
                self._grid.addWidget(field, row, 2 + 3 * place)
                self._grid.addWidget(QLabel("张　"), row, 3 + 3 * place)
                field.typed.connect(lambda category=category: self._typed(category))
            self.fields[category] = (issued, returned)
        self._grid.addWidget(self.sum, 0, 8)
        self._grid.addWidget(self.voids, len(categories), 0, 1, 10)

    def show_sheet(self, sheet: "parts.PollSheet", *, editable: bool) -> None:
        """Show the papers of a poll as they are written down."""
        self.show_categories(tuple(one.category for one in sheet.papers.categories) or ("",))
        numbers = {one.category: (one.issued, one.returned) for one in sheet.papers.categories}
        numbers = numbers or {"": (sheet.papers.issued, sheet.papers.returned)}
        for category, fields in self.fields.items():
            for field, number in zip(fields, numbers[category], strict=True):
                field.show_number(number)
                field.setReadOnly(not editable)
        papers, counted = sheet.papers, sheet.counted
        both = f"共发出 {papers.issued} 收回 {papers.returned} 张　" if papers.categories else ""
        self.sum.setText(f"{both}有效 <b>{counted.valid}</b> 张　无效 <b>{counted.invalid}</b> 张")
        given = any(reason for reason in counted.voids)
        self.voids.setText(f"无效 {void_words(counted.invalid, counted.voids)}" if given else "")
        self.voids.setVisible(given)

    def _typed(self, category: str) -> None:
        issued, returned = self.fields[category]
        wrong = issued.wrong or returned.wrong
        if wrong:
            self.wrong.emit(wrong)
        else:
            self.typed.emit(category, issued.number, returned.number)
