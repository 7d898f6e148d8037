"""A walk through every room, page and dialog of the example township, one after the other."""

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk_app.app import Program
from desk_app.domain.rounds import Participant, ticked_at_first
from desk_app.services import example, rounds
from desk_app.services.polling import meetings, opening, overview, polls
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Workspace
from desk_app.views.crash import CrashBox
from desk_app.views.grading.room import GradingRoom
from desk_app.views.organisations.room import OrganisationsRoom
from desk_app.views.polling import PollingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.rooms import ROOMS
from desk_app.views.scoring.room import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.ballot_round import begin_ballots
from tests.support.clause_round import begin_clauses
from tests.support.waiting import wait_for

Screens = Iterator[tuple[str, QWidget]]
"""What is on show, and the window or dialog that shows it."""

_TELLERS = ("计票人甲", "计票人乙")
_PAGES = ("按对象", "按指标", "加减分", "其他情况", "往年等级")


def walked_screens(program: Program) -> Screens:
    """Yield every screen while it stands there; the next one is opened after that."""
    window = program.window
    for key, name in ROOMS.items():
        window.go(key)
        _wait(program)
        yield name, window
        yield from _inside(program, name)
    window.new_round()
    yield from _dialogs(program, "新建轮次")
    box = CrashBox("Traceback", None, window)
    box.show()
    yield "程序出错", box
    box.close()
    yield from _counting(program)
    yield from _sheets(program)
    program.workspaces.back_up()
    _wait(program)
    program.workspaces.ask_restore()
    yield from _dialogs(program, "恢复为副本")
    program.workspaces.ask_new()
    _wait(program)
    yield "新建工作区", window


def _inside(program: Program, name: str) -> Screens:
    """The pages and dialogs of the room on show."""
    room, window = program.window.room, program.window
    if isinstance(room, OrganisationsRoom):
        room.begin_new()
        _wait(program)
        yield f"{name}：新增", window
        room.pages.setCurrentWidget(room.page)  # without the question for a file
        _wait(program)
        yield f"{name}：导入", window
        room.pages.setCurrentIndex(0)
    elif isinstance(room, ScoringRoom):
        for page, words in enumerate(_PAGES):
            room.show_page(page)
            _wait(program)
            yield f"{name}：{words}", window
    elif isinstance(room, PollingRoom):
        room.show_meeting()
        _wait(program)
        yield f"{name}：会议与到会", window
    elif isinstance(room, GradingRoom):
        room.what_if.open()
        _wait(program)
        yield f"{name}：假设", window
        room.what_if.close_area()
    elif isinstance(room, RectificationRoom):
        for words in ("新增", "销号…", "设定时限…"):
            room.sheet.setCurrentIndex(room.table.index(0, 1))
            room.buttons[words].click()
            _wait(program)
            yield f"{name}：{words}", window
            room.line.dismiss()
    elif isinstance(room, SubmissionRoom):
        room.preview_summary()
        yield from _dialogs(program, f"{name}：预览")


def _sheets(program: Program) -> Screens:
    """Score sheets whose indicators unfold into clauses, and those that ballots fill in."""
    yield from _scored(program, begin_clauses, "按情形")
    yield from _scored(program, begin_ballots, "按测评")


def _scored(program: Program, begin: Callable[[Workspace], int], what: str) -> Screens:
    made: list[int] = []
    program.runner.save(begin).then(made.append)
    _wait(program)
    program.window.open_round(made[0])
    program.window.go("scoring")
    _wait(program)
    room = program.window.room
    if not isinstance(room, ScoringRoom):
        raise TypeError(room)
    for page, words in enumerate(("按对象", "按指标", "整表")):
        room.show_page(page)
        _wait(program)
        yield f"评分（{what}）：{words}", program.window


def _counting(program: Program) -> Screens:
    """A count by two people in hand: the plan of batches and a paper that is keyed."""
    made: list[int] = []
    program.runner.save(_begin_count).then(made.append)
    _wait(program)
    window = program.window
    window.open_round(made[0])
    window.go("polling")
    _wait(program)
    room = window.room
    if not isinstance(room, PollingRoom):
        raise TypeError(room)
    room.tabs.setCurrentIndex(0)
    yield "测评：计票中", window
    room.meetings.new_wanted.emit()
    yield from _dialogs(program, "测评：新建会议")
    room.meetings.samples_wanted.emit()
    yield from _dialogs(program, "测评：住户抽样")
    room.key_ballots()
    _wait(program)
    yield "测评：分摞", window
    room.counting.batches.choose(_TELLERS[0])
    room.counting.batches.key.click()
    _wait(program)
    yield "测评：录入", window
    room.back()


def _dialogs(program: Program, words: str) -> Screens:
    _wait(program)
    found = [one for one in program.window.findChildren(QDialog) if one.isVisible()]
    if not found:
        raise LookupError(f"no dialog: {words}")
    yield words, found[-1]
    found[-1].close()
    _wait(program)


def _begin_count(workspace: Workspace) -> int:
    known = rounds.candidates(workspace)
    graded = [Participant(one.id) for one in known if one.id in ticked_at_first(known)]
    round_id = rounds.create(workspace, example.SCHEME, 2027, "年初定级", graded[:8])
    seen = overview.overview(workspace, round_id)
    kind = seen.poll_kinds[0]
    meeting_id = meetings.add_meeting(
        workspace,
        round_id,
        MeetingFacts(
            kind.meeting, date(2027, 3, 15), expected=45, present=42, tellers=_TELLERS,
            supervisors=("监票人丙",), caller="唱票人丁",
        ),
    )  # fmt: skip
    poll_id = opening.open_poll(workspace, meeting_id, kind.name, [one for one, _ in seen.subjects])
    polls.set_papers(workspace, poll_id, 40, 40)
    return round_id


def _wait(program: Program) -> None:
    wait_for(program.runner)
    QApplication.processEvents()
