"""The description of the format in ``docs`` is true: its example works, its words are all there."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.conditions import Comparator, Operand
from desk_app.domain.scheme.model.levels import ConsequenceKind, LimitKind, Measure, Unmeasured
from desk_app.domain.scheme.model.polls import RateBase
from desk_app.domain.scheme.model.rounds import Bound, Over, StepYield
from desk_app.domain.scheme.model.scoring import Combine, FactKind, IndicatorMode, Missing, Start
from desk_app.domain.scheme.reading.conditions import REGISTRY_FIELDS
from desk_app.domain.scheme.reading.levels import STAR_KINDS, Demotions
from desk_app.domain.trials import run
from tests.domain.scheme_texts import SCHEMES, TINY, tiny

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "方案文件.md").read_text(encoding="utf-8")


def test_the_smallest_scheme_of_the_description_is_in_order() -> None:
    example = TEXT.split("## 最小的方案")[1].split("```toml\n")[1].split("```")[0]
    assert check(read_usable(example)) == ()


@pytest.mark.parametrize(
    "words",
    [
        *(Bound, Combine, Comparator, ConsequenceKind, Demotions, FactKind, IndicatorMode),
        *(LimitKind, Measure, Missing, Operand, Over, RateBase, Start, StepYield, Unmeasured),
    ],
)
def test_every_word_of_the_closed_lists_is_described(words: type[StrEnum]) -> None:
    for one in words:
        assert re.search(rf"\b{one.value}\b", TEXT), one


def test_every_key_that_ships_is_described() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SCHEMES.glob("*.toml")]
    used = {key for text in texts for key in re.findall(r"(?m)^([a-z_]+) =", text)}
    assert len(used) > 40
    assert {key for key in used if not re.search(rf"\b{key}\b", TEXT)} == set()


def test_every_field_of_the_registry_and_every_kind_of_star_is_described() -> None:
    assert [one for one in (*REGISTRY_FIELDS, *STAR_KINDS) if one not in TEXT] == []


def test_every_key_that_is_read_is_described() -> None:
    """The reader's own keys, so that no new one can come without a word about it."""
    folder = Path(__file__).resolve().parents[2] / "desk_app" / "domain" / "scheme" / "reading"
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    calls = r"\.(?:text|name|names|name_groups|flag|points|whole|share|word|words|day|tables?|raw)"
    keys = set(re.findall(calls + r'\(\s*"([a-z_]+)"', code))
    assert len(keys) > 50
    assert {key for key in keys if not re.search(rf"\b{key}\b", TEXT)} == set()


def test_the_example_of_clauses_works() -> None:
    """缺会 3 次，不按期换届，降低 2.5 个百分点，酌情扣 3 分；完成 4 项任务."""
    example = TEXT.split("### 一个指标里的计分情形")[1].split("```toml\n")[1].split("```")[0]
    head = TINY.replace("format = 1", "format = 2").replace("full = 100", "full = 130")
    scheme = read_usable(head + example)
    meetings, tasks = (one for one in scheme.indicators if one.clauses)
    entered = zip(meetings.clauses, map(Decimal, ("3", "1", "2.5", "3")), strict=True)
    assert meetings.counted(tuple((one.name, amount) for one, amount in entered)) == Decimal("6.5")
    assert tasks.counted(((tasks.clauses[0].name, Decimal(4)),)) == Decimal(4)
    assert scheme.format == 2


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_every_example_is_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_example_of_trials_gets_what_it_must() -> None:
    example = TEXT.split("## `[[trials]]`")[1].split("```toml\n")[1].split("```")[0]
    tried = run(read_usable(f"{BASE}\n{example}"), date(2026, 3, 1))
    assert [one.met for one in tried.outcomes] == [True, True]


NEWER = ("[[tails]]", "[[limits.yearly]]", "[earlier_total]")
BASE = tiny(
    ("format = 1", "format = 2"),
    (
        'name = "甲"\n\n[[levels]]\nname = "乙"\n\n[[levels]]\nname = "丙"',
        'name = "五星"\n\n[[levels]]\nname = "四星"\n\n[[levels]]\nname = "一星"',
    ),
    ('level = "甲"', 'level = "五星"'),
    ('level = "乙"', 'level = "四星"'),
    ('level = "丙"', 'level = "一星"'),
)
GIVEN = {
    "[[limits.yearly]]": (
        '[limits]\nsequence = ["force", "cap"]\n[[facts]]\nname = "重大事故"\nkind = "yes_no"\n'
    ),
    "[[tails]]": '[[domains]]\nname = "农村"\n',
    "[earlier_total]": "",
}


@pytest.mark.parametrize("table", NEWER)
def test_every_example_of_ranks_steps_and_halves_can_be_graded_by(table: str) -> None:
    examples = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (example,) = (one for one in examples if table in one)
    assert check(read_usable(f"{BASE}\n{GIVEN[table]}\n{example}")) == ()
