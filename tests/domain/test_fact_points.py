"""Points that follow from facts: read, checked, worked out, said in the tier's own words."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain import example_rounds
from desk_app.domain.entries import check_points, entry_words
from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts
from desk_app.domain.evidence_columns import columns, match_titles
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.fact_points import refused_points, settled_lines, with_fact_points
from desk_app.domain.facts import parse_fact
from desk_app.domain.grading import grade
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scoring import Evaluator, Missing, Weighting
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.settled import SettledIndicator
from desk_app.domain.wanting import wanting
from tests.domain.fact_schemes import FACTS
from tests.domain.scheme_texts import line_of, tiny

SCHEME = read_usable(FACTS)
ENTERED: dict[str, FactValue] = {
    "人均收入": 2800,
    "增幅": Decimal("3.6"),
    "已换届": True,
    "完成项数": 7,
    "参合": Decimal(95),
}


def known(
    facts: dict[str, FactValue] | None = None,
    /,
    points: dict[str, str] | None = None,
    **more: FactValue,
) -> Evidence:
    """A subject with these facts, and the superior's points as far as they are entered."""
    sheet = {"班子": "18", "队伍": "40", "农民增收": "6"} if points is None else points
    entered = {name: Decimal(text) for name, text in sheet.items()}
    return Evidence(
        SubjectFacts(1, "青山村"),
        points={"考评": entered},
        facts={**(ENTERED if facts is None else facts), **more},
    )


def given(evidence: Evidence) -> dict[str, Decimal]:
    return dict(with_fact_points(SCHEME, evidence).points["考评"])


def total_words(evidence: Evidence) -> str:
    return grade(SCHEME, with_fact_points(SCHEME, evidence)).sentences[0]


# --- the text -----------------------------------------------------------------------------


def test_the_scheme_is_in_order_and_reads_back_as_it_was_written() -> None:
    assert check(SCHEME) == ()
    assert write(read(write(SCHEME))) == write(SCHEME)
    again = read(write(SCHEME)).indicators
    for before, after in zip(SCHEME.indicators, again, strict=True):
        assert [replace(one, origin=Origin()) for one in after.tiers] == [
            replace(one, origin=Origin()) for one in before.tiers
        ] or before.tiers[0].origin.source
        assert after.per_unit == before.per_unit


def test_it_is_said_in_sentences() -> None:
    said = [str(line) for section in sentences(SCHEME) for line in section.lines]
    for expected in (
        "“农民增收” 10 分，由其他情况分档，按所在的档得分，以先符合的为准；不在任何一档的得 0 分：",
        "“农民增收”第 1 档：人均收入 3000 元（含）以上的，得 10 分。",
        "“农民增收”第 2 档：人均收入 2300 元（含）以上、不到 3000 元的，得 5—8 分，由评分人在",
        "“农民增收”第 3 档：有增长（人均收入不少于 2000 元，或者增幅多于 3.5%），得 2.5 分。",
        "“按期换届” 5 分，由其他情况算出，达到的得满分，否则不得分。",
        "“重点工作”按“完成项数”算：每项得 1 分，得满为止。",
        "“增速”按“增幅”算：每 1% 得 0.5 分，不足 1%的不计，得满为止。",
        "“参合率”第 3 档：其余的，得 1 分。",
    ):
        assert any(expected in one for one in said), (expected, said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 2", "format = 1", "要写在 format = 2 的方案里"),
        ('mode = "facts"\nstandard', "standard", '只有 mode = "facts" 时才能写'),
        ('mode = "facts"\nfact', "fact", '只有 mode = "facts" 时才能写'),
        ('fact = "完成项数"\neach = 1\n', "", "由情况算分，却没有写怎样算"),
        ("each = 1\n", "", "缺少 each（每一个得几分）"),
        ("each = 1\n", "each = 0\n", "每一个得的分数（each）应大于 0"),
        ("each = 1\n", "each = 11\n", "一个就得 11 分（each），满分却只有 10 分"),
        ("points = [5, 8]", "points = [8, 5]", "应先写最少的、后写最多的"),
        ("points = [5, 8]", "points = [5]", "应写一个分数，或者最少和最多两个分数"),
        ("points = [5, 8]", "points = [5, 12]", "的第 2 档 12 分，超过满分 10 分"),
        (
            '{ fact = "已换届", is = true }',
            "{ total = true, at_least = 3 }",
            "的条件只能看其他情况",
        ),
        ('{ fact = "已换届", is = true }', '{ fact = "已换界", is = true }', "“已换界”没有定义"),
        ('fact = "完成项数"\neach', 'fact = "已换届"\neach', '的 kind 应为 "count" 或 "decimal"'),
        (
            'when = { fact = "参合", at_least = 90 }',
            'when = { fact = "参合", at_least = 96 }',
            "的第 2 档永远用不到：前面的档已经包括了它",
        ),
        ('when = { fact = "已换届", is = true }\n', "", "只有一档，又没有写 when"),
    ],
)
def test_what_makes_no_sense_is_refused(old: str, new: str, said: str) -> None:
    assert old in FACTS
    with pytest.raises(SchemeFault) as caught:
        read_usable(FACTS.replace(old, new, 1))
    assert any(said in str(one) for one in caught.value.problems), [
        str(one) for one in caught.value.problems
    ]


