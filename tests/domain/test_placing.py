"""Levels by rank in format 2, worked out by hand."""

import pytest

from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault, Severity
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.ranked_schemes import LADDER, NEW, OUTSIDE, levels, ranked, round_of
from tests.domain.scheme_texts import tiny
from tests.domain.test_engine_properties import replay

TEN = ("95", "93", "91", "85", "84", "75", "70", "60", "40", "10")
FIRST = '[[quotas]]\nname = "甲不超过10%"\nlevels = ["甲"]\nat_most = "10%"\nassign = "by rank"\n'
SECOND = '[[quotas]]\nname = "乙不超过20%"\nlevels = ["乙"]\nat_most = "20%"\nassign = "by rank"\n'
REST = SECOND + 'rest = "丙"\n'
AT_LEAST = '[[quotas]]\nname = "至少一名甲"\nlevels = ["甲"]\nat_least = 1\n'
LAST = '[[tails]]\nname = "末位10%"\nshare = "10%"\nlevel = "丙"\n'


def said(text: str) -> str:
    return "\n".join(str(line) for section in sentences(read(text)) for line in section.lines)


def refused(more: str, *changes: tuple[str, str]) -> str:
    with pytest.raises(SchemeFault) as caught:
        ranked(more, *changes)
    return "\n".join(str(one) for one in caught.value.problems)


# --- the bands hold for the rest ----------------------------------------------------------


def test_one_quota_by_rank_leaves_the_other_bands_alone() -> None:
    found = round_of(ranked(FIRST), *TEN)
    assert levels(found) == ["甲", "乙", "乙", "乙", "乙", "丙", "丙", "丙", "丙", "丙"]
    best, second, *_, last = found.proposals.values()
    assert best.sentences[-1] == (
        "总分 95 分，在 3 个中从高到低排第 1，按“甲不超过10%”从高到低取 1 个，为甲。"
    )
    assert second.sentences[-1] == (
        "总分 93 分，在 3 个中从高到低排第 2，"
        "按“甲不超过10%”从高到低取 1 个，名额已满，归入下一等次，为乙。"
    )
    assert len(last.sentences) == 2  # its band, and no word about a rank


def test_who_does_not_reach_the_band_takes_no_place() -> None:
    assert levels(round_of(ranked(FIRST), *(["85"] * 10))) == ["乙"] * 10


def test_what_a_band_asks_for_holds_where_ranks_give_the_level() -> None:
    scheme = ranked(
        FIRST + '[[facts]]\nname = "示范"\nkind = "yes_no"\n',
        ('range = "x >= 90"', 'range = "x >= 90"\nrequires = { fact = "示范", is = true }'),
    )
    found = round_of(scheme, *TEN, facts={2: {"示范": True}})
    assert levels(found)[:3] == ["乙", "甲", "乙"]


def test_who_is_capped_takes_no_place_and_the_next_one_has_it() -> None:
    scheme = ranked(
        FIRST
        + '[[facts]]\nname = "不按期换届"\nkind = "yes_no"\n[[limits.rules]]\nname = "不按期换届"\n'
        'cap = "乙"\nwhen = { fact = "不按期换届", is = true }\n'
    )
    found = round_of(scheme, *TEN, facts={1: {"不按期换届": True}})
    assert levels(found)[:3] == ["乙", "甲", "乙"]


def test_places_go_down_the_ladder_one_after_the_other() -> None:
    found = round_of(ranked(FIRST + SECOND), *TEN)
    assert levels(found) == ["甲", "乙", "乙", *["丙"] * 7]
    assert "再按“乙不超过20%”从高到低取 2 个" in list(found.proposals.values())[1].sentences[-1]


def test_the_chain_leads_to_the_level() -> None:
    for more in (FIRST, FIRST + SECOND, FIRST + REST, FIRST + AT_LEAST, LAST):
        for totals in (TEN, ("95",) * 4 + ("70",) * 6):
            for one in round_of(ranked(more), *totals).proposals.values():
                assert replay(one) == one.level


def test_rest_ranks_everybody_and_says_so() -> None:
    found = round_of(ranked(FIRST + REST), "70", "69", "68", "67", *["95"] * 0, *["30"] * 6)
    assert levels(found) == ["甲", "乙", "乙", *["丙"] * 7]
    assert list(found.proposals.values())[3].sentences[-1] == (
        "总分 67 分，在 10 个中从高到低排第 4，按“甲不超过10%”从高到低取 1 个，名额已满，"
        "再按“乙不超过20%”从高到低取 2 个，名额已满，其余一律为丙。"
    )


