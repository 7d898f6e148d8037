"""Five made-up rule documents, set up as schemes: what their text gives is what comes out.

Each stands in ``tests/domain/invented`` as the document itself (``.md``), the scheme (``.toml``)
and rows of an evidence workbook (``.csv``). The last two columns, 应得 and 应为, were worked out
by hand from the document before anything was graded. Ballots stand in one cell, 选项×票数.
"""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import grading_workbook
from desk_app.services.grading_workbook import GradedSheet

INVENTED = Path(__file__).resolve().parents[1] / "domain" / "invented"
NAMES = ("青禾镇", "白沙县", "石湾区", "松湖乡", "榆关县")
CALLED = ("党组织", "党员", "党支部", "基层武装部")


def invented(name: str) -> Scheme:
    return read_usable((INVENTED / f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (INVENTED / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def ballots(sheet: Worksheet, line: int, heads: dict[str, int], poll: str, text: str) -> None:
    """Write what one cell of the rows says of a poll: 满意×40 不满意×5 弃权×1."""
    votes = {one.split("×")[0]: int(one.split("×")[1]) for one in text.split()}
    papers = dict.fromkeys(("发出票", "收回票", "有效票"), sum(votes.values()))
    for head, column in heads.items():
        if head.startswith(f"{poll}·"):
            word = head.removeprefix(f"{poll}·")
            sheet.cell(line, column, papers.get(word, votes.get(word, 0)))


def graded(name: str, folder: Path) -> GradedSheet:
    """Fill the blank workbook with the rows and grade it."""
    scheme, path = invented(name), folder / "依据表.xlsx"
    grading_workbook.write_blank(scheme, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for line, row in enumerate(rows(name), 3):
        for head, text in row.items():
            if f"{head}·发出票" in heads and text:
                ballots(sheet, line, heads, head, text)
            elif text and head not in ("应得", "应为"):
                sheet.cell(line, heads[head], text)
    book.save(path)
    return grading_workbook.grade(scheme, path, folder / "结果.xlsx", on=date(2026, 12, 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_scheme_of_an_invented_document_is_in_order(name: str) -> None:
    assert check(invented(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_is_what_the_document_gives(name: str, tmp_path: Path) -> None:
    lines = graded(name, tmp_path).lines
    asked = [
        (next(row[one] for one in CALLED if one in row), row["应得"], row["应为"])
        for row in rows(name)
        if row["应为"] != "不参评"
    ]
    assert [(line.name, line.points, line.level) for line in lines] == asked
