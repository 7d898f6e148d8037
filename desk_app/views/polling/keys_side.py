"""The column beside the paper: the keys, what this batch holds so far, and 入库."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.polling import keying
from desk_app.views.polling.keymap import VOID
from desk_app.views.polling.keys_table import keys_table

if TYPE_CHECKING:
    from desk_app.domain.polling.counts import BatchCounts


class KeysSide(QFrame):
    """Built anew for a poll with other options; the numbers follow each paper laid down."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keys")
        self.options: tuple[str, ...] = ()
        self.projector = False
        self.store = QPushButton("入库（回车）")
        self.store.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._numbers: dict[str, QLabel] = {}
        self._box = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 4, 4, 4)
        self._column.addWidget(self._box, 1)
        self._column.addWidget(self.store)

    def show_keys(self, options: tuple[str, ...], *, projector: bool) -> None:
        """Show the keys of a paper with these options, with those of the second screen or not."""
        self.options, self.projector = options, projector
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        table, self._numbers = keys_table(options, projector=projector)
        column.addWidget(table)
        column.addStretch(1)
        self._column.replaceWidget(self._box, box)
        self._box.deleteLater()
        self._box = box

    def show_counts(self, counts: "BatchCounts") -> None:
        """Show the votes and void papers of the batch so far."""
        for vote, number in keying.totals(counts, self.options).items():
            if vote in self._numbers:
                self._numbers[vote].setText(str(number))
        if VOID in self._numbers:
            self._numbers[VOID].setText(str(counts.invalid))