HOLE = (
    """at_least = 95 }
points = 10

[[indicators.tiers]]
when = { fact = "参合", at_least = 90 }
points = 6

[[indicators.tiers]]
points = 1
""",
    """more_than = 95 }
points = 10

[[indicators.tiers]]
when = { fact = "参合", less_than = 95 }
points = 6
""",
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 1\n\n", "points = 1\n\n", ""),
        (
            "at_least = 90 }\npoints = 6\n\n[[indicators.tiers]]\npoints = 1\n",
            "less_than = 95 }\npoints = 6\n",
            "",
        ),
        (
            HOLE[0],
            HOLE[1],
            "“参合”为 95 时，不在指标“参合率”的任何一档，得 0 分",
        ),
        ("at_least = 95 }\npoints = 10", "more_than = 94.999 }\npoints = 10", ""),
        (
            '{ fact = "人均收入", at_least = 2300 }, { fact = "人均收入", less_than = 3000 }',
            '{ fact = "人均收入", more_than = 2299 }, { fact = "人均收入", at_most = 2999 }',
            "",
        ),
        ("is = true }\npoints = 5", "is = true }\npoints = 4", "最高的一档 4 分，得不到满分 5 分"),
    ],
)
def test_a_hole_between_tiers_is_pointed_out(old: str, new: str, said: str) -> None:
    assert old in FACTS
    found = [str(one) for one in check(read_usable(FACTS.replace(old, new, 1)))]
    assert any(said in one for one in found) if said else not found


def test_whole_numbers_have_no_hole_between_neighbours() -> None:
    tiers = """at_most = 2 }
points = 6

[[indicators.tiers]]
when = { fact = "完成项数", at_least = %d }
points = 10
"""
    text = FACTS.replace('{ fact = "参合", at_least = 95 }\npoints = 10', '{ fact = "完成项数", X')
    head, _, tail = text.partition("X")
    rest = tail[tail.index("[[indicators]]") :]
    hole = "“完成项数”为 3 时，不在指标“参合率”的任何一档，得 0 分"
    for least, said in ((3, False), (4, True)):
        found = check(read_usable(f"{head}{tiers % least}\n{rest}"))
        assert any(hole in str(one) for one in found) is said


def test_the_line_of_a_wrong_tier_is_named() -> None:
    text = FACTS.replace("points = [5, 8]", "points = [5, 12]")
    with pytest.raises(SchemeFault) as caught:
        read_usable(text)
    at = line_of(text, "points = [5, 12]")
    assert [one.line for one in caught.value.problems] == [at - 2]


