"""Fills an empty workspace with the example township: a whole round, worth looking at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from sqlalchemy import func, insert, select

from desk_app.domain import example
from desk_app.domain.example import FULL_NAME, SHORT_NAME
from desk_app.domain.facts import to_stored
from desk_app.domain.faults import Fault
from desk_app.domain.points import add_up
from desk_app.domain.polling.counts import count_batch
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.rectification import ItemField
from desk_app.domain.rounds import Participant, ticked_at_first
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import EMPTY, ZERO, ScoreChange
from desk_app.services import grading, rectification, rounds, schemes
from desk_app.services.organisations.rows import initials_of
from desk_app.services.polling import batches, counting, meetings, opening, polls, sealing
from desk_app.services.scoring.sheets.storing import store
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.statements import keep_numbers_free

__all__ = ["FULL_NAME", "SHORT_NAME", "Made", "build"]

SCHEME = "C5"
PAPERS = 85
_ON_ONE_BALLOT = 60
_OWNERS = ("韩样", "沈例", "朱示")
TELLERS = ("计票人甲", "计票人乙")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    organisations: int
    round_id: int


def build(workspace: Workspace, *, orgs: int = 36, seed: int = 7) -> Made:
    """Make ``orgs`` graded organisations and a round that runs up to the committee's decision.

    The same seed makes the same township; only the days of meeting and ledger go by today.
    Raises ``Fault`` where the workspace holds organisations already.
    """
    if orgs < 1:
        raise Fault("示例至少要有 1 个党组织。")
    with workspace.session() as session:
        insert_organisations(session, example.organisations(orgs, seed))
    chosen = rounds.candidates(workspace)
    graded = ticked_at_first(chosen)
    round_id = rounds.create(
        workspace,
        SCHEME,
        workspace.today().year,
        "年初定级",
        [Participant(one.id) for one in chosen if one.id in graded],
    )
    subjects = rounds.subjects(workspace, round_id)
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        sheets = example.sheets(scheme, [one.domain for one in subjects], seed)
        _insert_scores(session, scheme, [one.id for one in subjects], sheets)
    _hold_poll(workspace, scheme, round_id, [one.id for one in subjects], sheets, seed)
    _decide(workspace, round_id)
    rectification.draw(workspace, round_id)
    keep_ledger(workspace, round_id)
    return Made(len(chosen), round_id)


def insert_organisations(session: Session, made: Sequence[example.MadeUp]) -> None:
    """Fill an empty registry; raises ``Fault`` where it holds anybody."""
    if session.execute(select(func.count()).select_from(tables.organisation)).scalar():
        raise Fault("工作区里已有党组织，示例只能建在空的工作区里。")
    ids: dict[str, int] = {}
    rows = []
    for number, one in enumerate(made, start=1):
        ids[one.name] = number
        rows.append(
            {
                "id": number,
                "code": one.code,
                "name": one.name,
                "kind": one.kind,
                "parent_id": ids.get(one.parent),
                "domain": one.domain,
                "area": one.area,
                "secretary": one.secretary,
                "member_count": one.members or None,
                "position": number,
                "initials": initials_of(one.name, "", one.secretary),
            }
        )
    session.execute(insert(tables.organisation), rows)
    keep_numbers_free(session.connection, tables.organisation)


def _insert_scores(
    session: Session,
    scheme: Scheme,
    subject_ids: Sequence[int],
    sheets: Sequence[example.MadeUpSheet],
) -> None:
    changes = [
        ScoreChange(subject_id, evaluator, indicator, one.points, one.note, one.amounts)
        for subject_id, sheet in zip(subject_ids, sheets, strict=True)
        for evaluator, lines in sheet.scores.items()
        for indicator, one in lines.items()
    ]
    store(session, changes, lambda _: EMPTY)
    known = {one.name for one in scheme.facts}
    facts = [
        {
            "subject_id": subject_id,
            "fact": "创新项目",
            "value": to_stored(value=True),
            **session.entered,
        }
        for subject_id, sheet in zip(subject_ids, sheets, strict=True)
        if sheet.innovative and "创新项目" in known
    ]
    if facts:
        session.execute(insert(tables.fact), facts)


def _hold_poll(
    workspace: Workspace,
    scheme: Scheme,
    round_id: int,
    subject_ids: Sequence[int],
    sheets: Sequence[example.MadeUpSheet],
    seed: int,
) -> None:
    """One meeting, one paper for everybody; the ballots live in memory only."""
    poll = scheme.polls[0]
    full = scheme.full_points
    superior = scheme.superior.name
    qualities = [
        add_up(one.points or ZERO for one in sheet.scores[superior].values()) / full
        + Decimal("0.1") * (full > 100)
        for sheet in sheets[:_ON_ONE_BALLOT]
    ]
    meeting_id = meetings.add_meeting(
        workspace,
        round_id,
        meetings.MeetingFacts(
            kind=poll.meeting or poll.name,
            held_on=workspace.today() - timedelta(days=20),
            place="镇政府三楼会议室",
            expected=PAPERS + 7,
            present=PAPERS,
            host="主持人甲",
            supervisors=("监票人甲",),
            tellers=TELLERS,
            caller="唱票人甲",
        ),
    )
    poll_id = opening.open_poll(workspace, meeting_id, poll.name, subject_ids[:_ON_ONE_BALLOT])
    polls.set_papers(workspace, poll_id, PAPERS, PAPERS)
    papers = iter(example.ballots(poll, qualities, PAPERS, seed))
    for line in batches.batches(workspace, poll_id):
        counts = count_batch(islice(papers, line.size))
        for teller in TELLERS[: 1 + (poll.counting.mode == "two")]:
            counting.store_batch(workspace, poll_id, line.category, line.number, counts, teller)
    for finding in polls.poll_sheet(workspace, poll_id).findings:
        polls.set_reason(workspace, poll_id, finding.code, "对照票面复核无误")
    sealing.seal(workspace, poll_id)


def _decide(workspace: Workspace, round_id: int) -> None:
    """Decide as proposed, but bring the best level within its quota, the lowest first."""
    board = grading.board(workspace, round_id)
    day = workspace.today() - timedelta(days=6)
    entries = []
    quota = next((one for one in board.quotas if one.verdict is QuotaVerdict.OVER), None)
    if quota is not None and quota.high is not None:
        holders = [
            (row.proposal.total.points, row.evidence.subject.id, row.level)
            for row in board.present
            if row.proposal is not None and row.level in quota.quota.levels
        ]
        for _, subject_id, level in sorted(holders)[: quota.held - quota.high]:
            lower = board.scheme.levels[board.scheme.rank(level or "") + 1].name
            reason = f"{quota.quota.levels[0]}名额有限，按得分排序在名额之外，研究定为{lower}"
            entries.append(grading.DecisionEntry(subject_id, lower, reason, day, "党委会"))
    grading.decide(workspace, round_id, entries)
    grading.decide_as_proposed(workspace, round_id, day, "党委会")


def keep_ledger(workspace: Workspace, round_id: int) -> None:
    """Fill in the items that stand: some are open, some overdue, some closed with proof."""
    today = workspace.today()
    due = (timedelta(days=45), timedelta(days=-9), timedelta(days=20))
    changes = []
    items = rectification.ledger(workspace, round_id)
    for number, item in enumerate(items):
        for field, value in (
            (ItemField.GOAL, f"{item.indicator or '该项'}达到方案标准"),
            (ItemField.MEASURES, "明确专人负责，按月对照检查，补齐资料和记录。"),
            (ItemField.OWNER, f"{_OWNERS[number % len(_OWNERS)]}"),
            (ItemField.DUE, today + due[number % 3]),
            (ItemField.PROGRESS, ("已制定计划", "正在补办", "基本完成")[number % 3]),
        ):
            changes.append(rectification.ItemChange(item.id, field, value))
    rectification.change_many(workspace, changes)
    closed = [item.id for number, item in enumerate(items) if number % 3 == 2]
    if closed:
        rectification.close(workspace, closed, "验收记录和现场照片", "销号人乙", today)
