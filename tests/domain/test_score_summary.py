"""What stays in sight while somebody scores: sums, band, distance, gap, missing reasons."""

from dataclasses import replace
from decimal import Decimal

import pytest

from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.scoring import Deviation, Indicator
from desk_app.domain.scoring import Gap, lacks_reason, summarise
from tests.domain.small_scheme import SMALL, WITHOUT_ADJUSTMENTS, evidence


def test_until_all_is_scored_there_is_no_band() -> None:
    summary = summarise(WITHOUT_ADJUSTMENTS, evidence("40", "35"), {})
    assert summary.total.points == Decimal("75.0")
    assert summary.place.band is None
    assert summary.place_words == "还有 1 项未评"
    assert summary.sums["考评"].begun
    assert not summary.sums["自评"].begun


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (("40", "40", "20"), "甲"),
        (("40", "40", "10"), "甲"),
        (("40", "40", "9.9"), "乙，距甲 0.1"),
        (("40", "40", "0"), "乙，距甲 10"),
        (("40", "19.9", "0"), "无，距丙 0.1"),
    ],
)
def test_band_and_distance(points: tuple[str, ...], words: str) -> None:
    assert summarise(WITHOUT_ADJUSTMENTS, evidence(*points), {}).place_words == words


def test_bands_of_stars_are_no_bands_of_points() -> None:
    stars = replace(WITHOUT_ADJUSTMENTS, measure=Measure.STARS)
    summary = summarise(stars, evidence("40", "40", "20"), {})
    assert summary.total.complete
    assert summary.place.band is None
    assert summary.place_words == ""
    none = replace(WITHOUT_ADJUSTMENTS, bands=())
    assert summarise(none, evidence("40", "40", "20"), {}).place_words == ""


def test_two_sheets_are_compared_once_both_are_complete() -> None:
    scheme = replace(SMALL, deviation=Deviation(("自评", "考评"), Decimal(10)))
    assert summarise(scheme, evidence("30", "30", "10", own=("40", "40")), {}).gap is None
    gap = summarise(scheme, evidence("30", "30", "10", own=("40", "30", "10")), {}).gap
    assert gap is not None
    assert gap.words == "自评比考评高 10 分"
    assert not gap.too_far, "more than, not as much as"


def test_a_gap_says_which_way() -> None:
    assert Gap("自评", "考评", Decimal("-10.5"), Decimal(10)).words == (
        "自评比考评低 10.5 分，相差超过 10 分"
    )
    assert Gap("自评", "考评", Decimal(0), Decimal(10)).words == "自评与考评相同"


def test_deductions_without_reason_are_named() -> None:
    notes = {"考评": {"班子": "缺委员", "队伍": "　"}}
    summary = summarise(SMALL, evidence("30", "30", "20"), notes)
    assert summary.unreasoned == ("队伍",)


@pytest.mark.parametrize(
    ("evaluator", "points", "note", "extra", "lacking"),
    [
        ("考评", "9", "", False, True),
        ("考评", "10", "", False, False),
        ("考评", "9", "理由", False, False),
        ("自评", "9", "", False, False),
        ("考评", "9", "", True, False),
        ("考评", None, "", False, False),
    ],
)
def test_who_owes_a_reason(
    evaluator: str, points: str | None, note: str, extra: bool, lacking: bool
) -> None:
    indicator = Indicator("班子", Decimal(10), extra=extra)
    given = None if points is None else Decimal(points)
    assert lacks_reason("考评", evaluator, indicator, given, note) is lacking
