"""Workbooks as they come: both formats, oddities, and what is no workbook."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from desk_app.documents.reading import CellValue, cell_text, read_workbook
from desk_app.domain.faults import Fault
from tests.support.workbooks import old_list


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def filled(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    return book


def test_values_of_every_kind(tmp_path: Path) -> None:
    path = saved(
        filled(
            ("  石桥村 ", 8, 14.5, True, date(2005, 12, 20), None, "８５.5"),
            (datetime(2005, 12, 20, 8, 30), time(8, 30), "", "=1+1", -3, "'", 0),
        ),
        tmp_path / "甲.xlsx",
    )
    (sheet,) = read_workbook(path)
    assert sheet.rows[0] == ("石桥村", 8, 14.5, True, date(2005, 12, 20), None, "８５.5")
    assert sheet.rows[1] == ("2005-12-20 08:30:00", "08:30", None, None, -3, "'", 0)
    assert [cell_text(value) for value in sheet.rows[0][1:3]] == ["8", "14.5"]


def test_rows_keep_the_numbers_of_the_office_program(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["C5"] = "在这里"
    book.active["F40"].number_format = "0.00"
    (sheet,) = read_workbook(saved(book, tmp_path / "甲.xlsx"))
    assert len(sheet.rows) == 5
    assert sheet.rows[4][2] == "在这里"
    assert sheet.rows[0] == (None, None, None)


def test_merged_texts_stand_in_every_row_and_numbers_do_not(tmp_path: Path) -> None:
    book = filled(
        ("标题", None, None), ("上级", "名称", "数"), ("党委", "甲", 5), (None, "乙"), (None, "丙")
    )
    assert book.active is not None
    for area in ("A1:C1", "A3:A5", "C3:C5"):
        book.active.merge_cells(area)
    (sheet,) = read_workbook(saved(book, tmp_path / "甲.xlsx"))
    assert sheet.rows == (
        ("标题", None, None),
        ("上级", "名称", "数"),
        ("党委", "甲", 5),
        ("党委", "乙", None),
        ("党委", "丙", None),
    )


def test_old_workbooks_too_whatever_their_ending(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write_merge(0, 0, 0, 2, "标题")
    sheet.write_merge(1, 2, 0, 0, "党委")
    sheet.write(1, 1, 14.5)
    sheet.write(2, 1, date(2005, 12, 20), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.add_sheet("空")
    for name in ("甲.xls", "乙.xlsx", "丙.et"):
        book.save(str(tmp_path / name))
        first, empty = read_workbook(tmp_path / name)
        assert (first.name, empty.rows) == ("名单", ())
        rows: list[tuple[CellValue, ...]] = [row[:2] for row in first.rows]
        assert rows == [("标题", None), ("党委", 14.5), ("党委", date(2005, 12, 20))]


def test_hidden_sheets_are_marked_and_charts_left_out(tmp_path: Path) -> None:
    book = filled(("甲",))
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_chartsheet("图")
    sheets = read_workbook(saved(book, tmp_path / "甲.xlsx"))
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [("Sheet", True), ("藏", False)]


def xlsx() -> bytes:
    stream = io.BytesIO()
    filled(("甲", 1)).save(stream)
    return stream.getvalue()


def word() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.xlsx", b"", "是空文件"),
        ("零.xlsx", bytes(4096), "是空文件"),
        ("半.xlsx", xlsx()[:2000], "已损坏"),
        ("压.xlsx", b"PK\x03\x04junk", "已损坏"),
        ("旧.xls", OLE, "已损坏"),
        ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("页.xls", b"<html><p>1</p></html>", "网页文件"),
        ("文.xlsx", word(), "Word 文档"),
        ("图.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("字.xlsx", "党组织,代码".encode(), "不是 Excel/WPS 表格"),
    ],
)
def test_what_is_no_workbook_gets_one_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Fault, match=said) as caught:
        read_workbook(tmp_path / name)
    assert len(caught.value.sentences) == 1
    assert name in caught.value.sentences[0]


@pytest.mark.parametrize("ending", [".xls", ".xlsx"])
def test_a_half_copied_old_workbook_is_a_sentence_wherever_it_was_cut(
    tmp_path: Path, ending: str
) -> None:
    whole = old_list()
    path = tmp_path / f"半{ending}"
    for cut in [*range(1, 600, 97), *range(600, len(whole), 1_009)]:
        path.write_bytes(whole[:cut])
        with pytest.raises(Fault) as caught:
            read_workbook(path)
        assert len(caught.value.sentences) == 1, cut
        assert path.name in caught.value.sentences[0], cut


def test_a_torn_old_workbook_is_read_or_is_a_sentence(tmp_path: Path) -> None:
    whole = old_list()
    path = tmp_path / "坏.xls"
    for hole in range(0, len(whole), 509):
        path.write_bytes(whole[:hole] + b"\xff" * 61 + whole[hole + 61 :])
        with suppress(Fault):
            read_workbook(path)


def test_a_workbook_broken_inside(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as whole, zipfile.ZipFile(stream, "w") as broken:
        for entry in whole.infolist():
            data = whole.read(entry)
            broken.writestr(entry, data[: len(data) // 2] if "sheet1" in entry.filename else data)
    (tmp_path / "甲.xlsx").write_bytes(stream.getvalue())
    with pytest.raises(Fault, match=r"甲\.xlsx.*已损坏"):
        read_workbook(tmp_path / "甲.xlsx")


def test_a_workbook_whose_sheet_is_missing(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as whole, zipfile.ZipFile(stream, "w") as broken:
        for entry in whole.infolist():
            if "sheet1" not in entry.filename:
                broken.writestr(entry, whole.read(entry))
    (tmp_path / "甲.xlsx").write_bytes(stream.getvalue())
    with pytest.raises(Fault, match=r"甲\.xlsx"):
        read_workbook(tmp_path / "甲.xlsx")


def test_a_workbook_without_content(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="没有任何内容"):
        read_workbook(saved(Workbook(), tmp_path / "甲.xlsx"))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="找不到文件"):
        read_workbook(tmp_path / "没有.xlsx")
    with pytest.raises(Fault, match="是一个文件夹"):
        read_workbook(tmp_path)


def test_a_cell_at_the_far_end_does_not_eat_the_memory(tmp_path: Path) -> None:
    book = filled(("甲", 1))
    assert book.active is not None
    book.active["XFD1048576"] = "x"
    with pytest.raises(Fault, match="XFD1048576"):
        read_workbook(saved(book, tmp_path / "甲.xlsx"))


def test_formatting_at_the_far_end_does_no_harm(tmp_path: Path) -> None:
    book = filled(("甲", 1))
    assert book.active is not None
    book.active["XFD1048576"].number_format = "0.00"
    (sheet,) = read_workbook(saved(book, tmp_path / "甲.xlsx"))
    assert sheet.rows == (("甲", 1),)
