"""The forms of meetings and of counting as they were first drawn; see `make_forms.py`."""

from __future__ import annotations

from typing import Any

from form_kit import BODY, HEAD, KAI, LARGE, MM, TITLE, Form, table
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

BALLOT_OPTIONS = 8
BALLOT_ITEMS = 10
REPORT_OPTIONS = 15
REPORT_GRID = 30
"""Narrow columns, so that any number of options can share their width evenly."""
MARK = Font(name="宋体", size=14)
SMALL_KAI = Font(name="楷体", size=10.5)
SECTION = Font(name="黑体", size=12)
CODE = Font(name="黑体", size=20)
GREY = PatternFill("solid", fgColor="E9E9E9")


def _ballot(name: str, columns: int, width: float, key: str) -> Any:
    """A ballot. It has no number and no room for a name: nothing may single a paper out."""
    form = Form.start(name, [5.5, 36 if key == "option" else 28, *([width] * columns)])
    last = get_column_letter(2 + columns)
    form.put(f"A1:{last}1", "{{form_title}}", TITLE, border=None)
    form.put(f"A2:{last}2", "{{held}}", SMALL_KAI, border=None)
    form.put(f"A3:{last}3", "{{instruction}}", KAI, "left", border=None)
    form.put("A4", "序号", HEAD)
    form.put("B4", "{{heading}}", HEAD)
    form.put("A5", "示例", HEAD)
    form.put("B5", "{{valid_words}}", HEAD, "left")
    form.put("A6", "示例", HEAD)
    form.put("B6", "{{invalid_words}}", HEAD, "left")
    form.put("A7", "{{rows.no}}", LARGE)
    form.put("B7", "{{rows.organisation}}", LARGE, "left")
    for number in range(1, columns + 1):
        letter = get_column_letter(2 + number)
        form.put(f"{letter}4", f"{{{{{key}_{number}}}}}", HEAD)
        form.put(f"{letter}5", f"{{{{valid_{number}}}}}", LARGE)
        form.put(f"{letter}6", f"{{{{invalid_{number}}}}}", LARGE)
        form.put(f"{letter}7", None)
    for row in (5, 6):
        for cell in form.sheet[row]:
            cell.fill = GREY
    form.put(f"A8:{last}8", "{{note}}", KAI, "left", border=None)
    form.heights(r1=40, r2=20, r3=38, r4=26, r5=20, r6=20, r7=24, r8=24)
    form.sheet.print_title_rows = "4:4"
    form.sheet.oddFooter.center.text = None
    form.sheet.page_margins.top = 20 * MM  # room for the band of a category
    return form.sheet.parent


def ballot() -> Any:
    """测评票: one mark in one of the columns of a line."""
    return _ballot("测评票", BALLOT_OPTIONS, 6.0, "option")


def ballot_grid() -> Any:
    """评星票、打分票: something in every cell."""
    return _ballot("评星票", BALLOT_ITEMS, 5.4, "item")


def sign_in() -> Any:
    """签到册, a sheet for each category."""
    form = Form.start("签到册", [6, 15, 20, 6, 15, 20])
    form.put("A1:F1", "{{form_title}}", TITLE, border=None)
    form.put("A2:D2", "{{held}}", LARGE, "left", border=None)
    form.put("E2:F2", "类别：{{category}}　应到 {{expected}} 人", LARGE, "right", border=None)
    table(
        form,
        3,
        [
            ("序号", "{{rows.left_no}}", "center"),
            ("姓　名", "{{rows.left_name}}", "center"),
            ("签　到", "{{rows.left_sign}}", "center"),
            ("序号", "{{rows.right_no}}", "center"),
            ("姓　名", "{{rows.right_name}}", "center"),
            ("签　到", "{{rows.right_sign}}", "center"),
        ],
    )
    form.put("A6:C6", "实到　　　　人", LARGE, "left", border=None)
    form.put("D6:F6", "签到人（签名）：", LARGE, "left", border=None)
    form.heights(r1=44, r2=26, r3=26, r4=30, r5=8, r6=30)
    form.sheet.print_title_rows = "3:3"
    return form.sheet.parent


