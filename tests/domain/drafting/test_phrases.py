"""Each row of the grammar: at least three real phrasings, and two that only look alike."""

import pytest

from desk_app.domain.drafting import bands, consequences, limits, points, procedure, quotas, votes
from tests.domain.drafting.limit_phrases import LIMITS, QUOTAS
from tests.domain.drafting.phrase_table import PhraseRow, given
from tests.domain.drafting.point_phrases import BANDS, POINTS
from tests.domain.drafting.step_phrases import CONSEQUENCES, LISTED_STEPS, STEPS

ROWS = (*LIMITS, *QUOTAS, *BANDS, *POINTS, *STEPS, *LISTED_STEPS, *CONSEQUENCES)


@pytest.mark.parametrize("row", ROWS, ids=lambda one: one.row)
def test_what_is_said_is_read_and_what_looks_alike_is_not(row: PhraseRow) -> None:
    for sentence, rule in row.said:
        found = given(row.row, sentence, row.ladder)
        assert any(rule in one for one in found), (sentence, found)
    for sentence in row.alike:
        assert given(row.row, sentence, row.ladder) == [], sentence


def test_every_row_of_the_grammar_has_its_phrases() -> None:
    tables = (bands.TABLE, quotas.TABLE, limits.TABLE, points.TABLE, votes.TABLE)
    rows = {one.name for table in tables for one in table if not one.name.endswith(".not")}
    rows |= {f"step.{one.name}" for one in (*procedure.TABLE, *procedure.LISTED)}
    rows |= {f"consequence.{one.name}" for one in consequences.TABLE}
    assert rows <= {one.row for one in ROWS}
    assert all(len(one.said) >= 3 and len(one.alike) >= 2 for one in ROWS)
