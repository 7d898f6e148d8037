"""Five made-up rule documents, set up as schemes: what their text gives is what comes out.

Each stands in ``tests/domain/invented`` as the document itself (``.md``), the scheme (``.toml``)
and rows of an evidence workbook (``.csv``). The last two columns, 应得 and 应为, were worked out
by hand from the document before anything was graded. Ballots stand in one cell, 选项×票数.
"""

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.domain.evidence_columns import columns
from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.services import grading_workbook
from desk_app.services.grading_workbook import GradedSheet

INVENTED = Path(__file__).resolve().parents[1] / "domain" / "invented"
NAMES = ("青禾镇", "白沙县", "石湾区", "松湖乡", "榆关县")
CALLED = ("党组织", "党员", "党支部", "基层武装部")


def invented(name: str) -> Scheme:
    return read_usable((INVENTED / f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (INVENTED / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def ballots(sheet: Worksheet, line: int, heads: dict[str, int], poll: str, text: str) -> None:
    """Write what one cell of the rows says of a poll: 满意×40 不满意×5 弃权×1."""
    votes = {one.split("×")[0]: int(one.split("×")[1]) for one in text.split()}
    papers = dict.fromkeys(("发出票", "收回票", "有效票"), sum(votes.values()))
    for head, column in heads.items():
        if head.startswith(f"{poll}·"):
            word = head.removeprefix(f"{poll}·")
            sheet.cell(line, column, papers.get(word, votes.get(word, 0)))


def graded(name: str, folder: Path) -> GradedSheet:
    """Fill the blank workbook with the rows and grade it."""
    scheme, path = invented(name), folder / "依据表.xlsx"
    grading_workbook.write_blank(scheme, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for line, row in enumerate(rows(name), 3):
        for head, text in row.items():
            if f"{head}·发出票" in heads and text:
                ballots(sheet, line, heads, head, text)
            elif text and head not in ("应得", "应为"):
                sheet.cell(line, heads[head], text)
    book.save(path)
    return grading_workbook.grade(scheme, path, folder / "结果.xlsx", on=date(2026, 12, 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_scheme_of_an_invented_document_is_in_order(name: str) -> None:
    assert check(invented(name)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_is_what_the_document_gives(name: str, tmp_path: Path) -> None:
    lines = graded(name, tmp_path).lines
    asked = [
        (next(row[one] for one in CALLED if one in row), row["应得"], row["应为"])
        for row in rows(name)
        if row["应为"] != "不参评"
    ]
    assert [(line.name, line.points, line.level) for line in lines] == asked


def spoken(name: str) -> str:
    return "\n".join(str(line) for part in sentences(invented(name)) for line in part.lines)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("青禾镇", "“无星”低于最低的等次（照样排名，名额提示也算它）。"),
        ("青禾镇", "领域为“农村”，并且没有“破格理由”的，比上一年度最多升 1 级"),
        ("青禾镇", "“有独立场所”为“是”，并且场所面积不少于 80 平方米的，得 10 分"),
        ("白沙县", "“优秀”不超过 1/3（不是整数的舍去小数）；12 月可以适当扩大，不作要求"),
        ("白沙县", "每小时得 0.5 分，不足 1 小时的不计，得满为止"),
        ("石湾区", "差票率高于 20%的，降低 1 个等次；没有测评结果的，不适用。"),
        ("松湖乡", "并且（领域不是“农村”，或者人均收入增幅不少于 6.5，或者引进项目不少于 1）"),
        ("松湖乡", "“无星”为 0 颗星。"),
        ("松湖乡", "四舍五入；限定和排名看没有四舍五入的总分"),
        ("榆关县", "上一年度为末等，并且“已整改”不为“是”的，最高定为“三等”"),
        (
            "榆关县",
            "所有参评的按总分从高到低排名确定，档次不起作用，同分跨线的归入高的一档。",
        ),
    ],
)
def test_a_scheme_is_read_back_as_its_document_says(name: str, sentence: str) -> None:
    assert sentence in spoken(name)


@pytest.mark.parametrize(
    ("name", "who", "sentence"),
    [
        ("青禾镇", "桥头村", "场所面积 79.5 平方米，没有达到，得 0 分"),
        ("白沙县", "李二", "本轮 85 分，占 60%，总分 89.96 分，四舍五入为 90 分。"),
        ("榆关县", "柳河镇武装部", "大学毕业生征集比例 70%，退兵率 0.5%，属“征集质量好”一档"),
        ("榆关县", "北关街道武装部", "大学毕业生征集比例 20%，“退兵率”未填，属“其余的”一档"),
    ],
)
def test_reasons_say_what_was_entered(name: str, who: str, sentence: str, tmp_path: Path) -> None:
    line = next(one for one in graded(name, tmp_path).lines if one.name == who)
    assert sentence in "".join(line.proposal.sentences)


def test_a_quota_on_the_board_says_of_whom_it_speaks(tmp_path: Path) -> None:
    assert graded("石湾区", tmp_path).quotas == (
        "先进 不超过 30%（2.7 个，按 3 个计），现有 2 个",
        "党员数不少于 50 的：先进 不超过 40%（2 个），现有 2 个",
    )


def test_every_column_of_a_fact_and_of_a_poll_says_what_to_enter() -> None:
    hints = {one.title: one.hint for one in columns(invented("青禾镇"))}
    assert hints["收入增幅"] == "填数字，最多三位小数，单位%"
    assert hints["有独立场所"] == "填是或否"
    assert hints["群众测评·满意"] == hints["群众测评·发出票"] == "票数"
