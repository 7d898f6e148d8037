"""Cells that are shown as percentages are read as they are seen: 0.135 is 13.5%."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from desk_app.documents.evidence import blank, read
from desk_app.documents.percent_cells import find_percents, is_percent
from desk_app.documents.reading import read_workbook
from desk_app.domain.facts import parse_fact
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.scoring import Fact, FactKind
from tests.documents.test_unread_cells import open_document
from tests.domain.fact_schemes import FACTS

SCHEME = read_usable(FACTS)


def rows(path: Path) -> list[tuple[object, ...]]:
    (sheet,) = read_workbook(path)
    return list(sheet.rows)


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.0%;[Red]-0.0%", True),
        ("[$-804]0.0%", True),
        ('0.0"%"', False),
        (r"0.0\%", False),
        ("0.00", False),
        ('"增幅"0.0%', True),
    ],
)
def test_which_formats_show_hundredths(code: str, percent: bool) -> None:
    assert is_percent(code) is percent


def test_a_workbook_says_what_is_seen(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["村", 0.135, 0.135, 13.5, 0.9, True, "0.5", None, 1, 1.1])
    for place, code in (
        ("B1", "0%"),
        ("D1", '0.0"%"'),
        ("E1", "0.0%;-0.0%"),
        ("F1", "0%"),
        ("G1", "0%"),
        ("H1", "0.00%"),
        ("I1", "0.00%"),
        ("J1", "0.00%"),
    ):
        sheet[place].number_format = code
    book.save(tmp_path / "表.xlsx")
    seen = ("村", "13.5%", 0.135, 13.5, "90%", True, "0.5", None, "100%", "110%")
    assert rows(tmp_path / "表.xlsx") == [seen]


def test_a_formula_and_a_second_sheet(tmp_path: Path) -> None:
    book = Workbook()
    first, second = book.worksheets[0], book.create_sheet("二")
    first["A1"], second["B2"] = 0.5, -0.025
    second["B2"].number_format = "0.0%"
    book.save(tmp_path / "表.xlsx")
    assert find_percents((tmp_path / "表.xlsx").read_bytes()) == (
        frozenset(),
        frozenset({(1, 1)}),
    )
    found = read_workbook(tmp_path / "表.xlsx")
    assert [one.rows for one in found] == [((0.5,),), ((None, None), (None, "-2.5%"))]


def test_without_such_a_format_nothing_is_looked_for(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append([0.135])
    book.save(tmp_path / "表.xlsx")
    assert find_percents((tmp_path / "表.xlsx").read_bytes()) == ()


def test_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("空")
    sheet = book.add_sheet("表")
    sheet.write(0, 0, 0.135, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(0, 1, 0.25, xlwt.easyxf(num_format_str="0%"))
    sheet.write(0, 2, 13.5, xlwt.easyxf(num_format_str='0.0"%"'))
    sheet.write(0, 3, 0.5)
    sheet.write(0, 4, 1, xlwt.easyxf(num_format_str="0%"))
    sheet.write(0, 5, 2, xlwt.easyxf(num_format_str="0%"))
    book.save(str(tmp_path / "表.xls"))
    (found,) = [one for one in read_workbook(tmp_path / "表.xls") if one.rows]
    assert found.rows == (("13.5%", "25%", 13.5, 0.5, "100%", "200%"),)


def test_open_documents(tmp_path: Path) -> None:
    cells = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="0.5"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.135">'
        "<text:p>13.5%</text:p></table:table-cell></table:table-row>"
    )
    path = open_document(tmp_path / "表.ods", cells)
    assert rows(path) == [(0.5, "13.5%")]


# --- what becomes of them -----------------------------------------------------------------


def test_evidence_takes_a_percentage_for_a_number_of_percent(tmp_path: Path) -> None:
    book = blank(SCHEME)
    sheet = book.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    filled: dict[str, str | float] = {
        "党组织": "青山村",
        "增幅": 0.135,
        "参合": 0.95,
        "人均收入": 0.5,
        "考评·班子": 0.9,
    }
    for title, value in filled.items():
        cell = sheet.cell(3, titles.index(title) + 1, value)
        cell.number_format = "0%"
    path = tmp_path / "依据.xlsx"
    book.save(path)
    with pytest.raises(Fault) as caught:
        read(SCHEME, path)
    said = str(caught.value)
    places = {one: f"{get_column_letter(titles.index(one) + 1)}3" for one in filled}
    assert f"{places['人均收入']}：“人均收入”要填 0、1、2 这样的整数，不能填“50%”。" in said
    assert f"{places['考评·班子']}：“90%”是百分数，这里要填数字本身，如 8.5。" in said
    assert places["增幅"] not in said
    for title in ("人均收入", "考评·班子"):
        sheet.cell(3, titles.index(title) + 1).value = 20
        sheet.cell(3, titles.index(title) + 1).number_format = "0"
    book.save(path)
    (known,) = read(SCHEME, path).evidence
    assert (known.facts["增幅"], known.facts["参合"]) == (Decimal("13.5"), Decimal(95))


@pytest.mark.parametrize(("unit", "taken"), [("%", True), ("个百分点", True), ("元", False)])
def test_only_a_number_of_percent_takes_one(unit: str, taken: bool) -> None:
    fact = Fact("增幅", FactKind.DECIMAL, unit)
    if taken:
        assert parse_fact(fact, "13.5%") == Decimal("13.5")
    else:
        with pytest.raises(ValueError, match="不能填"):
            parse_fact(fact, "13.5%")
