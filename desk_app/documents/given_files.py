"""The bytes of a file that somebody chose, or the sentence that says why there are none."""

from pathlib import Path

from desk_app.domain.faults import Fault

MAX_BYTES = 60 * 2**20
"""What is larger was never made for this program."""


def bytes_of(path: Path, wanted: str, lighten: str) -> bytes:
    """Read a file whole.

    ``wanted`` are the kinds of files that fit (“.xlsx 或 .xls 表格”), ``lighten`` is what helps
    with one that is too large (“只保留需要的工作表”). Raises ``Fault`` for a folder, a file that
    is too large, away, locked or on a stick that was pulled out.
    """
    try:
        if path.is_dir():
            raise Fault(f"“{path}”是一个文件夹，请选择一个 {wanted}。")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Fault(
                f"“{path.name}”有 {size // 2**20} MB，太大，没有读入。请{lighten}，另存后再试。"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Fault(f"找不到文件“{path}”，请核对文件名；在U盘上的请确认U盘已插好。") from error
    except PermissionError as error:
        raise Fault(
            f"“{path.name}”读不了：没有权限，或正被其他程序占用。请关闭打开它的程序后再试。"
        ) from error
    except OSError as error:
        raise Fault(
            f"“{path.name}”读取出错（{error.strerror or error}），请重新插好U盘或换一份文件再试。"
        ) from error
