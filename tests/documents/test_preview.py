import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from desk_app.documents.fonts import Fonts
from desk_app.documents.pdf import to_pdf
from desk_app.documents.preview import page_sizes, render_page
from desk_app.domain.faults import Fault


@pytest.fixture(scope="module")
def pdf(fonts: Fonts) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFF0000")
    return to_pdf(workbook, fonts)


def test_page(pdf: bytes) -> None:
    assert len(page_sizes(pdf)) == 1
    ((width, height),) = page_sizes(pdf)
    assert (round(width), round(height)) == (595, 842)
    picture = render_page(pdf, 0, 0.5)
    assert (picture.width, picture.height) == (298, 421)
    assert len(picture.pixels) == 298 * 421 * 4

    def pixel(x: int, y: int) -> bytes:
        start = (y * picture.width + x) * 4
        return picture.pixels[start : start + 4]

    assert pixel(2, 2) == b"\xff\xff\xff\xff"
    assert pixel(30, 40) == b"\xff\x00\x00\xff"


def test_no_such_page(pdf: bytes) -> None:
    with pytest.raises(IndexError):
        render_page(pdf, 1, 1.0)


def test_damaged_file() -> None:
    with pytest.raises(Fault, match="已损坏"):
        page_sizes(b"not a pdf")
