"""Nine schemes that ship: in order, and every rule with its source or marked as ours."""

import re
import tomllib
from pathlib import Path

import pytest

from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.levels import Measure
from tests.domain.scheme_texts import shipped_text

IDS = ("A1", "A2", "A3", "A4", "B1", "C7", "C7b", "C10", "E1")
KINDS = (
    *("levels", "domains", "indicators", "evaluators", "bands", "limits", "facts", "polls"),
    *("rates", "quotas", "steps", "consequences"),
)


@pytest.mark.parametrize("scheme_id", IDS)
def test_it_can_be_graded_by_and_leaves_nothing_to_be_found(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    assert scheme.id == scheme_id
    assert check(scheme) == ()


@pytest.mark.parametrize("scheme_id", IDS)
def test_every_rule_has_the_words_of_its_source_or_is_marked_as_ours(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    for kind in KINDS:
        for one in getattr(scheme, kind):
            origin = one.origin
            assert origin.line > 0, one
            assert (origin.source and origin.phrase) or origin.ours, one
    for origin in (scheme.total_origin, scheme.subjects_origin):
        assert origin.source
        assert origin.phrase
        assert origin.ours
    for reading in scheme.readings:
        assert reading.chosen in reading.options
        assert reading.reason
        assert reading.origin.source


@pytest.mark.parametrize("scheme_id", IDS)
def test_values_that_no_source_has_are_marked(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    assert all(one.origin.ours for one in scheme.bands)  # none of the nine states a line
    assert all(one.origin.ours for one in scheme.indicators if one.points)
    assert all(one.origin.ours for one in scheme.quotas if one.tolerance)
    if scheme.measure is Measure.OPINION:
        assert not scheme.bands
        assert not any(one.points for one in scheme.indicators)


@pytest.mark.parametrize("scheme_id", IDS)
def test_a_reading_that_a_rule_points_to_is_there(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    known = {one.name for one in scheme.readings}
    for kind in KINDS:
        for one in getattr(scheme, kind):
            if "见读法“" in one.origin.ours:
                named = one.origin.ours.split("见读法“")[1].split("”")[0]
                assert named in known, one.origin.ours


PAGES = Path(__file__).resolve().parents[2] / "docs" / "方案对照"
LISTED = (
    *("limits", "facts", "meetings", "polls", "rates", "quotas", "steps", "consequences"),
    "readings",
)


def section(scheme_id: str) -> str:
    """What the page says of one scheme."""
    page = (PAGES / "A1-A4-B1-E1-C7-C10.md").read_text(encoding="utf-8")
    (found,) = (one for one in page.split("\n## ") if one.startswith(f"{scheme_id} "))
    return found


def written(scheme_id: str) -> dict[str, set[str]]:
    """The names in the file by the kind of their table."""
    content = tomllib.loads(shipped_text(scheme_id))
    lists = {key: one for key, one in content.items() if isinstance(one, list)}
    lists["limits"] = content.get("limits", {}).get("rules", [])
    return {
        kind: {one["level"] if kind == "bands" else one["name"] for one in parts}
        for kind, parts in lists.items()
    }


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_page_names_only_what_stands_in_the_file(scheme_id: str) -> None:
    there = written(scheme_id)
    named = re.findall(r"`([a-z]+)/([^`]+)`", section(scheme_id))
    assert len(named) > 10
    assert [one for one in named if one[1] not in there[one[0]]] == []
    content = tomllib.loads(shipped_text(scheme_id))
    assert set(re.findall(r"`\[([a-z]+)\]`", section(scheme_id))) <= set(content)


@pytest.mark.parametrize("scheme_id", IDS)
def test_the_page_leaves_out_no_rule_of_the_file(scheme_id: str) -> None:
    named = set(re.findall(r"`([a-z]+)/([^`]+)`", section(scheme_id)))
    there = written(scheme_id)
    missed = [
        (kind, name) for kind in LISTED for name in there.get(kind, ()) if (kind, name) not in named
    ]
    assert missed == []
