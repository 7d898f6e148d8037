"""A picture of every screen, filled with the example township: ``python -m tests.shots DIR``."""

import sys
import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog

from desk_app.domain.rounds import Participant, ticked_at_first
from desk_app.services import example, rounds
from desk_app.services.polling import meetings, opening, overview, polls
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Workspace
from desk_app.views.grading.room import GradingRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.rooms import ROOMS
from desk_app.views.schemes import SchemesRoom
from desk_app.views.scoring.room import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.rooms_on_screens import pages_of
from tests.support.running_program import HEIGHT, WIDTH, RunningProgram, make_example, run_program

TELLERS = ("计票人甲", "计票人乙")
PAPERS = 40
PAINTED_AFTER = 500
SMALL_SCREENS = ((1093, 575), (911, 470))
"""Client areas of 1366 x 768 at 125 % and 150 %, a task bar below."""
SCORING_PAGES = ("按对象", "按指标", "整表", "加减分", "其他情况", "往年等级")


def main(folder: Path) -> int:
    """Save the pictures into ``folder`` and say which."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        with run_program(Path(scratch) / "空") as running:
            running.picture(folder / "0_首次打开.png")
        data = Path(scratch) / "数据"
        make_example(data)
        with run_program(data) as running:
            running.pictures(folder)
            _new_round(running, folder)
            _schemes(running, folder)
            _scoring(running, folder)
            _meeting(running, folder)
            _what_if(running, folder)
            _preview(running, folder)
            for width, height in SMALL_SCREENS:
                _small(running, folder / f"{width}x{height}", (width, height))
            _large_letters(running, folder / "1093x575_字号160")
            _strong_contrast(running, folder / "1093x575_高对比")
            running.window.resize(WIDTH, HEIGHT)
            _count(running, folder)
    for path in sorted(folder.rglob("*.png")):
        print(path)
    return 0


def _small(running: RunningProgram, folder: Path, size: tuple[int, int]) -> None:
    """Every room and its pages in a window of a small screen."""
    running.window.resize(*size)
    for number, (key, name) in enumerate(ROOMS.items(), 1):
        room = running.go(key)
        for page, turn in pages_of(room):
            turn()
            running.wait()
            words = "_".join(one for one in (str(number), name, page) if one)
            running.picture(folder / f"{words}.png")


def _large_letters(running: RunningProgram, folder: Path) -> None:
    """Every room with the largest letters."""
    for _ in range(6):
        running.window.looks.enlarge()
    running.window.resize(*SMALL_SCREENS[0])
    running.pictures(folder)
    running.window.looks.restore()


def _strong_contrast(running: RunningProgram, folder: Path) -> None:
    """Every room in the look of strong contrast."""
    running.window.looks.set_strong(True)
    running.window.resize(*SMALL_SCREENS[0])
    running.pictures(folder)
    running.window.looks.set_strong(False)


def _new_round(running: RunningProgram, folder: Path) -> None:
    running.window.new_round()
    running.wait()
    dialog = _dialog(running)
    running.picture(folder / "1_首页_新建轮次.png", dialog)
    dialog.close()


def _schemes(running: RunningProgram, folder: Path) -> None:
    room = running.go("schemes")
    if isinstance(room, SchemesRoom):
        room.compare_with_scheme("C11")
        running.wait()
        running.picture(folder / "3_方案_比较.png")


def _scoring(running: RunningProgram, folder: Path) -> None:
    room = running.go("scoring")
    if isinstance(room, ScoringRoom):
        for page, name in enumerate(SCORING_PAGES):
            room.show_page(page)
            running.wait()
            running.picture(folder / f"4_评分_{name}.png")


def _meeting(running: RunningProgram, folder: Path) -> None:
    room = running.go("polling")
    if isinstance(room, PollingRoom):
        room.show_meeting()
        running.wait()
        running.picture(folder / "5_测评_会议与到会.png")


def _what_if(running: RunningProgram, folder: Path) -> None:
    room = running.go("grading")
    if isinstance(room, GradingRoom):
        room.what_if.open()
        running.wait()
        running.picture(folder / "6_定级_假设.png")
        room.what_if.close_area()


def _preview(running: RunningProgram, folder: Path) -> None:
    room = running.go("submission")
    if isinstance(room, SubmissionRoom):
        room.preview_summary()
        running.wait()
        dialog = _dialog(running)
        _let_pass(PAINTED_AFTER)
        running.wait()
        running.picture(folder / "8_上报_预览.png", dialog)
        dialog.close()


def _count(running: RunningProgram, folder: Path) -> None:
    """A count by two people in hand: the plan, a paper, and what the meeting sees."""
    made: list[int] = []
    running.program.runner.save(begin_count).then(made.append)
    running.wait()
    running.window.open_round(made[0])
    running.wait()
    room = running.go("polling")
    if not isinstance(room, PollingRoom):
        raise TypeError(room)
    room.tabs.setCurrentIndex(0)
    running.picture(folder / "5_测评_计票中.png")
    room.key_ballots()
    running.wait()
    running.picture(folder / "5_测评_分摞.png")
    room.counting.batches.choose(TELLERS[0])
    room.counting.batches.key.click()
    running.wait()
    running.picture(folder / "5_测评_录入.png")
    room.back()
    room.open_projector()
    running.wait()
    projector = room.projector.window
    if projector is None:
        raise LookupError("no projector")
    running.picture(folder / "5_测评_投影.png", projector)
    projector.close()


def begin_count(workspace: Workspace) -> int:
    """Make a round with a meeting whose ballots two people count; return its id."""
    known = rounds.candidates(workspace)
    graded = [Participant(one.id) for one in known if one.id in ticked_at_first(known)]
    round_id = rounds.create(workspace, example.SCHEME, 2027, "年初定级", graded[:8])
    seen = overview.overview(workspace, round_id)
    kind = seen.poll_kinds[0]
    meeting_id = meetings.add_meeting(
        workspace,
        round_id,
        MeetingFacts(
            kind.meeting, date(2027, 3, 15), expected=45, present=42, tellers=TELLERS,
            supervisors=("监票人丙",), caller="唱票人丁",
        ),
    )  # fmt: skip
    subjects = [one for one, _ in seen.subjects]
    poll_id = opening.open_poll(workspace, meeting_id, kind.name, subjects)
    polls.set_papers(workspace, poll_id, PAPERS, PAPERS)
    return round_id


def _let_pass(milliseconds: int) -> None:
    """Go on for a while: the pages in sight are painted when scrolling has come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _dialog(running: RunningProgram) -> QDialog:
    """The dialog that was opened last."""
    found = [one for one in running.window.findChildren(QDialog) if one.isVisible()]
    if not found:
        raise LookupError("no dialog is open")
    return found[-1]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
