"""What the check finds beyond names: real bands, unreachable rungs, limits and quotas."""

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.evidence import Case, Evidence, SubjectFacts
from desk_app.domain.judging import holds
from desk_app.domain.limits import limited
from desk_app.domain.scheme.checking.balance import spans
from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.model.allowances import allowances
from desk_app.domain.scheme.model.problems import Severity
from desk_app.domain.scheme.model.rounds import Over
from tests.domain.scheme_texts import tiny
from tests.domain.scheme_wide import OPINION, STARS, WIDE

ERROR, HINT = Severity.ERROR, Severity.HINT


def found(text: str, severity: Severity = HINT) -> list[str]:
    return [one.sentence for one in check(read(text)) if one.severity is severity]


# --- bands as two sources print them ----------------------------------------------------


def banded(bands: dict[str, str], total: str = "full = 100") -> str:
    """A scheme with these levels and bands, in their order."""
    head = 'format = 1\nid = "档"\ntitle = "星级"\n[total]\n' + total + "\n"
    levels = "".join(f'[[levels]]\nname = "{one}"\n' for one in bands)
    ranges = "".join(f'[[bands]]\nlevel = "{one}"\nrange = "{x}"\n' for one, x in bands.items())
    return (
        f'{head}{levels}[[indicators]]\nname = "各项"\npoints = 100\n'
        f'[[evaluators]]\nname = "考评"\ntotal = true\n{ranges}'
        '[[steps]]\nname = "研究"\nyields = "decision"\n'
    )


C16 = {
    "五星": "95 <= x <= 100",  # 95-100分为五星级
    "四星": "90 <= x <= 95",  # 95-90分为四星级
    "三星": "80 <= x <= 90",
    "二星": "70 <= x <= 80",
    "一星": "60 <= x <= 70",
    "无星": "x <= 60",  # 60分以下
}
C11 = {
    "五星级": "90 <= x <= 100",
    "四星级": "80 <= x <= 89",
    "三星级": "70 <= x <= 79",
    "二星级": "60 <= x <= 69",
    "一星级": "50 <= x <= 59",
    "不定星级": "x < 50",
}


def test_c16_as_printed_overlaps_at_five_totals() -> None:
    assert found(banded(C16), ERROR) == [
        f"档次“{above}”与“{below}”在 {at} 分重叠；"
        f"可把“{below}”改为 {down}（重叠的归入“{above}”），"
        f"或把“{above}”改为 {up}（重叠的归入“{below}”）。"
        for above, below, at, down, up in (
            ("五星", "四星", 95, "90 <= x < 95", "95 < x <= 100"),
            ("四星", "三星", 90, "80 <= x < 90", "90 < x <= 95"),
            ("三星", "二星", 80, "70 <= x < 80", "80 < x <= 90"),
            ("二星", "一星", 70, "60 <= x < 70", "70 < x <= 80"),
            ("一星", "无星", 60, "x < 60", "60 < x <= 70"),
        )
    ]


def test_c11_as_printed_has_a_gap_below_every_ten() -> None:
    assert found(banded(C11), ERROR) == [
        f"{low} 分（不含）至 {low + 1} 分（不含）不属于任何档次，例如 {low}.5 分；"
        f"可把“{below}”改为 {low - 9} <= x < {low + 1}（归入“{below}”），"
        f"或把“{above}”改为 {low} < x {top}（归入“{above}”），"
        "或在 [total] 里写 decimals = 0（总分四舍五入取整）。"
        for above, below, low, top in (
            ("五星级", "四星级", 89, "<= 100"),
            ("四星级", "三星级", 79, "<= 89"),
            ("三星级", "二星级", 69, "<= 79"),
            ("二星级", "一星级", 59, "<= 69"),
        )
    ]
    # Every repair that is offered is one.
    assert found(banded(C11, "full = 100\ndecimals = 0"), ERROR) == []
    upwards = {**C11, "四星级": "80 <= x < 90", "三星级": "70 <= x < 80"}
    assert len(found(banded(upwards), ERROR)) == 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1 <= x <= 2", "1 <= x < 2", "2 颗星不属于任何档次"),
        ("1 <= x <= 2", "1 <= x <= 3", "在 3 颗星重叠"),
        ("x <= 0", "x < 0", "0 颗星不属于任何档次"),
        ("x >= 3", "x >= 4", "3 颗星不属于任何档次"),
        ("x >= 3", "3 <= x < 3.5", ""),
    ],
)
def test_bands_of_stars_look_at_whole_stars(old: str, new: str, expected: str) -> None:
    errors = found(STARS.replace(old, new), ERROR)
    assert [expected in one for one in errors] == [True] * bool(expected), errors


