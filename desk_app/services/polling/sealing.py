"""The count that stands: sealed as a version with a code, taken back, declared void, verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import RowMapping, delete, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import codes
from desk_app.domain.polling import counting as planning
from desk_app.domain.polling import counts as rules
from desk_app.domain.polling.checks import BY_CODE, CategoryPapers, Finding, kept_words
from desk_app.domain.polling.codes import SealedCount
from desk_app.domain.polling.counting import TOGETHER, BatchState
from desk_app.services import rounds, schemes
from desk_app.services.polling import sheet as reading
from desk_app.services.polling import void_counts
from desk_app.services.polling.sheet import PollSheet, Votes
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import (
    batch,
    count_version,
    in_hand,
    papers,
    poll,
    poll_subject,
    remark,
    subject,
    tally,
)

REASON_WANTED = "重新计票要写明原因，如“监票人要求复核”。"


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


def seal(workspace: Workspace, poll_id: int) -> PollSheet:
    """Add the batches up into the count and remove them; raises ``Fault`` with every reason.

    Afterwards only one counter per subject and option (and category, where enough people
    voted in it) is left in the file, as version 1 or the next, with its code.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        sheet = reading.read_sheet(session, poll_id)
        if sheet.complaints:
            raise Fault("还不能封存：" + "".join(sheet.complaints))
        counted = counted_papers(session, row, sheet.papers)
        shown = planning.disclosable({name: valid for name, (valid, _) in counted.items()})
        votes = _by_category(session, row, shown)
        void_counts.seal(session, row, shown)
        _keep_no_batch(session, poll_id, row["version"])
        tellers = _tellers(session, poll_id)
        moment = session.moment
        for table in (batch, in_hand):
            session.execute(delete(table).where(table.c.poll_id == poll_id))
        session.execute(
            update(poll)
            .where(poll.c.id == poll_id)
            .values(valid=sheet.valid, invalid=sheet.invalid, sealed_at=moment)
        )
        write_version(session, poll_id, moment, votes, tellers, counted)
        sealed = reading.read_sheet(session, poll_id)
        amend(session, row, sealed, "", papers_words(sealed))
    workspace.forget()
    return sealed


def reopen(workspace: Workspace, poll_id: int, reason: str) -> PollSheet:
    """Take a sealed count back to recount it from the papers; the old version stays.

    The next seal makes a new version. Of the old one stay papers, reasons, tellers and code. Its
    votes go, from the file, from its write-ahead log and from the copies in ``backups``: a paper
    found later, or void the first time, would else be one version minus the other. The signed
    report is the record of them. Raises ``Fault`` without a reason.
    """
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        rounds.ensure_unlocked(session, row["round_id"])
        if not reason.strip():
            raise Fault(REASON_WANTED)
        if row["sealed_at"] is None:
            raise Fault("这个测评还没有封存，不用重新计票。")
        before = reading.read_sheet(session, poll_id)
        _take_back(session, row, reason)
        _drop_votes(session, poll_id, row["version"])
        amend(session, row, before, papers_words(before), f"重新计票（{reason.strip()}）")
        again = reading.read_sheet(session, poll_id)
    workspace.forget(votes=True)
    return again


def void(workspace: Workspace, poll_id: int, reason: str) -> int:
    """Declare a poll void and open the one that is voted again; return the new poll's id.

    Both are kept; the void one counts for nothing. Raises ``Fault`` without a reason.
    """
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        rounds.ensure_unlocked(session, row["round_id"])
        if not reason.strip():
            raise Fault("作废要写明原因，如“收回多于发出”。")
        if row["voided_at"] is not None:
            raise Fault("这个测评已经作废，不用再作废。")
        before = reading.read_sheet(session, poll_id)
        if before.sealed:
            _take_back(session, row, reason)
        for table in (batch, in_hand):
            session.execute(delete(table).where(table.c.poll_id == poll_id))
        session.execute(
            update(poll)
            .where(poll.c.id == poll_id)
            .values(voided_reason=reason.strip(), voided_at=session.moment)
        )
        again = session.execute(
            insert(poll)
            .values(meeting_id=row["meeting_id"], poll=row["poll"], mode=row["mode"])
            .returning(poll.c.id)
        ).scalar_one()
        members = session.execute(
            select(poll_subject).where(poll_subject.c.poll_id == poll_id)
        ).mappings()
        rows = [{**one, "poll_id": again} for one in members]
        if rows:
            session.execute(insert(poll_subject), rows)
        amend(session, row, before, papers_words(before), f"作废（{reason.strip()}）")
    workspace.forget()
    return int(again)


