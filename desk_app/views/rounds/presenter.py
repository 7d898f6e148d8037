"""What 新建轮次 reads, and the round that it makes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.rounds import Participant
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import round_material, rounds, schemes

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner


class NewRoundPresenter(QObject):
    """Knows the runner; the dialog only hears of what has arrived."""

    read = Signal(object)
    """``RoundMaterial``: schemes, rounds and candidates."""
    scheme_read = Signal(object)
    """The ``Scheme`` that was asked for."""
    created = Signal(int)
    """The number of the new round."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)

    def load(self) -> None:
        """Read what must be known before anything can be chosen."""
        self._runner.call(round_material.read).then(self.read.emit)

    def load_scheme(self, scheme_id: str) -> None:
        """Read a scheme."""
        self._runner.call(schemes.load, scheme_id).then(self.scheme_read.emit).otherwise(
            self._failed
        )

    def create(
        self, scheme_id: str, year: int, name: str, participants: Sequence[Participant]
    ) -> None:
        """Make the round."""
        self._runner.save(rounds.create, scheme_id, year, name, participants).then(
            self.created.emit
        ).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
