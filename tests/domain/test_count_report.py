"""What the count report says, number by number."""

from dataclasses import replace
from fractions import Fraction

import pytest

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.count_report import (
    MOST_COLUMNS,
    CountReport,
    ReportedPapers,
    SealedVersion,
    SubjectCount,
    average,
    facts,
    withheld,
)
from desk_app.domain.polling.counting import Mode
from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll, Rate
from tests.documents.count_reports import REPORT

POINTS = Poll(
    "评星·爱岗敬业星",
    tuple(str(number) for number in range(11)),
    counting=Counting(kind=BallotKind.POINTS, tellers=1),
)


def rows(found: dict[str, object], name: str) -> list[dict[str, object]]:
    listed = found[name]
    assert isinstance(listed, list)
    return listed


def test_golden() -> None:
    found = facts(REPORT)
    assert found["form_title"] == "2026年度计票报告单（票一）"
    assert found["held"] == (
        "中共青山镇委员会　2026年3月5日　镇政府三楼会议室　党员群众测评大会　群众测评"
    )
    assert found["code"] == "9ABD-77TR"
    assert found["columns"] == ("满意", "基本满意", "不满意", "不了解", "弃权", "无效项")
    assert [list(row.values()) for row in rows(found, "papers")] == [
        ["党员", 40, 39, 39, 38, 36, 2],
        ["群众代表", 38, 37, 37, 36, 35, 1],
        ["党外职工代表", 4, 4, 4, 4, "—", "—"],
        ["合　计", 82, 80, 80, 78, 75, 3],
    ]
    assert rows(found, "votes")[0] == {
        "subject": "中共青山镇柳树湾村党支部",
        "counts": (40, 20, 10, 3, 1, 1),
    }
    assert rows(found, "rates")[0] == {
        "subject": "中共青山镇柳树湾村党支部",
        "name": "满意率",
        "value": Fraction(60, 75),
        "words": "（满意 40 + 基本满意 20）÷ 有效票 75",
    }
    assert found["base_words"] == (
        "每个对象各栏相加 = 有效票 75 张。整张无效的票不在其中，共 3 张：空白票 2，涂改、看不清 1。"
    )
    free = facts(replace(REPORT, voids={}))
    assert free["base_words"] == "每个对象各栏相加 = 有效票 75 张。整张无效的票不在其中。"
    assert found["counting_words"] == (
        "计票方式：两人分别录入、互不可见（章喆祎、李堃）。\n"
        "党员到会率不低于 80%：应到 40 人，实到 39 人，符合。"
    )
    assert rows(found, "parts")[0]["votes"] == (
        "满意 20 票，基本满意 10 票，不满意 5 票，不了解 1 票"
    )
    assert rows(found, "remarks")[0]["code"] == "S01"
    assert [list(row.values()) for row in rows(found, "versions")] == [
        [1, "2026-03-05 15:40", "两人分别录入、互不可见", "7K3M-P2QX", "监票人要求复核第三摞"],
        [2, "2026-03-05 16:20（本表）", "两人分别录入、互不可见", "9ABD-77TR", "—（有效）"],
    ]


def test_small_categories_are_named_and_not_broken_down() -> None:
    assert withheld(REPORT) == ("党外职工代表",)
    found = facts(REPORT)
    assert str(found["parts_words"]).startswith("党外职工代表不单列")
    assert all(row["category"] != "党外职工代表" for row in rows(found, "parts"))


def test_all_categories_shown_and_none() -> None:
    two = replace(REPORT, categories=REPORT.categories[:2])
    assert facts(two)["parts_words"] == "各类别的票分别发出、收回和计算。"
    assert facts(replace(REPORT, categories=()))["parts_words"] == "本次测评不分类别。"


