"""What is done with one meeting: its facts, its roster, who signed in, its papers.

What is written down is a step for Ctrl+Z; these are names and numbers, nothing of a ballot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from desk_app.domain.polling.meetings import Attendee
from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.polling.roster_model import read_pasted
from desk_app.views.use_cases import meeting_papers, meetings, overview, rosters

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.meetings import Attendance
    from desk_app.views.answer import Answer
    from desk_app.views.runner import Runner


class RosterPresenter(QObject):
    """Knows the runner, the meeting on show and its roster."""

    read = Signal(object)
    """``Roster`` of the meeting on show."""
    noted = Signal(str)
    """A passing word."""
    refused = Signal(str)
    """What was typed cannot stand."""
    failed = Signal(str)
    laid_out = Signal(object, str)
    """A PDF and its title."""
    written = Signal()
    """What this room shows is to be read again."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._undo_stack = undo_stack
        self.meeting: overview.Meeting | None = None
        self.roster: rosters.Roster | None = None

    def open(self, meeting: "overview.Meeting") -> None:
        """Read the roster of a meeting."""
        if self.meeting is None or self.meeting.id != meeting.id:
            self.roster = None  # the names of another meeting must not come to stand in this one
        self.meeting = meeting
        self._runner.call(rosters.roster, meeting.id).then(self._show).otherwise(self._failed)

    def save_facts(self, facts: "meetings.MeetingFacts") -> None:
        """Write down what was typed."""
        meeting = self.meeting
        if meeting is None:
            return
        before, put = meeting.facts, self._put_facts

        def done(_: object) -> None:
            self._remember(
                f"填写“{before.kind}”",
                lambda: put(meeting.id, facts),
                lambda: put(meeting.id, before),
            )
            if self.meeting is not None and self.meeting.id == meeting.id:
                self.meeting = replace(self.meeting, facts=facts)
            self.written.emit()

        self._runner.save(meetings.change_meeting, meeting.id, facts).then(done).otherwise(
            self._refused
        )

    def save_attendance(self, numbers: "Mapping[str, Attendance]") -> None:
        """Write down 应到 and 实到 as typed."""
        if self.meeting is None:
            return
        number, put, facts = self.meeting.id, self._put_attendance, self.meeting.facts
        before = {} if self.roster is None else self.roster.attendance

        def back() -> None:
            put(number, before)
            if not before:  # they were typed as facts of the meeting, not by category
                self._put_facts(number, facts)

        self._write(
            self._runner.save(rosters.set_attendance, number, numbers),
            "填写到会人数",
            lambda: put(number, numbers),
            back,
        )

    def sign(self, attendee: Attendee, signed_in: bool) -> None:
        """Somebody came, or was ticked by mistake."""
        self.sign_all([attendee], signed_in)

    def sign_all(self, people: Sequence[Attendee], signed_in: bool) -> None:
        """Several people came, or were ticked by mistake."""
        ids = [one.id for one in people if one.id is not None]
        if ids:
            who = people[0].name if len(people) == 1 else f"{len(people)} 人"
            self._write(
                self._runner.save(rosters.sign_in, ids, signed_in=signed_in),
                f"{who}签到" if signed_in else f"{who}没有到",
                lambda: self._tick(people, signed_in),
                lambda: self._tick(people, not signed_in),
            )

    def add_names(self, rows: list[list[str]], category: str) -> None:
        """Put pasted or typed names on the roster, those already on it excepted.

        Rows that name no category get ``category``.
        """
        roster = self.roster
        if roster is None:
            return
        known = {(one.category, one.name) for one in roster.names}
        new = {
            (one.category, one.name): one
            for one in read_pasted(rows, category, roster.categories)
            if (one.category, one.name) not in known
        }
        if not new:
            self.refused.emit("没有新的姓名：粘贴的内容里没有姓名，或都已在名册里。")
            return
        self.set_names((*roster.names, *new.values()))
        self.noted.emit(f"名册加入 {len(new)} 人")

    def set_names(self, names: Sequence[Attendee]) -> None:
        """Put these people on the roster in the place of those who are on it."""
        roster = self.roster
        if roster is None:
            return
        number, put, typed = roster.meeting_id, self._put_names, roster.attendance
        before, facts = roster.names, self.meeting.facts if self.meeting else None

        def back() -> None:
            put(number, before, typed)
            if facts is not None and not before and not typed:
                self._put_facts(number, facts)

        self._write(
            self._runner.save(rosters.set_names, number, names),
            "改名册",
            lambda: put(number, names, {}),
            back,
        )

    def print_sign_in(self) -> None:
        """Lay out the sign-in list."""
        if self.meeting is not None:
            self._lay_out(
                self._runner.call(meeting_papers.sign_in_pdf, self.meeting.id),
                f"签到表 {self.meeting.facts.kind}",
            )

    def print_minutes(self) -> None:
        """Lay out the minutes."""
        if self.meeting is not None:
            self._lay_out(
                self._runner.call(meeting_papers.minutes_pdf, self.meeting.id),
                f"会议记录 {self.meeting.facts.kind}",
            )

    # --- inside -------------------------------------------------------------------------------

    def _lay_out(self, answer: "Answer[bytes]", title: str) -> None:
        answer.then(lambda pdf: self.laid_out.emit(pdf, title)).otherwise(self._failed)

    def _write(
        self,
        answer: "Answer[rosters.Roster]",
        words: str,
        again: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        def done(roster: "rosters.Roster") -> None:
            self._remember(words, again, back)
            self._written(roster)

        answer.then(done).otherwise(self._refused)

    # What the steps ask for; one that is refused changes nothing, and the others stay.

    def _remember(
        self, words: str, again: Callable[[], object], back: Callable[[], object]
    ) -> None:
        self._undo_stack.push(DoneStep(words, again, back))

    def _put_facts(self, meeting_id: int, facts: "meetings.MeetingFacts") -> None:
        self._runner.save(meetings.change_meeting, meeting_id, facts).then(
            lambda _: self.written.emit()
        ).otherwise(self._refused)

    def _put_attendance(self, meeting_id: int, numbers: "Mapping[str, Attendance]") -> None:
        self._runner.save(rosters.set_attendance, meeting_id, numbers).then(
            self._written
        ).otherwise(self._refused)

    def _put_names(
        self,
        meeting_id: int,
        names: Sequence[Attendee],
        numbers: "Mapping[str, Attendance]",
    ) -> None:
        """Put people on the roster; where there were none, the numbers that were typed."""
        put = self._runner.save(rosters.set_names, meeting_id, names)
        put.then(self._written).otherwise(self._refused)
        if not names and numbers:
            self._put_attendance(meeting_id, numbers)

    def _tick(self, people: Sequence[Attendee], signed_in: bool) -> None:
        """Tick those of these names: a roster that was put back has other numbers."""
        named = {(one.category, one.name) for one in people}
        found = [
            one.id
            for one in (self.roster.names if self.roster is not None else ())
            if one.id is not None and (one.category, one.name) in named
        ]
        self._runner.save(rosters.sign_in, found, signed_in=signed_in).then(
            self._written
        ).otherwise(self._refused)

    def _written(self, roster: "rosters.Roster") -> None:
        self._show(roster)
        self.written.emit()

    def _show(self, roster: "rosters.Roster") -> None:
        if self.meeting is not None and self.meeting.id == roster.meeting_id:
            self.roster = roster
            self.read.emit(roster)

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(str(fault))

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
