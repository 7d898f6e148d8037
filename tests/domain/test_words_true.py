"""What the chain says is true: rounding, missing measurements, whose scores, which opinion."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import AdjustmentEntry, Evidence, SubjectFacts, Tally
from desk_app.domain.grading import grade
from desk_app.domain.points import comparable, format_exact, format_rate
from desk_app.domain.scheme.loading import check, read_usable
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.levels import Unmeasured
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import readings, sentences
from desk_app.domain.scheme.writing.scheme import write
from tests.domain.procedures import replay, shipped
from tests.domain.scheme_texts import SCHEMES, tiny
from tests.domain.small_scheme import SMALL, evidence
from tests.support.kept_rows import KEPT

D1, C11, C12, C15, E1, B1, C9O = (
    shipped(one) for one in ("D1", "C11", "C12", "C15", "E1", "B1", "C9o")
)
RATE = """
[[polls]]
name = "测评"
options = ["满意", "不满意"]

[[rates]]
name = "满意率"
poll = "测评"
numerator = ["满意"]

[[limits.rules]]
name = "满意率过低"
cap = "丙"
when = { rate = "满意率", less_than = "50%" }
"""


def of_format_1(scheme_id: str) -> Scheme:
    """A text that rounds have pinned."""
    return read_usable((KEPT / f"{scheme_id}.toml").read_text(encoding="utf-8"))


def newest(*changes: tuple[str, str], more: str = "") -> Scheme:
    return read_usable(tiny(("format = 1", "format = 2"), *changes) + more)


def full(scheme: Scheme, *points: str, **more: object) -> Evidence:
    names = scheme.indicator_names()
    sheets = {
        one.name: dict(zip(names, map(Decimal, points), strict=True)) for one in scheme.evaluators
    }
    votes = {
        one.name: {key: Fraction(points) for key, points in sheets[one.name].items()}
        for one in scheme.evaluators
        if one.ballots is not None
    }
    known = Evidence(
        SubjectFacts(1, "柳树湾村党支部", "农村"),
        points={key: one for key, one in sheets.items() if key not in votes},
        balloted=votes,
    )
    return replace(known, **more)  # type: ignore[arg-type]


def said(proposal: Proposal) -> str:
    assert replay(proposal) == proposal.level
    return "".join(proposal.sentences)


def test_rounding_is_said_where_it_decides() -> None:
    first = of_format_1("D1")
    proposal = grade(first, full(first, "17.99", "18", "18", "17.98", "17.98"))
    assert proposal.level == "好"
    assert said(proposal) == (
        "考评各项合计 89.95 分，四舍五入为 90 分。"
        "总分 89.95 分，四舍五入为 90 分，在 90 分（含）以上，为好。"
    )
    plain = grade(first, full(first, "18", "18", "18", "18", "18.01"))
    assert "总分 90 分，在 90 分（含）以上" in said(plain)


def test_in_format_2_rounding_lifts_nobody_over_a_bound() -> None:
    exact = D1
    proposal = grade(exact, full(D1, "17.99", "18", "18", "17.98", "17.98"))
    assert (proposal.level, proposal.points) == ("较好", Decimal("89.95"))
    assert "总分 89.95 分，在 80 分（含）至 90 分（不含），为较好" in said(proposal)
    assert grade(exact, full(D1, "18", "18", "18", "18", "18")).level == "好"
    far = grade(exact, full(D1, "17.96", "17", "17", "17", "17"))
    assert far.points == Decimal("86.0"), "far from a bound the usual decimals are enough"


def test_what_never_ends_is_cut_and_never_lifted() -> None:
    assert comparable(Fraction(2, 3)) == Decimal("0.666666666666")
    assert format_exact(Fraction(2, 3)) == "约 0.667"
    assert format_exact(Fraction(159, 10)) == "15.9"
    assert format_exact(Fraction(89999, 1000) + Fraction(2, 3000), [Decimal(90)]) == "约 89.9997"
    assert format_rate(Fraction(4995, 10000), bounds=[Fraction(1, 2)]) == "49.95%"
    assert format_rate(Fraction(1, 2), bounds=[Fraction(1, 2)]) == "50%"


def test_the_words_round_first_is_read_written_and_said() -> None:
    asked = ("full = 100", "full = 100\nround_first = true")
    first, exact = newest(asked), newest()
    assert (first.round_first, exact.round_first) == (True, False)
    assert read_usable(tiny()).round_first
    for one in (first, exact, read_usable(tiny())):
        assert read_usable(write(one)).round_first is one.round_first
    general = [str(sentences(one)[0].lines[0]) for one in (first, exact, read_usable(tiny()))]
    assert len(set(general)) == 3
    with pytest.raises(SchemeFault, match="format = 2"):
        read_usable(tiny(asked))


def test_a_gap_between_rounded_totals_is_one_for_exact_totals() -> None:
    bands = replace(
        D1.bands[0], range=replace(D1.bands[0].range, low=Decimal("89.95"), low_closed=False)
    )
    found = "".join(str(one) for one in check(replace(D1, bands=(bands, *D1.bands[1:]))))
    assert "89.95" in found


def test_no_vulgar_fraction_and_the_bound_beside_what_was_missed() -> None:
    own, above = ("18", "15", "17", "19", "16"), ("15", "15.5", "16", "18", "15")
    names = C12.indicator_names()
    sheets = {
        "自评": dict(zip(names, map(Decimal, own), strict=True)),
        "考评": dict(zip(names, map(Decimal, above), strict=True)),
    }
    known = Evidence(
        SubjectFacts(1, "柳树湾村党支部"), points=sheets, rates={"满意率": Fraction(4, 5)}
    )
    text = said(grade(C12, known))
    assert "/" not in text
    assert "组织建设星（组织建设得分 15.9 分，没有达到 16 分）" in text
    assert "获得 2 颗星，为二星" in text
    rates = {one.name: Fraction(9, 10) for one in C9O.rates}
    lines = C9O.indicators_for("农村")
    star = grade(
        C9O,
        Evidence(
            SubjectFacts(1, "村", "农村"),
            points={C9O.superior.name: {one.name: Decimal(1) for one in lines}},
            rates=rates,
        ),
    )
    assert "赞成率·学习星 90%，没有高于 90%" in said(star)


def test_the_rate_behind_a_deduction_and_a_limit_is_printed_as_it_is() -> None:
    low = full(C11, *["9.5"] * 10, rates={"满意率": Fraction(4995, 10000)})
    text = said(grade(C11, low))
    assert "满意率较低减 5 分（满意率 49.95%，低于 60%）" in text
    assert "满意率 49.95%，适用“满意率过低”" in text


@pytest.mark.parametrize("scheme", [D1, C11, C12, C15], ids=lambda one: one.id)
def test_marks_of_paragraphs_stand_beside_a_reason_and_never_in_it(scheme: Scheme) -> None:
    known = full(scheme, *["8"] * len(scheme.indicator_names()), rates={"满意率": Fraction(1, 5)})
    proposal = grade(scheme, known)
    sources = [one.origin.source for one in proposal.reasons if one.origin.source]
    assert sources
    assert not [one for one in sources if f"（{one}）" in said(proposal)]


@pytest.mark.parametrize("scheme", [E1, B1, C9O], ids=lambda one: one.id)
def test_a_scheme_without_points_prints_none(scheme: Scheme) -> None:
    assert not scheme.has_points
    assert grade(scheme, Evidence(SubjectFacts(1, "村", "农村"))).points is None


def test_an_incomplete_row_has_no_total_and_says_whose_scores_are_missing() -> None:
    names = C12.indicator_names()
    sheet = dict.fromkeys(names, Decimal(15))
    less = {key: value for key, value in sheet.items() if key != "经济发展"}
    for own, above, whose in ((less, sheet, "自评"), (sheet, less, "考评")):
        proposal = grade(C12, Evidence(SubjectFacts(1, "村"), points={"自评": own, "考评": above}))
        assert proposal.points is None
        assert f"{whose}还有 1 项没有评分（经济发展），暂不能拟定等级" in said(proposal)
        assert "已评的各项合计" in said(proposal)


def test_a_limit_whose_rate_was_not_measured_is_named_in_format_1() -> None:
    first = of_format_1("C11")
    proposal = grade(first, full(first, *["9.5"] * 10))
    assert proposal.level == "五星级"
    assert "满意率还没有测评结果，没有看“满意率过低”，等级不变。" in said(proposal)
    empty = Tally(5, 5, 0, 5, {})
    none = grade(first, full(first, *["9.5"] * 10, tallies={"党员群众测评": empty}))
    assert "满意率没有有效票，算不出，没有看“满意率过低”" in said(none)
    assert none.level == "五星级"
    measured = grade(first, full(first, *["9.5"] * 10, rates={"满意率": Fraction(1)}))
    assert "没有看" not in said(measured)


@pytest.mark.parametrize(
    ("missing", "level", "words"),
    [
        ("", None, "满意率还没有测评结果（“满意率过低”要看它），暂不能拟定等级"),
        ('missing = "wait"\n', None, "暂不能拟定等级"),
        ('missing = "holds"\n', "丙", "满意率还没有测评结果，按方案同样适用，适用“满意率过低”"),
        ('missing = "ignored"\n', "甲", "没有看“满意率过低”，等级不变"),
    ],
)
def test_in_format_2_a_limit_says_what_holds_without_a_measurement(
    missing: str, level: str | None, words: str
) -> None:
    scheme = newest(more=RATE + missing)
    proposal = grade(scheme, full(scheme, "60", "40"))
    assert proposal.level == level
    assert words in said(proposal)
    assert grade(scheme, full(scheme, "60", "40", rates={"满意率": Fraction(1, 2)})).level == "甲"
    assert read_usable(write(scheme)).limits[0].missing is scheme.limits[0].missing
    with pytest.raises(SchemeFault, match="format = 2"):
        read_usable(tiny() + RATE + 'missing = "wait"\n')


def test_a_limit_that_looks_at_no_rate_has_nothing_to_say_of_one() -> None:
    rule = RATE.replace('{ rate = "满意率", less_than = "50%" }', "{ total = true, less_than = 5 }")
    with pytest.raises(SchemeFault, match="没有比率"):
        newest(more=rule + 'missing = "wait"\n')


@pytest.mark.parametrize(
    ("missing", "level"),
    [(Unmeasured.WAIT, None), (Unmeasured.HOLDS, "甲"), (Unmeasured.IGNORED, "乙")],
)
def test_a_band_says_what_its_requirement_comes_to(missing: Unmeasured, level: str | None) -> None:
    wanted = Comparison(Operand.RATE, "满意率", Comparator.AT_LEAST, Fraction(1, 2))
    top = replace(SMALL.bands[0], requires=wanted, missing=missing)
    scheme = replace(SMALL, bands=(top, *SMALL.bands[1:]), limits=())
    proposal = grade(scheme, evidence("40", "40", "15"))
    assert proposal.level == level
    assert said(proposal)
    assert grade(scheme, evidence("40", "40", "5")).level == "乙", "no need to wait below"


def test_what_decides_without_the_rate_waits_for_nothing() -> None:
    out = newest(
        more=RATE.replace(
            "[[limits.rules]]",
            """
