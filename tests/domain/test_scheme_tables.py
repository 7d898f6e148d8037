"""A comment belongs to the table below it; whatever else changes, it stays where it was."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.reading.source import Path
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.scheme.writing.tables import Tables
from tests.domain.scheme_texts import all_texts

if TYPE_CHECKING:
    from desk_app.domain.scheme.writing.values import Written

TEXTS = all_texts()
COMMENTED = """# head
format = 1 # stays
# still the head

# of 甲
# more of 甲
[[levels]]
name = "甲"
duty = '''
# no comment
[[levels]]
'''
# under 甲

# of 乙
[[levels]]
name = "乙" # aside
[levels.more]
a = 1

# of the end
[end]
x = 1"""


def comments(text: str) -> Counter[tuple[str, ...]]:
    """Every heading with the line below it and the comment right above: what must not part."""
    lines = text.split("\n")
    found: Counter[tuple[str, ...]] = Counter()
    for at, line in enumerate(lines):
        if re.match(r"\[+[a-z_.]+\]+\s*$", line):
            top = at
            while top and lines[top - 1].startswith("#"):
                top -= 1
            found["\n".join(lines[top:at]), line, "".join(lines[at + 1 : at + 2])] += 1
    return found


def lines_of(text: str) -> Counter[str]:
    return Counter(text.split("\n"))


def at(data: object, path: Path) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def without(text: str, path: Path) -> object:
    data = tomllib.loads(text)
    holder = at(data, path[:-1])
    del holder[path[-1]]  # type: ignore[attr-defined]
    return _sparse(data)


def _sparse(data: object) -> object:
    """Lists that became empty are no longer written."""
    if isinstance(data, dict):
        kept = {key: _sparse(one) for key, one in data.items()}
        return {key: one for key, one in kept.items() if one not in ([], {})}
    return [_sparse(one) for one in data] if isinstance(data, list) else data


def paths_of(tables: Tables) -> tuple[Path, ...]:
    """Where each heading of the text leads, in order."""
    return tuple(one.path for one in tables.blocks if one.path)


def every(texts: Iterable[str]) -> list[str]:
    return sorted(texts)


@pytest.mark.parametrize("name", every(TEXTS))
def test_every_table_can_go_with_its_comment_and_nothing_else_with_it(name: str) -> None:
    text = TEXTS[name]
    tables = Tables(text)
    assert str(tables) == text
    for path in paths_of(tables):
        left = tables.delete(path)
        assert _sparse(tomllib.loads(left)) == without(text, path), path
        assert comments(left) < comments(text), path
        gone = "".join(one.text for one in tables.blocks if one.path[: len(path)] == path)
        assert lines_of(left) + lines_of(gone.removesuffix("\n")) == lines_of(text), path
        assert len(left) + len(gone) == len(text)


@pytest.mark.parametrize("name", every(TEXTS))
def test_every_table_can_move_with_its_comment(name: str) -> None:
    text = TEXTS[name]
    tables = Tables(text)
    paths = paths_of(tables)
    said = comments(text)
    moved = 0
    for number, path in enumerate(paths):
        for before in (paths[(number * 7 + 3) % len(paths)], None):
            try:
                after = tables.move(path, before)
            except ValueError:
                continue
            moved += 1
            assert comments(after) == said, (path, before)
            # The last line of a file may lack its end, and gets one where it moves up.
            assert sorted(after.rstrip("\n")) == sorted(text.rstrip("\n")), (path, before)
            rest = tables.delete(path)
            assert Tables(after).delete(_where(after, tables, path)) == rest, (path, before)
            assert _same_but_order(tomllib.loads(after), tomllib.loads(text)), (path, before)
    assert moved > len(paths)


def _where(after: str, tables: Tables, path: Path) -> Path:
    """Where the moved table stands now, found by its own words."""
    own = next(one for one in tables.blocks if one.path == path)
    wanted = own.text.strip()
    same = [one.path for one in Tables(after).blocks if one.text.strip() == wanted]
    assert len(same) == 1
    return same[0]


def _same_but_order(one: object, other: object) -> bool:
    return _ordered(one) == _ordered(other)


def _ordered(one: object) -> object:
    """The content with its lists of tables, at any depth, in an order of their own."""
    if isinstance(one, dict):
        return {key: _ordered(value) for key, value in one.items()}
    if isinstance(one, list) and one and all(isinstance(part, dict) for part in one):
        return sorted(map(_ordered, one), key=repr)
    return one


@pytest.mark.parametrize("name", every(TEXTS))
def test_a_new_table_comes_before_any_other_and_moves_no_comment(name: str) -> None:
    text = TEXTS[name]
    tables = Tables(text)
    new: dict[str, Written] = {"name": "新“档”", "points": 3, "domains": ("甲", "乙")}
    for before in (*paths_of(tables), None):
        after = tables.insert("[[new_rules]]", new, before, "新加的\n两行")
        added = '\n# 新加的\n# 两行\n[[new_rules]]\nname = "新“档”"\npoints = 3\n'
        added += 'domains = ["甲", "乙"]\n'
        assert after.count(added) == 1
        assert after.replace(added, "", 1) == text
    assert tomllib.loads(after)["new_rules"] == [{**new, "domains": ["甲", "乙"]}]


def test_whose_a_comment_is() -> None:
    tables = Tables(COMMENTED)
    assert [(one.path, one.comment) for one in tables.blocks] == [
        ((), ""),
        (("levels", 0), "# of 甲\n# more of 甲\n"),
        (("levels", 1), "# of 乙\n"),
        (("levels", 1, "more"), ""),
        (("end",), "# of the end\n"),
    ]
    left = tables.delete(("levels", 0))
    assert "of 甲" not in left
    assert "under 甲" not in left
    assert "# still the head\n\n# of 乙\n[[levels]]" in left
    up = tables.move(("end",), ("levels", 0))
    assert up.index("# of the end\n[end]\nx = 1\n\n# of 甲\n# more of 甲\n[[levels]]") > 0
    assert tomllib.loads(up) == tomllib.loads(COMMENTED)


def test_a_table_falls_to_no_other() -> None:
    tables = Tables(COMMENTED)
    more = ("levels", 1, "more")
    for path, before in (
        (more, ("levels", 1)),
        (more, ("end",)),
        (more, None),
        (("levels", 0), more),
        (("levels", 1), more),
        (("end",), ("end",)),
    ):
        with pytest.raises(ValueError, match="cannot stand"):
            tables.move(path, before)
    for missing in ((), ("levels", 2), ("bands",)):
        with pytest.raises(KeyError):
            tables.move(missing, None)


def test_a_changed_key_keeps_the_comments_around_it() -> None:
    tables = Tables(COMMENTED)
    assert tables.change(("levels", 1), {"name": "丙"}) == COMMENTED.replace(
        'name = "乙" # aside', 'name = "丙" # aside'
    )
    assert tables.change((), {"format": 2}) == COMMENTED.replace("format = 1 #", "format = 2 #")
    assert tables.change(("end",), {"x": None, "y": 2}).endswith("# of the end\n[end]\ny = 2\n")
    assert tables.change(("levels", 1, "more"), {"b": True, "a": None}) == COMMENTED.replace(
        "a = 1\n", "b = true\n"
    )
    with pytest.raises(KeyError):
        tables.change(("levels", 4), {"name": "丙"})


@pytest.mark.parametrize("name", every(TEXTS))
def test_lines_may_end_as_on_windows(name: str) -> None:
    text = TEXTS[name].replace("\n", "\r\n")
    tables = Tables(text)
    assert str(tables) == text
    new = tables.insert("[[new_rules]]", {"name": "甲"}, paths_of(tables)[3], "新")
    assert "\n" not in new.replace("\r\n", "")


def test_what_is_written_can_be_edited_on() -> None:
    scheme = read(TEXTS["C5"])
    text = Tables(write(scheme)).delete(("readings",))
    assert read(text).readings == ()
