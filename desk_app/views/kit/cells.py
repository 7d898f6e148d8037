"""How a table draws its cells: long names keep their ends, cut texts are read as tool tips."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.records import AnyIndex, as_text
from desk_app.views.kit.table_models import Dates

_OTHERS = "等 "
"""Stands before the number of those that are not named: 芦花滩村党支部等 36 个."""
_EDGES = 8
"""Pixels beside the letters of a cell."""
_NAMED = ("党组织", "名称", "对象", "组织")
"""Words in the headings of columns that name organisations."""


def ends_at_once(delegate: QStyledItemDelegate, editor: QObject, event: QEvent) -> bool:
    """Hand over what was typed when Enter is pressed, not a moment later as Qt does.

    Where the window is busy for a moment, the keys that follow are there before that moment:
    they would go to the cell that is finished, and be lost.
    """
    if (
        event.type() != QEvent.Type.KeyPress
        or not isinstance(event, QKeyEvent)
        or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        or not isinstance(editor, QLineEdit)
        or editor.completer() is not None
        or not editor.hasAcceptableInput()
    ):
        return False
    delegate.commitData.emit(editor)
    delegate.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.SubmitModelCache)
    return True


class CellDelegate(QStyledItemDelegate):
    """Shows the whole of a cut text while the mouse rests on it; days have a calendar."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        model = index.model()
        if not isinstance(model, Dates) or not model.is_day(index):
            return super().createEditor(parent, option, index)
        field = DateField(parent=parent, in_cell=True)
        field.setFrame(False)
        return field

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(editor, DateField):
            # The keys are in its calendar; the cell is not finished.
            return False if editor.choosing else super().eventFilter(editor, event)
        if not isinstance(editor, DateField) and ends_at_once(self, editor, event):
            return True
        return super().eventFilter(editor, event)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        said = as_text(index.data(Qt.ItemDataRole.ToolTipRole))
        if event.type() == QEvent.Type.ToolTip and not said and index.isValid():
            self.initStyleOption(option, index)
            text: str = option.text  # type: ignore[attr-defined]
            wide = self.sizeHint(option, index).width()
            if text and wide > view.visualRect(index).width():
                QToolTip.showText(event.globalPos(), text.strip(), view)
                return True
        return super().helpEvent(event, view, option, index)


class NameDelegate(CellDelegate):
    """Leaves out the middle of a long name: names of one township begin alike.

    How many others there are is never cut: “… 6 个” of 36 would be false.
    """

    _room = 0
    """Pixels that the cell has while it is painted."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self._room = option.rect.width() - _EDGES  # type: ignore[attr-defined]
        super().paint(painter, option, index)
        self._room = 0

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle  # type: ignore[attr-defined]
        text: str = option.text  # type: ignore[attr-defined]
        first, others, count = text.rpartition(_OTHERS)
        if self._room and others:
            metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
            left = self._room - metrics.horizontalAdvance(others + count)
            cut = metrics.elidedText(first, Qt.TextElideMode.ElideRight, max(left, 0))
            option.text = cut + others + count  # type: ignore[attr-defined]


def names_organisations(heading: str) -> bool:
    """Whether the column under a heading holds names of organisations."""
    return any(one in heading for one in _NAMED)
