"""How many subjects of a round have a sealed count of each poll."""

from sqlalchemy import func, select

from desk_app.services.session import Session
from desk_app.storage import tables


def sealed_of_each(session: Session, round_id: int) -> dict[str, int]:
    """Poll → subjects that take part and whose count is sealed."""
    poll, member, subject = tables.poll.c, tables.poll_subject.c, tables.subject.c
    rows = session.execute(
        select(poll.poll, func.count(member.subject_id.distinct()))
        .select_from(tables.poll_subject)
        .join(tables.poll, poll.id == member.poll_id)
        .join(tables.subject, subject.id == member.subject_id)
        .where(subject.round_id == round_id, subject.participates == 1)
        .where(poll.sealed_at.is_not(None))
        .group_by(poll.poll)
    )
    return {str(name): int(done) for name, done in rows}
