"""A whole document: sentences, tables, clashes, coverage."""

from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.drafting import numerals, times
from desk_app.domain.drafting.ladder import find
from desk_app.domain.drafting.model import (
    Certainty,
    Handling,
    Paragraph,
    SentenceKind,
    TextTable,
)
from desk_app.domain.drafting.plain_text import paragraphs
from desk_app.domain.drafting.reading import draft
from desk_app.domain.drafting.splitting import split
from desk_app.domain.drafting.writing import rule_text, tables
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode

LEVELS = "分为“好”、“较好”、“一般”、“较差”四个等次。"


@pytest.mark.parametrize(
    ("text", "value"),
    [("90", 90), ("八十", 80), ("十五", 15), ("两", 2), ("一百二十", 120), ("5万", 50000)],
)
def test_numbers_of_both_kinds(text: str, value: int) -> None:
    assert numerals.number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("10%", (1, 10)), ("百分之二十", (1, 5)), ("三分之一", (1, 3)), ("二成", (1, 5))],
)
def test_shares(text: str, value: tuple[int, int]) -> None:
    assert numerals.share(text) == Fraction(*value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月31日前完成", (3, 31)),
        ("10月底前", (10, 31)),
        ("4月中旬", (4, 20)),
        ("十二月十日前", (12, 10)),
        ("年底前", (12, 31)),
        ("13月5日", None),
        ("每月5次", None),
    ],
)
def test_days(text: str, day: tuple[int, int] | None) -> None:
    assert times.day(text) == day


def test_periods() -> None:
    assert times.period("公示5个工作日") == times.Period(5, working=True)
    assert times.period("公示一周") == times.Period(7, working=False)
    assert times.period("3日前报送") is None


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (LEVELS, ("好", "较好", "一般", "较差")),
        ("按先进（一类）、一般（二类）、后进（三类）评定。", ("先进", "一般", "后进")),
        ("等次分为优秀、良好、合格、不合格。", ("优秀", "良好", "合格", "不合格")),
        ("评定三星级、二星级、一星级。", ("三星级", "二星级", "一星级", "无星")),
        ("一类党组织上水平、二类党组织上台阶、三类党组织换面貌。", ("一类", "二类", "三类")),
        ("分为组织、宣传、纪检三个小组。", ()),
    ],
)
def test_the_ladder(text: str, levels: tuple[str, ...]) -> None:
    assert find(numerals.fold(text)).rungs == levels


def test_sentences_keep_headings_leads_and_places() -> None:
    text = "二、评定程序\n（一）自评（3月31日前）。各支部对照标准自评；填写自评表。"
    found = split(paragraphs(text))
    assert [one.kind for one in found[:2]] == [SentenceKind.HEADING, SentenceKind.HEADING]
    assert found[2].headings == ("二、评定程序", "（一）自评（3月31日前）。")
    assert paragraphs(text)[1] == Paragraph(text.splitlines()[1])
    for one in found:
        block = paragraphs(text)[one.block]
        assert isinstance(block, Paragraph)
        assert numerals.fold(block.text[one.start : one.end]) == one.text


def test_a_table_of_indicators() -> None:
    rows = (
        ("一级指标", "考核内容", "分值", "评分标准"),
        ("组织建设", "按期换届", "15分", "不达标不得分"),
        ("", "三会一课", "20", "缺一次扣2分，扣完为止"),
        ("合计", "", "35", ""),
    )
    read = draft((Paragraph(f"满分35分，{LEVELS}"), TextTable(rows)))
    lines = [one.part for one in read.suggestions if isinstance(one.part, Indicator)]
    assert [(one.name, one.group, int(one.points)) for one in lines] == [
        ("按期换届", "组织建设", 15),
        ("三会一课", "组织建设", 20),
    ]
    assert {one.certainty for one in read.suggestions if one.part in lines} == {Certainty.CERTAIN}
    assert read.questions == ()