def test_one_person_counting_is_said() -> None:
    sealed = SealedVersion(
        2, "2026-03-05 16:20", Mode.ONE, external=False, tellers="李堃", code="X"
    )
    one = replace(REPORT, versions=(sealed,), attendance=(), one_by_scheme=True)
    assert facts(one)["counting_words"] == (
        "计票方式：一人计票（李堃）。方案规定由一人计票，没有第二人复核录入。"
    )
    free = facts(replace(one, one_by_scheme=False))["counting_words"]
    assert "本次由一人计票" in str(free)


def test_called_external_and_void_are_said() -> None:
    sealed = SealedVersion(2, "2026-03-05 16:20", Mode.CALLED, external=False, tellers="", code="X")
    called = replace(REPORT, versions=(sealed,), caller="赵某", attendance=())
    assert facts(called)["counting_words"] == "计票方式：当场唱票。唱票人：赵某。"
    external = replace(called, versions=(replace(sealed, external=True),))
    assert str(facts(external)["counting_words"]).startswith("外部计票")
    void = facts(replace(called, voided="收回多于发出"))
    assert "（本次投票已作废）" in str(void["form_title"])
    assert "收回多于发出" in str(void["counting_words"])


def test_an_old_version_says_that_it_fell() -> None:
    assert "这一版不再作数" in str(facts(replace(REPORT, version=1))["code_words"])


def test_points_get_an_average_with_its_base() -> None:
    votes = {"10": 10, "9": 8, "8": 5, "3": 2}
    tally = Tally(30, 28, 27, 1, votes, abstained=1, spoilt=1)
    value, words = average(POINTS, tally)
    assert value == Fraction(218, 25)
    assert words == "总分 218 ÷ 打分票 25（有效票 27 − 弃权 1 − 无效项 1）"
    report = replace(
        REPORT, poll=POINTS, rates=(), subjects=(SubjectCount("章某", tally),), categories=()
    )
    assert rows(facts(report), "rates") == [
        {"subject": "章某", "name": "平均分", "value": "8.72 分", "words": words}
    ]
    none, _ = average(POINTS, Tally(0, 0, 0, 0, {}))
    assert none is None


def test_a_distribution_gives_each_share_its_base() -> None:
    poll = replace(REPORT.poll, distribution=True)
    found = rows(facts(replace(REPORT, poll=poll, rates=())), "rates")
    assert found[0] == {
        "subject": "中共青山镇柳树湾村党支部",
        "name": "满意",
        "value": Fraction(40, 75),
        "words": "满意 40 ÷ 有效票 75",
    }


@pytest.mark.parametrize("most", [10, 12, 13, 20, 100])
def test_many_options_are_written_out(most: int) -> None:
    poll = Poll("打分", tuple(str(n) for n in range(most + 1)), counting=POINTS.counting)
    tally = Tally(3, 3, 3, 0, {"0": 2, str(most): 1})
    report = replace(REPORT, poll=poll, rates=(), subjects=(SubjectCount("章某", tally),))
    found = facts(report)
    columns = found["columns"]
    assert isinstance(columns, tuple)
    assert len(columns) <= MOST_COLUMNS
    if most + 3 > MOST_COLUMNS:
        assert rows(found, "rates")[0]["words"] == f"0 分 2 票，{most} 分 1 票"


def test_nothing_to_say_is_said() -> None:
    empty = CountReport(
        office="中共青山镇委员会",
        year=2026,
        meeting="测评会",
        held_on=None,
        place="",
        poll=Poll("测评", ("好", "差")),
        part="",
        rates=(Rate("好评率", "别的", ("好",)),)[:0],
        whole=ReportedPapers(""),
        categories=(),
        subjects=(SubjectCount("甲", Tally(0, 0, 0, 0, {})),),
        findings=(),
        versions=(
            SealedVersion(1, "2026-03-05 15:40", Mode.TWO, external=False, tellers="", code=""),
        ),
        version=1,
    )
    found = facts(empty)
    assert found["held"] == "中共青山镇委员会　测评会　测评"
    assert rows(found, "rates")[0]["words"] == "方案没有规定比率"
    assert rows(found, "remarks")[0]["finding"] == "没有需要说明的情况"
