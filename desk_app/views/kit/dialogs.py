"""Dialogs that fit: no larger than the screen, their buttons always in sight; F1 helps."""

from typing import ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QDialog,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import FRAME
from desk_app.views.kit.reach import Reach


@runtime_checkable
class Helps(Protocol):
    """A window that can show a page of the manual."""

    def show_help(self, page: str = "") -> None:
        """Show a page; "" for that of the room on show."""


class FittingDialog(QDialog):
    """Scrolls what stands above its last line where the screen is too low for it.

    Enter presses the button that has the keys. Esc, 取消 and the cross close what would lose
    nothing (``at_risk``); else it is asked first.
    """

    help_page: ClassVar[str] = ""
    """The page that F1 opens; "" for that of the room behind the dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice(self)
        self._given_up = False

    def at_risk(self) -> str:
        """Say in a sentence what was typed and would be lost; "" for nothing."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        above = self._helper() if event.key() == Qt.Key.Key_F1 else None
        focus = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if above is not None:
            above.show_help(self.help_page)
        elif enter and isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close():
            super().closeEvent(event)
        else:
            event.ignore()

    def _helper(self) -> Helps | None:
        """The window behind that has the manual."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, Helps):
            above = above.parentWidget()
        return above

    def _may_close(self) -> bool:
        """Whether nothing is lost by closing; else it is asked in place."""
        said = "" if self._given_up or not self.isVisible() else self.at_risk()
        if said:
            self.notice.ask(said, [("放弃，关闭窗口", self._give_up)], stay="继续填写")
        return not said

    def _give_up(self) -> None:
        self._given_up = True
        self.reject()

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

    def showEvent(self, event: QShowEvent) -> None:
        free = self.screen().availableGeometry().size() - FRAME
        self.resize(self.size().boundedTo(free))
        super().showEvent(event)