# --- what can never happen --------------------------------------------------------------

RULE = '[[limits.rules]]\nname = "限"\n%s\nwhen = { %s }\n'
OFTEN = 'fact = "次数", at_least = 1'
COUNT = '[[facts]]\nname = "次数"\nkind = "count"\n'
ABOVE = "total = true, more_than = 100"
NEVER = "限定“限”的条件永远不成立"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (RULE % ('cap = "甲"', OFTEN), "限定“限”最高定为“甲”，而能评到的最高等次就是“甲”"),
        (RULE % ('cap = "乙"', OFTEN), ""),
        (RULE % ("demote = 1", OFTEN), ""),
        (RULE % ('cap = "乙"', ABOVE), f"{NEVER}：“总分多于 100 分”做不到"),
        (RULE % ('cap = "乙"', "total = true, at_least = 100"), ""),
        (RULE % ('cap = "乙"', "total = true, less_than = 0"), NEVER),
        (RULE % ('cap = "乙"', 'points = "班子", at_least = 61'), NEVER),
        (RULE % ('cap = "乙"', 'points = "班子", at_least = 60'), ""),
        (RULE % ('cap = "乙"', 'fact = "次数", less_than = 0'), NEVER),
        (RULE % ('cap = "乙"', 'fact = "次数", at_least = 0'), "总是成立"),
        (
            RULE
            % (
                'cap = "乙"',
                'all = [{ fact = "次数", more_than = 2 }, { fact = "次数", less_than = 3 }]',
            ),
            f"{NEVER}：“次数多于 2”与“次数少于 3”矛盾",
        ),
        (
            RULE
            % (
                'cap = "乙"',
                'all = [{ fact = "次数", at_least = 2 }, { fact = "次数", less_than = 3 }]',
            ),
            "",
        ),
        (
            RULE
            % (
                'cap = "乙"',
                'all = [{ registry = "领域", is = "农村" }, { registry = "领域", is = "社区" }]',
            ),
            NEVER,
        ),
        (
            RULE
            % (
                'cap = "乙"',
                'any = [{ registry = "领域", is = "农村" }, { registry = "领域", is = "社区" }]',
            ),
            "",
        ),
        (
            RULE % ('cap = "乙"', f"all = [{{ {OFTEN} }}, {{ not = {{ {OFTEN} }} }}]"),
            "既要满足又要不满足",
        ),
        (
            RULE
            % (
                'cap = "乙"',
                (
                    'all = [{ registry = "届满日期", within_months = 12 }, '
                    '{ registry = "届满日期", over_months = 12 }]'
                ),
            ),
            NEVER,
        ),
        (
            RULE
            % (
                'cap = "乙"',
                (
                    'all = [{ registry = "届满日期", within_months = 24 }, '
                    '{ registry = "届满日期", over_months = 12 }]'
                ),
            ),
            "",
        ),
        (
            (
                '[[consequences]]\nname = "备案"\nkind = "report"\n'
                'when = { all = [{ level = ["甲"] }, { level = ["乙"] }] }\n'
            ),
            "结果运用“备案”的条件永远不成立：要求的等次互相矛盾",
        ),
    ],
)
def test_rules_that_can_never_bite(more: str, expected: str) -> None:
    uses = COUNT + (RULE % ("demote = 1", OFTEN)).replace("限", "次").replace(
        "[[limits.rules]]",
        '[limits]\nsequence = ["force", "cap", "demote"]\ndemotions = "add_up"\n[[limits.rules]]',
    )
    hints = found(tiny(more="\n" + uses + more))
    assert [expected in one for one in hints] == [True] * bool(expected), hints


def test_rungs_and_bands_that_nothing_reaches() -> None:
    four = (('name = "丙"', 'name = "丙"\n\n[[levels]]\nname = "丁"'),)
    assert found(tiny(*four)) == ["等次“丁”没有档次，也没有限定会落到它，只能由会议另行确定。"]
    # A demotion from the lowest band leads there; one that can only start above it does not.
    demote = "\n" + COUNT + RULE % ("demote = 1", OFTEN)
    assert found(tiny(*four, more=demote)) == []
    high = (('range = "x >= 90"', 'range = "x > 100"'), ("80 <= x < 90", "80 <= x <= 100"))
    assert found(tiny(*high)) == [
        "等次“甲”没有档次，也没有限定会落到它，只能由会议另行确定。",
        "档次“甲”（100 分（不含）以上）达不到：最低 0 分，最高 100 分。",
    ]
    assert found(tiny(*high, ("full = 100", "full = 100\nceiling = 110"))) == []