# --- what it comes to ---------------------------------------------------------------------


def test_points_follow_from_facts_and_each_says_its_tier() -> None:
    assert given(known()) == {
        "农民增收": Decimal(6),
        "按期换届": Decimal(5),
        "重点工作": Decimal(7),
        "增速": Decimal("1.5"),
        "参合率": Decimal(10),
        "班子": Decimal(18),
        "队伍": Decimal(40),
    }
    said = total_words(known())
    for expected in (
        "合计 87.5 分",
        "“农民增收”：人均收入 2800 元，属“2300 元（含）以上、不到 3000 元”一档（5—8 分），得 6 分",
        "“按期换届”：“已换届”为“是”，得 5 分",
        "“重点工作”：完成项数 7 项，每项得 1 分，得 7 分",
        "“增速”：增幅 3.6%，每 1% 得 0.5 分，不足 1%的不计，得 1.5 分",
        "“参合率”：参合 95%，属“95%（含）以上”一档，得 10 分",
    ):
        assert expected in said, said


@pytest.mark.parametrize(
    ("facts", "indicator", "points", "said"),
    [
        ({"人均收入": 3000}, "农民增收", "10", "属“3000 元（含）以上”一档，得 10 分"),
        ({"人均收入": 2000}, "农民增收", "2.5", "属“有增长”一档，得 2.5 分"),
        ({"人均收入": 100}, "农民增收", "2.5", "人均收入 100 元，增幅 3.6%，属“有增长”一档"),
        ({"人均收入": 100, "增幅": Decimal("3.5")}, "农民增收", "0", "不在任何一档，得 0 分"),
        ({"已换届": False}, "按期换届", "0", "“已换届”为“否”，没有达到，得 0 分"),
        ({"完成项数": 12}, "重点工作", "10", "每项得 1 分，以满分为限，得 10 分"),
        ({"增幅": Decimal("-2.5")}, "增速", "0", "增幅 -2.5%"),
        ({"参合": Decimal("89.999")}, "参合率", "1", "参合 89.999%，属“其余的”一档，得 1 分"),
    ],
)
def test_bounds_belong_where_the_words_say(
    facts: dict[str, FactValue], indicator: str, points: str, said: str
) -> None:
    evidence = known(points={"班子": "18", "队伍": "40"}, **facts)
    assert given(evidence)[indicator] == Decimal(points)
    assert said in total_words(evidence), total_words(evidence)


@pytest.mark.parametrize("name", ENTERED)
def test_a_fact_that_nobody_entered_is_missing_and_never_zero(name: str) -> None:
    left = {one: value for one, value in ENTERED.items() if one != name}
    found = grade(SCHEME, with_fact_points(SCHEME, known(left)))
    said = found.sentences[-1]
    if name == "增幅":  # income alone decides its tier, so that growth is asked for its own line
        assert found.total.missing == ("增速",)
    assert found.level is None
    assert found.total.missing
    assert f"“{name}”还没有填" in said
    assert "算不出得分，暂不能拟定等级" in said
    assert "没有评分" not in said


def test_an_extra_line_from_facts_waits_for_them_too() -> None:
    text = FACTS.replace('fact = "完成项数"', 'extra = true\nfact = "完成项数"')
    scheme = read_usable(text)
    without = {name: value for name, value in ENTERED.items() if name != "完成项数"}
    found = grade(scheme, with_fact_points(scheme, known(without)))
    assert found.total.missing == ("重点工作",)


def test_what_is_not_known_and_does_not_decide_is_not_asked_for() -> None:
    assert "农民增收" in given(known({**ENTERED, "人均收入": 3200}))
    without = {name: value for name, value in ENTERED.items() if name != "增幅"}
    lines = settled_lines(SCHEME, known({**without, "人均收入": 100}))
    assert isinstance(lines[0], SettledIndicator)
    assert lines[0].settled.lacking == ("“增幅”还没有填",)


