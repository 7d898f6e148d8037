"""Which batch is keyed next, and batches on their way into the file: counters, never ballots."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.polling.counting import (
    TO_KEY,
    BatchLine,
    BatchState,
    Mode,
    next_batch,
    put_in_plan,
)
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import batches, counting

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.counts import BatchCounts
    from desk_app.views.runner import Runner
    from desk_app.views.use_cases import parts

Sent = tuple[BatchLine, "BatchCounts"]


class KeyingPresenter(QObject):
    """Hands batches out and stores their counters; a refused one stays until it is in."""

    opened = Signal(object)
    """``BatchLine``: its papers are keyed from now on."""
    stored = Signal(object)
    """``BatchLine`` as it stands in the file; another one was opened before this."""
    passed = Signal(object)
    """``BatchLine`` of papers that were read out, stored while the next ones were keyed."""
    finished = Signal()
    """Nothing is left that this person may key."""
    again = Signal(str)
    """What was read out has to be read out once more, and why."""
    refused = Signal(str)
    """The batch in hand was not stored, and why."""
    not_passed = Signal(str)
    """A batch that was read out was not stored, and why; it can be sent again."""
    take_refused = Signal(str)
    interrupted = Signal()
    """An error of ours came between: what was sent may not be stored."""
    changed = Signal()
    complained = Signal(str)
    """A fault that concerns a page which was left meanwhile."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self.sheet: parts.PollSheet | None = None
        self.line: BatchLine | None = None
        self.teller = ""
        self._sent: list[Sent] = []
        self._failed: list[Sent] = []
        runner.crashed.connect(self._crashed)

    @property
    def called(self) -> bool:
        """Whether papers are read out and committed without a pause."""
        return self.sheet is not None and self.sheet.head.mode is Mode.CALLED

    @property
    def waiting(self) -> bool:
        """Whether batches are on their way or were refused."""
        return bool(self._sent or self._failed)

    @property
    def failed(self) -> str:
        """The batches that were refused and can be sent again, in words; "" for none."""
        return "、".join(one.words for one, _ in self._failed)

    @property
    def counted(self) -> int:
        """Papers of this person that are in the file or on their way into it."""
        if self.sheet is None:
            return 0
        return sum(
            one.size for one in self.sheet.plan if self._done(one) or _key(one) in self._gone()
        )

    def begin(self, sheet: "parts.PollSheet", teller: str) -> bool:
        """Begin with the next batch that ``teller`` may key; says whether there is one."""
        self.sheet, self.teller = sheet, teller
        self._sent, self._failed = [], []
        line = self._next_line()
        if line is None:
            self.sheet = None
            return False
        self._open(line)
        return True

    def store(self, counts: "BatchCounts") -> None:
        """Store the open batch; the next one is opened when it is in the file."""
        if self.line is not None:
            self._send(self.line, counts, self._stored, self._refused)

    def pass_on(self, counts: "BatchCounts") -> bool:
        """Send the open batch on its way and open the next at once; says whether there is one."""
        line = self.line
        if line is None:
            return False
        self._sent.append((line, counts))
        following = self._next_line()
        self._send_read_out(line, counts)
        if following is not None:
            self._open(following)
        return following is not None

    def send_again(self) -> None:
        """Send what was refused once more."""
        failed, self._failed = self._failed, []
        for line, counts in failed:
            self._sent.append((line, counts))
            self._send_read_out(line, counts)

    def put_away(self) -> None:
        """Give the open batch back unkeyed."""
        if self.sheet is not None:
            self._runner.call(batches.put_away, self.sheet.id, self.teller).otherwise(
                lambda fault: self.complained.emit(str(fault))
            )

    def end(self) -> None:
        """Forget everything: the page is left."""
        self.sheet = self.line = None
        self._sent, self._failed = [], []

    # --- inside -------------------------------------------------------------------------------

    def _next_line(self) -> BatchLine | None:
        if self.sheet is None:
            return None
        gone = self._gone()
        lines = [one for one in self.sheet.plan if _key(one) not in gone]
        return next_batch(lines, self.teller, self.sheet.head.mode)

    def _gone(self) -> set[tuple[str, int]]:
        return {_key(one) for one, _ in (*self._sent, *self._failed)}

    def _done(self, line: BatchLine) -> bool:
        """Whether this person's part of a batch is in the file."""
        if line.state in TO_KEY:
            return False
        return line.state is not BatchState.FIRST or line.first_teller == self.teller

    def _open(self, line: BatchLine) -> None:
        if self.sheet is None:
            return
        self.line = line
        self._runner.call(
            batches.take_batch, self.sheet.id, line.category, line.number, self.teller
        ).otherwise(self._take_refused)
        self.opened.emit(line)

    def _send(
        self,
        line: BatchLine,
        counts: "BatchCounts",
        done: Callable[[BatchLine], None],
        failed: "Callable[[Fault], None]",
    ) -> None:
        if self.sheet is not None:
            self._runner.save(
                counting.store_batch,
                self.sheet.id,
                line.category,
                line.number,
                counts,
                self.teller,
            ).then(done).otherwise(failed)

    def _send_read_out(self, line: BatchLine, counts: "BatchCounts") -> None:
        self._send(line, counts, self._passed, partial(self._not_passed, line))

    def _stored(self, stored: BatchLine) -> None:
        self.changed.emit()
        self._put_in_plan(stored)
        line = self._next_line()
        if line is None:
            self.finished.emit()
            return
        self._open(line)
        self.stored.emit(stored)

    def _passed(self, stored: BatchLine) -> None:
        if self._take_off(stored) is None:
            return
        self.changed.emit()
        self._put_in_plan(stored)
        if stored.why:
            self.again.emit(stored.why)
        else:
            self.passed.emit(stored)

    def _not_passed(self, line: BatchLine, fault: "Fault") -> None:
        sent = self._take_off(line)
        if sent is None:
            self.complained.emit(f"{fault}{line.words}未入库，请重新录入。")
            return
        self._failed.append(sent)
        self.not_passed.emit(f"{fault}{self.failed}还在，没有入库。")

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(str(fault))

    def _take_refused(self, fault: "Fault") -> None:
        """Say why this batch cannot be keyed, unless an earlier one already asks for care."""
        if not self._failed:
            self.take_refused.emit(str(fault))

    def _put_in_plan(self, stored: BatchLine) -> None:
        if self.sheet is not None:
            self.sheet = replace(self.sheet, plan=put_in_plan(self.sheet.plan, stored))

    def _take_off(self, line: BatchLine) -> Sent | None:
        """Take a batch off those on their way; ``None`` when the page was left meanwhile."""
        for sent in self._sent:
            if _key(sent[0]) == _key(line):
                self._sent.remove(sent)
                return sent
        return None

    def _crashed(self, _report: str) -> None:
        """After an error of ours the batch is still in hand and can be stored again."""
        if self._sent:
            self._failed, self._sent = [*self._failed, *self._sent], []
        self.interrupted.emit()


def _key(line: BatchLine) -> tuple[str, int]:
    return line.category, line.number