def test_a_lowest_band_with_a_condition_and_a_rank_by_quota() -> None:
    low = 'range = "x < 80"\nrequires = { registry = "领域", is = "农村" }'
    assert "它的 requires 不起作用" in found(tiny(('range = "x < 80"', low)))[0]
    # Ranks lead to levels that have no band of their own; that they replace the bands is said.
    text = tiny(('name = "丙"', 'name = "丙"\n\n[[levels]]\nname = "丁"'))
    ranked = '[[quotas]]\nname = "倒数"\nlevels = ["丙"]\nat_most = "90%"\nassign = "by rank"\n'
    (said,) = found(text + ranked)
    assert "名额排不上的一律为“丁”，档次和它们的 requires 都不起作用" in said


def test_a_domain_with_too_few_stars() -> None:
    text = STARS.replace('name = "示范星"', 'name = "示范星"\ndomains = ["农村"]') + (
        '[[domains]]\nname = "农村"\n[[domains]]\nname = "机关"\n'
    )
    assert found(text) == ["领域“机关”只有 2 颗星，评不上“三星”。"]


_ASKED = st.tuples(
    st.sampled_from(["is", "at_least", "at_most", "more_than", "less_than"]), st.integers(-1, 5)
)


@given(st.lists(_ASKED, min_size=1, max_size=4))
def test_a_condition_is_impossible_exactly_where_no_count_answers(
    asked: list[tuple[str, int]],
) -> None:
    """Against every count there can be, and against those who grade."""
    parts = ", ".join(f'{{ fact = "次数", {word} = {number} }}' for word, number in asked)
    rule = RULE % ("demote = 1", f"all = [{parts}]")
    scheme = read(tiny(more="\n" + COUNT + rule))
    possible = any(
        holds(
            scheme.limits[0].when,
            Case(Evidence(SubjectFacts(1, "柳树湾村"), facts={"次数": count})),
        )
        for count in range(8)
    )
    said = [one.sentence for one in check(scheme) if "永远不成立" in one.sentence]
    assert bool(said) is not possible


@given(st.lists(st.sampled_from(["cap", "force", "demote", "disqualify"]), min_size=1, max_size=4))
def test_rungs_are_unreached_exactly_where_no_chain_of_limits_leads(kinds: list[str]) -> None:
    """Against `limited`, the rule that grades: everywhere one can come from the only band."""
    words = {"cap": '"丙"', "force": '"丁"', "demote": "2", "disqualify": '"戊"'}
    rules = "".join(
        RULE.replace("限", f"限{place}") % (f"{kind} = {words[kind]}", OFTEN)
        for place, kind in enumerate(kinds)
    )
    head = '[limits]\nsequence = ["force", "cap", "demote"]\ndemotions = "add_up"\n'
    text = banded(dict.fromkeys("甲乙丙丁戊", "x >= 0")) + COUNT + head + rules
    text = re.sub(r'\[\[bands\]\]\nlevel = "[乙丙丁戊]"\nrange = "x >= 0"\n', "", text)
    scheme = read(text)
    reached = {"甲"}
    for _ in scheme.levels:
        after = {limited(scheme, limit, level) for limit in scheme.limits for level in reached}
        reached |= {one for one in after if one is not None}
    said = [one.sentence for one in check(scheme) if "也没有限定会落到它" in one.sentence]
    assert {one.split("“")[1][0] for one in said} == set("甲乙丙丁戊") - reached


# --- what makes no difference -----------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('[[domains]]\nname = "农村"\n', "没有哪个指标或星分领域"),
        ('[[adjustment_groups]]\nname = "组"\n', "加减分组“组”里一项也没有"),
        (
            '[[stars]]\nname = "星"\nwhen = { total = true, at_least = 90 }\n',
            "星只作展示",
        ),
        (
            (
                '[[adjustments]]\nname = "加"\nkind = "deduction"\nceiling = 3\n'
                'tiers = [{ name = "县", points = 2 }, { name = "市", points = 5 }]\n'
            ),
            "ceiling 低于它自己的一档 5 分",
        ),
        (
            (
                '[[adjustments]]\nname = "加"\nkind = "deduction"\nceiling = 5\n'
                'combine = "highest"\n'
                'tiers = [{ name = "县", points = 2 }, { name = "市", points = 5 }]\n'
            ),
            "ceiling 不低于最高的一档 5 分，永远不起作用",
        ),
        (
            (
                '[[steps]]\nname = "甲"\nyields = "papers"\ndeadline = "05-01"\n'
                '[[steps]]\nname = "乙"\nyields = "papers"\ndeadline = "04-30"\n'
            ),
            "环节“乙”的期限 4 月 30 日 早于写在它前面的“甲”的 5 月 1 日",
        ),
    ],
)
def test_hints_about_what_makes_no_difference(more: str, expected: str) -> None:
    hints = found(tiny(more="\n" + more))
    assert len(hints) == 1, hints
    assert expected in hints[0]


