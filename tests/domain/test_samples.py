"""A sample that anyone can draw again: same list and seed, same households."""

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.faults import Fault
from desk_app.domain.polling import samples
from desk_app.domain.polling.samples import LEAST_SHARE, Household, least_share, size_of
from desk_app.domain.scheme.loading import check, read
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from desk_app.domain.sheets import SheetData
from tests.domain.scheme_texts import tiny

SEEDS = st.text("0123456789abcXYZ", min_size=1, max_size=16)


def village(count: int) -> tuple[Household, ...]:
    return tuple(Household(n, f"户主{n}", f"柳树湾村{n}号") for n in range(1, count + 1))


@given(st.integers(1, 300), SEEDS, st.data())
def test_same_list_and_seed_give_the_same_sample(
    count: int, seed: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, count))
    one = samples.draw(village(count), seed, size)
    assert one == samples.draw(tuple(village(count)), seed, size)
    assert len({house.number for house in one.drawn}) == size
    assert set(one.drawn) <= set(village(count))


@given(st.integers(2, 200), SEEDS)
def test_a_larger_sample_begins_with_the_smaller(count: int, seed: str) -> None:
    smaller = samples.draw(village(count), seed, count - 1).drawn
    assert samples.draw(village(count), seed, count).drawn[: count - 1] == smaller


def test_the_draw_is_what_the_printed_words_say() -> None:
    """Done over with nothing but SHA-256, as somebody who distrusts the program would."""
    keys = {
        hashlib.sha256(f"58213047-{number}".encode()).hexdigest(): number
        for number in range(1, 264)
    }
    by_hand = [keys[key] for key in sorted(keys)][:27]
    made = samples.draw(village(263), "58213047", samples.size_of(263))
    assert [one.number for one in made.drawn] == by_hand
    words = samples.method_words(made)
    assert f"58213047-{by_hand[0]}" in words
    assert min(keys)[:8] in words
    assert samples.size_words(made) == "共 263 户，抽取 27 户（10.2%）"


def test_golden_draw() -> None:
    """A change here would make every printed sheet unrepeatable."""
    made = samples.draw(village(30), "20260305", 5)
    assert [one.number for one in made.drawn] == [14, 20, 15, 2, 25]
    assert made.digest == "2f6abe387804625467ccd70198e94e3445d55eaa7a29b131d80ba83fc2dbc791"


def test_every_household_has_its_chance() -> None:
    hits = dict.fromkeys(range(1, 21), 0)
    for seed in range(2000):
        for one in samples.draw(village(20), str(seed), 2).drawn:
            hits[one.number] += 1
    # 200 expected for each, standard deviation about 13.
    assert all(130 < count < 270 for count in hits.values())


@given(st.integers(1, 5000))
def test_a_tenth_is_rounded_up(total: int) -> None:
    size = samples.size_of(total)
    assert 10 * size >= total > 10 * (size - 1)


@pytest.mark.parametrize(
    ("total", "share", "size"), [(263, "1/10", 27), (260, "1/10", 26), (7, "1/5", 2), (3, "1", 3)]
)
def test_sizes(total: int, share: str, size: int) -> None:
    assert samples.size_of(total, Fraction(share)) == size


@pytest.mark.parametrize("share", ["1/11", "0", "11/10"])
def test_less_than_a_tenth_is_refused(share: str) -> None:
    with pytest.raises(Fault, match="10%"):
        samples.size_of(100, Fraction(share))


@pytest.mark.parametrize("seed", ["", "  ", "12 34", "种子", "1-2", "9" * 33])
def test_seeds_that_cannot_be_read_out(seed: str) -> None:
    with pytest.raises(Fault, match="种子"):
        samples.draw(village(10), seed, 1)


def test_a_full_width_seed_is_the_same_seed() -> None:
    assert samples.check_seed(" ５８２１３０４７ ") == "58213047"


def test_a_scheme_says_the_least_share() -> None:
    assert least_share(()) == LEAST_SHARE
    text = tiny(
        ("format = 1", "format = 2"),
        more='[[polls]]\nname = "入户"\noptions = ["满意", "不满意"]\nsample = "5%"\n',
    )
    scheme = read(text)
    assert least_share(scheme.polls) == Fraction(1, 20)
    assert size_of(100, Fraction(1, 20), least_share(scheme.polls)) == 5
    with pytest.raises(Fault, match="5% 到 100%"):
        size_of(100, Fraction(1, 25), least_share(scheme.polls))
    assert read(write(scheme)).polls[0].sample == Fraction(1, 20)
    told = "".join(str(line) for part in sentences(scheme) for line in part.lines)
    assert "随机抽取不少于 5% 的住户" in told
    with pytest.raises(SchemeFault, match="要写在 format = 2"):
        read(text.replace("format = 2", "format = 1"))
    (found,) = (one for one in check(read(text.replace("5%", "120%"))) if "120" in one.sentence)
    assert "入户" in found.sentence


def test_sizes_that_cannot_be() -> None:
    for size in (0, 11):
        with pytest.raises(Fault, match="10 户"):
            samples.draw(village(10), "1", size)
    with pytest.raises(Fault, match="没有住户"):
        samples.size_of(0)


def test_reading_a_list() -> None:
    sheet = SheetData(
        "户籍",
        (
            ("柳树湾村住户名单", None, None, None),
            ("序号", "户 主", "家庭住址", "村民小组"),
            (1, "𬱖某", "1组3号", "一组"),
            (2, "冯䶮", "2组,4号", 2.0),
            (3, None, "3组5号", None),
            (4, "𬱖某", "1组3号", "一组"),
            (5, "王\n某", None, None),
            (6, "王 某", None, None),
        ),
    )
    found = samples.read_households([SheetData("空", ()), sheet])
    assert found.households == (
        Household(1, "𬱖某", "1组3号", "一组"),
        Household(2, "冯䶮", "2组，4号", "2"),
        Household(3, "王 某"),
        Household(4, "王 某"),
    )
    assert (found.sheet, found.blank, found.repeated) == ("户籍", 1, 1)


def test_a_register_of_residents_counts_households_once() -> None:
    sheet = SheetData(
        "户籍",
        (
            ("姓名", "与户主\n关系", "住址"),
            ("王某", "户主", "1号"),
            ("李某", "配偶", "1号"),
            ("王小某", "子", "1号"),
            ("赵某", "本人", "2号"),
            ("钱某", None, "3号"),
        ),
    )
    found = samples.read_households([sheet])
    assert [one.head for one in found.households] == ["王某", "赵某"]
    assert found.members == 3


def test_a_list_without_names_is_refused() -> None:
    with pytest.raises(Fault, match="户主"):
        samples.read_households([SheetData("表", (("编号", "地址"), (1, "一组")))])
    with pytest.raises(Fault, match="没有住户"):
        samples.read_households([SheetData("表", (("户主", "地址"),))])
    hidden = SheetData("表", (("户主",), ("王某",)), visible=False)
    with pytest.raises(Fault, match="户主"):
        samples.read_households([hidden])


@given(st.permutations(range(6)))
def test_the_digest_tells_another_order(order: list[int]) -> None:
    houses = village(6)
    renumbered = tuple(
        Household(number, houses[at].head, houses[at].address) for number, at in enumerate(order, 1)
    )
    same = order == sorted(order)
    assert (samples.digest_of(renumbered) == samples.digest_of(houses)) is same