def test_points_beside_the_tier_are_open_again() -> None:
    evidence = known(人均收入=2800, points={"班子": "18", "队伍": "40", "农民增收": "9"})
    found = grade(SCHEME, with_fact_points(SCHEME, evidence))
    assert found.total.missing == ("农民增收",)
    assert found.sentences[-1] == "考评还有 1 项没有评分（农民增收），暂不能拟定等级。"


def test_entries_are_held_against_the_tier() -> None:
    lines = {one.name: one for one in settled_lines(SCHEME, known())}
    assert check_points(lines["农民增收"], Decimal(5)) == ""
    assert check_points(lines["农民增收"], Decimal("8.5")) == (
        "“农民增收”：人均收入 2800 元，属“2300 元（含）以上、不到 3000 元”一档（5—8 分），"
        "要填 5 到 8 之间的分数，不能填 8.5。"
    )
    assert check_points(lines["重点工作"], Decimal(8)) == (
        "“重点工作”由其他情况算出：完成项数 7 项，每项得 1 分，得 7 分，不能填 8。"
    )
    assert check_points(lines["重点工作"], Decimal(7)) == ""
    assert entry_words(lines["重点工作"]) == "完成项数 7 项，每项得 1 分，得 7 分。"
    empty = {one.name: one for one in settled_lines(SCHEME, known({}))}
    assert check_points(empty["农民增收"], Decimal(5)) == (
        "“人均收入”还没有填，“农民增收”还算不出能得几分，请先填好再打分。"
    )


def test_every_evaluator_has_what_follows_from_facts_and_weights_change_nothing() -> None:
    other = Evaluator("互评", weight=Fraction(3))
    superior = replace(SCHEME.evaluators[0], weight=Fraction(7))
    for rule in Missing:
        weighed = replace(SCHEME, evaluators=(superior, other), weighting=Weighting(rule))
        found = grade(weighed, with_fact_points(weighed, known()))
        assert found.total.judged["重点工作"] == 7
        lacking = with_fact_points(weighed, known({}))
        assert "重点工作" in grade(weighed, lacking).total.missing


# --- the evidence workbook ----------------------------------------------------------------


def row(**cells: str) -> tuple[Evidence | None, list[str]]:
    found = {one.title: one for one in columns(SCHEME)}
    words = EvidenceWords(SCHEME)
    reader = RowReader(SCHEME, words, {found[title]: text for title, text in cells.items()})
    return reader.read(1), [f"{one.title}：{one.sentence}" for one in reader.refusals]


def test_the_workbook_asks_for_facts_and_for_what_somebody_chooses() -> None:
    titles = [one.title for one in columns(SCHEME)]
    assert "考评·农民增收" in titles
    assert not {"考评·按期换届", "考评·重点工作", "考评·增速", "考评·参合率"} & set(titles)
    assert {"人均收入", "增幅", "已换届", "完成项数", "参合"} <= set(titles)
    assert match_titles(SCHEME, titles).missing == ()


def test_a_row_is_worked_out_and_refused_beside_its_cell() -> None:
    filled = {"党组织": "青山村", "人均收入": "2800", "增幅": "3.6%", "已换届": "是"}
    filled |= {"完成项数": "7", "参合": "95", "考评·班子": "18", "考评·队伍": "40"}
    evidence, refused = row(**filled, 考评·农民增收="6")
    assert refused == []
    assert evidence is not None
    assert grade(SCHEME, evidence).total.points == Decimal("87.5")
    _, refused = row(**filled, 考评·农民增收="9")
    (sentence,) = refused
    assert sentence == (
        "考评·农民增收：“农民增收”：人均收入 2800 元，属“2300 元（含）以上、不到 3000 元”一档"
        "（5—8 分），要填 5 到 8 之间的分数，不能填 9。"
    )


