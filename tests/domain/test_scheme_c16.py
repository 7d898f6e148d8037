"""C16: bands that share their ends, a veto for a year, and three years without a star."""

from datetime import date

import pytest

from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.model.problems import Severity
from tests.domain.procedures import names, shipped, years
from tests.domain.scheme_texts import shipped_text
from tests.domain.star_schemes import NO_FACTS, Facts, graded, round_of_totals, sheet

C16 = shipped("C16")
TODAY = date(2026, 7, 1)
REPLACED = "三年没有进入星级行列，支部书记原则上要进行组织调整"


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("100", "五星级"),
        ("95", "五星级"),
        ("94.9", "四星级"),
        ("90", "四星级"),
        ("89.9", "三星级"),
        ("80", "三星级"),
        ("79.9", "二星级"),
        ("70", "二星级"),
        ("69.9", "一星级"),
        ("60", "一星级"),
        ("59.9", "无星"),
        ("0", "无星"),
        # No rounding lifts over a line.
        ("94.95", "四星级"),
        ("94.999", "四星级"),
        ("59.95", "无星"),
    ],
)
def test_case_1_the_shared_ends_belong_to_the_higher_band(total: str, level: str) -> None:
    assert graded(C16, sheet(C16, "农村", total)).level == level


def test_case_1_as_the_source_has_it_the_check_says_where_two_bands_meet() -> None:
    text = shipped_text("C16")
    ends = (
        ("90 <= x < 95", "90 <= x <= 95"),
        ("80 <= x < 90", "80 <= x <= 90"),
        ("70 <= x < 80", "70 <= x <= 80"),
        ("60 <= x < 70", "60 <= x <= 70"),
    )
    for old, new in ends:
        assert text.count(old) == 1
        text = text.replace(old, new)
    errors = [one.sentence for one in check(read(text)) if one.severity is Severity.ERROR]
    assert len(errors) == 4
    for shared in ("95", "90", "80", "70"):
        assert any(f"在 {shared} 分重叠" in one for one in errors), shared


@pytest.mark.parametrize(
    ("veto", "level"),
    [
        (None, "五星级"),
        (date(2026, 7, 1), "无星"),
        (date(2026, 1, 1), "无星"),
        (date(2025, 7, 1), "无星"),  # twelve months ago to the day
        (date(2025, 6, 30), "五星级"),
        (date(2024, 7, 1), "五星级"),
        (date(2026, 7, 2), "五星级"),  # not yet
    ],
)
def test_a_veto_takes_the_stars_for_twelve_months(veto: date | None, level: str) -> None:
    facts: Facts = {} if veto is None else {"一票否决日期": veto}
    proposal = graded(C16, sheet(C16, "农村", "96"), facts=facts, on=TODAY)
    assert proposal.level == level
    assert ("恢复星级资格" in names(proposal)) is (level == "无星")
    assert proposal.disqualified == ("一票否决，一年内不予恢复" if level == "无星" else "")


def test_the_day_of_the_veto_is_taken_over_into_later_rounds() -> None:
    assert [one.name for one in C16.facts if one.carries] == ["一票否决日期"]


@pytest.mark.parametrize(
    ("total", "level"),
    [("96", "四星级"), ("90", "三星级"), ("60", "无星"), ("59.9", "无星"), ("0", "无星")],
)
def test_work_that_slid_back_costs_one_star(total: str, level: str) -> None:
    facts: Facts = {"争创停滞滑坡": True}
    proposal = graded(C16, sheet(C16, "农村", total), facts=facts)
    assert proposal.level == level
    assert "限期整改" in names(proposal)


def test_a_veto_and_a_slide_together() -> None:
    facts: Facts = {"争创停滞滑坡": True, "一票否决日期": date(2026, 6, 1)}
    proposal = graded(C16, sheet(C16, "农村", "100"), facts=facts, on=TODAY)
    assert proposal.level == "无星"
    assert {"限期整改", "恢复星级资格"} <= names(proposal)


