"""What is done with one poll: papers written down, sealed, counted again, printed, removed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.polling.recounted import Recounted
from desk_app.views.use_cases import (
    ballots,
    count_report,
    meeting_papers,
    parts,
    polls,
    reopening,
    sealing,
    standing,
    versions,
)

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.counting import Mode
    from desk_app.views.answer import Answer
    from desk_app.views.runner import Runner

Papers = tuple[str, int | None, int | None]
"""Category, 发出 and 收回."""


class PollPresenter(QObject):
    """Knows the runner and the poll on show, never a ballot; papers typed can be undone."""

    read = Signal(object)
    """``standing.PollStanding`` of the poll that is wanted."""
    shown = Signal(object)
    """``PollSheet``: how the poll on show stands after something was written."""
    done = Signal()
    """Something was written: what was said before is out of date."""
    replaced = Signal(object)
    """The poll that is voted again, in the place of the void one."""
    said = Signal(str)
    failed = Signal(str)
    papers_refused = Signal(str)
    verified = Signal(object)
    """``CodeVerdict`` of the code on paper."""
    laid_out = Signal(object, str, str)
    """Pages, their title, and a word on how many papers they hold ("" where that is plain)."""
    """A PDF and its title."""
    changed = Signal()
    """What others show is to be read again."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._wanted: int | None = None
        self.sheet: parts.PollSheet | None = None
        self.undo_stack = QUndoStack(self)

    def open(self, poll_id: int | None) -> None:
        """Read a poll; ``None`` when none is wanted any more."""
        self._wanted = poll_id
        if poll_id is not None:
            self._runner.call(standing.read, poll_id).then(self._read).otherwise(self._failed)

    # --- papers -------------------------------------------------------------------------------

    def type_papers(self, category: str, issued: int | None, returned: int | None) -> None:
        """Write down what was typed, as a step to be undone."""
        sheet = self.sheet
        if sheet is None:
            return
        numbers = {one.category: (one.issued, one.returned) for one in sheet.papers.categories}
        before = numbers.get(category, (sheet.papers.issued, sheet.papers.returned))
        if before != (issued, returned):
            self.undo_stack.push(
                _Papers(self, sheet.id, (category, *before), (category, issued, returned))
            )

    def save_papers(self, poll_id: int, papers: Papers) -> None:
        """Write papers down as they were typed."""
        category, issued, returned = papers
        self._runner.save(polls.set_papers, poll_id, issued, returned, category).then(
            self._saved
        ).otherwise(self._papers_refused)

    def put_papers(self, poll_id: int, papers: Papers) -> None:
        """Write papers down as they were at some time: what a step asks for."""
        category, issued, returned = papers
        self._runner.save(polls.set_papers, poll_id, issued, returned, category).then(
            self._saved
        ).otherwise(self._failed)

    def give_reason(self, code: str, reason: str) -> None:
        """Write down the reason for a soft check, as a step to be undone."""
        sheet = self.sheet
        if sheet is None:
            return
        before = next((one.reason for one in sheet.findings if one.code == code), "")

        def done(after: "parts.PollSheet") -> None:
            put = self._put_reason
            self.undo_stack.push(
                DoneStep(
                    "填写说明",
                    lambda: put(sheet.id, code, reason),
                    lambda: put(sheet.id, code, before),
                )
            )
            self._saved(after)

        self._runner.save(polls.set_reason, sheet.id, code, reason).then(done).otherwise(
            self._failed
        )

    # --- the count ----------------------------------------------------------------------------

    def seal(self, poll_id: int, second_teller: str = "") -> None:
        """Seal a count; ``second_teller`` counted along with whoever keyed it."""

        def sealed(sheet: "parts.PollSheet") -> None:
            self.done.emit()
            self._show(sheet)
            self.said.emit("已封存。数据里只留下每个对象各选项的总数，各摞的计数已清除。")
            self.changed.emit()

        self._runner.save(sealing.seal, poll_id, second_teller).then(sealed).otherwise(self._failed)

    def recount(self, poll_id: int, reason: str) -> None:
        """Take a count back; without a reason it is refused."""
        before = self.sheet

        def taken_back(sheet: "parts.PollSheet") -> None:
            # What was typed for the count that is taken back is none of the next one's steps.
            sealed = before is not None and before.sealed
            self.undo_stack.push(Recounted(self.undo_stack.undoText(), sheet.name, sealed=sealed))
            self.done.emit()
            self._show(sheet)
            self.changed.emit()

        self._runner.save(reopening.recount, poll_id, reason).then(taken_back).otherwise(
            self._failed
        )

    def refuses_step(self) -> bool:
        """Say why the last step cannot be taken back; false where it can, or there is none."""
        last = self.undo_stack.command(self.undo_stack.index() - 1)
        if not isinstance(last, Recounted):
            return False
        self.failed.emit(last.refusal)
        return True

    def void(self, poll_id: int, reason: str) -> None:
        """Declare a poll void; another one is opened beside it."""

        def voided(again: int) -> None:
            self.done.emit()
            self.replaced.emit(again)
            self.said.emit("这次测评已作废，留存备查；已另建一个，请重新投票。")
            self.changed.emit()

        self._runner.save(reopening.void, poll_id, reason).then(voided).otherwise(self._failed)

    def choose_mode(self, mode: "Mode") -> None:
        """Choose how the poll is counted, as a step to be undone."""
        sheet = self.sheet
        if sheet is None:
            return

        def done(_: None) -> None:
            put = self._put_mode
            self.undo_stack.push(
                DoneStep(
                    "选计票方式",
                    lambda: put(sheet.id, mode),
                    lambda: put(sheet.id, sheet.head.mode),
                )
            )
            self._written(None)

        self._runner.save(polls.set_mode, sheet.id, mode).then(done).otherwise(self._failed)

    def verify(self, code: str) -> None:
        """Compare a code on paper with what is stored."""
        if self.sheet is not None:
            self._runner.call(versions.verify_code, self.sheet.id, code).then(
                self.verified.emit
            ).otherwise(self._failed)

    # --- prints -------------------------------------------------------------------------------

    def print_ballots(self) -> None:
        """Lay out the empty ballots of the poll, enough of them for 发出."""
        sheet = self.sheet
        if sheet is None:
            return
        wanted = [(one.category, one.issued or one.present or 1) for one in sheet.papers.categories]
        for category, papers in wanted or [("", sheet.papers.issued or sheet.head.present or 1)]:
            title = f"测评票 {sheet.name} {category}".strip()
            self._runner.call(ballots.ballot_pages, sheet.id, category, papers).then(
                partial(self._ballots, title)
            ).otherwise(self._failed)

    def print_register(self) -> None:
        """Lay out the hand-out register of the poll's meeting."""
        if self.sheet is not None:
            self._lay_out(
                self._runner.call(meeting_papers.register_pdf, self.sheet.head.meeting_id),
                f"发票登记表 {self.sheet.head.meeting}",
            )

    def print_report(self) -> None:
        """Lay out the report of the sealed count."""
        if self.sheet is not None:
            self._lay_out(
                self._runner.call(count_report.report_pdf, self.sheet.id),
                f"计票报告单 {self.sheet.name}",
            )

    # --- inside -------------------------------------------------------------------------------

    def _lay_out(self, answer: "Answer[bytes]", title: str) -> None:
        answer.then(lambda pdf: self.laid_out.emit(pdf, title, "")).otherwise(self._failed)

    def _ballots(self, title: str, laid_out: tuple[bytes, str]) -> None:
        pdf, how_many = laid_out
        self.laid_out.emit(pdf, title, how_many)

    def _put_reason(self, poll_id: int, code: str, reason: str) -> None:
        self._runner.save(polls.set_reason, poll_id, code, reason).then(self._saved).otherwise(
            self._failed
        )

    def _put_mode(self, poll_id: int, mode: "Mode") -> None:
        self._runner.save(polls.set_mode, poll_id, mode).then(self._written).otherwise(self._failed)

    def _read(self, found: "standing.PollStanding") -> None:
        # Another poll may have been chosen while this one was read.
        if found.sheet.id == self._wanted:
            self.sheet = found.sheet
            self.read.emit(found)

    def _saved(self, sheet: "parts.PollSheet") -> None:
        if self.sheet is not None and self.sheet.id == sheet.id:
            self._show(sheet)
        self.changed.emit()

    def _show(self, sheet: "parts.PollSheet") -> None:
        self.sheet = sheet
        self.shown.emit(sheet)

    def _written(self, _result: object) -> None:
        self.done.emit()
        self.changed.emit()

    def _papers_refused(self, fault: "Fault") -> None:
        # A step that could not be made is none to be undone.
        self.undo_stack.clear()
        self.papers_refused.emit(str(fault))

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))


class _Papers(QUndoCommand):
    """发出 and 收回 as typed."""

    def __init__(
        self, presenter: PollPresenter, poll_id: int, before: Papers, after: Papers
    ) -> None:
        super().__init__("填写票数")
        self._presenter = presenter
        self._poll_id = poll_id
        self._before = before
        self._after = after
        self._fresh = True

    def redo(self) -> None:
        put = self._presenter.save_papers if self._fresh else self._presenter.put_papers
        self._fresh = False
        put(self._poll_id, self._after)

    def undo(self) -> None:
        self._presenter.put_papers(self._poll_id, self._before)
