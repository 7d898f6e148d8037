from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.pagebreak import Break

from desk_app.documents.columns import OMIT
from desk_app.documents.filling import fill, open_form
from desk_app.documents.saving import save_workbook
from desk_app.domain.faults import Fault


@pytest.fixture
def template(tmp_path: Path) -> Any:
    """A function that makes a template from `{"A1": value}` and returns its path."""

    def make(cells: dict[str, object], *merges: str, **changes: Any) -> Path:
        workbook = Workbook()
        sheet: Any = workbook.active
        sheet.title = "汇总表"
        for place, value in cells.items():
            sheet[place] = value
        for merge in merges:
            sheet.merge_cells(merge)
        for change in changes.values():
            change(sheet)
        path = tmp_path / "template.xlsx"
        workbook.save(path)
        return path

    return make


def filled(path: Path, facts: dict[str, object]) -> Any:
    """The filled sheet as another program reads it."""
    target = path.with_name("filled.xlsx")
    save_workbook(fill(path, facts), target)
    return load_workbook(target).active


def values(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_scalars_keep_their_type(template: Any) -> None:
    cells = {f"A{row}": f"{{{{{name}}}}}" for row, name in enumerate("abcdefg", 1)}
    sheet = filled(
        template(cells),
        {
            "a": "党委",
            "b": 46,
            "c": Decimal("86.50"),
            "d": Fraction(14, 15),
            "e": date(2026, 3, 15),
            "f": None,
            "g": True,
        },
    )
    assert sheet["A1"].value == "党委"
    assert sheet["A2"].value == 46
    assert (sheet["A3"].value, sheet["A3"].number_format) == (86.5, "General")
    assert (sheet["A4"].value, sheet["A4"].number_format) == (0.933333, "0.0%")
    assert sheet["A5"].value.date() == date(2026, 3, 15)
    assert sheet["A5"].number_format == "yyyy-mm-dd"
    assert sheet["A6"].value is None
    assert sheet["A7"].value == "是"


def test_number_format_of_the_form_wins(template: Any) -> None:
    def dress(sheet: Any) -> None:
        sheet["A1"].number_format = "0.00%"
        sheet["A2"].number_format = 'yyyy"年"m"月"d"日"'

    path = template({"A1": "{{rate}}", "A2": "{{day}}"}, dress=dress)
    sheet = filled(path, {"rate": Fraction(1, 2), "day": date(2026, 3, 5)})
    assert sheet["A1"].number_format == "0.00%"
    assert sheet["A2"].number_format == 'yyyy"年"m"月"d"日"'


def test_facts_inside_a_sentence(template: Any) -> None:
    path = template(
        {
            "A1": "得分{{score}}分，满意率{{rate}}，{{ day }}",
            "A2": "{{day|年月日}}",
            "A3": "{{none|年月日}}",
            "A4": "[{{none}}]",
            "A5": "书记：{{org.secretary}}",
        }
    )
    facts: dict[str, object] = {
        "score": Decimal("86.50"),
        "rate": Fraction(2, 3),
        "day": date(2026, 3, 5),
        "none": None,
        "org": {"secretary": "李堃"},
    }
    assert values(filled(path, facts)) == [
        ["得分86.5分，满意率66.7%，2026-03-05"],
        ["2026年3月5日"],
        ["　　　　年　　月　　日"],
        ["[]"],
        ["书记：李堃"],
    ]


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(A1)", "=1+1"])
def test_text_is_never_a_formula(template: Any, text: str) -> None:
    path = template({"A1": "{{note}}", "A2": "{{note}}。", "A3": "{{rows.note}}"})
    workbook = fill(path, {"note": text, "rows": [{"note": text}]})
    assert [cell.data_type for (cell,) in workbook.worksheets[0].iter_rows()] == ["s", "s", "s"]
    sheet = filled(path, {"note": text, "rows": [{"note": text}]})
    for place in ("A1", "A2", "A3"):
        assert sheet[place].data_type == "s"
        assert sheet[place].value.startswith(text)
        assert sheet[place].quotePrefix


def test_what_xml_cannot_hold_is_left_out(template: Any) -> None:
    path = template({"A1": "{{note}}"})
    sheet = filled(path, {"note": "甲\x00乙\x0b\ud800丙\r\n丁\ufffe𬱖"})
    assert sheet["A1"].value == "甲乙丙\n丁𬱖"


def test_repeated_rows_push_down_what_is_below(template: Any) -> None:
    def heights(sheet: Any) -> None:
        sheet.row_dimensions[2].height = 20
        sheet.row_dimensions[3].height = 33
        sheet["A2"].font = Font(name="黑体", size=9)
        sheet.print_title_rows = "1:1"
        sheet.print_area = "A1:C4"
        sheet.row_breaks.append(Break(id=3))

    path = template(
        {
            "A1": "序号",
            "A2": "{{rows.no}}",
            "B2": "{{rows.name}}（{{year}}）",
            "C2": "不变",
            "A3": "合计",
            "A4": "审核人：{{checker}}",
        },
        "A4:B4",
        dress=heights,
    )
    sheet = filled(
        path,
        {"rows": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}], "year": 2026, "checker": "王某"},
    )
    assert values(sheet) == [
        ["序号", None, None],
        [1, "甲（2026）", "不变"],
        [2, "乙（2026）", "不变"],
        [3, "丙（2026）", "不变"],
        ["合计", None, None],
        ["审核人：王某", None, None],
    ]
    assert [sheet.row_dimensions[row].height for row in range(1, 7)] == [None, 20, 20, 20, 33, None]
    assert [sheet.cell(row, 1).font.name for row in (2, 3, 4)] == ["黑体"] * 3
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A6:B6"]
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'汇总表'!$A$1:$C$6"
    assert [mark.id for mark in sheet.row_breaks.brk] == [5]


