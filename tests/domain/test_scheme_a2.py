"""A2: two procedures, three classes, and one text that was published under two titles."""

from dataclasses import replace

import pytest

from desk_app.domain.grading import opinion_steps
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.rounds import StepYield
from tests.domain.procedures import by_opinions, names, shipped
from tests.domain.scheme_texts import shipped_text

A2 = shipped("A2")
TITLE = 'title = "局属党支部“三分类三升级”（一类、二类、三类）"'
OTHER = 'title = "“三分类三升级”活动开展情况"'


@pytest.mark.parametrize(
    ("own", "graded", "december", "level"),
    [
        ("", "", "", None),
        ("一类", "", "", "一类"),
        ("一类", "二类", "", "二类"),
        ("三类", "一类", "", "一类"),
        ("", "三类", "", "三类"),
        ("二类", "二类", "一类", "一类"),
        ("一类", "一类", "三类", "三类"),
    ],
)
def test_own_opinion_then_grading_then_december(
    own: str, graded: str, december: str, level: str | None
) -> None:
    said = {"自己认格": own, "组织考评定级": graded, "年终考评升级": december}
    proposal = by_opinions(A2, {step: one for step, one in said.items() if one})
    assert proposal.level == level
    assert [one.after for one in proposal.reasons if one.after] == [
        one for one in said.values() if one
    ]


def test_case_20_the_same_text_under_two_titles_is_one_scheme() -> None:
    text = shipped_text("A2")
    assert text.count(TITLE) == 1
    again = read(text.replace(TITLE, OTHER))
    assert again.title != A2.title
    assert again.id == A2.id
    assert replace(again, title=A2.title) == A2


def test_case_20_one_title_does_not_make_two_schemes_one() -> None:
    other = read(shipped_text("A2").replace('id = "A2"', 'id = "A2-另一县"'))
    assert other.title == A2.title
    assert other.id != A2.id


def test_a2_as_its_source_has_it() -> None:
    assert [one.name for one in A2.levels] == ["一类", "二类", "三类"]
    assert [bool(one.origin.ours) for one in A2.levels] == [False, True, True]
    assert opinion_steps(A2) == ("自己认格", "组织考评定级", "年终考评升级")
    decides = [one.name for one in A2.steps if one.yields is StepYield.DECISION]
    assert decides == ["组织考评定级"]
    assert names(by_opinions(A2, {"组织考评定级": "三类"})) == {
        "班子成员建立联系点",
        "提出数量、质量、时限要求",
        "把目标分解到班子成员和每个党员，层层签订目标责任书",
    }
    days = {one.name: one.deadline for one in A2.steps}
    assert days["年终考评升级"] == (12, 31)
    assert days["自己认格"] is None
    assert A2.rectification is not None
