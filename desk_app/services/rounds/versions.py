"""A running round goes over to the newest version of its scheme."""

from pathlib import Path

from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.services import schemes
from desk_app.services.rounds.amending import amend
from desk_app.services.rounds.locking import ensure_unlocked
from desk_app.services.rounds.queries import read, read_subjects
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def repin(workspace: Workspace, round_id: int, scheme: str | Path) -> None:
    """Let a running round go by the newest version of its scheme; the old text is kept too.

    Scores of indicators that the new version does not have stay on disk and count for
    nothing. Raises ``Fault`` where the round is locked, belongs to another scheme, or has
    subjects whose 领域, or opinions whose level, the new version does not know.
    """
    with workspace.session() as session:
        ensure_unlocked(session, round_id)
        before = read(session, round_id)
        pinned, rules = schemes.pin(session, scheme)
        if rules.id != before.scheme_id:
            raise Fault(f"本轮用的是方案 {before.scheme_id}，不能改用方案 {rules.id}。")
        for one in read_subjects(session, round_id):
            try:
                rules.domain_group(one.domain)
            except KeyError:
                raise Fault(
                    f"“{one.name}”的领域“{one.domain}”不在新版方案里，本轮仍用原来的版本。"
                ) from None
        for name, step, level in _opinions(session, round_id):
            try:
                rules.rank(level)
            except KeyError:
                raise Fault(
                    f"“{name}”的{step}已记为“{level}”，新版方案里没有这个等级，"
                    "请先在“定级”里改正它；本轮仍用原来的版本。"
                ) from None
        session.execute(
            update(tables.round_).where(tables.round_.c.id == round_id).values(scheme_id=pinned)
        )
        changed = Changed("方案版本", before=before.scheme_title, after=rules.title)
        amend(session, round_id, changed)


def _opinions(session: Session, round_id: int) -> list[tuple[str, str, str]]:
    """Name, step and level of every opinion of a round."""
    one, opinion = tables.subject.c, tables.opinion
    rows = session.execute(
        select(one.name, opinion.c.step, opinion.c.level)
        .join_from(tables.subject, opinion, opinion.c.subject_id == one.id)
        .where(one.round_id == round_id)
        .order_by(one.position)
    )
    return [(row.name, row.step, row.level) for row in rows]
