"""A draft whose check is clean becomes a scheme, as if its file were imported."""

from dataclasses import dataclass

from sqlalchemy import update

from desk_app.domain.drafts.judging import DraftReadBack, read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.problems import Severity
from desk_app.services import scheme_versions, schemes
from desk_app.services.drafts.keeping import row_of
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

_MOST_SAID = 10


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of a draft, and the running rounds that could go by the new edition."""

    draft_id: int
    arrived: scheme_versions.Arrived


def adopt(workspace: Workspace, draft_id: int) -> Adopted:
    """Let a draft become the scheme of its number for new rounds; rounds that run stay as they are.

    Raises ``Fault`` with what stands in the way while its check is not clean.
    """
    with workspace.session() as session:
        row = row_of(session, draft_id)
    back = read_back(draft_of(row.text))
    if back.scheme is None:
        raise Fault("草稿还不能采用，请先改好：", *_said(back))
    imported = schemes.import_text(workspace, row.text)
    with workspace.session() as session:
        session.execute(
            update(tables.scheme_draft)
            .where(tables.scheme_draft.c.id == draft_id)
            .values(adopted_at=session.moment)
        )
    return Adopted(draft_id, scheme_versions.arrived(workspace, imported))


def _said(back: DraftReadBack) -> list[str]:
    errors = [one.sentence for one in back.problems if one.severity is Severity.ERROR]
    more = len(errors) - _MOST_SAID
    return [*errors[:_MOST_SAID], *([f"另有 {more} 处。"] if more > 0 else [])]
