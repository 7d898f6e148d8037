"""A choice among names that is also typed: letters look for a name by its initials."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from desk_app.views.kit.name_field import NameField

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class _Typed(NameField):
    """Esc gives up what was typed, and nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


class NameCombo(QComboBox):
    """Whatever is typed opens a field over the choice that lists the names that fit.

    The data of an item under ``INITIALS`` are the initials by which it is found.
    """

    INITIALS = int(Qt.ItemDataRole.UserRole) + 7

    def __init__(self) -> None:
        super().__init__()
        self._field: NameField | None = None

    @property
    def field(self) -> NameField | None:
        """The field that is typed in now."""
        return self._field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.strip() and text.isprintable() and event.modifiers() in _PLAIN:
            self._open(text)
        else:
            super().keyPressEvent(event)

    def _open(self, text: str) -> None:
        field = _Typed(self)
        field.setAccessibleName(self.accessibleName())
        field.offer(
            [
                (self.itemText(row).strip(), str(self.itemData(row, self.INITIALS) or ""))
                for row in range(self.count())
            ]
        )
        field.setGeometry(self.rect())
        field.chosen.connect(self._choose)
        field.editingFinished.connect(self._close)
        self._field = field
        field.show()
        field.setFocus()
        field.setText(text)
        field.textEdited.emit(text)

    def _choose(self, name: str) -> None:
        rows = (row for row in range(self.count()) if self.itemText(row).strip() == name)
        row = next(rows, self.currentIndex())
        if row != self.currentIndex():
            self.setCurrentIndex(row)
            self.activated.emit(row)

    def _close(self) -> None:
        """Take the field away; what names nobody changes nothing."""
        field, self._field = self._field, None
        if field is not None:
            self._choose(field.text().strip())
            if field.hasFocus():
                self.setFocus()
            field.hide()
            field.deleteLater()
