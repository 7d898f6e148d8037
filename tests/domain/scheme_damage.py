"""Damages the text of a scheme file at random, in the ways that files and people do."""

import random
import re

from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.words.comparison import compare
from desk_app.domain.scheme.words.sentences import readings, sentences

JUNK = (
    "true", "-1", "0", "99999999999999999999", "1e999999999", "nan", "inf", "-0.0001", "1.23456",
    '""', '"八十"', '"120%"', '"1/0"', '"100 <= x < 90"', '"x"', "[]", "[[]]", "{}", "[1, 2]",
    '["好", "好"]', "{ fact = 1 }", "{ all = [] }", "{ not = { not = {} } }", "2026-02-03",
    "07:32:00", '"\\u0000"', '"\\uFFFF"', '"' + "长" * 3000 + '"', "9" * 5000, "“好”", "= 3",
    '{ rate = "满意率", at_least = "300%" }', "[{ name = 3 }]", '"99-99"', '"02-29"',
    '{ fact = "缺会次数", is = "x", at_least = 2 }', '"""多\n行"""', "1979-13-45",
    "{ total = true, at_least = 1e30 }", "{ earlier = [], at_least = 0, of = 0 }",
    "{ stars = true, known = false }", '{ level = ["甲"] }', "{ rose = 1 }",
    '{ opinion = "研究", is = 3 }', '{ registry = "届满日期", over_months = -1 }',
    '{ fact = "否决日期", within_months = 601 }', '{ points = "班子", is = "满" }',
    '[["甲"], []]', '[[["甲"]]]', '"3:6:1:0"', '"0:0"', '"1:99999"', '"opinion"', '"stars"',
    '"information"', '"deducted"', '"by rank"', '"parent"', '"others"', '"largest"', "100001",
)  # fmt: skip
CHARACTERS = "\"'[]{}=#.,\\\n\t\r\0 x9零“”＝［\ufeff\ud7ff"


def damaged(text: str, dice: random.Random) -> str:
    """Return ``text`` with one to three pieces of damage."""
    for _ in range(dice.randint(1, 3)):
        text = dice.choice(_WAYS)(text, dice)
    return text


_SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。？]", re.DOTALL)


def judged(text: str) -> tuple[Problem, ...] | None:
    """What is wrong with a text; ``None`` where it was read, and could be said aloud.

    Raises AssertionError for a finding that is no sentence or has no line of the text.
    """
    lines = text.count("\n") + 1
    try:
        scheme = read(text)
    except SchemeFault as fault:
        problems = fault.problems
        _assert_sentences(problems, lines)
        return problems
    _assert_sentences(check(scheme), lines)
    assert sentences(scheme)
    readings(scheme)
    assert compare(scheme, scheme) == ()
    return None


def _assert_sentences(problems: tuple[Problem, ...], lines: int) -> None:
    for one in problems:
        assert _SENTENCE.search(one.sentence), one
        assert one.sentence.endswith(("。", "？")), one
        assert 0 <= one.line <= lines, one


def _character(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(CHARACTERS) + text[at + dice.randint(0, 2) :]


def _value(text: str, dice: random.Random) -> str:
    places = list(re.finditer(r"(?m)(?<== ).*$", text))
    if not places:
        return text
    place = dice.choice(places)
    return text[: place.start()] + dice.choice(JUNK) + text[place.end() :]


def _inner_value(text: str, dice: random.Random) -> str:
    places = list(re.finditer(r'"[^"\n]*"|\b\d+\b', text))
    if not places:
        return text
    place = dice.choice(places)
    return text[: place.start()] + dice.choice(JUNK) + text[place.end() :]


def _name(text: str, dice: random.Random) -> str:
    names = re.findall(r'"([^"\n]{1,12})"', text)
    if len(names) < 2:
        return text
    return text.replace(f'"{dice.choice(names)}"', f'"{dice.choice(names)}"', 1)


def _key(text: str, dice: random.Random) -> str:
    keys = re.findall(r"(?m)^(\w+) =", text)
    if len(keys) < 2:
        return text
    return text.replace(f"{dice.choice(keys)} =", f"{dice.choice([*keys, 'nmae', '名称'])} =", 1)


def _lines(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randint(0, 3):
        case 0:
            del lines[first]
        case 1:
            lines.insert(second, lines[first])
        case 2:
            lines[first], lines[second] = lines[second], lines[first]
        case _:
            del lines[min(first, second) : min(first, second) + dice.randint(1, 30)]
    return "\n".join(lines)


def _heading(text: str, dice: random.Random) -> str:
    headings = re.findall(r"(?m)^\[.*\]$", text)
    if len(headings) < 2:
        return text
    other = [*headings, "[total]", "[[total]]", "[levels]", "[a.b]", "[[readings.options]]"]
    return text.replace(dice.choice(headings), dice.choice(other), 1)


def _cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


_WAYS = (
    *(_character, _value, _value, _inner_value, _inner_value),
    *(_name, _key, _lines, _heading, _cut),
)
