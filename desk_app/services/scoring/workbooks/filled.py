"""Filled score sheets: read, and taken over whole or cell by cell."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.domain.faults import Fault
from desk_app.domain.score_sheets import (
    Kind,
    KnownSubject,
    ReadCell,
    ScoreImport,
    kind_of_fact,
)
from desk_app.domain.score_sheets import read_scores as read_cells
from desk_app.domain.scoring import ScoreChange
from desk_app.services import rounds, schemes
from desk_app.services.scoring import facts, sheets
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did, in cells; ``act`` is the number under which it can be taken back."""

    new: int
    changed: int
    unchanged: int
    refused: int
    act: int | None = None

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        text = f"新填 {self.new} 格，改动 {self.changed} 格，未变 {self.unchanged} 格"
        return text + (f"，没有导入 {self.refused} 格。" if self.refused else "。")


@dataclass(frozen=True, slots=True)
class ScoresTaken:
    """What a workbook says, and what was taken over; ``applied`` is ``None`` for nothing."""

    read: ScoreImport
    applied: Applied | None

    @property
    def new(self) -> int:
        """How many cells were filled for the first time."""
        return 0 if self.applied is None else self.applied.new

    @property
    def changed(self) -> int:
        """How many cells say something else than before."""
        return 0 if self.applied is None else self.applied.changed

    @property
    def unchanged(self) -> int:
        """How many cells say what stood there already."""
        return self.read.count(Kind.UNCHANGED)


def take_scores(workspace: Workspace, round_id: int, path: Path, *, only_good: bool) -> ScoresTaken:
    """Read a filled workbook and take it over at once, see ``read_scores`` and ``apply_scores``.

    Where cells are refused and ``only_good`` was not chosen, nothing is taken over; the answer
    has what is wrong. Raises ``Fault``.
    """
    read = read_scores(workspace, round_id, path)
    if read.refused and not only_good:
        return ScoresTaken(read, None)
    return ScoresTaken(read, apply_scores(workspace, round_id, read, only_good=only_good))


def read_scores(workspace: Workspace, round_id: int, path: Path) -> ScoreImport:
    """Read a filled workbook and say what taking it over would do; nothing is written.

    Raises ``Fault`` where the file cannot be read or has no score sheet in it.
    """
    from desk_app.documents.reading import read_workbook

    workbook = read_workbook(path)
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        subjects = known_subjects(session, round_id)
        held = sheets.held(session, scheme, round_id)
        settled = sheets.settled_sheets(session, scheme, round_id)
    known = {subject_id: own.evidence for subject_id, (_, own) in settled.items()}
    read = read_cells(workbook, scheme, subjects, held, known)
    if not read.found:
        raise Fault(
            f"“{path.name}”里没有找到评分表：表头要有“党组织”或“代码”一列，以及各指标的名称。"
            "可以先导出空白评分表，照着填。"
        )
    if not read.cells and not read.refused and not read.facts:
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
        said = {
            (one.subject_id, one.fact.name): one.value
            for one in read.facts
            if kind_of_fact(one) is not Kind.UNCHANGED
        }
        beside = facts.scope_of({subject_id for subject_id, _ in said})
        with sheets.keeping_scores(session, "导入评分表", round_id, changes, beside) as kept:
            facts.write(session, scheme, round_id, said)
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
        kept.id,
    )


def refusal_sentences(read: ScoreImport, otherwise: str = "选择“只导入正确的”") -> tuple[str, ...]:
    """Say why a workbook is not taken over whole, a sentence a cell, and what else one can do."""
    count = len(read.refused)
    head = f"有 {count} 格不能导入，整个文件都没有导入。请改正后再导入，或{otherwise}。"
    return (head, *(one.sentence for one in read.refused))


def _change(one: ReadCell) -> ScoreChange:
    return ScoreChange(
        one.subject_id, one.evaluator, one.indicator, one.points, one.note, one.amounts
    )


def known_subjects(session: Session, round_id: int) -> tuple[KnownSubject, ...]:
    """Everybody in the round, as a workbook names them."""
    return tuple(KnownSubject(*one) for one in rounds.read_facts(session, round_id))
