"""The menu of rounds behind the round's name."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from desk_app.domain.rounds import Round
    from desk_app.views.use_cases import home


class RoundMenu(QMenu):
    """All rounds, the current one ticked, and the way to a new one."""

    chosen = Signal(int)
    new_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._overview: home.RoundOverview | None = None
        self.aboutToShow.connect(self._fill)

    def show_overview(self, overview: "home.RoundOverview") -> None:
        """Offer the rounds that were last read."""
        self._overview = overview

    def _fill(self) -> None:
        self.clear()
        overview = self._overview
        current = None if overview is None or overview.round is None else overview.round.id
        for one in overview.rounds if overview else ():
            action = self.addAction(_entry(one))
            action.setCheckable(True)
            action.setChecked(one.id == current)
            action.triggered.connect(lambda _=False, number=one.id: self.chosen.emit(number))
        self.addSeparator()
        self.addAction("新建轮次…").triggered.connect(lambda _=False: self.new_wanted.emit())


def _entry(one: "Round") -> str:
    return f"{one.label}（{one.scheme_title}）" + (f" · {one.locked_words}" if one.locked else "")
