"""Lists that are no workbooks: text in any encoding, web pages, XML tables, and what is none."""

from contextlib import suppress
from pathlib import Path

import pytest

from desk_app.documents import text_tables
from desk_app.documents.measuring import Area
from desk_app.documents.pages import read_page
from desk_app.documents.reading import read_tables, read_workbook
from desk_app.domain.faults import Fault
from desk_app.domain.sheets import GBK, UTF_8, UTF_16, CellValue
from tests.support.list_files import FILES, TABLE, csv, page, xml
from tests.support.workbooks import MAIN

Rows = tuple[tuple[CellValue, ...], ...]


def read(tmp_path: Path, data: bytes, name: str = "表.csv", encoding: str = "") -> Rows:
    (tmp_path / name).write_bytes(data)
    return read_tables(tmp_path / name, encoding).sheets[-1].rows


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_the_same_cells(tmp_path: Path, name: str) -> None:
    rows = read(tmp_path, FILES[name], name)
    assert rows[-len(TABLE) :] == TABLE


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (csv().encode("gbk"), GBK),
        (csv().encode(), UTF_8),
        (csv().encode("utf-16"), UTF_16),
        ("全称\n𠮷村\n".encode("gb18030"), GBK),
    ],
)
def test_the_encoding_is_told(tmp_path: Path, data: bytes, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert read_tables(tmp_path / "a.csv").encoding == encoding
    (tmp_path / "b.xlsx").write_bytes(FILES["新.xlsx"])
    assert read_tables(tmp_path / "b.xlsx").encoding == ""


def test_another_encoding_is_taken_at_its_word(tmp_path: Path) -> None:
    wrong = "编号,联通\n1,移动\n".encode("gbk")
    assert read(tmp_path, wrong, encoding=GBK)[0] == ("编号", "联通")
    with pytest.raises(Fault, match="不是 UTF-8 编码"):
        read(tmp_path, "编号,石桥\n1,二\n".encode("gbk"), encoding=UTF_8)
    with pytest.raises(Fault, match="不是 UTF-16 编码"):
        read(tmp_path, b"a,b\n1,2\n3", encoding=UTF_16)


def test_a_text_cut_in_the_middle_of_a_letter_was_not_copied_to_its_end(tmp_path: Path) -> None:
    for data in (csv().encode(), csv().encode("gbk"), csv().encode("utf-16-le")):
        for cut in range(20, 60):
            with suppress(Fault):
                assert read(tmp_path, data[:cut])[0][0] == TABLE[0][0], cut


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('甲,乙\n"一,""二""\n三",四\n', (("甲", "乙"), ('一,"二"\n三', "四"))),
        ('甲,乙\n5"管,四\n', (("甲", "乙"), ('5"管', "四"))),
        ('甲,乙\n"没有完,四\n五,六\n', (("甲", "乙"), ('"没有完', "四"), ("五", "六"))),
        ("甲,乙\n\n三,四\n,,,\n", (("甲", "乙"), (None, None), ("三", "四"))),
        ('代码,名称\n="0012",石桥\n', (("代码", "名称"), ("0012", "石桥"))),
        ("a,b\n2003.1,2003.10\n", (("a", "b"), (2003.1, "2003.10"))),
        ("sep=;\n甲;乙,丙\n1;2\n", ((None, None), ("甲", "乙,丙"), ("1", "2"))),
        ("甲|乙\n1|2\n", (("甲", "乙"), ("1", "2"))),
        ("甲\t乙\n一,二,三\t四\n五,六,七\t八\n", None),
        ("全称\n石桥村党支部\n", (("全称",), ("石桥村党支部",))),
        ("  甲 ,　乙　\r1,2\r", (("甲", "乙"), ("1", "2"))),
    ],
)
def test_cells_as_programs_write_them(tmp_path: Path, text: str, rows: Rows | None) -> None:
    got = read(tmp_path, text.encode())
    assert got == (rows or (("甲", "乙"), ("一,二,三", "四"), ("五,六,七", "八")))


def test_merged_cells_of_a_page_stand_where_they_belong() -> None:
    text = """<table><caption>名单</caption>
        <tr><th rowspan=2>上级<th colspan="2">人数<th rowspan=2>名称
        <tr><td>男</td><td>女</td></tr>
        <tr><td rowspan=3>青山镇党委</td><td>1</td><td>2</td><td>甲</td></tr>
        <tr><td>3<td>4<td>乙</tr><tr><td></td></tr>
        <tr><td rowspan=2 colspan=2>合并</td><td>5</tr><tr><td>6</table>"""
    (rows,) = read_page(text, Area(1000))
    assert rows == [
        ["上级", "人数", None, "名称"],
        ["上级", "男", "女", "名称"],
        ["青山镇党委", "1", "2", "甲"],
        ["青山镇党委", "3", "4", "乙"],
        ["青山镇党委"],
        ["合并", None, "5"],
        [None, None, "6"],
    ]


