"""The list of levels that opens in a cell of 应当得到."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.domain.drafts.tree import rows
from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.views.kit.records import AnyIndex

if TYPE_CHECKING:
    from desk_app.domain.drafts.tree import SchemeDraft


class LevelDelegate(QStyledItemDelegate):
    """Offers the levels of the draft, no level at all, and nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._levels: tuple[str, ...] = ()

    def know(self, draft: "SchemeDraft") -> None:
        """Offer the levels of a draft from now on."""
        named = (str(one.fields.get("name", "")) for one in rows(draft, ("levels",)))
        self._levels = tuple(one for one in named if one)

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002  (Qt's signature)
        index: AnyIndex,  # noqa: ARG002
    ) -> QWidget:
        box = QComboBox(parent)
        box.addItems(["", *self._levels, NO_LEVEL])
        box.activated.connect(lambda _: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)