# --- made up ------------------------------------------------------------------------------


def test_an_example_round_meets_the_tiers() -> None:
    made = example_rounds.evidence(SCHEME, [""] * 30, 2026, 7)
    kinds = {one.name: one for one in SCHEME.facts}
    totals = []
    for one in made:
        facts = {name: parse_fact(kinds[name], text) for name, text in one.facts}
        sheet = {name: score.points for _, name, score in one.scores}
        assert not {"重点工作", "按期换届", "增速", "参合率"} & sheet.keys()
        evidence = Evidence(
            SubjectFacts(1, "青山村"),
            points={"考评": {name: points for name, points in sheet.items() if points is not None}},
            facts={name: value for name, value in facts.items() if value is not None},
        )
        assert list(refused_points(SCHEME, evidence)) == []
        found = grade(SCHEME, with_fact_points(SCHEME, evidence)).total
        assert found.missing == ()
        totals.append(found.judged["重点工作"])
    assert len(set(totals)) > 3


# --- 还差什么 -------------------------------------------------------------------------------


def test_what_lacks_names_the_number_where_points_cannot_be_given() -> None:
    """All points stand that somebody gives: only a better tier leads to the next level."""
    full = {"班子": "20", "队伍": "40", "农民增收": "8"}
    evidence = with_fact_points(SCHEME, known(points=full, 完成项数=5, 增幅=Decimal(1)))
    now = grade(SCHEME, evidence)
    assert (now.total.points, now.level) == (Decimal("88.5"), "乙")
    found = wanting(SCHEME, evidence, now)
    assert found is not None
    assert found.words == "人均收入不少于 3000 元（现 2800 元），即为甲。"
    after = with_fact_points(SCHEME, replace(evidence, facts={**evidence.facts, "人均收入": 3000}))
    assert grade(SCHEME, after).level == "甲"


# --- rates and the registry ---------------------------------------------------------------

VOTED = """\
name = "群众评价"
points = 55
mode = "facts"

[[indicators.tiers]]
when = { all = [{ rate = "满意率", at_least = "90%" }, { registry = "党员数", at_least = 3 }] }
points = 55

[[indicators.tiers]]
when = { rate = "满意率", at_least = "80%" }
points = 40

[[indicators]]
name = "班子"
points = 5
"""
OF_VOTES = tiny(
    ("format = 1", "format = 2"),
    ('name = "班子"\npoints = 60\n', VOTED),
    more="""
[[polls]]
name = "测评"
options = ["满意", "不满意"]

[[rates]]
name = "满意率"
poll = "测评"
numerator = ["满意"]
""",
)


@pytest.mark.parametrize(
    ("rate", "members", "points", "said"),
    [
        (
            Fraction(9, 10),
            3,
            "55",
            "满意率 90%，党员数 3，属“满意率不低于 90%，并且党员数不少于 3”一档",
        ),
        (Fraction(9, 10), 2, "40", "满意率 90%，属“满意率不低于 80%”一档，得 40 分"),
        (Fraction(7, 10), None, "0", "满意率 70%"),
        (Fraction(9, 10), None, None, "名册里没有“党员数”，“群众评价”算不出得分"),
        (None, 5, None, "“满意率”还没有测评结果，“群众评价”算不出得分"),
    ],
)
def test_rates_and_the_registry_give_points_too(
    rate: Fraction | None, members: int | None, points: str | None, said: str
) -> None:
    scheme = read_usable(OF_VOTES)
    evidence = Evidence(
        SubjectFacts(1, "青山村", member_count=members),
        points={"考评": {"班子": Decimal(5), "队伍": Decimal(40)}},
        rates={} if rate is None else {"满意率": rate},
    )
    worked = with_fact_points(scheme, evidence)
    found = worked.points["考评"].get("群众评价")
    assert found == (None if points is None else Decimal(points))
    assert said in "".join(grade(scheme, worked).sentences)
