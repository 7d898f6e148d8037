"""Two half-years weigh 40 : 60, worked out by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from desk_app.domain.evidence import AdjustmentEntry, Evidence, SubjectFacts
from desk_app.domain.evidence_columns import columns
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.facts import from_stored, parse_fact, to_stored
from desk_app.domain.grading import grade
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scoring import Fact, FactKind
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.ranked_schemes import ranked
from tests.domain.scheme_texts import tiny

HALF = """
[earlier_total]
fact = "上半年得分"
weight = 40
own = 60
missing = "%s"
[[facts]]
name = "上半年得分"
kind = "decimal"
"""

AWARD = """
[[adjustments]]
name = "表彰"
kind = "bonus"
tiers = [{ name = "市级", points = 1 }]
"""


def known(own: str, half: Decimal | None) -> Evidence:
    return Evidence(
        SubjectFacts(1, "第1村"),
        points={"考评": {"班子": Decimal(own) - 40, "队伍": Decimal(40)}},
        facts={} if half is None else {"上半年得分": half},
    )


def test_both_halves_make_the_total() -> None:
    proposal = grade(ranked(HALF % "open"), known("95", Decimal("82.5")))
    assert proposal.total.points == Decimal("90.0")  # 33 + 57
    assert proposal.level == "甲"
    assert proposal.sentences[:2] == (
        "考评各项合计 95 分。",
        "上半年得分 82.5 分，占 40%，本轮 95 分，占 60%，总分 90 分。",
    )


def test_rounding_and_bonuses_are_said_of_the_total_that_they_change() -> None:
    scheme = ranked(HALF % "open" + AWARD)
    both = replace(known("85", Decimal("95.4")), adjustments=(AdjustmentEntry("表彰", "市级"),))
    proposal = grade(replace(scheme, round_first=True), both)
    assert proposal.sentences[:3] == (
        "考评各项合计 85 分，表彰加 1 分（市级 1 分），本轮 86 分。",
        "上半年得分 95.4 分，占 40%，本轮 86 分，占 60%，总分 89.76 分，四舍五入为 89.8 分。",
        "总分 89.8 分，在 80 分（含）至 90 分（不含），为乙。",
    )


@pytest.mark.parametrize(
    ("missing", "level", "points"),
    [("open", None, "95"), ("others", "甲", "95"), ("zero", "丙", "57")],
)
def test_what_holds_while_the_first_half_is_not_known(
    missing: str, level: str | None, points: str
) -> None:
    proposal = grade(ranked(HALF % missing), known("95", None))
    assert (proposal.level, proposal.total.points) == (level, Decimal(points))
    if level is None:
        assert proposal.sentences[-1] == "“上半年得分”还没有填，暂不能拟定等级。"


def test_it_is_said_back_and_has_a_column() -> None:
    scheme = ranked(HALF % "open")
    said = [line.text for one in sentences(scheme) for line in one.lines]
    assert "“上半年得分”与本轮得分按 40:60 合成总分；还没有的，等有了再算总分。" in said
    titles = {one.title: one for one in columns(scheme)}
    cells = {titles["党组织"]: "第1村", titles["上半年得分"]: "８２.5"}
    found = RowReader(scheme, EvidenceWords(scheme), cells).read(1)
    assert found is not None
    assert found.facts == {"上半年得分": Decimal("82.5")}


def test_a_number_is_typed_kept_and_shown() -> None:
    fact = Fact("纯收入", FactKind.DECIMAL, unit="万元")
    for text, value in (("13.5万元", "13.5"), ("-2", "-2"), ("1,200.125", "1200.125")):
        assert parse_fact(fact, text) == Decimal(value)
        assert from_stored(fact, to_stored(Decimal(value))) == Decimal(value)
    for text in ("1.2345", "十三", "1e3", "9999999999", "13,5", "1,20", "1,2345"):
        with pytest.raises(ValueError, match="纯收入"):
            parse_fact(fact, text)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((HALF % "open").replace('kind = "decimal"', 'kind = "count"'), 'kind 应为 "decimal"'),
        ((HALF % "open").replace("weight = 40", "weight = 0"), "都应大于 0"),
        ((HALF % "open").replace('name = "上半年得分"', 'name = "得分"'), "“上半年得分”没有定义"),
        (HALF % "skip", '"open"、"others"、"zero"'),
    ],
)
def test_what_makes_no_sense_is_refused(more: str, expected: str) -> None:
    with pytest.raises(SchemeFault) as caught:
        ranked(more)
    assert any(expected in str(one) for one in caught.value.problems)


def test_the_words_want_format_2() -> None:
    with pytest.raises(SchemeFault) as caught:
        read(tiny(more=HALF % "open"))
    assert sum("要写在 format = 2 的方案里" in str(one) for one in caught.value.problems) == 2
