"""Takes a scheme file in, and gives one out."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from desk_app.domain.reversals import Image, RowImage
from desk_app.domain.scheme.loading import check
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.services.schemes.files import faulty, parsed, read_text, shipped_text, ships_with_us
from desk_app.services.schemes.keeping import digest_of, newest_imported, store, text_of
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import scheme as table


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``changed`` is false where the same content was there already."""

    id: str
    title: str
    changed: bool
    sentence: str
    hints: tuple[Problem, ...] = ()
    row: RowImage | None = None
    """What was written, so that it can be taken back; ``None`` where nothing was."""


def import_file(workspace: Workspace, path: Path) -> Imported:
    """Put the scheme of a file among those of the workspace; the same content changes nothing.

    Raises:
        Fault: the file cannot be read, or has errors; each is named with its line.
    """
    text = read_text(path)
    try:
        parsed(text)
    except SchemeFault as fault:
        raise faulty(path, fault) from fault
    return import_text(workspace, text)


def import_text(workspace: Workspace, text: str) -> Imported:
    """Put a scheme's text among those of the workspace; the same content changes nothing.

    Raises ``SchemeFault`` for a text that cannot be graded by.
    """
    scheme = parsed(text)
    hints = check(scheme)
    name = f"方案 {scheme.id}“{scheme.title}”"
    ships = ships_with_us(scheme.id)
    with workspace.session() as session:
        session.hold_office()
        newest = newest_imported(session, scheme.id)
        standing = newest if newest is not None else shipped_text(scheme.id) if ships else None
        if standing is not None and digest_of(standing) == digest_of(text):
            whose = "已经导入过" if newest is not None else "程序自带"
            sentence = f"{name}与{whose}的内容相同，没有改动。"
            return Imported(scheme.id, scheme.title, changed=False, sentence=sentence, hints=hints)
        before = _standing(session, scheme.id, text)
        key = store(session, text, imported=True)
        row = RowImage(table.name, (key,), before, _standing(session, scheme.id, text))
    if standing is None:
        sentence = f"已导入{name}。"
    else:
        sentence = f"已导入{name}的新内容，新建轮次将使用它；已有的轮次不受影响。"
    return Imported(scheme.id, scheme.title, changed=True, sentence=sentence, hints=hints, row=row)


def _standing(session: Session, scheme_id: str, text: str) -> Image | None:
    """The row that holds a text, as it stands."""
    wanted = select(table).where(table.c.scheme_id == scheme_id, table.c.digest == digest_of(text))
    row = session.execute(wanted).one_or_none()
    return None if row is None else dict(zip(table.c.keys(), row, strict=True))


def export_file(workspace: Workspace, scheme_id: str, path: Path) -> None:
    """Write the text of a scheme to a file, to be edited or sent; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes

    save_bytes(text_of(workspace, scheme_id).encode("utf-8"), path)