def test_a_table_without_points_is_no_score_sheet() -> None:
    rows = (("姓名", "职务", "电话"), ("张三", "书记", "123"))
    read = draft((Paragraph(LEVELS), TextTable(rows)))
    assert not [one for one in read.suggestions if isinstance(one.part, Indicator)]


def test_points_that_do_not_add_up_are_asked() -> None:
    text = f"{LEVELS}\n总分为100分。\n1.组织建设（60分）。\n2.党员管理（50分）。"
    asked = draft(paragraphs(text)).questions
    assert [one.reading.name for one in asked] == ["分值合计"]
    assert "110分" in asked[0].reading.question
    assert any("10分是加分" in one for one in asked[0].reading.options)


def test_gaps_and_shared_points_are_asked_with_readings() -> None:
    gap = draft(
        paragraphs(f"{LEVELS}\n90分以上为好，80—89分为较好，60—79分为一般，60分以下为较差。")
    )
    assert gap.questions[0].reading.options[0] == "归入较低的一档（较好）"
    shared = draft(
        paragraphs(f"{LEVELS}\n90-100分为好，80-90分为较好，60-80分为一般，60分以下为较差。")
    )
    assert shared.questions[0].reading.name == "两档共有的分数"
    clean = "90分以上为好，80分以上不足90分为较好，60分以上不足80分为一般，不足60分为较差。"
    read = draft(paragraphs(f"{LEVELS}\n{clean}"))
    assert read.questions == ()
    assert {one.certainty for one in read.suggestions if one.phrase.startswith("points.")} == {
        Certainty.CERTAIN
    }


def test_one_at_least_and_a_share_at_most_are_asked() -> None:
    text = f"{LEVELS}\n“好”的党支部不超过10%，每个党委至少有一个“好”的党支部。"
    assert [one.reading.name for one in draft(paragraphs(text)).questions] == [
        "至少一名和不超过比例"
    ]


def test_a_long_list_without_points_is_a_checklist() -> None:
    items = "\n".join(f"{number}.按时完成第{number}项工作，台账齐全。" for number in range(1, 13))
    read = draft(paragraphs(f"打造“五星级党支部”，做到全面达标。\n{items}"))
    lines = [one.part for one in read.suggestions if isinstance(one.part, Indicator)]
    assert len(lines) == 12
    assert {one.mode for one in lines} == {IndicatorMode.CHECK}
    written = [rule_text(table) for table, _ in tables(read.suggestions)]
    assert "total: full = 12" in written
    assert 'bands: level = "五星级", range = "x >= 12"' in written


def test_coverage_counts_every_sentence_once() -> None:
    text = (
        f"为加强党的建设，制定本办法。\n{LEVELS}\n评为“好”的不超过20%。\n具体名额由会议另行商定。"
    )
    read = draft(paragraphs(text))
    assert read.coverage.total == len(read.sentences) == 4
    assert read.handling[0] is Handling.NOTE
    assert read.handling[2] is Handling.RULE
    assert read.handling[3] is Handling.OPEN
    assert str(read.coverage) == "共 4 句：规则 2，说明 1，未处理 1"


def test_every_suggestion_can_be_written() -> None:
    text = f"{LEVELS}\n按3:4:2:1的比例评定。\n有下列情形之一的，不得评为“好”：未换届的；受处分的。"
    written = [rule_text(table) for table, _ in tables(draft(paragraphs(text)).suggestions)]
    assert sum(one.startswith("quotas") for one in written) == 1
    assert sum('cap = "较好"' in one for one in written) == 2


@pytest.mark.parametrize("piece", ["“好”、", "90分", "（一）", "市级3分", "好10%", "对好的，"])
def test_strange_texts_come_to_an_end(piece: str) -> None:
    read = draft(paragraphs(LEVELS + "\n" + piece * 400))
    assert read.coverage.total == len(read.sentences)


def test_the_same_text_gives_the_same_draft() -> None:
    blocks = paragraphs(f"{LEVELS}\n90分以上为好，60分以下为较差。\n评定结果公示7天。")
    assert draft(blocks) == draft(blocks)
