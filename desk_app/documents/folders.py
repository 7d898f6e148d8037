"""Writing a folder so that it is either the old one or the new one, never half of either."""

import contextlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

from desk_app.disk import flush_file
from desk_app.documents.saving import ATTEMPTS, FIRST_PAUSE, fault_of
from desk_app.domain.faults import Fault

_BESIDE = ".dingji"
"""The ending of the hidden folder that is filled beside the one it is to replace."""
_LEFT = re.compile(rf"\.[0-9a-f]{{8}}{re.escape(_BESIDE)}")
_SURELY_LEFT = 3600.0
"""Seconds after which nobody can still be filling such a folder."""


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
    beside = parent / f".{secrets.token_hex(4)}{_BESIDE}"
    try:
        try:
            beside.mkdir()
        except OSError as error:
            raise fault_of(error, folder) from error
        _clear_left(parent, beside)
        build(beside)
        return _put_in_place(beside, folder, keep)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_file(path: Path, data: bytes, shown: Path) -> None:
    """Write a file of a folder that is being built and make it last; ``shown`` names it."""
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        flush_file(path)
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
    _remove(aside)
    return None


def _clear_left(parent: Path, begun: Path) -> None:
    """Remove what a program that was killed had begun here; what cannot go yet stays.

    How old it is tells the disk's own clock, by the folder ``begun`` just now.

    An old folder that was put aside (``.old``) is not touched: after a kill between the two
    renames it is all that is left of what stood there.
    """
    try:
        now = begun.stat().st_mtime
        left = [one for one in parent.iterdir() if _LEFT.fullmatch(one.name)]
        old = [one for one in left if now - one.stat().st_mtime > _SURELY_LEFT]
    except OSError:  # the folder shows nothing, or another program was faster
        return
    for one in old:
        _remove(one)


def _remove(folder: Path) -> None:
    """Remove a folder, also one that somebody made read-only; what is held stays."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    for place, _, files in os.walk(folder):
        for one in (place, *(os.path.join(place, name) for name in files)):  # noqa: PTH118
            with contextlib.suppress(OSError):
                os.chmod(one, stat.S_IRWXU)  # noqa: PTH101
    shutil.rmtree(folder, ignore_errors=True)


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
