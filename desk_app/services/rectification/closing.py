"""Items closed with a proof and a name (销号), and closings taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desk_app.domain.faults import Fault
from desk_app.domain.rectification import Rectification, refuse_closing
from desk_app.services.rectification.recording import record_differences
from desk_app.services.rectification.rows import several, write_fields
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def close(
    workspace: Workspace, item_ids: Sequence[int], proof: str, closed_by: str, day: date
) -> tuple[Rectification, ...]:
    """Close items (销号) with a proof and a name; return them as they stand now.

    Raises ``Fault`` without either, for a day that has not come yet, or for a closed item.
    """
    wrong = refuse_closing(proof, closed_by)
    if wrong:
        raise Fault(wrong)
    if day > workspace.today():
        raise Fault(f"销号日期 {day:%Y-%m-%d} 还没有到，请填今天或以前的日期。")
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        closed = [one for one in several(session, item_ids) if one.closed_on is not None]
        if closed:
            raise Fault(
                f"{closed[0].subject}“{closed[0].problem[:20]}”已经销号，请先撤销销号或不要选它。"
            )
        write_fields(
            session,
            item_ids,
            {
                "closed_on": day.isoformat(),
                "proof": proof.strip(),
                "closed_by": closed_by.strip(),
            },
        )
        after = several(session, item_ids)
        for one in after:
            record_differences(session, replace(one, closed_on=None, proof="", closed_by=""), one)
        return after


def reopen(workspace: Workspace, item_ids: Sequence[int]) -> tuple[Rectification, ...]:
    """Take a closing back (撤销销号), with its proof and name; return the items as they stand."""
    with workspace.session() as session:
        session.hold(tables.rectification, *item_ids)
        before = several(session, item_ids)
        write_fields(session, item_ids, {"closed_on": None, "proof": "", "closed_by": ""})
        after = several(session, item_ids)
        for old, new in zip(before, after, strict=True):
            record_differences(session, old, new)
        return after
