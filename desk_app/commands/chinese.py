"""argparse's own words in Chinese: headings of a help, and what is wrong with a line."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

USAGE_ERROR = 2

_SAID = (
    (r"the following arguments are required: (.+)", r"还缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 写得不全，可以是 \2"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 没有 \2，可以是 \3"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 要写整数，不能是 \2"),
    (r"argument (\S+): invalid \S+ value: (.+)", r"\1 不能是 \2"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面要写一项内容"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不要写内容 \2"),
)
"""What argparse says (3.11 to 3.13), and how the program says it."""


class ChineseFormatter(argparse.HelpFormatter):
    """Begins a usage with 用法."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage; an empty ``prefix`` stays empty, for the names of commands."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help and complaints are Chinese; so are those of its commands."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", ChineseFormatter)
        super().__init__(**{**kwargs, "add_help": False})
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the line and end with status 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}：{in_chinese(message)}\n")


def chinese_parser(*, prog: str, description: str) -> argparse.ArgumentParser:
    """Return the parser of the whole line, to be used like any other."""
    return ChineseParser(prog=prog, description=description)


def in_chinese(message: str) -> str:
    """Return what argparse says in Chinese; what is not known stays as it is."""
    for said, words in _SAID:
        if found := re.fullmatch(said, message):
            return found.expand(words)
    return message
