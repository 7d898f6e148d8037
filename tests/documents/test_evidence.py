"""Evidence workbooks: blank, filled in, read back, handed out with results."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.documents.evidence import RESULT_TITLES, WANTING_TITLE, blank, read, write_results
from desk_app.domain.evidence_columns import columns
from desk_app.domain.faults import Fault
from desk_app.domain.ranking import standings
from tests.domain.small_scheme import SMALL

GOOD: dict[str, str | int | None] = {
    "党组织": "柳树湾村党支部",
    "考评·班子": "40",
    "考评·队伍": "３９.５",
    "考评·制度": 12,
    "自评·班子": 40,
    "自评·队伍": 40,
    "自评·制度": 20,
    "表彰·市级": 1,
    "创新项目": "是",
    "缺会次数": 1,
    "测评·发出票": 10,
    "测评·收回票": 10,
    "测评·有效票": 9,
    "测评·无效票": 1,
    "测评·满意": 7,
    "测评·不满意": 2,
}


def filled(folder: Path, *rows: Mapping[str, str | int | None]) -> Path:
    workbook = blank(SMALL)
    sheet = workbook.active
    assert sheet is not None
    titles = [cell.value for cell in sheet[1]]
    assert titles == [one.title for one in columns(SMALL)]
    for number, row in enumerate(rows, start=3):
        for title, value in row.items():
            cell = sheet.cell(number, titles.index(title) + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"  # what a clerk typed as text, whatever it begins with
    path = folder / "依据 表.xlsx"
    workbook.save(path)
    return path


def test_filled_in_read_back_and_graded(tmp_path: Path) -> None:
    other: dict[str, str | int | None] = {
        "党组织": "=cmd|'/c calc'!A1",
        "考评·班子": 10,
        "参评": "是",
    }
    absent: dict[str, str | int | None] = {"党组织": "石桥村党支部", "参评": "否"}
    sheet = read(SMALL, filled(tmp_path, GOOD, other, absent))
    assert len(sheet.evidence) == 3
    graded = standings(SMALL, sheet.evidence)
    good = next(iter(graded.proposals.values()))
    # 91.5 + 3 − 2 = 92.5, with a project: the highest level
    assert (str(good.total.points), good.level) == ("92.5", "甲")
    out = tmp_path / "结果.xlsx"
    write_results(sheet, graded.proposals, graded.hints, out, wanting=lambda _: "差 1 分")
    book = load_workbook(out)
    result = book.worksheets[0]
    titles = [cell.value for cell in result[1]]
    own = len(columns(SMALL))
    assert titles[own:] == [*RESULT_TITLES, WANTING_TITLE]
    assert titles[:own] == [one.title for one in columns(SMALL)]
    assert result.cell(2, own + 1).value == 92.5
    assert result.cell(2, own + 2).value == "甲"
    assert "表彰加 3 分" in str(result.cell(2, own + 4).value)
    assert result.cell(2, len(titles)).value == "差 1 分"
    formula = result.cell(3, titles.index("党组织") + 1)
    assert formula.data_type == "s"
    assert formula.value == other["党组织"]
    assert result.cell(4, own + 2).value == "不参评"


@pytest.mark.parametrize(
    ("title", "value", "said"),
    [
        ("考评·班子", "八十", "不是数字"),
        ("考评·班子", 41, "满分 40"),
        ("考评·班子", -1, "负"),
        ("缺会次数", "两次", "整数"),
        ("创新项目", "也许", "是"),
        ("测评·有效票", 10, "不等于收回"),
        ("测评·满意", 8, "不等于有效票"),
        ("测评·发出票", None, "填齐"),
        ("表彰·市级", "一", "正整数"),
        ("党组织", None, "名称"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_read(
    tmp_path: Path, title: str, value: str | int | None, said: str
) -> None:
    with pytest.raises(Fault) as caught:
        read(SMALL, filled(tmp_path, {**GOOD, title: value}))
    text = str(caught.value)
    assert said in text
    assert "评定依据" in text
    assert "没有读入" in text


def test_the_same_organisation_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="同一个党组织"):
        read(SMALL, filled(tmp_path, GOOD, GOOD))


def test_a_foreign_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    Workbook().save(path)
    with pytest.raises(Fault):
        read(SMALL, path)
