"""The page about scheme files describes the evidence workbook as it is: its example is run."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk_app.__main__ import main
from desk_app.domain.evidence_columns import PAPERS, REGISTRY_DAYS, columns
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.services.schemes import load_shipped

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "方案文件.md").read_text(encoding="utf-8")
SECTION = PAGE.split("## 依据表：不开窗口，用一张表拟定等级")[1]
EXAMPLE = SECTION.split("依据表填：")[1]


def rows() -> list[list[str]]:
    table = re.findall(r"(?m)^\| (.*) \|$", EXAMPLE)
    return [[cell.strip() for cell in line.split("|")] for line in table]


def run(tmp_path: Path, *words: str) -> int:
    return main(["--data-dir", str(tmp_path / "没有"), *words])


@pytest.fixture
def evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The workbook that ``scheme evidence`` gives out for the smallest scheme."""
    scheme = PAGE.split("## 最小的方案")[1].split("```toml\n")[1].split("```")[0]
    (tmp_path / "我县.toml").write_text(scheme, encoding="utf-8")
    path = tmp_path / "依据表.xlsx"
    assert run(tmp_path, "scheme", "evidence", str(tmp_path / "我县.toml"), str(path)) == 0
    capsys.readouterr()
    return path


def fill(path: Path, lines: list[list[str]]) -> None:
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["评定依据", "方案"]
    sheet = workbook["评定依据"]
    titles = [cell.value for cell in sheet[1]]
    for number, line in enumerate(lines[1:], start=3):
        for title, text in zip(lines[0], line, strict=True):
            value = float(text) if re.fullmatch(r"[0-9.]+", text) else text or None
            sheet.cell(number, titles.index(title) + 1, value)
    workbook.save(path)


def test_the_example_comes_to_what_the_page_says(
    tmp_path: Path, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(evidence, rows())
    scheme, out = str(tmp_path / "我县.toml"), str(tmp_path / "结果.xlsx")
    assert run(tmp_path, "grade", scheme, str(evidence), out) == 0
    wanted = EXAMPLE.split("```\n")[1].splitlines()
    assert capsys.readouterr().out.splitlines()[: len(wanted)] == wanted
    sheet = load_workbook(out).worksheets[0]
    named = "、".join(str(cell.value) for cell in sheet[1][-6:])
    assert f"加上{named}六列" in SECTION


def test_the_refusal_reads_as_the_page_says(
    tmp_path: Path, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(evidence, [[text.replace("是", "待定") for text in line] for line in rows()])
    scheme, out = str(tmp_path / "我县.toml"), str(tmp_path / "结果.xlsx")
    assert run(tmp_path, "grade", scheme, str(evidence), out) == 1
    (wanted,) = re.findall(r"(?m)^> (.*)$", EXAMPLE)
    assert wanted in capsys.readouterr().err.splitlines()


def test_every_column_that_the_program_names_is_described() -> None:
    titles = {"党组织", "代码", "领域", "区域", "上级", "参评", "党员数", "评定日期"}
    titles |= {*REGISTRY_DAYS, "上年等级", "前年等级", "大前年等级", ABSTAINED, SPOILT}
    titles |= {f"{one}票" for one in PAPERS}
    assert {one for one in titles if one not in SECTION} == set()


@pytest.mark.parametrize("scheme_id", ["B1", "C16", "E1"])
def test_columns_appear_by_need(scheme_id: str) -> None:
    titles = {one.title for one in columns(load_shipped(scheme_id))}
    assert ("评定日期" in titles) == (scheme_id == "C16")
    assert ("上年等级" in titles) == (scheme_id != "B1")
