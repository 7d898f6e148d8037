"""Dialogs that fit: no larger than the screen, their buttons always in sight; F1 helps."""

from typing import ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QLayout, QVBoxLayout, QWidget

from desk_app.views.kit.pages import FRAME
from desk_app.views.kit.reach import Reach


@runtime_checkable
class Helps(Protocol):
    """A window that can show a page of the manual."""

    def show_help(self, page: str = "") -> None:
        """Show a page; "" for that of the room on show."""


class FittingDialog(QDialog):
    """Scrolls what stands above its last line where the screen is too low for it."""

    help_page: ClassVar[str] = ""
    """The page that F1 opens; "" for that of the room behind the dialog."""

    def settle(self, size: QSize | None = None) -> None:
        """Say that all is laid out; ``size`` is what the dialog would like to have in pixels.

        A height of 0 is what its parts ask for.
        """
        column = self.layout()
        if not isinstance(column, QBoxLayout):
            raise TypeError(column)
        last = column.takeAt(column.count() - 1)
        outer = QVBoxLayout()
        outer.setContentsMargins(column.contentsMargins())
        outer.setSpacing(column.spacing())
        column.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(column)
        outer.addWidget(Reach(inside), 1)
        if isinstance(last, QLayout):
            outer.addLayout(last)
        else:
            outer.addWidget(last.widget())
        self.setLayout(outer)
        if size is not None:
            self.resize(size if size.height() else size.expandedTo(self.sizeHint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, Helps):
            above = above.parentWidget()
        if event.key() == Qt.Key.Key_F1 and above is not None:
            above.show_help(self.help_page)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        free = self.screen().availableGeometry().size() - FRAME
        self.resize(self.size().boundedTo(free))
        super().showEvent(event)
