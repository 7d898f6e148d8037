"""What lies on the clerk's desk: thirty made-up organisations, their scores, reasons, votes."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

OFFICE, SHORT = "中共槐溪镇委员会", "槐溪镇"
PLACES = ("杏花坞", "柳家湾", "石桥", "荷塘", "松岗", "槐荫", "白鹭", "枣园", "竹溪", "梨坪")
_DOMAINS = {"村": "农村（行政村）", "小学": "学校", "茶业公司": "非公企业"}
ORGANISATIONS = tuple(f"{place}{kind}党支部" for kind in _DOMAINS for place in PLACES)
UNREADABLE = "基层单位"
"""What seven rows say for their 领域; it is 农村 that was meant."""
WRONG = ORGANISATIONS[3:10]
OVERLOOKED = WRONG[1]
"""Whose 党员数 is still no number in the list that was corrected in WPS."""
INDICATORS = ("领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好")

# Of ten: three reach 90 at the 考评, so that nine of thirty do, three over the quota.
_SUMS = (19, 19, 19, 18, 17, 17, 16, 14, 13, 11)
LESS = 1
"""By how much the 考评 is below what an organisation thinks of itself, for each indicator."""

VOTED_ON = ORGANISATIONS[:3]
TELLERS = ("张样", "李例")
PAPERS = 26
_READ = ("112", "111", "122", "213", "111", "124", "231", "111", "121", "112", "311", "144", "111")
BALLOTS = _READ * 2
"""A paper a text, a key a line; 1 is 好."""
SECOND_READING = (*BALLOTS[:20], "112", *BALLOTS[21:])
"""One line of the second batch is read wrongly."""


DIFFERENT = "“好”名额已满，按考评名次研究决定"
LEVELS = {"好": 8, "较好": 10, "一般": 9, "较差": 3}
LOW_SCORES = 43
"""Indicators below 14 of 20 at the 考评."""
PROBLEM, LATE_PROBLEM = "活动场所未建成", "党务公开栏没有更新"


def votes(line: int) -> tuple[int, int, int, int]:
    """How many 好, 较好, 一般, 较差 the papers give the organisation on a line."""
    given = [paper[line] for paper in BALLOTS]
    return given.count("1"), given.count("2"), given.count("3"), given.count("4")


def members(row: int) -> int:
    """How many members the organisation of a row has."""
    return 20 + row % 9


def make_list(path: Path, *, corrected: bool = False) -> Path:
    """Write the township's own list; seven rows have a cell that cannot be read.

    ``corrected``: after a look at them in WPS; one cell was spoilt by that.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"{SHORT}基层党组织名单"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "党组织名称", "类型", "领域", "党员数"])
    for number, name in enumerate(ORGANISATIONS, start=1):
        domain = next(domain for kind, domain in _DOMAINS.items() if f"{kind}党支部" in name)
        wrong = name in WRONG and not corrected
        count = "约二十" if corrected and name == OVERLOOKED else members(number)
        sheet.append([number, name, "党支部", UNREADABLE if wrong else domain, count])
    sheet.append(["合计", None, None, None, None])
    book.save(path)
    return path


def points(less: int) -> list[list[int]]:
    """Five scores for each of thirty, ``less`` below what they think of themselves.

    The first two, which are keyed one after the other, are not the same.
    """
    return [
        [
            _SUMS[row % 10] - less + (row < 20 and column == (0 if row == 1 else 4))
            for column in range(len(INDICATORS))
        ]
        for row in range(len(ORGANISATIONS))
    ]


def reasons() -> list[list[str]]:
    """A reason for each deduction; every third organisation has the same as the one above."""
    return [
        ["同上" if row % 3 == 2 else f"{INDICATORS[at][:4]}第{row + 1}条" for at in range(5)]
        for row in range(len(ORGANISATIONS))
    ]


def block(rows: Sequence[Sequence[object]]) -> str:
    """Cells as WPS puts them on the clipboard, with headings and names."""
    head = ["序号", "党组织名称", *INDICATORS]
    lines = [
        [str(number), name, *map(str, row)]
        for number, (name, row) in enumerate(zip(ORGANISATIONS, rows, strict=True), start=1)
    ]
    return "".join("\t".join(line) + "\r\n" for line in [head, *lines])
