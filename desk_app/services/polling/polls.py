"""A poll's papers, its count entered by one person or as totals, and what it says.

A ballot never comes here. What arrives is a batch already added up; what is sealed is one
counter per subject and option. Counting by two is in ``services.counting``, sealing and what
comes after it in ``services.sealing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import checks
from desk_app.domain.polling import counting as planning
from desk_app.domain.polling import counts as rules
from desk_app.domain.polling.checks import CategoryPapers, Count
from desk_app.domain.polling.counting import TOGETHER, BatchState, Mode
from desk_app.domain.polling.counts import BallotCounts, BatchCounts
from desk_app.services import schemes
from desk_app.services.polling import sealing
from desk_app.services.polling import sheet as reading
from desk_app.services.polling.sealing import seal
from desk_app.services.polling.sheet import PollSheet, RateLine, ResultLine, Votes
from desk_app.services.polling.tallies import tallies
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import batch, in_hand, papers, poll

__all__ = [
    "CategoryResult",
    "PollSheet",
    "RateLine",
    "ResultLine",
    "Votes",
    "break_down",
    "poll_sheet",
    "recount",
    "seal",
    "set_papers",
    "set_reason",
    "store_batch",
    "store_external",
    "tallies",
    "write_external",
]


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """The count of one category. Where it is ``withheld`` there are no results.

    ``valid`` and ``invalid`` are ``None`` for a category that was keyed with others.
    """

    category: str
    issued: int | None
    returned: int | None
    valid: int | None
    invalid: int | None
    withheld: bool
    results: tuple[ResultLine, ...] = ()


def poll_sheet(workspace: Workspace, poll_id: int) -> PollSheet:
    """Return one poll with its papers, checks and results; raises ``Fault`` when it is gone."""
    with workspace.session() as session:
        return reading.read_sheet(session, poll_id)


def set_papers(
    workspace: Workspace,
    poll_id: int,
    issued: int | None,
    returned: int | None,
    category: str = "",
) -> PollSheet:
    """Write down how many papers were given out and came back; raises ``Fault``.

    ``category`` is needed where the poll has categories: each has a paper of its own. More
    returned than issued is written down all the same, because it is what happened; the count
    then cannot be sealed.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        if min(issued or 0, returned or 0) < 0:
            raise Fault("发出、收回票数不能是负数。")
        kind = reading.kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
        before = reading.category_papers(session, row, kind)
        if category not in ({one.category for one in before} or {""}):
            names = "、".join(one.category for one in before)
            raise Fault(f"这个测评按{names}分别发票，请分类别填写票数。")
        after = tuple(
            CategoryPapers(category, issued, returned) if one.category == category else one
            for one in before
        )
        sums = _sums(after) if before else (issued, returned)
        _ensure_plan_stands(session, poll_id, before, after, sums[1])
        if sums[1] != row["returned"]:
            forget_plan(session, poll_id)
        if category:
            session.execute(
                delete(papers).where(
                    papers.c.poll_id == poll_id,
                    papers.c.version == row["version"],
                    papers.c.category == category,
                )
            )
            session.execute(
                insert(papers).values(
                    poll_id=poll_id,
                    version=row["version"],
                    category=category,
                    issued=issued,
                    returned=returned,
                )
            )
        session.execute(
            update(poll).where(poll.c.id == poll_id).values(issued=sums[0], returned=sums[1])
        )
        return reading.read_sheet(session, poll_id)


