"""计票报告单 of a sealed count: read as it was sealed, filled, as a workbook and as PDF."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.polling import counts
from desk_app.domain.polling.count_report import (
    CountReport,
    ReportedPapers,
    SealedVersion,
    SubjectCount,
)
from desk_app.domain.polling.counting import TOGETHER
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.polling.meetings import judge, read_names
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.polling import ballots, held, plans, reasons, versions, void_counts
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.meetings import read_meeting
from desk_app.services.polling.votes import votes_apart
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows import polling
from desk_app.storage.rows.polling import MeetingRow, PollRow, VersionRow
from desk_app.storage.tables import round_
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook


def report(workspace: Workspace, poll_id: int, version: int | None = None) -> CountReport:
    """Return a sealed count as it is reported, the newest sealed version where none is named.

    Raises ``Fault`` when the poll is gone or has no such version.
    """
    with workspace.session() as session:
        poll = held.read_poll(session, poll_id)
        rows = versions.rows_of(session, poll_id)
        wanted = _wanted(session, rows, version)
        number = wanted.number
        meeting = read_meeting(session, poll.row.meeting_id)
        sealed = plans.papers_of_version(session, poll_id, number)
        whole = _reported(sealed[""]) if "" in sealed else _whole(poll.row)
        year = session.scalar(select(round_.c.year).where(round_.c.id == poll.row.round_id))
        return CountReport(
            office=str(session.scalar(select(office.c.full_name))),
            year=int(year or 0),
            meeting=meeting.kind,
            held_on=meeting.held_on,
            place=meeting.place,
            poll=poll.kind,
            part=ballots.part(session, poll_id),
            rates=tuple(one for one in poll.scheme.rates if one.poll == poll.kind.name),
            whole=whole,
            categories=tuple(_reported(sealed[name]) for name in _ordered(poll.kind, sealed)),
            subjects=_subjects(session, poll, number, whole),
            findings=reasons.given(session, poll_id, number),
            versions=tuple(_version(one) for one in rows),
            version=number,
            supervisors=read_names(meeting.supervisors),
            tellers=read_names(meeting.tellers),
            caller=meeting.caller,
            attendance=_attendance(session, poll.scheme, meeting),
            one_by_scheme=poll.kind.counting.tellers == 1,
            voided=poll.row.voided_reason if poll.row.voided else "",
            voids=void_counts.of_version(session, poll_id, number),
        )


def report_workbook(workspace: Workspace, poll_id: int, version: int | None = None) -> "Workbook":
    """Fill the form of a sealed count; raises ``Fault`` as ``report`` does."""
    from desk_app.documents import count_report

    return count_report.report_workbook(
        forms_dir() / "count_report.xlsx", report(workspace, poll_id, version)
    )


def report_pdf(workspace: Workspace, poll_id: int, version: int | None = None) -> bytes:
    """Return 计票报告单 as PDF; raises ``Fault`` as ``report`` does."""
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(report_workbook(workspace, poll_id, version), Fonts(resources_dir() / "fonts"))


def _wanted(session: Session, rows: Sequence[VersionRow], version: int | None) -> VersionRow:
    """Return the version to report; raises ``Fault`` where it cannot be."""
    if not rows:
        raise Fault("这个测评还没有封存，不能出计票报告单。请先核对并封存。")
    found = next((one for one in reversed(rows) if version in (None, one.number)), None)
    if found is None:
        raise Fault(f"这个测评没有第 {version} 版计票。")
    if versions.votes_dropped(session, found):
        raise Fault(
            f"第 {found.number} 版已重新计票，各项得票不再保存，以签字的报告单为准；"
            "新的一版封存以后，可出新的报告单。"
        )
    return found


def _version(one: VersionRow) -> SealedVersion:
    return SealedVersion(
        number=one.number,
        sealed_at=one.sealed_at[:16],
        mode=one.mode,
        external=one.external,
        tellers="、".join(read_names(one.tellers)),
        code=one.code,
        reopened=one.reopened_reason,
    )


def _reported(one: polling.PapersRow) -> ReportedPapers:
    return ReportedPapers(
        one.category,
        one.expected,
        one.present,
        one.issued,
        one.returned,
        one.valid,
        one.invalid,
    )


def _whole(row: PollRow) -> ReportedPapers:
    """Papers of a count that was sealed before versions kept theirs."""
    return ReportedPapers(
        "", row.expected, row.present, row.issued, row.returned, row.valid, row.invalid
    )


def _ordered(kind: Poll, sealed: Mapping[str, object]) -> list[str]:
    """Categories in the scheme's order, then those it does not know any more."""
    known = [name for name in kind.counting.categories if name in sealed]
    return [*known, *(name for name in sealed if name and name not in known)]


def _subjects(
    session: Session, poll: HeldPoll, version: int, whole: ReportedPapers
) -> tuple[SubjectCount, ...]:
    kind = poll.kind
    votes = votes_apart(session, poll, version)
    papers = BallotCounts(
        whole.issued or 0, whole.returned or 0, whole.valid or 0, whole.invalid or 0
    )
    options = (*kind.options, counts.ABSTAINED, counts.SPOILT)
    found = []
    for key, name in poll.subjects:
        here = votes.get(key, {})
        added = {option: sum([by[option] for by in here.values()]) for option in options}
        shown = {category: by for category, by in here.items() if category != TOGETHER}
        order = [one for one in kind.counting.categories if one in shown]
        parts = tuple((category, shown[category]) for category in dict.fromkeys([*order, *shown]))
        found.append(SubjectCount(name, counts.make_tally(kind, papers, added), parts))
    return tuple(found)


def _attendance(session: Session, scheme: Scheme, meeting: MeetingRow) -> tuple[str, ...]:
    """The scheme's rules of attendance for this kind of meeting, with what was so."""
    wanted = next((one for one in scheme.meetings if one.name == meeting.kind), None)
    if wanted is None:
        return ()
    here = plans.attendance_of(session, meeting.id)
    return tuple(one.sentence for one in judge(wanted.rules, here))
