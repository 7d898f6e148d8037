from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.evidence import Tally
from desk_app.domain.scheme.model.levels import Level
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.submission import (
    SummaryLine,
    declaration_name,
    folder_name,
    in_order,
    level_word,
    level_words,
    numbered,
    own_level,
    poll_short,
    poll_words,
    safe_name,
)
from tests.domain.small_scheme import SMALL

LEVELS = replace(
    SMALL,
    polls=(Poll("测评会", ("好", "较好", "一般"), distribution=True),),
    rates=(),
)


def line(name: str, area: str, domain: str, level: str | None, points: str) -> SummaryLine:
    return SummaryLine(
        name=name,
        domain=domain,
        area=area,
        secretary="",
        member_count=None,
        own=None,
        points=Decimal(points) if points else None,
        poll_result=None,
        proposed_level="",
        decided_level="",
        level=level,
        participates=level != "不参评",
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青山镇", "青山镇"),
        ("青山镇/开发区", "青山镇／开发区"),
        ('a<b>c:d"e|f?g*h\\i', "a＜b＞c：d＂e｜f？g＊h＼i"),
        ("第一\n支部\t", "第一支部"),
        ("支部. . ", "支部"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("  ", "未命名"),
        ("长" * 80, "长" * 50),
    ],
)
def test_names_that_windows_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_names_of_folder_and_files() -> None:
    assert folder_name(2026, "青山镇") == "2026年度_青山镇_定级上报材料"
    assert declaration_name(1, 36, "柳树湾村党支部") == "01_柳树湾村党支部_申报表"
    assert declaration_name(7, 3000, "石桥村党支部") == "0007_石桥村党支部_申报表"


def test_order_of_the_summary() -> None:
    given = [
        line("a", "东片", "农村", "乙", "80"),
        line("b", "", "农村", "甲", "99"),
        line("c", "西片", "机关", "丙", "70"),
        line("d", "东片", "机关", "甲", "95"),
        line("e", "东片", "农村", "乙", "85"),
        line("f", "东片", "农村", "甲", "90"),
        line("g", "东片", "农村", None, ""),
        replace(line("h", "东片", "农村", None, ""), participates=False),
    ]
    assert "".join(one.name for one in in_order(SMALL, given)) == "feagdcbh"


def test_level_word_and_management_name() -> None:
    assert level_word(SMALL) == "等级"
    stars = replace(SMALL, levels=(Level("五星"), Level("四星"), Level("不定级", none=True)))
    assert level_word(stars) == "星级"
    managed = replace(SMALL, levels=(Level("好", management="红旗支部"), Level("差")))
    assert level_words(managed, "好") == "好（红旗支部）"
    assert level_words(managed, "差") == "差"
    assert level_words(managed, "") == ""


@pytest.mark.parametrize(
    ("own", "opinion", "level"),
    [
        (Decimal(95), "", "甲"),
        (Decimal("79.5"), "", "丙"),
        (Decimal(95), "乙", "乙"),
        (None, "", ""),
    ],
)
def test_own_level(own: Decimal | None, opinion: str, level: str) -> None:
    assert own_level(SMALL, own, opinion) == level


def test_a_rate_is_told_only_where_the_scheme_defines_it() -> None:
    satisfied = Tally(50, 48, 45, 3, {"满意": 30, "不满意": 10}, abstained=5)
    assert poll_words(SMALL, {"测评": satisfied}) == (
        "满意率 66.7%，满意 30 票、不满意 10 票、弃权 5 票；发出 50 票，收回 48 票，有效 45 票。"
    )
    assert poll_short(SMALL, {"测评": satisfied}) == Fraction(2, 3)
    spread = Tally(40, 40, 40, 0, {"好": 30, "较好": 9, "一般": 1})
    assert poll_words(LEVELS, {"测评会": spread}) == (
        "好 30 票（75%）、较好 9 票（22.5%）、一般 1 票（2.5%）；"
        "发出 40 票，收回 40 票，有效 40 票。"
    )
    assert poll_short(LEVELS, {"测评会": spread}) == "好30 较好9\n一般1"
    assert (poll_words(LEVELS, {}), poll_short(LEVELS, {})) == ("", None)


def test_one_sentence_bears_no_number() -> None:
    assert numbered(()) == ""
    assert numbered(("一句。",)) == "一句。"
    assert numbered(("一句。", "两句。")) == "1. 一句。\n2. 两句。"