def versions(workspace: Workspace, poll_id: int) -> tuple[Version, ...]:
    """Return every count of a poll that was ever sealed, the first one first."""
    with workspace.session() as session:
        reading.poll_row(session, poll_id)
        rows = session.execute(
            select(count_version, *(papers.c[one] for one in _COUNTED))
            .outerjoin(
                papers,
                (papers.c.poll_id == count_version.c.poll_id)
                & (papers.c.version == count_version.c.number)
                & (papers.c.category == ""),
            )
            .where(count_version.c.poll_id == poll_id)
            .order_by(count_version.c.number)
        )
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
                reasons=reading.given_reasons(session, poll_id, one.number),
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
        reading.poll_row(session, poll_id)
        statement = (
            select(count_version)
            .where(count_version.c.poll_id == poll_id)
            .order_by(count_version.c.number.desc())
        )
        rows = session.execute(statement).mappings().all()
        wanted = [one for one in rows if version is None or one["number"] == version]
        if not wanted:
            raise Fault("这个测评没有这一版封存的计票（或封存时还没有校验码），无从核对。")
        found = wanted[0]
        if votes_dropped(session, poll_id, found["number"]):
            same = codes.typed_code(code) == found["code"]
            return CodeVerdict(
                same,
                f"{'相符' if same else '不符'}：第 {found['number']} 版的校验码"
                f"{'就是' if same else '不是'} {codes.typed_code(code)}。这一版已重新计票，"
                "各项得票不再保存，以签字的报告单为准。",
            )
        computed = codes.code_of(_content(session, poll_id, found))
        typed = codes.typed_code(code)
        other = next((one for one in rows if one["code"] == typed and one is not found), None)
        if other is not None and typed != found["code"]:
            back = other["reopened_reason"]
            return CodeVerdict(
                False,
                f"不符：这是第 {other['number']} 版的校验码"
                + (f"，那一版因“{back}”已重新计票" if back else "")
                + f"；现在核对的是第 {found['number']} 版。",
            )
        sentence = codes.verdict(code, found["code"], computed, found["number"])
        return CodeVerdict(typed == computed == found["code"], sentence)


def write_version(
    session: Session,
    poll_id: int,
    moment: str,
    votes: Mapping[str, Votes],
    tellers: str,
    counted: Mapping[str, tuple[int, int]] | None = None,
) -> None:
    """Write a sealed version (category → votes) within a transaction, with its code.

    The poll's own row must hold the papers already.
    """
    row = reading.poll_row(session, poll_id)
    number = row["version"]
    rows = sorted(
        (category, one, option, count)
        for category, by_subject in votes.items()
        for one, found in by_subject.items()
        for option, count in found.items()
    )
    if rows:
        session.execute(
            insert(tally),
            [
                {
                    "poll_id": poll_id,
                    "version": number,
                    "subject_id": one,
                    "category": category,
                    "option": option,
                    "votes": count,
                }
                for category, one, option, count in rows
            ],
        )
    _write_papers(session, row, counted or {})
    version = {
        "poll_id": poll_id,
        "number": number,
        "sealed_at": moment,
        "mode": row["mode"],
        "external": row["external"],
        "tellers": tellers,
    }
    code = codes.code_of(_content(session, poll_id, version))
    session.execute(insert(count_version).values(**version, code=code))


def write_reasons(
    session: Session, poll_id: int, version: int, given: Iterable[tuple[str, str, str]]
) -> None:
    """Write (code, finding, reason); an empty reason takes the earlier one back."""
    for code, finding, reason in given:
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


