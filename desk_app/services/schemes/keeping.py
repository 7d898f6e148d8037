"""The texts that the workspace keeps: stored by digest, pinned by rounds, read again."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import bindparam, func, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.scheme import parse
from desk_app.services.schemes.files import SUFFIX, load_file, parsed, read_text, shipped_text
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

_PINNED = (
    select(tables.scheme.c.text)
    .select_from(tables.round_.join(tables.scheme))
    .where(tables.round_.c.id == bindparam("round_id"))
)
"""Put together once: it is read at every score typed."""


def load(workspace: Workspace, scheme: str | Path) -> Scheme:
    """Return the scheme of that id, or in that file; raises ``Fault``."""
    with workspace.session() as session:
        return parsed(chosen_text(session, scheme)[0])


def text_of(workspace: Workspace, scheme_id: str) -> str:
    """Return the text of the scheme of that id, as it would be exported; raises ``Fault``."""
    with workspace.session() as session:
        return chosen_text(session, scheme_id)[0]


def store(session: Session, text: str, *, imported: bool = False) -> int:
    """Keep a text in the caller's transaction; return the number under which it lies.

    A text that lies there already keeps its number. Raises ``SchemeFault``.
    """
    scheme, digest, table = parsed(text), digest_of(text), tables.scheme
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
    text, imported = chosen_text(session, scheme)
    return store(session, text, imported=imported), parsed(text)


def pinned(where: Workspace | Session, round_id: int) -> Scheme:
    """Return the scheme that a round goes by; raises ``Fault`` for an unknown round."""
    if isinstance(where, Workspace):
        with where.session() as session:
            return pinned(session, round_id)
    text = where.execute(_PINNED, {"round_id": round_id}).scalar_one_or_none()
    if text is None:
        raise Fault(f"没有编号为 {round_id} 的轮次，请刷新后再选。")
    return _kept(text)


@lru_cache(maxsize=32)
def _kept(text: str) -> Scheme:
    """Read a text that was checked when it was pinned, once for each text.

    It is not judged again: that takes longer than all the rest of opening a round, and a check
    that has become stricter since must not shut a round that was begun.
    """
    return parse(text)


def chosen_text(session: Session, scheme: str | Path) -> tuple[str, bool]:
    """The text of an id or a file, and whether it comes from a file."""
    if isinstance(scheme, Path) or scheme.endswith(SUFFIX):
        path = Path(scheme)
        load_file(path)
        return read_text(path), True
    newest = newest_imported(session, scheme)
    return (newest if newest is not None else shipped_text(scheme)), False


def newest_imported(session: Session, scheme_id: str) -> str | None:
    """The text of that id that was imported last."""
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


def digest_of(text: str) -> str:
    """The same content has the same digest, whichever line ends a stick gave it."""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode("utf-8")).hexdigest()
