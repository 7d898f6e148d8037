"""A score typed into the real window, against one commit of one row."""

import shutil
from contextlib import ExitStack
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from sqlalchemy import select, update

from desk_app.domain.points import format_points
from desk_app.services.workspace import DATABASE
from desk_app.storage import tables
from desk_app.storage.engine.sqlite import make_engine
from desk_app.views.scoring.room import ScoringRoom
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.support.running_program import RunningProgram, make_example, run_program

PATIENCE_MS = 10_000


@bench("录入一个分数：保存、重算、重画", limit=12)
def type_scores(folder: Path) -> Probe:
    """Both sides take a whole sheet, score by score, so that one slow sync weighs less."""
    make_example(folder / "data")
    shutil.copy(folder / "data" / DATABASE, folder / "floor.db")
    window = ExitStack()
    typist = Typist(window.enter_context(run_program(folder / "data")))
    commits = Commits(folder / "floor.db")

    def close() -> None:
        commits.engine.dispose()
        window.close()

    return Probe(
        measured=timed(typist.type_sheet),
        floor=timed(lambda: commits.make(typist.lines)),
        close=close,
    )


class Commits:
    """One row changed and committed, on a copy, through the same engine function."""

    def __init__(self, path: Path) -> None:
        self.engine = make_engine(path)
        with self.engine.begin() as connection:
            row = connection.execute(select(tables.score).limit(1)).one()
        key = tables.score.c
        self._change = update(tables.score).where(
            key.subject_id == row.subject_id,
            key.evaluator == row.evaluator,
            key.indicator == row.indicator,
        )
        self._points = cycle((1000, 2000))

    def make(self, count: int) -> None:
        for _ in range(count):
            with self.engine.begin() as connection:
                connection.execute(self._change.values(points_milli=next(self._points)))


class Typist(QObject):
    """Puts points into the superior's column of one sheet, as the cell's editor does on Enter.

    Opening and closing the editor is Qt's business and the same in every program. A score is
    done when it is on disk and the table was painted with the new sum.
    """

    def __init__(self, running: RunningProgram) -> None:
        super().__init__()
        room = running.go("scoring")
        if not isinstance(room, ScoringRoom):
            raise BenchmarkError("“评分”不是评分的房间")
        self._room = room
        self._model, self._table = room.sheet.model, room.sheet.table
        if self._model.view is None:
            raise BenchmarkError("没有打开评分表")
        self._indicators = self._model.view.indicators
        self._column = self._model.points_column(self._model.superior)
        self._loop = QEventLoop()
        self._recorded = self._painted = False
        # Tenths that the example never gives: every score typed is a change.
        self._less = cycle((Decimal("1.3"), Decimal("2.3")))
        self.lines = len(self._indicators)
        room.editor.recorded.connect(self._note)
        self._table.viewport().installEventFilter(self)
        self._table.setCurrentIndex(self._model.index(0, self._column))

    def type_sheet(self) -> None:
        """Type a whole sheet; what the screen shows then is held against what was typed."""
        less = next(self._less)
        for row, indicator in enumerate(self._indicators):
            self._type(row, format_points(indicator.points - less))
        wanted = sum((one.points - less for one in self._indicators), Decimal(0))
        shown = self._model.index(self.lines, self._column).data()
        if shown != format_points(wanted):
            raise BenchmarkError(f"合计显示 {shown}，应为 {wanted}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._recorded and not self._painted:
            self._painted = True
            # Behind the event, so that the painting itself is counted.
            QTimer.singleShot(0, self._loop.quit)
        return super().eventFilter(watched, event)

    def _type(self, row: int, points: str) -> None:
        self._recorded = self._painted = False
        guard = QTimer()
        guard.setSingleShot(True)
        guard.timeout.connect(self._loop.quit)
        guard.start(PATIENCE_MS)
        self._model.setData(self._model.index(row, self._column), points)
        self._loop.exec()
        if not self._painted:
            raise BenchmarkError(f"分数没有在 {PATIENCE_MS // 1000} 秒内保存并重画")

    def _note(self, _recorded: object) -> None:
        self._recorded = True
