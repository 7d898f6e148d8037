"""What 上报 reads and makes."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.faults import Fault
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import submission

if TYPE_CHECKING:
    from desk_app.views.runner import Runner


class SubmissionPresenter(QObject):
    """Knows the runner and the round; the screen only hears of it."""

    looked = Signal(object)
    """``SubmissionLook``: what is ready, and what lies in the chosen place."""
    made = Signal(object)
    """The ``Result`` of an export."""
    working_changed = Signal(bool)
    laid_out = Signal(bytes, str)
    """Pages to be shown, and their title."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self.round_id: int | None = None
        self.working = False
        runner.long_ended.connect(lambda: self._set_working(working=False))

    def look(self, round_id: int, parent: Path) -> None:
        """Look at a round, and at what an earlier export left in ``parent``."""
        self.round_id = round_id
        self._runner.call(submission.look, round_id, parent).then(self.looked.emit).otherwise(
            self._failed
        )

    def export(self, parent: Path) -> None:
        """Make the folder in ``parent``; progress and cancel come from the window."""
        if self.round_id is None or self.working:
            return
        self._set_working(working=True)
        long = self._runner.long("生成上报材料")
        self._runner.save(submission.export, self.round_id, parent, long).then(
            self.made.emit
        ).otherwise(self._failed)

    def lay_out_file(self, path: Path) -> None:
        """Read a form that was made."""
        self._runner.compute(_read, path).then(
            lambda pdf: self.laid_out.emit(pdf, path.stem)
        ).otherwise(self._failed)

    def lay_out_summary(self) -> None:
        """Lay out the 汇总表 as it would go up now."""
        if self.round_id is not None:
            self._runner.call(submission.summary_pdf, self.round_id).then(
                lambda pdf: self.laid_out.emit(pdf, "汇总表")
            ).otherwise(self._failed)

    def _set_working(self, *, working: bool) -> None:
        self.working = working
        self.working_changed.emit(working)

    def _failed(self, fault: Fault) -> None:
        self.failed.emit(str(fault))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Fault(f"“{path}”打不开，可能已被移走。请重新生成上报材料。") from None
