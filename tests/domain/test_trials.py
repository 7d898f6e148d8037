"""Trials: rows kept with a scheme, graded by the engine, and what they never come near."""

from datetime import date

import pytest

from desk_app.domain.scheme.loading import read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.saving import text_of
from desk_app.domain.scheme.words.sentences import TRIALS, sentences
from desk_app.domain.trials import RuleKind, changed, run
from tests.domain.scheme_texts import tiny

ON = date(2026, 3, 1)
RULES = """
[[facts]]
name = "缺会"
kind = "count"
[[limits.rules]]
name = "缺会多"
cap = "乙"
when = { fact = "缺会", at_least = 3 }
[[adjustments]]
name = "表彰"
kind = "bonus"
points = 2
[[quotas]]
name = "甲不超过一半"
levels = ["甲"]
at_most = "50%"
"""
ROWS = """
[[trials]]
name = "高分"
level = "甲"
entered = { "考评·班子" = 58, "考评·队伍" = "37.5" }
[[trials]]
name = "缺会"
level = "乙"
entered = { "考评·班子" = 58, "考评·队伍" = 37.5, "缺会" = 3 }
[[trials]]
name = "没有评完"
level = "没有等次"
entered = { "考评·班子" = 58 }
[[trials]]
name = "只看看"
entered = { "考评·班子" = 0, "考评·队伍" = 0, "表彰·每次" = 1 }
"""


def scheme(*changes: tuple[str, str], rows: str = ROWS) -> Scheme:
    return read(tiny(("format = 1", "format = 2"), *changes, more=RULES + rows))


def test_trials_are_read_said_and_written() -> None:
    one = scheme()
    assert [(row.name, row.level) for row in one.trials] == [
        ("高分", "甲"),
        ("缺会", "乙"),
        ("没有评完", "没有等次"),
        ("只看看", ""),
    ]
    assert one.trials[0].entered == (("考评·班子", "58"), ("考评·队伍", "37.5"))
    said = next(part for part in sentences(one) if part.title == TRIALS)
    assert str(said.lines[1]) == ("试算“缺会”：考评·班子 58，考评·队伍 37.5，缺会 3；应为“乙”。")
    assert read(text_of(one)) == one


def test_every_row_gets_what_it_must() -> None:
    tried = run(scheme(), ON)
    assert [one.words for one in tried.outcomes] == [
        "95.5 分，甲",
        "95.5 分，乙",
        "没有等次",
        "2 分，丙",
    ]
    assert [one.met for one in tried.outcomes] == [True, True, True, None]
    assert tried.failed == ()
    assert any("缺会多" in reason for reason in tried.outcomes[1].reasons)
    assert len(tried.quotas) == 1


def test_a_changed_rule_shows_in_the_rows() -> None:
    before, after = run(scheme(), ON), run(scheme(("x >= 90", "x >= 96"), ("< 90", "< 96")), ON)
    assert [one.words for one in changed(before, after)] == [
        "高分：原为 95.5 分，甲；现为 95.5 分，乙。"
    ]
    assert [one.trial.name for one in after.failed] == ["高分"]
    assert changed(before, before) == ()


def test_what_no_row_has_touched_is_found() -> None:
    touched = run(scheme(), ON).untouched
    assert [(one.kind, one.name) for one in touched] == [(RuleKind.BAND, "乙")]
    few = run(scheme(rows=ROWS[: ROWS.index("[[trials]]", 5)]), ON).untouched
    assert [(one.kind, one.name) for one in few] == [
        (RuleKind.BAND, "乙"),
        (RuleKind.BAND, "丙"),
        (RuleKind.ADJUSTMENT, "表彰"),
        (RuleKind.LIMIT, "缺会多"),
    ]
    assert few[-1].words == "限定“缺会多”还没有一行试算用到。"
    assert run(scheme(rows=""), ON).untouched == ()


def test_a_cell_that_cannot_stand_is_said_at_its_heading() -> None:
    rows = """
[[trials]]
name = "错"
level = "甲"
entered = { "考评·班子" = 99, "考评·纪律" = 3, "缺会" = "很多" }
"""
    (one,) = run(scheme(rows=rows), ON).outcomes
    assert {refused.title for refused in one.refused} == {"考评·班子", "考评·纪律", "缺会"}
    assert one.met is False


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ('[[trials]]\nname = "甲"\nlevel = "戊"\n', "戊"),
        ('[[trials]]\nname = "一"\n[[trials]]\nname = "一"\n', "写了两次"),
        ('[[trials]]\nname = "一"\nentered = { "缺会" = [1] }\n', "应为数字"),
        ('[[trials]]\nname = "一"\nlevels = "甲"\n', "不认识"),
    ],
)
def test_rows_that_make_no_sense_are_refused(rows: str, word: str) -> None:
    with pytest.raises(SchemeFault, match=word):
        scheme(rows=rows)


def test_trials_need_format_two() -> None:
    with pytest.raises(SchemeFault, match="format = 2"):
        read_usable(tiny(more='[[trials]]\nname = "一"\n'))
