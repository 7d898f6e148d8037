"""What is no workspace of ours, or cannot be one, and the sentence that says so."""

import os
import platform
import stat
from pathlib import Path

from sqlalchemy import Engine

from desk_app.disk import is_full
from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.services import backups
from desk_app.services.second_start import is_mine
from desk_app.storage.engine import sqlite
from desk_app.storage.engine.header import DATABASE
from desk_app.storage.lock import Owner


class InUse(Fault):
    """Another program has the workspace open.

    ``unanswered`` is what to add where its window was asked to come forward and did not.
    """

    def __init__(self, sentence: str, unanswered: str = "") -> None:
        super().__init__(sentence)
        self.unanswered = unanswered


def is_in_use(fault: Fault) -> bool:
    """Say whether a fault of opening is that another program has the workspace open."""
    return isinstance(fault, InUse)


def said_unanswered(fault: Fault) -> str:
    """Return the sentence of such a fault where its window was asked and did not answer."""
    return f"{fault}{fault.unanswered}" if isinstance(fault, InUse) else str(fault)


def exists(folder: Path) -> bool:
    """Say whether a workspace lies in ``folder``; raises ``Fault`` where nobody may look."""
    try:
        return stat.S_ISREG((folder / DATABASE).stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise Fault(
            f"文件夹“{folder}”读不了：{_refusal(error)}。请检查它的权限，或另选一个文件夹。"
        ) from error


def refuse_unfit(path: Path, *, new: bool) -> None:
    """Refuse what is no database of ours before anything touches it; begin a ``new`` one."""
    try:
        if new and not exists(path.parent):
            sqlite.mark(path)
        elif not path.stat().st_size:
            raise Fault(
                f"“{path}”是空文件（0 字节），里面没有任何数据，没有打开它，也没有改动它。"
                f"请在窗口右上角菜单里用“恢复为副本”，从“{backups.folder_of(path.parent)}”"
                "取回最近的备份；"
                "没有备份的，请移走这个文件再新建。"
            )
        elif not sqlite.identify(path):
            raise Fault(f"“{path}”不是定级工作台的数据库，没有打开它，也没有改动它。")
    except OSError as error:
        raise Fault(
            f"数据库“{path}”打不开：{_refusal(error)}。请检查文件和文件夹的权限后再试。"
        ) from error


def already(folder: Path) -> Fault:
    """The fault of a folder that has a workspace already."""
    return Fault(f"文件夹“{folder}”里已经有一个工作区，请直接打开它，或另选一个文件夹。")


def in_use(folder: Path, owner: Owner | None, actor: Actor) -> Fault:
    """The fault of a workspace that another program has open."""
    if owner is None:
        return InUse(
            f"这个工作区正在另一个窗口或另一台电脑上使用（{folder}）。请先在那边关闭，再从这里打开。"
        )
    if is_mine(owner, actor):
        return InUse(
            f"这个工作区已在这台电脑上打开（{owner.since} 打开，{folder}）。请先关闭它的窗口再试。",
            unanswered="它的窗口没有应答：请在任务栏里找到它；正在关闭的，稍等再试；"
            "一直没有反应的，注销后重新登录再打开，已保存的都在。",
        )
    where = "在这台电脑上" if owner.host == platform.node() else f"在电脑“{owner.host}”上"
    return InUse(
        f"这个工作区正由“{owner.user}”{where}使用（{owner.since} 打开）。"
        f"请先在那边关闭，再从这里打开（{folder}）。"
    )


def _refusal(error: OSError) -> str:
    return "没有权限" if isinstance(error, PermissionError) else str(error.strerror or error)


def refuse_read_only(path: Path) -> None:
    """Say so before SQLite does: it calls a file without the right to write a broken disk."""
    if os.access(path, os.R_OK) and not os.access(path, os.W_OK):
        raise Fault(
            f"数据库“{path}”是只读的，打不开。请在它的属性里去掉“只读”再试；"
            "放在光盘或只读U盘上的，请先把整个文件夹复制到硬盘。"
        )


def incomplete(folder: Path, engine: Engine) -> str:
    """What to say of a database without a record of its schema."""
    if sqlite.is_bare(engine):
        return (
            f"“{folder / DATABASE}”新建到一半中断了，里面还没有数据，没有打开它。"
            "请在这个文件夹里重新新建工作区；"
            f"原来有数据的，请从“{backups.folder_of(folder)}”取回最近的备份。"
        )
    return (
        f"“{folder / DATABASE}”已损坏：没有版本记录，没有打开它，也没有改动它。"
        f"请从“{backups.folder_of(folder)}”取回最近的备份替换它。"
    )


def cannot_write(error: OSError) -> str:
    """Why a folder takes nothing and what to do."""
    if is_full(error):
        return "磁盘已满。请清理磁盘后再试。"
    return f"{_refusal(error)}。请换一个可以写入的文件夹。"
