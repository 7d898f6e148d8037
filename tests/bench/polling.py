"""Counting paper ballots: one key, one batch confirmed, all rates of a large poll."""

import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from sqlalchemy import insert

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.counting import BatchLine
from desk_app.domain.polling.counts import (
    BatchCounts,
    count_batch,
    rate,
)
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import (
    batches,
    counting,
    held,
    meetings,
    opening,
    parts,
    plans,
    polls,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.polling.votes import votes_apart
from desk_app.services.workspace import Workspace, create
from desk_app.storage import tables
from desk_app.storage.engine import sqlite
from desk_app.views.polling.keying import KeyingPage
from desk_app.views.runner import Runner
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.support import screens
from tests.support.polling_round import COMMON, FEELINGS, SCHEME, ExampleRound, make_round
from tests.support.waiting import wait_for

ORGANISATIONS, KEYED = 60, 300
KEYS = 1000
"""Keys of one run; five runs are the five thousand."""
TELLERS = ("计票人甲", "计票人乙")
CATEGORIES = ("党员", "群众代表", "两代表一委员", "党外职工", "服务对象")
BY_TWO = replace(COMMON, counting=Counting())
CALLED = replace(COMMON, name="唱票", counting=Counting(called=True))
SPLIT = replace(COMMON, name="分类", counting=Counting(CATEGORIES))
RULES = replace(
    SCHEME,
    polls=(BY_TWO, CALLED, SPLIT),
    rates=tuple(
        replace(SCHEME.rates[0], name=f"{one.name}率", poll=one.name)
        for one in (BY_TWO, CALLED, SPLIT)
    ),
)


def make_polling_round(folder: Path, organisations: int) -> ExampleRound:
    """A workspace with one round of made-up organisations, pinned to our scheme."""
    workspace = create(folder, screens.OFFICE)
    names = tuple(f"第{number}村党支部" for number in range(1, organisations + 1))
    return make_round(workspace, rules=RULES, names=names)


def make_poll(example_round: ExampleRound, name: str, returned: int | None) -> int:
    facts = MeetingFacts("测评大会", tellers=TELLERS)
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, name, example_round.subject_ids
    )
    if returned is not None:
        polls.set_papers(example_round.workspace, poll_id, returned, returned)
    return poll_id


def some_papers(size: int, seed: int) -> BatchCounts:
    return count_batch(
        tuple(FEELINGS[(paper * 7 + line * 3 + seed) % 4] for line in range(ORGANISATIONS))
        for paper in range(size)
    )


# --- one key -------------------------------------------------------------------------------------


@bench("录一个键：按下到重画（60 个党组织、已录 300 张）", limit=8)
def press_a_key(folder: Path) -> Probe:
    stack = ExitStack()
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise BenchmarkError("没有窗口程序")
    example_round = make_polling_round(folder / "w", ORGANISATIONS)
    poll_id = make_poll(example_round, "唱票", KEYED + 25)
    for line in batches.batches(example_round.workspace, poll_id)[:-1]:
        counts = some_papers(line.size, line.number)
        counting.store_batch(example_round.workspace, poll_id, "", line.number, counts, "")
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    desk = stack.enter_context(contextmanager(screens._desk)(example_round.workspace)).context
    page = KeyingPage(desk.runner)
    page.resize(screens.WIDTH, screens.HEIGHT)
    page.show()
    table = QTableView()
    table.setModel(Cells(KEYED, ORGANISATIONS))
    table.resize(page.size())
    table.show()
    typist, painter = Typist(page, desk.runner, sheet), Painter(table)

    def close() -> None:
        print(
            f"      最慢的一次：录键 {typist.worst * 1000:.2f} ms，"
            f"改格 {painter.worst * 1000:.2f} ms"
        )
        page.close()
        table.close()
        stack.close()

    return Probe(measured=typist.run, floor=painter.run, close=close)


