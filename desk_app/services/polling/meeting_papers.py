"""The papers around a meeting, printed or filled: 签到册, 发票登记表, 会议记录."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.polling import meeting_papers
from desk_app.domain.polling.meeting_papers import BLANK_LINES, PaperCount, PollFact
from desk_app.domain.polling.meetings import EVERYBODY, Attendance, read_names
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import schemes
from desk_app.services.polling import ballots, plans
from desk_app.services.polling.held import read_poll
from desk_app.services.polling.meetings import read_meeting
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import ATTENDEES, AttendeeRow, MeetingRow, PollRow
from desk_app.storage.rows.reading import read
from desk_app.storage.tables import attendee, poll, round_
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook

_HANDING_OUT = (
    "按类别清点发票张数，只记数量，不记哪张票给了谁；票上没有编号，也不得补写。"
    "印制 = 发出 + 剩余；剩余的票由监票人当场剪角作废。收回多于发出的，本次投票无效，应当重新投票。"
)


def sign_in_workbook(workspace: Workspace, meeting_id: int) -> "Workbook":
    """Fill 签到册, a sheet for each category; blank lines where no names are listed."""
    from desk_app.documents.filling import fill_sheets

    with workspace.session() as session:
        held = read_meeting(session, meeting_id)
        scheme = schemes.pinned(session, held.round_id)
        here = plans.attendance_of(session, meeting_id)
        names: dict[str, list[str]] = {}
        for one in read(
            session.connection, AttendeeRow, ATTENDEES.where(attendee.c.meeting_id == meeting_id)
        ):
            names.setdefault(one.category, []).append(one.name)
        common = _common(session, held)
    sheets = []
    for category in _categories(scheme, held, here, names):
        listed = names.get(category, [])
        expected = here.get(category, Attendance()).expected
        if expected is None:
            expected = len(listed) or None
        lines = max(len(listed), expected or (0 if listed else BLANK_LINES))
        sheets.append(
            (
                category or "签到册",
                {
                    **common,
                    "held": common["where"],
                    "form_title": f"{held.kind}签到册",
                    "category": category or "全体",
                    "expected": "　　　" if expected is None else expected,
                    "rows": meeting_papers.sign_in_rows(listed, lines),
                },
            )
        )
    return fill_sheets(forms_dir() / "sign_in.xlsx", sheets)


def register_workbook(workspace: Workspace, meeting_id: int) -> "Workbook":
    """Fill 发票登记表: a row for each poll and category of a meeting, numbers only."""
    from desk_app.documents.filling import fill

    with workspace.session() as session:
        held = read_meeting(session, meeting_id)
        counts = [count for key in _polls(session, meeting_id) for count in _counts(session, key)]
        common = _common(session, held)
    facts = {
        **common,
        "form_title": "发票登记表",
        "instruction": _HANDING_OUT,
        "rows": [meeting_papers.register_row(one) for one in counts],
    }
    return fill(forms_dir() / "register.xlsx", facts)


def minutes_workbook(workspace: Workspace, meeting_id: int) -> "Workbook":
    """Fill 会议记录 with what is known; the rest is left for a pen or for WPS."""
    from desk_app.documents.filling import fill

    with workspace.session() as session:
        held = read_meeting(session, meeting_id)
        scheme = schemes.pinned(session, held.round_id)
        came = plans.attendance_of(session, meeting_id)
        here = {one: came[one] for one in _categories(scheme, held, came, came) if one in came}
        if not here and (held.expected is not None or held.present is not None):
            here = {EVERYBODY: Attendance(held.expected, held.present)}
        polls = [_fact(session, key) for key in _polls(session, meeting_id)]
        common = _common(session, held)
    facts = {
        **common,
        "form_title": "会　议　记　录",
        "meeting": held.kind,
        "place": held.place,
        "host": "、".join(read_names(held.host)),
        "supervisors": "、".join(read_names(held.supervisors)),
        "tellers": "、".join(read_names(held.tellers)),
        "caller": held.caller,
        "recorder": None,
        "attendance": meeting_papers.attendance_words(here),
        "agenda": held.agenda,
        "minutes": held.minutes,
        "polls": "\n".join(meeting_papers.poll_words(one) for one in polls),
    }
    return fill(forms_dir() / "minutes.xlsx", facts)


def sign_in_pdf(workspace: Workspace, meeting_id: int) -> bytes:
    """Return 签到册 as PDF."""
    return _pdf(sign_in_workbook, workspace, meeting_id)


def register_pdf(workspace: Workspace, meeting_id: int) -> bytes:
    """Return 发票登记表 as PDF."""
    return _pdf(register_workbook, workspace, meeting_id)


def minutes_pdf(workspace: Workspace, meeting_id: int) -> bytes:
    """Return 会议记录 as PDF."""
    return _pdf(minutes_workbook, workspace, meeting_id)


WORKBOOKS: Mapping[str, Callable[[Workspace, int], "Workbook"]] = {
    "签到册": sign_in_workbook,
    "发票登记表": register_workbook,
    "会议记录": minutes_workbook,
}


def _pdf(
    make: Callable[[Workspace, int], "Workbook"], workspace: Workspace, meeting_id: int
) -> bytes:
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(make(workspace, meeting_id), Fonts(resources_dir() / "fonts"))


def _common(session: Session, held: MeetingRow) -> dict[str, object]:
    """What every paper of a meeting says at its head."""
    full_name = session.scalar(select(office.c.full_name))
    year = session.scalar(select(round_.c.year).where(round_.c.id == held.round_id))
    day = held.held_on
    when = f"{day.year}年{day.month}月{day.day}日" if day else ""
    words = (str(full_name), held.kind, when, held.place)
    # The sign-in list has the meeting's name for its title already.
    where = (str(full_name), when, held.place)
    return {
        "held": "　".join(one for one in words if one),
        "where": "　".join(one for one in where if one),
        "day": day,
        "year": year,
    }


def _categories(
    scheme: Scheme,
    held: MeetingRow,
    here: Mapping[str, Attendance],
    names: Mapping[str, object],
) -> tuple[str, ...]:
    """Categories in the scheme's order, then others written down; "" where there is none."""
    asked = next((one.categories for one in scheme.meetings if one.name == held.kind), ())
    found = [name for name in (*asked, *here, *names) if name or name in names]
    return tuple(dict.fromkeys(found)) or ("",)


def _polls(session: Session, meeting_id: int) -> list[int]:
    rows = session.scalars(
        select(poll.c.id).where(poll.c.meeting_id == meeting_id).order_by(poll.c.id)
    )
    return list(rows)


def _name(session: Session, row: PollRow) -> str:
    part = ballots.part(session, row.id)
    return f"{row.poll}（{part}）" if part else row.poll


def _counts(session: Session, poll_id: int) -> list[PaperCount]:
    here = read_poll(session, poll_id)
    row = here.row
    name, note = _name(session, row), "已作废" if row.voided else ""
    found = [
        PaperCount(name, one.category, one.expected, one.present, one.issued, one.returned, note)
        for one in plans.category_papers(session, here)
    ]
    whole = PaperCount(name, "", row.expected, row.present, row.issued, row.returned, note)
    return found or [whole]


def _fact(session: Session, poll_id: int) -> PollFact:
    here = read_poll(session, poll_id)
    row = here.row
    return PollFact(
        name=_name(session, row),
        subjects=tuple(name for _, name in here.subjects),
        issued=row.issued,
        returned=row.returned,
        valid=row.valid if row.sealed else None,
        invalid=row.invalid if row.sealed else None,
        code=(row.code or "") if row.sealed else "",
        voided=row.voided_reason if row.voided else "",
    )
