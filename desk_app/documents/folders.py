"""Writing a folder so that it is either the old one or the new one, never half of either."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from typing import TYPE_CHECKING

from desk_app.documents.saving import ATTEMPTS, FIRST_PAUSE, fault_of
from desk_app.domain.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def replace_folder(
    folder: Path, build: Callable[[Path], None], keep: Callable[[Path], str]
) -> Path | None:
    """Let ``build`` fill a new folder beside ``folder``, then put it in place of ``folder``.

    ``keep`` looks at the old folder, where there is one, and returns the name under which it
    stays beside the new one, "" where it can go. Returns where the old one is now. Whatever
    is raised on the way, ``Cancelled`` too, leaves the old folder as it was and nothing else.

    Raises:
        Fault: the place is missing or read only, the disk is full, or a file of the old folder
            is open in another program.
    """
    parent = folder.parent
    if not parent.is_dir():
        raise Fault(f"找不到文件夹“{parent}”，材料没有生成。请确认U盘已插好，或换一个文件夹再试。")
    if folder.exists() and not folder.is_dir():
        raise Fault(
            f"“{parent}”里有一个名叫“{folder.name}”的文件，放不下同名的文件夹。"
            "请把它改名或移走，或换一个文件夹再试。"
        )
    beside = parent / f".{secrets.token_hex(4)}"
    try:
        try:
            beside.mkdir()
        except OSError as error:
            raise fault_of(error, folder) from error
        build(beside)
        return _put_in_place(beside, folder, keep)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_file(path: Path, data: bytes, shown: Path) -> None:
    """Write a file of a folder that is being built and make it last; ``shown`` names it."""
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise fault_of(error, shown) from error


def _put_in_place(beside: Path, folder: Path, keep: Callable[[Path], str]) -> Path | None:
    if not folder.exists():
        _rename(beside, folder, folder)
        return None
    name = keep(folder)
    aside = folder.with_name(name) if name else folder.with_name(f"{beside.name}.old")
    _rename(folder, aside, folder)
    try:
        _rename(beside, folder, folder)
    except BaseException:
        aside.rename(folder)
        raise
    if name:
        return aside
    shutil.rmtree(aside, ignore_errors=True)
    return None


def _rename(old: Path, new: Path, shown: Path) -> None:
    """Rename, patiently: a scanner lets go of a file after a moment, WPS does not."""
    pause = FIRST_PAUSE
    for attempt in range(1, ATTEMPTS + 1):
        try:
            old.rename(new)
        except PermissionError as error:
            if attempt < ATTEMPTS:
                time.sleep(pause)
                pause *= 2
                continue
            raise Fault(
                f"文件夹“{shown}”里有文件正被其他程序（如 WPS、Excel）打开，"
                "新材料没有放进去，原来的材料没有变动。请关闭这些文件后再生成一次。"
            ) from error
        except OSError as error:
            raise fault_of(error, shown) from error
        else:
            return
