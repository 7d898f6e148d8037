"""Every count of a poll that was ever sealed, and whether one is still what was signed."""

from dataclasses import dataclass

from sqlalchemy import select

from desk_app.domain.faults import Fault
from desk_app.domain.polling import codes
from desk_app.domain.polling.checks import Finding
from desk_app.domain.polling.codes import SealedCount
from desk_app.services.polling import held, reasons, void_counts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import PAPERS, VERSIONS, PapersRow, VersionRow
from desk_app.storage.rows.reading import read
from desk_app.storage.tables import count_version, papers, subject, tally


@dataclass(frozen=True, slots=True)
class Version:
    """One count that was sealed. ``reopened_reason`` says why it was taken back ("": stands)."""

    number: int
    sealed_at: str
    mode: str
    external: bool
    tellers: str
    code: str
    reopened_reason: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CodeVerdict:
    """Whether the stored count is the one that was signed, and how to say so."""

    matches: bool
    sentence: str


def versions(workspace: Workspace, poll_id: int) -> tuple[Version, ...]:
    """Return every count of a poll that was ever sealed, the first one first."""
    with workspace.session() as session:
        rows = session.execute(
            select(count_version, papers.c.issued, papers.c.returned, papers.c.valid)
            .add_columns(papers.c.invalid)
            .outerjoin(
                papers,
                (papers.c.poll_id == count_version.c.poll_id)
                & (papers.c.version == count_version.c.number)
                & (papers.c.category == ""),
            )
            .where(count_version.c.poll_id == poll_id)
            .order_by(count_version.c.number)
        ).all()
        return tuple(
            Version(
                number=one.number,
                sealed_at=one.sealed_at,
                mode=one.mode,
                external=bool(one.external),
                tellers=one.tellers,
                code=one.code,
                reopened_reason=one.reopened_reason,
                issued=one.issued,
                returned=one.returned,
                valid=one.valid,
                invalid=one.invalid,
                reasons=reasons.given(session, poll_id, one.number),
            )
            for one in rows
        )


def verify_code(
    workspace: Workspace, poll_id: int, code: str, version: int | None = None
) -> CodeVerdict:
    """Say whether the stored count is still the one that was signed under ``code``.

    The code is worked out anew from what is stored. Without ``version`` the newest sealed one
    is meant. Raises ``Fault`` when there is none.
    """
    with workspace.session() as session:
        here = held.read_poll(session, poll_id)
        rows = rows_of(session, poll_id)
        wanted = [one for one in rows if version is None or one.number == version]
        if not wanted:
            raise Fault("这个测评没有这一版封存的计票（或封存时还没有校验码），无从核对。")
        found = wanted[-1]
        typed = codes.typed_code(code)
        if votes_dropped(session, found):
            return _of_words_only(found, typed)
        other = next((one for one in rows if one.code == typed and one is not found), None)
        if other is not None and typed != found.code:
            return _of_another(found, other)
        computed = codes.code_of(content_of(session, here, found))
        sentence = codes.verdict(code, found.code, computed, found.number)
        return CodeVerdict(typed == computed == found.code, sentence)


def rows_of(session: Session, poll_id: int) -> list[VersionRow]:
    """Return the sealed versions of a poll, the first one first."""
    return read(session.connection, VersionRow, VERSIONS.where(count_version.c.poll_id == poll_id))


def votes_dropped(session: Session, version: VersionRow) -> bool:
    """Whether a version was counted again, so that its votes are no longer kept."""
    kept = select(tally.c.votes).where(
        tally.c.poll_id == version.poll_id, tally.c.version == version.number
    )
    return bool(version.reopened_reason) and session.execute(kept.limit(1)).first() is None


def content_of(session: Session, here: HeldPoll, version: VersionRow) -> SealedCount:
    """Return all that the code of a version covers, as it is stored."""
    number = version.number
    found = read(
        session.connection,
        PapersRow,
        PAPERS.where(papers.c.poll_id == here.id, papers.c.version == number),
    )
    votes = session.execute(
        select(subject.c.name, tally.c.category, tally.c.option, tally.c.votes)
        .join(subject, subject.c.id == tally.c.subject_id)
        .where(tally.c.poll_id == here.id, tally.c.version == number)
    )
    given = reasons.given(session, here.id, number)
    return SealedCount(
        poll=here.row.poll,
        poll_id=here.id,
        version=number,
        mode=version.mode,
        external=version.external,
        tellers=version.tellers,
        papers=tuple(_papers(one) for one in found),
        votes=tuple((one.name, one.category, one.option, one.votes) for one in votes),
        remarks=tuple((one.code, one.sentence, one.reason) for one in given),
        voids=void_counts.rows_of_version(session, here.id, number),
    )


def _papers(one: PapersRow) -> tuple[str | int | None, ...]:
    """Papers in the order that codes have always been worked out in."""
    return (
        one.category,
        one.issued,
        one.returned,
        one.valid,
        one.invalid,
        one.expected,
        one.present,
    )


def _of_words_only(found: VersionRow, typed: str) -> CodeVerdict:
    same = typed == found.code
    return CodeVerdict(
        same,
        f"{'相符' if same else '不符'}：第 {found.number} 版的校验码"
        f"{'就是' if same else '不是'} {typed}。这一版已重新计票，"
        "各项得票不再保存，以签字的报告单为准。",
    )


def _of_another(found: VersionRow, other: VersionRow) -> CodeVerdict:
    back = other.reopened_reason
    return CodeVerdict(
        False,
        f"不符：这是第 {other.number} 版的校验码"
        + (f"，那一版因“{back}”已重新计票" if back else "")
        + f"；现在核对的是第 {found.number} 版。",
    )
