"""Writes the proposed level of everybody in a round to a file, however large the round is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_points
from desk_app.domain.progress import Progress
from desk_app.domain.quotas import QuotaState
from desk_app.services import rounds, schemes
from desk_app.services.grading.proposals import propose_each
from desk_app.services.workspace import Workspace

NOT_YET = "不能拟定"
TIED = "同分待定"
TAKEN_OUT = "不参加评定"


@dataclass(frozen=True, slots=True)
class LevelList:
    """What was written: how many hold each level, in the ladder's order, and the quotas."""

    counts: Mapping[str, int]
    absent: int
    quotas: tuple[QuotaState, ...]

    @property
    def written(self) -> int:
        """How many lines the file has below its heading."""
        return sum(self.counts.values())


def level_words(proposal: Proposal) -> str:
    """Return the proposed level, or why there is none."""
    if proposal.tied:
        return TIED
    return proposal.level or (TAKEN_OUT if proposal.disqualified else NOT_YET)


def write_levels(
    workspace: Workspace, round_id: int, path: Path, progress: Progress | None = None
) -> LevelList:
    """Write 序号, 代码, 名称, 合计, 拟定等级 and 理由 of everybody that takes part, as CSV.

    Everybody is read, graded, written and forgotten, so that memory does not grow with the
    reasons. Raises ``Fault`` for an unknown round or a file that cannot be written.
    """
    from desk_app.documents.level_list import LevelRow, save_levels

    with workspace.session() as session:
        rounds.read(session, round_id)
        scheme = schemes.pinned(session, round_id)
        counted: Counter[str] = Counter()
        with save_levels(path) as add:

            def each(one: Evidence, proposal: Proposal) -> None:
                level = level_words(proposal)
                counted[level] += 1
                points, reasons = format_points(proposal.points), "".join(proposal.sentences)
                add(LevelRow(one.subject.code, one.subject.name, points, level, reasons))

            done = propose_each(session, scheme, round_id, each, progress)
    order = [*(one.name for one in scheme.levels), TAKEN_OUT, TIED, NOT_YET]
    counts = {name: counted[name] for name in order if counted[name]}
    return LevelList(counts, done.absent, done.quotas)
