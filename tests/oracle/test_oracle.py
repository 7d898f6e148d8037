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
from tests.oracle import rows, rules
from tests.oracle.comparing import differences
from tests.oracle.paper import Plan
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
    *("facts", "each", "whole", "extra", "indicators", "only_total", "full", "poll", "base"),
    *("by_time", "lifted", "rest", "ties", "parent", "area", "domain", "tails", "share", "count"),
)


@pytest.mark.parametrize("scheme_id", EVERY)
def test_a_shipped_scheme_is_graded_as_its_text_says(scheme_id: str) -> None:
    text = shipped_text(scheme_id)
    scheme = read(text)
    everybody = rows.round_of(scheme, Random(scheme_id), 5)
    assert list(differences(scheme, Plan(text), everybody)) == []


@pytest.mark.parametrize("seed", range(15))
def test_a_scheme_at_random_is_graded_as_its_text_says(seed: int) -> None:
    text = usable(f"suite {seed}")
    scheme = read_usable(text)
    everybody = rows.round_of(scheme, Random(seed), 9)
    assert list(differences(scheme, Plan(text), everybody)) == []


@settings(max_examples=10, deadline=None)
@given(
    st.one_of(
        random_schemes.schemes(),
        random_schemes.ladder_schemes(),
        random_schemes.shared_schemes(),
    ),
    st.data(),
)
def test_a_scheme_that_nobody_wrote_is_graded_as_its_text_says(
    scheme: Scheme, data: st.DataObject
) -> None:
    everybody = [data.draw(random_schemes.evidence(scheme, one)) for one in range(1, 8)]
    assert list(differences(scheme, Plan(write(scheme)), everybody)) == []


def test_schemes_at_random_use_every_word_that_the_oracle_reads() -> None:
    texts = "".join(written(Random(f"words {seed}")) for seed in range(120))
    said = set(
        texts.replace('"', " ").replace("[", " ").replace("]", " ").replace(".", " ").split()
    )
    assert [one for one in WORDS if one not in said] == []


def test_a_text_that_says_something_else_is_found() -> None:
    text = shipped_text("C11")
    scheme = read(text)
    everybody = rows.round_of(scheme, Random("C11"), 20)
    other = text.replace('cap = "四星级"', 'cap = "一星级"').replace("points = 3\n", "points = 4\n")
    found = list(differences(scheme, Plan(other), everybody))
    assert any("level: engine" in one for one in found)
    assert any("total: engine" in one for one in found)


def test_the_command_says_what_it_compared(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--schemes", "1", "--subjects", "20", "--shipped", "2", "--judged", "20"]
    assert rules.main(given) == 0
    assert capsys.readouterr().out.startswith("对照 20 个方案 58 行：0 处不同；“还差什么” ")