[[facts]]
name = "否决"
kind = "yes_no"

[limits]
sequence = ["disqualify", "cap"]

[[limits.rules]]
name = "一票否决"
disqualify = true
when = { fact = "否决", is = true }

[[limits.rules]]""",
        )
    )
    known = full(out, "60", "40", facts={"否决": True})
    assert grade(out, known).disqualified == "一票否决"


def test_which_opinion_counts_is_said() -> None:
    steps = [one.name for one in E1.steps if one.yields.value in {"opinion", "decision"}]
    first = grade(E1, Evidence(SubjectFacts(1, "支部"), opinions={steps[0]: "后进"}))
    assert f"{steps[0]}的意见：后进（中间环节的意见，" in said(first)
    whole = grade(E1, Evidence(SubjectFacts(1, "支部"), opinions=dict.fromkeys(steps, "先进")))
    assert said(whole).endswith(f"{steps[-1]}的意见：先进，以最后提出的意见为准。")


def test_a_fact_is_counted_in_its_own_unit() -> None:
    late = replace(SMALL, facts=tuple(replace(one, unit="人") for one in SMALL.facts))
    text = said(grade(late, evidence("40", "40", "20", facts={"缺会次数": 2})))
    assert "缺会次数 2 人，每人 2 分" in text


def test_questions_end_as_questions() -> None:
    bare = replace(D1, readings=(replace(D1.readings[0], question="怎样算"),))
    assert str(readings(bare)[0]).startswith("怎样算？本方案选定：")


def test_bonuses_that_were_entered_stay_as_they_are_said() -> None:
    proposal = grade(
        C11, full(C11, *["8"] * 10, adjustments=(AdjustmentEntry("表彰报道", "市级"),))
    )
    assert "表彰报道加 3 分（市级 3 分），总分 83 分" in said(proposal)
    assert proposal.reasons[0].kind is LinkKind.TOTAL


@pytest.mark.parametrize("scheme_id", sorted(one.stem for one in SCHEMES.glob("*.toml")))
def test_what_was_never_scored_is_no_zero_in_any_reason(scheme_id: str) -> None:
    scheme = shipped(scheme_id)
    domain = scheme.domains[0].includes[0] if scheme.domains else ""
    said = "".join(grade(scheme, Evidence(SubjectFacts(1, "石桥村党支部", domain))).sentences)
    assert "合计 0 分" not in said
    assert "获得 0 颗星" not in said
