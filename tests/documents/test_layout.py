"""What is in the workbook is on the paper: all of it, inside its cell, inside the page."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break

from desk_app import assets
from desk_app.documents.boxes import Layout
from desk_app.documents.fonts import HEI, KAI, SONG, Fonts, Substitution
from desk_app.documents.layout import lay_out
from desk_app.domain.faults import Fault

THIN = Side(style="thin")
FONTS = Fonts(assets.resources_dir() / "fonts")


def sheet_of(**cells: object) -> Any:
    sheet: Any = Workbook().active
    for place, value in cells.items():
        sheet[place] = value
    return sheet


def laid(sheet: Any) -> Layout:
    return lay_out(sheet.parent, FONTS)


def text_of(layout: Layout) -> str:
    return "".join(line.text for page in layout.pages for line in page.lines)


words = st.text(
    alphabet="党委组织评定级次整改台账，。、；：？！（）《》“”…—abc019 \n喆堃祎𬱖\U000323af",
    max_size=400,
)


@settings(max_examples=60)
@given(
    st.lists(words, min_size=1, max_size=12),
    st.booleans(),
    st.sampled_from(["left", "center", "right", "distributed", None]),
    st.sampled_from(["top", "center", "bottom"]),
    st.integers(min_value=4, max_value=60),
)
def test_no_character_is_dropped(
    texts: list[str], wrap: bool, horizontal: str | None, vertical: str, width: int
) -> None:
    sheet = sheet_of()
    sheet.column_dimensions["A"].width = width
    for row, text in enumerate(texts, 1):
        sheet.cell(row, 1).value = text or None
        sheet.cell(row, 1).data_type = "s"
        sheet.cell(row, 1).alignment = Alignment(
            horizontal=horizontal, vertical=vertical, wrap_text=wrap
        )
    layout = laid(sheet)
    expected = "".join(texts).replace("\n", "").replace("\U000323af", "〔U+323AF〕")
    assert text_of(layout) == expected
    for page in layout.pages:
        for line in page.lines:
            assert 0 < line.y < page.height


@pytest.mark.parametrize("size", range(8, 25))
def test_row_taller_than_pages_is_split_by_lines(size: int) -> None:
    length, rows = 2500, 2
    sheet = sheet_of(B1="标题")
    sheet.print_title_rows = "1:1"
    sheet.column_dimensions["A"].width = 30
    text = "".join(chr(0x4E00 + number % 500) for number in range(length))
    for row in range(2, rows + 2):
        sheet.cell(row, 1).value = text
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.cell(row, 1).font = Font(size=size)
        sheet.cell(row, 1).border = Border(THIN, THIN, THIN, THIN)
    layout = laid(sheet)
    assert text_of(layout).replace("标题", "") == text * rows
    assert_between_rules(layout)
    for page in layout.pages:
        baselines = [line.y for line in page.lines]
        assert max(baselines) <= page.height - sheet.page_margins.bottom * 72
    # The heading is on every page on which the table goes on.
    assert text_of(layout).count("标题") == len(layout.pages)


def assert_between_rules(layout: Layout) -> None:
    """No line of text touches a horizontal rule."""
    for page in layout.pages:
        rules = [rule.y1 for rule in page.rules if rule.y1 == rule.y2]
        for line in page.lines:
            top, bottom = line.y - 0.88 * line.size, line.y + 0.12 * line.size
            assert not any(top < rule < bottom for rule in rules)
            assert "标题" in line.text or bottom < max(rules)


@pytest.mark.parametrize("size", range(8, 25))
def test_merged_text_flows_over_pages(size: int) -> None:
    sheet = sheet_of(A1="台账" * 3000)
    for row in range(1, 41):
        for column in range(1, 4):
            sheet.cell(row, column).border = Border(THIN, THIN, THIN, THIN)
    sheet.merge_cells("A1:C40")
    sheet["A1"].alignment = Alignment(wrap_text=True)
    sheet["A1"].font = Font(size=size)
    layout = laid(sheet)
    assert text_of(layout) == "台账" * 3000
    assert len(layout.pages) > 1
    assert_between_rules(layout)


def test_row_grows_with_its_text() -> None:
    short, long = sheet_of(A1="短", A2="下"), sheet_of(A1="很长的文字" * 20, A2="下")
    for sheet in (short, long):
        sheet["A1"].alignment = Alignment(wrap_text=True)
        sheet.row_dimensions[1].height = 20

    def lower(sheet: Any) -> float:
        return next(line.y for line in laid(sheet).pages[0].lines if line.text == "下")

    assert lower(long) - lower(short) > 100


def test_text_runs_on_over_empty_cells_but_not_over_full_ones() -> None:
    free = sheet_of(A1="一行没有换行的较长文字", D1="右")
    assert len({line.y for line in laid(free).pages[0].lines}) == 1
    full = sheet_of(A1="一行没有换行的较长文字", B1="右")
    assert len({line.y for line in laid(full).pages[0].lines}) > 1


def test_number_that_does_not_fit_is_drawn_smaller() -> None:
    sheet = sheet_of(A1=123456.789)
    sheet.column_dimensions["A"].width = 7
    (line,) = laid(sheet).pages[0].lines
    assert line.text == "123456.789"
    assert line.size < 11
    assert FONTS.width(line.text, line.face, line.size) < 7 * 7 * 0.75


def test_alignment_inside_the_cell() -> None:
    sheet = sheet_of(A1="左", A2="中", A3="右", A4=5)
    sheet.column_dimensions["A"].width = 40
    for row, side in enumerate(("left", "center", "right"), 1):
        sheet.cell(row, 1).alignment = Alignment(horizontal=side, indent=1 if row != 2 else 0)
    left = sheet.page_margins.left * 72
    width = 40 * 7 * 0.75
    one, two, three, number = laid(sheet).pages[0].lines
    assert one.x == pytest.approx(left + 12)
    assert two.x == pytest.approx(left + (width - 11) / 2)
    assert three.x == pytest.approx(left + width - 12 - 11)
    assert number.x > left + width - 12


def test_faces_and_dress() -> None:
    sheet = sheet_of(A1="宋", A2="黑", A3="楷")
    for row, name in enumerate(("仿宋_GB2312", "黑体", "楷体"), 1):
        sheet.cell(row, 1).font = Font(
            name=name, size=16, bold=row == 1, u="single", color="FFFF0000"
        )
    page = laid(sheet).pages[0]
    assert [line.face for line in page.lines] == [SONG, HEI, KAI]
    assert [line.stroke > 0 for line in page.lines] == [True, False, False]
    assert {line.size for line in page.lines} == {16}
    assert {line.colour for line in page.lines} == {(1.0, 0.0, 0.0)}
    assert len(page.rules) == 3


def test_borders_of_neighbours_are_one_line() -> None:
    sheet = sheet_of()
    for row in range(1, 4):
        for column in range(1, 4):
            sheet.cell(row, column).border = Border(THIN, THIN, THIN, THIN)
    page = laid(sheet).pages[0]
    assert len(page.rules) == 8


def test_merge_has_no_lines_inside() -> None:
    sheet = sheet_of(A1="合并")
    for row in range(1, 4):
        for column in range(1, 4):
            sheet.cell(row, column).border = Border(THIN, THIN, THIN, THIN)
    sheet.merge_cells("A1:C3")
    assert len(laid(sheet).pages[0].rules) == 4


def test_fill_lies_under_the_cell() -> None:
    sheet = sheet_of(A1="底色")
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFFFF00")
    (patch,) = laid(sheet).pages[0].patches
    assert patch.colour == (1.0, 1.0, 0.0)
    assert patch.width == pytest.approx(48)


def test_wide_sheet_is_scaled_to_the_paper() -> None:
    sheet = sheet_of(A1="一", Z1="末")
    page = laid(sheet).pages[0]
    assert page.lines[-1].x < page.width
    assert page.lines[0].size < 11


def test_paper_and_landscape() -> None:
    sheet = sheet_of(A1="横")
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.orientation = "landscape"
    page = laid(sheet).pages[0]
    assert (round(page.width), round(page.height)) == (1191, 842)


def test_forced_break_what_is_hidden_and_page_numbers() -> None:
    sheet = sheet_of(A1="一", A2="二", A3="藏")
    sheet.row_breaks.append(Break(id=1))
    sheet.row_dimensions[3].hidden = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.oddHeader.left.text = '&"黑体"&A'
    sheet["C1"] = "藏"
    sheet.column_dimensions["C"].hidden = True
    hidden = sheet.parent.create_sheet("藏")
    hidden["A1"] = "不印"
    hidden.sheet_state = "hidden"
    second = sheet.parent.create_sheet("表二")
    second["A1"] = "三"
    pages = [[line.text for line in page.lines] for page in laid(sheet).pages]
    assert pages == [
        ["一", "Sheet", "第 1 页 共 3 页"],
        ["二", "Sheet", "第 2 页 共 3 页"],
        ["三"],
    ]


def test_rare_character_is_reported() -> None:
    layout = laid(sheet_of(A1="王\U000323af"))
    assert layout.substitutions == (Substitution("\U000323af", HEI, None),)


def test_empty_workbook_is_one_empty_page() -> None:
    assert [page.lines for page in laid(sheet_of()).pages] == [[]]


def test_formula_cannot_be_printed() -> None:
    with pytest.raises(Fault, match="B2 单元格是公式"):
        laid(sheet_of(B2="=SUM(A1:A2)"))


def test_cancelling() -> None:
    class Cancelled(Exception):
        pass

    def pulse() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lay_out(sheet_of(A1="一").parent, FONTS, pulse=pulse)
