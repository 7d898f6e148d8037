"""Score sheets on their way out and back: blank workbooks, filled ones, and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.entries import full_points, score_shown
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.points import add_up
from desk_app.domain.progress import Progress
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.score_sheets import Held, Kind, KnownSubject, ReadCell, ScoreImport
from desk_app.domain.score_sheets import read_scores as read_cells
from desk_app.domain.scoring import Change
from desk_app.services import rounds, schemes
from desk_app.services.scoring import sheets
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

if TYPE_CHECKING:
    from desk_app.documents.boxes import Page
    from desk_app.documents.fonts import Substitution

REASON_WORD, PROOF_WORD = "扣分理由", "佐证"
"""What an evaluator writes beside points: the superior why less, others what proves them."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did, in cells."""

    new: int
    changed: int
    unchanged: int
    refused: int

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        text = f"新填 {self.new} 格，改动 {self.changed} 格，未变 {self.unchanged} 格"
        return text + (f"，没有导入 {self.refused} 格。" if self.refused else "。")


def blank_sheets(workspace: Workspace, round_id: int, evaluator: str, path: Path) -> int:
    """Write blank score sheets of one evaluator to ``path``; returns how many subjects it lists.

    One sheet for each 领域 that has indicators of its own. Subjects that do not take part are
    left out. Raises ``Fault`` where the file cannot be written or nobody takes part.
    """
    from desk_app.documents.saving import save_workbook
    from desk_app.documents.score_sheets import (
        BlankLine,
        BlankSheet,
        blank_workbook,
    )

    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        heading = _heading(session, round_id)
        taking_part = [one.facts for one in _subjects(session, round_id) if one.participates]
    if evaluator not in {one.name for one in scheme.evaluators}:
        raise Fault(f"方案里没有评价主体“{evaluator}”。")
    if not taking_part:
        raise Fault("本轮没有参评的对象，没有可以导出的评分表。")
    piles = _by_lines(scheme, taking_part)
    blanks = [
        BlankSheet(
            name=f"评分表（{name}）" if len(piles) > 1 else "评分表",
            title=f"{heading} {scheme.forms.score_sheet}（{evaluator}）",
            evaluator=evaluator,
            note_word=note_word(scheme, evaluator),
            indicators=lines,
            lines=tuple(BlankLine(one.code, one.name) for one in subjects),
        )
        for name, (lines, subjects) in piles.items()
    ]
    save_workbook(blank_workbook(blanks), path)
    return len(taking_part)


def read_scores(workspace: Workspace, round_id: int, path: Path) -> ScoreImport:
    """Read a filled workbook and say what taking it over would do; nothing is written.

    Raises ``Fault`` where the file cannot be read or has no score sheet in it.
    """
    from desk_app.documents.reading import read_workbook

    workbook = read_workbook(path)
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        subjects = _subjects(session, round_id)
        held = sheets.held(session, scheme, round_id)
    read = read_cells(workbook, scheme, subjects, held)
    if not read.found:
        raise Fault(
            f"“{path.name}”里没有找到评分表：表头要有“党组织”或“代码”一列，以及各指标的名称。"
            "可以先导出空白评分表，照着填。"
        )
    if not read.cells and not read.refused:
        raise Fault(f"“{path.name}”的评分表里还没有填任何分数。")
    return read


def apply_scores(
    workspace: Workspace, round_id: int, read: ScoreImport, *, only_good: bool = False
) -> Applied:
    """Take a workbook over: as a whole, or with ``only_good`` the cells that can stand.

    One transaction. Raises ``Fault``, and writes nothing, where cells were refused and
    ``only_good`` was not chosen, or where the round is locked.
    """
    if read.refused and not only_good:
        raise Fault(*refusal_sentences(read))
    wanted = [one for one in read.cells if one.kind is not Kind.UNCHANGED]
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        scheme = schemes.pinned(session, round_id)
        finalised = rounds.read(session, round_id).finalised_at is not None
        changes = [_change(one) for one in wanted]
        recorded = sheets.write(session, scheme, round_id, changes, finalised=finalised)
        if recorded.refused:
            raise Fault(
                f"数据在预览以后有了改动：{recorded.refused[0].reason}没有导入任何分数，请重新导入。"
            )
    return Applied(
        read.count(Kind.NEW),
        read.count(Kind.CHANGED),
        read.count(Kind.UNCHANGED),
        len(read.refused),
    )