class Paints(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


class Typist:
    """Keys papers digit by digit, in memory; what it takes from press to repaint."""

    def __init__(self, page: KeyingPage, runner: Runner, sheet: parts.PollSheet) -> None:
        self.page, self.runner, self.sheet = page, runner, sheet
        self.paints = Paints(page.paper.viewport())
        self.worst = 0.0

    def run(self) -> float:
        if not self.page.begin(self.sheet, ""):
            raise BenchmarkError("没有可录的摞")
        wait_for(self.runner)
        QApplication.processEvents()
        taken = []
        for number in range(KEYS):
            last = number % (ORGANISATIONS + 1) == ORGANISATIONS
            taken.append(self._press("+" if last else "1234"[number % 4]))
        if self.page.hand.keyed != KEYS // (ORGANISATIONS + 1):
            raise BenchmarkError(f"录成了 {self.page.hand.keyed} 张")
        self.worst = max(self.worst, *taken)
        return statistics.median(taken)

    def _press(self, text: str) -> float:
        before = self.paints.count
        event = QKeyEvent(QEvent.Type.KeyPress, ord(text), Qt.KeyboardModifier.KeypadModifier, text)
        start = time.perf_counter()
        QApplication.sendEvent(self.page.paper, event)
        QApplication.processEvents()
        taken = time.perf_counter() - start
        if self.paints.count == before:
            raise BenchmarkError("按了键，票没有重画")
        return taken


class Cells(QAbstractTableModel):
    """A bare table of numbers."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.cells = [[0] * columns for _ in range(rows)]

    def rowCount(self, _parent: Any = None) -> int:
        return len(self.cells)

    def columnCount(self, _parent: Any = None) -> int:
        return len(self.cells[0])

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells[index.row()][index.column()]
        return None

    def change(self, row: int, column: int) -> None:
        self.cells[row][column] += 1
        at: QModelIndex = self.index(row, column)
        self.dataChanged.emit(at, at)


class Painter:
    """Changes one cell on show and waits for it to be painted."""

    def __init__(self, table: QTableView) -> None:
        self.table = table
        self.paints = Paints(table.viewport())
        self.worst = 0.0

    def run(self) -> float:
        model = self.table.model()
        if not isinstance(model, Cells):
            raise BenchmarkError("不是自己的表")
        QApplication.processEvents()
        taken = []
        for number in range(KEYS):
            before = self.paints.count
            start = time.perf_counter()
            model.change(number % 10, number % 8)
            QApplication.processEvents()
            taken.append(time.perf_counter() - start)
            if self.paints.count == before:
                raise BenchmarkError("改了格，表没有重画")
        self.worst = max(self.worst, *taken)
        return statistics.median(taken)


# --- one batch -----------------------------------------------------------------------------------

BATCHES = 12


@bench("确认一摞：第二人入库并核对一致", limit=15)
def confirm_a_batch(folder: Path) -> Probe:
    """The floor is one raw commit of the same counters, with the same pragmas."""
    stack = ExitStack()
    example_round = make_polling_round(folder / "w", ORGANISATIONS)
    stack.callback(example_round.workspace.close, back_up=False)
    poll_id = make_poll(example_round, BY_TWO.name, 2000)
    lines = iter(batches.batches(example_round.workspace, poll_id))
    raw = stack.enter_context(contextmanager(_raw)(folder / "floor.db"))

    def confirm() -> float:
        taken = []
        for _ in range(BATCHES):
            line: BatchLine = next(lines)
            counts = some_papers(line.size, line.number)
            store(example_round.workspace, poll_id, line, counts, TELLERS[0])
            start = time.perf_counter()
            store(example_round.workspace, poll_id, line, counts, TELLERS[1])
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)

    rows = [
        (0, subject, option, number)
        for (subject, option), number in some_papers(20, 1).votes.items()
    ]

    def commit() -> float:
        taken = []
        for number in range(BATCHES):
            start = time.perf_counter()
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(
                "INSERT INTO counter VALUES (?, ?, ?, ?)", [(number, *row[1:]) for row in rows]
            )
            raw.execute("COMMIT")
            taken.append(time.perf_counter() - start)
            raw.execute("DELETE FROM counter")
        return statistics.median(taken)

    return Probe(measured=confirm, floor=commit, close=stack.close)


def store(
    workspace: Workspace, poll_id: int, line: BatchLine, counts: BatchCounts, teller: str
) -> None:
    counting.store_batch(workspace, poll_id, line.category, line.number, counts, teller)


def _raw(path: Path) -> Iterator[sqlite3.Connection]:
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in sqlite._PRAGMAS:
        raw.execute(pragma)
    raw.execute(
        "CREATE TABLE counter (batch INTEGER, subject INTEGER, option TEXT, votes INTEGER,"
        " PRIMARY KEY (batch, subject, option)) WITHOUT ROWID"
    )
    yield raw
    raw.close()


# --- all rates -----------------------------------------------------------------------------------

LARGE = 500
VOTERS = 60


@bench("一个测评的全部比率：500 个党组织、5 类", limit=3)
def all_rates(folder: Path) -> Probe:
    stack = ExitStack()
    example_round = make_polling_round(folder / "w", LARGE)
    stack.callback(example_round.workspace.close, back_up=False)
    poll_id = make_poll(example_round, SPLIT.name, None)
    fill(example_round, poll_id)
    found: dict[str, dict[tuple[str, int], Fraction | None]] = {}

    def ours() -> None:
        with example_round.workspace.session() as session:
            poll = held.read_poll(session, poll_id)
            papers = plans.papers_of_version(session, poll_id, 1)
            votes = votes_apart(session, poll, 1)
        (rule,) = (one for one in poll.scheme.rates if one.poll == poll.kind.name)
        whole = {
            one.category: (one.issued or 0, one.returned or 0, one.valid or 0, one.invalid or 0)
            for one in papers.values()
        }
        found["ours"] = {
            (category, key): rate(rule, Tally(*whole[category], cast))
            for key, by_category in votes.items()
            for category, cast in by_category.items()
        }

    def one_statement() -> None:
        with example_round.workspace.session() as session:
            found["sql"] = {
                (category, subject_id): Fraction(good, whole)
                for category, subject_id, good, whole in session.connection.exec_driver_sql(
                    "SELECT category, subject_id,"
                    " sum(CASE WHEN option IN ('满意', '基本满意') THEN votes ELSE 0 END),"
                    " sum(votes) FROM tally WHERE poll_id = ? AND version = 1"
                    " GROUP BY category, subject_id",
                    (poll_id,),
                )
            }

    one_statement()
    ours()
    if found["ours"] != found["sql"] or len(found["ours"]) != LARGE * len(CATEGORIES):
        raise BenchmarkError("两边算出的比率不一样")
    return Probe(measured=timed(ours), floor=timed(one_statement), close=stack.close)


def made_up(seed: int) -> dict[str, int]:
    """Sixty votes."""
    more = seed % 20
    return {
        "满意": 20 + more,
        "基本满意": 10,
        "不满意": 5,
        "不了解": 5,
        "弃权": 20 - more,
        "无效项": 0,
    }


def fill(example_round: ExampleRound, poll_id: int) -> None:
    """Write a sealed count as sealing writes it."""
    whole = VOTERS * len(CATEGORIES)
    with example_round.workspace.session() as session:
        session.execute(
            tables.poll.update().values(
                issued=whole, returned=whole, valid=whole, invalid=0, sealed_at="2026-03-21 10:00"
            )
        )
        session.execute(
            insert(tables.count_version).values(
                poll_id=poll_id, number=1, sealed_at="2026-03-21 10:00", mode="two", code="0"
            )
        )
        session.execute(
            insert(tables.papers),
            [
                {
                    "poll_id": poll_id, "version": 1, "category": one, "issued": VOTERS,
                    "returned": VOTERS, "valid": VOTERS, "invalid": 0,
                }
                for one in CATEGORIES
            ],
        )  # fmt: skip
        session.execute(
            insert(tables.tally),
            [
                {
                    "poll_id": poll_id, "subject_id": subject, "category": category,
                    "option": option, "votes": votes,
                }
                for subject in example_round.subject_ids
                for category in CATEGORIES
                for option, votes in made_up(subject).items()
            ],
        )  # fmt: skip
