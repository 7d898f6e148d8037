"""Words that are cut where there is no room, and then stand whole in the tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)


class ShortLabel(QLabel):
    """One line of plain words that takes what room there is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)

    def minimumSizeHint(self) -> QSize:
        letter = self.fontMetrics().horizontalAdvance("国")
        wanted = super().sizeHint()
        return QSize(min(wanted.width(), 4 * letter), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        if self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        short = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(self.alignment()), short)

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")


class FoldingLabel(ShortLabel):
    """Words that wrap, and take but one line (``fold``) where there is little height."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)

    def fold(self, *, one_line: bool) -> None:
        """Take one line, or as many as the words need."""
        self.setWordWrap(not one_line)
        self._tell()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QLabel.minimumSizeHint(self) if self.wordWrap() else super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            QLabel.paintEvent(self, event)
        else:
            super().paintEvent(event)

    def _tell(self) -> None:
        if self.wordWrap():
            self.setToolTip("")
        else:
            super()._tell()


class ShortButton(QToolButton):
    """A button that opens a menu; long words lose their middle, the tool tip has them whole."""

    def __init__(self, letters: int = 8) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._letters = letters
        """So many letters stand there always."""

    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        letter = self.fontMetrics().horizontalAdvance("国")
        return QSize(min(wanted.width(), self._letters * letter), wanted.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.sizeHint().width() > self.width() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        lacking = self.sizeHint().width() - self.width()
        if lacking > 0:
            room = self.fontMetrics().horizontalAdvance(self.text()) - lacking
            option.text = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
                self.text(), Qt.TextElideMode.ElideMiddle, max(0, room)
            )
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)


def tell_whole(field: QLineEdit | QComboBox) -> None:
    """Let the tool tip of a field say the whole of what may be cut in it."""
    if isinstance(field, QLineEdit):
        field.textChanged.connect(field.setToolTip)
        field.setToolTip(field.text())
    else:
        field.currentTextChanged.connect(field.setToolTip)
        field.setToolTip(field.currentText())


def show_from_start(line: QLineEdit, text: str) -> None:
    """Put a text into a field so that its beginning is seen, not its end."""
    line.setText(text)
    line.setCursorPosition(0)
