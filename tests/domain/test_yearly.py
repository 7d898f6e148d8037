"""Rises and falls, direct levels, the rounds and the calendar of the year: by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk_app.domain.evidence import EarlierLevel, Evidence, SubjectFacts
from desk_app.domain.evidence_columns import columns
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.grading import grade
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.ranked_schemes import NEW, OUTSIDE, ranked
from tests.domain.scheme_texts import tiny
from tests.domain.test_engine_properties import replay

RISE = '[[limits.yearly]]\nname = "逐级晋位"\nrise = 1\nfall = 1\nwaiver = "破格"\n'
FORCED = (
    '[[facts]]\nname = "重大事故"\nkind = "yes_no"\n[[limits.rules]]\nname = "重大事故"\n'
    'force = "丙"\nunscored = true\nwhen = { fact = "重大事故", is = true }\n'
)
THIS_YEAR = '[[limits.rules]]\nname = "上半年为丙"\ncap = "乙"\nwhen = { this_year = ["丙"] }\n'
FOUNDED = (
    '[[limits.rules]]\nname = "本年成立"\ncap = "丙"\n'
    'when = { registry = "成立日期", within_years = %s }\n'
)


def known(total: str, *earlier: str, **more: object) -> Evidence:
    places = {"甲": 0, "乙": 1, "丙": 2, "不定级": 3}
    base = Evidence(
        SubjectFacts(1, "第1村"),
        points={"考评": {"班子": Decimal(total) * 6 / 10, "队伍": Decimal(total) * 4 / 10}},
        earlier=tuple(
            EarlierLevel(2025 - back, level, places.get(level))
            for back, level in enumerate(earlier)
        ),
        on=date(2026, 3, 1),
    )
    return replace(base, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "before", "expected"),
    [
        ("95", "丙", "乙"),
        ("95", "乙", "甲"),
        ("95", "甲", "甲"),
        ("70", "甲", "乙"),
        ("70", "乙", "丙"),
        ("95", "旧等级", "甲"),
        ("95", "没有评定", "甲"),
    ],
)
def test_a_level_rises_and_falls_one_rung_a_year(total: str, before: str, expected: str) -> None:
    proposal = grade(ranked(RISE), known(total, before))
    assert proposal.level == expected == replay(proposal)


def test_the_chain_says_last_years_level() -> None:
    proposal = grade(ranked(RISE), known("95", "丙"))
    assert proposal.sentences[-1] == "2025 年为丙，适用“逐级晋位”，由甲变为乙。"
    assert len(grade(ranked(RISE), known("95")).sentences) == 2


def test_what_was_forced_falls_as_far_as_it_must() -> None:
    proposal = grade(ranked(RISE + FORCED), known("95", "甲", facts={"重大事故": True}))
    assert proposal.level == "丙"


def test_a_rung_outside_the_ladder_is_no_step() -> None:
    scheme = ranked(RISE + NEW, OUTSIDE)
    assert grade(scheme, known("95", "不定级")).level == "甲"
    assert grade(scheme, known("95", "丙", facts={"新成立": True})).level == "不定级"


def test_steps_may_hold_for_some_alone() -> None:
    scheme = ranked(RISE + 'when = { registry = "领域", is = "农村" }\n')
    village = SubjectFacts(1, "第1村", domain="农村")
    assert grade(scheme, known("95", "丙")).level == "甲"
    assert grade(scheme, known("95", "丙", subject=village)).level == "乙"


def test_a_direct_level_waits_for_no_score() -> None:
    scheme = ranked(FORCED)
    bare = known("95", points={}, facts={"重大事故": True})
    assert grade(scheme, bare).level == "丙"
    assert grade(scheme, bare).sentences[-1].endswith("适用“重大事故”，为丙。")
    assert grade(scheme, replace(bare, facts={})).level is None


def test_earlier_rounds_of_the_same_year_count() -> None:
    scheme = ranked(THIS_YEAR)
    first = (EarlierLevel(2026, "丙", 2),)
    assert grade(scheme, known("95", "丙")).level == "甲"
    proposal = grade(scheme, known("95", same_year=first))
    assert proposal.level == "乙"
    assert "本年前面的轮次为丙，适用“上半年为丙”" in proposal.sentences[-1]


@pytest.mark.parametrize(
    ("founded", "years", "year", "expected"),
    [
        (date(2026, 1, 1), 1, None, "丙"),
        (date(2025, 12, 31), 1, None, "甲"),
        (date(2025, 12, 31), 2, None, "丙"),
        (date(2025, 12, 31), 1, 2025, "丙"),  # 2025 is graded, in March 2026
        (date(2026, 1, 1), 1, 2025, "甲"),
        (date(2024, 12, 31), 2, None, "甲"),
    ],
)
def test_the_calendar_year_counts_beside_rolling_months(
    founded: date, years: int, year: int | None, expected: str
) -> None:
    scheme = ranked(FOUNDED % years)
    evidence = known("95", registry={"成立日期": founded}, year=year)
    assert grade(scheme, evidence).level == expected


def test_they_are_said_back() -> None:
    scheme = ranked(RISE + FORCED + THIS_YEAR + '[limits]\nsequence = ["force", "cap"]\n')
    said = "\n".join(str(line) for section in sentences(scheme) for line in section.lines)
    assert (
        "“逐级晋位”：比上一年度最多升 1 级，最多降 1 级（直接认定、取消资格的除外）；"
        "经会议研究可以破格，须写明理由；没有上一年度等次的不限。"
    ) in said
    assert "“重大事故”：“重大事故”为“是”的，直接定为“丙”，不等评分。" in said
    assert "“上半年为丙”：本年度前面的轮次为丙的，最高定为“乙”。" in said
    assert "“成立日期”在本年度内" in str(
        [line for one in sentences(ranked(FOUNDED % 1)) for line in one.lines]
    )


def test_the_evidence_workbook_has_a_column_for_each() -> None:
    scheme = ranked(RISE + THIS_YEAR)
    titles = {one.title: one for one in columns(scheme)}
    assert {"本年上一轮等级", "上年等级"} <= set(titles)
    cells = {titles["党组织"]: "第1村", titles["本年上一轮等级"]: "丙", titles["上年等级"]: "乙"}
    read_back = RowReader(scheme, EvidenceWords(scheme), cells, on=date(2026, 3, 1)).read(1)
    assert read_back is not None
    assert read_back.same_year == (EarlierLevel(2026, "丙", 2),)
    assert read_back.earlier == (EarlierLevel(2025, "乙", 1),)
    assert "成立日期" in {one.title for one in columns(ranked(FOUNDED % 1))}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('[[limits.yearly]]\nname = "升"\n', "应写 rise"),
        ('[[limits.yearly]]\nname = "升"\nfall = 1\nwaiver = "破格"\n', "还要用 rise 写明"),
        (RISE + RISE, "写了两次"),
        (FORCED.replace("force", "cap"), "只有 force"),
        (THIS_YEAR.replace('["丙"]', '["优"]'), "等次“优”没有定义"),
        (FOUNDED % 0, "几个年度的整数"),
        (FOUNDED.replace("成立日期", "党员数") % 1, "是数字，条件应写"),
    ],
)
def test_what_makes_no_sense_is_refused(more: str, expected: str) -> None:
    with pytest.raises(SchemeFault) as caught:
        ranked(more)
    assert any(expected in str(one) for one in caught.value.problems)


@pytest.mark.parametrize("more", [RISE, FORCED, THIS_YEAR, FOUNDED % 1])
def test_the_words_want_format_2(more: str) -> None:
    with pytest.raises(SchemeFault) as caught:
        read(tiny(more="\n" + ("[limits]\n" if more is RISE else "") + more))
    assert any("要写在 format = 2 的方案里" in str(one) for one in caught.value.problems)
