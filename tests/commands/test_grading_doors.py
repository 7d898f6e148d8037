"""What an evidence workbook says is understood, or refused: sheet, cell, and what to do."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.__main__ import main
from desk_app.documents.evidence import blank
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.schemes import load_shipped

Value = str | float | bool | None
Row = dict[str, Value]


def full_row(scheme: Scheme, domain: str, name: str = "柳树湾村党支部") -> Row:
    """Everybody gives full points; what nobody asks stays empty."""
    row: Row = {scheme.object_name: name, "领域": domain}
    for evaluator in scheme.sheets.typists:
        for one in scheme.indicators_for(domain):
            if one.clauses:
                row[f"{evaluator.name}·{one.name}·{one.clauses[0].name}"] = 0
            else:
                row[f"{evaluator.name}·{one.name}"] = float(one.points)
    return row


def written(
    scheme: Scheme, path: Path, *rows: Row, change: Callable[[Worksheet], None] | None = None
) -> Path:
    workbook = blank(scheme)
    sheet = workbook.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=3):
        for title, value in row.items():
            cell = sheet.cell(number, titles.index(title) + 1, value)
            if isinstance(value, str) and value.startswith("#"):
                cell.data_type = "e"
    if change is not None:
        change(sheet)
    workbook.save(path)
    return path


@pytest.fixture
def grade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(scheme: str, path: Path, out: Path | None = None) -> tuple[int, str]:
        out = out or tmp_path / "结果.xlsx"
        status = main(["--data-dir", str(tmp_path / "没有"), "grade", scheme, str(path), str(out)])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


Grade = Callable[..., tuple[int, str]]


def cell_of(path: Path, title: str, row: int = 3) -> str:
    """Where the cell of a column stands, as people say it: D3."""
    sheet = load_workbook(path).worksheets[0]
    return next(f"{cell.column_letter}{row}" for cell in sheet[1] if cell.value == title)


@pytest.mark.parametrize(
    "word", ["不", "不参评", "未参评", "N", "n", "×", "0", 0, False, "停评", "否", "ＮＯ", "x"]
)
def test_whoever_does_not_take_part_is_not_graded(
    tmp_path: Path, grade: Grade, word: Value
) -> None:
    scheme = load_shipped("D1")
    rows = (full_row(scheme, "农村"), {**full_row(scheme, "农村", "石桥村党支部"), "参评": word})
    status, said = grade("D1", written(scheme, tmp_path / "依据.xlsx", *rows))
    assert status == 0
    assert "石桥村党支部" not in said
    sheet = load_workbook(tmp_path / "结果.xlsx").worksheets[0]
    assert "不参评" in [cell.value for cell in sheet[3]]


@pytest.mark.parametrize("word", ["是", "参评", "Y", 1, True, None])
def test_whoever_takes_part_is_graded(tmp_path: Path, grade: Grade, word: Value) -> None:
    scheme = load_shipped("D1")
    row = {**full_row(scheme, "农村"), "参评": word}
    status, said = grade("D1", written(scheme, tmp_path / "依据.xlsx", row))
    assert (status, "柳树湾村党支部：100 分，好" in said) == (0, True)


@pytest.mark.parametrize(
    ("scheme_id", "title", "value", "wanted"),
    [
        ("D1", "参评", "待定", "只能填“是”或“否”"),
        ("D1", "上年等级", "差", "好、较好、一般、较差"),
        ("D1", "上年等级", "无", "没有评定的不填"),
        ("E1", "上年等级", "后进组织", "后进"),
        ("C16", "上年等级", "无", "无星"),
        ("B1", "领域", "机关支部", "农村、社区、机关"),
        ("B1", "领域", None, "没有填写领域"),
        ("C5", "领域", "村镇", "农村"),
        ("C11", "缺会次数", "#N/A", "错误值 #N/A"),
        ("C11", "缺会次数", "=1+3", "没有存下它的结果"),
        ("C11", "不按期换届", "#REF!", "错误值 #REF!"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(
    tmp_path: Path, grade: Grade, scheme_id: str, title: str, value: Value, wanted: str
) -> None:
    scheme = load_shipped(scheme_id)
    domain = scheme.domains[0].includes[0] if scheme.domains else "农村"
    row = {**full_row(scheme, domain), title: value}
    path = written(scheme, tmp_path / "依据.xlsx", row)
    status, said = grade(scheme_id, path)
    assert status == 1
    assert f"“评定依据”{cell_of(path, title)}：" in said
    assert wanted in said
    assert not (tmp_path / "结果.xlsx").exists()


@pytest.mark.parametrize(
    ("word", "level"),
    [("较差", "较差"), ("较 差", "较差"), ("较差。", "较差"), ("软弱涣散支部", "较差")],
)
def test_a_level_is_known_by_its_name_and_by_what_it_is_managed_as(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, level: str
) -> None:
    scheme = load_shipped("D1")
    assert scheme.level(level).management == "软弱涣散支部"
    row = {**full_row(scheme, "农村"), "上年等级": word}
    path = written(scheme, tmp_path / "依据.xlsx", row)
    assert main(["--json", "grade", "D1", str(path), str(tmp_path / "结果.xlsx")]) == 0
    (subject,) = json.loads(capsys.readouterr().out)["subjects"]
    kinds = {one["name"]: one["kind"] for one in subject["consequences"]}
    assert kinds["书记本年度内提拔使用（上年度为“较差”）"] == "must_not"


@pytest.mark.parametrize("word", ["机关", "机关单位", "党政机关"])
def test_a_domain_is_understood_in_the_words_of_offices(
    tmp_path: Path, grade: Grade, word: str
) -> None:
    scheme = load_shipped("B1")
    rows = ({**full_row(scheme, ""), "领域": one} for one in ("机关", word))
    first, second = (
        grade("B1", written(scheme, tmp_path / f"{number}.xlsx", row))
        for number, row in enumerate(rows)
    )
    assert first[0] == 0
    assert first == second


def test_a_domain_that_a_limit_asks_for_is_marked_as_required() -> None:
    sheet = blank(load_shipped("B1")).worksheets[0]
    hints = {above.value: below.value for above, below in zip(sheet[1], sheet[2], strict=True)}
    assert str(hints["领域"]).startswith("（必填：农村、社区、机关")
    assert hints["区域"] == "（可不填）"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("C11")
    row = {**full_row(scheme, ""), "缺会次数": "#N/A", "不按期换届": "=1+3", "参评": "待定"}
    again = {**full_row(scheme, "", "石桥村党支部"), "党组织": "#REF!"}
    path = written(scheme, tmp_path / "依据.xlsx", row, again)
    status, said = grade("C11", path)
    assert status == 1
    for title, number in (("缺会次数", 3), ("不按期换届", 3), ("参评", 3), ("党组织", 4)):
        assert f"“评定依据”{cell_of(path, title, number)}：" in said
    assert "没有填写" not in said


def drop(title: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == title))

    return change


def rename(title: str, other: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        next(cell for cell in sheet[1] if cell.value == title).value = other

    return change


def test_a_missing_column_is_named(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("C11")
    row = {**full_row(scheme, ""), "缺会次数": 4}
    path = written(scheme, tmp_path / "依据.xlsx", row, change=drop("缺会次数"))
    status, said = grade("C11", path)
    assert status == 1
    assert "“评定依据”少了下列各列" in said
    assert "“缺会次数”" in said


def test_a_misspelt_column_is_named_with_what_was_meant(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("C11")
    change = rename("缺会次数", "缺会的次数")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, ""), change=change)
    assert "“缺会次数”（表里的“缺会的次数”是不是它？）" in grade("C11", path)[1]


@pytest.mark.parametrize("dot", [".", "．", "・", "•", "· "])
def test_any_dot_stands_between_two_names(tmp_path: Path, grade: Grade, dot: str) -> None:
    scheme = load_shipped("D1")
    title = f"{scheme.superior.name}·{scheme.indicators_for('农村')[0].name}"
    change = rename(title, title.replace("·", dot))
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"), change=change)
    status, said = grade("D1", path)
    assert (status, "柳树湾村党支部：100 分，好" in said) == (0, True)


@pytest.mark.parametrize("title", ["代码", "区域", "上级", "参评"])
def test_a_column_that_no_rule_needs_may_be_missing(
    tmp_path: Path, grade: Grade, title: str
) -> None:
    scheme = load_shipped("D1")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"), change=drop(title))
    assert grade("D1", path)[0] == 0


def test_a_column_without_a_title_is_said_to_be_unused(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("D1")

    def change(sheet: Worksheet) -> None:
        sheet.cell(3, sheet.max_column + 1, 7)

    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"), change=change)
    status, said = grade("D1", path)
    assert status == 0
    assert "下面没有标题的一列" in said


def test_another_schemes_workbook_is_recognised_by_what_it_carries(
    tmp_path: Path, grade: Grade
) -> None:
    path = written(load_shipped("C11"), tmp_path / "依据.xlsx", {"党组织": "柳树湾村党支部"})
    status, said = grade("D1", path)
    assert status == 1
    assert "按方案“C11”导出的依据表，不是“D1”的" in said


def test_another_schemes_workbook_is_recognised_by_its_columns(
    tmp_path: Path, grade: Grade
) -> None:
    workbook = blank(load_shipped("C11"))
    del workbook["方案"]
    workbook.worksheets[0]["B3"] = "柳树湾村党支部"
    workbook.save(tmp_path / "依据.xlsx")
    status, said = grade("D1", tmp_path / "依据.xlsx")
    assert status == 1
    assert "不像方案“D1”" in said


def test_a_workbook_that_carries_no_scheme_is_read_by_its_columns(
    tmp_path: Path, grade: Grade
) -> None:
    scheme = load_shipped("D1")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"))
    workbook = load_workbook(path)
    del workbook["方案"]
    workbook.save(path)
    assert grade("D1", path)[0] == 0


def test_two_filled_sheets_are_not_read_as_one(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("D1")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"))
    workbook: Workbook = load_workbook(path)
    workbook.copy_worksheet(workbook.worksheets[0]).title = "二组"
    workbook.save(path)
    status, said = grade("D1", path)
    assert status == 1
    assert "有 2 张依据表（“评定依据”、“二组”）" in said


@pytest.mark.parametrize("other", ["村１党支部", "村1 党支部", "村1党支部"])
def test_one_name_in_two_widths_is_one_organisation(
    tmp_path: Path, grade: Grade, other: str
) -> None:
    scheme = load_shipped("D1")
    rows = [full_row(scheme, "农村", name) for name in ("村1党支部", other)]
    status, said = grade("D1", written(scheme, tmp_path / "依据.xlsx", *rows))
    assert status == 1
    assert "第 4 行与第 3 行是同一个党组织" in said


def test_two_of_one_name_are_told_apart_by_their_superior(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("D1")
    rows = [
        {**full_row(scheme, "农村", "第一党支部"), "上级": one}
        for one in ("柳树湾村党总支", "石桥村党总支")
    ]
    assert grade("D1", written(scheme, tmp_path / "依据.xlsx", *rows))[0] == 0


def test_a_veto_after_the_day_of_grading_is_asked_about(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("C16")
    row = full_row(scheme, "")
    days = {"一票否决日期": "2026-08-01", "评定日期": "2026-07-01"}
    path = written(scheme, tmp_path / "依据.xlsx", {**row, **days})
    status, said = grade("C16", path)
    assert status == 1
    assert f"“评定依据”{cell_of(path, '一票否决日期')}：" in said
    assert "2026-08-01 晚于评定日期 2026-07-01" in said
    days["评定日期"] = "2026-08-01"
    assert grade("C16", written(scheme, tmp_path / "依据.xlsx", {**row, **days}))[0] == 0


def link(path: Path, to: Path) -> Path:
    try:
        path.symlink_to(to)
    except OSError:
        pytest.skip("no links here")
    return path


@pytest.mark.parametrize("way", ["same", "relative", "link", "hard"])
def test_the_evidence_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grade: Grade, way: str
) -> None:
    scheme = load_shipped("D1")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"))
    before = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    match way:
        case "relative":
            out = Path("依据.xlsx")
        case "link":
            out = link(tmp_path / "结果.xlsx", path)
        case "hard":
            out = tmp_path / "结果.xlsx"
            out.hardlink_to(path)
        case _:
            out = path
    status, said = grade("D1", path, out)
    assert status == 1
    assert "请给结果另起一个文件名" in said
    assert path.read_bytes() == before


def test_a_missing_folder_is_one_sentence(
    tmp_path: Path, grade: Grade, recwarn: pytest.WarningsRecorder
) -> None:
    scheme = load_shipped("D1")
    path = written(scheme, tmp_path / "依据.xlsx", full_row(scheme, "农村"))
    status, said = grade("D1", path, tmp_path / "没有的" / "结果.xlsx")
    assert status == 1
    assert said.count("\n") == 1
    assert "找不到文件夹" in said
    assert not recwarn.list


def test_whoever_is_counted_by_a_place_has_to_have_one(tmp_path: Path, grade: Grade) -> None:
    scheme = load_shipped("C15")
    row = full_row(scheme, "")
    rows = (
        {**row, "上级": "一支部"},
        {**row, scheme.object_name: "白露"},
        {**row, scheme.object_name: "何平", "参评": "否"},
    )
    path = written(scheme, tmp_path / "依据.xlsx", *rows)
    status, said = grade("C15", path)
    assert status == 1
    assert f"{cell_of(path, '上级', 4)}：没有填写上级" in said
    assert cell_of(path, "上级", 5) not in said
