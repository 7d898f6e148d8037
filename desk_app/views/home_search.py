"""The search of 首页: an organisation by its name or initials, shown where it is worked on.

It is made when Ctrl+F is first pressed; a start does without it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from desk_app.views.context import RoomContext
from desk_app.views.kit.name_field import NameField, fitting
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import names

if TYPE_CHECKING:
    from collections.abc import Callable


class HomeSearch(NameField):
    """Enter shows what is named: its scores in 评分; in 党组织 what takes no part in the round."""

    def __init__(
        self, context: RoomContext, round_id: "Callable[[], int | None]", parent: QObject | None
    ) -> None:
        super().__init__()
        self.setPlaceholderText("找党组织：名称、拼音首字母，回车打开")
        self.setAccessibleName("搜索")
        self.setToolTip("Ctrl+F 搜索，回车打开所选的党组织")
        self.setClearButtonEnabled(True)
        self._context = context
        self._round_id = round_id
        self._runner = OwnedRunner(context.runner, parent or self)
        self._places: dict[str, names.Place] = {}
        self.fetch_with(self._read)
        self.returnPressed.connect(self.open_named)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, as it does in every search."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def open_named(self) -> None:
        """Show the organisation that is named, or the first that fits what is typed."""
        typed = self.text().strip()
        if not typed:
            return
        hits = fitting([(one.name, one.initials) for one in self._places.values()], typed)
        name = typed if typed in self._places else hits[0] if hits else ""
        place = self._places.get(name)
        if place is None:
            self._context.say(f"没有找到“{typed}”。")
            return
        self.clear()
        # The list of names gives the keys back first, else they would come back here.
        QTimer.singleShot(0, self, lambda: self._show(place))

    def _show(self, place: "names.Place") -> None:
        if place.subject_id is not None:
            self._context.go_to("scoring", place.subject_id)
        else:
            self._context.go_to("organisations", place.organisation_id)

    def _read(self) -> None:
        self._runner.call(names.places, self._round_id()).then(self._know).otherwise(
            lambda fault: self._context.say(str(fault))
        )

    def _know(self, found: "tuple[names.Place, ...]") -> None:
        self._places = {}
        for one in found:
            self._places.setdefault(one.name, one)
        self.offer([(one.name, one.initials) for one in self._places.values()])