def register() -> Any:
    """发票登记表: how many papers, by category; never who got one."""
    form = Form.start("发票登记表", [22, 13, 7, 7, 9, 9, 9, 9, 9, 11, 14], landscape=True)
    form.put("A1:K1", "{{form_title}}", TITLE, border=None)
    form.put("A2:G2", "{{held}}", LARGE, "left", border=None)
    form.put("H2:K2", "日期：{{day|年月日}}", LARGE, "right", border=None)
    form.put("A3:K3", "{{instruction}}", KAI, "left", border=None)
    table(
        form,
        4,
        [
            ("测评（票）", "{{rows.poll}}", "left"),
            ("类别", "{{rows.category}}", "center"),
            ("应到", "{{rows.expected}}", "center"),
            ("实到", "{{rows.present}}", "center"),
            ("印制张数", "{{rows.printed}}", "center"),
            ("发出张数", "{{rows.issued}}", "center"),
            ("收回张数", "{{rows.returned}}", "center"),
            ("未收回", "{{rows.missing}}", "center"),
            ("剩余张数", "{{rows.left}}", "center"),
            ("发票人签名", "{{rows.signed}}", "center"),
            ("备　注", "{{rows.note}}", "left"),
        ],
    )
    form.put("A7:D7", "发票人（签名）：", LARGE, "left", border=None)
    form.put("E7:H7", "收票人（签名）：", LARGE, "left", border=None)
    form.put("I7:K7", "监票人（签名）：", LARGE, "left", border=None)
    form.heights(r1=44, r2=26, r3=40, r4=30, r5=32, r6=10, r7=34)
    form.sheet.print_title_rows = "4:4"
    return form.sheet.parent


def minutes() -> Any:
    """会议记录, to be filled in WPS or by hand."""
    form = Form.start("会议记录", [12, 22, 12, 34])
    form.put("A1:D1", "{{form_title}}", TITLE, border=None)
    for row, (left, left_key, right, right_key) in enumerate(
        (
            ("会议名称", "{{meeting}}", "时　　间", "{{day|年月日}}"),
            ("地　　点", "{{place}}", "主 持 人", "{{host}}"),
            ("监 票 人", "{{supervisors}}", "计 票 人", "{{tellers}}"),
            ("唱 票 人", "{{caller}}", "记 录 人", "{{recorder}}"),
        ),
        2,
    ):
        form.put(f"A{row}", left, HEAD)
        form.put(f"B{row}", left_key, LARGE, "left")
        form.put(f"C{row}", right, HEAD)
        form.put(f"D{row}", right_key, LARGE, "left")
    for row, label, key in (
        (6, "到会情况", "{{attendance}}"),
        (7, "议　　程", "{{agenda}}"),
        (8, "会议内容", "{{minutes}}"),
        (9, "测评情况", "{{polls}}"),
    ):
        form.put(f"A{row}", label, HEAD)
        form.put(f"B{row}:D{row}", key, LARGE, "left", vertical="center" if row == 6 else "top")
    form.put("A11:B11", "主持人（签名）：", LARGE, "left", border=None)
    form.put("C11:D11", "记录人（签名）：", LARGE, "left", border=None)
    form.heights(r1=44, r2=28, r3=28, r4=28, r5=28, r6=34, r7=84, r8=250, r9=84, r10=10, r11=30)
    return form.sheet.parent


def _column(number: int) -> str:
    """A column of the report: 1 and 2 are wide, the others belong to the grid."""
    return get_column_letter(number)


def count_report() -> Any:
    """计票报告单. The program spreads the options that there are over the grid."""
    form = Form.start("计票报告单", [5, 22, *([2.05] * REPORT_GRID)])
    last = _column(2 + REPORT_GRID)
    form.put(f"A1:{last}1", "{{form_title}}", TITLE, border=None)
    form.put(f"A2:{last}2", "{{held}}", LARGE, border=None)
    form.put(f"A3:{last}3", "校验码　{{code}}", CODE)
    form.put(f"A4:{last}4", "{{code_words}}", SMALL_KAI, border=None)
    form.put(f"A5:{last}5", "一、到会和收发票", SECTION, "left", border=None)
    keys = ("expected", "present", "issued", "returned", "valid", "invalid")
    names = ("应到（人）", "实到（人）", "发出（张）", "收回（张）", "有效（张）", "无效（张）")
    _columns(
        form,
        6,
        (2, "类　别", "{{papers.category}}"),
        *((5, name, f"{{{{papers.{key}}}}}") for name, key in zip(names, keys, strict=True)),
    )
    form.put(f"A8:{last}8", "{{counting_words}}", BODY, "left", border=None)
    form.put(f"A9:{last}9", "二、各项得票（票）", SECTION, "left", border=None)
    form.put(f"A10:{last}10", "{{base_words}}", BODY, "left", border=None)
    options = range(1, REPORT_OPTIONS + 1)
    _columns(
        form,
        11,
        (1, "序号", "{{votes.no}}"),
        (1, "{{heading}}", "{{votes.subject}}"),
        *((2, f"{{{{option_{one}}}}}", f"{{{{votes.option_{one}}}}}") for one in options),
    )
    form.heights(r1=42, r2=24, r3=34, r4=20, r5=24, r6=24, r7=20, r8=22)
    form.heights(r9=24, r10=20, r11=24, r12=20)
    _report_end(form, 13, last)
    form.sheet.oddFooter.center.text = "校验码 {{code}}　第 &P 页　共 &N 页"
    return form.sheet.parent


