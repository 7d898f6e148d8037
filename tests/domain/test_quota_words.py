"""Of whom a quota speaks, when, and which whole number counts: format 2, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.ranked_schemes import NEW, OUTSIDE, levels, ranked, round_of
from tests.domain.scheme_texts import tiny

DOMAINS = '[[domains]]\nname = "社区"\n[[domains]]\nname = "其他"\nincludes = ["农村", "机关"]\n'
COMMUNITY = '[[quotas]]\nname = "社区10%"\nlevels = ["丙"]\nat_least = "10%"\ndomains = ["社区"]\n'
OTHERS = '[[quotas]]\nname = "其他5%"\nlevels = ["丙"]\nat_least = "5%"\ndomains = ["其他"]\n'
BEST = '[[quotas]]\nname = "甲不超过20%"\nlevels = ["甲"]\nat_most = "20%"\n'
DECEMBER = 'by_time = [{ months = [12], lifted = true }, { years = [2027], size = "30%" }]\n'


def said(scheme: Scheme) -> str:
    return "\n".join(str(line) for section in sentences(scheme) for line in section.lines)


def on(day: date | None, scheme: Scheme, *totals: str) -> Standings:
    return standings(
        scheme,
        [
            Evidence(
                SubjectFacts(number, f"第{number}村"),
                points={"考评": {"班子": Decimal(60), "队伍": Decimal(total) - 60}},
                on=day,
            )
            for number, total in enumerate(totals, start=1)
        ],
    )


def test_a_quota_counts_only_its_own_domains() -> None:
    scheme = ranked(DOMAINS + COMMUNITY + OTHERS)
    domains = {number: "社区" if number <= 4 else "农村" for number in range(1, 11)}
    found = round_of(scheme, *["95"] * 3, "85", *["95"] * 5, "86", domains=domains)
    assert [one.base for one in found.quotas] == [4, 6]
    assert found.quotas[0].words() == (
        "社区：丙 不少于 10%（0.4 个，按 1 个计），现有 0 个，还差 1 个"
    )
    assert set(found.hints) == {4, 10}  # the lowest of either, each for its own
    assert "“社区”领域里“丙”不低于 10%（不是整数的进一取整）" in said(scheme)
    assert check(scheme) == ()


def test_a_quota_counts_only_those_who_meet_its_condition() -> None:
    large = BEST + 'when = { registry = "党员数", at_least = 50 }\n'
    scheme = ranked(large)
    members: dict[int, int | None] = {1: 60, 2: 50, 3: 49, 4: None}
    known = [
        Evidence(
            SubjectFacts(number, f"第{number}村", member_count=count),
            points={"考评": {"班子": Decimal(60), "队伍": Decimal(35)}},
        )
        for number, count in members.items()
    ]
    (state,) = standings(scheme, known).quotas
    assert (state.base, state.held, state.high) == (2, 2, 0)
    assert "党员数不少于 50 的，“甲”不超过 20%" in said(scheme)


def test_ranks_of_one_domain_leave_the_others_alone() -> None:
    more = BEST + 'domains = ["社区"]\nassign = "by rank"\n'
    domains = {number: "社区" if number <= 5 else "农村" for number in range(1, 8)}
    found = round_of(
        ranked(DOMAINS + more), *["95", "94", "93", "92", "91"], "90", "90", domains=domains
    )
    assert levels(found) == ["甲", "乙", "乙", "乙", "乙", "甲", "甲"]


@pytest.mark.parametrize(
    ("day", "high", "words"),
    [
        (date(2026, 3, 1), 1, "甲 不超过 20%（1.4 个，按 1 个计），现有 7 个，超出 6 个"),
        (date(2026, 12, 1), None, "甲 不超过 20%，12 月可以适当扩大，现有 7 个"),
        (date(2027, 3, 1), 2, "甲 不超过 30%（2.1 个，按 2 个计，2027 年），现有 7 个，超出 5 个"),
        (None, 1, "甲 不超过 20%（1.4 个，按 1 个计），现有 7 个，超出 6 个"),
    ],
)
def test_a_share_may_depend_on_the_month_and_the_year(
    day: date | None, high: int | None, words: str
) -> None:
    scheme = ranked(BEST + DECEMBER)
    (state,) = on(day, scheme, *["95"] * 7).quotas
    assert (state.high, state.words()) == (high, words)
    assert "；12 月可以适当扩大，不作要求；2027 年为 30%" in said(scheme)


@pytest.mark.parametrize(("word", "high"), [("floor", 1), ("ceil", 2), ("half_up", 2)])
def test_a_share_is_made_whole_as_the_scheme_says(word: str, high: int) -> None:
    (state,) = on(None, ranked(BEST + f'rounding = "{word}"\n'), *["95"] * 8).quotas  # 1.6
    assert state.high == high


@pytest.mark.parametrize(("word", "expected"), [("floor", 0), ("ceil", 1), ("half_up", 1)])
def test_the_last_ones_are_made_whole_as_the_scheme_says(word: str, expected: int) -> None:
    tail = f'[[tails]]\nname = "末位10%"\nshare = "10%"\nlevel = "丙"\nrounding = "{word}"\n'
    found = on(None, ranked(tail), *["95"] * 6, "90")  # 0.7 of seven
    assert levels(found).count("丙") == expected


def test_a_whole_share_needs_no_word_and_people_are_counted_as_people() -> None:
    people = ("[total]", '[subjects]\nname = "党员"\n\n[total]')
    scheme = read_usable(
        tiny(("format = 1", "format = 2"), people, more="\n" + BEST.replace("20%", "10%"))
    )
    assert on(None, scheme, *["70"] * 10).quotas[0].words() == "甲 不超过 10%（1 名），现有 0 名"
    assert on(None, scheme, *["70"] * 5).quotas[0].words() == (
        "甲 不超过 10%（0.5 名，按 0 名计），现有 0 名"
    )


@pytest.mark.parametrize(("more", "base"), [("", 9), ("out_in_base = true\n", 10)])
def test_who_is_out_counts_in_the_base_only_where_the_scheme_says_so(more: str, base: int) -> None:
    scheme = ranked(BEST + NEW, OUTSIDE, ("[total]", f"[subjects]\n{more}\n[total]"))
    found = round_of(scheme, *["95"] * 10, facts={1: {"新成立": True}})
    assert found.quotas[0].base == base
    assert ("也不计入" in said(scheme)) is (base == 9)
    old = read(tiny(more="\n" + BEST))
    assert replace(old, out_in_base=False) != old  # format 1 counts everybody, as ever


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (COMMUNITY, "领域“社区”没有定义"),
        (
            BEST + "when = { total = true, at_least = 3 }\n",
            "只能看名册里的领域、区域、上级、党员数",
        ),
        (BEST + "by_time = [{ months = [13], size = 1 }]\n", "1 到 12 的整数"),
        (BEST + "by_time = [{ months = [1, 1], size = 1 }]\n", "写了两次"),
        (BEST + 'by_time = [{ size = "10%" }]\n', "应写 months"),
        (BEST + "by_time = [{ months = [1] }]\n", "应写 size"),
        (BEST + 'by_time = [{ months = [1], size = "130%" }]\n', "不能超过 100%"),
        (BEST.replace('"20%"', "2") + 'rounding = "ceil"\n', "才能写 rounding"),
        (BEST + 'rounding = "up"\n', '"floor"、"ceil"、"half_up"'),
    ],
)
def test_what_makes_no_sense_is_refused(more: str, expected: str) -> None:
    with pytest.raises(SchemeFault) as caught:
        ranked(more)
    assert any(expected in str(one) for one in caught.value.problems)


@pytest.mark.parametrize(
    "line", ['domains = ["村"]', 'rounding = "ceil"', "by_time = [{ months = [1], size = 1 }]"]
)
def test_the_words_want_format_2(line: str) -> None:
    with pytest.raises(SchemeFault) as caught:
        read(tiny(more=f"\n{BEST}{line}\n"))
    assert "要写在 format = 2 的方案里" in str(caught.value.problems[0])


def test_who_does_not_take_part_is_no_part_of_a_base_that_is_counted_apart() -> None:
    apart = DOMAINS + COMMUNITY + OTHERS + BEST
    scheme = replace(ranked(apart), absent_in_base=True)
    domains = {1: "社区", 2: "社区", 3: "农村", 4: "农村"}
    present = [
        Evidence(
            SubjectFacts(number, f"第{number}村", domain=domain),
            points={"考评": {"班子": Decimal(60), "队伍": Decimal(30)}},
            participates=number != 4,
        )
        for number, domain in domains.items()
    ]
    assert [one.base for one in standings(scheme, present).quotas] == [2, 1, 4]