def set_reason(workspace: Workspace, poll_id: int, code: str, reason: str) -> PollSheet:
    """Give the reason for a soft check (S01 …), which is printed; "" takes it back.

    Raises ``Fault`` for a hard check: no reason makes it good.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        sheet = reading.read_sheet(session, poll_id)
        finding = next((one for one in sheet.findings if one.code == code), None)
        if code not in checks.BY_CODE or finding is None:
            raise Fault("这一项已经不需要说明，请刷新后再看。")
        if finding.hard:
            raise Fault(f"{finding.sentence}这一项不能用说明代替，请改正。")
        sealing.write_reasons(
            session,
            poll_id,
            row["version"],
            [(code, checks.kept_words(code, finding.sentence), reason)],
        )
        return reading.read_sheet(session, poll_id)


def store_batch(workspace: Workspace, poll_id: int, counts: BatchCounts) -> PollSheet:
    """Store the next batch that one person counted; return the running totals.

    ``counts.votes`` goes by position on the paper. A stored batch is never added to. Raises
    ``Fault`` when two people have to count, the count is sealed, or the batch is too small or
    too large to be kept.
    """
    from desk_app.services.polling import counting

    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        if row["returned"] is None:
            raise Fault("请先填写收回票数，再录入测评票。")
        if row["mode"] == Mode.TWO:
            raise Fault("这个测评由两名计票人分别录入，请从“录入”里选定计票人。")
        stored = reading.stored_batches(session, poll_id)
        keyed = sum(one["valid"] + one["invalid"] for one in stored)
        wrong = rules.check_batch(counts.valid + counts.invalid, keyed, row["returned"])
        if wrong:
            raise Fault(wrong)
        every = reading.every_batch(session, poll_id)
        number = 1 + max((one["number"] for one in every), default=0)
        votes = counting.checked_votes(session, row, counts)
        counting.insert_batch(
            session, poll_id, (TOGETHER, number), counts, votes, state=BatchState.SETTLED
        )
        return reading.read_sheet(session, poll_id)


def store_external(
    workspace: Workspace,
    poll_id: int,
    counts: BallotCounts,
    votes: Votes,
    reasons: Mapping[str, str] | None = None,
) -> PollSheet:
    """Enter a count that was signed on paper as totals (外部计票); sealed at once.

    Raises ``Fault`` with every sentence when something does not balance, when a soft check
    has no reason in ``reasons`` (by code), and when ballots of this poll were keyed already.
    """
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        if reading.stored_batches(session, poll_id):
            raise Fault("这个测评已经录入了测评票，不能再录外部计票。确要改用，请先“清空重录”。")
        forget_plan(session, poll_id)
        moment = session.moment
        write_external(session, moment, poll_id, counts, votes, reasons)
        sheet = reading.read_sheet(session, poll_id)
        sealing.amend(session, row, sheet, "", sealing.papers_words(sheet))
        return sheet


def write_external(
    session: Session,
    moment: str,
    poll_id: int,
    counts: BallotCounts,
    votes: Votes,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Write an external count within a transaction; raises ``Fault`` when it does not balance.

    With ``reasons`` ``None`` soft checks are not asked about: a workbook of counts is taken
    whole, and each count bears its signed report.
    """
    row = reading.poll_row(session, poll_id)
    kind = reading.kind_of(schemes.pinned(session, row["round_id"]), row["poll"])
    subjects = reading.subjects_of_poll(session, poll_id)
    for found in votes.values():
        check_options(kind.options, kind.name, found)
    checked = BallotCounts(
        counts.issued, counts.returned, counts.valid, counts.invalid, row["present"]
    )
    wrong = rules.check_seal(checked, ((name, votes.get(one, {})) for one, name in subjects))
    if wrong:
        raise Fault("".join(wrong))
    judged = checks.with_reasons(
        checks.find(
            Count(
                papers=checked,
                keyed=counts.valid + counts.invalid,
                subjects=[
                    (name, rules.make_tally(kind, checked, votes.get(one, {})))
                    for one, name in subjects
                ],
            ),
            kind.counting,
        ),
        reasons or {},
    )
    if reasons is not None and any(one.open for one in judged):
        raise Fault("".join(checks.in_the_way(judged)))
    session.execute(
        update(poll)
        .where(poll.c.id == poll_id)
        .values(
            issued=counts.issued,
            returned=counts.returned,
            valid=counts.valid,
            invalid=counts.invalid,
            external=1,
            sealed_at=moment,
        )
    )
    given = [(one.code, one.sentence, one.reason) for one in judged if one.reason]
    sealing.write_reasons(session, poll_id, row["version"], given)
    whole = {one: votes.get(one, {}) for one, _ in subjects}
    sealing.write_version(session, poll_id, moment, {TOGETHER: whole}, "")


