"""The PDF itself: text that can be found again, fonts inside, the same bytes twice."""

import re
from typing import Any

import pypdfium2
import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from desk_app.documents.fonts import Fonts
from desk_app.documents.pdf import to_pdf


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(texts))


def workbook_of(*texts: str, **font: Any) -> Workbook:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.column_dimensions["A"].width = 60
    for row, text in enumerate(texts, 1):
        sheet.cell(row, 1).value = text
        sheet.cell(row, 1).font = Font(size=12, **font)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True)
    return workbook


@pytest.mark.parametrize("name", ["宋体", "黑体", "楷体"])
def test_text_can_be_taken_out_again(fonts: Fonts, name: str) -> None:
    texts = (
        "中共青山镇柳树湾村支部委员会",
        "章喆、李堃、王祎、赵翀、钱昇、孙珺、周玥、吴湉、郑㛃、冯䶮、陈𬱖、褚𬬭",
        "√×○●■□△▲★☆※→…①②ⅠⅡ㎡℃‰￥",
        "Excel 2026-03-15 93.33%",
        "".join(chr(0x4E00 + 7 * number) for number in range(600)),
    )
    pdf = to_pdf(workbook_of(*texts, name=name), fonts)
    # Offices' own marks come back in their plain form where a PDF reader unifies them.
    assert text_of(pdf) == re.sub(r"\s", "", "".join(texts))


def test_character_without_a_shape_comes_as_its_code(fonts: Fonts) -> None:
    assert "王〔U+323AF〕明" in text_of(to_pdf(workbook_of("王\U000323af明"), fonts))


def test_same_workbook_same_bytes(fonts: Fonts) -> None:
    first = to_pdf(workbook_of("党委", "组织", bold=True), fonts)
    assert to_pdf(workbook_of("党委", "组织", bold=True), fonts) == first


def test_only_our_fonts_are_in_it_and_embedded(fonts: Fonts) -> None:
    pdf = to_pdf(workbook_of("党委", bold=True), fonts)
    names = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+(Noto|LXGW).*", name) for name in names)
    assert pdf.count(b"/FontFile2") == len(names)


def test_file_is_small(fonts: Fonts) -> None:
    assert len(to_pdf(workbook_of("党委"), fonts)) < 20_000


def test_progress(fonts: Fonts) -> None:
    calls: list[tuple[int, int]] = []
    workbook = workbook_of(*["行"] * 200)
    to_pdf(workbook, fonts, progress=lambda done, total: calls.append((done, total)))
    total = calls[-1][1]
    assert total > 1
    assert [call for call in calls if call[1]] == [(page, total) for page in range(1, total + 1)]
