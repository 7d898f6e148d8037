"""The paper on the clerk's desk: a list of organisations, points, signed counts, as files."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

OFFICE = "中共青山镇委员会"
# Name, 领域, 区域: out of order on purpose, the last one does not take part.
PLACES = (
    ("松岗村党支部", "农村", "西片"),
    ("柳树湾村党支部", "农村", "东片"),
    ("青山社区党支部", "社区", "东片"),
    ("槐荫村党支部", "农村", "东片"),
    ("荷塘村党支部", "农村", "西片"),
    ("石桥村党支部", "农村", "东片"),
    ("白鹭茶业党支部", "非公企业", "西片"),
)
ABSENT = "白鹭茶业党支部"
NAMES = tuple(name for name, _, _ in PLACES if name != ABSENT)
INDICATORS = ("领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好")
TYPED, PASTED = "柳树湾村党支部", "石桥村党支部"
POINTS: Mapping[str, tuple[str, ...]] = {
    "柳树湾村党支部": ("19", "19", "19", "18.5", "18"),  # 93.5: 好
    "石桥村党支部": ("18", "18", "18", "18", "18"),  # 90: 好, exactly on the line
    "青山社区党支部": ("17", "17", "17", "17", "17"),  # 85: 较好
    "荷塘村党支部": ("18", "18", "18", "18", "17.5"),  # 89.5: 较好, where the source has a gap
    "松岗村党支部": ("12", "12", "12", "12", "12"),  # 60: 一般, exactly on the line
    "槐荫村党支部": ("11", "12", "12", "12", "12"),  # 59: 较差
}
REASONS: Mapping[str, tuple[str, ...]] = {
    TYPED: ("缺 1 名委员", "流动党员失联 1 名", "台账不全", "项目延期", "有信访 1 件"),
}
LEVELS: Mapping[str, str] = {
    "柳树湾村党支部": "好",
    "石桥村党支部": "较好",  # as the committee decides; the proposal is 好
    "青山社区党支部": "较好",
    "荷塘村党支部": "较好",
    "松岗村党支部": "一般",
    "槐荫村党支部": "较差",
}
COUNTS = {"发出": 32, "收回": 30, "有效": 29, "无效": 1, "好": 20, "较好": 6, "一般": 2, "较差": 1}


def make_list(path: Path) -> Path:
    """Write the township's own list: a merged title, full-width digits, a row of sums."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["青山镇基层党组织名单"])
    sheet.merge_cells("A1:G1")
    sheet.append(["序号", "党组织全称", "上级党组织", "领域", "区域", "书记", "党员数"])
    sheet.append([1, OFFICE, None, "机关", None, "赵样", None])
    for number, (name, domain, area) in enumerate(PLACES, start=2):
        sheet.append([number, name, OFFICE, domain, area, f"例{number}某", "３５"])
    sheet.append(["合计", None, None, None, None, None, 35 * len(PLACES)])
    book.save(path)
    return path


def fill_scores(path: Path, wrong: tuple[str, str] | None = None) -> None:
    """Fill a blank score sheet with everybody's points; ``wrong``: organisation and a text."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row, heads = _heads(sheet)
    for number, name in _lines(sheet, row, heads["党组织"]):
        notes = REASONS.get(name, ("见考评记录",) * 5)
        for indicator, points, note in zip(INDICATORS, POINTS[name], notes, strict=True):
            first, second = sorted(
                at for head, at in heads.items() if head.startswith(f"{indicator}\n")
            )
            sheet.cell(number, first, float(points))
            sheet.cell(number, second, note)
        if wrong is not None and wrong[0] == name:
            sheet.cell(number, 3, wrong[1])
    book.save(path)


def fill_counts(path: Path, without: tuple[str, ...]) -> None:
    """Fill a blank workbook of counts for everybody but those."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row, heads = _heads(sheet)
    for number, name in _lines(sheet, row, heads["党组织"]):
        for head, count in COUNTS.items() if name not in without else ():
            sheet.cell(number, heads[head], count)
    book.save(path)


def _heads(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each."""
    for number, row in enumerate(sheet.iter_rows(max_row=5), start=1):
        heads = {str(one.value): at for at, one in enumerate(row, start=1) if one.value is not None}
        if "党组织" in heads:
            return number, heads
    raise AssertionError("no headings")


def _lines(sheet: Worksheet, row: int, column: int) -> list[tuple[int, str]]:
    below = range(row + 1, sheet.max_row + 1)
    found = [(number, str(sheet.cell(number, column).value)) for number in below]
    return [(number, name) for number, name in found if name in NAMES]
