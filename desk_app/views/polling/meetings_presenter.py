"""What is done with the meetings of a round: made, changed, removed; counts out and in.

What is made, changed or removed is a step for Ctrl+Z; what was keyed of a count never comes back.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import (
    external_counts,
    meetings,
    opening,
    overview,
    standing,
    standing_rows,
    taking_back,
)

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
    added = Signal()
    """A meeting or a poll was made by hand, not by Ctrl+Z or Ctrl+Y: its line has the keys."""
    said = Signal(str)
    failed = Signal(str)
    changed = Signal()
    """What others show is to be read again."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._undo_stack = undo_stack
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

        def done(before: "meetings.MeetingFacts") -> None:
            put = self._put_facts
            step = DoneStep(
                "修改会议", lambda: put(meeting_id, facts), lambda: put(meeting_id, before)
            )
            self._undo_stack.push(step)
            self._written(None)

        self._runner.save(meetings.change_meeting, meeting_id, facts).then(done).otherwise(
            self._failed
        )

    def add_poll(self, meeting_id: int, poll: str, ids: Sequence[int]) -> None:
        """Add another poll to a meeting; as many as its list needs papers."""
        self._runner.save(standing.add_polls, meeting_id, poll, ids).then(self._made).otherwise(
            self._failed
        )

    def remove(self, meeting_id: int) -> None:
        """Delete a meeting with its polls."""
        self._runner.save(meetings.remove_meeting, meeting_id).then(self._removed).otherwise(
            self._failed
        )

    def remove_poll(self, poll_id: int) -> None:
        """Delete a poll."""
        self._runner.save(opening.remove_poll, poll_id).then(self._removed).otherwise(self._failed)

    def open_for_each(self, kind: "overview.PollKind", counted: str) -> None:
        """Give every subject without one a meeting of its own."""

        def opened(rows: "standing_rows.StandingRows") -> None:
            count = len(rows.polls)
            if count:
                self._remember_added(rows)
            words = f"已为 {count} {counted}各建一场“{kind.meeting or kind.name}”。"
            self._written_saying(words if count else "参评的都已经有测评会，没有新建。")

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

    def _made(self, rows: "standing_rows.StandingRows") -> None:
        self._remember_added(rows)
        self._shows(rows.first_poll)
        self.added.emit()

    def _shows(self, poll_id: int | None) -> None:
        self.done.emit()
        self.made.emit(poll_id)
        self.changed.emit()

    # What Ctrl+Z and Ctrl+Y ask for; what is refused stands, and the steps before it stay.

    def _remember_added(self, rows: "standing_rows.StandingRows") -> None:
        self._undo_stack.push(
            DoneStep(
                rows.words,
                lambda: self._put_back(rows, again=True),
                lambda: self._take_away(rows, again=False),
            )
        )

    def _removed(self, rows: "standing_rows.StandingRows") -> None:
        self._undo_stack.push(
            DoneStep(
                rows.words,
                lambda: self._take_away(rows, again=True),
                lambda: self._put_back(rows, again=False),
            )
        )
        self._written(None)

    def _take_away(self, rows: "standing_rows.StandingRows", *, again: bool) -> None:
        self._runner.save(taking_back.take_away, rows, again=again).then(self._written).otherwise(
            self._failed
        )

    def _put_back(self, rows: "standing_rows.StandingRows", *, again: bool) -> None:
        def done(_: None) -> None:
            self._shows(rows.first_poll)
            if rows.batches and not again:
                self.said.emit(
                    f"已恢复“{rows.named}”。"
                    f"删除时清除的 {rows.batches} 摞计数不能恢复，请重新录入。"
                )

        self._runner.save(taking_back.put_back, rows, again=again).then(done).otherwise(
            self._failed
        )

    def _put_facts(self, meeting_id: int, facts: "meetings.MeetingFacts") -> None:
        self._runner.save(meetings.change_meeting, meeting_id, facts).then(self._written).otherwise(
            self._failed
        )

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
