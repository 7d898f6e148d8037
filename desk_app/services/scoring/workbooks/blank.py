"""Blank score sheets of one evaluator, to be filled elsewhere."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from desk_app.domain.asked import sheets_asked
from desk_app.domain.evidence import FactValue, SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, Indicator
from desk_app.domain.score_facts import facts_on_sheets
from desk_app.domain.settled import settled_of
from desk_app.services import schemes
from desk_app.services.scoring import sheets
from desk_app.services.scoring.workbooks.filled import known_subjects
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

REASON_WORD, PROOF_WORD, NOTE_WORD = "扣分理由", "佐证", "说明"
"""What an evaluator writes beside points: the superior why less, others what proves them."""


def blank_sheets(workspace: Workspace, round_id: int, evaluator: str, path: Path) -> int:
    """Write blank score sheets of one evaluator to ``path``; returns how many subjects it lists.

    One sheet for each 领域 that has indicators of its own. Subjects that do not take part are
    left out. Raises ``Fault`` where the file cannot be written or nobody takes part.
    """
    from desk_app.documents.saving import save_workbook
    from desk_app.documents.score_sheets import BlankLine, BlankSheet, blank_workbook

    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        heading = _heading(session, round_id)
        taking_part = [one.facts for one in known_subjects(session, round_id) if one.participates]
        settled = sheets.settled_sheets(session, scheme, round_id)
    ensure_typed(scheme, evaluator)
    if not taking_part:
        raise Fault("本轮没有参评的对象，没有可以导出的评分表。")
    piles = _by_lines(scheme, evaluator, taking_part)
    blanks = [
        BlankSheet(
            name=f"评分表（{name}）" if len(piles) > 1 else "评分表",
            title=f"{heading} {scheme.forms.score_sheet}（{evaluator}）",
            evaluator=evaluator,
            note_word=note_word(scheme, evaluator),
            indicators=lines,
            lines=tuple(
                BlankLine(
                    one.code,
                    one.name,
                    *_known(scheme, evaluator, settled.get(one.id), facts_on_sheets(scheme, lines)),
                )
                for one in subjects
            ),
            facts=facts_on_sheets(scheme, lines),
            object_name=scheme.object_name,
        )
        for name, (lines, subjects) in piles.items()
    ]
    save_workbook(blank_workbook(blanks), path)
    return len(taking_part)


def ensure_typed(scheme: Scheme, evaluator: str) -> None:
    """Raise ``Fault`` for an evaluator that the scheme does not know, or that nobody is."""
    if evaluator not in {one.name for one in scheme.evaluators}:
        raise Fault(f"方案里没有评价主体“{evaluator}”。")
    if evaluator not in {one.name for one in scheme.sheets.typists}:
        raise Fault(f"“{evaluator}”的得分由测评得出，没有评分表要填。请在“测评”里计票。")


def _known(
    scheme: Scheme,
    evaluator: str,
    settled: tuple[tuple[Indicator, ...], sheets.Sheets] | None,
    asked: Sequence[Fact],
) -> tuple[dict[str, Decimal], frozenset[str], dict[str, FactValue]]:
    """What facts say of one row, where nobody types, and these facts as far as they are known."""
    if settled is None:
        return {}, frozenset(), {}
    _, own = settled
    known = own.evidence.facts
    lines = sheets.own_lines(scheme, own.evidence.subject, evaluator, own)
    return *_given(lines), {one.name: known[one.name] for one in asked if one.name in known}


def _given(lines: Sequence[Indicator]) -> tuple[dict[str, Decimal], frozenset[str]]:
    """The points that follow from facts, and the lines in which nobody types."""
    found = {one.name: settled for one in lines if (settled := settled_of(one)) is not None}
    given = {name: one.points for name, one in found.items() if one.points is not None}
    return given, frozenset(name for name, one in found.items() if not one.free)


def note_word(scheme: Scheme, evaluator: str) -> str:
    """What the notes beside an evaluator's points are called; 说明 where nothing is scored."""
    if not sheets_asked(scheme):
        return NOTE_WORD
    return REASON_WORD if evaluator == scheme.superior.name else PROOF_WORD


def _by_lines(
    scheme: Scheme, evaluator: str, subjects: Sequence[SubjectFacts]
) -> dict[str, tuple[tuple[Indicator, ...], list[SubjectFacts]]]:
    """Subjects by what their score sheets hold, under the names of the 领域."""
    piles: dict[tuple[Indicator, ...], tuple[list[str], list[SubjectFacts]]] = {}
    for one in subjects:
        lines = sheets.own_lines(scheme, one, evaluator)
        if not lines:
            continue
        names, own = piles.setdefault(lines, ([], []))
        group = scheme.domain_group(one.domain)
        if group not in names:
            names.append(group)
        own.append(one)
    return {"、".join(names): (lines, own) for lines, (names, own) in piles.items()}


def _heading(session: Session, round_id: int) -> str:
    row = session.execute(
        select(tables.round_.c.year, tables.round_.c.name).where(tables.round_.c.id == round_id)
    ).one()
    return f"{row.year}年度{row.name}"