def test_form_opened_once_is_filled_many_times(template: Any, tmp_path: Path) -> None:
    path = template({"A1": "{{name}}", "A2": "{{rows.no}}", "A3": "合计"}, "A3:B3")
    form = open_form(path)
    for count in (2, 0, 5):
        facts: dict[str, object] = {"name": f"第{count}次", "rows": [{}] * count}
        one, other = fill(form, facts), fill(path, facts)
        save_workbook(one, tmp_path / "one.xlsx")
        sheet: Any = load_workbook(tmp_path / "one.xlsx").active
        assert values(sheet) == values(other.active)
        assert sheet.merged_cells == other.active.merged_cells  # type: ignore[union-attr]


def test_several_lists_and_merges(template: Any) -> None:
    path = template(
        {"A1": "加分", "B1": "{{plus.name}}", "A2": "{{minus.name}}", "A3": "备注"},
        "B1:C1",
        "A2:C2",
        "A3:A4",
    )
    facts: dict[str, object] = {
        "plus": [{"name": "一"}, {"name": "二"}],
        "minus": [{"name": "三"}, {"name": "四"}, {"name": "五"}],
    }
    sheet = filled(path, facts)
    assert [row[:2] for row in values(sheet)] == [
        ["加分", "一"],
        ["加分", "二"],
        ["三", None],
        ["四", None],
        ["五", None],
        ["备注", None],
        [None, None],
    ]
    assert {str(merge) for merge in sheet.merged_cells.ranges} == {
        "B1:C1",
        "B2:C2",
        "A3:C3",
        "A4:C4",
        "A5:C5",
        "A6:A7",
    }


def test_merge_beside_a_repeated_row_grows(template: Any) -> None:
    path = template({"A1": "加减分", "B1": "事项", "B2": "{{rows.name}}"}, "A1:A2")
    sheet = filled(path, {"rows": [{"name": "一"}, {"name": "二"}, {"name": "三"}]})
    assert values(sheet) == [["加减分", "事项"], [None, "一"], [None, "二"], [None, "三"]]
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:A4"]


def test_merge_that_begins_in_a_repeated_row_keeps_one_label(template: Any) -> None:
    path = template({"A1": "加减分", "B1": "{{rows.name}}", "B2": "小计"}, "A1:A2")
    sheet = filled(path, {"rows": [{"name": "一"}, {"name": "二"}]})
    assert values(sheet) == [["加减分", "一"], [None, "二"], [None, "小计"]]
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A1:A3"]


