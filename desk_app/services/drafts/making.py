"""How a draft begins: from nothing, as a copy of a scheme, or from a text, damaged or not."""

from pathlib import Path

from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import DraftTable, SchemeDraft
from desk_app.domain.scheme.model.scheme import FORMAT
from desk_app.services import schemes
from desk_app.services.drafts.keeping import OpenedDraft, keep, opened
from desk_app.services.workspace import Workspace


def new(workspace: Workspace, title: str = "") -> OpenedDraft:
    """Begin a draft with nothing but its title, in the newest format."""
    name = title.strip()
    year = workspace.today().year
    root = DraftTable({"format": FORMAT, "id": f"方案{year}", "title": name})
    return _kept(workspace, SchemeDraft(root), "新建")


def copy_of(workspace: Workspace, scheme_id: str) -> OpenedDraft:
    """Begin with the newest text of a scheme, comments and all: last year's as this year's.

    Under its own number it becomes a new edition of it; under another, another scheme. Raises
    ``Fault`` for an unknown one.
    """
    text = schemes.text_of(workspace, scheme_id)
    return _kept(workspace, draft_of(text), f"复制 {scheme_id}")


def from_file(workspace: Workspace, path: Path) -> OpenedDraft:
    """Begin with a scheme file, damaged or not; raises ``Fault`` where it cannot be opened."""
    return from_text(workspace, schemes.read_text(path), f"读入 {path.name}")


def from_text(workspace: Workspace, text: str, made_from: str) -> OpenedDraft:
    """Begin with a text that something else has made, such as a document that was read."""
    return _kept(workspace, draft_of(text), made_from)


def _kept(workspace: Workspace, draft: SchemeDraft, made_from: str) -> OpenedDraft:
    with workspace.session() as session:
        session.hold_office()
        return opened(session, keep(session, draft, made_from))
