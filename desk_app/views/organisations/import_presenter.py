"""What the import of a list reads and writes."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.organisations.planning import Answers, ImportPlan
from desk_app.domain.organisations.reading import ListSheet
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import importing

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner


class ImportPresenter(QObject):
    """Knows the runner; the page only hears of plans and of what went in."""

    read = Signal(object, object)
    """The path of a list, ``None`` for a pasted one, and the ``ImportPlan`` for it."""
    read_refused = Signal(str)
    replanned = Signal(object, bool, int)
    """The plan worked out anew, whether its columns changed, and the column that was mended."""
    imported = Signal(object)
    """``ImportResult``: what went in, and where the rest lies."""
    failed = Signal(str)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)

    def read_list(self, path: Path, encoding: str = "") -> None:
        """Read a list and work out what it would do; ``encoding`` where the clerk says it."""
        self._runner.call(importing.plan_import, path, encoding=encoding).then(
            lambda plan: self.read.emit(path, plan)
        ).otherwise(lambda fault: self.read_refused.emit(str(fault)))

    def read_pasted(self, cells: list[list[str]], page: str) -> None:
        """Work out what a list from the clipboard, as cells and as HTML, would do."""
        self._runner.call(importing.plan_pasted, cells, page).then(
            lambda plan: self.read.emit(None, plan)
        ).otherwise(lambda fault: self.read_refused.emit(str(fault)))

    def replan(
        self, sheets: tuple[ListSheet, ...], answers: Answers, *, columns: bool, column: int
    ) -> None:
        """Work out the plan again; ``columns`` says that they mean something else now."""
        self._runner.call(importing.replan, sheets, answers).then(
            lambda plan: self.replanned.emit(plan, columns, column)
        ).otherwise(self._failed)

    def apply(self, plan: ImportPlan, answers: Answers, path: Path | None) -> None:
        """Write what goes in; what is left out lies beside the list of ``path``.

        Without a path, the list was pasted, the folder of the workspace takes it.
        """
        if path is None:
            self._runner.save(importing.apply_pasted, plan, answers).then(
                self.imported.emit
            ).otherwise(self._failed)
            return
        beside = importing.refused_name(path)
        self._runner.save(importing.apply_import, plan, answers, refused_file=beside).then(
            self.imported.emit
        ).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