def recount(workspace: Workspace, poll_id: int, reason: str) -> PollSheet:
    """Count anew from the papers: a sealed count is reopened, an open one cleared.

    Raises ``Fault`` without a reason. A sealed version stays, see ``sealing.reopen``.
    """
    if poll_sheet(workspace, poll_id).sealed:
        return sealing.reopen(workspace, poll_id, reason)
    with workspace.session() as session:
        row = reading.open_row(session, poll_id)
        if not reason.strip():
            raise Fault(sealing.REASON_WANTED)
        for table in (batch, in_hand):
            session.execute(delete(table).where(table.c.poll_id == poll_id))
        sealing.clear_reasons(session, poll_id, row["version"])
        sheet = reading.read_sheet(session, poll_id)
    workspace.forget()
    return sheet


def break_down(workspace: Workspace, poll_id: int) -> tuple[CategoryResult, ...]:
    """Return the count of each category, without those whose votes would tell a ballot.

    Empty where the poll has no categories. Withheld is a category of fewer than five valid
    papers, and what would let such a one be worked out from the others.
    """
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        scheme = schemes.pinned(session, row["round_id"])
        kind = reading.kind_of(scheme, row["poll"])
        subjects = reading.subjects_of_poll(session, poll_id)
        here = reading.category_papers(session, row, kind)
        counted = sealing.counted_papers(session, row, here)
        shown = planning.disclosable({name: valid for name, (valid, _) in counted.items()})
        wanted = {
            one.category: BallotCounts(
                one.issued or 0, one.returned or 0, *counted.get(one.category, (0, 0))
            )
            for one in here
            if one.category in shown
        }
        tallies_ = reading.tallies_apart(session, row, kind, wanted)
        found = []
        for one in here:
            valid, invalid = counted.get(one.category, (None, None))
            results: tuple[ResultLine, ...] = ()
            if one.category in shown:
                made = tallies_[one.category]
                nothing = rules.make_tally(kind, wanted[one.category], {})
                results = reading.result_lines(
                    scheme, kind, [(key, name, made.get(key, nothing)) for key, name in subjects]
                )
            found.append(
                CategoryResult(
                    one.category,
                    one.issued,
                    one.returned,
                    valid,
                    invalid,
                    one.category not in shown,
                    results,
                )
            )
        return tuple(found)


def check_options(options: tuple[str, ...], name: str, votes: Mapping[str, int]) -> None:
    """Raise ``Fault`` for a vote on what is no option of the poll."""
    known = {*options, rules.ABSTAINED, rules.SPOILT}
    unknown = [option for option in votes if option not in known]
    if unknown:
        raise Fault(f"“{unknown[0]}”不是“{name}”的选项，没有入库。")


def forget_plan(session: Session, poll_id: int) -> None:
    """Forget which batches are to be keyed again: they are planned anew."""
    session.execute(
        delete(batch).where(batch.c.poll_id == poll_id, batch.c.state == BatchState.AGAIN)
    )


def _sums(found: tuple[CategoryPapers, ...]) -> tuple[int | None, int | None]:
    """发出 and 收回 of all categories; ``None`` while one of them is not written down."""
    issued = [one.issued for one in found if one.issued is not None]
    returned = [one.returned for one in found if one.returned is not None]
    return (
        sum(issued) if len(issued) == len(found) else None,
        sum(returned) if len(returned) == len(found) else None,
    )


def _ensure_plan_stands(
    session: Session,
    poll_id: int,
    before: tuple[CategoryPapers, ...],
    after: tuple[CategoryPapers, ...],
    returned: int | None,
) -> None:
    """Raise ``Fault`` when stored batches do not fit the papers any more."""
    stored = reading.stored_batches(session, poll_id)
    if not stored:
        return
    keyed: dict[str, int] = {}
    for one in stored:
        size = one["valid"] + one["invalid"]
        keyed[one["category"]] = keyed.get(one["category"], 0) + size
    if not before:
        wrong = rules.check_returned(sum(keyed.values()), returned)
        if wrong:
            raise Fault(wrong)
        return
    groups = _groups(after)
    if set(groups) != set(_groups(before)):
        raise Fault("已经录入了测评票，这样改会改变各类别的分摞。请“清空重录”后再改。")
    for category, number in keyed.items():
        wrong = rules.check_returned(number, groups[category])
        if wrong:
            raise Fault(f"{category}{wrong}")


def _groups(found: tuple[CategoryPapers, ...]) -> dict[str, int]:
    returned = {one.category: one.returned for one in found if one.returned is not None}
    return planning.counting_groups(returned) if len(returned) == len(found) else {}
