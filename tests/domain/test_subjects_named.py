"""Members and other objects are counted and named as ``[subjects]`` says."""

from dataclasses import replace

import pytest

from desk_app.domain.evidence_columns import ColumnKind, columns, match_titles
from desk_app.domain.missing import SubjectWork, missing
from desk_app.domain.polling.external_counts import Listed, headings, read_counts
from desk_app.domain.reversals import BulkAct, BulkKind
from desk_app.domain.rounds import Round, deciding_meeting, decision_words, finalise_problem
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.sheets import SheetData
from tests.domain.procedures import shipped
from tests.domain.scheme_texts import tiny

ROUND = Round(1, 2026, "评星", "小", "小", "2026-01-05 08:00:00")
LACKING = [SubjectWork(at, f"党员{at}") for at in range(1, 6)]
QUOTA = """
[[quotas]]
name = "甲两名"
levels = ["甲"]
at_most = 2
"""


def named(name: str, unit: str = "", written: int = 2) -> Scheme:
    own = f'unit = "{unit}"\n' if unit else ""
    subjects = f'[subjects]\nname = "{name}"\n{own}\n[total]'
    return read_usable(tiny(("format = 1", f"format = {written}"), ("[total]", subjects)) + QUOTA)


@pytest.mark.parametrize(
    ("name", "unit", "written", "counted"),
    [
        ("党员", "", 2, "名党员"),
        ("正式党员", "", 2, "名正式党员"),
        ("党员", "位", 2, "位党员"),
        ("基层武装部", "", 2, "个基层武装部"),
        ("党员", "", 1, "个党员"),
    ],
)
def test_people_are_counted_in_their_own_word(
    name: str, unit: str, written: int, counted: str
) -> None:
    scheme = named(name, unit, written)
    assert scheme.counted == counted
    assert (read_usable(write(scheme)).counted, read_usable(write(scheme)).forms) == (
        counted,
        scheme.forms,
    )
    said = "".join(str(line) for part in sentences(scheme) for line in part.lines)
    assert f"不超过 2 {scheme.counter}" in said


def test_a_unit_wants_the_format_that_knows_it() -> None:
    with pytest.raises(SchemeFault, match="format = 2"):
        named("党员", "名", 1)


def test_titles_of_forms_follow_the_name_in_format_2() -> None:
    assert named("党员").forms.summary == "党员等级评定结果汇总表"
    assert named("党员", written=1).forms.summary == "党组织等级评定结果汇总表"
    assert named("党组织").forms == named("党组织", written=1).forms


def test_the_heading_of_the_evidence_names_who_is_graded_and_the_old_one_is_still_known() -> None:
    scheme = shipped("C15")
    titles = {one.name: one.title for one in columns(scheme) if one.kind is ColumnKind.SUBJECT}
    assert titles["党组织"] == "党员"
    for heading in ("党员", "党组织"):
        found = match_titles(scheme, [heading]).columns
        assert [one.name for one in found.values()] == ["党组织"]
    plain = replace(scheme, object_name="党组织")
    assert match_titles(plain, ["党员"]).unknown == ("党员",)


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("C5", "党委会决定"),
        ("A1", "党组会决定"),
        ("B1", "党工委会决定"),
        ("C15", "支委会决定"),
        ("C9o", "评审委员会决定"),
        ("C13", "领导小组会议决定"),
    ],
)
def test_a_decision_is_called_after_who_decides(scheme: str, words: str) -> None:
    assert decision_words(shipped(scheme)) == words


def test_a_step_without_a_meeting_is_named_after_its_actor() -> None:
    scheme = named("党员")
    assert deciding_meeting(scheme) == "会议"
    (step,) = scheme.steps
    assert deciding_meeting(replace(scheme, steps=(replace(step, actor="支部"),))) == "支部"
    assert decision_words(replace(scheme, steps=())) == "党委会决定"


def test_members_are_counted_as_such_wherever_they_are_counted() -> None:
    scheme = named("党员")
    assert finalise_problem(["江晓"], scheme.counter).startswith("还有 1 名没有定级")
    assert next(iter(missing(scheme, ROUND, LACKING, ()))).who.endswith("等 5 名")
    act = BulkAct(1, BulkKind.DECISIONS, "导入决定", 1, "2026-01-05 08:00", "江晓", 12)
    assert (act.amount, replace(act, counted=scheme.counted).amount) == (
        "12 个党组织",
        "12 名党员",
    )
    heads = list(headings((), scheme.object_name))
    assert heads[:2] == ["代码", "党员"]
    poll = Poll("测评", ("好", "差"), "")
    sheet = SheetData("测评", (tuple(headings([poll], "党员")), ("", "江晓", "测评", *[None] * 10)))
    read = read_counts([sheet], [poll], [Listed(1, "江晓")], "党员")
    assert read.blank == 1