def refusal_sentences(read: ScoreImport, otherwise: str = "选择“只导入正确的”") -> tuple[str, ...]:
    """Say why a workbook is not taken over whole, a sentence a cell, and what else one can do."""
    count = len(read.refused)
    head = f"有 {count} 格不能导入，整个文件都没有导入。请改正后再导入，或{otherwise}。"
    return (head, *(one.sentence for one in read.refused))


def note_word(scheme: Scheme, evaluator: str) -> str:
    """What the notes beside an evaluator's points are called."""
    return REASON_WORD if evaluator == scheme.superior.name else PROOF_WORD


def _change(one: ReadCell) -> Change:
    return Change(one.subject_id, one.evaluator, one.indicator, one.points, one.note)


def _by_lines(
    scheme: Scheme, subjects: Sequence[SubjectFacts]
) -> dict[str, tuple[tuple[Indicator, ...], list[SubjectFacts]]]:
    """Subjects by what their score sheets hold, under the names of the 领域."""
    piles: dict[tuple[Indicator, ...], tuple[list[str], list[SubjectFacts]]] = {}
    for one in subjects:
        lines = sheets.indicators_of(scheme, one)
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


def _subjects(session: Session, round_id: int) -> tuple[KnownSubject, ...]:
    subject = tables.subject
    rows = session.execute(
        select(subject)
        .where(subject.c.round_id == round_id)
        .order_by(subject.c.position, subject.c.id)
    )
    return tuple(
        KnownSubject(
            SubjectFacts(
                row.id,
                row.name,
                row.domain,
                row.area,
                row.parent,
                row.code,
                row.secretary,
                row.member_count,
            ),
            bool(row.participates),
        )
        for row in rows
    )


def print_sheets(
    workspace: Workspace,
    round_id: int,
    subject_ids: Sequence[int],
    evaluator: str,
    progress: Progress,
) -> bytes:
    """Return the score sheets of some subjects as one PDF, with the points entered so far.

    A sheet without points comes out blank, to be filled by hand. Raises ``Fault`` where nobody
    is named or the form is damaged, ``Cancelled`` when the user has had enough.
    """
    from desk_app.documents.boxes import Layout
    from desk_app.documents.filling import fill
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.layout import lay_out
    from desk_app.documents.pdf import draw

    if not subject_ids:
        raise Fault("请先选择要打印的对象。")
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        held = sheets.held(session, scheme, round_id)
        year = session.execute(
            select(tables.round_.c.year).where(tables.round_.c.id == round_id)
        ).scalar_one()
        subjects = {one.facts.id: one.facts for one in _subjects(session, round_id)}
    fonts = Fonts(resources_dir() / "fonts")
    pages: list[Page] = []
    substitutions: list[Substitution] = []
    for number, subject_id in enumerate(subject_ids):
        subject = subjects[subject_id]
        progress.step(number, len(subject_ids), subject.name)
        facts = _sheet_facts(scheme, subject, evaluator, held, year)
        layout = lay_out(fill(forms_dir() / "score_sheet.xlsx", facts), fonts)
        pages += layout.pages
        substitutions += layout.substitutions
    progress.step(len(subject_ids), len(subject_ids), "完成")
    return draw(Layout(tuple(pages), tuple(substitutions)), fonts)


def _sheet_facts(
    scheme: Scheme, subject: SubjectFacts, evaluator: str, held: Held, year: int
) -> dict[str, object]:
    """What the form of a score sheet asks for; see docs on forms."""
    lines = sheets.indicators_of(scheme, subject)
    rows: list[dict[str, object]] = []
    given = []
    for one in lines:
        entered, note = held.get((subject.id, evaluator, one.name), (None, ""))
        points = score_shown(one, entered)
        if points is not None and one.mode.counts:
            given.append(points)
        rows.append(
            {
                "name": one.name,
                "points": one.points,
                "standard": one.standard,
                "score": points,
                "reason": note,
            }
        )
    return {
        "form_title": scheme.forms.score_sheet,
        "organisation": subject.name,
        "year": year,
        "sector": subject.domain,
        "evaluator": evaluator,
        "indicators": rows,
        "points_total": full_points(lines),
        "score_total": add_up(given) if given else None,
        "scored_on": "　　年　　月　　日",
    }
