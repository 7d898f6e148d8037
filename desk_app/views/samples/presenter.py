"""What 住户抽样 reads, draws and keeps."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import samples

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.samples import HouseholdList
    from desk_app.views.runner import Runner


class SamplesPresenter(QObject):
    """Knows the runner and the round; the dialog only hears of what has arrived."""

    list_read = Signal(object, object)
    """The path of a list, and the ``HouseholdList`` in it."""
    seed_made = Signal(str)
    drawn = Signal(object)
    """The ``KeptSample`` that was just drawn."""
    listed = Signal(object, object)
    """All ``KeptSample`` s of the round, and the number of the one to stand on, or ``None``."""
    laid_out = Signal(bytes, str)
    """Pages to be shown, and their title."""
    written = Signal(object)
    """The path of a file that was written."""
    checked = Signal(object, bool)
    """A ``KeptSample``, and whether drawing again comes to the same."""
    least_told = Signal(object)
    """The least share that the scheme lets one draw."""
    refused = Signal(str)

    def __init__(self, runner: "Runner", round_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._round_id = round_id

    def read_list(self, path: Path) -> None:
        """Read a list of households."""
        self._runner.compute(samples.read_list, path).then(
            lambda found: self.list_read.emit(path, found)
        ).otherwise(self._refused)

    def make_seed(self) -> None:
        """Take a seed from the system."""
        self._runner.compute(samples.new_seed).then(self.seed_made.emit).otherwise(self._refused)

    def draw(self, name: str, found: "HouseholdList", seed: str, share: Fraction) -> None:
        """Draw and keep the draw."""
        self._runner.save(samples.draw, self._round_id, name, found, seed, share).then(
            self.drawn.emit
        ).otherwise(self._refused)

    def ask_least(self) -> None:
        """Ask which share the scheme wants."""
        self._runner.call(samples.asked_share, self._round_id).then(self.least_told.emit).otherwise(
            self._refused
        )

    def load(self, wanted: int | None) -> None:
        """Read the draws of the round."""
        self._runner.call(samples.listing, self._round_id).then(
            lambda kept: self.listed.emit(kept, wanted)
        ).otherwise(self._refused)

    def lay_out(self, kept: "samples.KeptSample") -> None:
        """Lay out the sheet of a draw as it prints."""
        self._runner.call(samples.sample_pdf, kept.id).then(
            lambda pdf: self.laid_out.emit(pdf, f"住户抽样名单 {kept.name}")
        ).otherwise(self._refused)

    def write(self, kept: "samples.KeptSample", path: Path) -> None:
        """Write the sheet of a draw as a workbook or PDF."""
        self._runner.call(samples.save_sample, kept.id, path).then(
            lambda _: self.written.emit(path)
        ).otherwise(self._refused)

    def check(self, kept: "samples.KeptSample", path: Path) -> None:
        """Draw again from the original list."""
        self._runner.compute(_is_repeated, kept, path).then(
            lambda same: self.checked.emit(kept, same)
        ).otherwise(self._refused)

    def _refused(self, fault: "Fault") -> None:
        self.refused.emit(str(fault))


def _is_repeated(kept: "samples.KeptSample", path: Path) -> bool:
    """Draw again from the list in a file; on the worker's thread."""
    return samples.is_repeated(kept, samples.read_list(path))
