"""A rule book while it is written: nothing typed is lost, every mistake stands at its field."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.drafts.bands import LowerLimit, limits_of, ranges_of, suggested, with_limits
from desk_app.domain.drafts.catalogue import field_of
from desk_app.domain.drafts.entering import enter, paste, running_sum, shown, value_of
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.opening import draft_of
from desk_app.domain.drafts.renaming import named_in, rename
from desk_app.domain.drafts.tree import (
    Broken,
    DraftTable,
    Node,
    SchemeDraft,
    at,
    clear,
    insert,
    move,
    put,
    remove,
    rows,
    text_at,
)
from desk_app.domain.drafts.trying import cell_path, headings_of, try_out
from desk_app.domain.drafts.writing import lines_of, text_of, written
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.reading.source import Lines
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.scheme_texts import TINY, all_texts, tiny

TEXTS = all_texts()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_an_opened_scheme_says_what_its_file_says(name: str) -> None:
    text = TEXTS[name]
    draft = draft_of(text)
    assert text_of(draft) == text  # to the byte, as long as nothing is changed
    touched = SchemeDraft(draft.root)
    new = text_of(touched)
    assert read(new) == read(text)
    assert draft_of(new).root == draft.root
    back = read_back(draft)
    assert back.scheme == read_usable(text)
    assert [one.severity for one in back.problems] == [one.severity for one in check(read(text))]
    said = [line.text for section in sentences(read(text)) for line in section.lines]
    assert [one.text for one in back.sentences][: len(said)] == said
    assert [one.number for one in back.sentences] == list(range(1, len(back.sentences) + 1))


@pytest.mark.parametrize("name", ["C11", "宽", "情", "阶"])
def test_the_lines_that_are_counted_are_those_of_the_text(name: str) -> None:
    draft = SchemeDraft(draft_of(TEXTS[name]).root)
    lines = Lines(text_of(draft))
    assert {path: lines.of(path) for path in lines_of(draft) if path} == {
        path: line for path, line in lines_of(draft).items() if path
    }
    whole = written(draft)
    place = whole.lines["bands", 0, "range"]
    assert whole.path_at(place) == ("bands", 0, "range")
    assert whole.text.split("\n")[place - 1].startswith("range = ")
    opened = written(draft_of(TEXTS[name]))
    line = opened.lines["bands", 0, "range"]
    assert opened.text.split("\n")[line - 1].startswith("range = ")


def test_edits_leave_the_draft_before_as_it_was() -> None:
    draft = draft_of(TINY)
    named = put(draft, ("indicators", 1, "points"), Decimal(45))
    more = insert(named, ("indicators",), {"name": "纪律", "points": Decimal(5)}, 0)
    moved = move(more, ("indicators", 0), 2)
    assert [str(one.fields["name"]) for one in rows(moved, ("indicators",))] == [
        "班子",
        "队伍",
        "纪律",
    ]
    fewer = remove(moved, ("indicators", 1))
    assert len(rows(fewer, ("indicators",))) == 2
    assert at(clear(fewer, ("indicators", 0, "points")), ("indicators", 0, "points")) is None
    assert text_of(draft) == TINY
    with pytest.raises(KeyError):
        put(draft, ("indicators", 7, "points"), 1)
    with pytest.raises(KeyError):
        move(draft, ("levels", 9), 0)
    assert remove(draft, ("levels", 9)) is draft


def test_the_last_row_takes_its_list_with_it() -> None:
    draft = draft_of(TINY)
    assert at(remove(draft, ("steps", 0)), ("steps",)) is None
    again = insert(remove(draft, ("steps", 0)), ("steps",), {"name": "研究"})
    assert text_at(draft_of(text_of(again)), ("steps", 0, "name")) == "研究"


def test_comments_go_with_their_tables() -> None:
    draft = draft_of(TINY.replace("[[bands]]", "# 看分\n[[bands]]  # 从高到低\n# 分", 1))
    moved = text_of(move(draft, ("bands", 0), 2))
    assert moved.index("# 看分\n# 从高到低\n# 分\n[[bands]]\nlevel = ") > moved.index("x < 80")
    assert read(moved).id == "小"


@pytest.mark.parametrize(
    ("change", "path", "word"),
    [
        (("points = 60", "points = 六十"), ("indicators", 0, "points"), "写法不对"),
        (("points = 60", 'points = "六十"'), ("indicators", 0, "points"), "应为数字"),
        (("points = 60", "points = 61"), ("indicators", 0, "points"), "合计"),
        (('range = "x >= 90"', 'range = "x >="'), ("bands", 0, "range"), "看不懂"),
        (('range = "x >= 90"', 'range = "x >= 95"'), ("bands", 1, "range"), "不属于任何档次"),
        (('level = "甲"', 'level = "戊"'), ("bands", 0, "range"), "戊"),
        (("full = 100", "fill = 100"), ("total", "fill"), "不认识"),
        (("total = true", 'total = "是"'), ("evaluators", 0, "total"), "应为"),
        (("format = 1", "format = 9"), ("format",), "格式"),
    ],
)
def test_a_mistake_is_told_at_its_field(
    change: tuple[str, str], path: tuple[str | int, ...], word: str
) -> None:
    back = read_back(draft_of(tiny(change)))
    assert back.scheme is None
    assert [one.path for one in back.problems if word in one.sentence] == [path], back.problems


def test_a_mistake_inside_a_condition_is_told_there() -> None:
    more = """
