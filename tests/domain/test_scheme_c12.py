"""C12: 3:7 on every single item, a star for each, and one that the villagers can withhold."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence, Tally
from desk_app.domain.grading import grade
from desk_app.domain.polling.counts import rates as polled_rates
from desk_app.domain.polling.samples import least_share
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.procedures import names, replay, shipped
from tests.domain.scheme_texts import shipped_text
from tests.domain.star_schemes import subject

C12 = shipped("C12")
ITEMS = tuple(one.name for one in C12.indicators)
GOOD = Fraction(9, 10)


def scored(
    own: Mapping[str, str],
    theirs: Mapping[str, str],
    *,
    rate: Fraction | None = GOOD,
    scheme: Scheme = C12,
) -> Proposal:
    """The proposal for two sheets; every item that neither names has full points."""
    sheets = {
        "自评": {one: Decimal(own.get(one, "20")) for one in ITEMS if own.get(one) != "-"},
        "考评": {one: Decimal(theirs.get(one, "20")) for one in ITEMS if theirs.get(one) != "-"},
    }
    known = Evidence(subject(), points=sheets, rates={} if rate is None else {"满意率": rate})
    proposal = grade(scheme, known)
    assert replay(proposal) == proposal.level
    return proposal


@pytest.mark.parametrize(
    ("own", "theirs", "exact", "level"),
    [
        ("20", "20", "20", "五星"),
        ("16", "16", "16", "五星"),
        ("9", "19", "16", "五星"),  # 27 + 133 = 160
        ("20", "14.285", "15.9995", "四星"),  # 60 + 99.995; would be 16.0 if it were rounded
        ("20", "14.286", "16.0002", "五星"),  # 60 + 100.002
        ("15.999", "16", "15.9997", "四星"),
        ("16.001", "16", "16.0003", "五星"),
        ("0", "20", "14", "四星"),  # 140
        ("20", "0", "6", "四星"),  # 60
        ("0", "0", "0", "四星"),
    ],
)
def test_three_to_seven_on_the_item_and_rounded_nowhere(
    own: str, theirs: str, exact: str, level: str
) -> None:
    proposal = scored({"村容整洁": own}, {"村容整洁": theirs})
    assert proposal.total.judged["村容整洁"] == Fraction(exact)
    assert proposal.level == level


@pytest.mark.parametrize("lost", range(6))
def test_as_many_stars_as_were_awarded(lost: int) -> None:
    few = dict.fromkeys(ITEMS[:lost], "15.9")
    proposal = scored(few, few)
    assert proposal.star_count == 5 - lost
    assert proposal.level == ("五星", "四星", "三星", "二星", "一星", "无星")[lost]


@pytest.mark.parametrize(
    ("own", "theirs", "total"),
    [
        ("86.5", "91.5", "90.0"),  # 25.95 + 64.05
        ("80", "90", "87.0"),
        ("88.5", "79", "81.9"),  # 26.55 + 55.3 = 81.85, half up once
        ("87.6", "83.1", "84.5"),  # 26.28 + 58.17 = 84.45, half up once
        ("87.1", "83.3", "84.4"),  # 26.13 + 58.31 = 84.44
    ],
)
def test_the_weighted_total_is_exact(own: str, theirs: str, total: str) -> None:
    def spread(points: str) -> dict[str, str]:
        left, found = Decimal(points), {}
        for one in ITEMS:
            found[one] = str(min(left, Decimal(20)))
            left -= Decimal(found[one])
        return found

    assert f"{scored(spread(own), spread(theirs)).total.points:f}" == total


@pytest.mark.parametrize(
    ("rate", "level"),
    [
        (Fraction(80, 100), "五星"),  # exactly 80 %: the reading that was chosen
        (Fraction(799, 1000), "四星"),
        (Fraction(7_999_999, 10_000_000), "四星"),  # 80.0 % as it is printed, and below
        (Fraction(1), "五星"),
        (Fraction(0), "四星"),
    ],
)
def test_case_4_exactly_80_percent(rate: Fraction, level: str) -> None:
    proposal = scored({}, {}, rate=rate)
    assert proposal.level == level
    withheld = [one.star.name for one in proposal.stars if not one.awarded]
    assert withheld == ([] if level == "五星" else ["群众满意星"])


def test_case_4_the_other_reading_is_one_word_in_the_file() -> None:
    old = '{ rate = "满意率", at_least = "80%" }'
    text = shipped_text("C12")
    assert old in text
    other = read(text.replace(old, old.replace("at_least", "more_than")))
    assert scored({}, {}, rate=Fraction(80, 100), scheme=other).level == "四星"


@pytest.mark.parametrize(
    ("content", "some", "none", "level"),
    [(20, 12, 8, "五星"), (19, 12, 9, "四星"), (40, 0, 10, "五星"), (31, 0, 8, "四星")],
)
def test_the_rate_from_the_sheets_of_the_households(
    content: int, some: int, none: int, level: str
) -> None:
    valid = content + some + none  # 32/40, 31/40, 40/50 and 31/39
    tally = Tally(valid, valid, valid, 0, {"满意": content, "基本满意": some, "不满意": none})
    assert scored({}, {}, rate=polled_rates(C12, {"群众测评": tally})["满意率"]).level == level


def test_the_villagers_star_needs_its_points_too() -> None:
    few = {"群众满意": "15"}
    assert scored(few, few, rate=Fraction(1)).level == "四星"


def test_without_a_survey_nothing_is_proposed() -> None:
    assert scored({}, {}, rate=None).level is None


@pytest.mark.parametrize(
    ("own", "theirs"), [({}, {"经济发展": "-"}), ({"经济发展": "-"}, {}), ({"经济发展": "-"},) * 2]
)
def test_case_18_an_item_that_one_has_not_scored_stays_open(
    own: dict[str, str], theirs: dict[str, str]
) -> None:
    proposal = scored(own, theirs)
    assert proposal.level is None
    assert proposal.total.missing == ("经济发展",)
    assert "经济发展" in proposal.sentences[-1]


@pytest.mark.parametrize(
    ("rule", "own", "theirs", "level"),
    [
        ("others", {}, {"经济发展": "-"}, "五星"),  # 20 alone
        ("others", {"经济发展": "-"}, {"经济发展": "15"}, "四星"),  # 15 alone
        ("zero", {}, {"经济发展": "-"}, "四星"),  # 60 of 10 is 6
        ("zero", {"经济发展": "-"}, {}, "四星"),  # 140 of 10 is 14
    ],
)
def test_case_18_the_other_readings_are_one_word_in_the_file(
    rule: str, own: dict[str, str], theirs: dict[str, str], level: str
) -> None:
    text = shipped_text("C12")
    assert 'missing = "open"' in text
    other = read(text.replace('missing = "open"', f'missing = "{rule}"'))
    assert scored(own, theirs, scheme=other).level == level


def test_what_follows() -> None:
    always = {"评定结果反馈村党组织并公示", "纳入全镇年度党建目标考核"}
    assert names(scored({}, {})) == always | {"挂牌授星"}
    nothing = dict.fromkeys(ITEMS, "0")
    assert names(scored(nothing, nothing)) == always


def test_a_tenth_of_the_households_is_drawn() -> None:
    assert least_share(C12.polls) == Fraction(1, 10)
