"""Makes a workspace, opens one, or opens one only to read."""

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock
from desk_app.services import first_screen
from desk_app.services.computer import COMPUTER, login
from desk_app.services.second_start import name_of
from desk_app.services.workspace.handle import Workspace
from desk_app.services.workspace.offices import Office
from desk_app.services.workspace.refusing import (
    already,
    cannot_write,
    exists,
    in_use,
    refuse_read_only,
    refuse_unfit,
)
from desk_app.services.workspace.upgrading import bring_up
from desk_app.storage import migrate
from desk_app.storage.engine import sqlite
from desk_app.storage.engine.failures import ERRORS, failure_of
from desk_app.storage.engine.header import DATABASE, log_is_empty
from desk_app.storage.lock import Held, WorkspaceLock

if TYPE_CHECKING:
    from sqlalchemy import Engine

_CLEARED_UP = "上次程序没有正常关闭，这次像打开窗口一样打开了工作区，先收好了没有写完的数据。"
_BROUGHT_UP = "工作区由旧版本的程序建立，这次像打开窗口一样打开了它：先备份，再升级。"


def create(
    folder: Path, office: Office, clock: Clock = COMPUTER, actor: Actor | None = None
) -> Workspace:
    """Make a new workspace in ``folder``; raises ``Fault`` where one is already.

    What an interrupted creation has left, a marked file without a table, is gone on with.
    ``clock`` and ``actor`` are the computer's and whoever is logged in, unless handed in.
    """
    if exists(folder) and sqlite.has_content(folder / DATABASE):
        raise already(folder)
    if not office.full_name.strip():
        raise Fault("请填写单位全称。")
    return _open(folder, clock, actor, founder=office)


def open_(folder: Path, clock: Clock = COMPUTER, actor: Actor | None = None) -> Workspace:
    """Open the workspace in ``folder``, upgraded where it is older; raises ``Fault``.

    ``clock`` and ``actor`` are the computer's and whoever is logged in, unless handed in.
    """
    if not exists(folder):
        raise Fault(f"文件夹“{folder}”里没有工作区，请先新建，或选择正确的文件夹。")
    refuse_read_only(folder / DATABASE)
    return _open(folder, clock, actor, founder=None)


def open_to_read(
    folder: Path, clock: Clock = COMPUTER, actor: Actor | None = None
) -> tuple[Workspace, str]:
    """Open the workspace in ``folder`` so that no byte of it changes; raises ``Fault``.

    After a kill, or where an older program made it, it is opened as ``open_`` does, and the
    second value is the sentence that says so; otherwise it is empty.
    """
    path = folder / DATABASE
    if not exists(folder):
        return open_(folder, clock, actor), ""
    if not log_is_empty(path):
        return open_(folder, clock, actor), _CLEARED_UP
    refuse_read_only(path)
    actor = login() if actor is None else actor
    lock = _take_lock(folder, clock, actor)
    engine: Engine | None = None
    note = ""
    try:
        refuse_unfit(path, new=False)
        engine = sqlite.make_reader(path)
        if migrate.current(engine) == migrate.HEAD:
            return Workspace(folder.absolute(), engine, lock, clock, actor, reads=True), ""
        note = _BROUGHT_UP
    except ERRORS:
        note = _CLEARED_UP  # if it cannot be opened at all, the other way says why
    finally:
        if note or engine is None:
            if engine is not None:
                engine.dispose()
            lock.release()
    return open_(folder, clock, actor), note


def _open(folder: Path, clock: Clock, actor: Actor | None, *, founder: Office | None) -> Workspace:
    path = folder / DATABASE
    actor = login() if actor is None else actor
    lock = _take_lock(folder, clock, actor)
    engine: Engine | None = None
    try:
        refuse_unfit(path, new=founder is not None)
        first_screen.discard(folder)
        interrupted = founder is None and (lock.left_over or not log_is_empty(path))
        engine = sqlite.make_engine(path)
        workspace = Workspace(
            folder.absolute(), engine, lock, clock, actor, interrupted=interrupted
        )
        bring_up(workspace, engine, founder)
        workspace.forget(stale=True)
    except ERRORS as error:
        if engine is not None:
            engine.dispose()
        lock.release()
        cause = failure_of(error)
        if cause is None:
            raise
        raise Fault(
            f"数据库“{path}”打不开：{cause.value}。"
            "请不要删除它；可在窗口右上角菜单里用“恢复为副本”取回最近的备份。"
        ) from error
    except BaseException:
        if engine is not None:
            engine.dispose()
        lock.release()
        raise
    return workspace


def _take_lock(folder: Path, clock: Clock, actor: Actor) -> WorkspaceLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = WorkspaceLock(folder)
        lock.acquire(clock.now(), name_of(actor), platform.node())
    except Held as held:
        raise in_use(folder, held.owner, actor) from None
    except OSError as error:
        raise Fault(f"文件夹“{folder}”不能写入：{cannot_write(error)}") from error
    return lock
