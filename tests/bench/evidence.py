"""`dingji grade` on 20,000 rows, against reading the same workbook with calamine.

Measured is all that the command does but starting and printing: the workbook is read and
understood, everybody graded, ranked and hinted at, and the results written. Both sides in
seconds of the processor, so that the ratio is one per row and a loaded computer does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from desk_app.assets import resources_dir
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import grading_workbook, schemes
from tests.bench.graded_workbook import fill
from tests.bench.harness import BenchmarkError, Probe, bench, reckoned

ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A scheme's evidence workbook on disk."""

    scheme: Scheme
    path: Path

    def grade(self) -> None:
        """Do what the command does."""
        out = self.path.with_name("结果.xlsx")
        sheet = grading_workbook.grade(self.scheme, self.path, out, on=date(2026, 11, 24))
        if len(sheet.lines) < ROWS * 0.9:
            raise BenchmarkError("有党组织没有拟定等级")

    def read(self) -> Sequence[object]:
        """Read the workbook and do nothing with it."""
        with CalamineWorkbook.from_path(self.path) as book:
            return book.get_sheet_by_index(0).to_python()


def _filled(name: str, folder: Path) -> Filled:
    scheme = schemes.parsed((resources_dir() / "schemes" / f"{name}.toml").read_text("utf-8"))
    if scheme.sheets.balloted:  # measured is the ranking, with five averages as ever typed
        typed = tuple(replace(one, ballots=None) for one in scheme.evaluators)
        scheme = replace(scheme, evaluators=typed, polls=())
    return Filled(scheme, fill(scheme, ROWS, folder / f"{name}.xlsx"))


def _over_reading(name: str, folder: Path) -> Probe:
    filled = _filled(name, folder)
    return Probe(measured=reckoned(filled.grade), floor=reckoned(filled.read))


@bench("按 20000 行依据表拟定等级：D1", 17.25, long=True)
def grade_d1(folder: Path) -> Probe:
    return _over_reading("D1", folder)


@bench("按 20000 行依据表拟定等级：C11", None, long=True)
def grade_c11(folder: Path) -> Probe:
    return _over_reading("C11", folder)


@bench("按 20000 行依据表拟定等级：C15", None, long=True)
def grade_c15(folder: Path) -> Probe:
    return _over_reading("C15", folder)


@bench("按 20000 行依据表拟定等级：C15 比 D1", 1.3, long=True)
def grade_by_rank(folder: Path) -> Probe:
    """Ranking two thousand branches may cost a little, and grows with the round only."""
    ranked, banded = _filled("C15", folder), _filled("D1", folder)
    return Probe(measured=reckoned(ranked.grade), floor=reckoned(banded.grade))
