import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.domain.faults import Fault
from desk_app.domain.progress import Progress
from desk_app.services.computer import COMPUTER
from desk_app.services.workspace import Office, Workspace, office, rename
from desk_app.views.runner import Runner
from tests.support.screens import DeskOfTest, open_copy
from tests.support.waiting import wait_for
from tests.support.workbooks import old_list


@pytest.fixture
def closed(qapp: QApplication) -> Iterator[Runner]:
    runner = Runner(COMPUTER)
    yield runner
    runner.end()


def test_work_runs_on_the_worker_and_answers_on_the_screen(desk: DeskOfTest) -> None:
    threads: list[str] = []
    answers: list[str] = []

    def work(workspace: Workspace) -> str:
        threads.append(threading.current_thread().name)
        return workspace.folder.name

    def done(answer: str) -> None:
        threads.append(threading.current_thread().name)
        answers.append(answer)

    desk.runner.call(work).then(done)
    assert answers == []
    desk.wait()
    assert answers == ["工作区"]
    assert threads == ["worker", "MainThread"]


def test_work_keeps_its_order(desk: DeskOfTest) -> None:
    seen: list[int] = []

    def numbered(number: int) -> Callable[[Workspace], int]:
        return lambda _workspace: number

    for number in range(20):
        desk.runner.call(numbered(number)).then(seen.append)
    desk.wait()
    assert seen == list(range(20))


def test_fault_goes_where_it_belongs(desk: DeskOfTest) -> None:
    def work(_workspace: Workspace) -> None:
        raise Fault("没有找到。")

    inline: list[str] = []
    desk.runner.call(work).otherwise(lambda fault: inline.append(str(fault)))
    desk.runner.call(work)
    desk.wait()
    assert inline == ["没有找到。"]
    assert desk.heard.complaints == ["没有找到。"]


