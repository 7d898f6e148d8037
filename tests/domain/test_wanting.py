"""还差什么: the engine itself is the judge of what is said."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.changes import FactIs, MorePoints
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.wanting import RankedRound, Wanting, wanting
from tests.domain import random_rows, random_schemes
from tests.domain.procedures import shipped
from tests.domain.ranked_schemes import ranked
from tests.domain.scheme_texts import SCHEMES
from tests.domain.small_scheme import SMALL, evidence
from tests.domain.wanting_judge import judge

INNOVATIVE = {"创新项目": True}
EVERY = sorted(one.stem for one in SCHEMES.glob("*.toml"))
BY_RANK = [one for one in EVERY if any(quota.assign for quota in shipped(one).quotas)]
ALONE = [one for one in EVERY if one not in BY_RANK]


def said(scheme: Scheme, known: Evidence) -> Wanting | None:
    return wanting(scheme, known, grade(scheme, known))


def words(scheme: Scheme, known: Evidence) -> str:
    found = said(scheme, known)
    return "" if found is None else found.words


def test_what_is_wanting_is_said() -> None:
    assert words(SMALL, evidence("40", "40", "15")) == "“创新项目”为“是”，即为甲。"
    assert words(SMALL, evidence("40", "37.5", "0")) == "总分再高 2.5 分（达到 80 分），即为乙。"
    assert not words(SMALL, evidence("40", "40", "15", facts=INNOVATIVE))


def test_causes_that_must_go_together_are_said_together() -> None:
    assert words(SMALL, evidence("40", "40", "5")) == (
        "总分再高 5 分，并且“创新项目”为“是”，这 2 条都做到，即为甲。"
    )
    low = {"满意率": Fraction(2, 5)}
    found = said(SMALL, evidence("40", "40", "15", rates=low))
    assert found is not None
    assert (found.level, found.lifted) == ("乙", ("满意率过低",))
    assert found.words == "满意率不低于 50%，不再适用“满意率过低”，即为乙。"


def test_one_fact_that_two_limits_look_at_is_said_once() -> None:
    known = evidence("40", "40", "20", facts={"创新项目": True, "缺会次数": 3})
    found = said(SMALL, known)
    assert found is not None
    assert found.changes == (FactIs("缺会次数", 2, "缺会次数不多于 2（现 3）"),)
    assert found.level == "甲"
    assert found.lifted == ("多次缺会不得为甲", "多次缺会降一级")


def test_nothing_is_said_of_what_nobody_can_change() -> None:
    full = evidence("40", "40", "20", facts={"缺会次数": 0})
    bare = replace(SMALL, bands=(replace(SMALL.bands[0], range=SMALL.bands[1].range),))
    assert said(bare, full) is None


@pytest.mark.parametrize("first", [True, False], ids=["rounded", "exact"])
@pytest.mark.parametrize("scheme_id", ALONE)
def test_no_sentence_about_a_shipped_scheme_is_false(scheme_id: str, *, first: bool) -> None:
    scheme, chance = replace(shipped(scheme_id), round_first=first), Random(scheme_id)
    rows = [random_rows.row(scheme, chance, number) for number in range(300)]
    found = judge(scheme, rows, chance, ways=3)
    assert found.false == []
    if scheme.measure is Measure.OPINION:
        assert found.spoken == 0
    else:
        assert found.spoken > found.below // 2, "most of what is below the top has a way up"


@settings(max_examples=400)
@given(
    case=random_schemes.schemes().flatmap(
        lambda scheme: st.tuples(st.just(scheme), random_schemes.evidence(scheme))
    ),
    seed=st.integers(0, 1000),
    first=st.booleans(),
)
def test_no_sentence_about_a_scheme_at_random_is_false(
    case: tuple[Scheme, Evidence], seed: int, *, first: bool
) -> None:
    scheme, known = replace(case[0], round_first=first), case[1]
    found = said(scheme, known)
    if found is not None:
        for chance in (Random(seed), Random(seed + 1)):
            after = random_rows.changed(scheme, known, found.changes, chance)
            assert grade(scheme, after).level == found.level, found.words


@pytest.mark.parametrize("scheme_id", BY_RANK)
def test_no_sentence_about_a_rank_is_false(scheme_id: str) -> None:
    scheme, chance = shipped(scheme_id), Random(scheme_id)
    spoken = 0
    for _ in range(12):
        everybody = [
            random_rows.row(scheme, chance, number) for number in range(chance.randint(1, 40))
        ]
        found = judge(scheme, everybody, chance)
        assert found.false == []
        assert not [one for one in found.words if "颗星" in one], "ranks decide, not stars"
        spoken += found.spoken
    assert spoken > 20


@settings(max_examples=60, deadline=None)
@given(scheme=random_schemes.ladder_schemes(), seed=st.integers(0, 1000), data=st.data())
def test_no_sentence_about_places_at_random_is_false(
    scheme: Scheme, seed: int, data: st.DataObject
) -> None:
    """Format 2: places of one level, everybody by rank with a rest, and the last ones."""
    everybody = [
        data.draw(random_schemes.evidence(scheme, one))
        for one in range(1, data.draw(st.integers(1, 6)) + 1)
    ]
    absent = [replace(one, participates=False) for one in everybody[3:4]]
    everybody = [*everybody[:3], *absent, *everybody[4:]]
    assert judge(scheme, everybody, Random(seed)).false == []


def test_a_rank_that_is_wanted_names_the_total_to_be_passed() -> None:
    scheme = shipped("C15")
    names = scheme.indicator_names()
    totals = ["45", "42", "41", "40", "39", "20"]
    everybody = [
        Evidence(
            random_rows.row(scheme, Random(1), number).subject,
            balloted={scheme.superior.name: dict.fromkeys(names, Fraction(total) / 5)},
        )
        for number, total in enumerate(totals)
    ]
    everybody = [replace(one, subject=replace(one.subject, parent="一支部")) for one in everybody]
    proposals = standings(scheme, everybody).proposals
    in_ranks = RankedRound.of(scheme, [(one, proposals[one.subject.id]) for one in everybody])
    found = [wanting(scheme, one, proposals[one.subject.id], in_ranks) for one in everybody]
    assert [one and one.words for one in found] == [
        None,
        "总分超过 45 分（现 42 分，排到第 1），即为五星。",
        "总分超过 42 分（现 41 分，排到第 2），即为四星。",
        "总分超过 42 分（现 40 分，排到第 2），即为四星。",
        "总分超过 42 分（现 39 分，排到第 2），即为四星。",
        "总分超过 20 分（现 20 分），不再适用“平均4分及以下”，即为三星。",
    ]
    assert isinstance(found[1].changes[0] if found[1] else None, MorePoints)
    assert wanting(scheme, everybody[1], proposals[1]) is None, "without the round: nothing"


def in_a_round(scheme: Scheme, *rows: tuple[str, str]) -> list[str]:
    """What everybody lacks; every row is a domain and a total."""
    everybody = [
        Evidence(
            SubjectFacts(number, f"第{number}村", domain=domain),
            points={"考评": {"班子": Decimal(60), "队伍": Decimal(total) - 60}},
        )
        for number, (domain, total) in enumerate(rows, 1)
    ]
    proposals = standings(scheme, everybody).proposals
    ranked_round = RankedRound.of(scheme, [(one, proposals[one.subject.id]) for one in everybody])
    found = [wanting(scheme, one, proposals[one.subject.id], ranked_round) for one in everybody]
    return [one.words if one else "" for one in found]


PLACES = '[[quotas]]\nname = "农村甲"\nlevels = ["甲"]\nat_most = 2\nassign = "by rank"\n'


def test_only_those_of_the_same_quota_have_to_be_passed() -> None:
    villages = PLACES + 'when = { registry = "领域", is = "农村" }\n'
    rows = [("农村", "99"), ("农村", "98"), ("农村", "94"), ("社区", "92"), ("社区", "97")]
    assert in_a_round(ranked(villages), *rows)[2] == (
        "总分超过 98 分（现 94 分，排到第 2），即为甲。"
    )


def test_where_a_tie_goes_up_it_is_enough_to_come_up_to_the_line() -> None:
    higher = (PLACES + 'ties = "higher"\n').replace("at_most = 2", "at_most = 1")
    capped = ("full = 100", "full = 100\nceiling = 100")
    said_of = in_a_round(ranked(higher, capped), ("农村", "100"), ("农村", "97"))
    assert said_of == ["", "总分再高 3 分（达到 100 分，排到第 1），即为甲。"]
    lower = PLACES.replace("at_most = 2", "at_most = 1")
    assert in_a_round(ranked(lower, capped), ("农村", "100"), ("农村", "97")) == ["", ""]
