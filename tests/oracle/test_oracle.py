"""The engine against the oracle: 300 subjects here, as many as one likes by ``dev.py rules``."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.scheme.loading import read, read_usable
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.writing.scheme import write
from tests.domain import random_schemes
from tests.domain.scheme_texts import SCHEMES, shipped_text
from tests.oracle import rows
from tests.oracle.comparing import differences
from tests.oracle.written import usable, written

EVERY = sorted(one.stem for one in SCHEMES.glob("*.toml"))
WORDS = (
    *("points", "stars", "opinion", "round_first", "ceiling", "decimals", "absent_in_base"),
    *("out_in_base", "below", "outside", "deducted", "check", "all_or_nothing", "information"),
    *("clauses", "start", "discretion", "domains", "weighting", "open", "others", "zero"),
    *("earlier_total", "requires", "missing", "wait", "holds", "ignored", "disqualify", "force"),
    *("cap", "demote", "largest", "add_up", "unscored", "yearly", "rise", "fall", "tiers"),
    *("combine", "group", "fact", "rate", "adjustment", "registry", "within_months", "known"),
    *("over_months", "within_years", "earlier", "rose", "this_year", "all", "any", "not"),
    *("at_most", "at_least", "about", "tolerance", "ratio", "yields_to", "assign", "rounding"),
    *("by_time", "lifted", "rest", "ties", "parent", "area", "domain", "tails", "share", "count"),
)


@pytest.mark.parametrize("scheme_id", EVERY)
def test_a_shipped_scheme_is_graded_as_its_text_says(scheme_id: str) -> None:
    text = shipped_text(scheme_id)
    scheme = read(text)
    everybody = rows.round_of(scheme, Random(scheme_id), 5)
    assert list(differences(scheme, text, everybody)) == []


@pytest.mark.parametrize("seed", range(15))
def test_a_scheme_at_random_is_graded_as_its_text_says(seed: int) -> None:
    text = usable(f"suite {seed}")
    scheme = read_usable(text)
    everybody = rows.round_of(scheme, Random(seed), 9)
    assert list(differences(scheme, text, everybody)) == []


@settings(max_examples=10, deadline=None)
@given(st.one_of(random_schemes.schemes(), random_schemes.ladder_schemes()), st.data())
def test_a_scheme_that_nobody_wrote_is_graded_as_its_text_says(
    scheme: Scheme, data: st.DataObject
) -> None:
    everybody = [data.draw(random_schemes.evidence(scheme, one)) for one in range(1, 8)]
    assert list(differences(scheme, write(scheme), everybody)) == []


def test_schemes_at_random_use_every_word_that_the_oracle_reads() -> None:
    texts = "".join(written(Random(f"words {seed}")) for seed in range(120))
    said = set(
        texts.replace('"', " ").replace("[", " ").replace("]", " ").replace(".", " ").split()
    )
    assert [one for one in WORDS if one not in said] == []