@pytest.mark.logs_errors
def test_our_own_error_becomes_a_report_and_the_worker_lives_on(desk: DeskOfTest) -> None:
    reports: list[str] = []
    desk.runner.crashed.connect(reports.append)
    desk.runner.call(lambda _workspace: 1 // 0)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        desk.wait()
    assert "ZeroDivisionError" in reports[0]
    answers: list[int] = []
    desk.runner.call(lambda _workspace: 7).then(answers.append)
    desk.wait()
    assert answers == [7]


class Panic(BaseException):
    """As the readers' libraries throw them: no ``Exception``."""


ENDS = [Panic("index out of bounds"), SystemExit(3), KeyboardInterrupt(), MemoryError()]


@pytest.mark.logs_errors
@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
def test_nothing_that_work_throws_ends_the_worker(desk: DeskOfTest, end: BaseException) -> None:
    def work(_workspace: object, _progress: object = None) -> None:
        raise end

    reports: list[str] = []
    ended: list[bool] = []
    saved: list[str] = []
    busy: list[bool] = []
    desk.runner.crashed.connect(reports.append)
    desk.runner.long_ended.connect(lambda: ended.append(True))
    desk.runner.saved.connect(saved.append)
    desk.runner.busy_changed.connect(busy.append)
    desk.runner.call(work)
    desk.runner.call(work, desk.runner.long("读入"))
    desk.runner.save(lambda workspace: rename(workspace, Office("改过的名", "")))
    with pytest.raises(RuntimeError, match=type(end).__name__):
        desk.wait()
    assert [type(end).__name__ in report for report in reports] == [True, True]
    assert ended == [True]
    assert len(saved) == 1
    assert busy == [True, False]
    assert not desk.runner.busy
    assert office(desk.workspace).full_name == "改过的名"


@pytest.mark.logs_errors
@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
def test_an_answer_that_fails_is_reported_and_the_next_one_comes(
    desk: DeskOfTest, end: BaseException
) -> None:
    def done(_result: object) -> None:
        raise end

    reports: list[str] = []
    answers: list[int] = []
    busy: list[bool] = []
    desk.runner.crashed.connect(reports.append)
    desk.runner.busy_changed.connect(busy.append)
    desk.runner.call(lambda _workspace: 1).then(done)
    desk.runner.call(lambda _workspace: 2).then(answers.append)
    with pytest.raises(RuntimeError, match=type(end).__name__):
        desk.wait()
    assert len(reports) == 1
    assert answers == [2]
    assert busy == [True, False]


def test_a_half_copied_list_stops_no_later_save(desk: DeskOfTest, tmp_path: Path) -> None:
    whole = old_list()
    complaints: list[str] = []
    cuts = range(600, len(whole), 1_777)
    for cut in cuts:
        path = tmp_path / f"{cut}.xls"
        path.write_bytes(whole[:cut])

        def work(workspace: Workspace, path: Path = path) -> object:
            from desk_app.services.organisations import importing

            return importing.plan_import(workspace, path)

        desk.runner.call(work).otherwise(lambda fault: complaints.append(str(fault)))
    saved: list[str] = []
    desk.runner.saved.connect(saved.append)
    desk.runner.save(lambda workspace: rename(workspace, Office("改过的名", "")))
    wait_for(desk.runner, 20_000)
    assert len(complaints) == len(cuts)
    assert len(saved) == 1
    assert office(desk.workspace).full_name == "改过的名"


def test_only_what_writes_is_said_to_be_saved(desk: DeskOfTest) -> None:
    times: list[str] = []
    desk.runner.saved.connect(times.append)
    desk.runner.call(lambda _workspace: None)
    desk.wait()
    assert times == []
    desk.runner.save(lambda _workspace: None)
    desk.wait()
    assert len(times) == 1
    assert len(times[0]) == len("10:42")


def test_saved_is_said_with_the_time_of_the_clock_that_was_handed_in(
    qapp: QApplication, new_database: Path, tmp_path: Path
) -> None:
    class Standing:
        def now(self) -> datetime:
            return datetime(2026, 3, 15, 9, 5)

    runner = Runner(Standing())
    times: list[str] = []
    runner.saved.connect(times.append)
    runner.open(lambda: open_copy(new_database, tmp_path))
    runner.save(lambda _workspace: None)
    runner.close(back_up=False)
    wait_for(runner)
    runner.end()
    assert times == ["09:05"]


def test_long_work_tells_how_far_it_is_and_can_be_cancelled(desk: DeskOfTest, qtbot: QtBot) -> None:
    titles: list[str] = []
    steps: list[int] = []
    ended: list[bool] = []
    answers: list[object] = []
    going_on = threading.Event()
    desk.runner.long_started.connect(titles.append)
    desk.runner.long_stepped.connect(lambda done, _total, _text: steps.append(done))
    desk.runner.long_ended.connect(lambda: ended.append(True))

    def work(_workspace: Workspace, progress: Progress) -> str:
        progress.step(1, 3, "第一份")
        going_on.wait(5)
        progress.step(2, 3, "第二份")
        return "done"

    with qtbot.waitSignal(desk.runner.long_stepped):
        desk.runner.call(work, desk.runner.long("生成")).then(answers.append)
    desk.runner.cancel()
    going_on.set()
    desk.wait()
    assert titles == ["生成"]
    assert steps[:1] == [1]
    assert ended == [True]
    assert answers == []

    desk.runner.call(lambda _w, _p: "done", desk.runner.long("生成")).then(answers.append)
    desk.wait()
    assert answers == ["done"]


def test_closed_screen_is_not_called(desk: DeskOfTest) -> None:
    called: list[object] = []

    class Screen(QObject):
        def show(self, value: object) -> None:
            called.append(value)

    screen = Screen()
    desk.runner.call(lambda _workspace: 1).then(screen.show)
    screen.deleteLater()
    QApplication.sendPostedEvents(screen, 52)  # DeferredDelete
    desk.wait()
    assert called == []


def test_nothing_open_is_said_in_a_sentence(closed: Runner) -> None:
    told: list[str] = []
    closed.faulted.connect(told.append)
    closed.call(lambda _workspace: None)
    wait_for(closed)
    assert told == ["还没有打开工作区，请先新建或打开一个工作区。"]
