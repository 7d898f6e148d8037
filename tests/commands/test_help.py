"""Every help can be read, and what is wrong with a line is said in Chinese."""

import argparse
from collections.abc import Iterator

import pytest

from desk_app import cli
from desk_app.__main__ import main

ENGLISH = ("usage", "positional", "options", "show this", "error", "required", "invalid")


def every_parser(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser, and those of its commands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from every_parser(one)


def test_every_help_is_chinese() -> None:
    parsers = list(every_parser(cli.parser()))
    assert len(parsers) > 15
    for one in parsers:
        words = one.format_help()
        assert words.startswith("用法：dingji")
        assert not [word for word in ENGLISH if word in words], words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["round", "new"], "还缺少：方案编号, --year"),
        (["frob"], "没有 'frob'"),
        (["export", "--round", "x", "a"], "--round 要写整数，不能是 'x'"),
        (["scheme", "list", "--bad"], "不认识的参数：--bad"),
        (["round", "new", "D1", "--year"], "--year 后面要写一项内容"),
    ],
)
def test_a_wrong_line_is_refused_in_chinese(
    line: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert words in said
    assert not [word for word in ENGLISH if word in said], said
