"""A second start asks the first window; who has the workspace is said where it does not answer."""

import platform
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.services import second_start
from desk_app.services.workspace import Office, create, is_in_use, open_, said_unanswered
from desk_app.storage.lock import WorkspaceLock

NOW = datetime(2026, 3, 31, 9, 30)
HER, ANOTHER = Actor("韩样"), Actor("沈例")
HERE = platform.node()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    return tmp_path / "工作区"


@pytest.fixture
def held(folder: Path, request: pytest.FixtureRequest) -> Iterator[WorkspaceLock]:
    lock = WorkspaceLock(folder)
    lock.acquire(NOW, *getattr(request, "param", (HER.name, HERE)))
    yield lock
    lock.release()


def test_nobody_has_it(folder: Path) -> None:
    assert not second_start.hand_over(folder, HER)
    assert not second_start.hand_over(folder / "没有", HER)


def test_the_first_window_takes_the_request_and_that_is_the_answer(
    folder: Path, held: WorkspaceLock
) -> None:
    answered = threading.Event()

    def watch() -> None:
        while not second_start.take_request(folder):
            pass
        answered.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert second_start.hand_over(folder, HER, patience_s=10)
    watcher.join()
    assert answered.is_set()
    assert not second_start.take_request(folder)


def test_a_program_that_hangs_leaves_no_request_behind(folder: Path, held: WorkspaceLock) -> None:
    assert not second_start.hand_over(folder, HER, patience_s=0.05)
    assert not (folder / second_start.REQUEST).exists()


def test_a_program_that_is_just_closing_is_not_waited_for(
    folder: Path, held: WorkspaceLock
) -> None:
    closing = threading.Timer(0.05, held.release)
    closing.start()
    assert not second_start.hand_over(folder, HER, patience_s=60)
    closing.join()
    assert not (folder / second_start.REQUEST).exists()


@pytest.mark.parametrize("held", [(ANOTHER.name, HERE), (HER.name, "窗口电脑")], indirect=True)
def test_somebody_else_is_not_asked(folder: Path, held: WorkspaceLock) -> None:
    assert not second_start.hand_over(folder, HER, patience_s=60)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (
            (ANOTHER.name, HERE),
            "正由“沈例”在这台电脑上使用（2026-03-31 09:30 打开）。请先",
        ),
        ((HER.name, "窗口电脑"), "正由“韩样”在电脑“窗口电脑”上使用（2026-03-31 09:30 打开）"),
        ((HER.name, HERE), "已在这台电脑上打开（2026-03-31 09:30 打开，"),
    ],
    indirect=["held"],
)
def test_the_sentence_says_who_where_since_when_and_what_to_do(
    folder: Path, held: WorkspaceLock, said: str
) -> None:
    with pytest.raises(Fault, match=said) as fault:
        open_(folder, actor=HER)
    assert is_in_use(fault.value)
    assert "进程" not in str(fault.value)
    more = said_unanswered(fault.value).removeprefix(str(fault.value))
    assert ("没有应答" in more) == ("已在" in said)


def test_without_a_readable_note_it_is_still_said(folder: Path, held: WorkspaceLock) -> None:
    (folder / "workspace.owner.json").write_text("{", encoding="utf-8")
    assert not second_start.hand_over(folder, HER, patience_s=60)
    with pytest.raises(Fault, match="另一个窗口或另一台电脑"):
        open_(folder, actor=HER)