# --- ties ---------------------------------------------------------------------------------


def test_equal_totals_across_the_line_share_their_rank_and_fall_together() -> None:
    found = round_of(ranked(FIRST), "95", "95", "91", *["70"] * 7)
    assert levels(found)[:3] == ["乙", "乙", "乙"]
    first, second, third, *_ = (one.sentences[-1] for one in found.proposals.values())
    assert "并列第 1（与第2村同分）" in first
    assert "并列第 1（与第1村同分）" in second
    assert "同分跨线，归入下一等次，为乙" in second
    assert "排第 3" in third


def test_a_tie_for_a_place_that_must_be_filled_is_asked() -> None:
    found = round_of(ranked(FIRST + AT_LEAST), "95", "95", "91", *["70"] * 7)
    assert levels(found)[:3] == [None, None, "乙"]
    words = next(iter(found.proposals.values())).sentences[-1]
    assert words.endswith("第1村、第2村同分，名额还有 1 个，请会议确定其中谁为甲。")
    assert set(found.hints) == {1, 2}  # nobody else is named as the nearest


def test_the_tied_keep_the_places_below_that_they_may_need() -> None:
    more = FIRST.replace("10%", "1%") + 'yields_to = "至少一名甲"\n' + AT_LEAST + REST
    found = round_of(ranked(more), "45", "45", "42", "41", "40", "39", "38", "37", "36")
    assert levels(found) == [None, None, *["丙"] * 7]  # 1.8 places of 乙: one of the tied has it
    found = round_of(ranked(more), "45", "45", "42", *["30"] * 7)
    assert levels(found) == [None, None, "乙", *["丙"] * 7]  # 2 places: one of the tied, and 42


def test_ties_may_be_asked_or_go_up() -> None:
    for word, expected in (("ask", [None, None, "乙"]), ("higher", ["甲", "甲", "乙"])):
        scheme = ranked(FIRST + f'ties = "{word}"\n')
        assert levels(round_of(scheme, "95", "95", "91", *["70"] * 7))[:3] == expected


def test_hints_share_ranks_and_name_all_who_are_equal() -> None:
    quota = '[[quotas]]\nname = "甲至少一个"\nlevels = ["甲"]\nat_least = 1\n'
    found = round_of(ranked(quota), "85", "85", "70")
    assert set(found.hints) == {1, 2}
    assert all("排第 1，几个同分" in text for text in found.hints.values())
    most = '[[quotas]]\nname = "甲最多一个"\nlevels = ["甲"]\nat_most = 1\n'
    found = round_of(ranked(most), "95", "93", "93")
    assert all("排第 2（" in found.hints[number] for number in (2, 3))


# --- the last ones become a level ---------------------------------------------------------


def test_the_last_ones_become_a_level() -> None:
    found = round_of(ranked(LAST), "95", "94", "93", "92", "91", "90", "89", "88", "87", "86")
    assert levels(found) == [*["甲"] * 6, "乙", "乙", "乙", "丙"]
    assert list(found.proposals.values())[-1].sentences[-1] == (
        "总分 86 分，在 10 个中从低到高排第 1，按“末位10%”从低到高取 1 个，为丙。"
    )
    assert not found.hints


def test_who_stands_at_the_level_already_fills_the_place() -> None:
    assert levels(round_of(ranked(LAST), *TEN)) == levels(round_of(ranked(), *TEN))
    scheme = ranked(
        LAST + '[[facts]]\nname = "事故"\nkind = "yes_no"\n[[limits.rules]]\nname = "事故"\n'
        'force = "丙"\nwhen = { fact = "事故", is = true }\n'
    )
    tied = ("95",) * 8 + ("85",) * 2
    assert levels(round_of(scheme, *tied, facts={9: {"事故": True}}))[8:] == ["丙", "乙"]


@pytest.mark.parametrize(("word", "expected"), [("ask", None), ("lower", "丙"), ("higher", "乙")])
def test_ties_at_the_line_of_the_last_ones(word: str, expected: str | None) -> None:
    scheme = ranked(LAST + f'ties = "{word}"\n')
    assert levels(round_of(scheme, *["95"] * 8, "85", "85"))[8:] == [expected, expected]


