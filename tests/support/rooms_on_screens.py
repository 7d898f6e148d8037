"""Every room in every state on four screens: ``python -m tests.support.rooms_on_screens``.

Prints a line for everything that does not fit; nothing when all does. A process of its own: the
offscreen platform reads its screens from a file when it starts.
"""

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.services.workspace import Workspace
    from desk_app.views.room import Room
    from desk_app.views.schemes.room import SchemesRoom
    from desk_app.views.scoring.room import ScoringRoom
    from tests.support.running_program import RunningProgram

# Logical size of the client area of a maximised window, by screen: a task bar of 40 pixels and
# the frame are gone. Dots per inch make the scale: 96 is 1, 120 is 1.25.
SCREENS = (
    ("1366x768 at 1", (1366, 768), 96, (1366, 698)),
    ("1366x768 at 1.25", (1366, 768), 120, (1093, 575)),
    ("1366x768 at 1.5", (1366, 768), 144, (911, 470)),
    ("1920x1080 at 2", (1920, 1080), 192, (960, 500)),
)
SMALLEST = ("the limit", (1024, 560))
LONG = "中共槐溪镇杏花坞村总支部委员会"
SENTENCE = (
    "“" + LONG + "第三党支部”的考评评分表里有 3 处扣分没有写理由，请先在“评分”中补上，"
    "再来定级；已经写好的都已保存，不用重新填写。"
)


def configure(folder: Path) -> None:
    """Give the offscreen platform its four screens; before Qt is loaded."""
    left, screens = 0, []
    for name, (width, height), dpi, _client in SCREENS:
        screens.append(
            {
                "name": name, "x": left, "y": 0, "width": width, "height": height,
                "logicalDpi": dpi, "logicalBaseDpi": 96, "dpr": 1,
            }
        )  # fmt: skip
        left += width
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"


def main() -> int:
    """Walk through everything and say what does not fit; the status is 1 then."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        configure(Path(scratch))
        found = list(dict.fromkeys(_walk(Path(scratch))))
    for line in found:
        print(line)
    return 1 if found else 0


def _walk(scratch: Path) -> Iterator[str]:
    from tests.support.running_program import make_example, run_program

    with run_program(scratch / "首次") as running:
        yield from _on_all_screens(running.window, "first start")
    empty = scratch / "空"
    _make_empty(empty)
    with run_program(empty) as running:
        yield from _rooms(running, "empty", notices=False)
    data = scratch / "示例"
    make_example(data)
    long_names = scratch / "长名"
    shutil.copytree(data, long_names)
    _lengthen(long_names)
    locked = scratch / "定稿"
    shutil.copytree(data, locked)
    with run_program(data) as running:
        _assert_screens(running.window)
        yield from _rooms(running, "example", notices=True)
        yield from _count_in_hand(running)
        yield from _list_that_comes_in(running, scratch)
        yield from _sheets(running)
        yield from _dialogs(running)
        yield from _large_letters(running)
    with run_program(long_names) as running:
        yield from _rooms(running, "long names", notices=True)
    with run_program(locked) as running:
        _lock(running)
        yield from _rooms(running, "locked", notices=False)


def _make_empty(folder: Path) -> None:
    from desk_app.services.workspace import Office, create

    create(folder, Office("中共青山镇委员会", "青山镇")).close(back_up=False)


def _lengthen(folder: Path) -> None:
    from desk_app.services.workspace import DATABASE

    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("UPDATE organisation SET name = ? || name", (LONG,))
        database.execute("UPDATE workspace SET short_name = ?", (LONG,))
        database.commit()


def _lock(running: "RunningProgram") -> None:
    from desk_app.views.grading.room import GradingRoom

    room = running.go("grading")
    if not isinstance(room, GradingRoom):
        raise TypeError(room)
    room.presenter.finalise()
    running.wait()


def _assert_screens(window: "QWidget") -> None:
    from PySide6.QtGui import QGuiApplication

    sizes = [one.geometry().width() for one in QGuiApplication.screens()]
    if sizes != [1366, 1093, 911, 960]:
        raise RuntimeError(f"the platform made other screens: {sizes}")


def _rooms(running: "RunningProgram", state: str, *, notices: bool) -> Iterator[str]:
    """Look at every room and its pages."""
    from desk_app.views.rooms import ROOMS

    for key in ROOMS:
        room = running.go(key)
        for page, turn in pages_of(room):
            turn()
            running.wait()
            yield from _on_all_screens(running.window, f"{state}, {key} {page}".rstrip())
        notice = getattr(room, "notice", None)
        if notices and notice is not None:
            notice.ask(SENTENCE, [("去评分", notice.dismiss), ("照样定稿", notice.dismiss)])
            running.window.message.show_fault(SENTENCE)
            yield from _on_all_screens(running.window, f"{state}, {key} with notices")
            notice.dismiss()
            running.window.message.dismiss()


def pages_of(room: "Room") -> "Iterator[tuple[str, Callable[[], object]]]":
    """The pages of a room that look different."""
    from desk_app.views.grading.room import GradingRoom
    from desk_app.views.organisations.room import OrganisationsRoom
    from desk_app.views.polling.room import PollingRoom
    from desk_app.views.rectification.room import RectificationRoom
    from desk_app.views.schemes.room import SchemesRoom
    from desk_app.views.scoring.room import ScoringRoom

    yield "", lambda: None
    if isinstance(room, ScoringRoom) and room.overview is not None:
        for page in range(1, len(room.tabs.buttons())):
            yield f"第 {page + 1} 页", partial(room.show_page, page)
        yield "登记加减分", lambda: _show_register(room)
        yield "第 1 页", lambda: room.show_page(0)
    elif isinstance(room, PollingRoom) and room.tabs.isTabEnabled(1):
        yield "会议", room.show_meeting
        yield "计票", lambda: room.tabs.setCurrentIndex(0)
    elif isinstance(room, GradingRoom) and room.model.rowCount():
        yield "明细", room.pair.show_detail
        yield "假设", room.what_if.open
        yield "解除定稿", room.unlock.click
        room.line.dismiss()
        room.pair.show_list()
    elif isinstance(room, OrganisationsRoom):
        yield "新增", room.begin_new
        yield "导入", lambda: room.pages.setCurrentWidget(room.page)
        yield "名册", lambda: room.pages.setCurrentIndex(0)
        room.pair.show_list()
    elif isinstance(room, SchemesRoom):
        yield from _drafts(room)
    elif isinstance(room, RectificationRoom) and room.items():
        yield "新增", room.ask_new
        room.line.dismiss()


def _drafts(room: "SchemesRoom") -> "Iterator[tuple[str, Callable[[], object]]]":
    """The editor with a copy of a scheme: sections with rows, tabs, conditions, ticks."""
    from desk_app.views.drafts.sections import SECTIONS

    yield "草稿", partial(room.drafts.copy, "C11")
    editor = room.drafts.editor
    if editor is None:
        raise LookupError("no editor")
    for number, section in enumerate(SECTIONS):
        if section.title in {"指标", "限定"}:
            yield f"草稿 {section.title}", partial(editor.show_section, number)
    for row in range(len(SECTIONS), editor.list.count()):
        yield f"草稿 {editor.list.item(row).text()}", partial(editor.show_section, row)
    yield "草稿 试算", partial(editor.go_to, ("trials",))
    yield "草稿的一览", room.drafts.leave


def _show_register(room: "ScoringRoom") -> None:
    """Show the fields with which bonuses are entered; the example's scheme asks for none."""
    room.pages.setCurrentWidget(room.register)
    room.subjects.hide()
    room.register.empty.hide()
    for one in (room.register.form, room.register.table, room.register.change):
        one.show()


