"""Score sheets that leave and come back: blank workbooks, filled ones, paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.progress import Progress
    from desk_app.domain.score_sheets import ScoreImport
    from desk_app.services.score_sheets import Applied
    from desk_app.services.workspace import Workspace
    from desk_app.views.scoring.room import ScoringRoom

WORKBOOKS = "表格 (*.xlsx *.xls *.et)"


class Papers(QObject):
    """Three buttons of the room, and what they do."""

    def __init__(self, room: "ScoringRoom") -> None:
        super().__init__(room)
        self.room = room
        self.export = QPushButton("导出空白评分表…")
        self.bring = QPushButton("导入评分表…")
        self.print = QPushButton("打印评分表…")
        self.buttons = (self.export, self.bring, self.print)
        self.export.setMenu(QMenu(self.export))
        self.print.setMenu(QMenu(self.print))
        self.bring.clicked.connect(lambda _: self.import_file())

    def offer(self, evaluators: "Sequence[str]", *, locked: bool) -> None:
        """Fill the menus with the scheme's evaluators; a locked round takes nothing in."""
        for one in self.buttons:
            one.setEnabled(True)
        self.bring.setEnabled(not locked)
        blank, paper = self.export.menu(), self.print.menu()
        blank.clear()
        paper.clear()
        for name in evaluators:
            blank.addAction(f"{name}评分表…", lambda name=name: self.export_blank(name))
            paper.addAction(
                f"当前对象的{name}评分表…",
                lambda name=name: self.print_sheets(name, everybody=False),
            )
        paper.addSeparator()
        for name in evaluators:
            paper.addAction(
                f"全部对象的{name}评分表…",
                lambda name=name: self.print_sheets(name, everybody=True),
            )

    def export_blank(self, evaluator: str, path: Path | None = None) -> None:
        """Write blank score sheets of an evaluator; asks where to, unless told."""
        round_id, loaded = self.room.round_id, self.room.loaded
        if round_id is None or loaded is None:
            return
        if path is None:
            name = f"{loaded.title}评分表（{evaluator}）.xlsx"
            chosen, _ = QFileDialog.getSaveFileName(
                self.room, "导出空白评分表", name, "表格 (*.xlsx)"
            )
            if not chosen:
                return
            path = Path(chosen)
        target = path if path.suffix else path.with_suffix(".xlsx")

        def work(workspace: "Workspace") -> int:
            from desk_app.services import score_sheets

            return score_sheets.blank_sheets(workspace, round_id, evaluator, target)

        def done(count: int) -> None:
            self.room.notice.show_info(
                f"空白评分表已写到“{target}”，共 {count} 个对象。填好后用“导入评分表”收回来。"
            )

        self.room.desk.runner.run(work, done, self.room.fail)

    def import_file(self, path: Path | None = None) -> None:
        """Read a filled workbook and show what it would change; asks which, unless told."""
        round_id = self.room.round_id
        if round_id is None:
            return
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self.room, "导入评分表", "", WORKBOOKS)
            if not chosen:
                return
            path = Path(chosen)
        source = path

        def work(workspace: "Workspace") -> "ScoreImport":
            from desk_app.services import score_sheets

            return score_sheets.read_scores(workspace, round_id, source)

        def done(read: "ScoreImport") -> None:
            self.room.notice.dismiss()
            self.room.show_arrivals(source.name, read)

        self.room.desk.runner.run(work, done, self.room.fail)

    def take_import(self, only_good: bool) -> None:
        """Take over what the preview shows."""
        round_id, read = self.room.round_id, self.room.arrivals.read
        if round_id is None or read is None:
            return

        def work(workspace: "Workspace") -> "Applied":
            from desk_app.services import score_sheets

            return score_sheets.apply_scores(workspace, round_id, read, only_good=only_good)

        def done(applied: "Applied") -> None:
            # Cells on the stack may hold what the file has just replaced.
            self.room.entry.forget()
            self.room.notice.show_info(f"评分表已导入：{applied.words}")
            self.room.leave_import()
            self.room.desk.changed()

        self.room.desk.runner.run(work, done, self.room.fail, writes=True)

    def print_sheets(self, evaluator: str, *, everybody: bool) -> None:
        """Show the score sheets of one subject, or of all, as they will be on paper."""
        round_id, loaded = self.room.round_id, self.room.loaded
        current = self.room.subjects.current()
        if round_id is None or loaded is None:
            return
        ids = [one.subject.id for one in loaded.roster if one.participates]
        if not everybody:
            ids = [] if current is None else [current]
        name = "评分表" if everybody else f"{self.room.heading.text().partition('　')[0]}评分表"

        def work(workspace: "Workspace", progress: "Progress") -> bytes:
            from desk_app.services import score_sheets

            return score_sheets.print_sheets(workspace, round_id, ids, evaluator, progress)

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self.room, self.room.desk, pdf, f"{loaded.title}{name}（{evaluator}）")

        self.room.desk.runner.run_long("正在排印评分表", work, done, self.room.fail)