def test_a_group_of_bonuses_and_deductions_is_refused() -> None:
    more = '\n[[adjustment_groups]]\nname = "组"\n' + "".join(
        f'[[adjustments]]\nname = "{kind}"\nkind = "{kind}"\npoints = 1\ngroup = "组"\n'
        for kind in ("bonus", "deduction")
    )
    assert any("既有加分又有扣分" in one for one in found(tiny(more=more), ERROR))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("3", "7", ""),
        ("0.3", "0.7", ""),
        ("0.3", "0.6", "合计 0.9，不是 1"),
        ("30", "60", "不是 100"),
    ],
)
def test_weights_are_a_ratio_unless_they_look_like_shares(
    first: str, second: str, expected: str
) -> None:
    text = WIDE.replace("weight = 7", f"weight = {second}").replace(
        "weight = 3", f"weight = {first}"
    )
    said = [one for one in found(text) if "weight" in one]
    assert [expected in one for one in said] == [True] * bool(expected), said


def test_what_only_points_can_do_in_a_scheme_by_opinion() -> None:
    more = (
        '[rectification]\nbelow = "70%"\n[[adjustments]]\nname = "加"\nkind = "bonus"\npoints = 1\n'
    )
    assert found(OPINION + more) == [
        "整改按得分低的指标列，方案里却没有计分的指标，只能由人逐条登记。",
        "等次由会议意见确定，加减分（[[adjustments]]）不影响等次。",
    ]
    assert found(OPINION + "[rectification]\nleast = 2\nmost = 3\n") == []


# --- quotas -----------------------------------------------------------------------------

QUOTA = '[[quotas]]\nname = "{}"\nlevels = [{}]\n{} = {}\n'
SIX = QUOTA.format("五星", '"甲"', "at_most", '"10%"') + QUOTA.format("一名", '"甲"', "at_least", 1)


def test_six_members_at_most_a_tenth_and_at_least_one() -> None:
    assert found(tiny(more="\n" + SIX)) == [
        (
            "参评的党组织为 1—9 个时，名额“五星”、“一名”不能同时做到；"
            "请在其中一个里用 yields_to 写明让给哪一个。"
        )
    ]
    settled = SIX.replace('at_most = "10%"', 'at_most = "10%"\nyields_to = "一名"')
    assert found(tiny(more="\n" + settled)) == []
    parent = SIX.replace("levels", 'over = "parent"\nlevels')
    assert found(tiny(more="\n" + parent))[0].startswith("一个上级党组织下面的党组织为 1—9 个时")
    both = settled.replace("at_least = 1", 'at_least = 1\nyields_to = "五星"')
    assert any("互相写了 yields_to" in one for one in found(tiny(more="\n" + both), ERROR))


def test_one_in_each_part_against_a_share_of_all() -> None:
    each = SIX.replace("at_least = 1", 'at_least = 1\nover = "parent"')
    assert found(tiny(more="\n" + each)) == [
        (
            "名额“一名”要求每个上级党组织下面不少于 1 个，“五星”要求一共不超过 10%；"
            "分得多了就不能同时做到，请用 yields_to 写明让给哪一个。"
        )
    ]
    settled = each.replace('at_most = "10%"', 'at_most = "10%"\nyields_to = "一名"')
    assert found(tiny(more="\n" + settled)) == []
    share = QUOTA.format("多", '"甲"', "at_least", '"20%"') + 'over = "domain"\n'
    assert any("无法同时做到" in one for one in found(tiny(more="\n" + share + SIX), ERROR))


