"""The 汇总表 of a large round, and a township's 申报表 as PDF."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from desk_app.assets import resources_dir
from desk_app.documents.cells import share_style, style_of
from desk_app.documents.folders import write_file
from desk_app.documents.fonts import Fonts
from desk_app.documents.pdf import to_pdf
from desk_app.documents.submission import (
    Letterhead,
    declaration_form,
    declaration_workbook,
    summary_workbook,
)
from desk_app.domain.submission import SummaryLine, level_word
from desk_app.services import example, rounds, submission
from desk_app.services.workspace import Office, create
from tests.bench.harness import BenchmarkError, Probe, bench, timed

ROWS = 3000
DAY = date(2026, 3, 31)
LEVELS = ("五星", "四星", "三星", "二星", "一星")
DRESS = ("font", "border", "fill", "alignment", "number_format", "protection")


@bench("3000 行汇总表", limit=1.5)
def summary(folder: Path) -> Probe:
    """Ours fills the form and writes it as the export does; the floor only writes its cells."""
    lines = [_line(number) for number in range(1, ROWS + 1)]
    head = Letterhead("中共青山镇委员会", 2026, DAY, "星级")

    def ours() -> None:
        workbook = summary_workbook("2026年度青山镇星级评定审核结果汇总表", head, lines)
        stream = BytesIO()
        workbook.save(stream)
        path = folder / "ours.xlsx"
        write_file(path, stream.getvalue(), path)

    ours()
    cells = _read(folder / "ours.xlsx")

    def floor() -> None:
        _write(cells, folder / "floor.xlsx")

    floor()
    if _read(folder / "floor.xlsx").rows != cells.rows:
        raise BenchmarkError("两边写出的单元格不一样")
    return Probe(measured=timed(ours), floor=timed(floor))


@bench("36 份申报表转 PDF", limit=None)
def declarations(folder: Path) -> Probe:
    """From the facts of the example township's forms to the bytes of every PDF, as exported."""
    workspace = create(folder / "data", Office(example.FULL_NAME, example.SHORT_NAME))
    made = example.build(workspace, orgs=36, seed=7)
    papers = submission.gather(workspace, made.round_id)
    current = rounds.get(workspace, made.round_id)
    workspace.close(back_up=False)
    head = Letterhead(papers.office.full_name, current.year, DAY, level_word(papers.scheme))
    pages: dict[int, int] = {}

    def draw() -> None:
        fonts = Fonts(resources_dir() / "fonts")
        empty = declaration_form()
        for number, one in enumerate(papers.declarations):
            form = declaration_workbook(papers.scheme.forms.declaration, head, one, empty)

            def note(_drawn: int, in_all: int, number: int = number) -> None:
                pages[number] = in_all

            to_pdf(form, fonts, progress=note)

    return Probe(measured=timed(draw), amount=lambda: sum(pages.values()), unit="页/秒")


@dataclass(frozen=True)
class Cells:
    """What stands in a workbook: values with their styles, each style once.

    Styles are named by how they are written out, so two workbooks can be compared.
    """

    rows: list[list[tuple[Any, str]]]
    styles: dict[str, dict[str, Any]]


def _line(number: int) -> SummaryLine:
    """Return a line in which every column holds something."""
    return SummaryLine(
        name=f"柳树湾第{number}党支部",
        domain=("农村", "社区", "机关")[number % 3],
        area="东片" if number < ROWS / 2 else "西片",
        secretary="章某",
        member_count=20 + number % 60,
        own=Decimal(700 + number % 300) / 10,
        points=Decimal(690 + number % 300) / 10,
        poll_result=Fraction(50 + number % 30, 80),
        proposed_level=LEVELS[number % 5],
        decided_level=LEVELS[number % 4],
        note="名额有限，按得分排序研究确定",
        level=LEVELS[number % 4],
    )


def _read(path: Path) -> Cells:
    sheet = load_workbook(path).worksheets[0]
    names: dict[int, str] = {}
    styles: dict[str, dict[str, Any]] = {}
    rows = []
    for row in sheet.iter_rows():
        for one in row:
            if one.style_id not in names:
                dress = {part: copy(getattr(one, part)) for part in DRESS}
                names[one.style_id] = repr(dress)
                styles[repr(dress)] = dress
        rows.append([(one.value, names[one.style_id]) for one in row])
    return Cells(rows, styles)


def _write(cells: Cells, path: Path) -> None:
    """Write the cells the fastest way that openpyxl has: each style is put together once."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    styles = {}
    for name, dress in cells.styles.items():
        sample = WriteOnlyCell(sheet)
        for part, value in dress.items():
            setattr(sample, part, value)
        styles[name] = style_of(sample)
    for row in cells.rows:
        written = []
        for value, name in row:
            cell = WriteOnlyCell(sheet, value)
            share_style(cell, styles[name])
            written.append(cell)
        sheet.append(written)
    workbook.save(path)
