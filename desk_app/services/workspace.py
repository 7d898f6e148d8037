"""The workspace: one folder with one database, opened by one program at a time."""

import errno
import logging
import os
import platform
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock
from desk_app.services import backups
from desk_app.services.computer import COMPUTER, login
from desk_app.services.session import Changed, Session
from desk_app.storage import migrate, tables
from desk_app.storage.engine import copies, header, sqlite
from desk_app.storage.engine.failures import ERRORS, failure_of
from desk_app.storage.engine.header import log_is_empty
from desk_app.storage.lock import Held, WorkspaceLock

log = logging.getLogger(__name__)

DATABASE = header.DATABASE

_CLEARED_UP = "上次程序没有正常关闭，这次像打开窗口一样打开了工作区，先收好了没有写完的数据。"
_BROUGHT_UP = "工作区由旧版本的程序建立，这次像打开窗口一样打开了它：先备份，再升级。"


@dataclass(frozen=True, slots=True)
class Office:
    """The office that keeps the workspace."""

    full_name: str
    short_name: str


class Workspace:
    """An open workspace. Its one connection is used by one thread at a time.

    With ``reads`` no byte of the database changes, and there is nothing to back up.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        lock: WorkspaceLock,
        clock: Clock,
        actor: Actor,
        *,
        reads: bool = False,
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.actor = actor
        self._reads = reads
        self._engine = engine
        self._lock = lock
        self._to_forget = False
        self._session = copies.SessionNumber(engine, folder / DATABASE)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: everything inside stands afterwards, or nothing does.

        Faults of the disk come out as ``Fault``.
        """
        if self._to_forget:
            self.forget(votes=True)
        try:
            with self._engine.begin() as connection:
                yield Session(connection, self.clock, self.actor)
        except ERRORS as error:
            cause = failure_of(error)
            if cause is None:
                raise
            raise Fault(
                f"数据没有写入“{self.folder}”：{cause.value}。"
                "请检查磁盘空间和文件夹权限后再试，此前已保存的数据都在。"
            ) from error

    def forget(self, *, votes: bool = False, stale: bool = False) -> None:
        """Let nothing be left of what a transaction just deleted of a count.

        The write-ahead log is cut down; ``votes``: the copies in ``backups`` too forget the
        versions that were counted again. ``stale`` after opening: see
        ``sqlite.forget_open_counts``. What the disk refuses is tried again before the next
        transaction and at the next opening: what was saved is saved all the same.
        """
        try:
            if votes or stale:
                sqlite.forget_open_counts(self._engine, backups.folder_of(self.folder), stale=stale)
            else:
                sqlite.truncate_wal(self._engine)
        except (OSError, *ERRORS) as error:
            self._to_forget = True
            log.warning("what was deleted of a count is not yet cleared: %s", error)
        else:
            self._to_forget = False

    def now(self) -> datetime:
        """The moment by the clock that was handed in, to the second."""
        return self.clock.now().replace(microsecond=0)

    def today(self) -> date:
        """The day by the clock that was handed in."""
        return self.now().date()

    def back_up(self, reason: str) -> Path:
        """Check the database, then copy it beside itself; raises ``Fault``."""
        made = backups.make(self.folder, self._engine, self.now(), reason)
        self._session.begin_anew()
        return made

    def back_up_changes(self, reason: str) -> Path | None:
        """Back up where something changed since the newest copy; raises ``Fault``."""
        backups.refuse_missing(self.folder)
        try:
            due = backups.due(self.folder, self._engine)
        except ERRORS as error:
            cause = failure_of(error)
            if cause is None:
                raise
            raise Fault(f"“{self.folder}”没有备份：{cause.value}。") from error
        return self.back_up(reason) if due else None

    def problems(self) -> tuple[str, ...]:
        """What the database's own checks find wrong."""
        return sqlite.problems(self._engine)

    def close(self, *, back_up: bool = True) -> None:
        """Back up what changed, close the database and give the lock back, whatever happens.

        The database is checked in any case, so that damage is heard of while good copies lie
        beside it.
        """
        try:
            if back_up and not self._reads and self.back_up_changes("close") is None:
                backups.refuse_damaged(self.folder, self._engine)
        finally:
            self._engine.dispose()
            self._lock.release()


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


def create(
    folder: Path, office: Office, clock: Clock = COMPUTER, actor: Actor | None = None
) -> Workspace:
    """Make a new workspace in ``folder``; raises ``Fault`` where one is already.

    What an interrupted creation has left, a marked file without a table, is gone on with.
    ``clock`` and ``actor`` are the computer's and whoever is logged in, unless handed in.
    """
    if exists(folder) and sqlite.has_content(folder / DATABASE):
        raise _already(folder)
    if not office.full_name.strip():
        raise Fault("请填写单位全称。")
    return _open(folder, clock, actor, founder=office)


