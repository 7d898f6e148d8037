"""Writing a file so that it is either the old one or the new one, never half of either."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.disk import flush_file, flush_folder, is_full
from desk_app.domain.faults import Fault

if TYPE_CHECKING:
    from openpyxl import Workbook

ATTEMPTS = 6
FIRST_PAUSE = 0.05
"""Seconds before the second attempt; doubled each time, about 1.5 s in all."""

_READ_ONLY = (errno.EROFS,)
_HELD_ON_WINDOWS = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


def save_beside(path: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a new file beside ``path``, then put it in place of ``path``.

    ``write`` gets the path of the new file, whose ending is that of ``path``. What goes wrong
    leaves ``path`` as it was and nothing beside it.

    Raises:
        Fault: the folder is missing or read only, the disk is full, the stick was pulled out,
            or the file is open in another program.
    """
    with saving(path) as beside:
        write(beside)


@contextlib.contextmanager
def saving(path: Path) -> Iterator[Path]:
    """Yield the path of a new file beside ``path``; when the block ends it takes its place.

    See ``save_beside`` for what is raised, and for what a fault leaves.
    """
    check_target(path)
    # Hidden and short: the name must fit where the final one does.
    beside = path.with_name(f".{secrets.token_hex(4)}{path.suffix}")
    try:
        yield beside
        flush_file(beside)
        _put_in_place(beside, path)
    except OSError as error:
        raise fault_of(error, path) from error
    finally:
        _remove(beside)
    with contextlib.suppress(OSError):  # some sticks refuse it
        flush_folder(path.parent)


def check_target(path: Path) -> None:
    """Raise ``Fault`` where ``path`` can be no file: before long work is done for nothing."""
    if path.is_dir():
        raise Fault(f"“{path}”是一个文件夹，不能写成文件，请换一个文件名。")
    if not path.parent.is_dir():
        raise Fault(
            f"找不到文件夹“{path.parent}”，“{path.name}”没有写出。"
            "请确认U盘已插好、文件夹还在，或换一个文件夹再试。"
        )


def save_workbook(workbook: "Workbook", path: Path) -> None:
    """Write a workbook to ``path``; see ``save_beside`` for what is raised."""
    save_beside(path, workbook.save)


def save_bytes(data: bytes, path: Path) -> None:
    """Write bytes, for instance a PDF, to ``path``; see ``save_beside`` for what is raised."""
    save_beside(path, lambda beside: _write_bytes(data, beside))


def _write_bytes(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def _put_in_place(beside: Path, path: Path) -> None:
    """Rename, patiently: a scanner lets go of a file after a moment, WPS does not."""
    pause = FIRST_PAUSE
    for attempt in range(1, ATTEMPTS + 1):
        try:
            beside.replace(path)
        except PermissionError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(pause)
            pause *= 2
        else:
            return


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # the stick is gone, and the file with it
        return


def fault_of(error: OSError, path: Path) -> Fault:
    """The sentence for what the system said when ``path`` was to be written."""
    name, folder = path.name, path.parent
    if is_full(error):
        return Fault(f"磁盘已满，“{name}”没有写出到“{folder}”。请删除不用的文件或换一个磁盘再试。")
    if error.errno in _READ_ONLY:
        return Fault(f"“{folder}”是只读的，“{name}”没有写出。请换一个可以写入的文件夹再试。")
    held = getattr(error, "winerror", None) in _HELD_ON_WINDOWS
    if held or isinstance(error, PermissionError):
        if not held and not os.access(folder, os.W_OK):
            return Fault(
                f"没有权限写入文件夹“{folder}”，“{name}”没有写出。请换一个可以写入的文件夹再试。"
            )
        return Fault(f"文件“{path}”正被其他程序（如 WPS、Excel）打开，没有写出。请关闭它以后再试。")
    if not folder.is_dir():
        return Fault(f"写“{name}”时文件夹“{folder}”不见了，可能是U盘被拔出。请插好U盘后再试。")
    reason = error.strerror or type(error).__name__
    return Fault(f"“{name}”没有写出到“{folder}”（{reason}）。请换一个文件夹再试。")
