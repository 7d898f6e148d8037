"""Drafts on disk: one row a draft, one step a change, the newest two hundred of them."""

from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select, update

from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import SchemeDraft, text_at
from desk_app.domain.drafts.writing import text_of
from desk_app.domain.faults import Fault
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.rows.drafts import (
    DRAFTS,
    REMOVED_DRAFT,
    REMOVED_STEPS,
    STEPS,
    DraftRow,
    DraftStepRow,
    RemovedDraftRow,
    RemovedStepRow,
)
from desk_app.storage.rows.reading import read, read_one

MOST_STEPS = 200
GONE = "这份草稿已经删去了，请回到“方案”重新选一份。"
_draft, _step = tables.scheme_draft, tables.scheme_draft_step


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One line of the list of drafts; ``adopted_at`` "" until it became a scheme."""

    id: int
    title: str
    made_from: str
    changed_at: str
    changed_by: str
    adopted_at: str = ""


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft in hand. ``undo`` and ``redo`` say what a step back or forth would change; or ""."""

    id: int
    draft: SchemeDraft
    made_from: str
    saved_at: str
    can_undo: bool
    can_redo: bool
    undo_words: str = ""
    redo_words: str = ""
    adopted_at: str = ""


@dataclass(frozen=True, slots=True)
class RemovedDraft:
    """A draft that was deleted, with all its steps, so that it can be put back."""

    draft: RemovedDraftRow
    steps: tuple[RemovedStepRow, ...]


def listing(workspace: Workspace) -> tuple[DraftCard, ...]:
    """Return every draft, the one that was changed last first."""
    with workspace.session() as session:
        rows = read(session.connection, DraftRow, DRAFTS)
    return tuple(
        DraftCard(
            one.id,
            one.title,
            one.made_from,
            one.changed_at,
            one.changed_by,
            one.adopted_at or "",
        )
        for one in rows
    )


def open_draft(workspace: Workspace, draft_id: int) -> OpenedDraft:
    """Open a draft where it was left; raises ``Fault`` where it was deleted."""
    with workspace.session() as session:
        return opened(session, draft_id)


def save(
    workspace: Workspace,
    draft_id: int,
    draft: SchemeDraft,
    words: str = "",
    *,
    again: bool = False,
    most: int = MOST_STEPS,
) -> OpenedDraft:
    """Keep the state of a draft as its next step; the same text is no step.

    What was taken back before is gone then, and all but the ``most`` newest steps. ``words`` say
    what was changed (改分值). ``again`` goes on with the last step: a word is typed letter by
    letter. Raises ``Fault`` where the draft was deleted.
    """
    text = text_of(draft)
    with workspace.session() as session:
        session.hold_office()
        row = row_of(session, draft_id)
        if text == row.text:
            return opened(session, draft_id)
        position = row.step if again and row.step > row.first else row.step + 1
        gone = (_step.c.position >= position) | (_step.c.position <= position - most)
        session.execute(delete(_step).where(_step.c.draft_id == draft_id, gone))
        _write(session, draft_id, position, words, text)
        _stand(session, draft_id, position, title_of(draft))
        return opened(session, draft_id)


def undo(workspace: Workspace, draft_id: int) -> OpenedDraft:
    """Take the last change back; nothing happens where there is none."""
    return _walk(workspace, draft_id, -1)


def redo(workspace: Workspace, draft_id: int) -> OpenedDraft:
    """Make a change again that was taken back; nothing happens where there is none."""
    return _walk(workspace, draft_id, 1)


def remove(workspace: Workspace, draft_id: int) -> RemovedDraft:
    """Delete a draft with its steps; what is returned puts it back."""
    with workspace.session() as session:
        session.hold_office()
        row = row_of(session, draft_id)
        mine = REMOVED_DRAFT.where(_draft.c.id == draft_id)
        found = read(session.connection, RemovedDraftRow, mine)[0]
        steps = REMOVED_STEPS.where(_step.c.draft_id == draft_id)
        removed = RemovedDraft(found, tuple(read(session.connection, RemovedStepRow, steps)))
        session.execute(delete(_step).where(_step.c.draft_id == draft_id))
        session.execute(delete(_draft).where(_draft.c.id == draft_id))
        session.record(Changed("方案草稿", about=row.title, before=row.made_from))
        return removed


