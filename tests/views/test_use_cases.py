import ast
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

import desk_app
from desk_app.services.workspace import Workspace
from desk_app.views import use_cases
from desk_app.views.grading import GradingRoom
from desk_app.views.organisations import OrganisationsRoom
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.polling import PollingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from desk_app.views.use_cases import Late, registry, rounds
from tests.support.screens import DeskOfTest

VIEWS = Path(desk_app.__file__).parent / "views"


def test_the_checker_and_the_program_see_the_same_modules() -> None:
    tree = ast.parse(Path(use_cases.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("desk_app.services")
        for alias in node.names
    }
    late = {
        name: value._module for name, value in vars(use_cases).items() if isinstance(value, Late)
    }
    assert seen == late
    assert sorted(late) == use_cases.__all__


def test_every_late_module_is_there() -> None:
    names = [getattr(use_cases, name)._module for name in use_cases.__all__]
    code = "import importlib; " + "; ".join(f"importlib.import_module({name!r})" for name in names)
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_else_in_the_views_names_a_module_of_the_services() -> None:
    named = [
        f"{path.relative_to(VIEWS)}:{number}"
        for path in sorted(VIEWS.rglob("*.py"))
        if path.name != "use_cases.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "desk_app.services" in line
    ]
    assert named == []


def test_rooms_are_imported_without_any_service() -> None:
    modules = [
        ".".join(("desk_app.views", *path.relative_to(VIEWS).with_suffix("").parts))
        for path in sorted(VIEWS.rglob("*.py"))
        if path.name != "__init__.py"
    ]
    code = (
        f"import importlib, sys\nfor name in {modules}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.startswith(('desk_app.services.',"
        " 'desk_app.storage.', 'desk_app.documents.', 'sqlalchemy'))])"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert told.strip() == "[]"


def test_a_use_case_runs_on_the_worker_and_answers_on_the_screen(desk: DeskOfTest) -> None:
    answers: list[object] = []
    desk.runner.call(registry.tree, include_retired=True).then(answers.append)
    desk.runner.call(_thread).then(answers.append)
    desk.wait()
    assert answers == [(), "worker"]


def test_a_refused_use_case_tells_who_asked_and_else_the_window(desk: DeskOfTest) -> None:
    told: list[str] = []
    desk.runner.call(rounds.get, 99).otherwise(lambda fault: told.append(str(fault)))
    desk.runner.call(rounds.get, 99)
    desk.wait()
    assert len(told) == 1
    assert desk.heard.complaints == told


def test_only_save_says_saved(desk: DeskOfTest) -> None:
    times: list[str] = []
    desk.runner.saved.connect(times.append)
    desk.runner.call(_thread)
    desk.runner.compute(str)
    desk.wait()
    assert times == []
    desk.runner.save(_thread)
    desk.wait()
    assert len(times) == 1


def test_a_progress_among_the_arguments_makes_long_work(desk: DeskOfTest) -> None:
    titles: list[str] = []
    ended: list[bool] = []
    steps: list[tuple[int, int, str]] = []
    desk.runner.long_started.connect(titles.append)
    desk.runner.long_ended.connect(lambda: ended.append(True))
    desk.runner.long_stepped.connect(lambda *step: steps.append(step))
    long = desk.runner.long("生成")
    desk.runner.compute(lambda progress: progress.step(3, 3, "完成"), long)
    desk.wait()
    assert (titles, ended, steps) == (["生成"], [True], [(3, 3, "完成")])


def test_answers_of_a_screen_that_was_closed_are_dropped(desk: DeskOfTest) -> None:
    told: list[object] = []
    screen = QObject()
    runner = OwnedRunner(desk.runner, screen)
    runner.call(_thread).then(told.append)
    runner.call(rounds.get, 99).otherwise(told.append)
    runner.save(rounds.set_current, 99).then(told.append).otherwise(told.append)
    screen.deleteLater()
    QApplication.sendPostedEvents(screen, 52)  # DeferredDelete
    desk.wait()
    assert told == []
    assert len(desk.heard.complaints) == 1, "what was not saved is said all the same"


def test_a_room_that_goes_while_it_is_read_is_left_alone(example_desk: DeskOfTest) -> None:
    for kind in (
        GradingRoom,
        ScoringRoom,
        PollingRoom,
        RectificationRoom,
        OrganisationsRoom,
        SubmissionRoom,
    ):
        room = kind(example_desk.context)
        room.open_round(1)
        room.deleteLater()
        QApplication.sendPostedEvents(room, 52)
    example_desk.wait()


def _thread(_workspace: Workspace) -> str:
    return threading.current_thread().name
