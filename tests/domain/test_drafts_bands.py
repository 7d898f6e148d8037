"""Bands are typed by their lower limits, in any order, and never leave a gap."""

from desk_app.domain.drafts.bands import low_shown, with_low
from desk_app.domain.drafts.entering import paste
from desk_app.domain.drafts.tree import SchemeDraft, text_at


def ranges(draft: SchemeDraft) -> list[str]:
    return [text_at(draft, ("bands", row, "range")) for row in range(3)]


def test_a_limit_ends_the_band_below_it() -> None:
    draft = paste(SchemeDraft(), ("bands",), ["level"], [["好"], ["一般"], ["差"]])
    draft = with_low(draft, 1, "６０")
    assert ranges(draft) == ["", "60 <= x", "x < 60"] or ranges(draft) == ["", "x >= 60", "x < 60"]
    draft = with_low(draft, 0, "90")
    assert ranges(draft) == ["x >= 90", "60 <= x < 90", "x < 60"]
    draft = with_low(draft, 0, "高于85.5")
    assert ranges(draft) == ["x > 85.5", "60 <= x <= 85.5", "x < 60"]
    assert [low_shown(draft, row) for row in range(3)] == ["高于 85.5", "60", ""]


def test_half_a_limit_stays_as_it_is_typed() -> None:
    draft = paste(SchemeDraft(), ("bands",), ["level"], [["好"], ["一般"], ["差"]])
    draft = with_low(with_low(draft, 0, "九十"), 1, "60")
    assert ranges(draft)[0] == low_shown(draft, 0) == "九十"
    assert ranges(with_low(draft, 0, ""))[0] == ""
