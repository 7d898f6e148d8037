"""A round that pinned a text of format 1 keeps its totals, levels and ranks."""

import pytest

from desk_app.domain.scheme.loading import read_usable
from tests.support import kept_rows

KEPT = sorted(one.stem for one in kept_rows.KEPT.glob("*.toml"))


def test_every_text_of_format_1_that_ever_shipped_is_kept() -> None:
    assert len(KEPT) == 19


@pytest.mark.parametrize("scheme_id", KEPT)
def test_a_text_of_format_1_is_graded_as_it_always_was(scheme_id: str) -> None:
    text, rows, outcomes = kept_rows.kept(scheme_id)
    scheme = read_usable(text)
    assert scheme.format == 1
    assert kept_rows.outcomes(scheme, rows) == outcomes
