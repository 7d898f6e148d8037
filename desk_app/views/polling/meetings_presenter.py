"""What is done with the meetings of a round: made, changed, removed; counts out and in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import ballots, external_counts, meetings, opening, overview, standing

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner

_REASONS_SHOWN = 5


class MeetingsPresenter(QObject):
    """Knows the runner and the round; what it did, it says by signals."""

    loaded = Signal(object)
    """``overview.PollingOverview`` as it stands now."""
    voted_on = Signal(object)
    """Poll → ``overview.VotedOn``, all of whom a search finds."""
    done = Signal()
    """Something was written: what was said before is out of date."""
    made = Signal(object)
    """The poll that was made, or ``None``: it is the one to be shown."""
    said = Signal(str)
    failed = Signal(str)
    changed = Signal()
    """What others show is to be read again."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self.round_id: int | None = None

    def load(self) -> None:
        """Read the meetings of the round."""
        if self.round_id is not None:
            self._runner.call(overview.overview, self.round_id).then(self.loaded.emit).otherwise(
                self._failed
            )

    def load_voted_on(self) -> None:
        """Read on whom the polls of the round vote."""
        if self.round_id is not None:
            self._runner.call(overview.voted_on, self.round_id).then(self.voted_on.emit).otherwise(
                self._failed
            )

    def add(self, facts: "meetings.MeetingFacts", poll: str, ids: Sequence[int]) -> None:
        """Add a meeting, usually with its poll ("" for none)."""
        self._runner.save(standing.add_meeting, self._round_open(), facts, poll, ids).then(
            self._made
        ).otherwise(self._failed)

    def change(self, meeting_id: int, facts: "meetings.MeetingFacts") -> None:
        """Change the facts of a meeting."""
        self._runner.save(meetings.change_meeting, meeting_id, facts).then(self._written).otherwise(
            self._failed
        )

    def add_poll(self, meeting_id: int, poll: str, ids: Sequence[int]) -> None:
        """Add another poll to a meeting; as many as its list needs papers."""
        self._runner.save(ballots.open_polls, meeting_id, poll, ids).then(
            lambda polls: self._made(polls[0])
        ).otherwise(self._failed)

    def remove(self, meeting_id: int) -> None:
        """Delete a meeting with its polls."""
        self._runner.save(meetings.remove_meeting, meeting_id).then(self._written).otherwise(
            self._failed
        )

    def open_for_each(self, kind: "overview.PollKind") -> None:
        """Give every subject without one a meeting of its own."""

        def opened(count: int) -> None:
            words = f"已为 {count} 个党组织各建一场“{kind.meeting or kind.name}”。"
            self._written_saying(words if count else "每个参评党组织都已经有测评会，没有新建。")

        self._runner.save(opening.open_polls_for_each, self._round_open(), kind.name).then(
            opened
        ).otherwise(self._failed)

    def export_blank_counts(self, path: Path) -> None:
        """Write the empty workbook for signed counts."""
        self._runner.call(external_counts.blank_counts, self._round_open(), path).then(
            lambda rows: self.said.emit(f"空白计票表已导出（{rows} 行）：{path}")
        ).otherwise(self._failed)

    def import_counts(self, path: Path) -> None:
        """Take a filled workbook whole, or say why it is refused."""
        self._runner.save(external_counts.import_counts, self._round_open(), path).then(
            self._taken
        ).otherwise(self._failed)

    # --- inside -------------------------------------------------------------------------------

    def _taken(self, taken: "external_counts.Taken") -> None:
        if not taken.refused:
            self._written_saying(taken.sentence)
            return
        self.done.emit()
        first = "\n".join(taken.refused[:_REASONS_SHOWN])
        rest = len(taken.refused) - _REASONS_SHOWN
        more = f"\n……另有 {rest} 处。" if rest > 0 else ""
        self.failed.emit(f"{taken.sentence}\n{first}{more}")
        self.changed.emit()

    def _made(self, poll_id: int | None) -> None:
        self.done.emit()
        self.made.emit(poll_id)
        self.changed.emit()

    def _written(self, _result: object) -> None:
        self.done.emit()
        self.changed.emit()

    def _written_saying(self, words: str) -> None:
        self.done.emit()
        self.said.emit(words)
        self.changed.emit()

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))

    def _round_open(self) -> int:
        """The round that is open; there is one wherever a button can be pressed."""
        if self.round_id is None:
            raise ValueError("no round is open")
        return self.round_id