def clear_reasons(session: Session, poll_id: int, version: int) -> None:
    """Remove the reasons given for a count that is made anew."""
    session.execute(delete(remark).where(remark.c.poll_id == poll_id, remark.c.version == version))


def counted_papers(
    session: Session, row: RowMapping, here: Iterable[CategoryPapers]
) -> dict[str, tuple[int, int]]:
    """Return (valid, invalid) of what is counted apart; ``TOGETHER`` for what is keyed as one."""
    names = [one.category for one in here]
    if not names:
        return {}
    if row["sealed_at"] is not None:
        rows = session.execute(
            select(papers).where(
                papers.c.poll_id == row["id"],
                papers.c.version == row["version"],
                papers.c.category != "",
                papers.c.valid.is_not(None),
            )
        ).mappings()
        found = {one["category"]: (one["valid"], one["invalid"]) for one in rows}
        rest = (row["valid"] or 0) - sum(valid for valid, _ in found.values())
        more = (row["invalid"] or 0) - sum(invalid for _, invalid in found.values())
        return {**found, TOGETHER: (rest, more)} if rest or more else found
    found = {}
    for one in reading.stored_batches(session, row["id"]):
        if one["state"] == BatchState.SETTLED:
            valid, invalid = found.get(one["category"], (0, 0))
            found[one["category"]] = (valid + one["valid"], invalid + one["invalid"])
    return found


def votes_dropped(session: Session, poll_id: int, version: int) -> bool:
    """Whether a version was counted again, so that its votes are no longer kept."""
    back = session.scalar(
        select(count_version.c.reopened_reason).where(
            count_version.c.poll_id == poll_id, count_version.c.number == version
        )
    )
    kept = select(tally.c.votes).where(tally.c.poll_id == poll_id, tally.c.version == version)
    return bool(back) and session.execute(kept.limit(1)).first() is None


def amend(session: Session, row: RowMapping, sheet: PollSheet, before: str, after: str) -> None:
    """Keep account of a change to a count where the round asks for it."""
    names = [name for _, name in sheet.subjects]
    who = names[0] if len(names) == 1 else f"{'、'.join(names[:1])}等 {len(names)} 个"
    changed = Changed(f"{sheet.name}计票", about=who, before=before, after=after)
    rounds.amend(session, row["round_id"], changed)


def papers_words(sheet: PollSheet) -> str:
    """Say the papers of a count in one line."""
    return f"发出 {sheet.issued} 收回 {sheet.returned} 有效 {sheet.valid} 无效 {sheet.invalid}"


_COUNTED = ("issued", "returned", "valid", "invalid")
_PAPERS = (*_COUNTED, "expected", "present")


def _take_back(session: Session, row: RowMapping, reason: str) -> None:
    """Open the next version; what was sealed stays as it is."""
    poll_id, number = row["id"], row["version"]
    session.execute(
        update(count_version)
        .where(count_version.c.poll_id == poll_id, count_version.c.number == number)
        .values(reopened_reason=reason.strip())
    )
    given = session.execute(
        select(papers).where(
            papers.c.poll_id == poll_id, papers.c.version == number, papers.c.category != ""
        )
    ).mappings()
    rows = [
        {
            "poll_id": poll_id,
            "version": number + 1,
            "category": one["category"],
            "issued": one["issued"],
            "returned": one["returned"],
        }
        for one in given
    ]
    if rows:
        session.execute(insert(papers), rows)
    session.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(valid=None, invalid=None, sealed_at=None, external=0, version=number + 1)
    )


def _drop_votes(session: Session, poll_id: int, version: int) -> None:
    """Remove the votes of a version, and what the findings kept with it say of them."""
    session.execute(delete(tally).where(tally.c.poll_id == poll_id, tally.c.version == version))
    for code, check in BY_CODE.items():
        session.execute(
            update(remark)
            .where(remark.c.poll_id == poll_id, remark.c.version == version, remark.c.code == code)
            .values(finding=f"{check.title}。")
        )