# --- two kinds of none --------------------------------------------------------------------


def test_who_stands_outside_the_ladder_is_neither_ranked_nor_named() -> None:
    at_least = '[[quotas]]\nname = "丙不少于20%"\nlevels = ["丙"]\nat_least = "20%"\n'
    scheme = ranked(at_least + NEW + LAST, OUTSIDE)
    found = round_of(scheme, "100", "99", *["95"] * 8, "86", facts={1: {"新成立": True}})
    assert levels(found) == ["不定级", *["甲"] * 9, "丙"]
    assert set(found.hints) == set(range(3, 11))  # 95 each, and not 100


def test_a_demotion_never_leads_out_of_the_ladder() -> None:
    demote = '[[limits.rules]]\nname = "降"\ndemote = 2\nwhen = { total = true, at_most = 85 }\n'
    assert levels(round_of(ranked(NEW + demote, OUTSIDE), "85")) == ["丙"]


def test_format_1_hints_are_not_turned_round_by_a_level_that_no_points_lead_to() -> None:
    level = (
        'name = "丙"\n\n[[ind',
        'name = "丙"\n\n[[levels]]\nname = "不定级"\nnone = true\n\n[[ind',
    )
    quota = '\n[[quotas]]\nname = "丙不少于50%"\nlevels = ["丙"]\nat_least = "50%"\n'
    scheme = read_usable(tiny(level, more=quota + NEW))
    found = round_of(scheme, "100", "89", "61", facts={1: {"新成立": True}})
    assert levels(found) == ["不定级", "乙", "丙"]
    assert list(found.hints) == [2]


# --- read back and refused ----------------------------------------------------------------


def test_it_is_said_what_ranks_do_with_the_bands() -> None:
    head = tiny(*LADDER)
    assert "没有名额的归入“乙”，其他等次仍按档次" in said(head + FIRST)
    assert "所有参评的按总分从高到低排名确定，档次不起作用" in said(head + FIRST + REST)
    assert "名额排不上的一律为“乙”，档次不起作用" in said(tiny(more=FIRST))
    assert "定为“丙”（已是这一等次或更低的不变），同分跨线的由会议确定" in said(head + LAST)


def test_format_1_is_graded_as_ever_and_warned() -> None:
    scheme = read_usable(tiny(more=FIRST))
    assert levels(round_of(scheme, *TEN)) == ["甲", *["乙"] * 9]
    (found,) = check(scheme)
    assert found.severity is Severity.HINT
    assert "档次和它们的 requires 都不起作用" in found.sentence


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (FIRST.replace('["甲"]', '["丙"]'), "是最低的等次，没有名额的无处可归"),
        (FIRST.replace("at_most", "at_least"), "是“不少于”，不能按排名取用名额"),
        (FIRST + 'rest = "乙"\n' + SECOND, "写在等次最低的一条“乙不超过20%”里"),
        (SECOND + 'rest = "甲"\n', "应低于按排名定的各个等次"),
        (FIRST + 'rest = "无"\n', "等次“无”没有定义"),
        (LAST + 'duty = "整顿"\n', "不再写 duty"),
        (LAST.replace('"丙"', '"无"'), "等次“无”没有定义"),
        (LAST.replace('level = "丙"', 'ties = "ask"'), "还要用 level 写明"),
        (AT_LEAST + 'rest = "丙"\n', '还要写 assign = "by rank"'),
        ('[[levels]]\nname = "无"\nnone = true\n', '应写 "below"'),
        ('[[levels]]\nname = "无"\nnone = "none"\n', '"below"、"outside"'),
    ],
)
def test_what_cannot_be_ranked_is_refused(more: str, expected: str) -> None:
    assert expected in refused(more)


def test_new_words_want_format_2() -> None:
    for more in (FIRST + 'rest = "乙"\n', FIRST + 'ties = "ask"\n', LAST):
        with pytest.raises(SchemeFault) as caught:
            read(tiny(more="\n" + more))
        assert "要写在 format = 2 的方案里" in str(caught.value.problems[0])


def test_what_a_band_asks_for_is_refused_where_ranks_would_replace_it() -> None:
    requires = (
        'range = "x >= 90"',
        'range = "x >= 90"\nrequires = { total = true, at_least = 95 }',
    )
    assert "的 requires 不起作用" in refused(FIRST + REST, requires)
