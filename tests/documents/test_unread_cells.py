"""Cells that show something and hold no value are told from empty ones, in every kind of file."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from desk_app.documents.reading import read_workbook
from desk_app.domain.faults import Fault
from desk_app.domain.sheets import ERRORS, FORMULA, SheetData

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="甲">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """The workbook with a text in one part exchanged, as another program would have saved it."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    # With lxml beside it, the writer spells what is empty in another way.
    text = parts[part].decode().replace("<v></v>", "<v />").replace("<v/>", "<v />")
    text = text.replace(' t="n"', "") if ' t="n"' in text and ' t="n"' not in old else text
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def saved(path: Path) -> Path:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "空"
    sheet = book.create_sheet("表")
    sheet.append(["村", 5, "=1+3", "#N/A", "文字"])
    sheet["D1"].data_type = "e"
    book.save(path)
    return path


def only(path: Path) -> SheetData:
    return read_workbook(path)[-1]


def test_an_error_and_a_formula_without_result_are_named(tmp_path: Path) -> None:
    sheet = only(saved(tmp_path / "表.xlsx"))
    assert sheet.rows == (("村", 5, None, None, "文字"),)
    assert sheet.unread == {(0, 2): FORMULA, (0, 3): "#N/A"}
    assert "保存一次" in sheet.why_unread(0, 2)
    assert "错误值 #N/A" in sheet.why_unread(0, 3)
    assert [sheet.why_unread(0, at) for at in (0, 1, 4, 99, None)] == [""] * 5


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="C1"><f>1+3</f><v>4</v></c>', 4),
        ('<c r="C1" t="str"><f>T(A9)</f><v></v></c>', None),  # the result is an empty text
        ('<c r="C1" t="b"><f>1=1</f><v>1</v></c>', True),
    ],
)
def test_a_formula_with_its_result_is_read(tmp_path: Path, cell: str, value: object) -> None:
    path = saved(tmp_path / "表.xlsx")
    rewritten(path, "xl/worksheets/sheet2.xml", '<c r="C1"><f>1+3</f><v /></c>', cell)
    sheet = only(path)
    assert (sheet.rows[0][2], sheet.why_unread(0, 2)) == (value, "")


def test_another_spelling_of_the_marks_is_seen_too(tmp_path: Path) -> None:
    path = saved(tmp_path / "表.xlsx")
    rewritten(path, "xl/worksheets/sheet2.xml", '<c r="C1"><f>1+3</f><v /></c>', "<c><f/></c>")
    rewritten(path, "xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet2", "worksheets/sheet2")
    assert only(path).unread == {(0, 2): FORMULA, (0, 3): "#N/A"}


def test_a_row_of_nothing_but_formulas_is_still_a_row(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["村", "分"], ["甲", 1], [None, None], ["=A2", "=B2"]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    sheet = only(tmp_path / "表.xlsx")
    assert sheet.rows[3] == (None, None)
    assert sheet.why_unread(3, 0)


def test_a_formula_far_away_is_refused_like_a_number_there(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["村"] * 20)
    book.active["A1048576"] = "=1+3"
    book.save(tmp_path / "表.xlsx")
    with pytest.raises(Fault, match="很远"):
        read_workbook(tmp_path / "表.xlsx")


def test_errors_of_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("空")
    sheet = book.add_sheet("表")
    sheet.write(0, 0, "村")
    sheet.row(0).set_cell_error(1, 0x2A)
    sheet.row(0).set_cell_error(2, 0x07)
    sheet.write(0, 3, 5)
    book.save(str(tmp_path / "表.xls"))
    assert only(tmp_path / "表.xls").unread == {(0, 1): "#N/A", (0, 2): "#DIV/0!"}


def old_workbook(path: Path, *formulas: str) -> bytearray:
    """An old workbook whose writer keeps no results, with formulas beside each other."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, formula in enumerate(formulas):
        sheet.write(0, column, xlwt.Formula(formula))
    book.save(str(path))
    return bytearray(path.read_bytes())


def test_formulas_of_old_workbooks_without_results(tmp_path: Path) -> None:
    old_workbook(tmp_path / "表.xls", "1+3", 'T("")')
    assert only(tmp_path / "表.xls").unread == {(0, 0): FORMULA, (0, 1): FORMULA}


def test_an_empty_text_of_an_old_workbook_that_was_calculated(tmp_path: Path) -> None:
    data = old_workbook(tmp_path / "表.xls", "1+3", 'T("")')
    nothing = struct.pack("<Q", 0xFFFF000000000003)
    first = data.index(nothing)
    data[first : first + 8] = struct.pack("<d", 4)
    (tmp_path / "表.xls").write_bytes(data)
    sheet = only(tmp_path / "表.xls")
    assert sheet.unread == {}
    assert sheet.rows[0][0] == 4


def open_document(path: Path, cells: str) -> Path:
    """Write an .ods with these rows of one table."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            '><manifest:file-entry manifest:full-path="content.xml"'
            ' manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr("content.xml", _ODS.format(cells))
    path.write_bytes(packed.getvalue())
    return path


def test_errors_and_formulas_of_open_documents(tmp_path: Path) -> None:
    cells = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=NA()" office:value-type="string"'
        ' office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=1+3"/>'
        '<table:table-cell table:formula="of:=3" office:value-type="float" office:value="3">'
        "<text:p>3</text:p></table:table-cell></table:table-row>"
    )
    path = open_document(tmp_path / "表.ods", cells)
    assert only(path).unread == {(2, 2): "#N/A", (2, 3): FORMULA}


@pytest.mark.parametrize("shown", sorted(ERRORS))
def test_an_error_that_was_pasted_as_text_is_an_error(tmp_path: Path, shown: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"村,分\n甲,{shown}\n", encoding="utf-8")
    assert shown in only(path).why_unread(1, 1)
