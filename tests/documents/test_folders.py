"""What a killed program left beside a folder goes later; what is being written stays."""

import os
import time
from pathlib import Path

import pytest

from desk_app.documents.folders import replace_folder

HOURS = 2 * 3600


def fill(folder: Path) -> None:
    (folder / "汇总表.pdf").write_bytes(b"x")


def left(parent: Path, name: str, *, age: float) -> Path:
    made = parent / name
    made.mkdir()
    (made / "一半.pdf").write_bytes(b"x")
    os.utime(made, (time.time() - age,) * 2)
    return made


def test_what_a_kill_left_is_removed_by_a_later_one(tmp_path: Path) -> None:
    left(tmp_path, ".0123abcd.dingji", age=HOURS)
    fresh = left(tmp_path, ".89ef0123.dingji", age=60)
    others = [
        left(tmp_path, name, age=HOURS)
        for name in (".0123abcd", ".0123abcd.dingji.old", "0123abcd.dingji", ".git")
    ]
    replace_folder(tmp_path / "材料", fill, lambda _old: "")
    assert sorted(tmp_path.iterdir()) == sorted([fresh, *others, tmp_path / "材料"])


def test_a_killed_one_is_told_by_its_name(tmp_path: Path) -> None:
    seen: list[str] = []

    def look(folder: Path) -> None:
        seen.append(folder.name)
        os.utime(folder, (0, 0))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(tmp_path / "材料", look, lambda _old: "")
    left(tmp_path, seen[0], age=HOURS)
    replace_folder(tmp_path / "材料", fill, lambda _old: "")
    assert [one.name for one in tmp_path.iterdir()] == ["材料"]


def test_a_read_only_old_folder_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_folder(tmp_path / "材料", fill, lambda _old: "")
    (tmp_path / "材料").chmod(0o500)
    # Root may remove anything: what the system would refuse is refused here.
    remove = os.unlink

    def guarded(path: str, *, dir_fd: int | None = None) -> None:
        shut = [one for one in tmp_path.iterdir() if not one.stat().st_mode & 0o200]
        if shut:
            raise PermissionError(13, "Permission denied")
        remove(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", guarded)
    replace_folder(tmp_path / "材料", fill, lambda _old: "")
    assert [one.name for one in tmp_path.iterdir()] == ["材料"]