[[limits.rules]]
name = "缺会"
cap = "乙"
when = { all = [{ fact = "缺会", at_least = 3 }, { fact = "缺会", at_most = "多" }] }
[[facts]]
name = "缺会"
kind = "count"
"""
    back = read_back(draft_of(TINY + more))
    (one,) = back.problems
    assert one.path == ("limits", "rules", 0, "when", "all", 1, "at_most")
    assert back.at(("limits", "rules", 0)) == (one,)
    assert any(sentence.faulty and "缺会" in sentence.text for sentence in back.sentences)


DAMAGED = """format = 1
id = "坏"
title = “坏了的方案”
# 一
[total]
full = 100
full = 90

[[levels]]
name = "甲"
【等次】
name = "乙"
谁也不懂的一行

[[levels]
name = "丙"

[[bands]]
level = "甲"
range = "x >= 90
soft = true
options = ["一"，
  "二"]

[[bands]]
level = "乙"
range = "x < 90"
"""


def test_a_damaged_file_opens_with_its_mistakes_where_they_stand() -> None:
    draft = draft_of(DAMAGED)
    assert text_of(draft) == DAMAGED
    assert at(draft, ("title",)) == Broken("“坏了的方案”")
    assert at(draft, ("total", "full")) == 100
    assert at(draft, ("bands", 0, "range")) == Broken('"x >= 90')
    assert at(draft, ("bands", 0, "soft")) is True
    assert text_at(draft, ("bands", 1, "range")) == "x < 90"
    told = {one.path for one in read_back(draft).problems}
    assert {("title",), ("bands", 0, "range"), ("total", "?", 0), ("?", 0), ("?", 1)} <= told


def test_nothing_of_a_damaged_file_is_lost_when_it_is_changed() -> None:
    draft = put(draft_of(DAMAGED), ("bands", 0, "range"), "x >= 90")
    text = text_of(draft)
    assert draft_of(text).root == draft.root
    for line in DAMAGED.split("\n"):
        if line.strip() and "range" not in line:
            assert line.strip() in text, line


@settings(max_examples=60)
@given(st.data())
def test_any_damage_leaves_a_draft_that_can_be_read_back(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([TINY, TEXTS["阶"]]))
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 40))
    new = data.draw(st.sampled_from(["", '"', "[", "]]", "=", "\n", "[[", "{", "“", "x = 1\n"]))
    damaged = text[:start] + new + text[start + length :]
    draft = draft_of(damaged)
    assert text_of(draft) == damaged
    read_back(draft)
    saved = text_of(SchemeDraft(draft.root))
    assert draft_of(saved).root == draft.root


TYPED: tuple[Node, ...] = ("", "四", "10%", "五星", 3, True, Decimal("2.5"), ())


@settings(max_examples=60)
@given(st.data())
def test_any_half_typed_value_leaves_sentences(data: st.DataObject) -> None:
    draft = draft_of(TEXTS[data.draw(st.sampled_from(["阶", "情", "宽", "C11"]))])
    paths = sorted((path for path in lines_of(draft) if path), key=str)
    path = data.draw(st.sampled_from(paths))
    value = data.draw(st.sampled_from(TYPED))
    back = read_back(put(draft, path, value))
    assert back.problems or back.scheme is not None
    cleared = read_back(clear(draft, path))
    assert cleared.problems or cleared.scheme is not None
    for problem in (*back.problems, *cleared.problems):
        assert not re.search(r"[a-z_]{2,}", re.sub("“[^”]*”", "", problem.sentence)), problem


def test_what_is_typed_becomes_what_the_file_has() -> None:
    points = field_of(("indicators", 0, "points"))
    assert value_of(points, "１２.5") == Decimal("12.5")
    assert value_of(points, "十二") == "十二"
    assert value_of(field_of(("quotas", 0, "at_most")), "10％") == "10%"
    assert value_of(field_of(("quotas", 0, "at_most")), "2") == 2
    assert value_of(field_of(("steps", 0, "deadline")), "3月31日") == "03-31"
    assert value_of(field_of(("quotas", 0, "levels")), "五星、四星") == ("五星", "四星")
    assert value_of(field_of(("limits", "sequence")), "直接认定、降级") == ("force", "demote")
    assert value_of(field_of(("rectification", "below")), "70") == "70%"
    span = field_of(("indicators", 0, "tiers", 0, "points"))
    assert value_of(span, "5—8") == (Decimal(5), Decimal(8))
    assert (value_of(span, "5"), value_of(span, "五")) == (Decimal(5), "五")
    mode = field_of(("indicators", 0, "mode"))
    assert value_of(mode, "填扣分") == "deducted"
    assert shown(mode, "deducted") == "填扣分"
    draft = enter(draft_of(TINY), ("indicators", 0, "points"), " 61 ")
    assert shown(points, at(draft, ("indicators", 0, "points"))) == "61"
    assert at(enter(draft, ("indicators", 0, "points"), ""), ("indicators", 0, "points")) is None
    assert running_sum(draft) == 101


def test_a_block_from_a_table_goes_over_rows_and_makes_more() -> None:
    cells = [
        ["一、班子", "55", "按期换届"],
        ["", "", ""],
        ["二、队伍", "40", ""],
        ["三、活动", "5", "每月"],
    ]
    draft = paste(draft_of(TINY), ("indicators",), ["name", "points", "standard"], cells, 0)
    assert [str(one.fields["name"]) for one in rows(draft, ("indicators",))] == [
        "一、班子",
        "二、队伍",
        "三、活动",
    ]
    assert running_sum(draft) == 100
    assert read_back(draft).scheme is not None


def test_a_new_name_is_followed_everywhere() -> None:
    draft = draft_of(TEXTS["阶"])
    for key in ("levels", "facts", "quotas", "evaluators", "steps", "indicators"):
        for place, row in enumerate(rows(draft, (key,))):
            old = str(row.fields["name"])
            renamed = rename(draft, (key, place), f"新{old}")
            assert read_back(renamed).scheme is not None, (key, old, read_back(renamed).problems)
            assert rename(renamed, (key, place), old) == SchemeDraft(draft.root)
    assert named_in(draft, ("levels", 0)) > 2
    titled = rename(draft, ("indicators", 0), "支部班子")
    assert at(titled, ("trials", 0, "entered", "考评·支部班子")) == 60
    wide = draft_of(TEXTS["宽"])
    for key in ("polls", "rates", "domains", "adjustment_groups", "meetings", "adjustments"):
        for place, row in enumerate(rows(wide, (key,))):
            renamed = rename(wide, (key, place), f"新{row.fields['name']}")
            assert read_back(renamed).errors == 0, (key, place, read_back(renamed).problems)


def test_bands_by_their_lower_limits_leave_no_gap() -> None:
    draft = draft_of(TINY)
    limits = (LowerLimit("甲", Decimal(90)), LowerLimit("乙", Decimal(80)), LowerLimit("丙", None))
    assert limits_of(draft) == limits
    moved = with_limits(draft, (LowerLimit("甲", Decimal("85.5"), open=True), *limits[1:]))
    assert [text_at(moved, ("bands", at_, "range")) for at_ in range(3)] == [
        "x > 85.5",
        "80 <= x <= 85.5",
        "x < 80",
    ]
    assert read_back(moved).scheme is not None
    with pytest.raises(ValueError, match="应低于"):
        ranges_of((LowerLimit("甲", Decimal(70)), *limits[1:]))
    gap = put(draft, ("bands", 0, "range"), "x >= 95")
    assert limits_of(gap) is None


@given(st.integers(2, 15), st.sampled_from([100, 110, 30, 1000]))
def test_suggested_limits_fit_any_ladder(count: int, full: int) -> None:
    limits = suggested([f"第{at_}级" for at_ in range(count)], Decimal(full))
    assert len(ranges_of(limits)) == count
    draft = with_limits(SchemeDraft(DraftTable()), limits)
    assert limits_of(draft) == limits


def test_trials_of_a_draft_stand_at_their_fields() -> None:
    draft = draft_of(TEXTS["阶"])
    found = try_out(draft, read_back(draft), date(2026, 3, 1))
    assert found is not None
    assert [one.met for one in found.run.outcomes] == [True, True]
    assert found.problems == ()
    assert ("limits", "rules", 0) in {one.path for one in found.untouched}
    wrong = put(draft, ("trials", 0, "level"), "乙")
    wrong = put(wrong, cell_path(1, "考评·班子"), "六十一")
    found = try_out(wrong, read_back(wrong), date(2026, 3, 1))
    assert found is not None
    assert {one.path for one in found.problems} == {
        ("trials", 0, "level"),
        ("trials", 1, "entered", "考评·班子"),
    }
    broken = put(draft, ("total", "full"), "一百")
    assert try_out(broken, read_back(broken), date(2026, 3, 1)) is None
    scheme = read_back(draft).scheme
    assert scheme is not None
    assert "考评·班子" in {one.title for one in headings_of(scheme)}
