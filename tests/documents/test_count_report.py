"""计票报告单 as a workbook and on paper."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk_app import assets
from desk_app.documents.count_report import report_workbook
from desk_app.documents.fonts import Fonts
from desk_app.documents.pdf import to_pdf
from desk_app.documents.preview import page_sizes
from desk_app.documents.saving import save_workbook
from desk_app.domain.evidence import Tally
from desk_app.domain.polling.count_report import MOST_COLUMNS, SubjectCount
from desk_app.domain.scheme.model.polls import Poll
from tests.documents.count_reports import REPORT
from tests.documents.test_pdf import text_of

FORM = assets.forms_dir() / "count_report.xlsx"


def test_golden_cells(tmp_path: Path) -> None:
    save_workbook(report_workbook(FORM, REPORT), tmp_path / "计票报告单.xlsx")
    sheet: Any = load_workbook(tmp_path / "计票报告单.xlsx").active
    golden = {
        "A1": "2026年度计票报告单（票一）",
        "A3": "校验码　9ABD-77TR",
        "A7": "党员",
        "C7": 40,
        "AB7": 2,
        "A10": "合　计",
        "W10": 75,
        "A12": "二、各项得票（票）",
        "C14": "满意",
        "H14": "基本满意",
        "AB14": "无效项",
        "B15": "中共青山镇柳树湾村党支部",
        "C15": 40,
        "H15": 20,
        "M15": 10,
        "R15": 3,
        "W15": 1,
        "AB15": 1,
        "A27": "三、比率",
        "I29": 0.8,
        "M29": "（满意 40 + 基本满意 20）÷ 有效票 75",
    }
    assert {place: sheet[place].value for place in golden} == golden
    assert sheet["I29"].number_format == "0.0%"
    assert "共 3 张：空白票 2，涂改、看不清 1。" in sheet["A13"].value
    merges = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"C14:G14", "AB14:AF14", "C26:G26", "M29:AF29"} <= merges


def test_everything_is_on_paper(fonts: Fonts) -> None:
    pdf = to_pdf(report_workbook(FORM, REPORT), fonts)
    paper = text_of(pdf)
    for words in (
        "监票人（签名）：𬱖某、冯䶮",
        "计票人（签名）：章喆祎、李堃",
        "2026年3月5日",
        "党外职工代表不单列",
        "空白票2，涂改、看不清1",
        "监票人要求复核第三摞",
        "三人中途离席",
        *(re.sub(r"\s", "", one.name) for one in REPORT.subjects),
    ):
        assert words in paper
    assert "{{" not in paper
    assert "〔U+" not in paper
    assert len(page_sizes(pdf)) == 3
    # Loose pages are told to belong together.
    assert paper.count("校验码9ABD-77TR") == 1 + 3


@pytest.mark.parametrize("options", [2, 3, 4, 5, 11, MOST_COLUMNS - 2, MOST_COLUMNS - 1, 101])
def test_any_number_of_options(fonts: Fonts, options: int) -> None:
    poll = Poll("测评", tuple(f"项{number}" for number in range(options)))
    tally = Tally(9, 9, 9, 0, {"项0": 9})
    report = replace(REPORT, poll=poll, rates=(), subjects=(SubjectCount("甲", tally),))
    workbook = report_workbook(FORM, report)
    headings = [cell.value for cell in workbook.worksheets[0][14] if cell.value is not None]
    shown = [*poll.options, "弃权", "无效项"] if options + 2 <= MOST_COLUMNS else ["弃权", "无效项"]
    assert headings == ["序号", "测评对象", *shown]
    paper = text_of(to_pdf(workbook, fonts))
    assert "项0" in paper
    assert "{{" not in paper
