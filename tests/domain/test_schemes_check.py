"""Judging a scheme: gaps and overlaps with their ends, sums, shares, the ladder, readings."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault, Severity
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.scheme_texts import line_of, tiny

HIGH, MIDDLE, LOW = 'range = "x >= 90"', 'range = "80 <= x < 90"', 'range = "x < 80"'


def errors(scheme: Scheme) -> list[str]:
    return [str(one) for one in check(scheme) if one.severity is Severity.ERROR]


def hints(scheme: Scheme) -> list[str]:
    return [one.sentence for one in check(scheme) if one.severity is Severity.HINT]


def banded(high: str, middle: str, low: str, total: str = "full = 100") -> str:
    return tiny(
        (HIGH, f'range = "{high}"'),
        (MIDDLE, f'range = "{middle}"'),
        (LOW, f'range = "{low}"'),
        ("full = 100", total),
    )


@pytest.mark.parametrize(
    ("high", "middle", "low", "total", "expected"),
    [
        ("x >= 90", "80 <= x < 90", "x < 80", "full = 100", []),
        ("90 <= x <= 100", "80 <= x < 90", "0 <= x < 80", "full = 100", []),
        # An integer scheme leaves 89.5 nowhere, unless totals are whole numbers.
        (
            "90 <= x <= 100",
            "80 <= x <= 89",
            "x < 80",
            "full = 100",
            [
                (
                    "89 分（不含）至 90 分（不含）不属于任何档次，例如 89.5 分；"
                    "可把“乙”改为 80 <= x < 90（归入“乙”），"
                    "或把“甲”改为 89 < x <= 100（归入“甲”），"
                    "或在 [total] 里写 decimals = 0（总分四舍五入取整）。"
                )
            ],
        ),
        ("90 <= x <= 100", "80 <= x <= 89", "x < 80", "full = 100\ndecimals = 0", []),
        # One missing point is a gap at any number of decimals.
        (
            "x > 90",
            "80 <= x < 90",
            "x < 80",
            "full = 100\ndecimals = 0",
            [
                (
                    "90 分不属于任何档次；可把“乙”改为 80 <= x <= 90（归入“乙”），"
                    "或把“甲”改为 x >= 90（归入“甲”）。"
                )
            ],
        ),
        (
            "x >= 90",
            "80 <= x <= 90",
            "x < 80",
            "full = 100",
            [
                (
                    "档次“甲”与“乙”在 90 分重叠；可把“乙”改为 80 <= x < 90（重叠的归入“甲”），"
                    "或把“甲”改为 x > 90（重叠的归入“乙”）。"
                )
            ],
        ),
        (
            "x >= 90",
            "80 <= x < 95",
            "x < 80",
            "full = 100",
            [
                (
                    "档次“甲”与“乙”在 90 分（含）至 95 分（不含）重叠；"
                    "可把“乙”改为 80 <= x < 90（重叠的归入“甲”），"
                    "或把“甲”改为 x >= 95（重叠的归入“乙”）。"
                )
            ],
        ),
        # Two bands, both without lower end.
        (
            "x >= 90",
            "x < 90",
            "x < 80",
            "full = 100",
            [
                (
                    "档次“乙”与“丙”在 0 分（含）至 80 分（不含）重叠；"
                    "可把“乙”改为 80 <= x < 90（重叠的归入“丙”）。"
                )
            ],
        ),
        (
            "90 <= x < 100",
            "80 <= x < 90",
            "x < 80",
            "full = 100",
            ["100 分不属于任何档次；可把“甲”改为 x >= 90。"],
        ),
        (
            "x >= 90",
            "80 <= x < 90",
            "10 <= x < 80",
            "full = 100",
            [
                (
                    "0 分（含）至 10 分（不含）不属于任何档次，例如 4.9 分；"
                    "可把“丙”改为 x < 80，或为这些分数另写一个档次。"
                )
            ],
        ),
        ("x >= 90", "80 <= x < 90", "10 <= x < 80", "full = 100\nfloor = 10", []),
    ],
)
def test_bands_cover_every_total_once(
    high: str, middle: str, low: str, total: str, expected: list[str]
) -> None:
    found = [
        re.sub(r"^第 \d+ 行：", "", one) for one in errors(read(banded(high, middle, low, total)))
    ]
    assert found == expected


def test_an_overlap_names_the_line_of_the_later_band() -> None:
    text = banded("x >= 90", "80 <= x <= 90", "x < 80")
    with pytest.raises(SchemeFault) as caught:
        read_usable(text)
    middle = text[: text.index('level = "乙"')].count("\n")  # its heading is the line above
    assert caught.value.sentences[0].startswith(f"第 {middle} 行：档次“甲”与“乙”在 90 分重叠")


def test_bonuses_reach_above_the_full_points() -> None:
    bonus = (
        '\n[[adjustments]]\nname = "表彰"\nkind = "bonus"\n'
        'tiers = [{ name = "市级", points = 3 }, { name = "省级", points = 5 }]\n'
    )
    closed = banded("90 <= x <= 100", "80 <= x < 90", "x < 80")
    highest = errors(read(closed + bonus + 'combine = "highest"\n'))
    assert len(highest) == 1
    assert "100 分（不含）至 105 分（含）不属于任何档次" in highest[0]
    endless = errors(read(closed + bonus))
    assert "100 分（不含）以上不属于任何档次" in endless[0]
    assert endless[0].endswith("或在 [total] 里写 ceiling = 100（超过的按它计）。")
    clamped = closed.replace("full = 100", "full = 100\nceiling = 100")
    assert errors(read(clamped + bonus)) == []


_END = st.integers(0, 200).map(lambda half: Decimal(half) / 2)


@given(st.lists(st.tuples(_END, _END, st.booleans(), st.booleans()), min_size=3, max_size=3))
def test_a_finding_is_there_exactly_when_some_total_has_no_band_or_two(
    ranges: list[tuple[Decimal, Decimal, bool, bool]],
) -> None:
    """The check against the plain definition, over every total of one decimal."""
    ordered = sorted(ranges, key=lambda one: one[0], reverse=True)
    written = []
    for first, second, low_closed, high_closed in ordered:
        low, high = min(first, second), max(first, second) + 1
        written.append(
            f"{low} {'<=' if low_closed else '<'} x {'<=' if high_closed else '<'} {high}"
        )
    scheme = read(banded(*written))
    totals = [Decimal(tenth) / 10 for tenth in range(1001)]
    wrong = any(sum(band.range.holds(one) for band in scheme.bands) != 1 for one in totals)
    said = [one for one in errors(scheme) if "不属于任何档次" in one or "重叠" in one]
    assert bool(said) == wrong, said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("points = 40", "points = 39.5", "各项指标合计 99.5 分，与总分 100 分不符"),
        ("points = 40", "points = 0", "分值为 0"),
        ("full = 100", "full = 0", "总分 full 应大于 0；计分的指标合计 100 分，写 full = 100。"),
        ("full = 100", "full = 100\nceiling = 0", "最高分 ceiling 应高于"),
        ("total = true", "total = false", "没有说明哪个评价主体的得分算总分"),
        (
            "total = true",
            'total = true\n[[evaluators]]\nname = "自评"\ntotal = true',
            "“考评”、“自评”都写了 total = true",
        ),
        ('name = "甲"', 'name = "甲"\nnone = true', "排在最后"),
        ('yields = "decision"', 'yields = "scores"', "用 evaluator 写明"),
        ('yields = "decision"', 'yields = "poll"', "用 poll 写明"),
        ('yields = "decision"', 'yields = "notice"', "用 notice_days 写明"),
    ],
)
def test_numbers_and_roles_fit_together(old: str, new: str, expected: str) -> None:
    found = errors(read(tiny((old, new))))
    assert any(expected in one for one in found), found


def test_points_are_added_up_for_each_domain() -> None:
    text = tiny(
        ("points = 40", 'points = 40\ndomains = ["农村"]'),
        more='\n[[domains]]\nname = "农村"\n[[domains]]\nname = "机关"\n',
    )
    assert [one.split("：")[1] for one in errors(read(text))] == [
        "领域“机关”的各项指标合计 60 分，与总分 100 分不符，请核对。"
    ]


def test_bands_run_down_the_ladder() -> None:
    text = tiny(
        ('level = "甲"', 'level = "丙"'),
        ('level = "丙"\nrange = "x < 80"', 'level = "甲"\nrange = "x < 80"'),
    )
    found = errors(read(text))
    assert any("应像等次一样从高到低写" in one for one in found), found
    swapped = tiny(
        (HIGH, MIDDLE),
        (MIDDLE + '\n\n[[bands]]\nlevel = "丙"', HIGH + '\n\n[[bands]]\nlevel = "丙"'),
    )
    found = errors(read(swapped))
    assert any("“乙”的分数高于写在它前面的“甲”" in one for one in found), found


QUOTA = '\n[[quotas]]\nname = "{}"\nlevels = [{}]\n{} = "{}"\n'


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (QUOTA.format("多", '"甲"', "at_most", "120%"), "比例是 120%，不能超过 100%"),
        (
            QUOTA.format("一", '"甲"', "about", "60%") + QUOTA.format("二", '"乙"', "about", "41%"),
            "合计 101%，超过 100%",
        ),
        (
            QUOTA.format("一", '"甲"', "at_least", "30%")
            + QUOTA.format("二", '"甲", "乙"', "at_most", "20%"),
            "“一”的下限高于“二”的上限",
        ),
        ('\n[rectification]\nbelow = "170%"\n', "below 不能超过 100%"),
        (
            (
                '\n[[polls]]\nname = "测评"\noptions = ["好", "坏"]\n'
                '[[rates]]\nname = "率"\npoll = "测评"\nnumerator = ["好"]\n'
                '[[limits.rules]]\nname = "限"\ncap = "乙"\n'
                'when = { rate = "率", less_than = "101%" }\n'
            ),
            "“率”与 101% 比较，不能超过 100%",
        ),
        (
            '\n[[readings]]\nname = "读法"\nquestion = "？"\noptions = ["一", "二"]\n',
            "还没有选定，请在 chosen 里写上 “一”、“二” 中的一个",
        ),
        (
            (
                '\n[[readings]]\nname = "读法"\nquestion = "？"\noptions = ["一", "二"]\n'
                'chosen = "三"\n'
            ),
            "选定的不在可选之列",
        ),
    ],
)
def test_shares_and_readings(more: str, expected: str) -> None:
    text = tiny(more=more)
    found = errors(read(text))
    assert len(found) == 1
    assert expected in found[0]
    with pytest.raises(SchemeFault):
        read_usable(text)


def test_shares_that_add_up_to_the_whole_are_in_order() -> None:
    quotas = QUOTA.format("一", '"甲"', "about", "60%") + QUOTA.format("二", '"乙"', "about", "40%")
    # The same level counted twice is no sum over 100 %.
    again = QUOTA.format("三", '"甲", "乙"', "about", "90%")
    assert errors(read(tiny(more=quotas + again))) == []


@pytest.mark.parametrize(
    ("changes", "more", "expected"),
    [
        ((), '\n[[facts]]\nname = "备注"\nkind = "text"\n', "“备注”没有被任何规则用到"),
        ((), '\n[[polls]]\nname = "测评"\noptions = ["好", "坏"]\n', "测评“测评”没有被任何环节"),
        ((), '\n[[evaluators]]\nname = "互评"\n', "评价主体“互评”没有被任何环节用到"),
        ((('yields = "decision"', 'yields = "papers"'),), "", "由会议确定等次"),
        ((('name = "丙"', 'name = "丙"\n\n[[levels]]\nname = "丁"'),), "", "等次“丁”没有档次"),
    ],
)
def test_hints_do_not_make_a_scheme_unusable(
    changes: tuple[tuple[str, str], ...], more: str, expected: str
) -> None:
    text = tiny(*changes, more=more)
    scheme = read_usable(text)
    assert any(expected in one for one in hints(scheme)), hints(scheme)


def test_findings_name_the_line_of_their_rule() -> None:
    text = tiny(("points = 40", "points = 0"), ("points = 60", "points = 100"))
    problems = check(read(text))
    assert [one.line for one in problems] == [line_of(text, '[[indicators]]\nname = "队伍"')]


@pytest.mark.parametrize(
    ("heading", "kind"), [('[[polls]]\noptions = ["好", "差"]', "测评"), ("[[meetings]]", "会议")]
)
def test_more_than_twelve_categories_are_refused_on_their_line(heading: str, kind: str) -> None:
    def text(number: int) -> str:
        names = ", ".join(f'"第{one}类"' for one in range(number))
        return tiny(more=f'\n{heading}\nname = "大会"\ncategories = [{names}]\n')

    assert [one for one in check(read(text(12))) if one.severity is Severity.ERROR] == []
    with pytest.raises(SchemeFault) as caught:
        read_usable(text(13))
    line = text(13).split("\n").index(heading.split("\n", maxsplit=1)[0]) + 1
    assert [str(one) for one in caught.value.problems] == [
        f"第 {line} 行：{kind}“大会”的 categories 有 13 类，最多 12 类。"
    ]
