"""Fields in which papers and persons are typed: whole numbers, full-width digits too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.points import to_half_width
from desk_app.views.kit.letters import set_widths

_MOST_DIGITS = 6


class NumberField(QLineEdit):
    """A whole number, or nothing. What is no number is marked where it stands."""

    typed = Signal()
    """A number (or nothing) was typed and the field was left, or Enter was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("—")
        self.setMaxLength(_MOST_DIGITS + 2)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        set_widths(self, fixed=5.2)
        self._shown: int | None = None
        self.editingFinished.connect(self._finish)
        self.textEdited.connect(lambda _text: self._mark(""))

    @property
    def number(self) -> int | None:
        """What is typed; ``None`` for nothing and for what is no number (see ``wrong``)."""
        plain = to_half_width(self.text())
        return int(plain) if plain.isascii() and plain.isdigit() else None

    @property
    def wrong(self) -> str:
        """Why the text cannot be taken; "" when it can."""
        if not self.text().strip() or self.number is not None:
            return ""
        return f"{self.accessibleName()}“{self.text()}”不是整数，请用阿拉伯数字填写。"

    def show_number(self, number: int | None) -> None:
        """Show what is stored; what is being typed over the same number stays."""
        if self.hasFocus() and self.isModified() and number == self._shown:
            return
        self._shown = number
        self.setText("" if number is None else str(number))
        self._mark("")

    def _finish(self) -> None:
        if self.wrong:
            self._mark("wrong")
        if self.wrong or self.number != self._shown:
            self._shown = self.number
            self.typed.emit()

    def _mark(self, kind: str) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
