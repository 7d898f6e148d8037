"""What 评分 reads: the round, one sheet, one indicator, the register, the facts, earlier years."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import adjustments, earlier, facts, round_overview, sheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.domain.faults import Fault
    from desk_app.domain.scoring import Summary
    from desk_app.views.runner import Runner

SPAN = 250
"""Subjects whose totals are read together."""
PAINTED_AFTER = 150
"""Milliseconds for the room to be painted before the totals of a large round are read."""


class ScoringPresenter(QObject):
    """Reads behind the screen and says what has arrived; it knows the runner, no widget."""

    opened = Signal(object)
    """``ScoringOverview`` of the round."""
    sheet_read = Signal(object)
    """``SheetView`` of a subject."""
    turned_read = Signal(object)
    """``TurnedView`` of an indicator."""
    whole_read = Signal(object)
    """``WholeView`` of an evaluator."""
    register_read = Signal(object)
    facts_read = Signal(object)
    earlier_read = Signal(object)
    summaries_read = Signal(object)
    """Subject → ``Summary``."""
    added_up = Signal()
    """All the summaries that were asked for have been read."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._sent = 0
        self.round_id: int | None = None
        self.pages_read = (
            *(self.sheet_read, self.turned_read, self.whole_read),
            *(self.register_read, self.facts_read, self.earlier_read),
        )
        """One for each page that shows something of the round."""
        self._spans: list[tuple[int, int]] = []
        self._reading = 0

    def open_round(self, round_id: int) -> None:
        """Read a round afresh."""
        self.round_id = round_id
        self._runner.call(round_overview.read, round_id).then(self.opened.emit).otherwise(
            self._failed
        )

    def note_sent(self) -> None:
        """Something was typed: what was asked for before is older than the screen."""
        self._sent += 1

    def read_sheet(self, subject_id: int) -> None:
        """Read a subject's sheets, again where something was typed meanwhile."""
        sent = self._sent

        def done(view: "sheets.SheetView") -> None:
            if sent == self._sent:
                self.sheet_read.emit(view)
            else:
                self.read_sheet(subject_id)

        self._runner.call(sheets.sheet, subject_id).then(done).otherwise(self._failed)

    def read_turned(self, indicator: str) -> None:
        """Read an indicator of all subjects, again where something was typed meanwhile."""
        if self.round_id is None:
            return
        sent = self._sent

        def done(view: "sheets.TurnedView") -> None:
            if sent == self._sent:
                self.turned_read.emit(view)
            else:
                self.read_turned(indicator)

        self._runner.call(sheets.turned, self.round_id, indicator).then(done).otherwise(
            self._failed
        )

    def read_whole(self, evaluator: str) -> None:
        """Read an evaluator's sheets of everybody, again where something was typed meanwhile."""
        if self.round_id is None:
            return
        sent = self._sent

        def done(view: "sheets.WholeView") -> None:
            if sent == self._sent:
                self.whole_read.emit(view)
            else:
                self.read_whole(evaluator)

        self._runner.call(sheets.whole, self.round_id, evaluator).then(done).otherwise(self._failed)

    def read_register(self) -> None:
        """Read 加减分."""
        if self.round_id is not None:
            self._runner.call(adjustments.listing, self.round_id).then(
                self.register_read.emit
            ).otherwise(self._failed)

    def read_facts(self) -> None:
        """Read 其他情况."""
        if self.round_id is not None:
            self._runner.call(facts.table, self.round_id).then(self.facts_read.emit).otherwise(
                self._failed
            )

    def read_earlier(self) -> None:
        """Read 往年等级."""
        if self.round_id is not None:
            self._runner.call(earlier.table, self.round_id).then(self.earlier_read.emit).otherwise(
                self._failed
            )

    def read_summaries(self, subject_ids: "Sequence[int]", *, after_ms: int = 0) -> None:
        """Read totals, some subjects at a time, so that what is asked for meanwhile comes first.

        It begins after so many milliseconds; a reading that was begun before is given up.
        """
        ids = sorted(subject_ids)
        self._spans = [
            (ids[at], ids[min(at + SPAN, len(ids)) - 1]) for at in range(0, len(ids), SPAN)
        ]
        self._reading = reading = self._reading + 1
        if after_ms and ids:
            QTimer.singleShot(after_ms, self, lambda: self._read_span(reading))
        else:
            self._read_span(reading)

    def _read_span(self, reading: int) -> None:
        if self.round_id is None or reading != self._reading or not self._spans:
            return
        round_id = self.round_id

        def done(found: "Mapping[int, Summary]") -> None:
            if reading == self._reading and round_id == self.round_id:
                self.summaries_read.emit(found)
                if not self._spans:
                    self.added_up.emit()
                self._read_span(reading)

        first, last = self._spans.pop(0)
        self._runner.call(sheets.summaries, round_id, first, last).then(done).otherwise(
            self._failed
        )

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
