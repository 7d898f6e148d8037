"""C7b: brands are counted, for the county, for every township and for every 领域."""

import pytest

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.quotas import QuotaState, QuotaVerdict
from desk_app.domain.ranking import Standings
from tests.domain.procedures import by_opinions, round_of, shipped

C7B = shipped("C7b")
COUNTY, BRAND, NONE = "县级党建品牌", "党建品牌", "未创建成"
TOWNSHIPS = ("青山镇党委", "白水镇党委")


def brands(*counted: tuple[str, str, str, int]) -> Standings:
    """A round of so many brands of each level, township and 领域."""
    everybody: list[tuple[str, SubjectFacts] | str] = []
    for level, parent, domain, count in counted:
        for _ in range(count):
            number = len(everybody) + 1
            subject = SubjectFacts(number, f"{number}号品牌", domain, parent=parent)
            everybody.append((level, subject))
    return round_of(C7B, "品牌认定", everybody)


def states(found: Standings, name: str) -> dict[str, QuotaState]:
    return {one.part: one for one in found.quotas if one.quota.name == name}


@pytest.mark.parametrize(
    ("held", "verdict"),
    [
        (4, QuotaVerdict.UNDER),
        (5, QuotaVerdict.WITHIN),
        (6, QuotaVerdict.OVER),
        (0, QuotaVerdict.UNDER),
    ],
)
def test_five_brands_of_the_county_a_year(held: int, verdict: QuotaVerdict) -> None:
    found = brands((COUNTY, TOWNSHIPS[0], "农村", held), (BRAND, TOWNSHIPS[0], "农村", 3))
    (state,) = states(found, "县级品牌5个").values()
    assert (state.held, state.low, state.high) == (held, 5, 5)
    assert state.verdict is verdict
    assert found.hints == {}


@pytest.mark.parametrize(
    ("county", "brand", "none", "verdict"),
    [
        (0, 2, 0, QuotaVerdict.WITHIN),
        (1, 1, 0, QuotaVerdict.WITHIN),  # a brand of the county is the township's, too
        (2, 0, 0, QuotaVerdict.WITHIN),
        (0, 1, 0, QuotaVerdict.UNDER),
        (0, 1, 5, QuotaVerdict.UNDER),  # declared but not recognised
        (0, 0, 1, QuotaVerdict.UNDER),
        (3, 3, 0, QuotaVerdict.WITHIN),
    ],
)
def test_every_township_at_least_two(
    county: int, brand: int, none: int, verdict: QuotaVerdict
) -> None:
    first, second = TOWNSHIPS
    found = brands(
        (COUNTY, first, "农村", county),
        (BRAND, first, "农村", brand),
        (NONE, first, "农村", none),
        (BRAND, second, "社区", 2),
    )
    counted = states(found, "每个乡镇党委至少2个")
    assert counted[first].verdict is verdict
    assert counted[second].verdict is QuotaVerdict.WITHIN


def test_who_is_no_township_need_not_have_two() -> None:
    found = brands(
        (BRAND, TOWNSHIPS[0], "农村", 1),
        (BRAND, "县直机关工委", "机关", 1),
        (BRAND, "县教育局党委", "学校", 1),
    )
    counted = states(found, "每个乡镇党委至少2个")
    assert {part: (one.held, one.verdict) for part, one in counted.items()} == {
        TOWNSHIPS[0]: (1, QuotaVerdict.UNDER),
    }
    assert states(found, "每个领域至少1个")["学校"].verdict is QuotaVerdict.WITHIN


def test_every_domain_has_its_own_theme() -> None:
    themes = [one for one in C7B.indicators if one.name == "品牌主题"]
    told = {domain: one.standard for one in themes for domain in one.domains}
    for domain, kind in (("机关", "效能型"), ("学校", "阳光型"), ("两新组织", "活力型")):
        assert kind in told[domain]
    assert told["农村牧区"] == told["城镇社区"]
    assert "服务型" in told["城镇社区"]


def test_every_domain_at_least_one() -> None:
    found = brands(
        (BRAND, TOWNSHIPS[0], "农村", 1),
        (COUNTY, TOWNSHIPS[0], "社区", 1),
        (NONE, TOWNSHIPS[0], "机关", 2),
        (BRAND, TOWNSHIPS[1], "事业", 1),  # counted with 机关
        (BRAND, TOWNSHIPS[1], "社会组织", 1),
        (NONE, TOWNSHIPS[1], "学校", 1),
    )
    counted = states(found, "每个领域至少1个")
    assert {part: (one.held, one.verdict) for part, one in counted.items()} == {
        "农村牧区": (1, QuotaVerdict.WITHIN),
        "城镇社区": (1, QuotaVerdict.WITHIN),
        "机关": (1, QuotaVerdict.WITHIN),
        "学校": (0, QuotaVerdict.UNDER),
        "两新组织": (1, QuotaVerdict.WITHIN),
    }


def test_a_domain_that_declared_nothing_is_lacking_all_the_same() -> None:
    found = brands((BRAND, TOWNSHIPS[0], "农村", 2))
    counted = states(found, "每个领域至少1个")
    assert {part for part, one in counted.items() if one.verdict is QuotaVerdict.UNDER} == {
        *("城镇社区", "机关", "学校", "两新组织"),
    }


@pytest.mark.parametrize(
    ("said", "level"),
    [({}, None), ({"品牌认定": COUNTY}, COUNTY), ({"品牌认定": "县级品牌"}, COUNTY)],
)
def test_the_meeting_says_what_a_brand_is(said: dict[str, str], level: str | None) -> None:
    assert by_opinions(C7B, said).level == level


def test_c7b_as_its_source_has_it() -> None:
    assert [one.name for one in C7B.domains] == [
        *("农村牧区", "城镇社区", "机关", "学校", "两新组织"),
    ]
    assert C7B.object_name == "党建品牌"
    assert all(one.target for one in C7B.quotas)
    assert [one.count for one in C7B.quotas] == [5, 2, 1]
