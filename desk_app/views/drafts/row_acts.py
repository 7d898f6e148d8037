"""What is done to whole rows, by buttons and by keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desk_app.domain.drafts.bands import KEY as BANDS
from desk_app.domain.drafts.bands import joined_up, limits_of
from desk_app.domain.drafts.catalogue import order_of
from desk_app.domain.drafts.renaming import named_in
from desk_app.domain.drafts.tree import SchemeDraft, insert, move, remove, rows, text_at
from desk_app.views.kit.flow import FlowBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.views.drafts.presenter import DraftPresenter
    from desk_app.views.drafts.rows_model import RowsModel
    from desk_app.views.kit.tables import TableView

_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class RowActs(FlowBar):
    """Add, remove, up, down: of the row in which the table's current cell is."""

    def __init__(self, presenter: "DraftPresenter", view: "TableView", model: "RowsModel") -> None:
        super().__init__()
        self._presenter, self._view, self._model = presenter, view, model
        acts: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("增加", "在这一行下面加一行（Ctrl+Enter）", self.add_row),
            ("删去", "删去这一行（Ctrl+Delete）", self.remove_row),
            ("上移", "上移一行（Alt+↑）", lambda: self.move_row(-1)),
            ("下移", "下移一行（Alt+↓）", lambda: self.move_row(1)),
            ("粘贴", "粘贴 Word、WPS 或 Excel 里复制的表（Ctrl+V）", self._paste),
        )
        for words, tip, act in acts:
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAccessibleName(f"{words}：{model.table.label}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, act=act: act())
            self.add(button)
        self._keys: dict[QKeyCombination, Callable[[], object]] = {
            QKeyCombination(_CONTROL, Qt.Key.Key_Return): self.add_row,
            QKeyCombination(_CONTROL, Qt.Key.Key_Delete): self.remove_row,
            QKeyCombination(_ALT, Qt.Key.Key_Up): lambda: self.move_row(-1),
            QKeyCombination(_ALT, Qt.Key.Key_Down): lambda: self.move_row(1),
        }

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; say whether it stands for anything."""
        act = self._keys.get(event.keyCombination())
        if act is not None:
            act()
        return act is not None

    def add_row(self) -> None:
        """Begin a row below the current one."""
        path, row = self._model.path, self._row()
        count = len(rows(self._presenter.draft, path))
        place = min(row + 1, count)
        draft = insert(self._presenter.draft, path, {}, place, order=order_of(path))
        self._done(draft, f"增加{self._model.table.label}", place)

    def remove_row(self) -> None:
        """Take the current row out; what names it elsewhere is then marked there."""
        path, row = self._model.path, self._row()
        if row >= len(rows(self._presenter.draft, path)):
            return
        here = (*path, row)
        named = named_in(self._presenter.draft, here)
        name = text_at(self._presenter.draft, (*here, "name"))
        label = self._model.table.label
        left = remove(self._presenter.draft, here)
        if path == (BANDS,) and limits_of(self._presenter.draft) is not None:
            left = joined_up(left)
        self._done(left, f"删去{label}", row)
        if named:
            self._presenter.told.emit(
                f"已删去“{name}”，别处还有 {named} 处提到它，已标出。按 Ctrl+Z 可以放回。"
            )

    def move_row(self, by: int) -> None:
        """Move the current row up or down."""
        path, row = self._model.path, self._row()
        there = row + by
        if max(row, there) < len(rows(self._presenter.draft, path)) and there >= 0:
            draft = move(self._presenter.draft, (*path, row), there)
            self._done(draft, f"移动{self._model.table.label}", there)

    def _row(self) -> int:
        return max(self._view.currentIndex().row(), 0)

    def _paste(self) -> None:
        if not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._model.index(0, 0))
        self._view.paste()

    def _done(self, draft: SchemeDraft, words: str, row: int) -> None:
        self._presenter.edit(draft, words)
        self._presenter.read_now()
        column = max(self._view.currentIndex().column(), 0)
        self._view.setCurrentIndex(self._model.index(row, column))