def _keep_no_batch(session: Session, poll_id: int, version: int) -> None:
    """Say nothing of a batch in the findings that are kept."""
    given = reading.given_reasons(session, poll_id, version)
    for one in given:
        session.execute(
            update(remark)
            .where(
                remark.c.poll_id == poll_id,
                remark.c.version == version,
                remark.c.code == one.code,
            )
            .values(finding=kept_words(one.code, one.sentence))
        )


def _write_papers(
    session: Session, row: RowMapping, counted: Mapping[str, tuple[int, int]]
) -> None:
    """Freeze the papers of a version: the whole under "", each category beside it."""
    scheme = schemes.pinned(session, row["round_id"])
    here = reading.category_papers(session, row, reading.kind_of(scheme, row["poll"]))
    key = {"poll_id": row["id"], "version": row["version"]}
    found = [{**key, "category": "", **{one: row[one] for one in _PAPERS}}]
    for one in here:
        valid, invalid = counted.get(one.category, (None, None))
        found.append(
            {
                **key,
                "category": one.category,
                "issued": one.issued,
                "returned": one.returned,
                "valid": valid,
                "invalid": invalid,
                "expected": one.expected,
                "present": one.present,
            }
        )
    session.execute(
        delete(papers).where(papers.c.poll_id == row["id"], papers.c.version == row["version"])
    )
    session.execute(insert(papers), found)


def _by_category(
    session: Session, row: RowMapping, shown: frozenset[str]
) -> dict[str, dict[int, dict[str, int]]]:
    """Return the votes to seal: each category that may be shown, the rest under ``TOGETHER``.

    Options without a vote are written too, so that a count of none is a count.
    """
    kind = reading.kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
    whole = reading.votes_of_poll(session, row)
    apart = {name: reading.votes_of_poll(session, row, name) for name in sorted(shown)}
    options = (*kind.options, rules.ABSTAINED, rules.SPOILT)
    rest: dict[int, dict[str, int]] = {}
    for one, _ in reading.subjects_of_poll(session, row["id"]):
        rest[one] = {
            option: whole.get(one, {}).get(option, 0)
            - sum(votes.get(one, {}).get(option, 0) for votes in apart.values())
            for option in options
        }
    if shown and not any(any(votes.values()) for votes in rest.values()):
        return dict(apart)
    return {**apart, TOGETHER: rest}


def _tellers(session: Session, poll_id: int) -> str:
    """Name who keyed and settled the batches, each once."""
    names: dict[str, None] = {}
    for one in reading.stored_batches(session, poll_id):
        for key in ("first_teller", "second_teller", "settled_by"):
            if one[key]:
                names.setdefault(one[key])
    return "、".join(sorted(names))


def _content(
    session: Session, poll_id: int, version: RowMapping | Mapping[str, object]
) -> SealedCount:
    number = version["number"]
    name = session.scalar(select(poll.c.poll).where(poll.c.id == poll_id))
    found = session.execute(
        select(papers.c.category, *(papers.c[one] for one in _PAPERS)).where(
            papers.c.poll_id == poll_id, papers.c.version == number
        )
    )
    votes = session.execute(
        select(subject.c.name, tally.c.category, tally.c.option, tally.c.votes)
        .join(subject, subject.c.id == tally.c.subject_id)
        .where(tally.c.poll_id == poll_id, tally.c.version == number)
    )
    given = session.execute(
        select(remark.c.code, remark.c.finding, remark.c.reason).where(
            remark.c.poll_id == poll_id, remark.c.version == number
        )
    )
    return SealedCount(
        poll=str(name),
        poll_id=poll_id,
        version=int(str(number)),
        mode=str(version["mode"]),
        external=bool(version["external"]),
        tellers=str(version["tellers"]),
        papers=tuple(tuple(one) for one in found),
        votes=tuple((one.name, one.category, one.option, one.votes) for one in votes),
        remarks=tuple((one.code, one.finding, one.reason) for one in given),
        voids=void_counts.rows_of_version(session, poll_id, int(str(number))),
    )