def _list_that_comes_in(running: "RunningProgram", folder: Path) -> Iterator[str]:
    """A list with rows that are asked about and refused, before it is taken over."""
    from openpyxl import Workbook

    from desk_app.views.organisations.room import OrganisationsRoom

    book = Workbook()
    page = book.active
    if page is None:
        raise LookupError("a workbook without a sheet")
    page.title = "党组织花名册（2026年上半年）"
    page.append(["序号", "党组织全称", "组织类别", "上级党组织", "书记", "党员数", "换届时间"])
    for number in range(1, 12):
        upper = f"{LONG}第九党总支"
        page.append([number, f"{LONG}第{number}党支部", "支部", upper, "某某某", "若干", "去年"])
    path = folder / "名单.xlsx"
    book.save(path)
    room = running.go("organisations")
    if not isinstance(room, OrganisationsRoom):
        raise TypeError(room)
    room.pages.setCurrentWidget(room.page)
    room.page.load(path)
    running.wait()
    yield from _on_all_screens(running.window, "a list that comes in")
    room.pages.setCurrentIndex(0)


def _large_letters(running: "RunningProgram") -> Iterator[str]:
    """Letters of 130 and 160 %: more scrolls, nothing is out of reach."""
    from PySide6.QtWidgets import QApplication

    from desk_app.views.kit.looks import Appearance, dress
    from desk_app.views.rooms import ROOMS

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError(application)
    running.window.open_round(1)
    running.wait()
    for percent in (130, 160):
        dress(application, Appearance(percent))
        for key in ROOMS:
            running.go(key)
            for name, _size, _dpi, client in SCREENS[1:3]:
                _place(running.window, client, 1)
                yield from _faults(running.window, f"{percent} %, {key}, {name}")
    dress(application, Appearance())


