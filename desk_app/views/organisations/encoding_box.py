"""In which encoding a list of text was read, and the choice of another one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from desk_app.domain.sheets import ENCODINGS


class EncodingBox(QWidget):
    """Hidden for workbooks, which have no encoding to be chosen."""

    chosen = Signal(str)
    """The encoding that the clerk wants the list read in."""

    def __init__(self) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setAccessibleName("编码")
        self.combo.setToolTip("文字成了乱码时换一种")
        self.combo.addItems(list(ENCODINGS))
        self.combo.activated.connect(lambda _: self.chosen.emit(self.combo.currentText()))
        self._read_in = ""
        label = QLabel("编码")
        label.setBuddy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.combo)
        self.hide()

    def show_encoding(self, encoding: str) -> None:
        """Say in which encoding a list was read; "" for a workbook."""
        self._read_in = encoding
        self.combo.setCurrentText(encoding)
        self.setVisible(bool(encoding))

    def go_back(self) -> None:
        """Show what the list on the screen was read in: another choice came to nothing."""
        self.combo.setCurrentText(self._read_in)
