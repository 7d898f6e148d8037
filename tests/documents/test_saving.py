import errno
import os
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.documents import saving
from desk_app.documents.saving import save_beside, save_bytes, save_workbook
from desk_app.domain.faults import Fault


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "上报材料"
    folder.mkdir()
    return folder


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "FIRST_PAUSE", 0.0)


def test_new_file_takes_the_place_of_the_old(folder: Path) -> None:
    target = folder / "汇总表.pdf"
    save_bytes(b"old", target)
    save_bytes(b"new", target)
    assert target.read_bytes() == b"new"
    assert names(folder) == ["汇总表.pdf"]


def test_workbook(folder: Path) -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["A1"] = "党委"
    save_workbook(workbook, folder / "表.xlsx")
    sheet = load_workbook(folder / "表.xlsx").active
    assert sheet is not None
    assert sheet["A1"].value == "党委"


def test_failure_leaves_the_old_file_and_nothing_else(folder: Path) -> None:
    target = folder / "汇总表.pdf"
    target.write_bytes(b"old")

    def write(beside: Path) -> None:
        beside.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Fault, match=r"磁盘已满，“汇总表\.pdf”没有写出"):
        save_beside(target, write)
    assert target.read_bytes() == b"old"
    assert names(folder) == ["汇总表.pdf"]


def test_our_own_error_is_not_hidden(folder: Path) -> None:
    def write(beside: Path) -> None:
        beside.write_bytes(b"half")
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        save_beside(folder / "a.pdf", write)
    assert names(folder) == []


def test_file_open_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    tries = []

    def refuse(self: Path, target: Path) -> None:
        tries.append(target)
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Fault, match="正被其他程序（如 WPS、Excel）打开"):
        save_bytes(b"x", folder / "汇总表.xlsx")
    assert len(tries) == saving.ATTEMPTS
    assert names(folder) == []


def test_file_held_for_a_moment(
    folder: Path, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    real, tries = Path.replace, []

    def refuse_twice(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", refuse_twice)
    save_bytes(b"x", folder / "汇总表.xlsx")
    assert names(folder) == ["汇总表.xlsx"]


def test_read_only_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    def write(beside: Path) -> None:
        raise PermissionError(errno.EACCES, "denied")

    with pytest.raises(Fault, match="没有权限写入文件夹"):
        save_beside(folder / "a.pdf", write)


def test_read_only_medium(folder: Path) -> None:
    def write(beside: Path) -> None:
        raise OSError(errno.EROFS, "read-only")

    with pytest.raises(Fault, match="是只读的"):
        save_beside(folder / "a.pdf", write)


def test_missing_stick(folder: Path) -> None:
    with pytest.raises(Fault, match="请确认U盘已插好"):
        save_bytes(b"x", folder / "没有" / "a.pdf")


def test_stick_pulled_out_while_writing(folder: Path) -> None:
    def write(beside: Path) -> None:
        folder.rmdir()
        raise OSError(errno.EIO, "gone")

    with pytest.raises(Fault, match="可能是U盘被拔出"):
        save_beside(folder / "a.pdf", write)


def test_target_is_a_folder(folder: Path) -> None:
    with pytest.raises(Fault, match="是一个文件夹"):
        save_bytes(b"x", folder)
