"""Batches that cannot tell a ballot, differences that come back alone, break-downs that hold."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.polling.counting import (
    PAPERS,
    TOGETHER,
    VALID_PAPERS,
    VOID_PAPERS,
    BatchLine,
    BatchState,
    Difference,
    Mode,
    add_batches,
    compare,
    counting_groups,
    disclosable,
    merged_with,
    next_batch,
    plan,
    put_in_plan,
    replan,
    same_papers,
    settle,
    tells_a_ballot,
)
from desk_app.domain.polling.counts import BatchCounts, count_batch

CATEGORIES = st.dictionaries(st.sampled_from("甲乙丙丁戊己庚"), st.integers(0, 40))


@given(st.integers(0, 2000))
def test_a_plan_takes_every_paper_and_no_batch_is_small(returned: int) -> None:
    sizes = plan(returned)
    assert sum(sizes) == returned
    assert all(10 <= size <= 25 for size in sizes) or sizes == (returned,)


@given(st.integers(20, 600), st.sets(st.integers(1, 30)))
def test_stored_batches_leave_the_plan_as_it_was(returned: int, numbers: set[int]) -> None:
    whole = dict(enumerate(plan(returned), 1))
    stored = {number: whole[number] for number in numbers if number in whole}
    assert replan(returned, stored) == whole


@given(st.integers(40, 600), st.integers(1, 20), st.integers(0, 60))
def test_when_more_or_fewer_came_back_only_what_is_left_is_planned_anew(
    returned: int, kept: int, other: int
) -> None:
    sizes = plan(returned)
    stored = dict(enumerate(sizes[: min(kept, len(sizes) - 1)], 1))
    now = sum(stored.values()) + 5 + other
    found = replan(now, stored)
    assert sum(found.values()) == now
    assert all(found[number] == size for number, size in stored.items())
    assert min(found.values()) >= 5
    assert sorted(found) == list(range(1, len(found) + 1))


@given(CATEGORIES)
def test_small_categories_are_keyed_together(returned: dict[str, int]) -> None:
    groups = counting_groups(returned)
    assert sum(groups.values()) == sum(returned.values())
    apart = {name: number for name, number in groups.items() if name != TOGETHER}
    assert all(returned[name] == number >= 5 for name, number in apart.items())
    if TOGETHER in groups:
        assert groups[TOGETHER] >= 5 or groups[TOGETHER] == sum(returned.values())


def in_span(
    wanted: Mapping[str, int], given_: Sequence[Mapping[str, int]], names: list[str]
) -> bool:
    """Whether a sum over categories can be had by adding and subtracting what is shown."""
    rows = [[Fraction(one.get(name, 0)) for name in names] for one in given_]
    rest = [Fraction(wanted.get(name, 0)) for name in names]
    used: list[list[Fraction]] = []
    for row in [*rows, rest]:
        left = list(row)
        for base in used:
            at = next(i for i, value in enumerate(base) if value)
            factor = left[at] / base[at]
            left = [one - factor * other for one, other in zip(left, base, strict=True)]
        if any(left):
            if row is rest:
                return False
            used.append(left)
    return True


@given(CATEGORIES)
def test_nothing_withheld_can_be_worked_out(valid: dict[str, int]) -> None:
    shown = disclosable(valid)
    assert all(valid[name] >= 5 for name in shown)
    cast = [name for name, number in valid.items() if number]
    withheld = [name for name in cast if name not in shown]
    tables = [dict.fromkeys(cast, 1), *({name: 1} for name in shown)]
    if len(cast) > 1:
        for name in withheld:
            assert not in_span({name: 1}, tables, cast)
    if withheld and shown:
        # What is left over after subtracting is again no small group.
        assert sum(valid[name] for name in withheld) >= 5


@given(CATEGORIES)
def test_no_more_is_withheld_than_must_be(valid: dict[str, int]) -> None:
    """The next larger category is withheld only to cover those that are too small."""
    shown = disclosable(valid)
    large = sorted(number for name, number in valid.items() if number >= 5)
    if not any(0 < number < 5 for number in valid.values()):
        assert len(shown) == len(large)
    assert len(shown) >= len(large) - 1


def test_break_downs_by_example() -> None:
    assert disclosable({"党员": 30, "群众代表": 12}) == {"党员", "群众代表"}
    assert disclosable({"党员": 30, "群众代表": 4}) == frozenset()
    assert disclosable({"党员": 30, "群众代表": 12, "两代表一委员": 4}) == {"党员"}
    assert disclosable({"党员": 30, "甲": 3, "乙": 2}) == {"党员"}
    assert disclosable({"党员": 30, "甲": 3, "乙": 1}) == frozenset()
    assert disclosable({"党员": 30, TOGETHER: 6}) == {"党员"}
    assert disclosable({"党员": 30, TOGETHER: 4}) == frozenset()
    assert disclosable({"党员": 30, "群众代表": 0}) == {"党员"}


MARKS = st.sampled_from(("满意", "不满意", "弃权"))
BATCH = st.lists(st.none() | st.tuples(MARKS, MARKS), min_size=5, max_size=25)


@given(BATCH, st.randoms(use_true_random=False))
def test_the_same_papers_in_any_order_agree(
    papers: list[tuple[str, str] | None], random: object
) -> None:
    other = list(papers)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert compare(count_batch(papers), count_batch(other)) == ()


@given(BATCH, BATCH)
def test_what_differs_comes_back_and_can_be_settled_either_way(
    one: list[tuple[str, str] | None], other: list[tuple[str, str] | None]
) -> None:
    first, second = count_batch(one), count_batch(other)
    cells = compare(first, second)
    assert all(cell.first != cell.second for cell in cells)
    assert [(c.position, c.option) for c in cells] == sorted((c.position, c.option) for c in cells)
    mine = {(cell.position, cell.option): cell.first for cell in cells}
    theirs = {(cell.position, cell.option): cell.second for cell in cells}
    assert settle(first, second, mine) == first
    assert settle(first, second, theirs) == second


def test_one_wrong_key_is_two_cells_and_a_void_paper_shows_as_papers() -> None:
    first = BatchCounts(10, 0, {(0, "满意"): 10})
    second = BatchCounts(9, 1, {(0, "满意"): 8, (0, "弃权"): 1})
    assert compare(first, second) == (
        Difference(PAPERS, VOID_PAPERS, 0, 1),
        Difference(PAPERS, VALID_PAPERS, 10, 9),
        Difference(0, "弃权", 0, 1),
        Difference(0, "满意", 10, 8),
    )
    with pytest.raises(KeyError):
        settle(first, second, {(0, "满意"): 8})
    values = {(one.position, one.option): one.second for one in compare(first, second)}
    with pytest.raises(ValueError, match="不满意"):
        settle(first, second, {**values, (0, "不满意"): 1})


def test_reasons_for_void_papers_are_no_difference_and_go_with_their_number() -> None:
    first = BatchCounts(8, 2, {(0, "满意"): 8}, {"空白票": 2})
    second = BatchCounts(8, 2, {(0, "满意"): 8}, {"空白票": 1, "其他": 1})
    assert compare(first, second) == ()
    assert settle(first, second, {}).voids == {"空白票": 2}
    third = BatchCounts(6, 4, {(0, "满意"): 6}, {"其他": 4})
    cells = compare(first, third)
    for number, voids in ((2, first.voids), (4, third.voids), (3, {"": 3})):
        values = {(PAPERS, VOID_PAPERS): number, (PAPERS, "有效票"): 10 - number,
                  (0, "满意"): 10 - number}  # fmt: skip
        assert set(values) == {(one.position, one.option) for one in cells}
        assert settle(first, third, values).voids == voids
    assert add_batches([first, second]).voids == {"空白票": 3, "其他": 1}


def test_reasons_add_up_to_the_void_papers() -> None:
    assert BatchCounts(0, 3, {}, {"其他": 1}).voids == {"": 2, "其他": 1}
    assert BatchCounts(3, 0, {}).voids == {}
    with pytest.raises(ValueError, match="其他"):
        BatchCounts(0, 1, {}, {"其他": 2})


def test_the_second_person_takes_only_what_another_keyed() -> None:
    lines = [
        BatchLine("", 1, 20, BatchState.FIRST, 1, "甲"),
        BatchLine("", 2, 20, BatchState.SETTLED, 2, "甲", "乙"),
        BatchLine("", 3, 20),
    ]
    for teller, mode, number in (
        ("甲", Mode.TWO, 3),
        ("乙", Mode.TWO, 3),
        ("甲", Mode.ONE, 3),
    ):
        found = next_batch(lines, teller, mode)
        assert found is not None
        assert found.number == number
    assert next_batch(lines[:2], "甲", Mode.TWO) is None
    second = next_batch(lines[:2], "乙", Mode.TWO)
    assert second is lines[0]
    assert second.words == "第 1 摞 20 张"
    assert all(one.size >= two.size for one, two in pairwise(lines))


def keyed(*papers: str | None, voids: dict[str, int] | None = None) -> BatchCounts:
    """Papers of eight lines: 甲乙… is one mark a line, ``None`` a void paper."""
    counts = count_batch(None if one is None else tuple(one) for one in papers)
    return replace(counts, voids=voids) if voids else counts


@pytest.mark.parametrize(
    ("first", "second", "stand"),
    [
        (keyed("甲甲甲甲甲甲甲甲"), keyed("甲甲甲甲甲甲甲甲"), True),
        (keyed("甲甲甲甲甲甲甲甲"), keyed("乙甲甲甲甲甲甲甲"), True),
        (keyed("甲甲甲甲甲甲甲甲"), keyed("乙乙甲甲甲甲甲甲"), False),
        (keyed("甲甲甲甲甲甲甲甲", "甲" * 8), keyed("乙乙甲甲甲甲甲甲", "乙" + "甲" * 7), True),
        (keyed("甲甲甲甲甲甲甲甲"), keyed("乙乙乙甲甲甲甲甲"), False),
        (keyed("甲甲甲甲甲甲甲甲"), keyed("乙乙乙乙乙乙乙乙"), False),
        (keyed("甲甲甲甲甲甲甲甲", "乙乙乙乙乙乙乙乙"), keyed("甲甲甲甲甲甲甲甲", None), False),
        (
            keyed("甲甲甲甲甲甲甲甲", None, voids={"空白票": 1}),
            keyed("乙甲甲甲甲甲甲甲", None, voids={"空白票": 1}),
            False,
        ),
        (
            keyed("甲甲甲甲甲甲甲甲", None, voids={"空白票": 1}),
            keyed("乙甲甲甲甲甲甲甲", None, voids={"其他": 1}),
            False,
        ),
        (
            keyed("甲甲甲甲甲甲甲甲", None, voids={"空白票": 1}),
            keyed("甲甲甲甲甲甲甲甲", None, voids={"其他": 1}),
            True,
        ),
    ],
)
def test_two_keyings_stand_only_where_their_papers_are_the_same(
    first: BatchCounts, second: BatchCounts, stand: bool
) -> None:
    assert same_papers(first, second, 8) is stand
    assert same_papers(second, first, 8) is stand


def test_a_single_line_ties_no_marks_together() -> None:
    assert same_papers(keyed("甲"), keyed("乙"), 1)


@pytest.mark.parametrize(
    ("valid", "size", "together", "tells"),
    [(1, 20, 40, True), (4, 20, 40, True), (5, 20, 40, False), (0, 20, 40, False),
     (1, 20, 20, False)],
)  # fmt: skip
def test_a_batch_of_a_few_valid_papers_tells_a_ballot_where_there_are_others(
    valid: int, size: int, together: int, tells: bool
) -> None:
    assert tells_a_ballot(valid, size, together) is tells


def test_such_a_batch_goes_with_one_that_is_still_to_be_keyed() -> None:
    lines = [
        BatchLine("", 1, 20, BatchState.SETTLED, 1),
        BatchLine("", 2, 20),
        BatchLine("", 3, 20, BatchState.FIRST, 2),
        BatchLine("", 4, 20),
        BatchLine("党员", 5, 20),
    ]
    assert merged_with(lines, lines[1]) == lines[3]
    assert merged_with(lines, lines[3]) == lines[1]
    assert merged_with([*lines[:1], lines[3]], lines[3]) == lines[0]
    assert merged_with(lines[4:], lines[4]) is None
    grown = replace(lines[1], size=40, state=BatchState.AGAIN)
    assert put_in_plan(lines, grown) == (lines[0], grown, lines[2], lines[4])
    stored = replace(lines[1], state=BatchState.FIRST, id=3)
    assert put_in_plan(lines, stored) == (lines[0], stored, *lines[2:])


OPTIONS = ("满意", "基本满意", "不满意", "不了解")


def ballots_that_nearly_agree(seed: int, papers: int, lines: int) -> list[tuple[str, ...]]:
    """Papers as people fill them in: 92 % of the marks are the same."""
    chance = random.Random(seed)
    return [
        tuple(
            OPTIONS[0] if chance.random() < 0.92 else chance.choice(OPTIONS[1:])
            for _ in range(lines)
        )
        for _ in range(papers)
    ]


@pytest.mark.parametrize("lines", [2, 8, 24, 36])
@pytest.mark.parametrize("seed", range(60))
def test_another_paper_called_void_is_never_kept_beside(seed: int, lines: int) -> None:
    papers = ballots_that_nearly_agree(seed, 20, lines)
    first, second = (
        count_batch([None if at == void else paper for at, paper in enumerate(papers)])
        for void in random.Random(seed + 1_000).sample(range(20), 2)
    )
    assert same_papers(first, second, lines) is not bool(compare(first, second))


@pytest.mark.parametrize("lines", [2, 8, 24, 36])
@pytest.mark.parametrize("seed", range(60))
def test_a_paper_keyed_twice_is_kept_beside_only_where_one_mark_differs(
    seed: int, lines: int
) -> None:
    papers = ballots_that_nearly_agree(seed, 20, lines)
    left_out, twice = random.Random(seed + 2_000).sample(range(20), 2)
    other = [papers[twice] if at == left_out else paper for at, paper in enumerate(papers)]
    first, second = count_batch(papers), count_batch(other)
    marks = sum(a != b for a, b in zip(papers[left_out], papers[twice], strict=True))
    assert same_papers(first, second, lines) is (marks <= 1)
