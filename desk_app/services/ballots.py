"""The empty ballot of a poll as it prints: the same for everybody, without a number."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.services import polling, schemes
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import round_
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_OPTIONS = 8
"""Columns for options in ``forms/ballot.xlsx``."""

_INSTRUCTION = (
    "请对每一个测评对象，在您认为合适的一栏内画“○”，每行只画一个；不画的视为弃权，"
    "一行画两个以上的该行无效。本票无记名，请不要写姓名或作其他记号。"
)


def ballot_workbook(workspace: Workspace, poll_id: int) -> "Workbook":
    """Fill the form of the ballot for a poll; raises ``Fault`` when it has too many options."""
    from desk_app.documents.columns import OMIT
    from desk_app.documents.filling import fill

    sheet = polling.poll_sheet(workspace, poll_id)
    if len(sheet.options) > MOST_OPTIONS:
        raise Fault(
            f"“{sheet.name}”有 {len(sheet.options)} 个选项，测评票表样最多印 {MOST_OPTIONS} 个，"
            "请在表样 ballot.xlsx 里加列后再试。"
        )
    with workspace.transaction() as connection:
        scheme = schemes.pinned(connection, sheet.round_id)
        year = connection.scalar(select(round_.c.year).where(round_.c.id == sheet.round_id))
        full_name = connection.scalar(select(office.c.full_name))
    options = {
        f"option_{number}": sheet.options[number - 1] if number <= len(sheet.options) else OMIT
        for number in range(1, MOST_OPTIONS + 1)
    }
    facts: dict[str, object] = {
        "form_title": f"{year}年度{scheme.forms.ballot}",
        "instruction": _INSTRUCTION,
        "note": f"{full_name}　{sheet.meeting}　{sheet.name}",
        "rows": [{"organisation": name} for _, name in sheet.subjects],
        **options,
    }
    return fill(forms_dir() / "ballot.xlsx", facts)


def ballot_pdf(workspace: Workspace, poll_id: int) -> bytes:
    """Return the empty ballot as PDF; every copy that is printed is the same."""
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(ballot_workbook(workspace, poll_id), Fonts(resources_dir() / "fonts"))
