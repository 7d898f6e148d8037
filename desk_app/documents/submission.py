"""The forms that go up: facts of the domain become filled workbooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk_app.assets import forms_dir
from desk_app.documents.filling import fill, open_form
from desk_app.domain.points import add_up
from desk_app.domain.rectification import Rectification
from desk_app.domain.submission import Declaration, SummaryLine, numbered

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.documents.filling import Form


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every form of a round bears. ``level_word`` is 星级 or 等级."""

    township: str
    year: int
    filled_on: date
    level_word: str = "等级"
    preparer: str = ""


def declaration_form() -> "Form":
    """Return the 申报表 read once, for many to be filled; raises ``Fault`` where it is damaged."""
    return open_form(forms_dir() / "declaration.xlsx")


def declaration_workbook(
    title: str, head: Letterhead, one: Declaration, form: "Form | None" = None
) -> "Workbook":
    """Return the filled 申报表 of one subject; raises ``Fault`` where the form is damaged."""
    return fill(form or declaration_form(), declaration_facts(title, head, one))


def declaration_facts(title: str, head: Letterhead, one: Declaration) -> dict[str, object]:
    """What the placeholders of ``forms/declaration.xlsx`` stand for."""
    adjusted = bool(one.adjustments)
    return {
        "form_title": title,
        "township": head.township,
        "year": head.year,
        "organisation": one.name,
        "sector": one.domain,
        "region": one.area,
        "superior": one.parent,
        "secretary": one.secretary,
        "member_count": one.member_count,
        "indicators": [
            {
                "name": line.name,
                "points": line.points,
                "self_score": line.own,
                "review_score": line.superior,
                "reason": line.reason,
            }
            for line in one.indicators
        ],
        "points_total": one.full,
        "self_total": one.own_total,
        "review_total": one.superior_total,
        "adjustments": [
            {"name": line.name, "points": line.points, "proof": line.proof}
            for line in one.adjustments
        ]
        or [{"no": None, "name": "无", "points": None, "proof": ""}],
        "adjustment_total": add_up(line.points for line in one.adjustments) if adjusted else None,
        "final_score": one.final,
        "poll_result": one.poll_result,
        "level_word": head.level_word,
        "self_level": one.own_level,
        "proposed_level": one.proposed_level,
        "reasons": numbered(one.reasons),
        "problems": numbered(one.problems),
        "committee_opinion": one.committee.words,
        "committee_day": one.committee.day,
        "superior_opinion": one.approval.words,
        "superior_day": one.approval.day,
    }


def summary_workbook(title: str, head: Letterhead, lines: Iterable[SummaryLine]) -> "Workbook":
    """Return the filled 汇总表, its lines in the given order."""
    return fill(forms_dir() / "summary.xlsx", summary_facts(title, head, lines))


def summary_facts(title: str, head: Letterhead, lines: Iterable[SummaryLine]) -> dict[str, object]:
    """What the placeholders of ``forms/summary.xlsx`` stand for."""
    rows: list[Mapping[str, object]] = [
        {
            "organisation": line.name,
            "sector": line.domain,
            "region": line.area,
            "secretary": line.secretary,
            "member_count": line.member_count,
            "self_score": line.own,
            "review_score": line.points,
            "poll_result": line.poll_result,
            "proposed_level": line.proposed_level,
            "decided_level": line.decided_level,
            "note": line.note,
        }
        for line in lines
    ]
    return {
        "form_title": title,
        "township": head.township,
        "filled_on": head.filled_on,
        "level_word": head.level_word,
        "checker": "",
        "preparer": head.preparer,
        "phone": "",
        "rows": rows,
    }


def ledger_workbook(title: str, head: Letterhead, items: Iterable[Rectification]) -> "Workbook":
    """Return the filled 整改台账; overdue is what is overdue on the day it is filled."""
    return fill(forms_dir() / "rectification.xlsx", ledger_facts(title, head, items))


def ledger_facts(title: str, head: Letterhead, items: Iterable[Rectification]) -> dict[str, object]:
    """What the placeholders of ``forms/rectification.xlsx`` stand for."""
    return {
        "form_title": title,
        "township": head.township,
        "filled_on": head.filled_on,
        "checker": "",
        "preparer": head.preparer,
        "rows": [
            {
                "organisation": item.subject,
                "problem": item.problem,
                "goal": item.goal,
                "measures": item.measures,
                "owner": item.owner,
                "due_on": item.due_on,
                "progress": item.progress,
                "state": str(item.status(head.filled_on)),
                "closed_on": item.closed_on,
                "proof": _closing(item),
            }
            for item in items
        ],
    }


def _closing(item: Rectification) -> str:
    if item.closed_on is None:
        return item.proof
    return f"{item.proof}（销号人：{item.closed_by}）"
