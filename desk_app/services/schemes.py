"""Schemes: those that ship, those that were imported, and the text that a round is pinned to.

The table keeps whole texts by digest. A text that a round pinned from a shipped file has an
empty ``imported_at``; one that somebody imported has the moment. For new rounds the scheme that
was imported last goes before a shipped one of the same id; rounds keep what they were pinned to.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import bindparam, func, insert, select, update

from desk_app.assets import resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.source import LONGEST_FILE
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

_SUFFIX = ".toml"
_PINNED = (
    select(tables.scheme.c.text)
    .select_from(tables.round_.join(tables.scheme))
    .where(tables.round_.c.id == bindparam("round_id"))
)
"""Put together once: it is read at every score typed."""
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """One line of the list of schemes. ``rounds`` counts the rounds pinned to this id."""

    id: str
    title: str
    shipped: bool
    rounds: int = 0
    imported_at: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``changed`` is false where the same content was there already."""

    id: str
    title: str
    changed: bool
    sentence: str
    hints: tuple[Problem, ...] = ()


# --- what there is ----------------------------------------------------------------------


def shipped() -> tuple[SchemeCard, ...]:
    """Return the schemes that travel with the program, in the order of their ids."""
    ids = sorted((path.stem for path in _shipped_folder().glob(f"*{_SUFFIX}")), key=_in_order)
    return tuple(SchemeCard(one, load_shipped(one).title, shipped=True) for one in ids)


def listing(workspace: Workspace) -> tuple[SchemeCard, ...]:
    """Return every scheme a new round can use: the shipped ones, then the imported ones.

    An imported scheme stands in the place of a shipped one of the same id.
    """
    table = tables.scheme.c
    with workspace.session() as session:
        imported = session.execute(
            select(table.scheme_id, table.title, table.imported_at)
            .where(table.imported_at != "")
            .order_by(table.imported_at, table.id)
        ).all()
        used = session.execute(
            select(table.scheme_id, func.count())
            .select_from(tables.scheme.join(tables.round_))
            .group_by(table.scheme_id)
        ).all()
    rounds = {str(row[0]): int(row[1]) for row in used}
    own = {
        row.scheme_id: SchemeCard(
            row.scheme_id,
            row.title,
            shipped=False,
            rounds=rounds.get(row.scheme_id, 0),
            imported_at=row.imported_at,
        )
        for row in imported
    }
    first = [
        SchemeCard(one.id, one.title, shipped=True, rounds=rounds.get(one.id, 0))
        for one in shipped()
        if one.id not in own
    ]
    return (*first, *(own[key] for key in sorted(own, key=_in_order)))


# --- reading ----------------------------------------------------------------------------


def load(workspace: Workspace, scheme: str | Path) -> Scheme:
    """Return the scheme of that id, or in that file; raises ``Fault``."""
    with workspace.session() as session:
        return parsed(_text(session, scheme)[0])


def load_file(path: Path) -> Scheme:
    """Return the scheme in a file, fit to be graded by; raises ``Fault`` naming the file."""
    text = read_text(path)
    try:
        return parsed(text)
    except SchemeFault as fault:
        raise _named(path, fault) from fault


def load_shipped(scheme_id: str) -> Scheme:
    """Return a scheme that travels with the program; raises ``Fault`` for an unknown id."""
    return parsed(_shipped_text(scheme_id))


def check_file(path: Path) -> tuple[Problem, ...]:
    """Return every finding in a file, errors first; raises ``Fault`` where it cannot be read."""
    text = read_text(path)
    try:
        return check(read(text))
    except SchemeFault as fault:
        return fault.problems


def text_of(workspace: Workspace, scheme_id: str) -> str:
    """Return the text of the scheme of that id, as it would be exported; raises ``Fault``."""
    with workspace.session() as session:
        return _text(session, scheme_id)[0]


def read_text(path: Path) -> str:
    """Return the text of a scheme file; raises ``Fault`` with what to do."""
    if path.is_dir():
        raise Fault(f"“{path}”是一个文件夹，请选择方案文件（{_SUFFIX}）。")
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE * 4 + 1)
    except FileNotFoundError:
        raise Fault(f"找不到方案文件“{path}”，请核对文件名和位置。") from None
    except OSError as error:
        raise Fault(
            f"方案文件“{path}”打不开（{error.strerror or error}），请确认它没有被占用、U盘已插好。"
        ) from error
    if len(content) > LONGEST_FILE * 4:
        raise Fault(f"“{path.name}”太大，不像是方案文件，请核对选对了文件。")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Fault(
            f"“{path.name}”不是 UTF-8 编码的文字（第 {line} 行起）。"
            "如果它是方案文件，请用记事本打开，另存为时把编码选为 UTF-8。"
        ) from None


@lru_cache(maxsize=32)
def parsed(text: str) -> Scheme:
    """Read a usable scheme once for each text; raises ``SchemeFault``."""
    return read_usable(text)


# --- keeping ----------------------------------------------------------------------------


