"""The catalogue of fields and the reader of scheme files know the same keys."""

from collections import defaultdict

import pytest

from desk_app.domain.drafts.catalogue import CATALOGUE, field_of, order_of, table_of
from desk_app.domain.drafts.conditions import (
    ConditionLine,
    Topic,
    UnknownCondition,
    comparisons_of,
    fresh,
    part_of,
    subjects_of,
    table_of_part,
    topics_at,
    typed_value,
    value_field,
)
from desk_app.domain.drafts.fields import Editor, Keys
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.tree import DraftTable, Node, put
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.reading.table import Table
from tests.domain.scheme_texts import all_texts, tiny

TEXTS = all_texts()
MEETING = """
[[meetings]]
name = "党员大会"
[[meetings.rules]]
present_of_expected = "80%"
[[meetings.rules]]
count_from = 5
count_to = 7
"""


def _asked(monkeypatch: pytest.MonkeyPatch) -> dict[Keys, set[str]]:
    """Every key that the reader asks any table of any known scheme for."""
    asked: dict[Keys, set[str]] = defaultdict(set)

    def finish(table: Table) -> None:
        keys = tuple(step for step in table.path if isinstance(step, str))
        asked[keys] |= table._asked

    monkeypatch.setattr(Table, "finish", finish)
    for text in (*TEXTS.values(), tiny(more=MEETING)):
        read(text)
    return {
        keys: found
        for keys, found in asked.items()
        if not any(
            (field := field_of(keys[:length])) and field.editor is Editor.CONDITION
            for length in range(1, len(keys) + 1)
        )
    }


def test_the_reader_and_the_catalogue_know_the_same_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(monkeypatch)
    in_rows = {one.path: set(one.keys) for one in CATALOGUE}
    in_rows[()] |= {one.path[0] for one in CATALOGUE if len(one.path) == 1}
    assert {keys for keys in asked if keys[-1:] not in {("standards",), ("entered",)}} == set(
        in_rows
    )
    asked["quotas",].discard("count")  # only to say that it is not written
    for keys, known in in_rows.items():
        assert asked[keys] == known, keys


def test_every_label_is_chinese_and_stands_once_in_its_table() -> None:
    for table in CATALOGUE:
        labels = [one.label for one in table.fields]
        assert len(set(labels)) == len(labels), table.path
        assert table.main in table.keys, table.path
        for one in table.fields:
            assert one.label, (table.path, one.key)
            assert not one.label.isascii(), (table.path, one.key)
            words = [choice.label for choice in one.choices]
            assert len(set(words)) == len(words)
            assert all(table_of(keys) for keys in one.of), one.key
            assert bool(one.choices) == (one.editor in {Editor.WORD, Editor.WORDS}) or (
                one.editor is Editor.NAMES
            ), (table.path, one.key)


def test_what_needs_format_two_is_what_the_reader_refuses_in_format_one() -> None:
    for table in CATALOGUE:
        for one in table.fields:
            assert one.least_format in {1, 2}
    newer = {
        (table.path, one.key)
        for table in CATALOGUE
        for one in table.fields
        if one.least_format == 2
    }
    found = set()
    for text in TEXTS.values():
        draft = draft_of(text)
        for problem in read_back(put(draft, ("format",), 1)).problems:
            if "要写在" in problem.sentence:
                keys = tuple(step for step in problem.path if isinstance(step, str))
                found.add((keys[:-1], keys[-1]))
    words = {(("indicators",), "mode"), (("facts",), "kind")}
    outside = {one for one in found if table_of(one[0]) is None or one[0] == ()}
    assert found - words - outside <= newer


def test_paths_lead_to_their_fields() -> None:
    deep = field_of(("limits", "rules", 3, "when", "all", 1, "fact"))
    assert deep is not None
    assert deep.key == "when"
    assert field_of(("levels", 2)) is None
    assert order_of(("total", "full"))[:2] == ("measure", "full")
    assert "bands" in order_of(("bands",))


def _conditions(node: Node, keys: Keys = ()) -> list[DraftTable]:
    if isinstance(node, tuple):
        return [found for one in node for found in _conditions(one, keys)]
    if not isinstance(node, DraftTable):
        return []
    if keys and (field := field_of(keys)) and field.editor is Editor.CONDITION:
        return [node]
    return [found for key, one in node.fields.items() for found in _conditions(one, (*keys, key))]


def test_every_condition_of_every_scheme_can_be_shown_and_comes_back() -> None:
    seen = 0
    for text in TEXTS.values():
        for table in _conditions(draft_of(text).root):
            part = part_of(table)
            assert part is not None
            assert not isinstance(part, UnknownCondition)
            assert table_of_part(part) == table
            seen += 1
    assert seen > 100


def test_half_made_conditions_are_kept() -> None:
    for table in (
        DraftTable({}),
        DraftTable({"fact": "甲", "rate": "乙"}),
        DraftTable({"fact": "甲", "at_least": 1, "at_most": 2}),
        DraftTable({"not": True}),
        DraftTable({"total": "是", "at_least": 1}),
    ):
        part = part_of(table)
        assert isinstance(part, UnknownCondition)
        assert table_of_part(part) == table
    assert part_of(DraftTable({"fact": "甲"})) == ConditionLine(Topic.FACT, "甲")


@pytest.mark.parametrize("name", ["宽", "阶", "星"])
def test_what_the_lists_offer_is_read_without_a_complaint(name: str) -> None:
    draft = draft_of(TEXTS[name])
    path = ("consequences",)
    typed = {
        "几": "3",
        "几个月": "12",
        "几个年度": "1",
        "百分之几": "60",
        "文字": "甲",
        "名称": "东",
    }
    wrong = []
    for asked in topics_at(draft, ("consequences", 0, "when")):
        for subject in subjects_of(draft, asked) or ("",):
            for one in comparisons_of(draft, asked, subject):
                field = value_field(draft, asked, subject, one.word)
                text = typed.get(field.label) or (field.choices[0].word if field.choices else "是")
                line = ConditionLine(asked, subject, one.word)
                value = typed_value(draft, line, text)
                when = table_of_part(ConditionLine(asked, subject, one.word, value))
                row = DraftTable({"name": "试", "kind": "duty", "when": when})
                back = read_back(put(draft, path, (row,)))
                wrong += [
                    (asked, subject, one.word, problem.sentence)
                    for problem in back.problems
                    if problem.path[:3] == ("consequences", 0, "when") and back.errors
                ]
    assert wrong == []


def test_a_new_line_begins_with_what_there_is() -> None:
    draft = draft_of(TEXTS["C11"])
    for asked in Topic:
        line = fresh(draft, asked)
        assert part_of(table_of_part(line)) == line
        if line.comparison:
            assert line.comparison in {one.word for one in comparisons_of(draft, asked, line.name)}
