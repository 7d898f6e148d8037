"""A scheme written as a file reads back to the same scheme."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.points import parse_share
from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.values import Interval
from desk_app.domain.scheme.reading.scheme import parse
from desk_app.domain.scheme.reading.values import exact_number, parse_interval
from desk_app.domain.scheme.saving import text_of
from desk_app.domain.scheme.words.comparison import compare
from desk_app.domain.scheme.words.sentences import readings, sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.scheme.writing.values import interval, share, toml, weight
from tests.domain import random_schemes
from tests.domain.scheme_texts import all_texts

TEXTS = all_texts()


def _sections(scheme: Scheme) -> list[tuple[str, list[str]]]:
    return [(one.title, [line.text for line in one.lines]) for one in sentences(scheme)]


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_that_ships_reads_back_the_same(name: str) -> None:
    scheme = read(TEXTS[name])
    written = write(scheme)
    again = read(written)
    assert again == scheme
    assert compare(scheme, again) == ()
    assert _sections(again) == _sections(scheme)
    assert [one.text for one in readings(again)] == [one.text for one in readings(scheme)]
    said = sorted(one.sentence for one in check(scheme))
    assert sorted(one.sentence for one in check(again)) == said
    assert write(again) == written


@settings(max_examples=200)
@given(
    st.one_of(
        random_schemes.schemes(), random_schemes.ladder_schemes(), random_schemes.shared_schemes()
    )
)
def test_a_scheme_that_nobody_wrote_reads_back_the_same(scheme: Scheme) -> None:
    assert parse(write(scheme)) == scheme


def test_what_an_office_changes_is_written() -> None:
    scheme = read(TEXTS["C5"])
    quota = replace(scheme.quotas[0], share=Fraction(1, 3), name="名额“甲”\\乙")
    changed = replace(scheme, quotas=(quota, *scheme.quotas[1:]), title="一\n二")
    assert read(write(changed)) == changed


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_is_written_as_it_is(text: str) -> None:
    import tomllib

    assert tomllib.loads(f"a = {toml(text)}") == {"a": text}


@given(st.decimals(-1_000_000, 1_000_000, places=3))
def test_points_are_written_exactly(points: Decimal) -> None:
    assert exact_number(Decimal(toml(points))) == points


@given(st.fractions(0, 1, max_denominator=999_999))
def test_a_share_is_written_exactly(value: Fraction) -> None:
    assert parse_share(share(value)) == value


def test_a_scheme_that_no_file_can_say_is_refused() -> None:
    scheme = read(TEXTS["C5"])
    assert text_of(scheme) == write(scheme)
    (first, *rest) = scheme.quotas
    for wrong, why in (
        (replace(scheme, title="一 "), "another scheme"),
        (replace(scheme, id="不 行"), "只能由字母"),
        (replace(scheme, quotas=(replace(first, ratio="3:7"), *rest)), "levels"),
        (replace(scheme, sequence=scheme.sequence[:1]), "another scheme"),
    ):
        with pytest.raises(ValueError, match=why):
            text_of(wrong)


def test_what_no_file_can_say_is_refused() -> None:
    with pytest.raises(ValueError, match="three decimals"):
        weight(Fraction(1, 3))
    with pytest.raises(ValueError, match="no short form"):
        share(Fraction(1, 1_000_001))
    with pytest.raises(ValueError, match="without ends"):
        interval(Interval(None, low_closed=False, high=None, high_closed=False))


@pytest.mark.parametrize("text", ["80 <= x < 90", "80 < x <= 90.5", "x >= 90", "x > -1", "x < 60"])
def test_an_interval_is_written_as_it_is_read(text: str) -> None:
    assert interval(parse_interval(text)) == text
