"""The description of the format in ``docs`` is true: its example works, its words are all there."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.domain.ballot_points import balloted
from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.points import comparable
from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.conditions import Comparator, Operand
from desk_app.domain.scheme.model.levels import ConsequenceKind, LimitKind, Measure, Unmeasured
from desk_app.domain.scheme.model.polls import RateBase
from desk_app.domain.scheme.model.rounds import Bound, Over, StepYield
from desk_app.domain.scheme.model.scoring import Combine, FactKind, IndicatorMode, Missing, Start
from desk_app.domain.scheme.reading.conditions import REGISTRY_FIELDS
from desk_app.domain.scheme.reading.levels import STAR_KINDS, Demotions
from desk_app.domain.scoring import total
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


def test_the_example_of_points_from_facts_works() -> None:
    """人均收入 2800 元，增幅 13.5%，已按期换届，完成 7 项."""
    example = TEXT.split("### 由数字、是否算出的得分")[1].split("```toml\n")[1].split("```")[0]
    head = TINY.replace("format = 1", "format = 2").replace("full = 100", "full = 130")
    scheme = read_usable(head + example)
    assert check(scheme) == ()
    facts: dict[str, FactValue] = {
        "人均收入": 2800,
        "收入增幅": Decimal("13.5"),
        "已按期换届": True,
        "完成项数": 7,
    }
    known = Evidence(SubjectFacts(1, "青山村"), {"考评": {"农民增收": Decimal(6)}}, facts=facts)
    points = with_fact_points(scheme, known).points["考评"]
    assert points == {"农民增收": 6, "按期换届": 5, "重点工作": 7}
    poorer = with_fact_points(scheme, replace(known, facts={**facts, "人均收入": 2000}))
    assert poorer.points["考评"]["农民增收"] == 3


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_every_example_is_toml(example: str) -> None:
    assert tomllib.loads(example)


def test_the_example_of_trials_gets_what_it_must() -> None:
    example = TEXT.split("## `[[trials]]`")[1].split("```toml\n")[1].split("```")[0]
    tried = run(read_usable(f"{BASE}\n{example}"), date(2026, 3, 1))
    assert [one.met for one in tried.outcomes] == [True, True]


ONE = '[[evaluators]]\nname = "考评"\ntotal = true\n'


@pytest.mark.parametrize("number", [0, 1])
def test_the_examples_of_ballots_and_parts_can_be_graded_by(number: int) -> None:
    section = TEXT.split("### 测评计分、只评几项、只给总分")[1].split("## ")[0]
    example = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)[number]
    options = (("points = 60", "points = 50"), ("points = 40", "points = 50"))
    text = tiny(("format = 1", "format = 2"), (ONE, example), *options)
    assert check(read_usable(text)) == ()


def test_the_total_of_the_example_of_ballots_is_as_described() -> None:
    """班子 50:10 为 54 与 48 的加权平均，队伍 30；测评 93；党工委 45/50."""
    section = TEXT.split("### 测评计分、只评几项、只给总分")[1]
    example = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)[0]
    scheme = read_usable(tiny(("format = 1", "format = 2"), (ONE, example)))
    votes = {"民主测评": Tally(40, 40, 40, 0, {"好": 30, "较好": 9, "一般": 0, "差": 1})}
    sheets = {
        "考核组": {"班子": Decimal(54)},
        "业务科室": {"班子": Decimal(48), "队伍": Decimal(30)},
        "党工委": {"总分": Decimal(45)},
    }
    known = Evidence(SubjectFacts(1, "甲"), sheets, balloted=balloted(scheme, votes))
    lines = Fraction(54 * 50 + 48 * 10, 60) + 30
    votes_given = Fraction(30 * 100 + 9 * 80, 40)
    expected = (60 * lines + 30 * votes_given + 10 * Fraction(90)) / 100
    assert total(scheme, known).exact == comparable(expected)


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
