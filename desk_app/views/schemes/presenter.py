"""What 方案 reads, imports, exports and compares."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import scheme_imports, scheme_versions, schemes, version_offers

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.domain.rounds import Round
    from desk_app.views.runner import Runner


class SchemesPresenter(QObject):
    """Knows the runner; the screen only hears what has arrived. Imports are steps for Ctrl+Z."""

    listed = Signal(object)
    """``SchemeList``: all schemes and rounds."""
    read = Signal(object)
    """``ReadBack`` of the scheme that was asked for last."""
    imported = Signal(object)
    """``Arrived``: what an import did."""
    import_refused = Signal(object, object)
    """The path of a file, and every sentence on what is wrong with it."""
    exported = Signal(str, object)
    """A scheme's id and the path of its file."""
    compared = Signal(object)
    """``Compared`` of two schemes."""
    clash_found = Signal(object, object)
    """A round, and the ``VersionClash`` between its version and the scheme."""
    repinned = Signal(object, int)
    """The ``VersionClash`` whose round goes by the new version now; how many of its decisions are
    待复核."""
    turned = Signal(str)
    """A step was taken back or done again: the scheme to be shown."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._wanted = ""
        self.undo_stack = QUndoStack(self)

    def load(self) -> None:
        """Read the list of schemes."""
        self._runner.call(scheme_versions.listing).then(self.listed.emit)

    def read_back(self, scheme_id: str) -> None:
        """Read a scheme; another one may be asked for before this one has come."""
        self._wanted = scheme_id

        def done(read: "scheme_versions.ReadBack") -> None:
            if self._wanted == scheme_id:
                self.read.emit(read)

        self._runner.call(scheme_versions.read_back, scheme_id).then(done)

    def forget(self) -> None:
        """Want no scheme any more: one that is still being read is not shown."""
        self._wanted = ""

    def import_file(self, path: Path) -> None:
        """Import a scheme file, as a step to be undone."""

        def done(arrived: "scheme_versions.Arrived") -> None:
            imported, turn = arrived.imported, self._turn_import
            if imported.changed:
                self.undo_stack.push(
                    DoneStep(
                        "导入方案",
                        lambda: turn(imported, forward=True),
                        lambda: turn(imported, forward=False),
                    )
                )
            self.imported.emit(arrived)

        self._runner.save(scheme_versions.import_file, path).then(done).otherwise(
            lambda fault: self.import_refused.emit(path, fault.sentences)
        )

    def export_file(self, scheme_id: str, path: Path) -> None:
        """Write a scheme to a file."""
        self._runner.call(schemes.export_file, scheme_id, path).then(
            lambda _: self.exported.emit(scheme_id, path)
        ).otherwise(lambda fault: self.failed.emit("".join(fault.sentences)))

    def compare_with_round(self, one: "Round", scheme_id: str) -> None:
        """Hold a scheme against the version that a round goes by."""
        self._runner.call(scheme_versions.compare_with_round, one, scheme_id).then(
            lambda clash: self.clash_found.emit(one, clash)
        )

    def compare_with_scheme(self, other: str, scheme_id: str) -> None:
        """Hold a scheme against another one."""
        self._runner.call(scheme_versions.compare_with_scheme, other, scheme_id).then(
            self.compared.emit
        )

    def repin(self, clash: "scheme_versions.VersionClash") -> None:
        """Let a running round go by the new version, as a step to be undone."""

        def done(taken: "version_offers.TakenVersion") -> None:
            pin = self._pin
            self.undo_stack.push(
                DoneStep(
                    "改用新版本",
                    lambda: pin(taken, clash.scheme_id, again=True),
                    lambda: pin(taken, clash.scheme_id, again=False),
                )
            )
            self.repinned.emit(clash, taken.reviews)

        self._runner.save(version_offers.take, clash.round_id, clash.scheme_id).then(
            done
        ).otherwise(self._failed)

    def _turn_import(self, imported: "schemes.Imported", *, forward: bool) -> None:
        self._runner.save(scheme_imports.turn, imported, forward=forward).then(
            lambda _: self.turned.emit(imported.id)
        ).otherwise(self._failed)

    def _pin(self, taken: "version_offers.TakenVersion", scheme_id: str, *, again: bool) -> None:
        self._runner.save(version_offers.turn, taken, again=again).then(
            lambda _: self.turned.emit(scheme_id)
        ).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