def put_back(workspace: Workspace, removed: RemovedDraft) -> OpenedDraft:
    """Put a deleted draft back as it was; raises ``Fault`` where it is there already."""
    number = removed.draft.id
    with workspace.session() as session:
        session.hold_office()
        if session.scalar(select(_draft.c.id).where(_draft.c.id == number)) is not None:
            raise Fault("这份草稿已经在了，不能再放回。")
        session.execute(insert(_draft).values(asdict(removed.draft)))
        session.execute(insert(_step), [asdict(one) for one in removed.steps])
        about, made_from = removed.draft.title, removed.draft.made_from
        session.record(Changed("方案草稿", about=about, after=made_from))
        return opened(session, number)


def keep(session: Session, draft: SchemeDraft, made_from: str) -> int:
    """Keep a new draft in the caller's transaction; return its number."""
    title = title_of(draft)
    key = session.execute(
        insert(_draft).values(
            title=title,
            made_from=made_from,
            made_at=session.moment,
            made_by=session.actor.name,
            changed_at=session.moment,
            changed_by=session.actor.name,
            step=1,
        )
    ).inserted_primary_key
    if key is None:
        raise RuntimeError("a draft was inserted without a key")
    _write(session, int(key[0]), 1, made_from, text_of(draft))
    session.record(Changed("方案草稿", about=title, after=made_from))
    return int(key[0])


def opened(session: Session, draft_id: int) -> OpenedDraft:
    """A draft as it stands, in the caller's transaction."""
    row = row_of(session, draft_id)
    wanted = STEPS.where(
        _step.c.draft_id == draft_id, _step.c.position.in_([row.step, row.step + 1])
    )
    words = {one.position: one.words for one in read(session.connection, DraftStepRow, wanted)}
    return OpenedDraft(
        draft_id,
        draft_of(row.text),
        row.made_from,
        row.changed_at,
        row.step > row.first,
        row.step < row.last,
        words.get(row.step, "") if row.step > row.first else "",
        words.get(row.step + 1, ""),
        row.adopted_at or "",
    )


def row_of(session: Session, draft_id: int) -> DraftRow:
    """The row of a draft; raises ``Fault`` where it was deleted."""
    row = read_one(session.connection, DraftRow, DRAFTS.where(_draft.c.id == draft_id))
    if row is None:
        raise Fault(GONE)
    return row


def title_of(draft: SchemeDraft) -> str:
    """What a draft is listed as: its title, as far as it is typed."""
    return text_at(draft, ("title",)).strip()[:120]


def _walk(workspace: Workspace, draft_id: int, by: int) -> OpenedDraft:
    with workspace.session() as session:
        session.hold_office()
        row = row_of(session, draft_id)
        position = row.step + by
        if row.first <= position <= row.last:
            wanted = select(_step.c.text).where(
                _step.c.draft_id == draft_id, _step.c.position == position
            )
            text = str(session.execute(wanted).scalar_one())
            _stand(session, draft_id, position, title_of(draft_of(text)))
        return opened(session, draft_id)


def _write(session: Session, draft_id: int, position: int, words: str, text: str) -> None:
    session.execute(
        insert(_step).values(
            draft_id=draft_id, position=position, words=words, text=text, made_at=session.moment
        )
    )


def _stand(session: Session, draft_id: int, position: int, title: str) -> None:
    session.execute(
        update(_draft)
        .where(_draft.c.id == draft_id)
        .values(
            step=position,
            title=title,
            changed_at=session.moment,
            changed_by=session.actor.name,
        )
    )