def _columns(form: Form, row: int, *parts: tuple[int, str, str]) -> None:
    """A heading row and the repeated row under it: columns taken, heading, placeholder."""
    start = 1
    for taken, name, key in parts:
        first, end = _column(start), _column(start + taken - 1)
        long = taken > 10 or name == "{{heading}}" or (start == 1 and taken == 2)
        for at, text, font, align in (
            (row, name, HEAD, "center"),
            (row + 1, key, BODY, "left" if long else "center"),
        ):
            place = f"{first}{at}:{end}{at}" if taken > 1 else f"{first}{at}"
            form.put(place, text, font, align)
        start += taken


def _report_end(form: Form, row: int, last: str) -> None:
    """Rates, break-downs, remarks, versions, signatures."""
    for at, text in (
        (row, "三、比率"),
        (row + 3, "四、按类别分列"),
        (row + 7, "五、需要说明的情况"),
        (row + 10, "六、计票版本"),
    ):
        form.put(f"A{at}:{last}{at}", text, SECTION, "left", border=None)
        form.heights(**{f"r{at}": 24})
    _columns(
        form,
        row + 1,
        (2, "{{heading}}", "{{rates.subject}}"),
        (6, "比　率", "{{rates.name}}"),
        (4, "结　果", "{{rates.value}}"),
        (20, "怎样得出", "{{rates.words}}"),
    )
    form.put(f"A{row + 4}:{last}{row + 4}", "{{parts_words}}", BODY, "left", border=None)
    _columns(
        form,
        row + 5,
        (2, "{{heading}}", "{{parts.subject}}"),
        (7, "类　别", "{{parts.category}}"),
        (23, "得　票", "{{parts.votes}}"),
    )
    _columns(
        form,
        row + 8,
        (1, "编码", "{{remarks.code}}"),
        (16, "情　况", "{{remarks.finding}}"),
        (15, "说　明", "{{remarks.reason}}"),
    )
    _columns(
        form,
        row + 11,
        (1, "版本", "{{versions.number}}"),
        (1, "封存时间", "{{versions.sealed}}"),
        (10, "计票方式", "{{versions.mode}}"),
        (6, "校验码", "{{versions.code}}"),
        (14, "重新计票的原因", "{{versions.reopened}}"),
    )
    for at in (row + 1, row + 5, row + 8, row + 11):
        form.heights(**{f"r{at}": 22, f"r{at + 1}": 20})
    sign = row + 14
    for at, text, align in (
        (sign, "监票人（签名）：　　　　　　　　{{supervisors}}", "left"),
        (sign + 1, "计票人（签名）：　　　　　　　　{{tellers}}", "left"),
        (sign + 2, "{{day|年月日}}", "right"),
    ):
        indent = 2 if align == "right" else 0
        form.put(f"A{at}:{last}{at}", text, LARGE, align, border=None, indent=indent)
    form.heights(**{f"r{row + 4}": 20, f"r{row + 13}": 8, f"r{sign}": 34, f"r{sign + 1}": 34})
    form.heights(**{f"r{sign + 2}": 24})


def household_sample() -> Any:
    """住户抽样名单."""
    form = Form.start("抽样名单", [7, 9, 16, 34, 18, 14])
    form.put("A1:F1", "{{form_title}}", TITLE, border=None)
    form.put("A2:D2", "{{office}}　{{name}}", LARGE, "left", border=None)
    form.put("E2:F2", "{{drawn_on|年月日}}", LARGE, "right", border=None)
    form.put("A3:B3", "种　　子", HEAD)
    form.put("C3:F3", "{{seed}}", CODE)
    form.put("A4:B4", "抽　　取", HEAD)
    form.put("C4:F4", "{{size_words}}", LARGE, "left")
    form.put("A5:B5", "名单指纹", HEAD)
    form.put("C5:F5", "{{digest}}", BODY, "left")
    form.put("A6:B6", "怎样重抽", HEAD)
    form.put("C6:F6", "{{method}}", BODY, "left")
    table(
        form,
        7,
        [
            ("次序", "{{rows.no}}", "center"),
            ("名单序号", "{{rows.number}}", "center"),
            ("户　主", "{{rows.head}}", "center"),
            ("地　址", "{{rows.address}}", "left"),
            ("组（小区）", "{{rows.group}}", "center"),
            ("走访记录", "{{rows.visit}}", "left"),
        ],
    )
    form.put("A10:C10", "抽取人（签名）：", LARGE, "left", border=None)
    form.put("D10:F10", "监督人（签名）：", LARGE, "left", border=None)
    form.heights(r1=44, r2=26, r3=34, r4=24, r5=24, r6=60, r7=26, r8=24, r9=8, r10=32)
    form.sheet.print_title_rows = "7:7"
    return form.sheet.parent


MEETING_FORMS = {
    "ballot": ballot,
    "ballot_grid": ballot_grid,
    "sign_in": sign_in,
    "register": register,
    "minutes": minutes,
    "count_report": count_report,
    "household_sample": household_sample,
}
