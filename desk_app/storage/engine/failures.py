"""What the database says when something outside of it went wrong, by its codes."""

import sqlite3
from enum import Enum

from sqlalchemy.exc import DatabaseError

ERRORS = (DatabaseError, sqlite3.Error)
"""What functions of this room, and every statement, may raise; see ``failure_of``."""


class Failure(Enum):
    """A failure of disk or file, in words that fit after “数据没有写入：”."""

    FULL = "磁盘已满"
    READ_ONLY = "文件夹或文件只读"
    SHUT = "文件打不开"
    HELD = "文件被其他程序占用"
    DAMAGED = "文件已损坏"
    FOREIGN = "文件已损坏或不是数据库"
    DISK = "磁盘读写出错（U盘是否已拔出？）"


_BY_CODE = {
    sqlite3.SQLITE_FULL: Failure.FULL,
    sqlite3.SQLITE_READONLY: Failure.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Failure.SHUT,
    sqlite3.SQLITE_BUSY: Failure.HELD,
    sqlite3.SQLITE_LOCKED: Failure.HELD,
    sqlite3.SQLITE_CORRUPT: Failure.DAMAGED,
    sqlite3.SQLITE_NOTADB: Failure.FOREIGN,
    sqlite3.SQLITE_IOERR: Failure.DISK,
}


def failure_of(error: BaseException) -> Failure | None:
    """Return what of the world's is behind an error; ``None`` where the fault is our own."""
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", None)
    # The low byte is the kind, what is above it says in which call.
    return None if code is None else _BY_CODE.get(code & 0xFF)
