"""Reads the folder that goes up: every file counted, the orders and golden cells checked."""

import re
from pathlib import Path

import pypdfium2
from openpyxl import load_workbook

from tests.walk.paper import ABSENT, NAMES, OFFICE, TYPED

NAME = "2026年度_青山镇_定级上报材料"
ORDER = (
    ("荷塘村党支部", "农村", "西片", "较好", "较好"),
    ("松岗村党支部", "农村", "西片", "一般", "一般"),
    ("柳树湾村党支部", "农村", "东片", "好", "好"),
    ("石桥村党支部", "农村", "东片", "好", "较好"),
    ("槐荫村党支部", "农村", "东片", "较差", "较差"),
    ("青山社区党支部", "社区", "东片", "较好", "较好"),
)
"""区域 and 领域 as the registry begins them, then level from high to low.

Name, 领域, 区域, proposed, decided.
"""


def read(folder: Path) -> None:
    """Check everything that lies in the folder."""
    names = sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
    declarations = [one for one in names if one.endswith("_申报表.xlsx")]
    assert len(declarations) == len(NAMES)
    assert sum(one.endswith("_申报表.pdf") for one in names) == len(NAMES)
    others = [one for one in names if "申报表" not in one]
    assert others == ["整改台账.pdf", "整改台账.xlsx", "汇总表.pdf", "汇总表.xlsx", "目录.txt"]
    read_summary(folder)
    read_declaration(next(folder.rglob(f"*{TYPED}_申报表.xlsx")))
    read_ledger(folder)
    read_contents(folder, names)
    for name in NAMES:
        paper = text_of(next(folder.rglob(f"*_{name}_申报表.pdf")))
        assert name in paper
        assert OFFICE in paper


def read_summary(folder: Path) -> None:
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(folder / "汇总表.xlsx").worksheets[0].iter_rows()
    ]
    assert rows[0][0] == "2026年度青山镇基层党组织等级初评意见汇总表"
    lines, absent = rows[3:9], rows[9]
    assert [row[0] for row in lines] == [1, 2, 3, 4, 5, 6]
    assert tuple((row[1], row[2], row[3], row[9], row[10]) for row in lines) == ORDER
    assert [row[7] for row in lines] == [89.5, 60, 93.5, 90, 59, 85]
    paper = text_of(folder / "汇总表.pdf")
    assert all(name in paper for name in NAMES)
    assert (absent[1], absent[11]) == (ABSENT, "不参评：新成立不满一年")
    assert lines[3][11] == "赶超支部；“好”名额已满，按考评名次研究决定"


def read_declaration(path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    cells = {one.coordinate: one.value for row in sheet.iter_rows() for one in row}
    assert cells["A1"] == "基层党组织等级评定申报表"
    assert cells["C3"] == TYPED
    assert (cells["C4"], cells["F4"], cells["H4"]) == ("农村", "东片", 35)
    lines = [[cells[f"{column}{row}"] for column in "ABEFGH"] for row in range(7, 12)]
    assert lines == [
        [1, "领导班子好", 20, 19, 19, "缺 1 名委员"],
        [2, "党员队伍好", 20, 19, 19, "流动党员失联 1 名"],
        [3, "工作机制好", 20, 19, 19, "台账不全"],
        [4, "工作业绩好", 20, 18.5, 18.5, "项目延期"],
        [5, "群众反映好", 20, 18, 18, "有信访 1 件"],
    ]
    told = {str(one) for one in cells.values() if one is not None}
    assert "2026年4月8日" in told
    assert any("好 7 票" in one for one in told)
    paper = text_of(path.with_suffix(".pdf"))
    assert "2026年4月8日" in paper
    assert "好（红旗支部）" in paper


def read_ledger(folder: Path) -> None:
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(folder / "整改台账.xlsx").worksheets[0].iter_rows()
    ]
    closed = [row for row in rows if row[8] == "已销号"]
    assert [(row[1], row[5], row[10]) for row in closed] == [
        ("松岗村党支部", "钱例", "验收单 3 号（销号人：赵样）")
    ]
    assert len([row for row in rows if row[1] in NAMES]) == 10
    assert "验收单3号" in text_of(folder / "整改台账.pdf")


def read_contents(folder: Path, names: list[str]) -> None:
    text = (folder / "目录.txt").read_text(encoding="utf-8-sig")
    assert "（编号 D1，" in text
    assert "参评党组织：6 个；整改事项：10 项" in text
    for name in names:
        if name != "目录.txt":
            assert f"{Path(name).as_posix()}\t{(folder / name).stat().st_size}\t" in text


def text_of(path: Path) -> str:
    """All that is written on a PDF's pages, without blanks and breaks."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s", "", "".join(texts))
