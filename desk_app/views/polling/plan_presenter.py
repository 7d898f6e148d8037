"""How one poll is counted: its batches, what two people counted differently, signed totals."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import parts, settling, standing, totals

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.domain.polling.counts import BallotCounts
    from desk_app.views.runner import Runner


class PlanPresenter(QObject):
    """Knows the runner and the poll that is counted; no vote but those that differ."""

    read = Signal(object)
    """``standing.PollStanding`` of the poll."""
    differ = Signal(object)
    """``Differences`` of a batch."""
    settled = Signal()
    """A batch was settled, or sent back to be keyed again."""
    refused = Signal(str)
    """A batch could not be settled so."""
    external_stored = Signal()
    external_refused = Signal(str)
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._poll_id: int | None = None

    def open(self, poll_id: int) -> None:
        """Count this poll from now on."""
        self._poll_id = poll_id

    def close(self) -> None:
        """The poll is left."""
        self._poll_id = None

    def load(self) -> None:
        """Read the plan as it stands now."""
        if self._poll_id is not None:
            self._runner.call(standing.read, self._poll_id).then(self.read.emit).otherwise(
                self._failed
            )

    def load_differences(self, line: "BatchLine") -> None:
        """Read what two people counted differently in a batch."""
        if line.id is not None:
            self._runner.call(settling.differences, line.id).then(self.differ.emit).otherwise(
                self._failed
            )

    def settle(
        self, line: "BatchLine", values: Mapping[tuple[int | None, str], int], by: str
    ) -> None:
        """Store what the papers of a batch say, and who says so."""
        self._runner.save(settling.settle, _id(line), values, by).then(self._settled).otherwise(
            self._refused
        )

    def send_back(self, line: "BatchLine") -> None:
        """Drop what both people counted of a batch: they key it again."""
        self._runner.save(settling.discard, _id(line)).then(self._settled).otherwise(self._refused)

    def store_external(
        self,
        poll_id: int,
        papers: "BallotCounts",
        votes: "parts.Votes",
        reasons: Mapping[str, str],
    ) -> None:
        """Store a count that was signed on paper; it is sealed at once."""
        self._runner.save(totals.store_external, poll_id, papers, votes, reasons).then(
            lambda _sheet: self.external_stored.emit()
        ).otherwise(lambda fault: self.external_refused.emit(str(fault)))

    def _settled(self, _line: "BatchLine") -> None:
        self.settled.emit()

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(str(fault))

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))


def _id(line: "BatchLine") -> int:
    if line.id is None:
        raise ValueError(line)
    return line.id