def open_(folder: Path, clock: Clock = COMPUTER, actor: Actor | None = None) -> Workspace:
    """Open the workspace in ``folder``, upgraded where it is older; raises ``Fault``.

    ``clock`` and ``actor`` are the computer's and whoever is logged in, unless handed in.
    """
    if not exists(folder):
        raise Fault(f"文件夹“{folder}”里没有工作区，请先新建，或选择正确的文件夹。")
    _refuse_read_only(folder / DATABASE)
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
    _refuse_read_only(path)
    actor = login() if actor is None else actor
    lock = _take_lock(folder, clock, actor)
    engine: Engine | None = None
    note = ""
    try:
        _look_at(path, None)
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


def office(workspace: Workspace) -> Office:
    """Return who keeps the workspace."""
    with workspace.session() as session:
        row = session.execute(
            select(tables.workspace.c.full_name, tables.workspace.c.short_name)
        ).one()
    return Office(row.full_name, row.short_name)


def rename(workspace: Workspace, names: Office) -> None:
    """Change the office's names."""
    if not names.full_name.strip():
        raise Fault("请填写单位全称。")
    full = names.full_name.strip()
    after = Office(full, names.short_name.strip() or full)
    before = office(workspace)
    with workspace.session() as session:
        session.execute(
            update(tables.workspace).values(full_name=after.full_name, short_name=after.short_name)
        )
        session.record(
            Changed("单位全称", before=before.full_name, after=after.full_name),
            Changed("单位简称", before=before.short_name, after=after.short_name),
        )


def _open(folder: Path, clock: Clock, actor: Actor | None, *, founder: Office | None) -> Workspace:
    path = folder / DATABASE
    actor = login() if actor is None else actor
    lock = _take_lock(folder, clock, actor)
    engine: Engine | None = None
    try:
        _look_at(path, founder)
        engine = sqlite.make_engine(path)
        workspace = Workspace(folder.absolute(), engine, lock, clock, actor)
        _upgrade(workspace, engine, founder)
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


def _look_at(path: Path, founder: Office | None) -> None:
    """Refuse what is no database of ours before anything touches it; begin a new one."""
    try:
        if founder is not None and not exists(path.parent):
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


def _already(folder: Path) -> Fault:
    return Fault(f"文件夹“{folder}”里已经有一个工作区，请直接打开它，或另选一个文件夹。")


def _refusal(error: OSError) -> str:
    return "没有权限" if isinstance(error, PermissionError) else str(error.strerror or error)


def _refuse_read_only(path: Path) -> None:
    """Say so before SQLite does: it calls a file without the right to write a broken disk."""
    if os.access(path, os.R_OK) and not os.access(path, os.W_OK):
        raise Fault(
            f"数据库“{path}”是只读的，打不开。请在它的属性里去掉“只读”再试；"
            "放在光盘或只读U盘上的，请先把整个文件夹复制到硬盘。"
        )


def _take_lock(folder: Path, clock: Clock, actor: Actor) -> WorkspaceLock:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = WorkspaceLock(folder)
        lock.acquire(clock.now(), actor.name or "未知用户", platform.node())
    except Held as held:
        raise Fault(
            f"这个工作区正由{held.owner}使用，请先在那边关闭，再从这里打开（{folder}）。"
        ) from None
    except OSError as error:
        raise Fault(f"文件夹“{folder}”不能写入：{_cannot_write(error)}") from error
    return lock


def _upgrade(workspace: Workspace, engine: Engine, founder: Office | None) -> None:
    version = migrate.current(engine)
    if founder is not None and (version is not None or not sqlite.is_bare(engine)):
        raise _already(workspace.folder)
    if version == migrate.HEAD:
        return
    if version is not None and version > migrate.HEAD:
        raise Fault(
            "这个工作区由更新版本的定级工作台建立，本程序版本较旧，没有改动它。请先升级程序。"
        )
    if version is None and founder is None:
        raise Fault(_incomplete(workspace.folder, engine))
    if founder is None:
        workspace.back_up("upgrade")
        migrate.upgrade(engine)
        return
    first_row = {
        "id": 1,
        "full_name": founder.full_name.strip(),
        "short_name": founder.short_name.strip() or founder.full_name.strip(),
        "created_at": workspace.now().isoformat(sep=" "),
    }
    migrate.upgrade(
        engine,
        after=lambda connection: _insert_office(connection, first_row),
    )


def _incomplete(folder: Path, engine: Engine) -> str:
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


def _insert_office(connection: Connection, row: dict[str, object]) -> None:
    connection.execute(insert(tables.workspace).values(row))


def _cannot_write(error: OSError) -> str:
    """Why a folder takes nothing and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "磁盘已满。请清理磁盘后再试。"
    return f"{_refusal(error)}。请换一个可以写入的文件夹。"
