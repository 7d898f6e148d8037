"""C5: 110 points against bands of 100, shares that say 左右, and the last tenth."""

from decimal import Decimal

import pytest

from desk_app.domain.quotas import QuotaVerdict
from tests.domain.procedures import names, shipped, years
from tests.domain.star_schemes import Facts, graded, round_of_totals, sheet

C5 = shipped("C5")
INNOVATIVE: Facts = {"创新项目": True}


@pytest.mark.parametrize(
    ("total", "with_one", "without"),
    [
        ("110", "五星", "四星"),
        ("90", "五星", "四星"),
        ("89.95", "四星", "四星"),  # no rounding lifts over a line
        ("89.94", "四星", "四星"),
        ("80", "四星", "四星"),
        ("79.9", "三星", "三星"),
        ("70", "三星", "三星"),
        ("69.9", "二星", "二星"),
        ("60", "二星", "二星"),
        ("59.9", "一星", "一星"),
        ("0", "一星", "一星"),
    ],
)
def test_case_10_five_stars_need_an_innovation(total: str, with_one: str, without: str) -> None:
    known = sheet(C5, "农村", total)
    assert graded(C5, known, facts=INNOVATIVE).level == with_one
    assert graded(C5, known).level == without


def test_case_10_three_of_twenty_where_a_tenth_is_wanted() -> None:
    totals = ["95", "94", "93", *["85"] * 6, *["75"] * 8, *["65"] * 3]
    found = round_of_totals(C5, totals, dict.fromkeys((1, 2, 3), INNOVATIVE))
    states = {one.quota.name: one for one in found.quotas}
    top = states["五星10%左右"]  # 8 % to 12 % of 20 are 1.6 to 2.4
    assert (top.held, top.low, top.high, top.verdict_words) == (3, 2, 2, "超出 1 个")
    assert states["四星30%左右"].verdict is QuotaVerdict.WITHIN  # 6 of 5.6 to 6.4
    assert states["三星40%左右"].verdict is QuotaVerdict.WITHIN
    assert states["二星及以下20%左右"].verdict_words == "还差 1 个"
    assert found.proposals[3].level == "五星"  # the committee decides
    assert "名额线外" in found.hints[3]


@pytest.mark.parametrize(
    ("extra", "level"), [("10", "五星"), ("0", "四星"), ("9.9", "四星"), ("9.949", "四星")]
)
def test_case_11_the_extra_item_counts_up_to_110_and_the_bands_stay(extra: str, level: str) -> None:
    known = sheet(C5, "农村", "80")  # the seven others, without the extra item
    known["加分项目"] = Decimal(extra)
    assert graded(C5, known, facts=INNOVATIVE).level == level


def test_case_11_nothing_is_scaled_down_to_a_hundred() -> None:
    proposal = graded(C5, sheet(C5, "农村", "110"), facts=INNOVATIVE)
    assert proposal.total.points == 110
    assert not proposal.total.clamped


@pytest.mark.parametrize(
    ("totals", "marked"),
    [
        # A tenth of twenty are two, taken from those at two stars and below.
        (["75"] * 16 + ["66", "64", "58", "52"], {19, 20}),
        (["75"] * 19 + ["66"], {20}),
        (["75"] * 20, set()),
        (["75"] * 17 + ["66", "58", "58"], {19, 20}),
        (["75"] * 16 + ["66", "58", "58", "52"], {18, 19, 20}),  # a tie at the line
        (["75"] * 7 + ["50", "40"], set()),  # a tenth of nine is none
        (["75"] * 8 + ["50", "40"], {10}),
    ],
)
def test_the_last_tenth_is_put_in_order(totals: list[str], marked: set[int]) -> None:
    found = round_of_totals(C5, totals)
    assert {number for number, text in found.hints.items() if "集中整顿对象" in text} == marked


FILED = {"五星": "省委组织部（逐级上报）", "四星": "市委组织部"}


@pytest.mark.parametrize(
    ("total", "level"),
    [("95", "五星"), ("85", "四星"), ("75", "三星"), ("65", "二星"), ("5", "一星")],
)
def test_who_is_told_and_what_follows(total: str, level: str) -> None:
    proposal = graded(C5, sheet(C5, "农村", total), facts=INNOVATIVE)
    assert proposal.level == level
    told = [one.to for one in proposal.consequences if one.kind.value == "report"]
    assert told == ([FILED[level]] if level in FILED else [])
    best = level == "五星"
    kinds = {one.name: one.kind.value for one in proposal.consequences}
    assert ("表彰和推荐为先进基层党组织" in kinds) is best
    assert ("表彰和推荐为先进基层党组织（原则上）" in kinds) is not best
    assert ("进行整顿" in kinds) is (level in {"二星", "一星"})
    assert ("采取适当方式进行鼓励" in kinds) is best


UP, DOWN = "采取适当方式进行鼓励", "降级摘星：责令限期整改，视情况对负责人作出组织处理"


@pytest.mark.parametrize(
    ("total", "before", "said"),
    [
        ("85", ("五星",), {DOWN}),
        ("75", ("五星",), {DOWN}),
        ("55", ("二星",), {DOWN}),
        ("85", ("四星",), set()),
        ("85", ("三星",), {UP}),
        ("85", ("三星", "五星"), {UP}),  # against last year, not against the best year
        ("65", ("一星",), {UP}),
        ("55", ("一星",), set()),
        ("95", ("五星",), {UP}),
        ("85", (), set()),
        ("55", (), set()),
    ],
)
def test_who_rose_and_who_fell(total: str, before: tuple[str, ...], said: set[str]) -> None:
    known = sheet(C5, "农村", total)
    proposal = graded(C5, known, facts=INNOVATIVE, earlier=years(C5, *before))
    assert names(proposal) & {UP, DOWN} == said


def test_own_and_superior_level_lying_apart_is_a_matter_for_the_check() -> None:
    assert C5.deviation is not None
    assert C5.deviation.points == 10
    assert C5.deviation.levels == 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((), set()),
        (("弄虚作假",), {"责令重新进行评定"}),
        (("弄虚作假", "弄虚作假情节严重"), {"责令重新进行评定", "整个星级评定工作推倒重来"}),
    ],
)
def test_who_cheats_is_rated_again(found: tuple[str, ...], said: set[str]) -> None:
    facts: Facts = {"创新项目": True, **dict.fromkeys(found, True)}
    proposal = graded(C5, sheet(C5, "农村", "95"), facts=facts)
    assert proposal.level == "五星"
    assert names(proposal) & {"责令重新进行评定", "整个星级评定工作推倒重来"} == said