@pytest.mark.parametrize(
    ("total", "before", "replaced"),
    [
        ("59.9", ("无星", "无星"), True),
        ("59.9", ("无星", "无星", "五星级"), True),
        ("60", ("无星", "无星"), False),
        ("59.9", ("无星", "一星级"), False),
        ("59.9", ("一星级", "无星", "无星"), False),
        ("59.9", ("无星",), False),  # no record of the third year
        ("59.9", (), False),
    ],
)
def test_three_years_without_a_star(total: str, before: tuple[str, ...], *, replaced: bool) -> None:
    proposal = graded(C16, sheet(C16, "农村", total), earlier=years(C16, *before))
    assert (REPLACED in names(proposal)) is replaced


def test_a_year_under_the_veto_counts_among_the_three() -> None:
    facts: Facts = {"一票否决日期": TODAY}
    known = sheet(C16, "农村", "99")
    proposal = graded(C16, known, facts=facts, earlier=years(C16, "无星", "无星"), on=TODAY)
    assert REPLACED in names(proposal)


@pytest.mark.parametrize(
    ("points", "income", "stars"),
    [
        ("100", 50_000, 5),
        ("100", 49_999, 4),
        ("100", None, 4),
        ("100", 0, 4),
        ("96", 50_000, 5),  # the last item gets 16
        ("95.9", 50_000, 4),
        ("80", 50_000, 4),
        ("59", 50_000, 3),  # 20 + 20 + 19: the third has its 16, too
    ],
)
def test_service_stars_stand_beside_the_points(points: str, income: int | None, stars: int) -> None:
    facts: Facts = {} if income is None else {"村集体经济纯收入": income}
    proposal = graded(C16, sheet(C16, "农村", points), facts=facts)
    assert proposal.star_count == stars


def test_stars_do_not_move_the_level() -> None:
    known = sheet(C16, "农村", "95")
    assert graded(C16, known, facts={"村集体经济纯收入": 0}).level == "五星级"
    assert graded(C16, known, facts={"村集体经济纯收入": 60_000}).level == "五星级"


@pytest.mark.parametrize(
    ("total", "before", "said"),
    [
        ("85", ("三星级",), True),
        ("85", ("四星级",), True),
        ("85", ("二星级",), False),
        ("95", ("五星级",), False),
        ("91", ("五星级",), False),  # it fell, and is told so elsewhere
        ("50", ("无星",), True),
        ("85", (), False),
    ],
)
def test_who_did_not_rise_is_a_target(total: str, before: tuple[str, ...], *, said: bool) -> None:
    proposal = graded(C16, sheet(C16, "农村", total), earlier=years(C16, *before))
    assert ("没有实现晋位升级，列为晋位升级对象" in names(proposal)) is said


def test_what_follows_from_five_stars() -> None:
    assert names(graded(C16, sheet(C16, "农村", "95"))) == {
        "复查确认",
        "支部书记优先评选“三十佳”优秀党支部书记",
        "作为评先评优的重要依据",
    }
    assert names(graded(C16, sheet(C16, "农村", "94"))) == {"复查确认", "作为评先评优的重要依据"}
    assert names(graded(C16, sheet(C16, "农村", "50"))) == {"作为评先评优的重要依据"}


@pytest.mark.parametrize(
    ("five", "of", "verdict"),
    [
        (6, 10, QuotaVerdict.WITHIN),
        (5, 10, QuotaVerdict.UNDER),
        (5, 8, QuotaVerdict.WITHIN),
        (4, 7, QuotaVerdict.UNDER),
    ],
)
def test_six_of_ten_are_a_target_that_moves_nobody(
    five: int, of: int, verdict: QuotaVerdict
) -> None:
    found = round_of_totals(C16, ["96"] * five + ["85"] * (of - five))
    (state,) = found.quotas
    assert state.verdict == verdict  # 60 % of 8 are 4.8, of 7 are 4.2
    assert not found.hints
    assert [one.level for one in found.proposals.values()].count("五星级") == five


def test_a_sheet_that_is_not_complete_gives_no_level() -> None:
    known = sheet(C16, "农村", "100")
    known.popitem()
    assert graded(C16, known, facts=NO_FACTS).level is None
