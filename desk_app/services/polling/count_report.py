"""计票报告单 of a sealed count: read as it was sealed, filled, as a workbook and as PDF."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.polling import counts as rules
from desk_app.domain.polling import meetings as attendance_rules
from desk_app.domain.polling.count_report import CountReport, PapersRow, SealedVersion, SubjectCount
from desk_app.domain.polling.counting import TOGETHER, Mode
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.polling.meetings import read_names
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import schemes
from desk_app.services.polling import ballots, sealing, void_counts
from desk_app.services.polling import sheet as reading
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import count_version, meeting, papers, round_, tally
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook


def report(workspace: Workspace, poll_id: int, version: int | None = None) -> CountReport:
    """Return a sealed count as it is reported, the newest sealed version where none is named.

    Raises ``Fault`` when the poll is gone or has no such version.
    """
    with workspace.session() as session:
        row = reading.poll_row(session, poll_id)
        scheme = schemes.pinned(session, row["round_id"])
        kind = reading.kind_of(scheme, row["poll"])
        versions = _versions(session, poll_id)
        if not versions:
            raise Fault("这个测评还没有封存，不能出计票报告单。请先核对并封存。")
        number = versions[-1].number if version is None else version
        if number not in {one.number for one in versions}:
            raise Fault(f"这个测评没有第 {number} 版计票。")
        if sealing.votes_dropped(session, poll_id, number):
            raise Fault(
                f"第 {number} 版已重新计票，各项得票不再保存，以签字的报告单为准；"
                "新的一版封存以后，可出新的报告单。"
            )
        held = _meeting(session, row)
        sealed = _papers(session, poll_id, number)
        whole = sealed.get("", _whole(row))
        return CountReport(
            office=str(session.scalar(select(office.c.full_name))),
            year=int(
                session.scalar(select(round_.c.year).where(round_.c.id == row["round_id"])) or 0
            ),
            meeting=held["kind"],
            held_on=date.fromisoformat(held["held_on"]) if held["held_on"] else None,
            place=held["place"],
            poll=kind,
            part=ballots.part(session, poll_id),
            rates=tuple(one for one in scheme.rates if one.poll == kind.name),
            whole=whole,
            categories=tuple(sealed[name] for name in _ordered(kind, sealed)),
            subjects=_subjects(session, poll_id, kind, number, whole),
            findings=reading.given_reasons(session, poll_id, number),
            versions=versions,
            version=number,
            supervisors=read_names(held["supervisors"]),
            tellers=read_names(held["tellers"]),
            caller=held["caller"],
            attendance=_attendance(session, scheme, held),
            one_by_scheme=kind.counting.tellers == 1,
            voided=row["voided_reason"] if row["voided_at"] else "",
            voids=void_counts.of_version(session, poll_id, number),
        )


def report_workbook(workspace: Workspace, poll_id: int, version: int | None = None) -> "Workbook":
    """Fill the form of a sealed count; raises ``Fault`` as ``report`` does."""
    from desk_app.documents import count_report as documents

    return documents.report_workbook(
        forms_dir() / "count_report.xlsx", report(workspace, poll_id, version)
    )


def report_pdf(workspace: Workspace, poll_id: int, version: int | None = None) -> bytes:
    """Return 计票报告单 as PDF; raises ``Fault`` as ``report`` does."""
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(report_workbook(workspace, poll_id, version), Fonts(resources_dir() / "fonts"))


def save_report(workspace: Workspace, poll_id: int, path: Path, version: int | None = None) -> None:
    """Write 计票报告单 to ``path``, a workbook or a PDF by its ending; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes, save_workbook

    if path.suffix.lower() == ".pdf":
        save_bytes(report_pdf(workspace, poll_id, version), path)
    else:
        save_workbook(report_workbook(workspace, poll_id, version), path)


def _meeting(session: Session, row: RowMapping) -> RowMapping:
    return (
        session.execute(select(meeting).where(meeting.c.id == row["meeting_id"])).mappings().one()
    )


def _versions(session: Session, poll_id: int) -> tuple[SealedVersion, ...]:
    rows = session.execute(
        select(count_version)
        .where(count_version.c.poll_id == poll_id)
        .order_by(count_version.c.number)
    )
    return tuple(
        SealedVersion(
            number=one.number,
            sealed_at=one.sealed_at[:16],
            mode=Mode(one.mode),
            external=bool(one.external),
            tellers="、".join(read_names(one.tellers)),
            code=one.code,
            reopened=one.reopened_reason,
        )
        for one in rows
    )


def _papers(session: Session, poll_id: int, version: int) -> dict[str, PapersRow]:
    rows = session.execute(
        select(papers).where(papers.c.poll_id == poll_id, papers.c.version == version)
    )
    return {
        one.category: PapersRow(
            one.category,
            one.expected,
            one.present,
            one.issued,
            one.returned,
            one.valid,
            one.invalid,
        )
        for one in rows
    }


def _whole(row: RowMapping) -> PapersRow:
    """Papers of a count that was sealed before versions kept theirs."""
    return PapersRow(
        "",
        row["expected"],
        row["present"],
        row["issued"],
        row["returned"],
        row["valid"],
        row["invalid"],
    )


def _ordered(kind: Poll, sealed: dict[str, PapersRow]) -> list[str]:
    """Categories in the scheme's order, then those it does not know any more."""
    known = [name for name in kind.counting.categories if name in sealed]
    return [*known, *(name for name in sealed if name and name not in known)]


def _subjects(
    session: Session, poll_id: int, kind: Poll, version: int, whole: PapersRow
) -> tuple[SubjectCount, ...]:
    votes: dict[int, dict[str, dict[str, int]]] = {}
    for one in session.execute(
        select(tally).where(tally.c.poll_id == poll_id, tally.c.version == version)
    ):
        votes.setdefault(one.subject_id, {}).setdefault(one.category, {})[one.option] = one.votes
    counts = BallotCounts(
        whole.issued or 0, whole.returned or 0, whole.valid or 0, whole.invalid or 0
    )
    found = []
    for key, name in reading.subjects_of_poll(session, poll_id):
        here = votes.get(key, {})
        added: dict[str, int] = {}
        for by_option in here.values():
            for option, number in by_option.items():
                added[option] = added.get(option, 0) + number
        shown = {category: by for category, by in here.items() if category != TOGETHER}
        order = [one for one in kind.counting.categories if one in shown]
        parts = tuple((category, shown[category]) for category in dict.fromkeys([*order, *shown]))
        found.append(SubjectCount(name, rules.make_tally(kind, counts, added), parts))
    return tuple(found)


def _attendance(session: Session, scheme: Scheme, held: RowMapping) -> tuple[str, ...]:
    """The scheme's rules of attendance for this kind of meeting, with what was so."""
    wanted = next((one for one in scheme.meetings if one.name == held["kind"]), None)
    if wanted is None:
        return ()
    here = reading.attendance_of(session, held["id"])
    return tuple(one.sentence for one in attendance_rules.judge(wanted.rules, here))
