"""One program at a time: the other one is named, and a lock falls with its process."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.storage.lock import Held, Owner, WorkspaceLock, is_held

NOW = datetime(2026, 3, 31, 9, 30)
HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from desk_app.storage.lock import WorkspaceLock

WorkspaceLock(Path(sys.argv[1])).acquire(datetime(2026, 3, 31, 8, 0), "沈例", "窗口电脑")
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_one_hears_who_has_it(tmp_path: Path) -> None:
    first, second = WorkspaceLock(tmp_path), WorkspaceLock(tmp_path)
    first.acquire(NOW, "韩样", "办公室电脑")
    with pytest.raises(Held) as held:
        second.acquire(NOW, "沈例", "窗口电脑")
    assert held.value.owner == Owner("韩样", "办公室电脑", "2026-03-31 09:30")
    second.release()
    assert (tmp_path / "workspace.owner.json").exists()
    first.release()
    second.acquire(NOW, "沈例", "窗口电脑")
    second.release()
    assert not (tmp_path / "workspace.owner.json").exists()


def test_another_process_has_it_until_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        mine = WorkspaceLock(tmp_path)
        assert is_held(tmp_path)
        with pytest.raises(Held, match=r"沈例.*窗口电脑"):
            mine.acquire(NOW, "韩样", "办公室电脑")
        other.kill()
        other.wait()
        assert not is_held(tmp_path)
        mine.acquire(NOW, "韩样", "办公室电脑")
        assert mine.left_over
        mine.release()


def test_who_gave_it_back_left_nothing_over(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    for _ in range(2):
        lock = WorkspaceLock(tmp_path)
        lock.acquire(NOW, "韩样", "办公室电脑")
        assert not lock.left_over
        assert is_held(tmp_path)
        lock.release()
    assert not is_held(tmp_path)


def test_a_damaged_note_still_says_that_it_is_held(tmp_path: Path) -> None:
    first = WorkspaceLock(tmp_path)
    first.acquire(NOW, "韩样", "办公室电脑")
    (tmp_path / "workspace.owner.json").write_text("{", encoding="utf-8")
    with pytest.raises(Held) as held:
        WorkspaceLock(tmp_path).acquire(NOW, "沈例", "窗口电脑")
    assert held.value.owner is None
    first.release()


def test_a_folder_that_is_not_there_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"workspace\.lock"):
        WorkspaceLock(tmp_path / "没有").acquire(NOW, "韩样", "办公室电脑")
