"""Ten schemes that ship: sourced rule by rule, and a page that says where each sentence went."""

import re
import tomllib

import pytest

from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.problems import Severity
from tests.domain.scheme_texts import shipped_text
from tests.domain.test_scheme_sources import KINDS, LISTED, PAGES, written

IDS = ("C5", "C7c", "C9o", "C9m", "C11", "C12", "C13", "C15", "C16", "D1")
MORE_KINDS = (*KINDS, "stars", "adjustments", "tails")
HINTS = {
    "C5": ("21 个时", "29 个时"),  # 10, 30, 40 and 20 percent of 21, each within two points
    "C15": ("1—2 个时",),  # one at least, and 60 % of two
    "C16": ("星只作展示",),
}
"""What the check has to say of these schemes, and says of their sources' own rules."""


@pytest.mark.parametrize("scheme_id", IDS)
def test_it_can_be_graded_by(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    assert scheme.id == scheme_id
    found = check(scheme)
    assert {one.severity for one in found} <= {Severity.HINT}
    expected = HINTS.get(scheme_id, ())
    assert len(found) == len(expected)
    assert all(any(part in one.sentence for one in found) for part in expected)


@pytest.mark.parametrize("scheme_id", IDS)
def test_every_rule_has_the_words_of_its_source_or_is_marked_as_ours(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    for kind in MORE_KINDS:
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
def test_a_reading_that_a_rule_points_to_is_there(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    known = {one.name for one in scheme.readings}
    ours = [one.origin.ours for kind in MORE_KINDS for one in getattr(scheme, kind)]
    ours += [scheme.total_origin.ours, scheme.sequence_origin.ours]
    for text in ours:
        for named in re.findall(r"“([^“”]+)”", text.partition("见读法")[2]):
            assert named in known, text


def section(scheme_id: str) -> str:
    """What the page says of one scheme."""
    page = (PAGES / "C5-C16-D1.md").read_text(encoding="utf-8")
    (found,) = (one for one in page.split("\n## ") if one.startswith(f"{scheme_id} "))
    return found


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
    kinds = (*LISTED, "levels", "indicators", "stars", "adjustments", "tails", "evaluators")
    missed = [
        (kind, name) for kind in kinds for name in there.get(kind, ()) if (kind, name) not in named
    ]
    assert missed == []


@pytest.mark.parametrize("scheme_id", IDS)
def test_one_step_decides(scheme_id: str) -> None:
    """Every scheme has one step that decides, and says who decides."""
    scheme = read_usable(shipped_text(scheme_id))
    deciding = [one for one in scheme.steps if one.yields.value == "decision"]
    assert len(deciding) == 1
    assert deciding[0].actor
