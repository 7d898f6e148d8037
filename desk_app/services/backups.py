"""Backups of a workspace: where they lie, when one is due, which may go, how one comes back."""

import errno
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from desk_app.disk import is_full
from desk_app.domain.backups import UPGRADE, Copy, in_order, new_name, read_name, thin
from desk_app.domain.faults import Fault
from desk_app.storage import migrate
from desk_app.storage.engine import copies, sqlite, unsealed
from desk_app.storage.engine.failures import ERRORS, Failure, failure_of
from desk_app.storage.engine.header import DATABASE, session_number

_FOLDER = "backups"
_HOW_BACK = "请在窗口右上角菜单里用“恢复为副本”取回最近的备份"


def folder_of(workspace_folder: Path) -> Path:
    """Return where the copies of a workspace lie."""
    return workspace_folder / _FOLDER


def listing(workspace_folder: Path) -> tuple[Copy, ...]:
    """Return the copies of a workspace, the oldest first. The workspace need not be open."""
    found = []
    for path in folder_of(workspace_folder).glob("*.db"):
        copy = read_name(path.name)
        if copy is not None:
            try:
                found.append(replace(copy, size=path.stat().st_size))
            except OSError:  # a copy that went meanwhile
                continue
    return in_order(found)


def due(workspace_folder: Path, engine: Engine) -> bool:
    """Say whether the open workspace holds something that its newest copy does not."""
    return _holds(workspace_folder, copies.number(engine)) is None


def make(workspace_folder: Path, engine: Engine, now: datetime, reason: str) -> Path:
    """Check the database, copy it, then let the copies go that need not stay; raises ``Fault``.

    ``reason`` is one of ``domain.backups.REASONS``. A damaged database leaves every copy.
    """
    refuse_missing(workspace_folder)
    refuse_damaged(workspace_folder, engine)
    folder = folder_of(workspace_folder)
    try:
        folder.mkdir(exist_ok=True)
        copies.clean(folder)
        target = folder / new_name(listing(workspace_folder), now, reason)
        copies.write(engine, target, unsealed.strip)
        _thin(workspace_folder)
    except (OSError, *ERRORS) as error:
        raise Fault(f"备份没有写成（{folder}）：{_why(error)}") from error
    return target


def refuse_missing(workspace_folder: Path) -> None:
    """Raise ``Fault`` where the open workspace was deleted or moved: nothing is made anew there."""
    if not (workspace_folder / DATABASE).exists():
        raise Fault(
            f"工作区“{workspace_folder}”不见了（文件夹被删除、移走，或U盘已拔出），没有备份。"
            "请把文件夹放回原处；找不回来时，用别处的备份恢复。"
        )


def refuse_damaged(workspace_folder: Path, engine: Engine) -> None:
    """Raise ``Fault`` where the database's own checks find something wrong."""
    wrong = sqlite.problems(engine)
    if wrong:
        raise Fault(
            f"数据库自检发现问题，没有覆盖旧备份：{wrong[0]}。"
            f"请保留文件夹“{workspace_folder}”，{_HOW_BACK}。"
        )


def restore(workspace_folder: Path, named: str, target: Path) -> Path:
    """Put a copy into the new or empty folder ``target`` as a workspace of its own.

    ``named`` is the copy's file name or its number. The copy is written beside, checked there,
    flushed and moved into place; the workspace itself is not touched. Returns ``target``;
    raises ``Fault``.
    """
    number = int(named) if named.isdecimal() else 0
    chosen = [
        one
        for one in listing(workspace_folder)
        if one.name == named or (number and one.number == number)
    ]
    if not chosen:
        raise Fault(f"没有编号为 {named} 的备份，请先列出备份再选。")
    copy = folder_of(workspace_folder) / chosen[-1].name
    beside = (target / DATABASE).with_suffix(copies.PART)
    made = not target.exists()
    try:
        if workspace_folder.absolute() in target.absolute().parents:
            raise Fault(f"“{target}”在工作区的文件夹里面，请另选一个文件夹。")
        target.mkdir(parents=True, exist_ok=True)
        copies.clean(target)
        if any(target.iterdir()):
            raise Fault(f"文件夹“{target}”里已经有文件，请另选一个空文件夹。")
        try:
            shutil.copyfile(copy, beside)
            _refuse_unsound(copy, beside)
            copies.put_in_place(beside, target / DATABASE)
        except BaseException:
            beside.unlink(missing_ok=True)
            if made:
                target.rmdir()
            raise
    except OSError as error:
        raise Fault(f"备份“{copy.name}”没有恢复到“{target}”：{_why(error)}") from error
    return target


def _refuse_unsound(copy: Path, beside: Path) -> None:
    """Refuse what is not ours, is damaged, or was written by a newer program."""
    if session_number(beside) is None or not sqlite.identify(beside):
        raise Fault(f"“{copy}”不是定级工作台的备份，没有恢复。请另选一份。")
    wrong = copies.problems(beside)
    schema = copies.schema(beside)
    if wrong or not schema:
        said = wrong[0] if wrong else "缺少版本记录"
        raise Fault(f"备份“{copy.name}”自检发现问题，没有恢复：{said}。请另选一份。")
    if schema > migrate.HEAD:
        raise Fault(
            f"备份“{copy.name}”由更新版本的定级工作台做成，本程序版本较旧，没有恢复。请先升级程序。"
        )


def _holds(workspace_folder: Path, number: int) -> Copy | None:
    """The newest copy, where it holds what the session of that number left."""
    found = listing(workspace_folder)
    if not found:
        return None
    newest = found[-1]
    # Programs that did not number their copies did not number their sessions either.
    told = newest.number > 0
    same = copies.same(folder_of(workspace_folder) / newest.name, number)
    return newest if told and same else None


def _thin(workspace_folder: Path) -> None:
    folder = folder_of(workspace_folder)
    known = [
        replace(one, schema=copies.schema(folder / one.name)) if one.reason == UPGRADE else one
        for one in listing(workspace_folder)
    ]
    for one in thin(known):
        copies.remove(folder / one.name)


def _why(error: Exception) -> str:
    """What hindered the writing and what to do, in Chinese."""
    failure, code = failure_of(error), getattr(error, "errno", None)
    if code in (errno.EEXIST, errno.ENOTDIR):
        return "那里有一个同名的文件，不是文件夹。请把它改名或移走后再试。"
    if failure is Failure.FULL or is_full(error):
        return "磁盘已满。请清理磁盘后再试。"
    if failure is Failure.SHUT or code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "文件夹不能写入。请检查文件夹的权限后再试。"
    if code in (errno.ENOENT, errno.EINVAL, errno.ENAMETOOLONG):
        return "这样的文件夹建不成或找不到。请换一个文件夹再试。"
    words = failure.value if failure else getattr(error, "strerror", None) or str(error)
    return f"{words}。请检查磁盘和文件夹后再试。"
