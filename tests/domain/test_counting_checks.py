"""Each check by its code: when it fails, of which class it is, what it says."""

from dataclasses import replace
from fractions import Fraction

import pytest

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.checks import (
    BY_CODE,
    CHECKS,
    CategoryPapers,
    Count,
    find,
    in_the_way,
    with_reasons,
)
from desk_app.domain.polling.codes import SealedCount, code_of, typed_code, verdict
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.scheme.model.polls import Counting

GOOD = Tally(50, 45, 43, 2, {"满意": 40, "不满意": 1}, abstained=2)
PAPERS = BallotCounts(50, 45, 43, 2, 50)
COUNT = Count(PAPERS, 45, [("柳树湾村党支部", GOOD)])


def codes(count: Count, counting: Counting | None = None) -> list[str]:
    return [one.code for one in find(count, counting or Counting())]


def test_a_good_count_fails_no_check() -> None:
    assert find(COUNT, Counting()) == ()


@pytest.mark.parametrize(
    ("count", "code", "words"),
    [
        (replace(COUNT, papers=replace(PAPERS, issued=44, present=60)), "H01", "多于发出 44 张"),
        (replace(COUNT, papers=replace(PAPERS, present=49)), "H02", "多于实到 49 人"),
        (replace(COUNT, papers=replace(PAPERS, invalid=1)), "H03", "不等于收回 45 张"),
        (replace(COUNT, keyed=20), "H04", "还有 25 张没有录"),
        (replace(COUNT, keyed=46), "H04", "录入了 46 张"),
        (
            replace(COUNT, subjects=[("甲", replace(GOOD, abstained=1))]),
            "H05",
            "“甲”各项合计 42 票",
        ),
        (replace(COUNT, waiting=["第 3 摞等第二人录入"]), "H06", "第 3 摞等第二人录入"),
        (replace(COUNT, papers=None), "H07", "请填写发出和收回"),
        (replace(COUNT, papers=BallotCounts(-1, -1, 0, 0), keyed=-1), "H07", "不能是负数"),
        (replace(COUNT, subjects=[]), "H08", "没有对象"),
        (
            replace(COUNT, subjects=[("甲", replace(GOOD, counts={"满意": 31}, abstained=12))]),
            "S01",
            "弃权超过有效票的 20%：“甲”12 票",
        ),
        (
            Count(BallotCounts(50, 45, 42, 3), 45, [("甲", Tally(50, 45, 42, 3, {"满意": 42}))]),
            "S02",
            "无效 3 张，超过收回 45 张的 5%",
        ),
        (replace(COUNT, alike=["第 2 摞“满意”"]), "S03", "第 2 摞“满意”"),
        (
            replace(COUNT, swings=[("“甲”满意率", Fraction(9, 10), Fraction(2, 3))]),
            "S04",
            "由 90.0% 变为 66.7%",
        ),
        (replace(COUNT, small=["党外职工"]), "S05", "党外职工的有效票少于 5 张"),
    ],
)
def test_each_check(count: Count, code: str, words: str) -> None:
    found = {one.code: one.sentence for one in find(count, Counting())}
    assert words in found[code]
    assert BY_CODE[code].hard == code.startswith("H")


def test_every_code_is_in_the_table_once() -> None:
    assert len(BY_CODE) == len(CHECKS) == 13


def test_shares_are_those_of_the_scheme_and_the_edge_is_inside() -> None:
    edge = replace(COUNT, subjects=[("甲", Tally(50, 45, 40, 5, {"满意": 32}, abstained=8))])
    edge = replace(edge, papers=BallotCounts(50, 45, 40, 5))
    assert "S01" not in codes(edge, Counting(invalid_above=Fraction(1)))
    assert codes(edge, Counting(abstained_above=Fraction(19, 100), invalid_above=Fraction(1))) == [
        "S01"
    ]
    swing = replace(COUNT, swings=[("甲", Fraction(9, 10), Fraction(7, 10))])
    assert codes(swing) == []


def test_each_category_is_checked_for_itself() -> None:
    count = replace(
        COUNT,
        categories=[CategoryPapers("党员", 30, 31, 40, 29), CategoryPapers("群众代表", 20, 14)],
    )
    found = [one.sentence for one in find(count, Counting())]
    assert found == [
        "党员收回 31 张，多于发出 30 张，本次测评无效，应当重新投票。",
        "党员发出 30 张，多于实到 29 人，请核对。",
    ]


def test_a_reason_opens_the_way_for_soft_checks_only() -> None:
    count = replace(COUNT, alike=["第 2 摞“满意”"], papers=replace(PAPERS, present=49))
    found = with_reasons(find(count, Counting()), {"S03": "全票通过", "H02": "不要紧"})
    assert in_the_way(found) == ("发出 50 张，多于实到 49 人，请核对。",)
    bare = with_reasons(find(count, Counting()), {})
    assert len(in_the_way(bare)) == 2
    assert in_the_way(bare)[1].endswith("请写明原因。")


SEALED = SealedCount(
    "群众测评",
    7,
    1,
    "two",
    False,
    "甲、乙",
    (("", 50, 45, 43, 2, None, 50),),
    (("柳树湾村党支部", "", "满意", 40), ("柳树湾村党支部", "", "不满意", 3)),
    (("S03", "整摞都是同一选项", "全票通过"),),
)


def test_a_code_depends_on_what_was_counted_and_not_on_the_order_of_rows() -> None:
    code = code_of(SEALED)
    assert len(code) == 9
    assert code == code_of(replace(SEALED, votes=tuple(reversed(SEALED.votes))))
    assert code == code_of(replace(SEALED, votes=(*SEALED.votes, ("石桥", "", "弃权", 0))))
    others = {
        code_of(replace(SEALED, version=2)),
        code_of(replace(SEALED, mode="one")),
        code_of(replace(SEALED, remarks=())),
        code_of(replace(SEALED, voids=(("", "空白票", 1),))),
        code_of(replace(SEALED, papers=(("", 50, 45, 44, 1, None, 50),))),
        code_of(replace(SEALED, votes=(("柳树湾村党支部", "", "满意", 41), SEALED.votes[1]))),
    }
    assert len({code, *others}) == 7


def test_a_code_is_read_as_people_type_it() -> None:
    code = code_of(SEALED)
    assert typed_code(f" {code.lower().replace('-', ' ')} ") == code
    assert typed_code("ＯＩＬ0-0000") == "0110-0000"
    assert verdict(code, code, code, 1).startswith("相符")
    assert "改动过" in verdict(code, code, "0000-0000", 1)
    assert "校验码不是" in verdict("1111-1111", code, code, 1)
