"""Two versions of a scheme, compared in words."""

import pytest

from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.words.comparison import SchemeDifference, compare
from tests.domain.scheme_texts import TINY, shipped_text, tiny
from tests.domain.scheme_wide import WIDE

OLD = read(TINY)


def differences(*changes: tuple[str, str], more: str = "") -> list[tuple[str, str, str]]:
    return [
        (one.section, one.before, one.after)
        for one in compare(OLD, read(tiny(*changes, more=more)))
    ]


@pytest.mark.parametrize("text", [TINY, WIDE, shipped_text("C11")])
def test_a_scheme_differs_in_nothing_from_itself(text: str) -> None:
    assert compare(read(text), read(text)) == ()
    # Neither do comments, blank lines and the way in which a value is written.
    other = "# 说明\n\n" + text.replace("points = 60", 'points = "60.0"').replace(" = ", "  =  ")
    assert compare(read(text), read(other)) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            (("full = 100", "full = 110"), ("points = 40", "points = 50")),
            [
                (
                    "总则",
                    "总分 100 分，保留 1 位小数，四舍五入；最低 0 分。",
                    "总分 110 分，保留 1 位小数，四舍五入；最低 0 分。",
                ),
                ("指标", "“队伍” 40 分。", "“队伍” 50 分。"),
            ],
        ),
        (
            (("x >= 90", "x >= 95"), ("80 <= x < 90", "80 <= x < 95")),
            [
                ("档次", "“甲”为 90 分（含）以上。", "“甲”为 95 分（含）以上。"),
                (
                    "档次",
                    "“乙”为 80 分（含）至 90 分（不含）。",
                    "“乙”为 80 分（含）至 95 分（不含）。",
                ),
            ],
        ),
        (
            (("青山镇试行方案", "青山镇方案"),),
            [("总则", "方案名称是“青山镇试行方案”。", "方案名称是“青山镇方案”。")],
        ),
        (
            (('name = "班子"', 'name = "领导班子"'),),
            [("指标", "“班子” 60 分。", ""), ("指标", "", "“领导班子” 60 分。")],
        ),
        (
            (
                ('name = "队伍"\npoints = 40', 'name = "机制"\npoints = 60'),
                ('name = "班子"\npoints = 60', 'name = "队伍"\npoints = 40'),
                ('name = "机制"', 'name = "班子"'),
            ),
            [("指标", "先后为班子、队伍。", "先后改为队伍、班子。")],
        ),
        (
            (('range = "x >= 90"', 'range = "x >= 90"\nphrase = "90分以上"'),),
            [
                (
                    "档次",
                    "“甲”为 90 分（含）以上。（没有写出处）",
                    "“甲”为 90 分（含）以上。（原话：90分以上）",
                )
            ],
        ),
    ],
)
def test_differences_are_said_by_name(
    changes: tuple[tuple[str, str], ...], expected: list[tuple[str, str, str]]
) -> None:
    assert differences(*changes) == expected


def test_whole_sections_come_and_go() -> None:
    more = (
        '\n[[readings]]\nname = "读法"\nquestion = "怎么办？"\noptions = ["这样", "那样"]\n'
        'chosen = "这样"\n[forms]\nballot = "测评表"\n'
        '[[quotas]]\nname = "甲不超过10%"\nlevels = ["甲"]\nat_most = "10%"\nsoft = true\n'
    )
    came = differences(more=more)
    assert came == [
        ("表名", "测评票的标题是“党组织民主测评票”。", "测评票的标题是“测评表”。"),
        ("名额", "", "“甲不超过10%”：“甲”不超过 10%，只作提示，不改变拟定的等次。"),
        ("读法", "", "怎么办？本方案选定：这样。另可理解为：那样。"),
    ]
    went = compare(read(tiny(more=more)), OLD)
    assert {(one.section, one.after, one.before) for one in went} == set(came)


def test_a_reading_that_was_chosen_otherwise() -> None:
    text = shipped_text("C11")
    other = text.replace('chosen = "3次及以上"', 'chosen = "超过3次（4次及以上）"')
    (change,) = compare(read(text), read(other))
    assert change.section == "读法"
    assert "本方案选定：3次及以上。" in change.before
    assert "本方案选定：超过3次（4次及以上）。" in change.after


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (SchemeDifference("指标", "“甲” 3 分。", ""), "指标：删去 “甲” 3 分。"),
        (SchemeDifference("指标", "", "“甲” 3 分。"), "指标：新增 “甲” 3 分。"),
        (
            SchemeDifference("指标", "“甲” 3 分。", "“甲” 4 分。"),
            "指标：原为 “甲” 3 分。现为 “甲” 4 分。",
        ),
    ],
)
def test_one_line_for_each(difference: SchemeDifference, words: str) -> None:
    assert difference.words == words


def test_two_bands_of_one_level_are_told_apart() -> None:
    two = tiny(
        ('level = "丙"\nrange = "x < 80"', 'level = "丙"\nrange = "70 <= x < 80"'),
        more='\n[[bands]]\nlevel = "丙"\nrange = "x < 70"\n',
    )
    three = two.replace("70 <= x < 80", "75 <= x < 80").replace("x < 70", "x < 75")
    assert [one.section for one in compare(read(two), read(three))] == ["档次", "档次"]
