"""The three schemes that ship, against tables worked out by hand from their sources."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.evidence import AdjustmentEntry, Evidence, FactValue, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.problems import Severity
from desk_app.domain.scheme.model.rounds import Bound, StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import place
from tests.domain.scheme_texts import SHIPPED, shipped_text

SCHEMES = {one: read_usable(shipped_text(one)) for one in SHIPPED}
D1, C5, C11 = (SCHEMES[one] for one in SHIPPED)
FROM_THE_SOURCE = {
    # 10 %, 30 %, 40 % and 20 % with two points either way do not come to 21 or 29 whole ones.
    "C5": ["参评的党组织为 21 个时", "参评的党组织为 29 个时"],
}
NO_ENTRIES: tuple[AdjustmentEntry, ...] = ()


def proposed(
    scheme: Scheme,
    total: str,
    *,
    domain: str = "农村",
    facts: Mapping[str, FactValue] | None = None,
    entries: tuple[AdjustmentEntry, ...] = NO_ENTRIES,
    rate: Fraction | None = None,
) -> tuple[str, str | None]:
    """The total and the level of a subject whose indicators together bring ``total``."""
    left, sheet = Decimal(total), {}
    for one in scheme.indicators_for(domain):
        sheet[one.name] = min(one.points, left)
        left -= sheet[one.name]
    assert left == 0
    evidence = Evidence(
        SubjectFacts(1, "柳树湾村党支部", domain),
        points={"考评": sheet},
        adjustments=entries,
        facts=dict(facts or {}),
        rates={"满意率": Fraction(1) if rate is None else rate},
    )
    found = grade(scheme, evidence)
    return f"{found.total.points:f}", found.level


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_it_ships_with_those_findings_alone_that_the_source_brings(scheme_id: str) -> None:
    found = check(SCHEMES[scheme_id])
    assert [one.severity for one in found] == [Severity.HINT] * len(found)
    assert [one.sentence.split("，")[0] for one in found] == FROM_THE_SOURCE.get(scheme_id, [])
    assert SCHEMES[scheme_id].id == scheme_id


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_every_rule_has_the_words_of_its_source_or_says_that_it_is_ours(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    for kind in (
        *("levels", "domains", "indicators", "evaluators", "bands", "adjustments", "limits"),
        *("facts", "polls", "rates", "quotas", "steps"),
    ):
        for one in getattr(scheme, kind):
            origin = one.origin
            assert origin.line > 0, one
            assert (origin.source and origin.phrase) or origin.ours, one
    for origin in (scheme.total_origin, scheme.subjects_origin):
        assert origin.source
        assert origin.phrase
        assert origin.ours
    assert all(one.chosen in one.options and one.reason for one in scheme.readings)
    assert all("补定" in one.origin.ours for one in scheme.indicators)  # no source has points


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_the_total_is_the_superiors_and_the_own_one_only_stands_beside_it(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    assert scheme.superior.name == "考评"
    assert scheme.deviation is not None
    assert scheme.deviation.between == ("自评", "考评")
    assert scheme.deviation.points == 10


@pytest.mark.parametrize(
    ("scheme", "table"),
    [
        (
            D1,
            (
                "100 好|90 好|89.9 较好|89.5 较好|89 较好|80 较好|79.9 一般|79.5 一般|79 一般"
                "|60 一般|59.9 较差|0 较差"
            ),
        ),
        (
            C5,
            (
                "110 五星|100 五星|90 五星|89.9 四星|80 四星|79.9 三星|70 三星|69.9 二星|60 二星"
                "|59.9 一星|0 一星"
            ),
        ),
        (
            C11,
            (
                "100 五星级|90 五星级|89.9 四星级|89.5 四星级|80 四星级|79.5 三星级|70 三星级"
                "|69.5 二星级|60 二星级|59.5 一星级|50 一星级|49.9 不定星级|49.5 不定星级"
                "|0 不定星级"
            ),
        ),
    ],
    ids=SHIPPED,
)
def test_boundary_totals_fall_into_their_bands(scheme: Scheme, table: str) -> None:
    for row in table.split("|"):
        points, level = row.split()
        band = place(scheme, Decimal(points)).band
        assert band is not None
        assert band.level == level, row


def test_d1_as_its_source_has_it() -> None:
    assert [(one.name, one.management) for one in D1.levels] == [
        ("好", "红旗支部"),
        ("较好", "赶超支部"),
        ("一般", "后进支部"),
        ("较差", "软弱涣散支部"),
    ]
    assert D1.indicator_names() == (
        *("领导班子好", "党员队伍好", "工作机制好", "工作业绩好", "群众反映好"),
    )
    (quota,) = D1.quotas
    assert (quota.levels, quota.bound, quota.share, quota.soft) == (
        ("好",),
        Bound.AT_MOST,
        Fraction(1, 5),
        True,
    )
    (poll,) = D1.polls
    assert (poll.single, poll.distribution, D1.rates) == (True, True, ())
    assert poll.options == tuple(one.name for one in D1.levels)
    steps = {one.yields: one for one in D1.steps}
    assert steps[StepYield.POLL].deadline == (3, 31)
    assert steps[StepYield.OPINION].actor == "支委会"
    assert steps[StepYield.DECISION].deadline == (4, 10)
    assert steps[StepYield.NOTICE].notice_days == 3
    assert (steps[StepYield.APPROVAL].actor, steps[StepYield.APPROVAL].deadline) == (
        "区委组织部",
        (4, 20),
    )


def test_c5_five_stars_need_an_innovation() -> None:
    yes = {"创新项目": True}
    assert proposed(C5, "90", facts=yes) == ("90.0", "五星")
    assert proposed(C5, "90") == ("90.0", "四星")
    assert proposed(C5, "110", facts={"创新项目": False}) == ("110.0", "四星")
    assert proposed(C5, "89.9", facts=yes) == ("89.9", "四星")


def test_c5_as_its_source_has_it() -> None:
    assert C5.full_points == 110
    assert len(C5.indicator_names()) == 8
    assert [one.extra for one in C5.indicators_for("农村")] == [False] * 7 + [True]
    assert C5.domain_group("社区") == "农村"
    for domain in ("农村", "社区", "机关", "事业", "学校", "国企", "非公企业", "社会组织"):
        assert sum(one.points for one in C5.indicators_for(domain)) == 110
    standards = {C5.indicators_for(one)[0].standard for one in ("农村", "机关", "非公企业")}
    assert len(standards) == 3
    assert [(one.levels, one.bound, one.share) for one in C5.quotas] == [
        (("五星",), Bound.ABOUT, Fraction(10, 100)),
        (("四星",), Bound.ABOUT, Fraction(30, 100)),
        (("三星",), Bound.ABOUT, Fraction(40, 100)),
        (("二星", "一星"), Bound.ABOUT, Fraction(20, 100)),
    ]
    assert {one.tolerance for one in C5.quotas} == {Fraction(2, 100)}
    assert not C5.polls[0].single


PRAISE, SPREAD = "表彰报道", "创新推广"


@pytest.mark.parametrize(
    ("total", "entries", "expected"),
    [
        # The highest of one kind counts; the two kinds stand beside each other.
        ("80", (AdjustmentEntry(PRAISE, "市级"), AdjustmentEntry(PRAISE, "国家级")), "88.0 四星级"),
        ("80", (AdjustmentEntry(PRAISE, "市级", 3),), "83.0 四星级"),
        ("80", (AdjustmentEntry(PRAISE, "省级"), AdjustmentEntry(SPREAD, "省级")), "90.0 五星级"),
        (
            "95",
            (AdjustmentEntry(PRAISE, "国家级"), AdjustmentEntry(SPREAD, "国家级")),
            "100.0 五星级",
        ),
        # Deductions count each time.
        ("95", (AdjustmentEntry("通报批评", "市直工委通报批评", 2),), "89.0 四星级"),
        ("95", (AdjustmentEntry("通报批评", "市委通报批评"),), "90.0 五星级"),
        ("95", (AdjustmentEntry("班子成员受处分", "撤销党内职务以上处分", 2),), "85.0 四星级"),
        ("95", (AdjustmentEntry("班子成员受处分", "严重警告以下处分"),), "92.0 五星级"),
        ("55", (AdjustmentEntry("党员违法违纪", "一般党员违法违纪", 3),), "49.0 不定星级"),
        ("3", (AdjustmentEntry("通报批评", "市委通报批评"),), "0.0 不定星级"),
        # The clamp comes last: bonuses make up for deductions.
        (
            "100",
            (AdjustmentEntry(PRAISE, "国家级"), AdjustmentEntry("通报批评", "市委通报批评")),
            "100.0 五星级",
        ),
    ],
)
def test_c11_bonuses_and_deductions(
    total: str, entries: tuple[AdjustmentEntry, ...], expected: str
) -> None:
    assert " ".join(map(str, proposed(C11, total, entries=entries))) == expected


@pytest.mark.parametrize(
    ("total", "rate", "expected"),
    [
        ("92", Fraction(60, 100), "92.0 五星级"),
        ("92", Fraction(599, 1000), "87.0 四星级"),
        ("92", Fraction(50, 100), "87.0 四星级"),
        ("92", Fraction(499, 1000), "87.0 不定星级"),
    ],
)
def test_c11_satisfaction(total: str, rate: Fraction, expected: str) -> None:
    assert " ".join(map(str, proposed(C11, total, rate=rate))) == expected


@pytest.mark.parametrize(
    ("total", "facts", "expected"),
    [
        ("95", {"不按期换届": True}, "95.0 四星级"),
        ("95", {"不按期换届": True, "超过一年不换届": True}, "95.0 三星级"),
        ("65", {"超过一年不换届": True}, "65.0 二星级"),
        ("98", {"缺会次数": 2}, "92.0 五星级"),
        # 100 - 9 = 91 is five stars, at most four, one lower.
        ("100", {"缺会次数": 3}, "91.0 三星级"),
        ("98", {"缺会次数": 3}, "89.0 三星级"),
        ("65", {"缺会次数": 4}, "53.0 不定星级"),
    ],
)
def test_c11_limits(total: str, facts: Mapping[str, FactValue], expected: str) -> None:
    assert " ".join(map(str, proposed(C11, total, facts=facts))) == expected


def test_c11_as_its_source_has_it() -> None:
    assert [one.name for one in C11.levels if one.none] == ["不定星级"]
    assert len(C11.indicators) == 10
    assert [(one.levels, one.bound, one.soft) for one in C11.quotas] == [
        (("五星级",), Bound.AT_MOST, True),
        (("一星级", "不定星级"), Bound.AT_LEAST, True),
    ]
    assert C11.polls[0].single
    assert C11.rates[0].numerator == ("满意", "基本满意")
    notice = next(one for one in C11.steps if one.yields is StepYield.NOTICE)
    assert notice.notice_days == 7