def _sheets(running: "RunningProgram") -> Iterator[str]:
    """Score sheets whose indicators unfold into clauses, and those that ballots fill in."""
    from tests.support.ballot_round import begin_ballots
    from tests.support.clause_round import begin_clauses

    yield from _scored(running, begin_clauses, "clauses")
    yield from _scored(running, begin_ballots, "ballots")


def _scored(
    running: "RunningProgram", begin: "Callable[[Workspace], int]", what: str
) -> Iterator[str]:
    from desk_app.views.scoring.room import ScoringRoom

    made: list[int] = []
    running.program.runner.save(begin).then(made.append)
    running.wait()
    running.window.open_round(made[0])
    running.wait()
    room = running.go("scoring")
    if not isinstance(room, ScoringRoom):
        raise TypeError(room)
    for page in range(3):
        room.show_page(page)
        running.wait()
        yield from _on_all_screens(running.window, f"{what}, page {page + 1}")


def _count_in_hand(running: "RunningProgram") -> Iterator[str]:
    """A count by two people: its plan, a paper, signed totals."""
    from desk_app.views.polling.room import PollingRoom
    from tests.shots import TELLERS, begin_count

    made: list[int] = []
    running.program.runner.save(begin_count).then(made.append)
    running.wait()
    running.window.open_round(made[0])
    running.wait()
    room = running.go("polling")
    if not isinstance(room, PollingRoom):
        raise TypeError(room)
    yield from _on_all_screens(running.window, "a count to be made")
    room.key_ballots()
    running.wait()
    yield from _on_all_screens(running.window, "the plan of a count")
    room.counting.batches.choose(TELLERS[0])
    room.counting.batches.key.click()
    running.wait()
    yield from _on_all_screens(running.window, "keying")
    room.back()
    running.wait()
    room.type_external()
    running.wait()
    yield from _on_all_screens(running.window, "signed totals")
    room.back()
    running.wait()


def _dialogs(running: "RunningProgram") -> Iterator[str]:
    """Every dialog, on the smallest of the screens."""
    from PySide6.QtWidgets import QApplication, QDialog

    from desk_app.views.polling.room import PollingRoom
    from desk_app.views.submission.room import SubmissionRoom

    window = running.window
    polling = running.go("polling")
    if not isinstance(polling, PollingRoom) or polling.overview is None:
        raise TypeError(polling)
    overview = polling.overview
    submission = running.go("submission")
    if not isinstance(submission, SubmissionRoom):
        raise TypeError(submission)
    running.program.workspaces.back_up()
    running.wait()
    _place(window, SCREENS[2][3], 2)
    for name, act in (
        ("新建轮次", window.new_round),
        ("新建会议", lambda: polling.meeting_questions.ask_new(overview)),
        ("住户抽样", polling._open_samples),
        ("预览", submission.preview_summary),
        ("恢复", running.program.workspaces.ask_restore),
    ):
        act()
        running.wait()
        QApplication.processEvents()
        open_ = [one for one in window.findChildren(QDialog) if one.isVisible()]
        if not open_:
            raise LookupError(f"{name}: no dialog is open")
        for dialog in open_:
            free = dialog.screen().availableGeometry()
            size = dialog.frameGeometry().size()
            if size.width() > free.width() or size.height() > free.height():
                yield f"{name}: {size.width()} x {size.height()} is larger than the screen"
            yield from _faults(dialog, f"dialog {name}")
            dialog.close()
        running.wait()


def _on_all_screens(window: "QWidget", what: str) -> Iterator[str]:
    """Put the window on each screen and look at it."""
    _place(window, SMALLEST[1], 1)
    yield from _faults(window, f"{what}, {SMALLEST[0]}")
    for number, (name, _size, _dpi, client) in enumerate(SCREENS):
        _place(window, client, number)
        yield from _faults(window, f"{what}, {name}")


def _place(window: "QWidget", size: tuple[int, int], screen: int) -> None:
    from PySide6.QtCore import QRect, QSize
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    window.setUpdatesEnabled(False)  # laid out, not painted: painting takes most of the time
    there = QGuiApplication.screens()[screen]
    handle = window.windowHandle()
    if handle.screen() is not there:
        handle.setScreen(there)
        window.move(there.geometry().topLeft())
        QApplication.processEvents()
    window.setGeometry(QRect(there.geometry().topLeft(), QSize(*size)))
    for _ in range(3):  # bars tell their hosts, hosts lay out anew
        QApplication.processEvents()
    if (window.width(), window.height()) != size or window.screen() is not there:
        got = f"{window.width()} x {window.height()} on {window.screen().name()}"
        raise RuntimeError(f"wanted {size} on {there.name()}, got {got}")


def _faults(window: "QWidget", what: str) -> Iterator[str]:
    from tests.support.fitting import faults

    wanted = (window.width(), window.height())
    for sentence in faults(window):
        yield f"{what} ({wanted[0]} x {wanted[1]}): {sentence}"


if __name__ == "__main__":
    sys.exit(main())