def test_somebody_is_left_without_a_level() -> None:
    most = "".join(
        QUOTA.format(one, f'"{one}"', "at_most", share)
        for one, share in (("甲", '"10%"'), ("乙", '"30%"'), ("丙", '"50%"'))
    )
    assert found(tiny(more="\n" + most), ERROR) == [
        (
            "不论参评多少个，名额“甲”、“乙”、“丙”的上限加起来不到总数，有人定不了等次；"
            "请核对比例或放宽上限。"
        )
    ]
    # Only said, not refused, where the source itself says 一般.
    assert found(tiny(more="\n" + most.replace("levels", "soft = true\nlevels")), ERROR) == []
    whole = most.replace("50%", "60%")
    assert "1—9" in found(tiny(more="\n" + whole))[0]  # a tenth of nine is nobody
    least = QUOTA.format("甲", '"甲"', "at_least", 2) + QUOTA.format("丙", '"丙"', "at_least", 3)
    assert found(tiny(more="\n" + least)) == [
        ("参评的党组织为 1—4 个时，名额“甲”、“丙”的下限加起来超过总数，不能同时做到；请核对比例。")
    ]


def test_a_target_contradicts_nothing() -> None:
    quotas = QUOTA.format("目标", '"甲"', "at_least", '"60%"') + QUOTA.format(
        "名额", '"甲"', "at_most", '"10%"'
    )
    assert any("无法同时做到" in one for one in found(tiny(more="\n" + quotas), ERROR))
    target = quotas.replace('"60%"', '"60%"\ntarget = true')
    assert check(read(tiny(more="\n" + target))) == ()


def test_a_ratio_always_comes_out_and_shares_of_everybody_come_to_the_whole() -> None:
    ratio = '[[quotas]]\nratio = "3:7:2"\nlevels = [["甲"], ["乙"], ["丙"]]\n'
    assert found(tiny(more="\n" + ratio)) == []
    about = "".join(
        QUOTA.format(one, f'"{one}"', "about", '"30%"') + 'tolerance = "5%"\nsoft = true\n'
        for one in ("甲", "乙", "丙")
    )
    assert "比例合计却只有 90%" in found(tiny(more="\n" + about))[0]


def test_ranks_are_given_within_one_and_the_same_part() -> None:
    assigned = "".join(
        QUOTA.format(one, f'"{one}"', "at_most", '"10%"') + f'assign = "by rank"\nover = "{over}"\n'
        for one, over in (("甲", "round"), ("乙", "parent"))
    )
    assert any("应相同" in one for one in found(tiny(more="\n" + assigned), ERROR))
    two = QUOTA.format("多", '"甲", "乙"', "at_most", '"10%"') + 'assign = "by rank"\n'
    assert any("只能写一个等次" in one for one in found(tiny(more="\n" + two), ERROR))


_SIZE = st.one_of(st.integers(0, 5), st.integers(0, 20).map(lambda tenth: f'"{tenth * 5}%"'))
_LEVELS = st.sampled_from(['"甲"', '"乙"', '"丙"', '"甲", "乙"', '"乙", "丙"'])
_BOUNDS = st.sampled_from(["at_most", "at_least", "about"])


@given(st.lists(st.tuples(_LEVELS, _BOUNDS, _SIZE), min_size=1, max_size=4))
def test_quotas_clash_exactly_where_no_whole_numbers_answer(
    quotas: list[tuple[Any, Any, Any]],
) -> None:
    """The check against trying out every way to spread up to 12 subjects over three levels."""
    text = "".join(
        QUOTA.format(place, levels, bound, size) + "soft = true\n"
        for place, (levels, bound, size) in enumerate(quotas)
    )
    scheme = read(tiny(more="\n" + text))
    problems = check(scheme)
    if any(one.severity is ERROR for one in problems):
        return  # refused by the shares alone, before anybody is counted
    said = " ".join(one.sentence for one in problems)
    for base in range(1, 13):
        states = allowances(scheme, Over.ROUND, base)
        possible = any(
            all(
                (state.low is None or held >= state.low)
                and (state.high is None or held <= state.high)
                for state in states
                for held in [sum(spread["甲乙丙".index(level)] for level in state.quota.levels)]
            )
            for spread in (
                (first, second, base - first - second)
                for first, second in product(range(base + 1), repeat=2)
                if first + second <= base
            )
        )
        assert possible is (not _names(said, base)), (base, said)


def _names(said: str, base: int) -> bool:
    """Whether any of the sentences counts ``base`` among its numbers."""
    if "不论参评多少个" in said:
        return True
    for span in said.replace("—", "-").split():
        for part in span.split("、"):
            low, _, high = part.partition("-")
            if low.isdigit() and int(low) <= base <= int(high or low):
                return True
    return False


def test_spans() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == "1—3、7、9—10 个"
    assert spans([*range(1, 19, 2)]) == "1、3、5、7、9、11、13、15 个等"
