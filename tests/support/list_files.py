"""Made-up lists in every kind of file in which offices keep them."""

import io

import xlwt

from tests.support.workbooks import new_list

TABLE = (
    ("党组织全称", "所属领域", "换届时间", "党员数"),
    ("石桥村党支部", "农村（行政村）", "2023.6", "31"),
    ("柳树湾村\n党支部", "农村", "2023-03-05", "1,044"),
)
"""Heading and rows; one name is broken over two lines."""

NAMES = ["石桥村党支部", "柳树湾村党支部"]


def csv(delimiter: str = ",", end: str = "\r\n") -> str:
    """Return the list as text; cells that need it are quoted."""
    lines = [delimiter.join(_quoted(cell, delimiter) for cell in row) for row in TABLE]
    return end.join(lines) + end


def _quoted(cell: str, delimiter: str) -> str:
    return f'"{cell}"' if "\n" in cell or delimiter in cell else cell


def page(charset: str = "gb2312", before: str = "") -> str:
    """Return the list as a system writes a page that it names .xls."""
    rows = "".join(
        "<tr>" + "".join(f"<td class=x>{cell.replace(chr(10), '<br>')}</td>" for cell in row)
        for row in TABLE
    )
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}">'
        "<style>td {mso-number-format:'<b>'}</style></head><body>"
        f"{before}<table border=1><tr><th colspan=4>基本情况&nbsp;&amp; 一览表</th></tr>"
        f"{rows}</table></body></html>"
    )


def xml() -> str:
    """Return the list as an XML table of 2003."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        "<Row>"
        + "".join(
            f'<Cell><Data ss:Type="String">{cell.replace(chr(10), "&#10;")}</Data></Cell>'
            for cell in row
        )
        + "</Row>"
        for row in TABLE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="名单"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    )


def old() -> bytes:
    """Return the list as an .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for number, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def new() -> bytes:
    """Return the list as an .xlsx."""
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in TABLE:
        book.active.append(list(row))
    return new_list(book)


FILES: dict[str, bytes] = {
    "新.xlsx": new(),
    "旧.xls": old(),
    "其实是新的.xls": new(),
    "国标.csv": csv().encode("gbk"),
    "万国码.csv": csv().encode(),
    "有标记.csv": csv().encode("utf-8-sig"),
    "双字节.txt": csv("\t").encode("utf-16"),
    "无标记双字节.txt": csv("\t").encode("utf-16-le"),
    "大端.txt": b"\xfe\xff" + csv("\t").encode("utf-16-be"),
    "制表符.tsv": csv("\t", "\n").encode("gb18030"),
    "分号.csv": csv(";").encode(),
    "写明.csv": f"sep=;\r\n{csv(';')}".encode(),
    "其实是文本.xlsx": csv().encode(),
    "网页.xls": page().encode("gbk"),
    "网页二.xls": page("utf-8").encode(),
    "网页写错.xls": page("utf-8").encode("gbk"),
    "网页.html": page("gbk", "<table><tr><td>导航<td>首页</table>").encode("gbk"),
    "表.xml": xml().encode(),
    "表.xls": xml().encode("utf-8-sig"),
}
"""File name → bytes of the same list."""