def import_file(workspace: Workspace, path: Path) -> Imported:
    """Put the scheme of a file among those of the workspace; the same content changes nothing.

    Raises:
        Fault: the file cannot be read, or has errors; each is named with its line.
    """
    text = read_text(path)
    try:
        scheme = parsed(text)
    except SchemeFault as fault:
        raise _named(path, fault) from fault
    hints = check(scheme)
    name = f"方案 {scheme.id}“{scheme.title}”"
    ships = _ships(scheme.id)
    with workspace.session() as session:
        session.hold_office()
        newest = _newest_imported(session, scheme.id)
        standing = newest if newest is not None else _shipped_text(scheme.id) if ships else None
        if standing is not None and _digest(standing) == _digest(text):
            whose = "已经导入过" if newest is not None else "程序自带"
            sentence = f"{name}与{whose}的内容相同，没有改动。"
            return Imported(scheme.id, scheme.title, changed=False, sentence=sentence, hints=hints)
        store(session, text, imported=True)
    if standing is None:
        sentence = f"已导入{name}。"
    else:
        sentence = f"已导入{name}的新内容，新建轮次将使用它；已有的轮次不受影响。"
    return Imported(scheme.id, scheme.title, changed=True, sentence=sentence, hints=hints)


def export_file(workspace: Workspace, scheme_id: str, path: Path) -> None:
    """Write the text of a scheme to a file, to be edited or sent; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes

    save_bytes(text_of(workspace, scheme_id).encode("utf-8"), path)


def export_shipped(scheme_id: str, path: Path) -> None:
    """Write a scheme that travels with the program to a file; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes

    save_bytes(_shipped_text(scheme_id).encode("utf-8"), path)


def store(session: Session, text: str, *, imported: bool = False) -> int:
    """Keep a text in the caller's transaction; return the number under which it lies.

    A text that lies there already keeps its number. Raises ``SchemeFault``.
    """
    scheme, digest, table = parsed(text), _digest(text), tables.scheme
    moment = _moment(session, scheme.id) if imported else ""
    row = session.execute(
        select(table.c.id, table.c.imported_at).where(
            table.c.scheme_id == scheme.id, table.c.digest == digest
        )
    ).one_or_none()
    if row is not None:
        if imported:
            session.execute(update(table).where(table.c.id == row.id).values(imported_at=moment))
            session.record(Changed("导入方案", about=scheme.title, after=digest[:12]))
        return int(row.id)
    key = session.execute(
        insert(table).values(
            scheme_id=scheme.id,
            digest=digest,
            title=scheme.title,
            text=text,
            imported_at=moment,
        )
    ).inserted_primary_key
    if key is None:
        raise RuntimeError("a scheme was inserted without a key")
    if imported:
        session.record(Changed("导入方案", about=scheme.title, after=digest[:12]))
    return int(key[0])


def pin(session: Session, scheme: str | Path) -> tuple[int, Scheme]:
    """Keep the text that a new round will go by; return its number and the scheme.

    ``scheme`` is an id or a file. A file's scheme counts as imported. Raises ``Fault``.
    """
    text, imported = _text(session, scheme)
    return store(session, text, imported=imported), parsed(text)


def pinned(where: Workspace | Session, round_id: int) -> Scheme:
    """Return the scheme that a round goes by; raises ``Fault`` for an unknown round."""
    if isinstance(where, Workspace):
        with where.session() as session:
            return pinned(session, round_id)
    text = where.execute(_PINNED, {"round_id": round_id}).scalar_one_or_none()
    if text is None:
        raise Fault(f"没有编号为 {round_id} 的轮次，请刷新后再选。")
    return parsed(text)


# --- helpers ----------------------------------------------------------------------------


def _text(session: Session, scheme: str | Path) -> tuple[str, bool]:
    """The text of an id or a file, and whether it comes from a file."""
    if isinstance(scheme, Path) or scheme.endswith(_SUFFIX):
        path = Path(scheme)
        load_file(path)
        return read_text(path), True
    newest = _newest_imported(session, scheme)
    return (newest if newest is not None else _shipped_text(scheme)), False


def _newest_imported(session: Session, scheme_id: str) -> str | None:
    table = tables.scheme.c
    text: str | None = session.execute(
        select(table.text)
        .where(table.scheme_id == scheme_id, table.imported_at != "")
        .order_by(table.imported_at.desc(), table.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return text


def _moment(session: Session, scheme_id: str) -> str:
    """The moment of an import: later than every earlier one, even within a second."""
    latest = session.execute(
        select(func.max(tables.scheme.c.imported_at)).where(tables.scheme.c.scheme_id == scheme_id)
    ).scalar_one()
    now = session.now
    if latest and datetime.fromisoformat(latest) >= now:
        now = datetime.fromisoformat(latest) + timedelta(seconds=1)
    return now.isoformat(sep=" ", timespec="seconds")


def _in_order(scheme_id: str) -> list[tuple[int, str]]:
    """Sort C5 before C11: numbers count as numbers."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.findall(r"\d+|\D+", scheme_id)
    ]


def _shipped_folder() -> Path:
    return resources_dir() / "schemes"


def _ships(scheme_id: str) -> bool:
    return scheme_id in {path.stem for path in _shipped_folder().glob(f"*{_SUFFIX}")}


def _shipped_text(scheme_id: str) -> str:
    if not _ships(scheme_id):
        raise Fault(f"没有编号为“{scheme_id}”的方案。请先在“方案”里导入方案文件，或核对编号。")
    return read_text(_shipped_folder() / f"{scheme_id}{_SUFFIX}")


def _digest(text: str) -> str:
    """The same content has the same digest, whichever line ends a stick gave it."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode("utf-8")).hexdigest()


def _named(path: Path, fault: SchemeFault) -> Fault:
    count = len(fault.problems)
    shown = fault.sentences[:_MOST_SHOWN]
    rest = (f"另有 {count - len(shown)} 处，改好以上各处后再检查。",) if len(shown) < count else ()
    return Fault(f"方案文件“{path.name}”有 {count} 处错误，没有采用：", *shown, *rest)
