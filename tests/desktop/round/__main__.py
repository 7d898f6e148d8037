"""One whole round at a real screen, by keys and clicks: ``python -m tests.desktop.round DIR``.

Prints what each stage takes beside what it took before; exit status 1 where one takes more, or
where something that was typed is not there in the end. Pictures of every room lie in DIR.
"""

import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.desktop.round import counting, finishing, outcome
from tests.desktop.round.clerk import Clerk
from tests.desktop.round.effort import Book
from tests.desktop.round.preparing import prepare, taken
from tests.support.desktop import desktop, missing

TASKBAR = 30
"""Pixels of 768 that leave 1093 × 575 logical ones of a maximised window at 125 %."""
ROOM = [1093, 575]


def main(folder: Path) -> int:
    """Walk, print, and say where the pictures lie."""
    # Asked to end, it clears its desktop away; killed outright, the system does (bound).
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    lacking = missing()
    if lacking:
        print(lacking, file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    pictures = folder / "图片"
    pictures.mkdir(parents=True)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as scratch,
        desktop(Path(scratch) / "run", TASKBAR) as screen,
    ):
        desk, data, stick = (Path(scratch) / name for name in ("资料", "数据", "U盘"))
        desk.mkdir()
        stick.mkdir()
        clerk = Clerk(screen, data, Path(scratch), pictures)
        try:
            wrong = walk(clerk, desk, stick)
        except Exception:
            clerk.look("99_停在这里")
            raise
        finally:
            clerk.get_up()
        wrong += outcome.check(data, stick)
    print(f"用时 {time.monotonic() - began:.0f} 秒，图片在 {pictures}")
    for one in wrong:
        print(f"不对：{one}", file=sys.stderr)
    return 1 if wrong else 0


def walk(clerk: Clerk, desk: Path, stick: Path) -> list[str]:
    """Do the round; returns what took more than it may, or was lost."""
    book = Book()

    def stage(name: str, act: Callable[[], None]) -> None:
        book.enter(name, taken(clerk, act))

    clerk.sit_down()
    wrong = [] if clerk.window()["logical"] == ROOM else [f"窗口是 {clerk.window()['logical']}"]
    prepare(clerk, book, desk)
    stage("新建会议、打印票", lambda: counting.meet(clerk))
    stage("票数、计票人", lambda: counting.write_down(clerk))
    stage("第一人录入", lambda: counting.first_person(clerk))
    stage("第二人录入", lambda: counting.second_person(clerk))
    stage("核定、封存、投影", lambda: counting.settle_and_seal(clerk))
    stage("定级、名额、定稿", lambda: finishing.grade(clerk))
    stage("整改", lambda: finishing.mend(clerk))
    stage("上报", lambda: finishing.hand_up(clerk, stick))
    book.explain()
    finishing.close(clerk)
    clerk.sit_down()
    finishing.look_around(clerk)
    wrong += finishing.lose_the_power(clerk)
    finishing.close(clerk)
    return book.wrong + wrong


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