def test_rows_grow_with_their_text(template: Any) -> None:
    def dress(sheet: Any) -> None:
        sheet.column_dimensions["A"].width = 20
        for row in range(1, 8):
            sheet.row_dimensions[row].height = 20
            sheet.cell(row, 1).alignment = Alignment(wrap_text=row != 7)
        sheet.row_dimensions[4].height = None
        sheet.row_dimensions[6].height = 100

    path = template(
        {
            "A1": "{{rows.name}}",
            "A2": "{{short}}",
            "A3": "{{long}}",
            "A4": "{{long}}",
            "A5": "{{longer}}",
            "A7": "{{long}}",
        },
        "A3:B3",
        "A5:A6",
        dress=dress,
    )
    facts: dict[str, object] = {
        "rows": [{"name": "短"}, {"name": "两行那么长的一个名称" * 2}],
        "short": "短",
        "long": "文字" * 40,
        "longer": "文字" * 200,
    }
    sheet = filled(path, facts)
    heights = [sheet.row_dimensions[row].height for row in range(1, 9)]
    assert heights[0] == 20
    assert heights[1] > 30
    assert heights[2] == 20
    assert heights[3] > 40
    # A height that was never set is left to the office program, unless a merge hinders it.
    assert heights[4] is None
    assert heights[5] == 20
    assert heights[6] > 500
    assert heights[7] == 20


def test_no_entries_leave_one_empty_row(template: Any) -> None:
    path = template({"A1": "{{rows.no}}", "B1": "{{rows.name}}", "A2": "合计"})
    assert values(filled(path, {"rows": []})) == [[None], ["合计"]]


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("{{nobody}}", {}),
        ("党委{{nobody}}", {"nobody2": 1}),
        ("{{rows.nobody}}", {"rows": [{"name": 1}]}),
        ("{{rows.name}}", {}),
        ("{{rows}}", {"rows": [{"name": 1}]}),
        ("{{党组织}}", {"organisation": "甲"}),
    ],
)
def test_unknown_placeholder_names_sheet_and_cell(
    template: Any, cell: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Fault, match=r"“汇总表”的 B3 单元格写着“.*”，程序没有这一项内容"):
        fill(template({"B3": cell}), facts)


def test_two_lists_in_one_row(template: Any) -> None:
    with pytest.raises(Fault, match="一行只能列一种内容"):
        fill(template({"A1": "{{one.a}}", "B1": "{{two.a}}"}), {"one": [], "two": []})


def test_omitted_columns_are_hidden_and_give_their_width(template: Any) -> None:
    def widths(sheet: Any) -> None:
        for letter in "BCDE":
            sheet.column_dimensions[letter].width = 10
        sheet.column_dimensions.group("C", "D", hidden=False)  # as office programs store it

    path = template(
        {"B1": "{{option_1}}", "C1": "{{option_2}}", "D1": "{{option_3}}", "E1": "{{note}}"},
        dress=widths,
    )
    sheet = filled(path, {"option_1": "好", "option_2": "差", "option_3": OMIT, "note": "备注"})
    columns = sheet.column_dimensions
    assert (columns["B"].width, columns["C"].width, columns["E"].width) == (15, 15, 10)
    assert columns["D"].hidden
    assert not columns["C"].hidden
    assert sheet["D1"].value is None


def test_header_and_footer(template: Any) -> None:
    def footer(sheet: Any) -> None:
        sheet.oddFooter.center.text = "{{township}}　第 &P 页"

    sheet = filled(template({"A1": "x"}, dress=footer), {"township": "青山镇"})
    assert sheet.oddFooter.center.text == "青山镇　第 &P 页"


def test_text_longer_than_a_cell(template: Any) -> None:
    with pytest.raises(Fault, match="超过一个单元格的上限"):
        fill(template({"A1": "{{note}}"}), {"note": "长" * 32_768})


def test_missing_and_damaged_template(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="找不到表样"):
        fill(tmp_path / "none.xlsx", {})
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(Fault, match="已损坏"):
        fill(tmp_path / "bad.xlsx", {})


def test_fact_of_a_wrong_type_is_our_error(template: Any) -> None:
    with pytest.raises(TypeError, match="float"):
        fill(template({"A1": "{{x}}"}), {"x": 1.5})
    with pytest.raises(TypeError, match="float"):
        fill(template({"A1": "{{x}}分"}), {"x": 1.5})
