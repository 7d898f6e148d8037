"""缺项, over every scheme that ships: what is asked for at all, and when nothing is missing."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk_app.domain.asked import has_sheet, polls_asked, sheets_asked
from desk_app.domain.entries import counting
from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.home import Counts, badges, next_step, progress
from desk_app.domain.missing import SubjectWork, before_submission, missing
from desk_app.domain.quotas import QuotaState, QuotaVerdict, measure, standing
from desk_app.domain.rounds import (
    Candidate,
    Participant,
    Round,
    decision_step,
    places_lacking,
)
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.scheme_texts import SCHEMES, shipped_text
from tests.domain.small_scheme import SMALL

EVERY = sorted(one.stem for one in SCHEMES.glob("*.toml"))
OPINIONS = {"A1", "A2", "A3", "B1", "E1", "C7b"}
BALLOTED = {"C15"}
"""Their points come from ballots: nobody types any."""
ROUND = Round(1, 2026, "年初定级", "x", "x", "2026-01-05 08:00:00")
LOCKED = replace(ROUND, locked=True, finalised_at="2026-05-01 08:00:00")
EXPORTED = replace(LOCKED, exported_at="2026-05-02 08:00:00")
MANY = 20


def domains(scheme: Scheme) -> list[str]:
    return [one.includes[0] for one in scheme.domains] or [""]


def everything(scheme: Scheme, name: str, key: int, domain: str) -> SubjectWork:
    """What a subject has that lacks nothing: every sheet full, every reason, poll, decision."""
    lines = counting(scheme.indicators_for(domain))
    return SubjectWork(
        id=key,
        name=name,
        domain=domain,
        filled={one.name: len(lines) for one in sheets_asked(scheme)},
        polled=[one.name for one in polls_asked(scheme, domain)],
        decided=True,
        parent="总支",
        area="东片",
    )


def whole(scheme: Scheme) -> list[SubjectWork]:
    kinds = domains(scheme)
    return [everything(scheme, f"第{at}党支部", at, kinds[at % len(kinds)]) for at in range(MANY)]


def counts_of(scheme: Scheme, work: Sequence[SubjectWork]) -> Counts:
    """What the database would count of it."""
    return Counts(
        participants=len(work),
        sheets={
            one.name: sum(has_sheet(scheme, each.domain) for each in work)
            for one in sheets_asked(scheme)
        },
        polled={poll.name: sum(poll.name in each.polled for each in work) for poll in scheme.polls},
        opinions={decision_step(scheme): len(work)},
        unscored=sum(not has_sheet(scheme, each.domain) for each in work),
        unpolled={
            poll.name: sum(poll.name not in each.polled for each in work) for poll in scheme.polls
        },
    )


def fitting(scheme: Scheme, work: Sequence[SubjectWork]) -> list[QuotaState]:
    """Levels that every quota allows, found by trying; the states that they come to."""
    dice = random.Random(7)
    names = [one.name for one in scheme.levels]
    levels = [dice.choice(names) for _ in work]

    def states(now: list[str]) -> list[QuotaState]:
        subjects = [
            SubjectFacts(one.id, one.name, domain=one.domain, parent=f"总支{one.id % 2}")
            for one in work
        ]
        return measure(
            scheme,
            [
                standing(scheme, one, level, Decimal(0))
                for one, level in zip(subjects, now, strict=True)
            ],
        )

    def amiss(found: list[QuotaState]) -> int:
        return sum(
            abs(one.held - (one.high or 0))
            if one.verdict is QuotaVerdict.OVER
            else (one.low or 0) - one.held
            for one in found
            if one.verdict is not QuotaVerdict.WITHIN and not one.quota.target
        )

    best = states(levels)
    for _ in range(4000):
        if not amiss(best):
            break
        other = list(levels)
        other[dice.randrange(len(other))] = dice.choice(names)
        found = states(other)
        if amiss(found) <= amiss(best):
            levels, best = other, found
    return best


@pytest.mark.parametrize("scheme_id", EVERY)
def test_a_round_with_everything_that_is_asked_for_lacks_nothing(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    work = whole(scheme)
    found = missing(scheme, ROUND, work, fitting(scheme, work))
    assert [one.words for one in found if not one.done] == []
    counts = counts_of(scheme, work)
    assert badges(scheme, ROUND, counts) == {}
    step = next_step(scheme, ROUND, counts)
    assert step.room in {"rectification", "grading"}
    assert "还有" not in step.sentence
    lines = progress(scheme, 2026, counts, date(2026, 1, 6))
    waiting = {one.name for one in scheme.steps if one.yields is StepYield.APPROVAL}
    assert {one.name for one in lines if one.total and not one.finished} <= waiting


@pytest.mark.parametrize("scheme_id", EVERY)
def test_nothing_is_named_that_the_scheme_does_not_have(scheme_id: str) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    empty = [SubjectWork(at, f"第{at}党支部", domain) for at, domain in enumerate(domains(scheme))]
    found = missing(scheme, ROUND, empty, ())
    rooms = {one.room for one in found}
    counts = Counts(len(empty))
    lines = progress(scheme, 2026, counts, date(2026, 1, 6))
    asked = {one.room for one in lines if one.total}
    typed = scheme_id not in OPINIONS | BALLOTED
    assert ("scoring" in rooms) is typed
    assert ("scoring" in asked) is typed
    assert ("polling" in rooms) is bool(scheme.polls)
    assert ("polling" in asked) is bool(scheme.polls)
    assert set(badges(scheme, ROUND, counts)) <= rooms | {"grading"}
    if scheme_id in OPINIONS:
        said = " ".join([one.words for one in found] + [one.name for one in lines])
        assert "评分" not in said
        assert next_step(scheme, ROUND, counts).room in {"polling", "grading"}


@pytest.mark.parametrize("scheme_id", EVERY)
@pytest.mark.parametrize("current", [LOCKED, EXPORTED])
def test_after_finalising_nothing_leads_into_a_locked_room(scheme_id: str, current: Round) -> None:
    scheme = read_usable(shipped_text(scheme_id))
    for counts in (Counts(), Counts(MANY), Counts(MANY, items_open=2, items_overdue=1)):
        assert next_step(scheme, current, counts).room in {"submission", "rectification", ""}
    work = [SubjectWork(1, "柳树湾村党支部", domains(scheme)[0])]
    for one in missing(scheme, current, work, ()):
        assert one.done or one.locked


def test_each_kind_is_said_with_who_lacks_it() -> None:
    full = len(SMALL.indicators)
    filled = {"自评": full, "考评": full}
    names = ("甲村", "乙村", "丙村", "丁村")
    work = [SubjectWork(at, name, filled=filled, unreasoned=1) for at, name in enumerate(names, 1)]
    work[0] = SubjectWork(1, "甲村", filled={"自评": full}, polled={"测评"}, decided=True)
    found = [one for one in missing(SMALL, ROUND, work, ()) if not one.done]
    assert [(one.words, one.room, one.subject_id) for one in found] == [
        ("考评评分表：还差 1 份", "scoring", 1),
        ("扣分理由：还有 3 处没有写", "scoring", 2),
        ("测评：还有 3 个没有封存计票", "polling", 2),
        ("党委会研究决定：还有 3 个没有定级", "grading", 2),
    ]
    assert found[1].who == "乙村、丙村、丁村"
    assert [one.forbids for one in found] == [False, False, False, True]


def test_many_are_named_by_the_first_few() -> None:
    work = [SubjectWork(at, f"{at}号支部") for at in range(1, 28)]
    poll = next(one for one in missing(SMALL, ROUND, work, ()) if one.room == "polling")
    assert poll.who == "1号支部、2号支部、3号支部等 27 个"


def test_nobody_waits_for_a_decision_on_whom_a_rule_took_out() -> None:
    work = [SubjectWork(1, "甲村", out=True), SubjectWork(2, "乙村", decided=True)]
    decision = next(one for one in missing(SMALL, ROUND, work, ()) if one.forbids or one.done)
    assert decision.done
    counts = Counts(2, sheets={"自评": 2, "考评": 2}, polled={"测评": 2}, out=1)
    counts = replace(counts, opinions={"党委会研究决定": 1})
    assert "没有定级" not in next_step(SMALL, ROUND, counts).sentence
    assert "grading" not in badges(SMALL, ROUND, counts)


def test_a_quota_is_looked_at_once_all_is_decided() -> None:
    quota = SMALL.quotas[0]
    over = [QuotaState(quota, held=5, base=20, low=2, high=2)]
    done = [SubjectWork(1, "甲村", decided=True)]
    said = [one.words for one in missing(SMALL, ROUND, done, over) if "名额" in one.words]
    assert said == ["名额：甲 约 10%（2 个），现有 5 个，超出 3 个"]
    open_ = [SubjectWork(1, "甲村")]
    assert not any("名额" in one.words for one in missing(SMALL, ROUND, open_, over))


def test_the_same_list_before_papers_go_up() -> None:
    full = len(SMALL.indicators)
    whole_one = SubjectWork(
        1, "甲村", filled={"自评": full, "考评": full}, polled={"测评"}, decided=True
    )
    lacking = replace(whole_one, id=2, name="乙村", filled={"自评": full})
    found = missing(SMALL, LOCKED, [whole_one, lacking], ())
    found = before_submission(found, LOCKED, 2, 1)
    assert [(one.words, one.done, one.room) for one in found] == [
        ("自评评分表：2 份已齐", True, "scoring"),
        ("考评评分表：还差 1 份", False, "scoring"),
        ("扣分理由：都已写明", True, "scoring"),
        ("测评：2 个已封存", True, "polling"),
        ("党委会研究决定：2 个已定级", True, "grading"),
        ("定稿：已定稿", True, "grading"),
        ("整改台账：共 2 项，1 项已逾期", False, "rectification"),
    ]
    assert [one.todo for one in found] == [
        "",
        "补齐 1 份考评评分表",
        "",
        "",
        "",
        "",
        "督促 1 项逾期的整改",
    ]


def test_whoever_has_no_place_to_be_counted_in_is_named() -> None:
    scheme = read_usable(shipped_text("C15"))
    work = whole(scheme)
    assert not [one for one in missing(scheme, ROUND, work, ()) if one.words.startswith("上级")]
    work[2] = replace(work[2], parent="")
    (found,) = [one for one in missing(scheme, ROUND, work, ()) if one.words.startswith("上级")]
    assert "没有填写，“" in found.words
    assert "至少" in found.words
    assert (found.who, found.room, found.forbids) == (work[2].name, "organisations", False)


def test_a_new_round_says_who_has_no_place_to_be_counted_in() -> None:
    scheme = read_usable(shipped_text("C15"))
    known = {at: Candidate(at, f"党员{at}", "党员", 9 if at > 1 else None) for at in range(1, 4)}
    everybody = [Participant(at) for at in known]
    assert places_lacking(scheme, known, everybody).startswith(f"1 {scheme.counter}没有填上级")
    assert places_lacking(scheme, known, everybody[1:]) == ""
