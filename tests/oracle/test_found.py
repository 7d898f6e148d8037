"""What the oracle found: each as the smallest scheme that shows it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.evidence import EarlierLevel, Evidence, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.words.conditions import describe
from desk_app.domain.wanting import wanting
from tests.domain.scheme_texts import tiny

NEWER = ("format = 1", "format = 2")
RATE = (
    '\n[[polls]]\nname = "测评"\noptions = ["满意", "不满意"]\n'
    '[[rates]]\nname = "满意率"\npoll = "测评"\nnumerator = ["满意"]\n'
)
NOT_LOW = 'when = { not = { rate = "满意率", at_least = "60%" } }\n'
CAP = f'{RATE}[[limits.rules]]\nname = "满意率不够"\ncap = "丙"\n{NOT_LOW}'


def known(total: str, *earlier: str, domain: str = "") -> Evidence:
    ladder = ["甲", "乙", "丙"]
    return Evidence(
        SubjectFacts(1, "柳树湾村党支部", domain),
        points={
            "考评": {
                "班子": min(Decimal(total), Decimal(60)),
                "队伍": max(Decimal(total) - 60, Decimal(0)),
            }
        },
        earlier=tuple(
            EarlierLevel(2025 - back, one, ladder.index(one)) for back, one in enumerate(earlier)
        ),
        on=date(2026, 7, 1),
    )


def test_a_forced_level_is_not_lifted_by_the_step_of_a_year_where_its_band_is_as_low() -> None:
    scheme = read_usable(
        tiny(
            NEWER,
            more='\n[[limits.rules]]\nname = "事故"\nforce = "丙"\n'
            "when = { total = true, less_than = 95 }\n"
            '[[limits.yearly]]\nname = "逐级"\nfall = 1\n',
        )
    )
    assert grade(scheme, known("85", "甲")).level == "丙", "forced, and lower than its band"
    assert grade(scheme, known("70", "甲")).level == "丙", "forced, and as low as its band"


@pytest.mark.parametrize(
    ("missing", "level"), [("wait", None), ("holds", "丙"), ("ignored", "甲"), ("", None)]
)
def test_what_a_missing_rate_means_is_meant_of_the_whole_condition(
    missing: str, level: str | None
) -> None:
    """“不得低于 60%”: without a poll, a comparison that does not hold made its opposite hold."""
    written = f'missing = "{missing}"\n' if missing else ""
    proposal = grade(read_usable(tiny(NEWER, more=CAP + written)), known("95"))
    assert proposal.level == level
    band = 'level = "甲"\nrange = "x >= 90"'
    requires = NOT_LOW.replace("when", "requires")
    scheme = read_usable(tiny(NEWER, (band, f"{band}\n{requires}{written}"), more=RATE))
    wanted = {"holds": "甲", "ignored": "乙"}.get(missing)
    assert grade(scheme, known("95")).level == wanted


@pytest.mark.parametrize("kind", ["disqualify = true", 'force = "丙"\nunscored = true'])
def test_nobody_is_taken_out_by_a_rate_that_is_waited_for(kind: str) -> None:
    scheme = read_usable(tiny(NEWER, more=CAP.replace('cap = "丙"', kind)))
    proposal = grade(scheme, known("95"))
    assert (proposal.level, proposal.disqualified) == (None, "")
    (waits,) = proposal.sentences[1:]
    assert waits == "满意率还没有测评结果（“满意率不够”要看它），暂不能拟定等级。"


def test_a_limit_that_applied_is_not_said_to_have_been_left_out() -> None:
    proposal = grade(read_usable(tiny(more=CAP)), known("95"))
    assert proposal.level == "丙", "format 1 is graded as it always was"
    assert not [one for one in proposal.sentences if "没有看" in one]


def test_a_star_that_is_lost_anyway_waits_for_no_poll() -> None:
    star = '{ all = [{ registry = "领域", is = "农村" }, { rate = "满意率", at_least = "90%" }] }'
    text = tiny(
        NEWER,
        ("[total]\n", '[total]\nmeasure = "stars"\n'),
        ('range = "x >= 90"', 'range = "x >= 2"'),
        ('range = "80 <= x < 90"', 'range = "1 <= x < 2"'),
        ('range = "x < 80"', 'range = "x < 1"'),
        more=f'{RATE}[[stars]]\nname = "民主星"\nwhen = {star}\n'
        '[[stars]]\nname = "业绩星"\nwhen = { total = true, at_least = 80 }\n',
    )
    scheme = read_usable(text)
    assert grade(scheme, known("90", domain="机关")).level == "乙"
    assert grade(scheme, known("90", domain="农村")).level is None
    older = read_usable(text.replace(*NEWER[::-1]))
    assert grade(older, known("90", domain="机关")).level is None, "format 1 waits as it did"


def several(*totals: str) -> list[Evidence]:
    return [
        replace(known(total), subject=SubjectFacts(number, f"第{number}村党支部"))
        for number, total in enumerate(totals, start=1)
    ]


RANKED = (
    '\n[[quotas]]\nname = "甲不超过20%"\nlevels = ["甲"]\nat_most = "20%"\nassign = "by rank"\n'
)
BASE = ("[total]\n", "[subjects]\nabsent_in_base = true\n[total]\n")


@pytest.mark.parametrize("rest", ["", 'rest = "丙"\n'])
def test_places_by_rank_are_as_many_as_the_quota_says_where_absent_ones_count(rest: str) -> None:
    scheme = read_usable(tiny(NEWER, BASE, more=RANKED + rest))
    everybody = several("99", "95", "93", "91")
    everybody.append(replace(everybody[0], subject=SubjectFacts(9, "停评村"), participates=False))
    found = standings(scheme, everybody)
    assert [one.level for one in found.proposals.values()].count("甲") == 1
    assert [(one.base, one.high, one.held) for one in found.quotas] == [(5, 1, 1)]
    older = read_usable(tiny(BASE, more=RANKED))
    levels = [one.level for one in standings(older, everybody).proposals.values()]
    assert levels.count("甲") == 0, "format 1 is ranked as it always was"


@pytest.mark.parametrize("rest", ["", 'rest = "丙"\n'])
def test_who_has_no_total_takes_no_place_by_rank(rest: str) -> None:
    """直接定级 without scores: the few that were filled in put it before those with a total."""
    direct = (
        '\n[[facts]]\nname = "重大事故"\nkind = "yes_no"\n[[limits.rules]]\nname = "重大事故"\n'
        'force = "甲"\nunscored = true\nwhen = { fact = "重大事故", is = true }\n'
    )
    scheme = read_usable(tiny(NEWER, more=direct + RANKED.replace('"20%"', "1") + rest))
    everybody = several("92", "91", "91.5")
    torn = {"考评": {"班子": Decimal(60)}}
    everybody[0] = replace(everybody[0], points=torn, facts={"重大事故": True})
    found = standings(scheme, everybody).proposals
    assert [one.level for one in found.values()] == ["甲", "丙" if rest else "乙", "甲"]
    assert not [one for one in found[1].sentences if "排" in one]


def test_a_sentence_about_months_says_that_the_last_day_still_counts() -> None:
    """“已过 36 个月以上” takes the day on which the 36 months end in, and the engine does not."""
    scheme = read_usable(
        tiny(
            more='\n[[facts]]\nname = "授牌日期"\nkind = "date"\n[[limits.rules]]\nname = "失效"\n'
            'cap = "丙"\nwhen = { fact = "授牌日期", over_months = 36 }\n'
        )
    )
    (limit,) = scheme.limits
    assert describe(limit.when) == "“授牌日期”已超过 36 个月"
    given = {date(2023, 7, 1): "甲", date(2023, 6, 30): "丙", date(2027, 1, 1): "甲"}
    for day, level in given.items():
        assert grade(scheme, replace(known("95"), facts={"授牌日期": day})).level == level


def test_any_two_of_several_stars_are_not_offered_where_two_want_opposite_things() -> None:
    """满意率不高于 60% and 高于 90%: the first two and the last two could be won, not these two."""
    stars = {
        "甲星": '{ rate = "满意率", at_most = "60%" }',
        "乙星": '{ fact = "类别", is = "一类" }',
        "丙星": '{ rate = "满意率", more_than = "90%" }',
    }
    written = "".join(f'[[stars]]\nname = "{one}"\nwhen = {when}\n' for one, when in stars.items())
    choice = '[[facts]]\nname = "类别"\nkind = "choice"\noptions = ["一类", "二类"]\n'
    scheme = read_usable(
        tiny(
            NEWER,
            ("[total]\n", '[total]\nmeasure = "stars"\n'),
            ('range = "x >= 90"', 'range = "x >= 3"'),
            ('range = "80 <= x < 90"', 'range = "2 <= x < 3"'),
            ('range = "x < 80"', 'range = "x < 2"'),
            more=RATE + choice + written,
        )
    )
    one = replace(known("90"), rates={"满意率": Fraction(4, 5)})
    said = wanting(scheme, one, grade(scheme, one))
    assert said is None or "任意" not in said.words
