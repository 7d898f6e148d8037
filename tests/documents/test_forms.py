"""The forms, filled with a made-up township."""

import re
import time
from copy import copy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from desk_app import assets
from desk_app.documents.cells import share_style, style_of
from desk_app.documents.columns import Omit
from desk_app.documents.filling import fill
from desk_app.documents.fonts import Fonts
from desk_app.documents.pdf import to_pdf
from desk_app.documents.placeholders import is_list, written_out
from desk_app.documents.preview import page_sizes
from desk_app.documents.saving import save_workbook
from tests.documents.samples import FACTS, declaration, rectification, summary
from tests.documents.test_pdf import text_of


def form(name: str) -> Path:
    return assets.forms_dir() / f"{name}.xlsx"


def texts(fact: object) -> list[str]:
    """Every text that must be found on paper for a fact."""
    if isinstance(fact, Omit):
        return []
    if isinstance(fact, dict):
        return [text for value in fact.values() for text in texts(value)]
    if is_list(fact):
        assert isinstance(fact, list)
        return [text for entry in fact for text in texts(entry)]
    if isinstance(fact, Fraction):
        return [f"{float(fact):.1%}"]
    return [re.sub(r"\s", "", written_out(fact))]


@pytest.mark.parametrize("name", sorted(FACTS))
def test_everything_filled_in_is_on_paper(fonts: Fonts, name: str) -> None:
    facts = FACTS[name]()
    pdf = to_pdf(fill(form(name), facts), fonts)
    paper = text_of(pdf)
    days = {key for key in facts if key == "day" or key.endswith(("_on", "_day"))}
    for text in texts({key: value for key, value in facts.items() if key not in days}):
        assert text in paper
    for day in days:
        assert re.sub(r"\s", "", written_out(facts[day], "年月日")) in paper
    assert "{{" not in paper
    assert "〔U+" not in paper


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("declaration", 1),
        ("summary", 3),
        ("rectification", 3),
        ("score_sheet", 1),
        ("ballot", 1),
        ("sign_in", 1),
        ("register", 1),
        ("minutes", 1),
        ("household_sample", 2),
    ],
)
def test_pages(fonts: Fonts, name: str, pages: int) -> None:
    assert len(page_sizes(to_pdf(fill(form(name), FACTS[name]()), fonts))) == pages


def test_declaration_cells(tmp_path: Path) -> None:
    workbook = fill(form("declaration"), declaration())
    save_workbook(workbook, tmp_path / "申报表.xlsx")
    sheet: Any = load_workbook(tmp_path / "申报表.xlsx").active
    golden = {
        "A1": "青山镇基层党组织五星创评申报表",
        "A2": "填报单位：中共青山镇委员会",
        "F2": "考评年度：2026年",
        "C3": "中共青山镇柳树湾村支部委员会",
        "H4": 46,
        "A7": 1,
        "B7": "领导班子建设好",
        "F7": 14.5,
        "A14": 8,
        "G14": 9,
        "G15": 96.75,
        "B17": "获市级表彰（先进基层党组织）",
        "E18": -1.5,
        "H19": 97.25,
        "A21": "自评星级",
        "H21": "四星级",
        "A24": "党委意见",
        "C25": "（盖章）",
        "C26": "2026年11月18日",
        "C29": "　　　　年　　月　　日",
    }
    assert {place: sheet[place].value for place in golden} == golden
    merges = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"B7:D7", "B14:D14", "B18:D18", "A24:B26", "A27:B29"} <= merges
    # Long text is readable in office programs too.
    assert sheet.row_dimensions[22].height > 54


def test_summary_cells(tmp_path: Path) -> None:
    save_workbook(fill(form("summary"), summary(3)), tmp_path / "汇总表.xlsx")
    sheet: Any = load_workbook(tmp_path / "汇总表.xlsx").active
    assert [cell.value for cell in sheet[3]] == (
        [
            "序号",
            "党组织名称",
            "领域",
            "区域",
            "书记",
            "党员数",
            "自评得分",
            "考评得分",
            "测评结果",
            "拟定星级",
            "决定星级",
            "备注",
        ]
    )
    assert [cell.value for cell in sheet[4]] == [
        1,
        "中共青山镇柳树湾村第1支部委员会",
        "农村",
        "东片",
        "章喆祎",
        20,
        95.5,
        93.25,
        0.933333,
        "四星级",
        "四星级",
        None,
    ]
    assert sheet["I4"].number_format == "0.0%"
    assert sheet["A8"].value == "审核人："
    assert sheet.print_title_rows == "$3:$3"


def test_empty_ledger(fonts: Fonts) -> None:
    assert len(page_sizes(to_pdf(fill(form("rectification"), rectification(0)), fonts))) == 1


def test_ballot_has_one_column_an_option(fonts: Fonts) -> None:
    sheet: Any = fill(form("ballot"), FACTS["ballot"]()).active
    hidden = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    assert hidden == ["G", "H", "I", "J"]
    assert sheet.column_dimensions["C"].width == pytest.approx(12)


def own_style(sheet: Any, template: Any) -> Any:
    """The style of a template's cell in another workbook."""
    cell = WriteOnlyCell(sheet)
    for part in ("font", "border", "alignment", "fill"):
        setattr(cell, part, copy(getattr(template, part)))
    cell.number_format = template.number_format
    return style_of(cell)


def cpu(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_filling_costs_no_more_than_writing(tmp_path: Path) -> None:
    """The limit is 1.5 times; a median of three keeps a busy machine from spoiling it."""
    facts = summary(40)
    entries: Any = facts["rows"]
    rows = [{**entries[number % 40], "no": number} for number in range(1000)]
    facts["rows"] = rows
    names = list(rows[0])

    def filled() -> None:
        save_workbook(fill(form("summary"), facts), tmp_path / "filled.xlsx")

    def written() -> None:
        template: Any = load_workbook(form("summary")).active
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet()
        styles = [own_style(sheet, template.cell(4, column)) for column in range(1, 13)]
        for row in rows:
            cells = []
            for name, style in zip(names, styles, strict=True):
                fact = row[name]
                value = float(fact) if isinstance(fact, Fraction) else fact
                cell = WriteOnlyCell(sheet, value)
                share_style(cell, style)
                cells.append(cell)
            sheet.append(cells)
        workbook.save(tmp_path / "written.xlsx")

    ratios = sorted(cpu(filled) / cpu(written) for _ in range(3))
    assert ratios[1] < 1.5
