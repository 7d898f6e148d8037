"""Members and other objects are counted and named as ``[subjects]`` says."""

from dataclasses import replace

import pytest

from desk_app.domain.evidence_columns import ColumnKind, columns, match_titles
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from tests.domain.procedures import shipped
from tests.domain.scheme_texts import tiny

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
