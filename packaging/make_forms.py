"""Make the workbooks of `forms/` as they were first drawn.

The workbooks are what counts: they are meant to be changed in WPS. This script shows how they
began and brings back a form that was spoilt.

    python packaging/make_forms.py forms [NAME ...]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from form_kit import HEAD, LARGE, RESULT, TITLE, Form, table
from meeting_forms import MEETING_FORMS


def declaration() -> Any:
    """申报表."""
    form = Form.start("申报表", [6, 9, 12, 10, 7, 9.5, 9.5, 25])
    form.put("A1:H1", "{{form_title}}", TITLE, border=None)
    form.put("A2:E2", "填报单位：{{township}}", LARGE, "left", border=None)
    form.put("F2:H2", "考评年度：{{year}}年", LARGE, "right", border=None)
    form.put("A3:B3", "党组织名称", HEAD)
    form.put("C3:H3", "{{organisation}}", LARGE)
    form.put("A4:B4", "领　　域", HEAD)
    form.put("C4:D4", "{{sector}}")
    form.put("E4", "区域", HEAD)
    form.put("F4", "{{region}}")
    form.put("G4", "党员人数", HEAD)
    form.put("H4", "{{member_count}}")
    form.put("A5:B5", "上级党组织", HEAD)
    form.put("C5:F5", "{{superior}}")
    form.put("G5", "书　　记", HEAD)
    form.put("H5", "{{secretary}}")
    for place, text in (
        ("A6", "序号"),
        ("B6:D6", "考评指标"),
        ("E6", "分值"),
        ("F6", "自评得分"),
        ("G6", "考评得分"),
        ("H6", "扣分理由"),
    ):
        form.put(place, text, HEAD)
    form.put("A7", "{{indicators.no}}")
    form.put("B7:D7", "{{indicators.name}}", align="left")
    form.put("E7", "{{indicators.points}}")
    form.put("F7", "{{indicators.self_score}}")
    form.put("G7", "{{indicators.review_score}}")
    form.put("H7", "{{indicators.reason}}", align="left")
    form.put("A8:D8", "指标得分小计", HEAD)
    form.put("E8", "{{points_total}}")
    form.put("F8", "{{self_total}}")
    form.put("G8", "{{review_total}}")
    form.put("H8", None)
    _declaration_end(form)
    form.heights(r1=40, r2=22, r3=24, r4=22, r5=22, r6=22, r7=20, r8=20, r9=22, r10=20)
    form.heights(r11=22, r12=24, r13=24, r14=54, r15=40)
    return form.sheet.parent


def _declaration_end(form: Form) -> None:
    """Adjustments, result, reasons, opinions."""
    for place, text in (
        ("A9", "序号"),
        ("B9:D9", "加分、减分事项"),
        ("E9", "分值"),
        ("F9:H9", "依据及佐证材料"),
    ):
        form.put(place, text, HEAD)
    form.put("A10", "{{adjustments.no}}")
    form.put("B10:D10", "{{adjustments.name}}", align="left")
    form.put("E10", "{{adjustments.points}}")
    form.put("F10:H10", "{{adjustments.proof}}", align="left")
    form.put("A11:D11", "加减分小计", HEAD)
    form.put("E11", "{{adjustment_total}}")
    form.put("F11:G11", "最终得分", HEAD)
    form.put("H11", "{{final_score}}", RESULT)
    form.put("A12:B12", "民主测评结果", HEAD)
    form.put("C12:H12", "{{poll_result}}", align="left")
    form.put("A13:B13", "自评{{level_word}}", HEAD)
    form.put("C13:E13", "{{self_level}}", LARGE)
    form.put("F13:G13", "拟定{{level_word}}", HEAD)
    form.put("H13", "{{proposed_level}}", RESULT)
    form.put("A14:B14", "评定理由", HEAD)
    form.put("C14:H14", "{{reasons}}", align="left")
    form.put("A15:B15", "存在问题", HEAD)
    form.put("C15:H15", "{{problems}}", align="left")
    form.opinion(16, ("A", "C", "H"), "党委意见", "committee")
    form.opinion(19, ("A", "C", "H"), "上级审定意见", "superior")


def summary() -> Any:
    """汇总表."""
    widths = [5.5, 32, 9, 9, 9.5, 7.5, 9, 9, 12, 10, 10, 14]
    form = Form.start("汇总表", widths, landscape=True)
    form.put("A1:L1", "{{form_title}}", TITLE, border=None)
    form.put("A2:G2", "填报单位（盖章）：{{township}}", LARGE, "left", border=None)
    form.put("H2:L2", "填报日期：{{filled_on|年月日}}", LARGE, "right", border=None)
    table(
        form,
        3,
        [
            ("序号", "{{rows.no}}", "center"),
            ("党组织名称", "{{rows.organisation}}", "left"),
            ("领域", "{{rows.sector}}", "center"),
            ("区域", "{{rows.region}}", "center"),
            ("书记", "{{rows.secretary}}", "center"),
            ("党员数", "{{rows.member_count}}", "center"),
            ("自评得分", "{{rows.self_score}}", "center"),
            ("考评得分", "{{rows.review_score}}", "center"),
            ("测评结果", "{{rows.poll_result}}", "center"),
            ("拟定{{level_word}}", "{{rows.proposed_level}}", "center"),
            ("决定{{level_word}}", "{{rows.decided_level}}", "center"),
            ("备注", "{{rows.note}}", "left"),
        ],
    )
    form.sheet["I4"].number_format = "0.0%"  # with the decimals that screens show
    form.put("A6:D6", "审核人：{{checker}}", LARGE, "left", border=None)
    form.put("E6:H6", "填报人：{{preparer}}", LARGE, "left", border=None)
    form.put("I6:L6", "联系电话：{{phone}}", LARGE, "left", border=None)
    form.heights(r1=44, r2=26, r3=30, r4=22, r5=8, r6=26)
    form.sheet.print_title_rows = "3:3"
    form.sheet.freeze_panes = "C4"
    return form.sheet.parent


def rectification() -> Any:
    """整改台账."""
    widths = [5, 16, 22, 17, 25, 8, 11.5, 18, 8, 11.5, 12]
    form = Form.start("整改台账", widths, landscape=True)
    form.put("A1:K1", "{{form_title}}", TITLE, border=None)
    form.put("A2:F2", "填报单位（盖章）：{{township}}", LARGE, "left", border=None)
    form.put("G2:K2", "填报日期：{{filled_on|年月日}}", LARGE, "right", border=None)
    table(
        form,
        3,
        [
            ("序号", "{{rows.no}}", "center"),
            ("党组织", "{{rows.organisation}}", "left"),
            ("存在问题", "{{rows.problem}}", "left"),
            ("整改目标", "{{rows.goal}}", "left"),
            ("整改措施", "{{rows.measures}}", "left"),
            ("责任人", "{{rows.owner}}", "center"),
            ("完成时限", "{{rows.due_on}}", "center"),
            ("进展情况", "{{rows.progress}}", "left"),
            ("状态", "{{rows.state}}", "center"),
            ("销号日期", "{{rows.closed_on}}", "center"),
            ("佐证材料", "{{rows.proof}}", "left"),
        ],
    )
    form.put("A6:E6", "审核人：{{checker}}", LARGE, "left", border=None)
    form.put("F6:K6", "填报人：{{preparer}}", LARGE, "left", border=None)
    form.heights(r1=44, r2=26, r3=30, r4=30, r5=8, r6=26)
    form.sheet.print_title_rows = "3:3"
    form.sheet.freeze_panes = "C4"
    return form.sheet.parent


def score_sheet() -> Any:
    """评分表, for one organisation and one evaluator, to be filled by hand or in WPS."""
    form = Form.start("评分表", [6, 20, 8, 34, 9, 18])
    form.put("A1:F1", "{{form_title}}", TITLE, border=None)
    form.put("A2:D2", "党组织：{{organisation}}", LARGE, "left", border=None)
    form.put("E2:F2", "考评年度：{{year}}年", LARGE, "right", border=None)
    form.put("A3:D3", "领　域：{{sector}}", LARGE, "left", border=None)
    form.put("E3:F3", "评价主体：{{evaluator}}", LARGE, "right", border=None)
    table(
        form,
        4,
        [
            ("序号", "{{indicators.no}}", "center"),
            ("考评指标", "{{indicators.name}}", "left"),
            ("分值", "{{indicators.points}}", "center"),
            ("评分标准", "{{indicators.standard}}", "left"),
            ("得分", "{{indicators.score}}", "center"),
            ("扣分理由", "{{indicators.reason}}", "left"),
        ],
    )
    form.put("A6:B6", "合　　计", HEAD)
    form.put("C6", "{{points_total}}")
    form.put("D6", None)
    form.put("E6", "{{score_total}}")
    form.put("F6", None)
    form.put("A8:C8", "评分人（签名）：", LARGE, "left", border=None)
    form.put("D8", "复核人（签名）：", LARGE, "left", border=None)
    form.put("E8:F8", "{{scored_on|年月日}}", LARGE, "right", border=None)
    form.heights(r1=44, r2=24, r3=24, r4=28, r5=34, r6=28, r7=14, r8=30)
    form.sheet.print_title_rows = "4:4"
    return form.sheet.parent


FORMS = {
    "declaration": declaration,
    "summary": summary,
    "rectification": rectification,
    "score_sheet": score_sheet,
    **MEETING_FORMS,
}


def main(folder: Path, names: list[str]) -> int:
    """Write the named forms, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or FORMS:
        FORMS[name]().save(folder / f"{name}.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
