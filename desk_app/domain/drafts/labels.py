"""Says findings in the words of the screen: who fills in a form has never seen a key."""

import re

from desk_app.domain.drafts.catalogue import CATALOGUE, table_of
from desk_app.domain.drafts.fields import FieldTable
from desk_app.domain.drafts.tree import Path

_HEADING = re.compile(r" ?\[\[?([a-z_.]+)\]\]? ?")
_SET = re.compile(r' ?\b([a-z_]+) = ("[^"]*"|\S+?)(?=[，。；、（）]| |$) ?')
_LIST = re.compile(r'"([a-z_ ]+)"')
_KEY = re.compile(r" ?(?<![A-Za-z\"“])([a-z_]{2,})(?![A-Za-z\"”=]) ?")
_KEPT = frozenset({"toml"})


def in_labels(sentence: str, path: Path) -> str:
    """The sentence with keys, words and headings of the file under their names on screen.

    ``path`` says of which table the sentence speaks first.
    """
    tables = _nearest(path)
    plain = _HEADING.sub(lambda match: _heading(match.group(1)), sentence)
    plain = _SET.sub(lambda match: _setting(match.group(1), match.group(2), tables), plain)
    plain = _LIST.sub(lambda match: _word(match, tables), plain)
    return _KEY.sub(lambda match: _key(match, tables), plain)


def _nearest(path: Path) -> list[FieldTable]:
    found = []
    for length in range(len(path), -1, -1):
        table = table_of(path[:length])
        if table is not None and table not in found:
            found.append(table)
    return [*found, *(one for one in CATALOGUE if one not in found)]


def _heading(dotted: str) -> str:
    table = table_of(tuple(dotted.split(".")))
    return f"“{table.label}”" if table is not None else dotted


def _setting(key: str, value: str, tables: list[FieldTable]) -> str:
    field = next((found for one in tables if (found := one.field(key)) is not None), None)
    if field is None:
        return f" {key} = {value} "
    word = value.strip('"')
    label = next((one.label for one in field.choices if one.word == word), "")
    if not label:
        label = {"true": "是", "false": "否"}.get(word, word)
    return f"“{field.label}”填“{label}”"


def _word(match: re.Match[str], tables: list[FieldTable]) -> str:
    for table in tables:
        for field in table.fields:
            for one in field.choices:
                if one.word == match.group(1):
                    return f"“{one.label}”"
    return match.group()


def _key(match: re.Match[str], tables: list[FieldTable]) -> str:
    key = match.group(1)
    if key in _KEPT:
        return match.group()
    if key in {"true", "false"}:
        return "“是”" if key == "true" else "“否”"
    if (table := table_of((key,))) is not None:
        return f"“{table.label}”"
    field = next((found for one in tables if (found := one.field(key)) is not None), None)
    return f"“{field.label}”" if field is not None else match.group()