def test_tables_within_tables_and_torn_pages_are_read() -> None:
    text = "<table><tr><td>外<table><tr><td>内</td></tr></table>面</td></tr></table>"
    assert read_page(text, Area(100)) == [[["外面"]], [["内"]]]
    assert read_page("<table><tr><td>甲<td>乙<!-- 没完", Area(100)) == [[["甲", "乙"]]]
    assert read_page("<p>a<b 3<table><td>5 < 6<td>x<script>'<td>'", Area(100)) == [[["5 < 6", "x"]]]


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", '<a x="', "</a", "<![CDATA[", "<td ", "<tr><td>", "&"]
)
def test_a_monstrous_page_ends(piece: str) -> None:
    torn = "<table><tr><td>甲" + piece * (300_000 // len(piece))
    tables = read_page(torn, Area(10_000_000))
    assert tables[0][0][0] is not None


def test_an_xml_table_places_its_cells() -> None:
    text = xml().replace(
        "</Table>",
        '<Row ss:Index="6"><Cell ss:Index="3" ss:MergeDown="1"><Data ss:Type="String">丙</Data>'
        '</Cell><Cell><Data ss:Type="Number">8.0</Data></Cell></Row><Row>'
        '<Cell><Data ss:Type="DateTime">2023-03-05T00:00:00.000</Data></Cell>'
        '<Cell ss:Index="4"><Data ss:Type="Boolean">1</Data></Cell></Row></Table>',
    )
    (sheet,) = text_tables.read_text_tables(text.encode(), "表", Area(1000)).sheets
    assert sheet.name == "名单"
    assert sheet.rows[3:5] == ((None,) * 4,) * 2
    assert sheet.rows[5] == (None, None, "丙", 8)
    assert [str(cell) for cell in sheet.rows[6]] == ["2023-03-05", "None", "丙", "True"]


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(255, 0, -1)) * 8


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.csv", b"", "是空文件"),
        ("零.csv", bytes(4096), "是空文件"),
        ("空白.csv", b" \r\n\t\r\n", "是空文件"),
        ("图.csv", PNG, "不是 Excel/WPS 表格"),
        ("照片.csv", JPEG, "不是 Excel/WPS 表格"),
        ("夹零.csv", b"a,b\n1,\0\0\n", "不是 Excel/WPS 表格"),
        ("乱.csv", bytes(range(128, 256)) * 9, "不是 Excel/WPS 表格"),
        ("一行.csv", "党组织,代码".encode(), "不是 Excel/WPS 表格"),
        ("逗号.csv", b",,,\n,,,\n", "不是 Excel/WPS 表格"),
        ("无表.xls", b"<html><body>404 not found</body></html>", "里面也没有表格"),
        ("空表.xls", b"<html><table><tr><td></td></tr></table></html>", "里面也没有表格"),
        ("存档.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "网页存档"),
        ("图.xls", b"%PDF-1.7 ...", "PDF"),
        ("断.xml", xml().encode()[:-30], "已损坏"),
        ("实体.xml", xml().replace("<Workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook").encode(),
         "已损坏"),
        ("远.xml", xml().replace("<Row>", '<Row ss:Index="1048577">', 1).encode(), "离表格很远"),
        ("远列.xml", xml().replace("<Cell>", '<Cell ss:Index="16385">', 1).encode(), "离表格很远"),
        ("大.xml", xml().replace("<Row>", '<Row ss:Index="99999999999">', 1).encode(), "已损坏"),
        ("宽.xls", page().replace("<td class=x>", "<td colspan=1000>").replace(
            "</tr>", "<td>1" * 17000).encode("gbk"), "离表格很远"),
        ("长.csv", b"x," * 2_000_000 + b"y\n" * 100, "离表格很远"),
    ],
)  # fmt: skip
def test_what_is_no_list_gets_one_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(Fault, match=said) as caught:
        read(tmp_path, data, name)
    assert len(caught.value.sentences) == 1
    assert name in caught.value.sentences[0]


def test_a_million_rows_and_a_far_cell_are_read(tmp_path: Path) -> None:
    rows = read(tmp_path, "全称,代码\n".encode() + b"a,1\n" * 1_048_575)
    assert len(rows) == 1_048_576
    far = "全称\n".encode() + b"\n" * 1_048_574 + b"x\n"
    rows = read(tmp_path, far)
    assert (len(rows), rows[-1]) == (1_048_576, ("x",))


def test_a_foreign_xml_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"/>', "utf-8")
    with pytest.raises(Fault, match="网页文件"):
        read_workbook(tmp_path / "a.xls")
