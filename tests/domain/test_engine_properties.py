"""What must hold for every scheme and all evidence."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import Case, Evidence
from desk_app.domain.grading import grade
from desk_app.domain.judging import bite, holds, judge
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.conditions import Condition
from desk_app.domain.scheme.model.rounds import Bound, Quota
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain import random_schemes

SAYS_NOTHING = {LinkKind.TOTAL, LinkKind.MISSING, LinkKind.STARS}
cases = random_schemes.schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), random_schemes.evidence(scheme))
)


def replay(proposal: Proposal) -> str | None:
    """Follow the chain knowing nothing but the chain."""
    level: str | None = None
    for one in proposal.reasons:
        if one.kind not in SAYS_NOTHING:
            assert one.before == level
            level = one.after
    return level


@settings(max_examples=300)
@given(cases)
def test_the_chain_replays_to_the_level(case: tuple[Scheme, Evidence]) -> None:
    scheme, known = case
    proposal = grade(scheme, known)
    assert replay(proposal) == proposal.level
    assert all(sentence.endswith("。") for sentence in proposal.sentences)


@settings(max_examples=300)
@given(random_schemes.conditions, cases)
def test_one_walk_judges_as_the_short_way_does(
    condition: Condition, case: tuple[Scheme, Evidence]
) -> None:
    known = Case(case[1])
    verdict = judge(condition, known)
    assert verdict.holds is holds(condition, known)
    assert bite(condition, known) == (verdict if verdict.holds else None)
    assert verdict.witness


@settings(max_examples=300)
@given(cases, st.data())
def test_more_points_never_give_a_lower_level(
    case: tuple[Scheme, Evidence], data: st.DataObject
) -> None:
    scheme, known = case
    indicator = data.draw(st.sampled_from(scheme.indicator_names()))
    better = random_schemes.raised(
        scheme, known, indicator, data.draw(st.decimals(0, 30, places=1))
    )
    before, after = grade(scheme, known).level, grade(scheme, better).level
    assert before is not None
    assert after is not None
    assert scheme.rank(after) <= scheme.rank(before)


@settings(max_examples=200)
@given(cases)
def test_the_order_of_limits_in_the_file_does_not_matter(case: tuple[Scheme, Evidence]) -> None:
    scheme, known = case
    for order in list(permutations(scheme.limits))[:24]:
        assert grade(replace(scheme, limits=order), known).level == grade(scheme, known).level


@settings(max_examples=200)
@given(cases)
def test_points_are_exact(case: tuple[Scheme, Evidence]) -> None:
    scheme, known = case
    proposal = grade(scheme, known)
    assert proposal.total.points == round(proposal.total.points, scheme.decimals)
    if scheme.weighting is None:
        earned = sum(
            (line.earned(known.points["考评"][line.name]) for line in scheme.indicators),
            Decimal(0),
        )
        assert proposal.total.base == earned


@settings(max_examples=60)
@given(random_schemes.schemes(), st.data())
def test_soft_quotas_move_nobody(scheme: Scheme, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 12))
    everybody = [data.draw(random_schemes.evidence(scheme, one)) for one in range(1, number + 1)]
    graded = standings(scheme, everybody)
    assert {key: one.level for key, one in graded.proposals.items()} == {
        one.subject.id: grade(scheme, one).level for one in everybody
    }
    assert set(graded.hints) <= set(graded.proposals)


@settings(max_examples=60)
@given(random_schemes.schemes(), st.data())
def test_levels_by_rank_keep_their_quota_and_the_order_of_points(
    scheme: Scheme, data: st.DataObject
) -> None:
    first = Quota("首级", (scheme.levels[0].name,), Bound.AT_MOST, count=2, assign=True)
    ranked = replace(scheme, quotas=(first,), limits=())
    number = data.draw(st.integers(1, 10))
    everybody = [data.draw(random_schemes.evidence(scheme, one)) for one in range(1, number + 1)]
    graded = standings(ranked, everybody).proposals
    best = [one for one in graded.values() if one.level == scheme.levels[0].name]
    rest = [one for one in graded.values() if one.level != scheme.levels[0].name]
    assert len(best) <= 2
    for one in graded.values():
        assert replay(one) == one.level
    if best and rest:
        assert min(one.total.points for one in best) > max(one.total.points for one in rest)
