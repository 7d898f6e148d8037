"""The reasons given for soft checks: they belong to a version and are printed with it."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update

from desk_app.domain.polling.checks import BY_CODE, Finding, kept_words
from desk_app.services.session import Session
from desk_app.storage.tables import remark


def given(session: Session, poll_id: int, version: int) -> tuple[Finding, ...]:
    """Return the soft checks of a version for which reasons were given."""
    rows = session.execute(
        select(remark)
        .where(remark.c.poll_id == poll_id, remark.c.version == version)
        .order_by(remark.c.code)
    )
    return tuple(Finding(one.code, one.finding, one.reason) for one in rows)


def write(
    session: Session, poll_id: int, version: int, found: Iterable[tuple[str, str, str]]
) -> None:
    """Write (code, finding, reason); an empty reason takes the earlier one back."""
    for code, finding, reason in found:
        session.execute(
            delete(remark).where(
                remark.c.poll_id == poll_id, remark.c.version == version, remark.c.code == code
            )
        )
        if reason.strip():
            session.execute(
                insert(remark).values(
                    poll_id=poll_id,
                    version=version,
                    code=code,
                    finding=finding,
                    reason=reason.strip(),
                )
            )


def clear(session: Session, poll_id: int, version: int) -> None:
    """Remove the reasons given for a count that is made anew."""
    session.execute(delete(remark).where(remark.c.poll_id == poll_id, remark.c.version == version))


def keep_no_batch(session: Session, poll_id: int, version: int) -> None:
    """Say nothing of a batch in the findings that are kept."""
    for one in given(session, poll_id, version):
        _reword(session, poll_id, version, one.code, kept_words(one.code, one.sentence))


def keep_no_vote(session: Session, poll_id: int, version: int) -> None:
    """Say nothing of the votes in the findings of a version that is counted again."""
    for code, check in BY_CODE.items():
        _reword(session, poll_id, version, code, f"{check.title}。")


def _reword(session: Session, poll_id: int, version: int, code: str, words: str) -> None:
    session.execute(
        update(remark)
        .where(remark.c.poll_id == poll_id, remark.c.version == version, remark.c.code == code)
        .values(finding=words)
    )
