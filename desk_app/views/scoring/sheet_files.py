"""Score sheets that leave and come back: blank workbooks, filled ones, paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desk_app.domain.scheme.model.scoring import scores_of
from desk_app.views.kit import files
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import workbooks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.faults import Fault
    from desk_app.domain.score_sheets import ScoreImport
    from desk_app.views.context import RoomContext
    from desk_app.views.use_cases import round_overview


class ScoreSheetFiles(QObject):
    """Three buttons that a room lays out, and what they do with files and paper."""

    said = Signal(str)
    """Something went well."""
    failed = Signal(str)
    read = Signal(str, object)
    """A workbook's name, and the ``ScoreImport`` that it would be."""
    applied = Signal(object)
    """A workbook was taken over: ``Applied`` says how many cells of it."""
    laid_out = Signal(bytes, str)
    """Pages to be shown, and their title."""

    def __init__(self, context: "RoomContext", parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._runner = OwnedRunner(context.runner, self)
        self._settings = context.settings
        self._round_id: int | None = None
        self._overview: round_overview.ScoringOverview | None = None
        self._current: int | None = None
        self.export = QPushButton("导出空白评分表…")
        self.bring = QPushButton("导入评分表…")
        self.print = QPushButton("打印评分表…")
        self.buttons = (self.export, self.bring, self.print)
        self.export.setMenu(QMenu(self.export))
        self.print.setMenu(QMenu(self.print))
        self.bring.clicked.connect(lambda _: self.import_file())

    def show_round(self, round_id: int, overview: "round_overview.ScoringOverview") -> None:
        """Offer the evaluators of a round's scheme; a locked round takes nothing in."""
        if round_id != self._round_id:
            self._current = None
        self._round_id, self._overview = round_id, overview
        for one in self.buttons:
            one.setEnabled(bool(overview.typists))  # ballots fill in no sheet
        self.bring.setEnabled(bool(overview.typists) and not overview.locked)
        self._offer(overview.typists)

    def show_nothing(self) -> None:
        """There is no round."""
        self._round_id = self._overview = self._current = None
        for one in self.buttons:
            one.setEnabled(False)

    def choose_subject(self, subject_id: int) -> None:
        """Remember who is current."""
        self._current = subject_id

    def export_blank(self, evaluator: str, path: Path | None = None) -> None:
        """Write blank score sheets of an evaluator; asks where to, unless told."""
        round_id, overview = self._round_id, self._overview
        if round_id is None or overview is None:
            return
        if path is None:
            name = f"{overview.title}评分表（{evaluator}）.xlsx"
            path = files.ask_save(
                self._over,
                self._settings,
                files.Purpose.SCORE_SHEETS,
                "导出空白评分表",
                name,
                files.WORKBOOK,
            )
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".xlsx")
        self._runner.call(workbooks.blank_sheets, round_id, evaluator, target).then(
            lambda count: self.said.emit(
                f"空白评分表已写到“{target}”，共 {count} 个对象。填好后用“导入评分表”收回来。"
            )
        ).otherwise(self._failed)

    def import_file(self, path: Path | None = None) -> None:
        """Read a filled workbook and show what it would change; asks which, unless told."""
        if self._round_id is None:
            return
        source = path or files.ask_open(
            self._over,
            self._settings,
            files.Purpose.SCORE_SHEETS,
            "导入评分表",
            files.WORKBOOKS,
        )
        if source is None:
            return
        self._runner.call(workbooks.read_scores, self._round_id, source).then(
            lambda read: self.read.emit(source.name, read)
        ).otherwise(self._failed)

    def take_import(self, read: "ScoreImport", *, only_good: bool) -> None:
        """Take over what a workbook holds."""
        if self._round_id is None:
            return
        self._runner.save(workbooks.apply_scores, self._round_id, read, only_good=only_good).then(
            self.applied.emit
        ).otherwise(self._failed)

    def print_sheets(self, evaluator: str, *, everybody: bool) -> None:
        """Lay out the score sheets of one subject, or of all, as they will be on paper."""
        round_id, overview, current = self._round_id, self._overview, self._current
        if round_id is None or overview is None:
            return
        name = ""
        if everybody:
            ids = [one.subject.id for one in overview.roster if one.participates]
        else:
            ids = [] if current is None else [current]
            name = next((one.subject.name for one in overview.roster if one.subject.id in ids), "")
        title = f"{overview.title}{name}评分表（{evaluator}）"
        long = self._runner.long("正在排印评分表")
        self._runner.call(workbooks.print_sheets, round_id, ids, evaluator, long).then(
            lambda pdf: self.laid_out.emit(pdf, title)
        ).otherwise(self._failed)

    def _offer(self, evaluators: "Sequence[str]") -> None:
        blank, paper = self.export.menu(), self.print.menu()
        blank.clear()
        paper.clear()
        for name in evaluators:
            blank.addAction(f"{scores_of(name)}表…", lambda name=name: self.export_blank(name))
            paper.addAction(
                f"当前对象的{scores_of(name)}表…",
                lambda name=name: self.print_sheets(name, everybody=False),
            )
        paper.addSeparator()
        for name in evaluators:
            paper.addAction(
                f"全部对象的{scores_of(name)}表…",
                lambda name=name: self.print_sheets(name, everybody=True),
            )

    def _failed(self, fault: "Fault") -> None:
        self.failed.emit(str(fault))
