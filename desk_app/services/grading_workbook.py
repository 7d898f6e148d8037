"""Grading by workbook: evidence handed out and graded, the committee's decisions taken in."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path

from desk_app.documents import decisions, evidence
from desk_app.documents.saving import check_target, save_workbook
from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.grading import grade as grade_one
from desk_app.domain.organisations.model import key
from desk_app.domain.points import format_points
from desk_app.domain.progress import Progress, told
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.wanting import RankedRound, Wanting, wanting
from desk_app.services import grading
from desk_app.services.workspace import Workspace

MOST_WANTING = 2_000
"""To say what one lacks, the engine grades again and again: twice the time of the rest."""


@dataclass(frozen=True, slots=True)
class GradedLine:
    """What became of one subject: its total and its level as they are said, and all the reasons."""

    name: str
    points: str
    level: str
    hint: str
    proposal: Proposal
    lacks: Callable[[], Wanting | None] = field(default=lambda: None, repr=False, compare=False)

    @property
    def wanting(self) -> str:
        """Say what lacks to a higher level ("" for nothing); worked out when it is asked for."""
        lacks = self.lacks()
        return "" if lacks is None else lacks.words


@dataclass(frozen=True, slots=True)
class GradedSheet:
    """What became of an evidence workbook; ``unknown`` are columns that the scheme does not use.

    ``wanting_said``: the workbook of results has a column of what everybody lacks.
    """

    lines: tuple[GradedLine, ...]
    quotas: tuple[str, ...]
    unknown: tuple[str, ...]
    wanting_said: bool = True


def write_blank(scheme: Scheme, out: Path) -> None:
    """Write an empty evidence workbook; raises ``Fault``."""
    save_workbook(evidence.blank(scheme), out)


def grade(
    scheme: Scheme,
    path: Path,
    out: Path,
    *,
    on: date,
    progress: Progress | None = None,
    wanting_too: bool = False,
) -> GradedSheet:
    """Grade an evidence workbook and write it to ``out`` with the results; raises ``Fault``.

    ``on`` is the day of rows that name none. The evidence is never written over: ``out`` must be
    another file, under whatever name it is reached. What everybody lacks is worked out for a
    sheet of up to ``MOST_WANTING``, or where ``wanting_too`` asks for it.
    """
    _refuse_same(path, out)
    check_target(out)
    if progress is not None:
        progress.step(0, 0, f"正在读入“{path.name}”")
    sheet = evidence.read(scheme, path, on=on)
    present = [one for one in sheet.evidence if one.participates]
    proposals = {
        one.subject.id: grade_one(scheme, one)
        for one in told(present, len(present), progress, "正在拟定等级")
    }
    graded = standings(scheme, sheet.evidence, proposals)
    known = {one.subject.id: one for one in sheet.evidence}
    ranked = RankedRound.of(
        scheme,
        [(known[one.subject_id], one) for one in graded.proposals.values()],
        len(sheet.evidence) - len(present),
    )
    lines = tuple(
        GradedLine(
            known[one.subject_id].subject.name,
            format_points(one.points),
            grading.level_words(one),
            graded.hints.get(one.subject_id, ""),
            one,
            cache(partial(wanting, scheme, known[one.subject_id], one, ranked)),
        )
        for one in graded.proposals.values()
    )
    said = len(lines) <= MOST_WANTING or wanting_too
    by_number = {one.proposal.subject_id: one for one in lines}
    evidence.write_results(
        sheet,
        graded.proposals,
        graded.hints,
        out,
        progress,
        wanting=(lambda number: by_number[number].wanting) if said else None,
    )
    quotas = tuple(state.words() for state in graded.quotas)
    return GradedSheet(lines, quotas, sheet.unknown, wanting_said=said)


def _refuse_same(path: Path, out: Path) -> None:
    """Raise ``Fault`` where both are one file: by another path, a link, another spelling."""
    try:
        same = path.samefile(out)
    except OSError:  # one of them is not there, so it cannot be the other
        same = False
    if same:
        raise Fault(f"“{out}”就是依据表“{path.name}”本身，结果没有写出。请给结果另起一个文件名。")


def decide(workspace: Workspace, round_id: int, path: Path) -> tuple[int, grading.GradingBoard]:
    """Store the decisions of a workbook, all or none; return how many, and the round after it.

    Raises ``Fault`` with a sentence for every row that names nobody, or somebody twice.
    """
    rows = decisions.read(path)
    board = grading.board(workspace, round_id)
    by_code = _by_key(board, lambda one: one.code)
    by_name = _by_key(board, lambda one: one.name)
    entries: dict[int, grading.DecisionEntry] = {}
    wrong = []
    for row in rows:
        found = by_code[key(row.code)] if row.code else by_name[key(row.name)]
        subject_id = found[0] if len(found) == 1 else None
        if subject_id is None:
            wrong.append(f"{row.place}：本轮名单里没有“{row.name or row.code}”，请核对。")
        elif subject_id in entries:
            wrong.append(f"{row.place}：“{row.name or row.code}”出现两次，请删去一行。")
        else:
            entries[subject_id] = grading.DecisionEntry(
                subject_id, row.level, row.reason, row.day, row.meeting
            )
    if wrong:
        raise Fault(*wrong)
    return len(entries), grading.decide(workspace, round_id, list(entries.values()))


def _by_key(
    board: grading.GradingBoard, said: Callable[[SubjectFacts], str]
) -> defaultdict[str, list[int]]:
    """The numbers of the round's subjects by what they are called."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in board.rows:
        found[key(said(row.evidence.subject))].append(row.evidence.subject.id)
    return found
