"""The description of the format in ``docs`` is true: its example works, its words are all there."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from desk_app.domain.scheme.check import check
from desk_app.domain.scheme.conditions import Comparator, Operand
from desk_app.domain.scheme.model import Bound, Combine, FactKind, LimitKind, RateBase, StepYield
from desk_app.domain.scheme.parse import read_usable
from tests.domain.scheme_texts import SHIPPED, shipped_text

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "方案文件.md").read_text(encoding="utf-8")


def test_the_smallest_scheme_of_the_description_is_in_order() -> None:
    example = TEXT.split("## 最小的方案")[1].split("```toml\n")[1].split("```")[0]
    assert check(read_usable(example)) == ()


@pytest.mark.parametrize(
    "words", [Bound, Combine, Comparator, FactKind, LimitKind, Operand, RateBase, StepYield]
)
def test_every_word_of_the_closed_lists_is_described(words: type[StrEnum]) -> None:
    for one in words:
        assert re.search(rf"\b{one.value}\b", TEXT), one


def test_every_key_that_ships_is_described() -> None:
    used = {key for one in SHIPPED for key in re.findall(r"(?m)^([a-z_]+) =", shipped_text(one))}
    assert len(used) > 40
    assert {key for key in used if not re.search(rf"\b{key}\b", TEXT)} == set()
